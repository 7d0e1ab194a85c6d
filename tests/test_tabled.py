"""What a table answers: a cell, the most and the least, two rows, rows by value or mark, notes, counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from corpus import document_from_text
from index import Index, IndexSettings

PAPER = """Decision 7/LEAGUE.3

Keepers of lamps

1. Adopts the scale of dues in annex I and the register of workshops in annex II.

Annex I

Dues to the harbour lamp register for the biennium 2031–2032

| Member | Dues
for 2031 (EUR) | Dues
for 2032 (EUR) | Scale of dues
(per cent) |
| Andorra | 12 400 | 13 000 | 12.400 |
| Belarusa | 900 | 900 | 0.900 |
| Canada | 40 100 | 39 900 | 40.100 |
| Maltaa | 900 | 950 | 0.900 |
| United League of the Greater and Lesser Isles | 45 700 | 45 250 | 45.700 |
| Total | 100 000 | 100 000 | 100.000 |

a  Members that have no lamp in the register yet.

Annex II

Register of lamp workshops

| Name of workshop | Trades (mending and testing) |
| Northern Lamp Works (NLW)a | 1–5, 8 and 9 |
| Quay Glass Company (QGC)b | 1–9 |
| Wick and Oil Brothersa | 3 |

a  Approved for four years.
b  Approval taken back by the Board.
"""


@pytest.fixture(scope="module")
def league(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    paper = document_from_text(PAPER, file_name="league.txt", id="league")
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("tabled")), shipped=[paper]) as index:
        yield Assistant(index)


def lead(text: str) -> str:
    return text.split(" [")[0].replace("**", "")


def bullets(text: str) -> list[str]:
    return [line[2:].split(" [")[0].replace("**", "") for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What are the dues of Canada for 2032 in euro?", "39 900"),
        ("dues Andorra 2031", "12 400"),
        ("Which trades is QGC registered for?", "1–9"),
        ("What is the total of the dues for 2031?", "100 000"),
        (
            "Which Member pays the largest dues for 2031?",
            "United League of the Greater and Lesser Isles — 45 700",
        ),
        ("Which Member pays the smallest dues for 2031–2032?", None),
        ("Does Andorra pay more dues than Canada in 2031?", "No: Canada has the larger figure"),
        ("Whose dues are higher, those of Canada or of Andorra?", "Canada"),
        ("How many Members are listed in annex I?", "5 Members"),
        ("How many workshops does the register list?", "3 workshops"),
        ("What does the a behind Malta mean?", "“a Members that have no lamp in the register yet.”"),
        ("What does footnote b of the register of workshops say?", "“b Approval taken back by the Board.”"),
    ],
)
def test_what_leads(league: Assistant, question: str, said: str | None) -> None:
    answer = league.ask(question)
    assert (lead(answer.text) == said) if said else (answer.status != "answered"), answer.text


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which Members have no lamp in the register yet?", ["Belarus", "Malta"]),
        ("Which workshops are registered for trades 1 to 9?", ["Quay Glass Company (QGC) — 1–9"]),
        (
            "Which workshops are registered for trade 8?",
            ["Northern Lamp Works (NLW) — 1–5, 8 and 9", "Quay Glass Company (QGC) — 1–9"],
        ),
        (
            "Which Members pay more than 40 per cent of the dues?",
            ["Canada — 40.100", "United League of the Greater and Lesser Isles — 45.700"],
        ),
        ("Which workshop had its approval taken back?", ["Quay Glass Company (QGC)"]),
        ("Which two Members pay the least for 2031?", ["Belarus — 900", "Malta — 900"]),
    ],
)
def test_rows_asked_for(league: Assistant, question: str, rows: list[str]) -> None:
    assert bullets(league.ask(question).text) == rows


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        ("What are the dues of Chile to the lamp register for 2031?", "The table does not list Chile."),
        ("Is Chile listed in the dues to the harbour lamp register?", "The table does not list Chile."),
        ("Which workshops are registered for trade 7 and 8 and 9 and 6 and 3?", None),
    ],
)
def test_who_is_not_in_the_table_is_not_answered_for(
    league: Assistant, question: str, remark: str | None
) -> None:
    answer = league.ask(question)
    if remark:
        assert answer.status == "not_in_documents"
        assert remark in answer.text
    else:
        assert bullets(answer.text) == ["Quay Glass Company (QGC) — 1–9"]


def test_the_row_is_quoted_after_the_head_of_its_columns(league: Assistant) -> None:
    quotes = [c.quote.split() for c in league.ask("What are the dues of Canada for 2032 in euro?").citations]
    assert ["|", "Canada", "|", "40", "100", "|", "39", "900", "|", "40.100", "|"] in quotes
    assert any(q[:3] == ["|", "Member", "|"] for q in quotes)
