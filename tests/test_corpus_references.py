"""Decisions, articles, annexes and meetings in all the prints that the data file lists."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.decision_ids import DASHES, IdPattern, decision_title, id_patterns, own_prefix
from corpus.meetings import ordinal
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings, roman
from corpus.vocabulary import load

ROWS: list[dict[str, Any]] = load("decision_ids")
EXAMPLES = [(row["form"], e["text"], e["ids"]) for row in ROWS for e in row["examples"]]
BARE = [
    (row["form"], row["prefix"], e["text"], e["ids"]) for row in ROWS for e in row.get("bare_examples") or []
]


def values(text: str, prefix: str | None = None) -> list[str]:
    return [m.value for m in find_decisions(text, prefix)]


def form(name: str) -> IdPattern:
    return next(p for p in id_patterns() if p.form == name)


@pytest.mark.parametrize(("name", "text", "ids"), EXAMPLES)
def test_examples_of_the_data_file(name: str, text: str, ids: list[str]) -> None:
    found = values(text)
    assert [i for i in found if i in ids] == ids
    if not ids:  # another form may read it, this one does not
        assert not any(
            form(name).value(m) in found for m in form(name).pattern.finditer(text.translate(DASHES))
        )


@pytest.mark.parametrize(("name", "prefix", "text", "ids"), BARE)
def test_examples_without_a_prefix(name: str, prefix: str, text: str, ids: list[str]) -> None:
    assert values(text, prefix) == ids


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Decisions MC-4/11 and 5/14", ["MC-4/11", "MC-5/14"]),
        ("decisions SC-9/3 to SC-9/5", ["SC-9/3", "SC-9/4", "SC-9/5"]),
        ("decisions MC-5/4 through 5/6", ["MC-5/4", "MC-5/5", "MC-5/6"]),
        ("decisions MC‑5/4–5/6", ["MC-5/4", "MC-5/5", "MC-5/6"]),
        ("decisions 3/CMA.3 to 5/CMA.3", ["3/CMA.3", "4/CMA.3", "5/CMA.3"]),
        ("decision 5/15 and decision 4/2", ["MC-5/15", "MC-4/2"]),
        ("Decision MC-5/6 and decision 5/7", ["MC-5/6", "MC-5/7"]),
        ("decisions XII/19 and XIII/10, and Article 8", ["XII/19", "XIII/10"]),
        ("MC-5/999 to MC-4/1", ["MC-5/999", "MC-4/1"]),
        ("decisions MC-5/1 to MC-5/900", ["MC-5/1", "MC-5/900"]),
        ("Ref: MC/COP5/2023/190 of 15/12/2023", []),
        ("on page 5/14 of the table", []),
        ("half (1/2) of the Parties in Part IV/2", []),
    ],
)
def test_lists_ranges_and_what_is_none(text: str, expected: list[str]) -> None:
    assert values(text, "MC") == expected


def test_spans_are_those_of_the_text() -> None:
    text = "under decisions MC–4/11 and 5/14, and decision no. 5/15"
    assert [text[m.start : m.end] for m in find_decisions(text, "MC")] == ["MC–4/11", "5/14", "5/15"]
    text = "decisions SC-9/3 to SC-9/5"
    assert [text[m.start : m.end] for m in find_decisions(text)][1] == "SC-9/3 to SC-9/5"


def test_without_a_known_body_a_number_stays_bare() -> None:
    assert values("decision 5/15") == ["5/15"]
    assert values("decision 5/15", "XY") == ["XY-5/15"]


def test_own_prefix_is_the_one_most_ids_carry() -> None:
    assert own_prefix("decisions MC-5/1, MC-5/2 and BC-16/3") == "MC"
    assert own_prefix("resolutions UNEP/EA.5/Res.14 and UNEP/EA.5/Res.7") == "UNEP/EA"
    assert own_prefix("no decision at all") is None


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("Decision MC-9/2: Mercury-contaminated tailings", True),
        ("MC-9/2: Mercury-contaminated tailings", True),
        ("XV/7. Recovery of seagrass meadows", True),
        ("\tDecision 5/CMA.9", True),
        ("Decision 5/CMA.9, paragraph 3, says", False),
        ("Recalling decision MC-5/2", False),
        ("MC-5/2 and MC-5/3", False),
    ],
)
def test_lines_that_open_a_decision(line: str, opens: bool) -> None:
    assert bool(decision_title().match(line)) is opens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Articles 4 and 5 of the Convention", ["4", "5"]),
        ("pursuant to Article 14", ["14"]),
        ("Articles 4, 7 and 9", ["4", "7", "9"]),
        ("articles 10 to 13", ["10", "11", "12", "13"]),
        ("Article 4B and art. 10a", ["4B", "10A"]),
        ("under Article 8 and 30 June 2024", ["8"]),
        ("Articles 4 and 5 may be read together", ["4", "5"]),
        ("this article says", []),
    ],
)
def test_articles(text: str, expected: list[str]) -> None:
    assert [m.value for m in find_articles(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Part II of Annex A and Part I of Annex B", ["A", "B"]),
        ("Annexes I and II", ["I", "II"]),
        ("annexes I to III", ["I", "II", "III"]),
        ("Annexes A–C", ["A", "B", "C"]),
        ("the annex to the present decision", []),
        ("Annexed hereto", []),
    ],
)
def test_annexes(text: str, expected: list[str]) -> None:
    assert [m.value for m in find_annexes(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the fifth meeting of the Conference of the Parties", ["COP-5"]),
        ("the twenty-fourth session\nof the Conference of\nthe Parties", ["COP-24"]),
        ("COP 28 and COP-5", ["COP-28", "COP-5"]),
        ("the fourth and fifth meetings of the Conference of the Parties", ["COP-4", "COP-5"]),
        ("the Subsidiary Body on Implementation at its fourth meeting", ["SBI-4"]),
        ("the thirty-seventh Meeting of the Parties (MOP-37)", ["MOP-37", "MOP-37"]),
        ("prior to PAG-13", ["PAG-13"]),
        ("at its sixteenth meeting", []),
        ("UNEP/MC/COP.5/24", []),
        ("MC/COP5/2023/190", []),
    ],
)
def test_meetings(text: str, expected: list[str]) -> None:
    assert [m.value for m in find_meetings(text)] == expected


def test_numbers_in_words() -> None:
    assert [ordinal(w) for w in ("first", "twelfth", "twenty-fourth", "sixtieth", "3rd")] == [
        1,
        12,
        24,
        60,
        3,
    ]
    with pytest.raises(ValueError, match="many"):
        ordinal("many")
    assert [roman(w) for w in ("iv", "IX", "XIV", "xl")] == [4, 9, 14, 40]
