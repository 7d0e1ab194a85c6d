"""Dates as official texts print them, and which of them are deadlines.

Read forms: "15 December 2023", "1st of March 2025", "December 15, 2023", "2025-06-30", "30/06/2024"
and "30.6.2024" (day first), "end of March 2026", "June 2024", a bare year. Nothing is guessed from
today's date.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from corpus.hyphens import joined

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS = MONTHS | {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"""(?ix)
    (?:(?<![\w/.-])|(?<=\d-)(?<!\d{{4}}-))(?:   # the end of a period too: "25-27 May 2026"
      (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{_YEAR})
    | (?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})
    | (?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d)
    | (?P<d4>\d{{1,2}})[/.](?P<m4>\d{{1,2}})[/.](?P<y4>{_YEAR})
    | (?P<edge>end|beginning|middle)\s+of\s+(?:(?P<m5>{_MONTH})\s+)?(?P<y5>{_YEAR})
    | (?:mid[-‐‑–\s]\s*)?(?P<m6>{_MONTH})\.?,?\s+(?P<y6>{_YEAR})
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


def _edge(year: int, month: int | None, edge: str) -> tuple[date, date, Precision]:
    """What "end of March 2026" and "end of 2028" can mean."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    first, last = _month_span(year, month)
    if edge == "end":
        return last, last, "month"
    return (first, first, "month") if edge == "beginning" else (first, last, "month")


def _read(match: re.Match[str]) -> tuple[date, date, Precision] | None:
    part = match.groupdict()
    try:
        for i in "1234":
            if part[f"y{i}"]:
                month = part[f"m{i}"].lower()
                day = date(int(part[f"y{i}"]), _MONTHS.get(month) or int(month), int(part[f"d{i}"]))
                return day, day, "day"
        if part["y5"]:
            month_name = part["m5"]
            return _edge(
                int(part["y5"]), _MONTHS[month_name.lower()] if month_name else None, part["edge"].lower()
            )
        return *_month_span(int(part["y6"]), _MONTHS[part["m6"].lower()]), "month"
    except ValueError:  # 31 June and the like: printed so, but no day
        return None


def find_dates(text: str, *, years: bool = False) -> list[DateMention]:
    """All dates of `text` in order; with `years`, also years that stand alone ("in 2024")."""
    plain, places = joined(text)
    if places:
        return [
            replace(d, start=places[d.start], end=places[d.end - 1] + 1)
            for d in find_dates(plain, years=years)
        ]
    found: list[DateMention] = []
    for match in _DATE.finditer(text):
        read = _read(match)
        if read:
            found.append(DateMention(*read, match.start(), match.end()))
    found = sorted(found + _borrowing(text, found), key=lambda d: d.start)
    if years:
        starts = [d.start for d in found]
        for match in _YEAR_ALONE.finditer(text):
            at = bisect_left(starts, match.end()) - 1
            if at < 0 or found[at].end <= match.start():
                year = int(match[1])
                whole = date(year, 1, 1), date(year, 12, 31)
                found.append(DateMention(*whole, "year", match.start(), match.end()))
    return sorted(found, key=lambda d: d.start)


def _borrowing(text: str, dated: list[DateMention]) -> list[DateMention]:
    """Days that borrow the year of the date after them: "by 31 March and 30 June 2025"."""
    starts = [d.start for d in dated]
    found = []
    for match in _DAY_ALONE.finditer(text):
        at = bisect_left(starts, match.end())
        if at == len(dated) or dated[at].start - match.end() > 12:
            continue
        if at and dated[at - 1].end > match.start():
            continue
        try:
            day = date(dated[at].last.year, _MONTHS[match[2].lower()], int(match[1]))
        except ValueError:
            continue
        found.append(DateMention(day, day, "day", match.start(), match.end()))
    return found


#: What stands before a date by which something is due.
_DUE = re.compile(
    r"(?ix)(?:\b(?:by|before|until|till|up\s+to|prior\s+to|on\s+or\s+before|by\s+or\s+before"
    r"|(?:no|not)\s+later\s+than|at\s+the\s+latest(?:\s+by)?|deadline(?:\s+\w+){0,4}|due(?:\s+(?:on|by|date))?"
    r"|clos(?:es?|ing)(?:\s+(?:on|date))?|expires?(?:\s+on)?|open\s+until|ends?\s+on)"
    r"[\s:,]*(?:the\s+)?(?:(?:close\s+of\s+business|midnight|noon|cob|\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\.?|hours?|o.clock)"
    r"|\d{1,2}[.:]\d\d)(?:\s+(?:\w+\s+time|[A-Z]{2,4}))?,?\s+(?:on\s+)?)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?)$"
)
#: What stands after such a date: "on 3 May at the latest", "sets 3 May as the closing date",
#: "what arrives after 3 May cannot be considered".
_LATEST_AFTER = re.compile(
    r"(?i)\s*(?:,\s*)?(?:at\s+the\s+latest\b"
    r"|(?:as|is|was|shall\s+be|will\s+be)\s+(?:the|a|its|their)\s+(?:\w+\s+){0,2}(?:closing\s+date|deadline|last\s+day|due\s+date))"
)
_CUT_OFF_BEFORE = re.compile(
    r"(?i)\b(?:arriv|receiv|submi|sent|hand|com|reach|regist|late)\w*\s+(?:\w+\s+){0,3}?after\s+$"
)
_CUT_OFF_AFTER = re.compile(
    r"(?i)[^.;]{0,60}?\b(?:can(?:not|\s+no\s+longer)|(?:will|shall|may|can|must)\s+not|won[’']t)\b"
)
#: "until" and "ends on" open a deadline where something is open, taken or asked for so long; otherwise a
#: rule holds so long, and nobody has to do anything.
_BY_YEAR = re.compile(r"(?i)\bby(?:\s+the\s+year)?\s+$")
_LASTS = re.compile(
    r"(?i)\b(?:until|till|up\s+to|ends?\s+on)[\s:,]*(?:the\s+)?(?:midnight\s+(?:on\s+)?|close\s+of\s+business\s+(?:on\s+)?)?$"
)
_OPEN = re.compile(
    r"(?i)\b(?:open|accept\w*|receiv\w*|take[ns]?|taking|submi\w+|send\w*|sent|comments?|commenting|regist\w+|nominat\w+"
    r"|appl(?:ications?|icants?)|proposals?|possible|extend\w*|welcome\w*|invit\w+|request\w*|repl(?:y|ies|ied)|respon\w+"
    r"|available|deadline|vot\w+|may\s+be\s+\w+|have|has|consult\w+|questions?)\b[^.;]*$"
)
# "comments received before 31 December", "the meeting lasted until": what has been, not a duty
_PAST = re.compile(
    r"(?i)(?:\b(?:had|has|have|was|were)\s+(?:been\s+|already\s+|not\s+)*"
    r"(?:\w{3,}(?:ed|en)|s[ea]nt|met|held|made|done|come|begun|become|left|put|set|built|kept|gone|paid|read|found|got|brought|due)"
    r"(?:\s+\w+){0,6}?"
    r"|(?<!\bbe\s)(?<!\bbeing\s)(?<!\bis\s)(?<!\bare\s)\b(?:(?!need|exceed|proceed|succeed|feed|seed)\w{3,}(?:ed|en)"
    r"|met|held|ran|sat|began|took\s+place|went\s+on)(?=\s+(?:before|prior\s+to|until|till|within)\b)"
    r"|\b(?:took\s+place|met|was\s+held)(?:\s+\w+){0,4}?)"
    r"\s+(?:by|before|until|till|prior\s+to|due\s+on|within)\s+(?:the\s+)?$"
)
#: "by 31 October 2026, 98 per cent had been received": told, not asked.
_PAST_AFTER = re.compile(r"(?i)[^.;:]{0,80}?\bhad\s+(?:been\s+|already\s+|not\s+)*\w{3,}")
_TELLS = re.compile(r"(?i)\b(?:by|before)\s+$")
_PERIOD = re.compile(r"(?i)\bfrom\s+[\w ]{1,30}\s+(?:until|till)\s+$")  # "from 30 October until 3 November"
_JOINED = re.compile(r"\s*(?:,\s*)?(?:,|and|or)(?:\s+again)?(?:\s+by)?\s*", re.IGNORECASE)
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty(?:-four)?|thirty"
    "|forty-five|sixty|ninety|a|an"
)
_UNITS = (
    rf"(?:\d{{1,3}}|(?:{_NUMBER_WORDS})(?:\s+\(\d{{1,3}}\))?)\s+"
    r"(?:(?:calendar|working|business|clear)\s+)?(?:hours?|days?|weeks?|months?|years?)\b"
)
_UP_TO_SIX_WORDS = r"[ \t]+[\w’'‐‑-]+(?:[ \t]+(?!(?:that|which|who|whom|and|or|with|in|on)\b)[\w’'‐‑-]+){0,5}"
#: The period, and on the same line what it counts from ("within 60 days of the letter").
_RELATIVE = re.compile(
    rf"(?i)\b(?:(?:within|(?:no|not)\s+later\s+than|at\s+the\s+latest)\s+(?:the\s+(?:next|first)\s+)?{_UNITS}"
    rf"(?:[ \t]+(?:of|after|before|from|following|prior[ \t]+to){_UP_TO_SIX_WORDS})?"
    rf"|at\s+least\s+{_UNITS}(?:\s+(?:before|prior\s+to|ahead\s+of){_UP_TO_SIX_WORDS}|\s+in\s+advance\b))"
)
#: Every year: "is due each year on 31 October", "every year, by 30 June".
_RECURRING = re.compile(
    rf"(?ix)\b(?:(?:each|every)\s+year|annually|yearly),?\s+(?:by|on|before|no\s+later\s+than|not\s+later\s+than)\s+"
    rf"(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b(?!\.?,?\s+{_YEAR})"
    rf"|\b(?:by|before|no\s+later\s+than|not\s+later\s+than|due\s+on)\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})"
    rf"\s+(?:of\s+)?(?:each|every)\s+year\b"
)
#: What comes about by itself within a time is nobody's duty.
_HAPPENS = re.compile(
    r"(?i)\b(?:f[ae]ll|comes?\s+about|came\s+about|occur|happen|arise|fail|die|collapse|grow|double|decline|deteriorat|appear)\w*\b"
    r"[^.;]{0,25}\bwithin\s+$"
)
_LOOK_BACK = 160


def _is_past(text: str, start: int) -> bool:
    """Whether what ends at `start` tells of the past or of how long something lasts."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return _PAST.search(before) is not None or _PERIOD.search(before) is not None


