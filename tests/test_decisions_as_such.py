"""Facts of decisions as such: when adopted, by whom put forward, how divided, what they recall; lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant import Answer, Assistant, open_assistant
from assistant.answer import Turn
from tests.test_corpus_particulars import ADDENDUM

LAMPS = """UNEP/MC/COP.9/Dec.4

Decision MC-9/4: Lamps and batteries

(Adopted at the third meeting of the Conference, on 6 November 2031)

The Conference of the Parties,

Recalling decisions MC-7/2 and MC-8/5,

I. Lamps

1. Requests the Secretariat to test lamps of every kind, with a label or without one, by 1 May 2032;

II. Batteries

2. Invites Parties to collect batteries, and to tell the Secretariat how many they have collected.
"""
BOLD = re.compile(r"\*\*([^*]+)\*\*")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "peat.txt").write_text(ADDENDUM, encoding="utf-8")
    (folder / "lamps.txt").write_text(LAMPS, encoding="utf-8")
    return open_assistant(Path(tmp_path_factory.mktemp("data")), folder)


def _listed(answer: Answer) -> list[str]:
    return [s.text.split(" — ")[0].strip("*") for s in answer.statements]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("When was decision 7/CMA.13 adopted?", "13 November 2031"),
        ("On which day was the decision on peat adopted?", "13 November 2031"),
        ("At which plenary meeting was 8/CMA.13 adopted?", "6th plenary meeting"),
        ("When was MC-9/4 adopted?", "6 November 2031"),
        ("Was 7/CMA.13 adopted before 8/CMA.13?", "Yes"),
        ("Which was adopted first, 8/CMA.13 or 7/CMA.13?", "Decision 7/CMA.13"),
        ("At which meeting was decision MC-8/5 taken?", "COP-8"),
        ("Who submitted the resolution thanking the people of Oulu?", "Lesotho"),
        ("How many decisions does 7/CMA.13 recall?", "2 decisions"),
        ("How many decisions does the CMA 13 addendum contain?", "2 decisions"),
        ("How many resolutions did CMA 13 adopt?", "1 resolution"),
        ("What is the symbol of the CMA 13 addendum?", "ABC/PR/CMA/2031/4/Add.1"),
    ],
)
def test_a_fact_of_the_decision_itself_is_told(papers: Assistant, question: str, says: str) -> None:
    answer = papers.ask(question)
    assert answer.status == "answered", answer.text
    assert says in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "When was the map adopted, under decision 8/CMA.13?",
        "When was decision MC-7/2 adopted?",
        "Who submitted the report on lamps?",
        "Into which sections is 8/CMA.13 divided?",
        "Which decisions have cadmium in their title?",
    ],
)
def test_what_is_not_told_of_a_decision_is_refused(papers: Assistant, question: str) -> None:
    assert papers.ask(question).status in {"not_in_documents", "not_loaded"}


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which decisions of CMA 13 do we have?", ["7/CMA.13", "8/CMA.13"]),
        ("Which decisions were adopted by CMA 13 in Oulu?", ["7/CMA.13", "8/CMA.13"]),
        ("Which decisions were adopted on 6 November 2031?", ["MC-9/4"]),
        ("Which decisions have an annex?", ["7/CMA.13"]),
        ("Which decisions come without an annex?", ["MC-9/4", "8/CMA.13"]),
        ("Which decisions have lamps or peat in their title?", ["MC-9/4", "7/CMA.13"]),
        ("Which decisions are recalled in 7/CMA.13?", ["2/CMA.9", "4/CMA.11"]),
        ("Which decisions are named in the preamble of 7/CMA.13?", ["2/CMA.9", "4/CMA.11", "5/CP.36"]),
        ("Which decisions recall MC-8/5?", ["MC-9/4"]),
        ("What are the section headings of MC-9/4?", ["I. Lamps", "II. Batteries"]),
    ],
)
def test_lists_hold_the_decisions_that_the_fact_is_true_of(
    papers: Assistant, question: str, rows: list[str]
) -> None:
    answer = papers.ask(question)
    assert answer.status == "answered"
    assert sorted(row for row in _listed(answer) if not row.endswith(":")) == sorted(rows)


def test_it_is_the_decision_that_was_asked_for_not_the_meeting_it_is_of(papers: Assistant) -> None:
    first = papers.ask("Which decision of CMA 13 is on peat soils?")
    history = (Turn("user", first.question), Turn("assistant", first.text))
    assert "13 November 2031" in papers.ask("when was it adopted?", history).text
