"""A follow-up is answered by what stands beside the last answer before anything farther away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answer import Turn
from corpus import document_from_text
from index import Index, IndexSettings

LETTER = """Weather Stations Union

Letter to the keepers, 4 May 2033

The first course for keepers will be held in Bergen from 3 to 7 June 2034.

Norway and Iceland finance it with 40,000 euros.

Keepers of least distant islands pay half of the fee.

The union thanks the old keepers for their logs, which the archive will print.
"""
REPORT = """Report on buoys

The museum finances the buoys with 90,000 euros. The mint finances the lamps.

The courses for divers are full.
"""


@pytest.fixture(scope="module")
def union(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    papers = [
        document_from_text(LETTER, file_name="letter.txt", id="letter"),
        document_from_text(REPORT, file_name="report.txt", id="report"),
    ]
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("union")), shipped=papers) as index:
        yield Assistant(index)


def follow_up(union: Assistant, first: str, then: str) -> str:
    answer = union.ask(first)
    return union.ask(then, [Turn("user", first), Turn("assistant", answer.text)]).text


def test_the_neighbour_of_the_last_answer_comes_first(union: Assistant) -> None:
    first = "Where is the course for keepers held?"
    assert "Norway and Iceland" in follow_up(union, first, "And who finances it?")
    assert "half of the fee" in follow_up(union, first, "And least distant islands, what do they pay?")


def test_what_is_named_anew_is_looked_for_everywhere(union: Assistant) -> None:
    first = "Where is the course for keepers held?"
    assert "museum" in follow_up(union, first, "Who finances the buoys, says the report?")
