"""What a note below a table says, asked for by its mark, by the row that bears it, or by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.enumerations import enumerations
from assistant.evidence import Draft, Point
from assistant.matching import covers, weight
from assistant.plurals import listed_noun
from assistant.table_choice import MOST, Fit
from assistant.table_notes import Note
from assistant.wording import flat, quoted, whole

if TYPE_CHECKING:
    from assistant.desk import Desk

_NOTE = re.compile(r"(?i)\b(?:foot)?notes?\b")
_MARK = re.compile(
    r"(?i)\b(?:foot)?note\s+[“‘'\"(]?(?P<note>[a-z]|[*†‡§]+|\d{1,2})[”’'\")]?(?=\W|$)"
    r"|\bmark(?:ed|s)? (?:with|by) (?:an? )?[“‘'\"(]?(?P<by>[a-z]|[*†‡§]+)[”’'\")]?(?=\W|$)"
    r"|\bthe (?:letter |mark |sign )?(?P<letter>[a-z])"
    r"(?= (?:after|behind|next to|beside|at|on)\b)"
    r"|[“‘'\"](?P<quoted>[a-z]|[*†‡§]+)[”’'\"]"
)
_ASTERISK = re.compile(r"(?i)\basterisk\b")
#: Asks for the rows that bear a mark, not for what it means.
_BEARING = re.compile(
    r"(?i)^\W*(?:and )?(?:which|who|how many|list)\b.*\b(?:marked|have|has|carry|bear|with)\b"
)


def of_notes(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """What a note below a table says, or the points it lists; None where no note is clearly asked about."""
    text = desk.question.text
    mark = mark_in(text)
    if not (_NOTE.search(text) or (mark and any(f.named for f in fits))) or _BEARING.search(text):
        return None
    found: list[tuple[float, Note]] = []
    for fit in fits:
        marks = {m for row in fit.rows for m in fit.table.name(row).marks}
        for note in fit.table.notes:
            if mark not in {None, note.mark} or (marks and note.mark not in marks):
                continue
            left = [t for t in fit.left if not covers(t, note.text)]
            missing = sum(weight(t) for t in left)
            found.append((fit.rank + 0.5 * (len(fit.left) - len(left)) - missing, note))
    found.sort(key=lambda f: -f[0])
    if not found or found[0][0] < MOST or (len(found) > 1 and found[1][0] > found[0][0] - 0.02):
        return None
    return _told(desk, found[0][1])


def _told(desk: Desk, note: Note) -> Draft:
    """The points that a note lists where several things are asked for; else the note."""
    points = [e for e in enumerations(desk.catalogue) if e.form == "points" and e.first.id == note.passage.id]
    if points and desk.question.want != "count" and listed_noun(desk.question.text):
        return Draft(
            "answered",
            tuple(Point(flat(m.text).rstrip(";,"), (m,), "quoted", layout="item") for m in points[0].members),
        )
    said = quoted(flat(note.passage.text))
    return Draft("answered", (Point(said, (whole(note.passage),), "quoted", layout="lead"),))


def mark_in(text: str) -> str | None:
    """The mark of a note that a question names ("footnote b", "the a behind Malta"), or None."""
    match = _MARK.search(text)
    if match:
        return match["note"] or match["by"] or match["letter"] or match["quoted"]
    return "*" if _ASTERISK.search(text) else None
