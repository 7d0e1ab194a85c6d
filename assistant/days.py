"""The days that a passage prints, nearest first to the words that a question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_dates
from corpus.passage import Passage
from index.hit import Term

_SPAN = re.compile(r"\b\d{1,2}(?:\s+[A-Z]\w+)?\s*(?:to|and|-|–)\s*$")


@dataclass(frozen=True, slots=True)
class Day:
    """A day or span as printed, and the last day it can mean."""

    phrase: str
    last: date


def days_of(passage: Passage, terms: Sequence[Term]) -> list[Day]:
    """The days of `passage`: those something is due by first, then the others; nearest to `terms` first."""
    due = [(d.start - passage.start, Day(d.phrase, d.date)) for d in passage.deadlines if d.date]
    taken = {day.last for _, day in due}
    other = [
        (d.start, Day(passage.text[_begin(passage.text, d.start) : d.end], d.last))
        for d in find_dates(passage.text)
        if d.last not in taken and d.precision != "year"
    ]
    low = passage.text.lower()
    marks = [m.start() for t in terms for s in t.stems[:1] for m in re.finditer(re.escape(s), low)]
    near = [sorted(rows, key=lambda row: _distance(row[0], marks)) for rows in (due, other)]
    return [day for rows in near for _, day in rows]


def _distance(at: int, marks: Sequence[int]) -> int:
    return min((abs(at - m) for m in marks), default=at)


def _begin(text: str, start: int) -> int:
    """Where a date begins together with the first day of its span: "3 to 5 December"."""
    first = _SPAN.search(text, max(0, start - 30), start)
    return first.start() if first else start
