"""Yes or no of decisions: numbers that only name a decision tell nothing, years choose the paragraph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from corpus import document_from_text
from index import Index, IndexSettings

BELLS = """Decision LC-7/24: Bells

1. Decides to accept with appreciation the offer by the Government of Norway to cast the bell;

2. Welcomes the report on the workshop on ringing, which was held in Oslo in 2030;

3. Decides that a workshop on ringing will be held in 2032 and 2033.
"""


@pytest.fixture(scope="module")
def bells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    paper = document_from_text(BELLS, file_name="bells.txt", id="bells")
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("bells")), shipped=[paper]) as index:
        yield Assistant(index)


def test_the_number_of_a_decision_is_no_figure_to_be_found(bells: Assistant) -> None:
    answer = bells.ask("Does decision LC-7/24 accept the offer of Norway to cast the bell?")
    assert answer.text.startswith("Yes: “Decides to accept")


def test_the_year_asked_about_chooses_the_paragraph(bells: Assistant) -> None:
    assert "in 2032 and 2033" in bells.ask("Will there be a workshop on ringing in 2032?").text
    assert "held in Oslo" in bells.ask("Was there a workshop on ringing in 2030?").text


def test_a_day_to_be_compared_is_not_settled_by_words(bells: Assistant) -> None:
    assert not bells.ask("Will the workshop on ringing be held before 2033?").text.startswith("Yes")
