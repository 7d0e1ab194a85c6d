"""A cell is found by its row and its column together, and not where either is unclear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.printed_tables import spans
from corpus import document_from_text
from index import Index, IndexSettings

TABLE = """Plan of the lighthouse school

Courses

| Course | Hours | Seats | Teacher | Ends on |
|---|---|---|---|---|
| Knots and splices | 80 | 12 | Ms. Alder | 3 March 2031 |
| Reading of clouds | 30 | 25 | Mr. Birch | 9 June 2031 |
| Care of lamps | 45 | 8 | Ms. Cedar | 1 July 2031 |

The school opens on Mondays.
"""

BUDGET = """Budget of the lighthouse school

Approved amounts

| Activity | 2032 | 2033 | Total |
|---|---|---|---|
| Wages of teachers | 410,000 | 395,000 | 805,000 |
| Paint and ropes | 84,000 | 86,500 | 170,500 |
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    plan = document_from_text(TABLE, file_name="plan.txt", id="plan")
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("cells")), shipped=[plan]) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many hours are given to the reading of clouds?", "30"),
        ("How many seats does the course on care of lamps have?", "8"),
        ("Who is the teacher of knots and splices?", "Ms. Alder"),
    ],
)
def test_the_cell_asked_for_leads(school: Assistant, question: str, cell: str) -> None:
    answer = school.ask(question)
    assert answer.status == "answered", answer.text
    assert answer.text.split(" [")[0].strip("*") == cell


def test_cells_stand_between_bars_or_wide_gaps() -> None:
    def texts(row: str) -> list[str]:
        return [row[a:b] for a, b in spans(row)]

    assert texts("| Up to 12 metres | 50 per cent |  |") == ["Up to 12 metres", "50 per cent", ""]
    assert texts("AP3  Terms of reference     Norway, Slovenia") == [
        "AP3",
        "Terms of reference",
        "Norway, Slovenia",
    ]


def test_no_cell_is_taken_where_no_column_is_named(school: Assistant) -> None:
    answer = school.ask("What is said about care of lamps?")
    assert "Care of lamps | 45" in answer.text


@pytest.mark.parametrize(
    ("question", "amount", "other"),
    [
        ("How much is approved for wages of teachers in 2033?", "395,000", "410,000"),
        ("How much is approved for wages of teachers in 2032?", "410,000", "395,000"),
    ],
)
def test_an_amount_is_of_the_year_that_heads_its_column(
    tmp_path: Path, question: str, amount: str, other: str
) -> None:
    budget = document_from_text(BUDGET, file_name="budget.txt", id="budget")
    with Index.open(IndexSettings(data_dir=tmp_path), shipped=[budget]) as index:
        lead = Assistant(index).ask(question).text.split("\n")[0]
        assert amount in lead
        assert other not in lead


def test_no_amount_is_picked_out_of_a_row_where_no_column_is_named(tmp_path: Path) -> None:
    budget = document_from_text(BUDGET, file_name="budget.txt", id="budget")
    with Index.open(IndexSettings(data_dir=tmp_path), shipped=[budget]) as index:
        answer = Assistant(index).ask("How much is approved for wages of teachers?")
        assert "410,000 | 395,000 | 805,000" in answer.text
        assert "| Activity | 2032 | 2033 | Total |" in answer.text
        assert not answer.text.startswith(("410,000", "395,000", "805,000"))
