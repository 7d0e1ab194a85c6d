"""What rows must have or lack: read from the question, and held by the register's rows."""

from __future__ import annotations

import re

import pytest

from assistant import Assistant
from assistant.traits import traits_of

BOLD = re.compile(r"\*\*([^*]+)\*\*")


@pytest.mark.parametrize(
    ("text", "kind", "least", "most"),
    [
        ("Which items have no decision attached?", "decisions", 0, 0),
        ("Which bullets don't name any decision?", "decisions", 0, 0),
        ("List the activities without a deadline", "deadlines", 0, 0),
        ("Which items carry a date?", "deadlines", 1, None),
        ("Which tasks rest on more than one decision?", "decisions", 2, None),
        ("Which items are undated?", "deadlines", 0, 0),
        ("Which points mention an article of the Convention?", "articles", 1, None),
    ],
)
def test_a_trait_is_read_from_the_question(text: str, kind: str, least: int, most: int | None) -> None:
    ((trait, _, _),) = traits_of(text, "items")
    assert (trait.kind, trait.least, trait.most, trait.shared) == (kind, least, most, False)


def test_rows_have_no_trait_of_their_own_kind() -> None:
    assert traits_of("Are there two decisions on this?", "decisions") == ()
    assert traits_of("Which items have no decision?", None) == ()


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Which items don't have a decision attached?", "9 items"),
        ("Which items in the first workstream have no date?", "9 items"),
        ("Which items have a deadline?", "3 items"),
        ("Which items name more than one decision?", "2 items"),
        ("Which workstreams have no deadlines?", "2 workstreams"),
        ("Which items mention indigenous peoples?", "2 items"),
        ("Which decisions have no deadline?", "11 decisions"),
    ],
)
def test_only_rows_with_the_trait_are_listed(assistant: Assistant, question: str, number: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.text.startswith(number)
    assert len(answer.statements) == int(number.split()[0])


@pytest.mark.parametrize(
    "question",
    [
        "Which two items rest on the same decision?",
        "Which decision numbers crop up more than once in the letter?",
    ],
)
def test_decisions_of_several_items_are_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert set(BOLD.findall(answer.text)) == {"MC-5/12", "MC-5/2", "MC-5/7"}


def test_articles_and_annexes_that_the_letter_names_are_listed(assistant: Assistant) -> None:
    articles = assistant.ask("Which articles of the Convention are mentioned?")
    assert BOLD.findall(articles.text) == ["Article 4", "Article 5", "Article 8", "Article 14"]
    assert assistant.ask("How many annexes does the letter mention?").text.startswith("**3 annexes")
