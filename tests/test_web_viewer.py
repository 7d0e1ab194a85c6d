"""The readable page of a document, and the blocks it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.api import create_app
from assistant.settings import ServerSettings
from assistant.web.theme import _COLOURS
from assistant.web.viewer import blocks, marked, reading
from assistant.web.wording import words
from corpus import document_from_text
from corpus import passages as passages_of
from corpus.document import Document
from corpus.passage import Passage
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import cut, letter, summary

EN = words("en")


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(FakeAssistant(), ServerSettings(), window=False)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def test_every_word_of_a_document_is_shown_once_and_in_order() -> None:
    for document in (letter(), summary()):
        shown = text_of(reading(document, cut(document), EN))
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", document.text)
        without = text_of(reading(document, [], EN))
        assert re.sub(r"\s", "", without) == re.sub(r"\s", "", document.text)


def test_a_mark_before_a_passage_stays_on_its_line() -> None:
    text = "Work:\n- one thing\n(b) another\n"
    document = Document("d", "T", "letter", text, "0" * 64)
    passages = [
        Passage("a", "d", 8, 17, "one thing", "item"),
        Passage("b", "d", 22, 29, "another", "item"),
    ]
    assert [(b.lead, text[b.start : b.end].strip()) for b in blocks(document, passages)] == [
        ("", "Work:"),
        ("-", "one thing"),
        ("(b)", "another"),
    ]


@given(st.text(max_size=40), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_marking_never_loses_or_adds_a_character(text: str, offset: int, start: int, end: int) -> None:
    html = marked(text, offset, start, end)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)
    if "<mark>" in html:
        inside = html.split("<mark>")[1].split("</mark>")[0]
        assert inside == escape(text[max(start - offset, 0) : end - offset])


def test_the_page_highlights_exactly_the_words_asked_for(client: TestClient) -> None:
    document = letter()
    passage = next(p for p in cut(document) if "cosmetics" in p.text)
    page = client.get(f"/documents/{document.id}?start={passage.start}&end={passage.end}")
    assert page.headers["content-type"].startswith("text/html")
    (found,) = re.findall(r"<mark>(.*?)</mark>", page.text, re.S)
    assert text_of(found) == passage.text
    assert f'id="{passage.id}"' in page.text
    assert "15 December 2023" in page.text and "<title>Letter MC/COP5" in page.text


def test_a_quote_over_two_passages_is_highlighted_in_both() -> None:
    document = letter()
    first, second = [p for p in cut(document) if p.item in (3, 4)][:2]
    html = reading(document, cut(document), EN, first.start + 5, second.start + 10)
    assert [text_of(m) for m in re.findall(r"<mark>(.*?)</mark>", html, re.S)] == [
        first.text[5:],
        second.text[:10],
    ]


@pytest.mark.parametrize(
    "query", ["start=-1", "start=x", "end=99999999999", "start=5&end=2", "start=999999&end=9999999"]
)
def test_nonsense_spans_show_the_page_or_a_problem(client: TestClient, query: str) -> None:
    reply = client.get(f"/documents/letter-mc-cop5-2023-190?{query}")
    assert reply.status_code in (200, 422)
    assert "<mark>" not in reply.text


def test_a_hostile_document_is_only_text(client: TestClient) -> None:
    page = client.get("/documents/summary-mc-5-5?start=0&end=500").text
    assert "<img" not in page and "&lt;img src=x onerror=" in page


def test_a_long_document_is_shown_around_the_quote() -> None:
    text = "\n\n".join(f"Paragraph {n}." for n in range(200))
    document = Document("d", "T", "other", text, "0" * 64)
    passages = cut(document)
    html = reading(document, passages, EN, passages[100].start, passages[100].end, context=3)
    assert [int(n) for n in re.findall(r"Paragraph (\d+)", html)] == list(range(97, 104))
    assert html.count('class="cut"') == 2


def test_pages_are_marked_where_they_begin() -> None:
    document = Document("d", "T", "other", "one\n\ntwo", "0" * 64, pages=((0, 5), (5, 8)))
    passages = [
        Passage("a", "d", 0, 3, "one", "paragraph", page=1),
        Passage("b", "d", 5, 8, "two", "paragraph", page=2),
    ]
    assert re.findall(r"Page \d", reading(document, passages, EN)) == ["Page 1", "Page 2"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "pair",
    [
        *("ink/paper", "ink/ground", "ink/warn-soft", "muted/paper", "muted/ground", "muted/raised"),
        *("accent/paper", "accent/ground", "accent/accent-soft", "on-accent/accent", "mark-ink/mark"),
        *("warn/warn-soft", "warn/paper", "stop/stop-soft", "stop/paper"),
    ],
)
def test_every_text_stands_out_from_its_ground(pair: str, dark: bool) -> None:
    found = [_luminance(_COLOURS[name][dark]) for name in pair.split("/")]
    lighter, darker = max(found), min(found)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


BUDGET = """Decision MC-9/20: Budget

1. Approves the budget:[^1]

| Activity | 2032 | 2033 |
| Meetings | 0 | 1,250,000 |
| <b>Staff</b> | 3,046 | 3,118 |

[^1]: UNEP/MC/COP.9/31.
"""


def test_rows_of_a_table_are_a_table_with_its_head_and_the_quoted_cells_marked() -> None:
    document = document_from_text(BUDGET, file_name="budget.txt")
    passages = passages_of(document)
    staff = next(p for p in passages if "Staff" in p.text)
    html = reading(document, passages, EN, staff.start, staff.end)
    head, *rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html)
    assert re.findall(r'<th scope="col">(.*?)</th>', head) == ["Activity", "2032", "2033"]
    assert [text_of(row) for row in rows] == ["Meetings01,250,000", "<b>Staff</b>3,0463,118"]
    assert [text_of(m) for m in re.findall("<mark>(.*?)</mark>", html)] == ["<b>Staff</b>", "3,046", "3,118"]
    assert f'<tr id="{staff.id}" class="quoted">' in html and "|" not in text_of(html)


def test_a_note_is_raised_where_it_is_called_and_where_it_stands() -> None:
    document = document_from_text(BUDGET, file_name="budget.txt")
    html = reading(document, passages_of(document), EN)
    assert "budget:<sup>1</sup>" in html and "[^1]" not in html
