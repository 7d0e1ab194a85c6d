"""Place and date in the head or at the end of a document, told by form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import find_dates
from corpus.document import HeaderField
from corpus.lines import Block

#: What stands before the place in "Seventh meeting, Valparaíso, Chile, 17-21 May 2027".
_GATHERING = re.compile(r"(?i)(?:[^,\n]*\b(?:meeting|session|conference|assembly|part)\b[^,\n]*,\s+)+")
#: Parts of a line that stand in columns of their own: a reference at the left, place and date at the right.
PART = re.compile(r"[^\s](?:[^\n\t]*?[^\s])??(?=\s{3,}|\t|\s*\n|\s*$)")
_PLACE_DATE = re.compile(r"(?P<place>[A-ZÀ-Þ](?:[^\W\d]|[ .'’()-]){1,40}),\s+(?=\d|[A-Z])")
#: The line of an official document that says when it was given out: "Distr.: General 10 October 2018".
DISTRIBUTED = re.compile(r"Distr\.?\s*:[^|]{0,60}")
HEAD_CHARACTERS = 1500
_FIRST_BLOCKS = 6
_LAST_BLOCKS = 8


def place_and_date(text: str, block: Block, *, first: bool = True) -> list[HeaderField]:
    """Date and place where a line, or a part of it in a column of its own, is nothing else.

    Without `first` the first part is left out: it is the value of a field.
    """
    if block.end - block.start > 300:
        return []
    fields: list[HeaderField] = []
    for number, part in enumerate(PART.finditer(text, block.start, block.end)):
        if (number or first) and len(part.group()) <= 120:
            fields += _dated(part.group(), part.start())
    return fields


def distributed(text: str) -> list[HeaderField]:
    """The day on which an official document was given out, where its head prints it."""
    note = DISTRIBUTED.search(text, 0, HEAD_CHARACTERS)
    dates = [d for d in find_dates(note.group()) if d.precision == "day"] if note else []
    if note is None or not dates:
        return []
    start, end = note.start() + dates[0].start, note.start() + dates[0].end
    return [HeaderField("date", text[start:end], start, end)]


def dated_above(text: str, blocks: Sequence[Block], top: int) -> list[HeaderField]:
    """Place and date on the first lines of a text without a head, as a report prints them."""
    for block in blocks[:_FIRST_BLOCKS] if not top else ():
        found = place_and_date(text, block) if block.form == "text" else []
        if len(found) > 1 and find_dates(found[0].value)[0].precision == "day":
            return found
    return []


def dated_below(text: str, blocks: Sequence[Block], *, bare: bool) -> list[HeaderField]:
    """Place and date on a line of their own at the end, as a note verbale or a notice prints them.

    With `bare` the date may stand there without a place, as in a circular.
    """
    for block in reversed(blocks[-_LAST_BLOCKS:]):
        line = text[block.start : block.end]
        found = _dated(line, block.start) if block.form == "text" and len(line) <= 60 else []
        if found and (bare or len(found) > 1) and found[0].end == block.end:
            return found
    return []


def is_period(text: str, field: HeaderField) -> bool:
    """Whether the date of `field` ends a period ("7-10 December 2026")."""
    before = text[max(0, field.start - 25) : field.start]
    return field.name == "date" and re.search(r"\d[\w ]*\s*(?:[-–—]|to|until|and)\s*$", before) is not None


def _dated(line: str, offset: int) -> list[HeaderField]:
    dates = find_dates(line)
    if not dates:
        return []
    gathering = _GATHERING.match(line)
    place = _PLACE_DATE.match(line, gathering.end() if gathering else 0)
    if not place and dates[0].start:
        return []
    last = dates[-1]  # of a period ("26 April-7 May 2027") the last day
    fields = [HeaderField("date", line[last.start : last.end], offset + last.start, offset + last.end)]
    if place and place.end() <= dates[0].start:
        fields.append(
            HeaderField("place", place["place"], offset + place.start("place"), offset + place.end("place"))
        )
    return fields
