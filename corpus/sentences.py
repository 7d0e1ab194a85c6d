"""Where sentences and clauses begin and end inside a passage.

Rules of form only: a full stop ends a sentence unless it closes an abbreviation, an initial or a
number; a semicolon ends a clause; a comma ends one where a new member of an enumeration follows.
"""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|art|arts|para|paras|mr|mrs|ms|dr|prof|st|vol|rev|add|corr|inf|dec|res|ref|distr"
    r"|e\.g|i\.e|cf|vs|etc|approx|conf|fig|ch|sec|p|pp|h\.e)|\b[a-z])\.$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*\(?\d{1,3}\.")  # "1. Venue": a number that opens a paragraph ends nothing
_STOP = re.compile(r"(?<![.!?])[.!?]+[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9À-Þ])|\n\s*\n")
_MEMBER = re.compile(
    r",\s+(?=and\s+(?!local\b|other\b)\w+(?:\s+\w+){0,2}\s+(?:of|on|to|with)\b"
    r"|(?:and\s+)?\w+(?:tion|sion|ment|ing|ance|ence|sis|al)\s+(?:of|on|in|to|with|and)\b"
    r"|as well as\s+(?!on\b)\w+(?:tion|sion|ment|ing)\b)"
)
_SEMICOLON = re.compile(r";\s+")

Span = tuple[int, int]


def is_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of `text` closes an abbreviation or an initial, not a sentence."""
    return _ABBREVIATION.search(text) is not None


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, without surrounding white space, in order."""
    spans: list[Span] = []
    begin = 0
    for match in _STOP.finditer(text):
        if match.group().startswith(".") and (
            _ABBREVIATION.search(text, max(begin, match.start() - 12), match.start() + 1)
            or _NUMBER.fullmatch(text, begin, match.start() + 1)
        ):
            continue
        spans.append(_trim(text, begin, match.end()))
        begin = match.end()
    spans.append(_trim(text, begin, len(text)))
    return [span for span in spans if span[0] < span[1]]


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the clauses of ``text[start:end]``: parts between semicolons and enumerated members."""
    end = len(text) if end is None else end
    cuts = [start]
    cuts += [m.end() for m in _SEMICOLON.finditer(text, start, end)]
    cuts += [m.end() for m in _MEMBER.finditer(text, start, end)]
    cuts = sorted(set(cuts)) + [end]
    spans = [_trim(text, a, b) for a, b in zip(cuts, cuts[1:], strict=False)]
    return [span for span in spans if span[0] < span[1]]


def around(spans: list[Span], position: int) -> Span:
    """The span of `spans` that holds `position` (the last one that begins at or before it)."""
    chosen = spans[0]
    for span in spans:
        if span[0] <= position:
            chosen = span
    return chosen
