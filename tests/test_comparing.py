"""Comparisons show both sides, each with its own quote, and put dates in order."""

from __future__ import annotations

import pytest

from assistant import Assistant


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Which is due earlier, the information on cosmetics or on vinyl chloride monomer?", "30 June 2024"),
        ("Which is due later, the information on cosmetics or on vinyl chloride monomer?", "31 March 2025"),
        ("Compare the deadlines of decisions MC-5/6 and MC-5/10.", "31 October 2024"),
    ],
)
def test_dates_are_put_in_the_order_asked_for(assistant: Assistant, question: str, first: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered" and len(answer.citations) == 2
    assert answer.text.startswith(f"**{first}**")


def test_two_decisions_are_shown_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("What is the difference between MC-5/3 and MC-5/15?")
    assert {"MC-5/3", "MC-5/15"} <= {d for c in answer.citations for d in c.decisions}
    assert "**MC-5/3**" in answer.text and "**MC-5/15**" in answer.text


def test_a_side_that_is_not_there_makes_the_answer_a_part(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the guidance on stocks with the guidance on nuclear reactors.")
    assert answer.status in {"partly_answered", "not_in_documents"}
    assert "nuclear" not in " ".join(c.quote for c in answer.citations)
