"""Numbers and dates beside the words they belong to in the text: "two of six" is not "six of two".

Every number may stand in the text and the statement still be wrong where two of them changed places.
Texts come put plainly (`support_vocabulary.plainly`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.support_clauses import parts
from assistant.support_vocabulary import free, stands_for
from corpus.dates import find_dates
from corpus.sentences import sentences
from corpus.words import STOP, fold, words

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
#: A number that only names a place in a text, and one that shares the month of the date behind it.
_PLACE = re.compile(
    r"(?i)\b(?:paragraphs?|sections?|tables?|items?|steps?|chapters?|pages?|phase|part|version)\s+$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHARED_MONTH = re.compile(r"\s*(?:to|and|or|-|–|until)\s*$")
_UNITS = frozenset({"usd", "chf", "eur"})
_TIMES = frozenset({"peryear", "permonth", "perweek", "perday", "perhalfyear"})
_OBLIGING = frozenset({"shall", "must", "may"})
_REACH = 4
_BESIDE = 2
_LED = 1.0
#: Words of bounds stand between a number and what it counts.
_BETWEEN = frozenset(
    {"atmost", "atleast", "morethan", "lessthan", "percent", "million", "thousand", "billion"}
)

Kind = Literal["number", "date", "day", "times"]


@dataclass(frozen=True, slots=True)
class Value:
    """A number, date or frequency with the stems before and behind it, nearest first.

    `counted` is the stem of what it counts, `led` the word right before it.

    Of kind "day" is a number that shares the month of the date behind it: "14" of "14 to 16 April".
    """

    value: object
    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]
    counted: str = ""
    led: str = ""

    @property
    def near(self) -> tuple[str, ...]:
        """All stems near it."""
        return self.before + self.after

    @property
    def beside(self) -> tuple[str, ...]:
        """The stems right beside it."""
        return self.before[:_BESIDE] + self.after[:_BESIDE]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word or a value of a sentence; `stem` is empty for values and function words."""

    stem: str = ""
    value: object = None
    kind: Kind = "number"
    text: str = ""


def values(text: str) -> list[Value]:
    """The numbers, dates and frequencies of a plain `text` without identifiers, part by part."""
    return [v for a, b in sentences(text) for part in parts(text[a:b]) for v in _in_sentence(part)]


def _in_sentence(text: str) -> Iterator[Value]:
    row = [piece for _, piece in sorted(_pieces(text), key=lambda pair: pair[0])]
    for place, piece in enumerate(row):
        if piece.value is not None:
            before = _stems(reversed(row[:place]), piece.kind)
            after = _stems(iter(row[place + 1 :]), piece.kind)
            led = row[place - 1].text if place else ""
            yield Value(piece.value, piece.kind, before, after, _counted(row, place), led)


def _pieces(text: str) -> Iterator[tuple[int, _Piece]]:
    dates = find_dates(text)
    yield from ((d.start, _Piece("", (d.first, d.last), "date")) for d in dates)
    begins = {d.start for d in dates}
    end = 0
    for word in words(text):
        if word.start < end or any(d.start <= word.start < d.end for d in dates):
            continue
        number = _NUMBER.match(text, word.start) if word.text.isdigit() else None
        if number is None:
            small = fold(word.text)
            times = small if small in _TIMES else None
            kept = "" if times or small in STOP or small in _OBLIGING else word.stem
            yield word.start, _Piece(kept, times, "times", small)
            continue
        end = number.end()
        joined = next((b for b in begins if end <= b <= end + 8), 0)
        if joined and _SHARED_MONTH.fullmatch(text[end:joined]):
            yield word.start, _Piece("", number.group(), "day")
        elif not _PLACE.search(text[: word.start]):
            yield word.start, _Piece("", number.group(), "number")


def _stems(row: Iterator[_Piece], kind: Kind) -> tuple[str, ...]:
    """The next few stems up to another number or date; both ends of a period have the same."""
    found: list[str] = []
    for piece in row:
        joined = kind == "date" and piece.kind in {"date", "day"} and not found
        another = piece.value is not None and piece.kind != "times" and not joined
        if another or len(found) == _REACH:
            break
        if piece.stem and piece.stem not in _BETWEEN:
            found.append(piece.stem)
    return tuple(found)


def _counted(row: list[_Piece], place: int) -> str:
    """The stem right after a number, or the currency right before it."""
    if place and row[place - 1].stem in _UNITS:
        return row[place - 1].stem
    after = [p.stem for p in row[place + 1 : place + 3] if p.value is None and p.stem not in _BETWEEN]
    return after[0] if after else ""


def misplaced(said: str, there: str) -> bool:
    """A value of `said` that `there` has beside other words, where another has these, or only as a day."""
    known = values(there)
    return any(_misplaced(value, known) for value in values(said))


def _misplaced(value: Value, known: list[Value]) -> bool:
    if value.kind == "day":
        return False
    same = [v for v in known if v.value == value.value and v.kind == value.kind]
    if not same:
        return value.kind == "number" and not _YEAR.fullmatch(
            str(value.value)
        )  # a day, a place, an identifier
    if value.kind == "times":
        return not any(stem in v.beside for v in same for stem in value.beside)
    counts = value.kind == "number" and all(v.counted for v in same)
    if counts and not any(
        _has(value.beside, v.counted) or (value.counted and _has(v.near, value.counted)) for v in same
    ):
        return True
    others = [v for v in known if v.value != value.value and v.kind == value.kind]
    return max((_shared(value, v) for v in others), default=0.0) > max(_shared(value, v) for v in same)


def _has(near: tuple[str, ...], stem: str) -> bool:
    return stem in near or stands_for(stem, set(near))


def _shared(value: Value, other: Value) -> float:
    """How much of what is near `value` is near `other` too; the nearer, the more."""
    total = 0.0
    for row in (value.before, value.after):
        for place, stem in enumerate(row[:3], 1):
            if stem not in free() and _has(other.near, stem):
                total += 1 / place
    return total + (bool(value.counted) and value.counted == other.counted) + _LED * (value.led == other.led)