def due_dates(text: str) -> list[DateMention]:
    """The dates of `text` by which something is due: those that "by", "no later than" and such open.

    A date joined to a due date by "and", "or" or a comma is due as well. What happened or was received
    before a date is not a deadline.
    """
    due: list[DateMention] = []
    for mention in find_dates(text, years=True):
        year = len(text[mention.start : mention.end]) == 4  # "by 2028"; "before 2019" tells of the past
        if year and not _BY_YEAR.search(text, max(0, mention.start - 20), mention.start):
            continue
        if _is_past(text, mention.start):
            continue
        before = text[max(0, mention.start - _LOOK_BACK) : mention.start]
        if _TELLS.search(before) and _PAST_AFTER.match(text, mention.end):
            continue
        if _LASTS.search(before) and not _OPEN.search(_LASTS.sub("", before)):
            continue
        cut_off = _CUT_OFF_BEFORE.search(before) and _CUT_OFF_AFTER.match(text, mention.end)
        follows = bool(due) and _JOINED.fullmatch(text, due[-1].end, mention.start) is not None
        if follows or cut_off or _DUE.search(before) or _LATEST_AFTER.match(text, mention.end):
            due.append(mention)
    return due


def relative_terms(text: str) -> list[tuple[int, int]]:
    """Spans of terms without a calendar day ("within 60 days of receipt", "each year on 31 October")."""
    spans = [match.span() for match in _RECURRING.finditer(text)]
    for match in _RELATIVE.finditer(text):
        within = match.group()[:6].lower() == "within"
        before = text[max(0, match.start() - _LOOK_BACK) : match.start() + 7]
        if not (within and (_is_past(text, match.start() + 7) or _HAPPENS.search(before))):
            spans.append(match.span())
    return sorted(spans)
