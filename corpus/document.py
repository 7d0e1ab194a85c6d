"""The document: one source as received, with what its head says of it.

Text is never changed after reading; every span elsewhere counts characters of `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.pages import Original

Kind = Literal["letter", "decision", "guidance", "summary", "other"]
Trust = Literal["shipped", "official", "uploaded"]
HeaderName = Literal[
    "reference", "place", "date", "subject", "from", "to", "through", "cc", "salutation", "signature"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One field of a document's head or foot, standing at ``text[start:end]``.

    `value` is the field as a person would say it (a signature's name and office joined by a comma);
    `text[start:end]` is where it is printed.
    """

    name: HeaderName
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One source: the letter, a decision, guidance, or a register entry (`kind` "summary").

    `sha256` is of the UTF-8 bytes of `text` for text sources, of the file for others.
    `pages` holds (start, end) spans in order; empty where the source shows no pages.
    `decision` is the normalised id where the document is a single decision's text or its summary.
    `media_type` is the kind of file it was read from. `warnings` tell the person who adds it what reading
    could not do. `original` is the file where it is not plain text; it is there after reading, and kept
    apart by the index.
    """

    id: str
    title: str
    kind: Kind
    text: str
    sha256: str
    trust: Trust = "uploaded"
    symbol: str | None = None
    date: date | None = None
    decision: str | None = None
    header: tuple[HeaderField, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    file_name: str | None = None
    urls: tuple[str, ...] = field(default=())
    media_type: str = "text/plain"
    warnings: tuple[str, ...] = ()
    original: Original | None = field(default=None, compare=False, repr=False)

    def field(self, name: HeaderName) -> HeaderField | None:
        """The first head field called `name`, or None."""
        return next((f for f in self.header if f.name == name), None)

    def fields(self, name: HeaderName) -> tuple[HeaderField, ...]:
        """All head fields called `name`, in the order they are printed."""
        return tuple(f for f in self.header if f.name == name)
