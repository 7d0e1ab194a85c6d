"""What a reader hands over: a text, its pages, where its words are printed, and what to warn of."""

from __future__ import annotations

import json
from dataclasses import dataclass

from corpus.pages import PageBoxes, pack, unpack


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file. `pages` are (start, end) spans; `symbol` was printed only at the pages' edges.

    `warnings` are lines for the person who adds the document.
    """

    text: str
    pages: tuple[tuple[int, int], ...] = ()
    boxes: tuple[PageBoxes, ...] = ()
    warnings: tuple[str, ...] = ()
    symbol: str | None = None


class Refused(Exception):
    """A reader cannot read this file; the text is "reason; cure"."""


def to_bytes(reading: Reading) -> bytes:
    """A line of JSON and the packed boxes, for the way out of the child."""
    head = {
        "text": reading.text,
        "pages": reading.pages,
        "warnings": reading.warnings,
        "symbol": reading.symbol,
    }
    return json.dumps(head, ensure_ascii=True).encode() + b"\n" + pack(reading.boxes)


def from_bytes(data: bytes) -> Reading:
    """What `to_bytes` wrote; ValueError or KeyError where something else was sent."""
    line, _, boxes = data.partition(b"\n")
    head = json.loads(line)
    return Reading(
        text=str(head["text"]),
        pages=tuple((int(start), int(end)) for start, end in head["pages"]),
        boxes=unpack(boxes),
        warnings=tuple(str(line) for line in head["warnings"]),
        symbol=head["symbol"],
    )
