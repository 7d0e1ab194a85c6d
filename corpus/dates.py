"""Dates as official texts print them, and which of them are deadlines.

Read forms: "15 December 2023", "1st of March 2025", "December 15, 2023", "2025-06-30", "30/06/2024"
and "30.6.2024" (day first), "end of March 2026", "June 2024", a bare year. Nothing is guessed from
today's date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS = MONTHS | {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"""(?ix)
    (?<![\w/.-])(?:
      (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{_YEAR})
    | (?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})
    | (?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d)
    | (?P<d4>\d{{1,2}})[/.](?P<m4>\d{{1,2}})[/.](?P<y4>{_YEAR})
    | (?P<edge>end|beginning|middle)\s+of\s+(?:(?P<m5>{_MONTH})\s+)?(?P<y5>{_YEAR})
    | (?P<m6>{_MONTH})\.?,?\s+(?P<y6>{_YEAR})
    )(?![\w/-])"""
)
_YEAR_ALONE = re.compile(rf"(?<![\w/.-])({_YEAR})(?![\w/-])")
_DAY_ALONE = re.compile(rf"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b(?!\.?,?\s+{_YEAR})")

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at ``text[start:end]``: the first and the last day it can mean."""

    first: date
    last: date
    precision: Precision
    start: int
    end: int


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _read(match: re.Match[str]) -> tuple[date, date, Precision] | None:
    part = match.groupdict()
    try:
        for i in "1234":
            if part[f"y{i}"]:
                month = part[f"m{i}"].lower()
                number = _MONTHS[month] if month in _MONTHS else int(month)
                day = date(int(part[f"y{i}"]), number, int(part[f"d{i}"]))
                return day, day, "day"
        if part["y5"]:
            year, edge = int(part["y5"]), part["edge"].lower()
            if not part["m5"]:
                return date(year, 1, 1), date(year, 12, 31), "year"
            first, last = _month_span(year, _MONTHS[part["m5"].lower()])
            if edge == "end":
                return last, last, "month"
            return (first, first, "month") if edge == "beginning" else (first, last, "month")
        first, last = _month_span(int(part["y6"]), _MONTHS[part["m6"].lower()])
        return first, last, "month"
    except ValueError:  # 31 June and the like: printed so, but no day
        return None


def find_dates(text: str, *, years: bool = False) -> list[DateMention]:
    """All dates of `text` in order; with `years`, also years that stand alone ("in 2024")."""
    found: list[DateMention] = []
    for match in _DATE.finditer(text):
        read = _read(match)
        if read:
            found.append(DateMention(*read, match.start(), match.end()))
    # "by 31 March and 30 June 2025": the first day borrows the year of the next date
    for match in _DAY_ALONE.finditer(text):
        following = next((d for d in found if 0 <= d.start - match.end() <= 12), None)
        if following and not any(d.start <= match.start() < d.end for d in found):
            try:
                day = date(following.last.year, _MONTHS[match[2].lower()], int(match[1]))
            except ValueError:
                continue
            found.append(DateMention(day, day, "day", match.start(), match.end()))
    if years:
        for match in _YEAR_ALONE.finditer(text):
            if not any(d.start <= match.start() < d.end for d in found):
                year = int(match[1])
                found.append(
                    DateMention(date(year, 1, 1), date(year, 12, 31), "year", match.start(), match.end())
                )
    return sorted(found, key=lambda d: d.start)


_DUE = re.compile(
    r"(?ix)(?:\b(?:by|before|until|till|prior\s+to|on\s+or\s+before|by\s+or\s+before"
    r"|(?:no|not)\s+later\s+than|at\s+the\s+latest(?:\s+by)?|deadline(?:\s+\w+){0,4}|due(?:\s+(?:on|by|date))?"
    r"|clos(?:es?|ing)(?:\s+(?:on|date))?|expires?(?:\s+on)?|open\s+until|ends?\s+on)"
    r"[\s:,]*(?:the\s+)?(?:close\s+of\s+business\s+(?:on\s+)?|midnight\s+(?:on\s+)?|cob\s+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?)$"
)
_LATEST_AFTER = re.compile(r"^\s*(?:,\s*)?at\s+the\s+latest\b", re.IGNORECASE)
# "comments received before 31 December": a description of what has been, not a duty
_PAST = re.compile(
    r"(?i)(?:\b(?:had|has|have|was|were)\s+(?:been\s+|already\s+)*\w+(?:\s+\w+){0,6}?\s+(?:by|before|until|prior\s+to)"
    r"|(?<!be\s)(?<!being\s)(?<!is\s)(?<!are\s)\b\w{3,}(?:ed|en)\s+(?:before|prior\s+to|until))\s+(?:the\s+)?$"
)
_JOINED = re.compile(r"(?:\s*(?:,|and|or|and\s+again\s+by|,\s*and)\s*)$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?i)\b(?:within|at least|no later than|not later than)\s+(?:\w+\s+\(?\d*\)?\s*|\d+\s+)"
    r"(?:calendar\s+|working\s+)?(?:days?|weeks?|months?|years?)\b(?:\s+(?:of|after|before|from|prior\s+to|following)\b[^,;.]*)?"
)


def due_dates(text: str) -> list[DateMention]:
    """The dates of `text` by which something is due: those that "by", "no later than" and such open.

    A date joined to a due date by "and", "or" or a comma is due as well.
    """
    due: list[DateMention] = []
    for mention in find_dates(text):
        before = text[: mention.start]
        if _PAST.search(before[-120:]):
            continue
        joined = bool(due) and _JOINED.search(before) is not None
        joined = joined and not text[due[-1].end : mention.start].strip(" ,andor\n")
        if _DUE.search(before) or _LATEST_AFTER.match(text[mention.end :]) or joined:
            due.append(mention)
    return due


def relative_terms(text: str) -> list[tuple[int, int]]:
    """Spans of terms without a calendar day ("within 60 days of receipt")."""
    return [m.span() for m in _RELATIVE.finditer(text)]
