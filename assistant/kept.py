"""What is kept of a conversation: its heading, its questions and answers, and what readers think."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from assistant.answer import Answer

LONGEST_TITLE = 120
LONGEST_REMARK = 2000

Verdict = Literal["good", "wrong", "incomplete", "wrong_source", "should_have_refused"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader thought of an answer."""

    verdict: Verdict
    remark: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """One question and its answer. `filters` are plain JSON values as the API takes them.

    `digests` are the sha256 of each cited document as it was, by document id; `asked` is a UTC time,
    "2026-11-23T08:30:00Z".
    """

    question: str
    answer: Answer
    filters: Mapping[str, Any] = field(default_factory=dict)
    searched: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in a list: UTC times as in `KeptExchange`, `questions` counts exchanges."""

    id: str
    title: str
    begun: str
    changed: str
    questions: int


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation with its exchanges in order."""

    heading: Heading
    exchanges: tuple[KeptExchange, ...]


def title_of(text: str) -> str:
    """A title from a question or what somebody typed: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 2].rsplit(" ", 1)[0] + " …"
