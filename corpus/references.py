"""What a text names: decisions, articles, annexes, meetings, each normalised.

Articles and annexes are read here; decisions in `corpus.decision_ids`, meetings in `corpus.meetings`.
"""

from __future__ import annotations

import re

from corpus.dates import MONTHS
from corpus.decision_ids import DASHES, find_decisions, id_patterns, own_prefix
from corpus.meetings import find_meetings
from corpus.passage import Mention

__all__ = [
    "find_annexes",
    "find_articles",
    "find_decisions",
    "find_meetings",
    "id_patterns",
    "own_prefix",
    "roman",
]

_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTER_OR_ROMAN = r"(?:[A-Z]|[IVX]{1,4})"
_JOINED = r"(?:\s*,)?\s*(?:,|and|or|to|&|-)\s*"
_NO_DAY = rf"(?!\s+(?-i:{'|'.join(m.capitalize() for m in MONTHS)})\b)"  # "Article 8 and 30 June"
_ARTICLES = re.compile(
    r"(?i)\b(?:articles?|arts?\.?)\s+"
    rf"(\d{{1,3}}[A-Z]?\b(?:{_JOINED}\d{{1,3}}[A-Z]?\b(?![/(]){_NO_DAY})*)"
)
_ANNEXES = re.compile(
    r"\b(?:[Aa]nnex(?:es)?|ANNEX(?:ES)?|[Aa]ppendix|[Aa]ppendices)\s+"
    rf"({_LETTER_OR_ROMAN}\b(?:{_JOINED}{_LETTER_OR_ROMAN}\b)*)"
)
_ARTICLE_NUMBER = re.compile(r"\d{1,3}[A-Za-z]?")
_ANNEX_NAME = re.compile(rf"\b{_LETTER_OR_ROMAN}\b")
#: What a range runs through, the Roman numerals first: "I to III" are numbers, "A to C" letters.
_SERIES = (
    [str(n) for n in range(1, 200)],
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"],
    [chr(n) for n in range(ord("A"), ord("Z") + 1)],
)


def roman(number: str) -> int:
    """The value of a Roman numeral, in capitals or small letters; KeyError for other letters."""
    values = [_DIGITS[c] for c in number.upper()]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _between(first: str, last: str) -> list[str]:
    """The members strictly between the two ends of a range."""
    for series in _SERIES:
        if first in series and last in series:
            return series[series.index(first) + 1 : series.index(last)]
    return []


def _enumerated(match: re.Match[str], items: re.Pattern[str]) -> list[Mention]:
    """The members of a list such as "4, 7 and 9" or "4-6" at group 1."""
    offset = match.start(1)
    full: list[Mention] = []
    for item in items.finditer(match[1]):
        member = Mention(item.group().upper(), offset + item.start(), offset + item.end())
        gap = match[1][full[-1].end - offset : item.start()].strip() if full else ""
        if gap in {"to", "-"}:
            start = full[-1].start
            full += [Mention(value, start, member.end) for value in _between(full[-1].value, member.value)]
        full.append(member)
    return full


def find_articles(text: str) -> tuple[Mention, ...]:
    """Articles named, value the number alone ("14", "4B")."""
    plain = text.translate(DASHES)
    return tuple(m for match in _ARTICLES.finditer(plain) for m in _enumerated(match, _ARTICLE_NUMBER))


def find_annexes(text: str) -> tuple[Mention, ...]:
    """Annexes named, value the letter or Roman number ("A", "II")."""
    plain = text.translate(DASHES)
    return tuple(m for match in _ANNEXES.finditer(plain) for m in _enumerated(match, _ANNEX_NAME))
