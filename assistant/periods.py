"""The days a question bounds: a date, a month, a year, a half or a quarter, "between A and B"."""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import MONTHS, find_dates
from corpus.meetings import ordinal

_HALF = re.compile(
    r"(?i)\b(first|second)\s+half\s+(?:of\s+)?((?:19|20)\d\d)|\b(?:q([1-4])|(first|second|third|fourth)\s+quarter)(?:\s+of)?\s+((?:19|20)\d\d)"
)
#: A month that takes the year of the one after it: "between August and December 2024".
_MONTHS = "|".join(m for m in MONTHS)
_YEARLESS = re.compile(
    rf"(?i)\b({_MONTHS})\s+(and|to|until|till|through|or|-|–)\s+({_MONTHS})\s+((?:19|20)\d\d)\b"
)

#: The year of the date before it: "between July 2024 and the end of that year".
_ITS_END = re.compile(
    r"(?i)(?P<before>\b(?P<year>(?:19|20)\d\d)\b.{0,20}?)\b(?:the )?end of (?:that|the|the same|this) year\b"
)

_PAPER = r"(?:report|letter|notification|circular|memo(?:randum)?|note(?: verbale)?)"
#: A day or year that only says which paper is meant: "the report of 2017", "the 2023 session report".
_OF_PAPER = re.compile(
    rf"(?i)(?<=[\w)] )(?P<paper>{_PAPER})\s+(?:(?:of|from|dated)\s+|\()?(?:\d{{1,2}}\s+)?"
    rf"(?:(?:{_MONTHS})\s+)?(?:19|20)\d\d\b"
    rf"|\b(?:19|20)\d\d\s+(?=(?:(?-i:[A-Z])[\w’'-]+\s+){{0,2}}{_PAPER}\b)"
)

#: The year of the decisions whose deadlines are asked for: "the decisions of 2023".
_OF_DECISIONS = re.compile(
    r"(?i)(?<=\bdecisions )(?:of|from|(?:adopted|taken) in)\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\s+(?=decisions\b)"
)


def deadlines_period(text: str) -> tuple[date | None, date | None]:
    """The days within which deadlines are asked for: the year of the decisions that set them bounds none."""
    return period(_OF_DECISIONS.sub(" ", text))


def period(text: str) -> tuple[date | None, date | None]:
    """The days a question bounds: a date, a month, a year, a half or quarter, "between A and B".

    Days that only date the paper asked about bound nothing.
    """
    text = _OF_PAPER.sub(lambda m: (m["paper"] or "") + " ", text)
    text = _ITS_END.sub(r"\g<before>31 December \g<year>", text)
    half = _HALF.search(text)
    if half:
        if half[2]:
            year, low = int(half[2]), 1 if half[1].lower() == "first" else 7
            return date(year, low, 1), date(year, low + 5, 30 if low == 1 else 31)
        year = int(half[5])
        quarter = int(half[3]) if half[3] else ordinal(half[4])
        ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[quarter]
        return date(year, 3 * quarter - 2, 1), date(year, *ends)
    found = find_dates(_YEARLESS.sub(r"\1 \4 \2 \3 \4", text), years=True)
    if not found:
        return None, None
    first, last = found[0], found[-1]
    if len(found) == 1:
        before = text[: first.start].lower()
        if re.search(r"\b(?:after|since|later than|from|beyond|following)\s+(?:the\s+)?$", before):
            return (first.last if "after" in before[-20:] or "beyond" in before[-20:] else first.first), None
        if re.search(
            r"\b(?:before|until|by|prior to|earlier than|up to|no later than)\s+(?:the\s+)?$", before
        ):
            return None, first.last if re.search(
                r"\b(?:by|until|up to|no later than)\s+(?:the\s+)?$", before
            ) else first.first
    return min(first.first, last.first), max(first.last, last.last)
