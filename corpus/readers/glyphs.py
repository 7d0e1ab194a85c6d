"""Printed words and lines of a PDF page, in points from the page's top left corner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.characters import Character

#: A word that opens a list item: "3.", "(a)", "iv)", a bullet.
MARKER = re.compile(
    r"(?:\(?[a-zA-Z]{1,2}\)|\(?[ivxlIVXL]{1,6}[.)]|\(?\d{1,3}[.)]|[A-H]\.|\d{1,2}(?:\.\d{1,2})+\.?"
    r"|[-–—•*▪◦●○·‣o])$"
)
SPLIT_EM = 1.6  # a wider gap on a line is a gap between columns or cells
_WORD_EM = 0.14  # a wider gap is a space, where none is printed


@dataclass(slots=True)
class Word:
    """A printed word; `base` is its baseline, `size` that of its font, `raised`: it is a superscript."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    raised: bool = False
    before: str = " "  # what stands between it and the word before
    page: int = 0  # the page it stands on, where that is not its line's


@dataclass(slots=True)
class Line:
    """Words on one baseline that follow each other without a wide gap."""

    words: list[Word]
    page: int = 0
    table: Any = None  # where a table stands in the flow of lines: the table, its box being the one word

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def base(self) -> float:
        """Its baseline."""
        return max(self.words, key=lambda word: (not word.raised, word.size)).base

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max((word.size for word in self.words if not word.raised), default=self.words[0].size)

    @property
    def bold(self) -> bool:
        """Whether most of its letters are bold."""
        heavy = sum(len(word.text) for word in self.words if word.bold)
        return 2 * heavy > sum(len(word.text) for word in self.words)

    @property
    def text(self) -> str:
        """The line's words with single spaces."""
        return "".join((word.before if place else "") + word.text for place, word in enumerate(self.words))


@dataclass(slots=True)
class Printed:
    """A page: its lines in the order of the file, and the ruling lines drawn on it."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    across: list[tuple[float, float, float]] = field(default_factory=list)  # y, left, right
    down: list[tuple[float, float, float]] = field(default_factory=list)  # x, top, bottom
    hidden: int = 0
    recognised: bool = False  # its words lie unseen over a picture: a scan with recognised text


def lines_of(found: Sequence[Character], number: int) -> list[Line]:
    """Words and lines from characters in the order of the file."""
    lines: list[Line] = []
    last: Character | None = None
    space = glued = False
    body = base = 0.0  # size and baseline of the line's largest letters
    for each in found:
        if not each.text.strip():
            space, glued = True, each.text == "\u00a0"
            continue
        if last is None or _elsewhere(body, base, last, each):
            lines.append(Line([_word(each, False, " " if space else "")], number))
            body, base = each.size, each.base
        else:
            words = lines[-1].words
            raised = each.size < 0.82 * body and base - each.base > 0.12 * body
            apart = space or each.left - last.right > _WORD_EM * min(each.size, body)
            if apart and glued and not raised and not words[-1].raised:
                words[-1].text += " "
                _extend(words[-1], each)  # a space that no line end may take: one word to the eye
            elif apart or raised != words[-1].raised:
                words.append(_word(each, raised, " " if apart else ""))
            else:
                _extend(words[-1], each)
            if not raised and each.size > body:
                body, base = each.size, each.base
        last, space, glued = each, False, False
    for line in lines:  # a line may begin with a small raised mark
        largest = max(line.words, key=lambda w: w.size)
        for word in line.words:
            word.raised = word.size < 0.82 * largest.size and largest.base - word.base > 0.12 * largest.size
    return lines


def _elsewhere(body: float, base: float, last: Character, each: Character) -> bool:
    """Whether `each` does not go on on the line of `last`, whose letters have size `body` on `base`."""
    largest = max(body, each.size)
    if each.left < last.left - 0.3 * largest or each.left - last.right > SPLIT_EM * largest:
        return True
    shift = min(abs(each.base - base), abs(each.base - last.base))
    same = shift < 0.2 * largest or (shift < 0.62 * largest and min(each.size, body) < 0.82 * largest)
    return not same


def _word(each: Character, raised: bool, before: str) -> Word:
    return Word(
        each.text,
        each.left,
        each.top,
        each.right,
        each.bottom,
        each.base,
        each.size,
        each.style.bold,
        raised,
        before,
    )


def _extend(word: Word, each: Character) -> None:
    word.text += each.text
    word.right = max(word.right, each.right)
    word.top, word.bottom = min(word.top, each.top), max(word.bottom, each.bottom)
