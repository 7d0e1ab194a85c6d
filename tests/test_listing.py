"""Lists, counts and orders over the shipped letter: complete, in order, every row cited."""

from __future__ import annotations

import re

import pytest

from assistant import Answer, Assistant
from tests.test_corpus_letter import DECISIONS

BOLD = re.compile(r"\*\*([^*]+)\*\*")
COSMETICS, WASTE, VCM = "30 June 2024", "31 October 2024", "31 March 2025"


def bold(answer: Answer) -> list[str]:
    """What stands in bold, without what only public summaries know."""
    return BOLD.findall(answer.text.split("Known from public summaries")[0])


def days(answer: Answer) -> list[str]:
    return [name for name in bold(answer) if name[:1].isdigit()]


def test_all_fourteen_decisions_are_listed_each_once(assistant: Assistant) -> None:
    answer = assistant.ask("List all decisions that the letter names.")
    assert answer.status == "answered"
    assert len(bold(answer)) == 14 and set(bold(answer)) == DECISIONS
    assert all(statement.citations for statement in answer.statements)


def test_decisions_known_from_summaries_alone_stand_under_their_own_heading(assistant: Assistant) -> None:
    answer = assistant.ask("List all decisions.")
    listed, _, beyond = answer.text.partition("Known from public summaries only:")
    assert set(BOLD.findall(listed)) == DECISIONS
    assert set(BOLD.findall(beyond)) and not set(BOLD.findall(beyond)) & DECISIONS


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many decisions does the letter name?", "14 decisions"),
        ("How many workstreams are there?", "3 workstreams"),
        ("How many items stand under Intersessional mandates?", "12 items"),
        ("How many items are listed under Convention technical documents?", "4 items"),
        ("How many items are under Technical and capacity-building activities?", "6 items"),
        ("How many deadlines fall in 2024?", "2 dated deadlines"),
        ("How many deadlines are there?", "3 dated deadlines"),
    ],
)
def test_a_count_is_of_all_rows(assistant: Assistant, question: str, number: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.text.startswith(f"**{number}")


def test_three_workstreams_are_listed_in_order(assistant: Assistant) -> None:
    assert bold(assistant.ask("Which workstreams does the letter outline?")) == [
        "Intersessional mandates",
        "Convention technical documents",
        "Technical and capacity-building activities",
    ]


@pytest.mark.parametrize(
    ("workstream", "number"),
    [
        ("Intersessional mandates", 12),
        ("Convention technical documents", 4),
        ("Technical and capacity-building activities", 6),
    ],
)
def test_a_workstream_is_listed_item_by_item(assistant: Assistant, workstream: str, number: int) -> None:
    answer = assistant.ask(f"List all items under {workstream}.")
    assert [c.locator.item for c in answer.citations] == list(range(1, number + 1))
    assert {c.workstream for c in answer.citations} == {workstream}
    assert answer.text.count("\n- ") == number


def test_a_workstream_may_be_named_for_short_by_what_stands_under_it(assistant: Assistant) -> None:
    answer = assistant.ask("Which of the intersessional points have no date?")
    assert {c.workstream for c in answer.citations} == {"Intersessional mandates"}
    assert answer.text.count("\n- ") == 9
    last = assistant.ask("Final item of the technical and capacity-building list?")
    assert [c.locator.item for c in last.citations] == [6]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("List all deadlines.", [COSMETICS, WASTE, VCM]),
        ("Which deadlines fall in 2024?", [COSMETICS, WASTE]),
        ("Which deadlines fall in 2025?", [VCM]),
        ("Which deadlines lie between 1 July 2024 and 31 December 2024?", [WASTE]),
        ("Which deadlines fall in the first half of 2024?", [COSMETICS]),
        ("Which deadlines come after 31 October 2024?", [VCM]),
        ("Which deadlines come before 1 July 2024?", [COSMETICS]),
    ],
)
def test_deadlines_are_all_that_lie_in_the_days_asked_for(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    assert days(assistant.ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("What is the first deadline?", COSMETICS),
        ("What is the earliest submission date?", COSMETICS),
        ("What is the last deadline?", VCM),
        ("What is the latest due date in 2024?", WASTE),
        ("What is the next deadline after 30 June 2024?", WASTE),
        ("What is the last deadline before 31 March 2025?", WASTE),
        ("What is the next deadline after the one for cosmetics?", WASTE),
    ],
)
def test_the_first_last_and_next_deadline(assistant: Assistant, question: str, day: str) -> None:
    assert days(assistant.ask(question))[:1] == [day]


def test_no_deadline_is_made_up_for_a_year_without_one(assistant: Assistant) -> None:
    answer = assistant.ask("Which deadlines fall in 2031?")
    assert answer.status == "not_in_documents" and not answer.statements


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the third item under Intersessional mandates?", "mercury compounds (Decision MC-5/3)"),
        ("What is the last item under Convention technical documents?", "Monitoring, emissions/releases"),
        ("What is item 5 of Technical and capacity-building activities?", "Annex D source categories"),
    ],
)
def test_one_item_by_its_number(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert words in answer.text and len(answer.citations) == 1
