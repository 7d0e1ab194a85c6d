"""Days of the year that come round ("each year by 31 October"): a date without a year is no register row."""

from __future__ import annotations

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})|(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?)\b"
_EVERY = r"(?:each|every)\s+(?:calendar\s+)?year|annually|yearly|once\s+a\s+year"
_FORMS = (
    re.compile(rf"(?:{_EVERY})[\s,]+(?:\w+[\s,]+){{0,4}}?(?P<day>{_DAY})(?!,?\s+\d{{4}})"),
    re.compile(rf"(?P<day>{_DAY})(?!,?\s+\d{{4}})[\s,]+(?:of\s+)?(?:{_EVERY})"),
)


def recurring_day(text: str) -> str | None:
    """The day of the year, as printed, by which something is due every year; None where none is printed."""
    found = next((m for form in _FORMS if (m := form.search(text))), None)
    return found["day"] if found else None


def day_without_year(text: str) -> str | None:
    """The first day that `text` prints without a year ("1 October"), or None."""
    match = re.search(rf"(?P<day>{_DAY})(?!,?\s+\d{{4}})", text)
    return match["day"] if match else None
