"""Questions worth asking, first of all and next: answered when asked, new, and few."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Turn
from assistant.suggesting import MOST, suggestions
from assistant.web.wording import Words, languages, words
from index.filters import Filters

EN, FR = words("en"), words("fr")
QUESTIONS = (
    "Which decision covers cosmetics?",
    "What is due in 2024, and to whom?",
    "What does MC-5/12 ask of the Secretariat?",
    "List the items under Intersessional mandates.",
    "What does mercury cost today?",
)
_ITEM = {"number": 2, "workstream": "Convention technical documents"}
#: Questions that the window offers in French, with what they are in English.
FRENCH = {
    "Que demande la décision MC-5/10 ?": "What does decision MC-5/10 ask for?",
    "Quelle est la date limite pour MC-5/5 ?": "What is the deadline for MC-5/5?",
    FR("suggest.item", **_ITEM): EN("suggest.item", **_ITEM),
}


def after(
    assistant: Assistant, question: str, filters: Filters | None = None, say: Words = EN
) -> tuple[str, ...]:
    allowed = filters or Filters()
    answer = assistant.ask(question, (), allowed)
    history = (Turn("user", question), Turn("assistant", answer.text))
    return suggestions(answer, history, allowed, assistant, say, patience=60)


@pytest.mark.parametrize("language", languages())
def test_every_example_of_an_empty_window_is_answered(assistant: Assistant, language: str) -> None:
    examples = words(language).each("examples")
    # That a date is missing is an answer too, and one that surprises: it is shown what that looks like.
    silent = {"Does the letter give a date for the draft road map?"}
    assert {e: assistant.ask(e).status for e in examples if e not in silent} == dict.fromkeys(
        (e for e in examples if e not in silent), "answered"
    )


@pytest.mark.parametrize("asked", FRENCH)
def test_what_is_offered_in_french_is_answered_as_in_english(assistant: Assistant, asked: str) -> None:
    french, english = assistant.ask(asked), assistant.ask(FRENCH[asked])
    assert french.status == "answered"
    assert [c.quote for c in french.citations] == [c.quote for c in english.citations] != []


def test_what_is_in_french_is_offered_in_french(assistant: Assistant) -> None:
    assert set(FR.each("examples")) - set(EN.each("examples")) <= set(FRENCH)
    offered = after(assistant, "What is said on waste management?", say=FR)
    assert "Quel est le point 9 sous Intersessional mandates ?" in offered


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
