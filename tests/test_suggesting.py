"""Questions worth asking next: answered when asked, new, and few."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Turn
from assistant.suggesting import MOST, suggestions
from assistant.web.wording import words
from index.filters import Filters

EN = words("en")
QUESTIONS = (
    "Which decision covers cosmetics?",
    "What is due in 2024, and to whom?",
    "What does MC-5/12 ask of the Secretariat?",
    "List the items under Intersessional mandates.",
    "What does mercury cost today?",
)


def after(assistant: Assistant, question: str, filters: Filters | None = None) -> tuple[str, ...]:
    allowed = filters or Filters()
    answer = assistant.ask(question, (), allowed)
    history = (Turn("user", question), Turn("assistant", answer.text))
    return suggestions(answer, history, allowed, assistant, EN, patience=60)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_suggested_is_answered_with_something_new(assistant: Assistant, question: str) -> None:
    first = assistant.ask(question)
    history = (Turn("user", question), Turn("assistant", first.text))
    offered = after(assistant, question)
    assert len(offered) <= MOST and len(set(offered)) == len(offered)
    shown = {citation.passage_id for citation in first.citations}
    for each in offered:
        answer = assistant.ask(each, history)
        assert answer.status == "answered", each
        assert {citation.passage_id for citation in answer.citations} - shown, each


def test_an_answer_and_a_refusal_lead_on(assistant: Assistant) -> None:
    assert len(after(assistant, QUESTIONS[0])) >= 2
    assert after(assistant, QUESTIONS[4])


def test_what_was_asked_already_is_not_suggested(assistant: Assistant) -> None:
    offered = after(assistant, QUESTIONS[0])
    answer = assistant.ask(QUESTIONS[0])
    history = tuple(Turn("user", question) for question in (QUESTIONS[0], *offered))
    again = suggestions(answer, history, Filters(), assistant, EN, patience=60)
    assert not set(again) & set(offered)


def test_filters_hold_for_suggestions_too(assistant: Assistant) -> None:
    only = Filters(decisions=("MC-5/5",))
    for question in after(assistant, QUESTIONS[0], only):
        assert assistant.ask(question, (), only).status == "answered"
