"""One question's work on its way through the chain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.answer import Answer
from assistant.catalogue import Catalogue
from assistant.chat_model import ChatModel
from assistant.desk import Desk
from assistant.evidence import Draft
from assistant.generating import Task
from assistant.rewriting import Exchange
from assistant.understanding import Question
from index import Filters

Composer = Literal["auto", "quoting", "model"]


@dataclass(frozen=True)
class Work:
    """What the steps hand on: each fills in its own part; all read one `catalogue`."""

    text: str
    catalogue: Catalogue
    past: tuple[Exchange, ...] = ()
    filters: Filters = Filters()
    standalone: str = ""
    question: Question | None = None
    desk: Desk | None = None
    draft: Draft | None = None
    model: ChatModel | None = None
    task: Task | None = None
    answer: Answer | None = None
    by: str = "quoting"
    spent: dict[str, float] = field(default_factory=dict)

    @property
    def exchange(self) -> Exchange:
        """The question as it was understood and its answer, once the chain has ended."""
        assert self.question is not None and self.answer is not None, "the chain ends with an answer"
        return Exchange(self.question, self.answer)
