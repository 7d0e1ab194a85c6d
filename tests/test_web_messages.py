"""What the window shows of a conversation, before a browser sees it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Turn
from assistant.errors import QuestionRejected, WordsIncomplete
from assistant.places import Places
from assistant.settings import AssistantSettings, ServerSettings
from assistant.web.exchange import Exchange, turns
from assistant.web.foot import copy_text
from assistant.web.frame import holdings, welcome
from assistant.web.messages import body_html, conversation
from assistant.web.panel import empty_panel, sources_panel
from assistant.web.talk import Conversation
from assistant.web.typesetting import beginning
from assistant.web.wording import Words, words
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import HOSTILE

EN = words("en")
COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture
def talk() -> Conversation:
    settings = ServerSettings(asking=AssistantSettings(max_question_chars=100))
    return Conversation(FakeAssistant(), settings, Places(1, 0, patience=0.1))  # type: ignore[arg-type]


def asked(talk: Conversation, *questions: str) -> tuple[Exchange, ...]:
    exchanges: tuple[Exchange, ...] = ()
    for question in questions:
        *_, exchanges = talk.answer(talk.begin(question, exchanges))
    return exchanges


class Seen(HTMLParser):
    """Tags, links and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_an_answer_grows_and_ends_with_chips_that_name_their_exchange(talk: Conversation) -> None:
    steps = list(talk.answer(talk.begin(COSMETICS, ())))
    assert [len(step[-1].statements) for step in steps] == [0, 1, 2, 2]
    message = conversation(steps[-1], EN)[-1]["content"]
    assert 'href="#cite-1-1"' in message and 'href="#cite-1-2"' in message
    assert "2 sources" in message
    partial = conversation(steps[1], EN)[-1]["content"]
    assert 'href="#cite-1-1"' in partial and "waiting" in partial


def test_a_second_question_hears_the_first_and_has_its_own_chips(talk: Conversation) -> None:
    exchanges = asked(talk, COSMETICS, COSMETICS)
    heard = talk.assistant.heard[-1]  # type: ignore[attr-defined]
    assert heard == turns(exchanges[:1], 40) and heard[0] == Turn("user", COSMETICS)
    assert 'href="#cite-2-1"' in conversation(exchanges, EN)[-1]["content"]
    assert "#again-1" not in conversation(exchanges, EN)[1]["content"], (
        "only the last answer can be asked again"
    )
    assert "#again-2" in conversation(exchanges, EN)[-1]["content"]


def test_a_refusal_looks_different_and_shows_the_nearest_passages(talk: Conversation) -> None:
    exchanges = asked(talk, "Are there rules on mining?")
    message = conversation(exchanges, EN)[-1]["content"]
    assert "Not in the documents" in message and 'class="answer not_in_documents"' in message
    assert 'href="#near-1-1"' in message
    panel = talk.panel(exchanges)
    assert "Near, but not an answer" in panel and "<mark>" in panel


def test_a_failure_says_so_without_the_inside(talk: Conversation) -> None:
    message = conversation(asked(talk, "break this"), EN)[-1]["content"]
    assert "could not be made" in message and "secret" not in message and "#again-1" in message


def test_a_full_house_is_said(talk: Conversation) -> None:
    talk.places.take()
    message = conversation(asked(talk, COSMETICS), EN)[-1]["content"]
    assert "Too many questions" in message
    talk.places.leave()
    assert asked(talk, COSMETICS)[-1].answer


def test_stopping_leaves_a_question_that_can_be_asked_again(talk: Conversation) -> None:
    begun = talk.begin(COSMETICS, ())
    message = conversation(talk.settle(begun), EN)[-1]["content"]
    assert "Stopped" in message and "#again-1" in message
    done = asked(talk, COSMETICS)
    assert talk.settle(done) == done and talk.settle(()) == ()


@pytest.mark.parametrize(("question", "reason"), [("", "empty"), ("?", "no_words"), ("a" * 101, "too_long")])
def test_what_is_no_question_is_said_in_the_windows_words(
    talk: Conversation, question: str, reason: str
) -> None:
    with pytest.raises(QuestionRejected) as caught:
        talk.begin(question, ())
    assert caught.value.reason == reason
    assert "{" not in talk.rejected(reason, question)


