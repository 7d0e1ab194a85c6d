"""What an answer may draw on, as it is chosen, read and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.web.filtering import bar, chosen, said, searched, stated
from assistant.web.wording import words
from index.filters import Filters
from tests.fakes_assistant import FakeIndex
from tests.fakes_documents import HOSTILE, letter, summary

EN = words("en")
EVERY = Filters(
    documents=(letter().id,),
    decisions=("MC-5/5",),
    workstreams=("Intersessional mandates",),
    source=("letter",),
    since=date(2023, 1, 1),
    until=date(2024, 12, 31),
)


def test_what_the_page_tells_is_read_and_written_alike() -> None:
    assert chosen(stated(EVERY)) == EVERY
    assert stated(Filters()) == {} and chosen({}) == Filters()


@pytest.mark.parametrize("told", [None, "x", [], {"documents": "x"}, {"from": "soon"}, {"other": 1}])
def test_nonsense_restricts_nothing(told: Any) -> None:
    assert chosen(told) == Filters()


def test_restrictions_are_said_in_words() -> None:
    assert said(EVERY, FakeIndex(), EN) == (  # type: ignore[arg-type]
        letter().title,
        "Letter",
        "MC-5/5",
        "Intersessional mandates",
        "from 1 January 2023",
        "until 31 December 2024",
    )


@pytest.mark.parametrize(
    ("filters", "line"),
    [
        (Filters(), f"Searched: {letter().title}; 1 public summary of a decision."),
        (Filters(source=("summary",)), "Searched: 1 public summary of a decision."),
        (Filters(since=date(2024, 1, 1)), "No document fits the filters, so nothing was searched."),
        (Filters(until=date(2023, 12, 15)), f"Searched: {letter().title}."),
        (
            Filters(documents=(letter().id,), decisions=("MC-5/5",)),
            f"Searched: {letter().title}. Only passages on: MC-5/5.",
        ),
    ],
)
def test_what_was_searched_is_named(filters: Filters, line: str) -> None:
    assert searched(filters, FakeIndex(), EN) == line  # type: ignore[arg-type]


def test_of_many_documents_the_number_is_said() -> None:
    index = FakeIndex()
    index.add([replace(letter(), id=f"letter-{n}", title=f"Letter {n}") for n in range(9)])
    assert "Letter 2; 6 more documents; 1 public summary" in searched(Filters(), index, EN)  # type: ignore[arg-type]


def test_everything_that_can_be_chosen_is_there_and_inert() -> None:
    index = FakeIndex()
    index.add([replace(summary(), id="evil", title=HOSTILE)])
    html = bar(index, EN)  # type: ignore[arg-type]
    for value in (letter().id, "MC-5/5", "Intersessional mandates", "summary"):
        assert f'<option value="{value}">' in html
    assert "<img" not in html and "{{" not in html and "${" not in html
