"""Pages as they look: where each word of a text stands on the page it was printed on.

Only formats with pages have them (PDF). Lengths are points (1/72 inch) from a page's top left corner.
The boxes of a document are kept beside it, packed, because only drawing needs them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on a page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where the word ``document.text[start:end]`` is printed; half a word where a line end cuts it."""

    start: int
    end: int
    box: Rectangle


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The words of one page (`number` from 1) in the order of the text."""

    number: int
    width: float
    height: float
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a document was read from, byte for byte, and where its words are printed."""

    data: bytes = field(repr=False)
    media_type: str
    pages: tuple[PageBoxes, ...] = field(default=(), repr=False)


def rectangles(page: PageBoxes, start: int, end: int) -> tuple[Rectangle, ...]:
    """The boxes of ``text[start:end]`` on `page`, one for each printed line; empty where none is there."""
    found: list[Rectangle] = []
    for word in page.words:
        if word.end <= start or end <= word.start:
            continue
        box, size = word.box, word.end - word.start
        width = box.right - box.left
        left = box.left + width * max(0, start - word.start) / size
        right = box.right - width * max(0, word.end - end) / size
        last = found[-1] if found else None
        if last and abs(last.bottom - box.bottom) < 0.4 * (box.bottom - box.top) and left >= last.left:
            found[-1] = Rectangle(
                last.left, min(last.top, box.top), max(last.right, right), max(last.bottom, box.bottom)
            )
        else:
            found.append(Rectangle(left, box.top, right, box.bottom))
    return tuple(found)


def pack(pages: Sequence[PageBoxes]) -> bytes:
    """The boxes in few bytes: tenths of a point, each number as its difference from the word before."""
    rows = []
    for page in pages:
        numbers: list[int] = []
        last = [0] * 6
        for word in page.words:
            box = word.box
            sides = box.left, box.top, box.right - box.left, box.bottom - box.top
            now = [word.start, word.end - word.start, *(round(10 * side) for side in sides)]
            numbers += [a - b for a, b in zip(now, last, strict=True)]
            last = now
        rows.append([page.number, round(page.width, 2), round(page.height, 2), numbers])
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 6)


def unpack(data: bytes) -> tuple[PageBoxes, ...]:
    """What `pack` wrote."""
    pages = []
    for number, width, height, numbers in json.loads(zlib.decompress(data)):
        words = []
        now = [0] * 6
        for at in range(0, len(numbers), 6):
            now = [a + b for a, b in zip(now, numbers[at : at + 6], strict=True)]
            start, size, left, top, wide, high = now
            box = Rectangle(left / 10, top / 10, (left + wide) / 10, (top + high) / 10)
            words.append(WordBox(start, start + size, box))
        pages.append(PageBoxes(number, width, height, tuple(words)))
    return tuple(pages)
