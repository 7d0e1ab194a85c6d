"""What may be sent to the API: the shapes, their limits and how they become the assistant's own types."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Turn
from corpus.document import Kind
from index.filters import Filters

Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=300)]], Field(max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class FiltersBody(_Body):
    """Which passages an answer may draw on; an empty list is no restriction. Dates are inclusive."""

    documents: Ids = []
    decisions: Ids = []
    workstreams: Ids = []
    source: list[Kind] = Field(default=[], max_length=5)
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")

    def filters(self) -> Filters:
        """The same as the index takes it."""
        return Filters(
            documents=tuple(self.documents),
            decisions=tuple(self.decisions),
            workstreams=tuple(self.workstreams),
            source=tuple(self.source),
            since=self.since,
            until=self.until,
        )


class TurnBody(_Body):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    text: str = Field(max_length=20_000)


class QuestionBody(_Body):
    """A question, with what was said before and what the answer may draw on."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {"question": "Which decision covers cosmetics?"},
                {
                    "question": "And who is to do it?",
                    "history": [
                        {"role": "user", "text": "What is due in 2024?"},
                        {"role": "assistant", "text": "Three submissions are due in 2024. [1] [2] [3]"},
                    ],
                    "filters": {"decisions": ["MC-5/5"], "from": "2023-01-01"},
                    "composer": "quoting",
                },
            ]
        },
    )

    question: str
    history: list[TurnBody] = Field(default=[], max_length=200)
    filters: FiltersBody = FiltersBody()
    composer: Literal["auto", "quoting", "model"] = "auto"

    def turns(self) -> tuple[Turn, ...]:
        """The earlier messages, oldest first."""
        return tuple(Turn(turn.role, turn.text) for turn in self.history)


class SearchBody(_Body):
    """Words to look for; `k` passages at most come back, best first."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"question": "mercury-added cosmetics", "k": 3}]},
    )

    question: str
    filters: FiltersBody = FiltersBody()
    k: int = Field(default=10, ge=1, le=100)
