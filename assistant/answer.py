"""The Answer: one object for the window, the command line, the API and the evaluation.

The dataclasses are the contract; `Answer.to_json` gives the same JSON everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["answered", "partly_answered", "not_in_documents", "not_loaded", "failed"]
Support = Literal["quoted", "supported", "register"]
Source = Literal["letter", "decision", "guidance", "summary", "other"]
State = Literal["current", "source_changed", "source_removed"]


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in its document a passage stands; `text` is the form a person reads.

    `label` is the document's own number where it prints one; `item` counts bullets from 1.
    """

    page: int | None
    section: tuple[str, ...]
    item: int | None
    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its place: ``quote == document.text[start:end]``, exactly."""

    marker: int
    passage_id: str
    document_id: str
    document_title: str
    document_date: str | None
    source: Source
    locator: Locator
    decisions: tuple[str, ...]
    workstream: str | None
    quote: str
    start: int
    end: int
    trust: Literal["shipped", "official", "uploaded"]
    state: State
    url: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or bullet of an answer; `citations` are markers."""

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent, by step of the chain."""

    gather: float = 0.0
    compose: float = 0.0
    verify: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer. `text` is Markdown with [n] markers that name `citations`."""

    question: str
    standalone_question: str
    status: Status
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    composer: str = "quoting"
    corpus_version: str = ""
    timings_ms: Timings = field(default_factory=Timings)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, in the contract's order."""
        return asdict(self)

    def parts(self, given: int | None = None) -> Iterator[tuple[str, Any]]:
        """("sources", citations), ("statement", one)..., ("answer", all of it).

        Without the sources and the first `given` statements where they were given already.
        """
        if given is None:
            yield "sources", self.citations
        for statement in self.statements[given or 0 :]:
            yield "statement", statement
        yield "answer", self

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Answer:
        """The answer that `to_json` wrote; KeyError or TypeError where it is not of this form."""
        return cls(
            **{
                **value,
                "statements": tuple(
                    Statement(**{**row, "citations": tuple(row["citations"])}) for row in value["statements"]
                ),
                "citations": tuple(_citation(row) for row in value["citations"]),
                "nearest": tuple(_citation(row) for row in value["nearest"]),
                "timings_ms": Timings(**value["timings_ms"]),
            }
        )


def _citation(row: dict[str, Any]) -> Citation:
    locator = {**row["locator"], "section": tuple(row["locator"]["section"])}
    return Citation(**{**row, "decisions": tuple(row["decisions"]), "locator": Locator(**locator)})


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    text: str
