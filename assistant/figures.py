"""What a cell of figures says: one number, or a list of whole numbers ("1-5, 7 and 9")."""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.dates import find_dates

_CURRENCY = r"(?:USD|US\$|EUR|CHF|GBP|JPY|CAD|[$€£])"
_FIGURE = re.compile(
    rf"(?i)\(?(?P<sign>[-–−])?\s?(?:{_CURRENCY}\s?)?"
    r"(?P<number>\d{1,3}(?:[  \u2009\u202f,’']\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\)?"
    r"(?:\s?(?P<scale>thousand|million|billion)\b)?"
    r"(?:\s?(?:%|[^\W\d_]{1,12}\.?(?:[/ ][^\W\d_]{1,12}\.?){0,2}))?"
)
_GROUPS = re.compile(r"\d{1,3}(?:\D\d{3})+(?:\.\d+)?")
_PART = r"\d{1,4}(?:\s?[-–—]\s?\d{1,4}|\s+to\s+\d{1,4})?"
_NUMBERS = re.compile(rf"(?i){_PART}(?:\s*(?:,|;|\band\b|&)\s*(?:and\s+)?{_PART})*")
_RANGE = re.compile(r"(?i)(\d{1,4})(?:(?:\s?[-–—]\s?|\s+to\s+)(\d{1,4}))?")
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WIDEST = 500  # numbers in a range that is read as a list


def figure(text: str) -> Decimal | None:
    """The number that `text` is, with its currency or a short unit; None where it is anything else.

    Brackets around an amount make it negative, as in accounts.
    """
    match = _FIGURE.fullmatch(text.strip())
    if match is None or find_dates(text):
        return None
    number = match["number"]
    if _GROUPS.fullmatch(number):
        whole, _, rest = number.partition(".")
        number = re.sub(r"\D", "", whole) + (f".{rest}" if rest else "")
    value = Decimal(number.replace(",", "."))
    value *= _SCALES.get((match["scale"] or "").lower(), 1)
    owed = text.lstrip().startswith("(") and text.rstrip().endswith(")")
    return -value if match["sign"] or owed else value


def numbers_in(text: str) -> frozenset[int]:
    """The whole numbers of a list of numbers and ranges; empty where `text` is no such list."""
    if not _NUMBERS.fullmatch(text.strip()):
        return frozenset()
    found: set[int] = set()
    for match in _RANGE.finditer(text):
        low, high = int(match[1]), int(match[2] or match[1])
        if not low <= high < low + _WIDEST:
            return frozenset()
        found |= set(range(low, high + 1))
    return frozenset(found)
