"""What a decision's own text tells of the decision itself: when it was taken, who put it forward, its build.

Official texts print the day at the end or below the title: "8th plenary meeting / 15 December 2018",
"Adopted on 4 May 2029", "(Adopted at the third plenary meeting, on 4 May 2029)". A date that a paragraph
mentions is no day of adoption.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_dates
from corpus.headings import CAPTION, SESSION_NOTE
from corpus.passage import Passage

_LONGEST = 160  # characters of a line that says when a decision was taken, or who put it forward
_ADOPTED = re.compile(
    r"\W*(?:(?:This|The)\s+(?:decision|resolution)\s+was\s+)?(?i:adopted|done|taken)\s+(?:on|at|by|in|this)\b"
)
_SUBMITTED = re.compile(
    r"(?i)\W*(?:(?:draft|revised|proposed|original)\s+)*(?:decision|resolution|text|proposal)\s+"
    r"(?:(?:as|jointly)\s+)?(?:submitted|proposed|presented|tabled|sponsored|introduced|put\s+forward)\s+by\s"
)
_ANNEX = re.compile(r"(?i)\W*annex\b")


@dataclass(frozen=True, slots=True)
class Particulars:
    """Of one decision; all but the day are ids of its own passages, in order.

    `adopted_in` prints the day, `submitted_in` who put the text forward; `sections` are the headings it is
    divided by, `annexes` those that open its annexes.
    """

    adopted: date | None = None
    adopted_in: tuple[str, ...] = ()
    submitted_in: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


def particulars(passages: Sequence[Passage]) -> Particulars:
    """What the decision's own `passages`, in order, tell of it."""
    adopted, printing = _adoption(passages)
    submitted = [p.id for p in passages if len(p.text) <= _LONGEST and _SUBMITTED.match(p.text)]
    annexes = tuple(p.id for p in passages if p.role == "heading" and _ANNEX.match(p.text))
    return Particulars(adopted, printing, tuple(submitted[:1]), _sections(passages), annexes)


def _adoption(passages: Sequence[Passage]) -> tuple[date | None, tuple[str, ...]]:
    """The day on which the decision was taken, and the passages that print it: one, or the note above it."""
    for place in range(len(passages) - 1, -1, -1):
        noted = [passages[place].text]
        for number, after in enumerate((None, *passages[place + 1 : place + 2]), 1):
            noted += [after.text] if after else []
            day = _day(" ".join(" ".join(noted).split()))
            if day is not None:
                return day, tuple(p.id for p in passages[place : place + number])
    return None, ()


def _day(line: str) -> date | None:
    """The one day that a note of adoption prints, else None."""
    dates = [d for d in find_dates(line) if d.precision == "day"] if len(line) <= _LONGEST else []
    if len(dates) != 1 or line[dates[0].end :].strip(" .)]"):
        return None
    noted = SESSION_NOTE.fullmatch(line[: dates[0].start].strip(" ,(["))
    return dates[0].last if noted or _ADOPTED.match(line) else None


def _sections(passages: Sequence[Passage]) -> tuple[str, ...]:
    """The headings right below the decision's number and title, of its text and not of an annex."""
    headings = [p for p in passages if p.role == "heading" and not any(map(_ANNEX.match, p.section))]
    number = next((p for p in headings if p.section), None)
    if number is None:
        return ()
    below = passages[passages.index(number) + 1 :][:1]
    titled = _bare(number.text) and below == [h for h in headings if h in below and len(h.section) > 1]
    depth = len(number.section) + (2 if below and titled else 1)
    return tuple(p.id for p in headings if len(p.section) == depth and not CAPTION.match(p.text))


def _bare(line: str) -> bool:
    """Whether a decision's first line is its number alone, so that its title stands below."""
    return len(line.split()) <= 3 and ":" not in line
