"""The passage: the smallest thing worth citing, and what it names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["header", "heading", "paragraph", "item", "preamble", "operative", "table_row", "fact"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named at ``document.text[start:end]``; `value` is its normalised form."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which somebody is to do something.

    `date` is the last day meant; None where the words give no calendar day ("within 60 days").
    `phrase` is the date as printed at ``document.text[start:end]``; `what` and `who` are verbatim
    parts of the passage (`who` None where the passage names nobody).
    """

    date: date | None
    phrase: str
    start: int
    end: int
    what: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything a passage names, each kind in order of appearance."""

    decisions: tuple[Mention, ...] = ()
    articles: tuple[Mention, ...] = ()
    annexes: tuple[Mention, ...] = ()
    meetings: tuple[Mention, ...] = ()
    people: tuple[Mention, ...] = ()
    emails: tuple[Mention, ...] = ()
    dates: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable span: ``text == document.text[start:end]``, always.

    `section` is the heading path from the top, `item` counts bullets (from 1) within the innermost
    section, `label` is the document's own number ("3 (b)"), `parent` the id of the passage that opens
    the list or the numbered paragraph this one belongs to. `decision` is the decision whose text this
    is (None in a letter).
    """

    id: str
    document_id: str
    start: int
    end: int
    text: str
    role: Role
    page: int | None = None
    section: tuple[str, ...] = ()
    item: int | None = None
    label: str | None = None
    parent: str | None = None
    workstream: str | None = None
    decision: str | None = None
    verb: str | None = None
    mentions: Mentions = Mentions()
    deadlines: tuple[Deadline, ...] = ()

    @property
    def decisions(self) -> tuple[str, ...]:
        """Ids of the decisions this passage names or is the text of, each once."""
        own = (self.decision,) if self.decision else ()
        return tuple(dict.fromkeys(own + tuple(m.value for m in self.mentions.decisions)))


def passage_id(document_sha256: str, start: int, end: int) -> str:
    """The id of a span: from content alone, so that a citation survives a rebuild."""
    return hashlib.sha256(f"{document_sha256}:{start}:{end}".encode()).hexdigest()[:20]
