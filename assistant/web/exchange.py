"""One question and its answer as a page of the window holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.answer import Answer, Citation, Statement, Turn
from assistant.kept import Judgement
from index.filters import Filters


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has come back for it so far; `trouble` is shown in place of a missing answer.

    `filters` are what the answer may draw on, `limits` the same in words; `searched` says where a question
    without an answer was looked for; `digests` are the sha256 of the documents it shows, by document id;
    `judgement` is what the reader thought of the answer; `following` are questions worth asking next.
    """

    question: str
    sources: tuple[Citation, ...] = ()
    statements: tuple[Statement, ...] = ()
    answer: Answer | None = None
    trouble: str = ""
    filters: Filters = Filters()
    limits: tuple[str, ...] = ()
    searched: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    judgement: Judgement | None = None
    following: tuple[str, ...] = ()

    def heard(self, name: str, data: Any) -> Exchange:
        """The exchange after one more step of the stream."""
        if name == "sources":
            return replace(self, sources=tuple(data))
        if name == "statement":
            return replace(self, statements=(*self.statements, data))
        if name == "answer":
            return replace(self, answer=data, sources=tuple(data.citations))
        return self

    def without(self, trouble: str) -> Exchange:
        """The question alone, with why it has no answer."""
        return Exchange(self.question, trouble=trouble, filters=self.filters, limits=self.limits)

    def shown(self, which: Literal["cite", "near"]) -> tuple[Citation, ...]:
        """The citations of the answer, or the passages nearest to a question without one."""
        if which == "near":
            return self.answer.nearest if self.answer else ()
        return self.sources


def turns(exchanges: tuple[Exchange, ...], limit: int) -> tuple[Turn, ...]:
    """What was said before, as the assistant takes it; questions without an answer count too."""
    said: list[Turn] = []
    for exchange in exchanges:
        said.append(Turn("user", exchange.question))
        if exchange.answer:
            said.append(Turn("assistant", exchange.answer.text))
    return tuple(said[-limit:]) if limit else ()