def test_clicking_a_source_opens_it_and_nonsense_opens_the_last(talk: Conversation) -> None:
    exchanges = asked(talk, COSMETICS)
    assert "Public summary of MC-5/5" in talk.panel(exchanges, "cite 1 2")
    assert "not the decision&#x27;s own words" in talk.panel(exchanges, "cite 1 2")
    first = talk.panel(exchanges, "cite 1 1")
    for shown in ("Letter", "Intersessional mandates, item 4", "MC-5/5", "15 December 2023"):
        assert shown in first
    for nonsense in ("", "cite 9 1", "cite x y", "cite 1 99", "near 1 -1", "<script>"):
        assert talk.panel(exchanges, nonsense) == first
    assert talk.panel((), "cite 1 1") == empty_panel(EN)


def test_a_removed_document_still_shows_the_quoted_words(talk: Conversation) -> None:
    exchanges = asked(talk, COSMETICS)
    talk.assistant.index.remove("summary-mc-5-5")
    panel = talk.panel(exchanges, "cite 1 2")
    assert "has been removed since" in panel and "<blockquote>Decision MC-5/5" in panel


def test_nothing_in_a_text_becomes_a_tag_a_link_or_a_template(talk: Conversation) -> None:
    exchanges = asked(talk, "hostile words about hostages")
    assert HOSTILE in str(exchanges[-1].answer)
    question = (replace(exchanges[-1], question=f"{HOSTILE}\n\n# x"),)
    for message in conversation(question, EN):
        seen = Seen(message["content"])
        assert not {"img", "script", "iframe", "svg"} & set(seen.tags)
        assert all(link.startswith("#") for link in seen.links)
        assert "\n" not in message["content"], "a blank line would let the browser read Markdown"
    panel = sources_panel(question[0], 1, "cite", 1, talk.assistant.index, EN)
    seen = Seen(panel)
    assert not {"img", "script"} & set(seen.tags) and "onerror" not in seen.attributes
    assert all(link.startswith(("#", "/documents/")) for link in seen.links)
    assert "{" not in panel and "${" not in panel


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://evil.example)",
        "![x](https://evil.example/p.png)",
        "<https://evil.example>",
        "[x]: https://evil.example\n\n[x]",
        '<a href="https://evil.example">x</a>',
        "<img src=x onerror=alert(1)>",
        "[1](javascript:alert(1))",
        "`<b>` **[2]** ```\n<script>\n```",
    ],
)
def test_markdown_of_a_model_leads_nowhere(text: str) -> None:
    seen = Seen(body_html(text, (), 1, EN))
    assert seen.links == [] and not {"img", "a", "script"} & set(seen.tags)


def test_markers_without_a_citation_stay_text(talk: Conversation) -> None:
    citations = asked(talk, COSMETICS)[0].sources
    html = body_html("One [1], both [1, 2], none [7].", citations, 3, EN)
    assert html.count('href="#cite-3-1"') == 2 and "[7]" in html


def test_a_quoted_row_of_a_table_is_shown_without_its_outer_bars() -> None:
    row = "| Staff | 3,046 |"
    shown = body_html(f"3,046\n\n> “{row}” [1] — Decision MC-9/20\n\n- {row} [1]", (), 1, EN)
    assert "“Staff | 3,046” [1]" in shown and "<li>Staff | 3,046 [1]</li>" in shown
    assert beginning(row) == "Staff | 3,046"
    table = "| a | b |\n|---|---|\n| x | y |"
    assert "<td>x</td>" in body_html(table, (), 1, EN), "a table of the answer's own stays one"


def test_an_answer_is_copied_with_its_sources(talk: Conversation) -> None:
    answer = asked(talk, COSMETICS)[0].answer
    assert isinstance(answer, Answer)
    text = copy_text(answer, EN)
    assert "[1] Letter MC/COP5/2023/190" in text and "<" not in text


def test_the_welcome_names_documents_and_counts_summaries(talk: Conversation) -> None:
    assert "What do you want to know" in welcome(EN)
    shown = holdings(EN, talk.assistant.index.documents())
    assert "/documents/letter-mc-cop5-2023-190" in shown and "1 public summary" in shown


def test_a_missing_text_or_language_is_named() -> None:
    with pytest.raises(WordsIncomplete, match="zz"):
        words("zz")
    for ask in (EN, EN.each):
        with pytest.raises(WordsIncomplete, match="no.such"):
            ask("no.such")


def test_a_value_with_braces_of_its_own_is_not_filled_in() -> None:
    assert Words("en", {"a": "{x} of {y}"}, {})("a", x="{y}", y="b") == "{y} of b"


@pytest.mark.parametrize(("day", "shown"), [("2023-12-15", "15 December 2023"), (None, ""), ("2023", "2023")])
def test_days_are_written_out(day: str | None, shown: str) -> None:
    assert EN.day(day) == shown
