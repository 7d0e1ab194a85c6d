"""Six papers in the form of several conventions, printed by four programs: no deadline and no row is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import passages, read_document
from corpus.deadlines import find_deadlines
from corpus.reading import document_from_bytes
from eval.papers import measure

FOLDER = Path(__file__).parent / "fourth_papers"


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_deadlines_and_rows_are_found(kind: str) -> None:
    read = measure(FOLDER / kind, FOLDER / "expected.jsonl")
    assert (read.found, read.told, read.named) == (read.deadlines, read.deadlines, read.actors), read.wrong
    assert read.rows == read.rows_found, read.wrong


def test_cells_that_nearly_touch_are_parted_and_stand_in_the_text_once() -> None:
    text = read_document(FOLDER / "pdf" / "mc10.pdf").text
    assert "| Number of furnaces and their age | Parties | 30 November 2034 |" in text
    assert text.count("Number of furnaces") == 1


@pytest.mark.parametrize(
    ("head", "cells", "day", "who"),
    [
        ("Lamps | To be reached by", "All | 4 May 2031", "2031-05-04", None),
        ("Paper | From | Due date", "Views | Parties | 4 May 2031", "2031-05-04", "Parties"),
        ("Paper | Submitted by | Reviewed by", "Views | Parties | 4 May 2031", "2031-05-04", "Parties"),
        ("Paper | Prepared by", "Views | Secretariat", None, None),
    ],
)
def test_columns_say_by_when_and_who(head: str, cells: str, day: str | None, who: str | None) -> None:
    rule = "|".join("---" for _ in head.split("|"))
    text = f"Decision MC-9/2: Stocks\n\n| {head} |\n| {rule} |\n| {cells} |\n"
    document = document_from_bytes(text.encode(), file_name="a.md")
    found = [(str(d.date), d.who) for p in passages(document) for d in p.deadlines]
    assert found == ([(day, who)] if day else [])


def test_what_ends_on_a_day_is_due_only_where_something_is_open() -> None:
    assert not find_deadlines("Decides to begin a trial, which ends on 31 December 2042;")
    assert find_deadlines("The period for comments ends on 31 December 2042.")
