"""The tables of the window's Register: which rows, in which words, opening which passages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from lxml import html as lxml_html

from assistant.web import registers
from assistant.web.register import TABLES, lists
from assistant.web.tables import Table
from corpus.document import Document
from corpus.register import ContactRow, DecisionRow, LinkRow, Register
from tests.fakes_assistant import FakeIndex
from tests.fakes_documents import HOSTILE, letter
from tests.register_views import AFTER, BEFORE, BETWEEN, COSMETICS, ShelfOf, deadline, item, view


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
