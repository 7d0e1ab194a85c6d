"""What counts as a question: the one rule for the window, the API and the command line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.errors import QuestionRejected

REMEMBERED_TURNS = 6
_KEPT_CONTROLS = frozenset("\n\t\u200c\u200d")


def accepted(text: str, limit: int) -> str:
    """The question as it will be asked: trimmed, without control and direction marks.

    `limit` is in characters. Raises QuestionRejected where nothing could answer it.
    """
    # Joiners (U+200C, U+200D) belong to the spelling of some scripts; other invisible marks only hide text.
    kept = "".join(
        c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    question = kept.strip()
    if not question:
        raise QuestionRejected("The question is empty; write what you want to know.", "empty")
    if len(question) > limit:
        raise QuestionRejected(
            f"The question has {len(question)} characters and at most {limit} are taken; shorten it.",
            "too_long",
        )
    if not any(character.isalnum() for character in question):
        raise QuestionRejected("The question has no words; write what you want to know.", "no_words")
    return question


def earlier_questions(history: Sequence[Turn]) -> tuple[str, ...]:
    """The questions of a conversation that a new one may lean on, oldest first."""
    return tuple(t.text for t in history if t.role == "user" and t.text.strip())[-REMEMBERED_TURNS:]
