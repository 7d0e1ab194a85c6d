"""The window's Register: what stands in its tables, its picture and its files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html as lxml_html
from starlette.testclient import TestClient

from assistant.api import create_app
from assistant.settings import ServerSettings
from assistant.web import registers
from assistant.web.register import TABLES, lists
from assistant.web.registers import View
from assistant.web.tables import Cell, Column, Link, Table
from assistant.web.timeline import timeline
from assistant.web.wording import words
from corpus.document import Document
from corpus.passage import Passage
from corpus.register import ContactRow, DeadlineRow, DecisionRow, LinkRow, Register
from index.errors import UnknownId
from tests.fakes_assistant import FakeAssistant, FakeIndex
from tests.fakes_documents import HOSTILE, letter

SAY = words("en")
HERE = "http://127.0.0.1:7860"
BEFORE, BETWEEN, AFTER = date(2024, 1, 1), date(2024, 8, 1), date(2026, 1, 1)


class ShelfOf(FakeIndex):
    """A fake index whose register is given."""

    def __init__(self, register: Register) -> None:
        super().__init__()
        self.given = register

    def register(self) -> Register:
        """What was given."""
        return self.given


def view(index: Any = None, today: date = BETWEEN, language: str = "en") -> View:
    shown: Any = index or FakeIndex()
    return View(shown, words(language), today)


def item(text: str) -> Passage:
    """The passage of the letter that holds `text`."""
    return next(p for p in FakeIndex().passages(letter().id) if text in p.text)


COSMETICS = item("cosmetics")


def deadline(day: date | None, what: str = "Submission of information") -> DeadlineRow:
    return DeadlineRow(
        day, "by then", what, "Parties", COSMETICS.id, letter().id, ("MC-5/5",), "Intersessional mandates"
    )


def texts(table: Table, column: int) -> list[str]:
    return [row[column].plain for row in table.rows]


def test_decisions_say_what_they_are_about_and_where_they_are_named() -> None:
    table = registers.decisions(view())
    numbers = texts(table, 0)
    assert numbers == sorted(numbers, key=lambda n: tuple(map(int, re.findall(r"\d+", n))))
    cosmetics = table.rows[numbers.index("MC-5/5")]
    assert [cell.plain for cell in cosmetics[1:5]] == [
        "COP-5",
        "Mercury-added cosmetics",
        "4",
        "Public summary",
    ]
    assert cosmetics[5].links[0].passage_id == COSMETICS.id
    named = table.rows[numbers.index("MC-5/6")]
    assert named[4].plain == "Number only" and named[2].plain == "", "no summary of it is loaded here"


def test_a_loaded_decision_has_its_own_title_and_both_sides_of_an_amendment() -> None:
    rows = (
        DecisionRow("MC-9/1", passages=(COSMETICS.id,), title="Decision MC-9/1: Amalgam"),
        DecisionRow("MC-5/5", named_in=(COSMETICS.id,)),
    )
    links = tuple(
        LinkRow(kind, "MC-9/1", "MC-5/5", COSMETICS.id, letter().id)
        for kind in ("recalls", "amends", "replaces")
    )
    table = registers.decisions(view(ShelfOf(Register(decisions=rows, links=links))))
    assert texts(table, 2) == ["", "Amalgam"]
    assert texts(table, 4) == ["Number only", "Own text"]
    assert texts(table, 6) == ["amended by MC-9/1; replaced by MC-9/1", "amends MC-5/5; replaces MC-5/5"]
    assert {link.passage_id for row in table.rows for link in row[6].links} == {COSMETICS.id}


@pytest.mark.parametrize(
    ("today", "standings"),
    [
        (BEFORE, ["Next", "Ahead", "Ahead"]),
        (BETWEEN, ["Next", "Ahead", "Past"]),
        (date(2024, 10, 31), ["Next", "Ahead", "Past"]),
        (AFTER, ["Past", "Past", "Past"]),
    ],
)
def test_a_deadline_is_past_next_or_ahead_of_today(today: date, standings: list[str]) -> None:
    assert texts(registers.deadlines(view(today=today)), 1) == standings


def test_a_deadline_opens_its_own_words_and_one_without_a_day_shows_its_phrase() -> None:
    what = "Submission of information to the Secretariat"
    index = ShelfOf(Register(deadlines=(deadline(None, what), deadline(AFTER, what))))
    dated, undated = registers.deadlines(view(index)).rows
    assert (undated[0].plain, undated[1].plain) == ("by then", "No day given")
    assert dated[0].plain == "1 January 2026"
    start = COSMETICS.start + COSMETICS.text.index(what)
    assert f"?start={start}&end={start + len(what)}#{COSMETICS.id}" in dated[2].links[0].href


def test_the_matrix_holds_every_item_of_every_workstream_once_or_by_decision() -> None:
    index = FakeIndex()
    table = registers.matrix(view(index))
    streams = index.register().workstreams
    assert [column.title for column in table.columns[1:]] == [row.name for row in streams]
    assert table.count == len(streams)
    for place, row in enumerate(streams, 1):
        opened = {link.passage_id for cells in table.rows for link in cells[place].links}
        assert opened == set(row.items)
    assert table.rows[-1][0].plain == "No decision named"


def test_one_person_is_one_row_with_all_roles_and_places() -> None:
    other = item("waste management")
    rows = (
        ContactRow("Ana Silva", "ana@un.org", "contact", COSMETICS.id, letter().id, "+41 22 1"),
        ContactRow("Ana Silva", "ana@un.org", "named", other.id, letter().id),
        ContactRow("The Secretariat", None, "from", other.id, letter().id),
    )
    table = registers.contacts(view(ShelfOf(Register(contacts=rows))))
    assert texts(table, 0) == ["Ana Silva", "The Secretariat"]
    assert table.rows[0][1].plain == "ana@un.org; +41 22 1"
    assert table.rows[0][2].values == ("Contact", "Named")
    assert [link.passage_id for link in table.rows[0][4].links] == [COSMETICS.id, other.id]


def test_with_several_letters_a_place_names_its_document() -> None:
    index = FakeIndex()
    assert view(index).place(COSMETICS).text == "Intersessional mandates, item 4"
    index.add([Document("note", "A note", "other", "A note about mercury.", "3" * 64)])
    assert view(index).place(COSMETICS).text == "MC/COP5/2023/190: Intersessional mandates, item 4"


def test_every_row_opens_a_passage() -> None:
    for name, table in TABLES.items():
        for row in table(view()).rows:
            opened = [link for cell in row for link in cell.links if link.passage_id]
            assert opened and all(link.href.startswith("/documents/") for link in opened), name


def test_an_empty_register_says_so_and_shows_no_table() -> None:
    shown = lists(view(ShelfOf(Register())))
    for said in (
        "name no decision",
        "set no deadline",
        "divided into workstreams",
        "no person and no address",
    ):
        assert said in shown
    assert "<table" not in shown and "<svg" not in shown


def test_tables_can_be_read_without_seeing_them() -> None:
    page = lxml_html.fromstring(f"<div>{lists(view())}</div>")
    assert len(page.xpath("//table/caption[string-length(.) > 10]")) == len(page.xpath("//table")) == 3
    assert page.xpath("count(//thead//th[@scope='col'][@aria-sort]/button)") == page.xpath(
        "count(//thead//th)"
    )
    assert page.xpath("count(//tbody//tr/th[@scope='row'])") == page.xpath("count(//tbody//tr)")
    assert len(page.xpath("//th[@aria-sort='ascending']")) == 3
    for control in page.xpath("//input | //select"):
        assert control.xpath("string(ancestor::label/span)"), "every control has a visible name"
    ids = page.xpath("//*/@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-controls")) | set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_columns_without_words_are_left_out_and_filters_still_fit() -> None:
    columns = (Column("A"), Column("B", "all"), Column("C", "all C"))
    rows = tuple((Cell(n), Cell(), Cell(n, values=(n,))) for n in ("x", "y"))
    table = Table("decisions", columns, rows)
    assert "all C" in table.tools(SAY, []) and ">all<" not in table.tools(SAY, [])
    assert 'data-column="1"' in table.tools(SAY, [])
    assert "<td" in table.html(SAY) and ">B<" not in table.html(SAY)


def test_many_links_are_folded_but_all_there() -> None:
    cell = Cell(links=tuple(Link(f"item {n}", f"/documents/a#{n}", str(n)) for n in range(9)))
    assert cell.html(SAY).count("<a ") == 9
    assert "and 5 more" in cell.html(SAY)


def test_nothing_of_a_document_becomes_markup() -> None:
    passage = replace(COSMETICS, text=HOSTILE)
    index = ShelfOf(
        Register(
            decisions=(DecisionRow(HOSTILE, named_in=(passage.id,), title=HOSTILE),),
            deadlines=(deadline(AFTER, HOSTILE),),
            contacts=(
                ContactRow(HOSTILE, f"a@b.org{HOSTILE}", "named", passage.id, letter().id, about=HOSTILE),
            ),
        )
    )
    shown = lists(view(index))
    assert "<img" not in shown and 'onerror="' not in shown
    assert set(re.findall(r'href="([a-z]+:)', shown)) <= {"mailto:"}


# the picture -------------------------------------------------------------------------------------


def test_the_picture_says_in_words_what_it_shows() -> None:
    shown = timeline(view())
    said = (
        "3 deadlines with a day, 30 June 2024 to 31 March 2025. "
        "Past on 1 August 2024: 1. Next: 31 October 2024."
    )
    page = lxml_html.fromstring(shown)
    assert page.xpath("string(//svg[@role='img']/@aria-label)") == said
    assert said in page.xpath("string(//figcaption)")
    standings = [c.get("class").split()[-1] for c in page.xpath("//svg[@class='line']/circle")]
    assert standings == ["past", "next", "ahead"]
    assert not page.xpath("//a | //*[@tabindex]"), (
        "an image holds nothing to focus on; the table has the links"
    )


def test_points_stand_in_order_and_never_cover_each_other() -> None:
    days = tuple(deadline(date(2024 + n // 60, n % 12 + 1, n % 28 + 1)) for n in range(120))
    shown = timeline(view(ShelfOf(Register(deadlines=tuple(sorted(days, key=lambda d: str(d.date)))))))
    places = re.findall(r'cx="([\d.]+)%" cy="(\d+)"', shown)
    assert len(places) == 120
    assert all(0 <= float(x) <= 100 and int(y) > 0 for x, y in places)
    assert [float(x) for x, _ in places] == sorted(float(x) for x, _ in places)


def test_no_stem_goes_through_the_words_of_a_label() -> None:
    days = tuple(deadline(date(2024, 1 + n, 15)) for n in range(12))
    labels = lxml_html.fromstring(timeline(view(ShelfOf(Register(deadlines=days))))).xpath(
        "//svg[@class='labels']"
    )[0]
    stems = [(float(s.get("x1")[:-1]), int(s.get("y1"))) for s in labels.xpath("line")]
    texts = labels.xpath("g/svg")
    assert 6 <= len(stems) == len(texts)
    for text in texts:
        at, first = float(text.get("x")[:-1]), text.xpath("text")[0]
        width = 0.7 * len(first.text) * (-1 if first.get("text-anchor") == "end" else 1)
        low, high = sorted((at, at + width))
        assert not [s for s in stems if low < s[0] < high and s[1] < int(first.get("y")) - 12]


def test_without_a_day_there_is_no_picture() -> None:
    assert timeline(view(ShelfOf(Register(deadlines=(deadline(None),))))) == ""


@pytest.mark.parametrize("far", [date(1992, 1, 1), date(2099, 12, 31), BETWEEN])
def test_near_and_far_days_fit(far: date) -> None:
    shown = timeline(
        view(
            ShelfOf(
                Register(
                    deadlines=tuple(sorted([deadline(far), deadline(BETWEEN)], key=lambda d: str(d.date)))
                )
            )
        )
    )
    assert 1 <= shown.count('<text class="tick') <= 16


# over HTTP ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(FakeAssistant(), ServerSettings(), window=True)  # type: ignore[arg-type]
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def test_the_register_follows_the_documents(client: TestClient) -> None:
    shown = client.get("/window/register")
    assert shown.status_code == 200 and "MC-5/5" in shown.text
    assert client.get("/window/register").text == shown.text


def test_a_document_that_goes_while_it_is_read_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = FakeAssistant()
    passage, gone = assistant.index.passage, [COSMETICS.id]

    def going(passage_id: str) -> Passage:
        if passage_id in gone:
            gone.clear()
            raise UnknownId("gone")
        return passage(passage_id)

    monkeypatch.setattr(assistant.index, "passage", going)
    app = create_app(assistant, ServerSettings(), window=True)  # type: ignore[arg-type]
    with TestClient(app, base_url=HERE) as client:
        assert client.get("/window/register").status_code == 200
    assert gone == []


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_a_file_with_the_address_of_each_row(client: TestClient, name: str) -> None:
    reply = client.get(f"/window/register/{name}.csv")
    table = TABLES[name](view(today=date.today()))
    header, *rows = csv.reader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert header[-1] == "Address of the passage" and len(rows) == len(table.rows)
    assert all(row[-1].startswith(f"{HERE}/documents/letter-mc-cop5-2023-190?start=") for row in rows[:3])
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}.csv"'


def test_a_files_cells_never_run_as_formulas() -> None:
    table = Table("contacts", (Column("=1+1"),), ((Cell("=cmd|' /C calc'!A0"),), (Cell("+41 22"),)))
    header, *rows = csv.reader(io.StringIO(table.csv(HERE, SAY)))
    assert header[0] == "'=1+1" and [row[0][0] for row in rows] == ["'", "'"]


def test_a_passage_is_shown_in_its_document_with_its_words_marked(client: TestClient) -> None:
    address = f"/window/register/passages/{COSMETICS.id}"
    assert f"<mark>{COSMETICS.text}</mark>" in client.get(address).text.replace("&#x27;", "'")
    inside = client.get(address, params={"start": COSMETICS.start + 2, "end": COSMETICS.start + 12}).text
    assert f"<mark>{COSMETICS.text[2:12]}</mark>" in inside
    outside = client.get(address, params={"start": 0, "end": 5}).text
    assert f"<mark>{COSMETICS.text}</mark>" in outside.replace("&#x27;", "'"), (
        "never other words than its own"
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/window/register/nothing.csv", 404),
        ("/window/register/passages/nothing", 404),
        (f"/window/register/passages/{COSMETICS.id}?start=-1", 422),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, address: str, status: int) -> None:
    reply = client.get(address)
    assert reply.status_code == status and reply.headers["content-type"] == "application/problem+json"
