"""What a document is called, told by its own head.

A paper with one decision is called by that; one with several by their numbers and the session that took
them ("Decisions 6/CMP.11 to 13/CMP.11: Report of the Conference of the Parties ... on its eleventh
session"); a letter by its subject; anything else by the line that says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.lines import Block
from corpus.meetings import ORDINAL
from corpus.words import fold

_FIRST_BLOCKS = 8
_HEAD_BLOCKS = 40
_LONGEST = 250  # characters of a line that says what a document is
#: Lines of a first page that are no title: symbols, dates, addresses.
_SYMBOL = re.compile(r"[A-Z]+(?:/[\w.-]+)+")
_NO_TITLE = re.compile(rf"{_SYMBOL.pattern}|\b(?:19|20)\d\d\b|^Secretariat\b|,.*,|@|(?i:\bbox\b)")
_WHAT_IT_IS = re.compile(
    r"(?i)(?:(?:draft|final|annual|joint|revised|provisional)\s+)*(?:report|guid(?:ance|elines?)|terms\s+of\s+reference"
    r"|notification|circular|memorandum|agenda|annotated|resolution|decision|rules|plan|programme|strategy|statement"
    r"|summary|note|manual|handbook|recommendation|declaration|procedures?)\b"
)
_CALLED = re.compile(r"(?i)\s*(?:draft\s+)?(?P<word>decision|resolution)\s+(?=\S)")
_SERIES = re.compile(r"(?P<before>.*?)(?P<number>\d+)(?P<after>(?:/[A-Z]+[.]?\d+)?)")
_SEVERAL = re.compile(r"(?:Decision|Resolution)s? [^:]+? (?:to|and) [^:]+(?=: )")
_MOST_LISTED = 3

_TREATY = (
    r"(?:[Tt]he\s+)?(?:(?!(?i:session|meeting)\b)[^\s|,]+\s+){0,6}?(?:Convention|Protocol|Agreement|Treaty)\b"
)
_OF_PARTIES = rf"(?:\s+of\s+(?:the\s+)?(?:Contracting\s+)?Parties(?:\s+to\s+{_TREATY})?)?"
_SITTING = r"(?:session|meeting|conference|assembly)"
_ORDINAL_SITTING = rf"(?<![\w-])(?i:{ORDINAL})\s+(?:[a-z]+\s+)?(?i:{_SITTING})\b{_OF_PARTIES}"
#: The sessions that heads print, the fullest first; "|" stands between blocks.
_SESSIONS = (
    re.compile(rf"(?i:report\s+of)\s+(?:the\s+)?(?:[^|;:]{{2,200}}?\s)??{_ORDINAL_SITTING}"),
    re.compile(
        r"(?i:the\s+)?(?:[A-Z]\w+\s+)?(?i:conference|meeting|assembly|committee|council|commission|board|body)\b"
        rf"(?:\s+(?:of|for)\s[^|,]{{3,120}}?)?[\s,|]+{_ORDINAL_SITTING}"
    ),
    re.compile(_ORDINAL_SITTING),
)


def title_of(text: str, blocks: Sequence[Block], titles: Sequence[Block], subject: str | None) -> str | None:
    """The title of a document, whose decisions `titles` open and whose head names `subject`."""
    if len(titles) > 1:
        session = _session(text, blocks[: blocks.index(titles[0])])
        return f"{_numbers(titles)}: {session}" if session else _numbers(titles)
    return _own_title(text, blocks, titles[0]) if titles else subject or _first_line(text, blocks)


def title_of_passages(title: str) -> str:
    """Of a document's `title` what stands above each passage.

    Where it names several decisions these are their numbers alone: the session that took them all tells none
    of them apart.
    """
    several = _SEVERAL.match(title)
    return several.group() if several else title


def _own_title(text: str, blocks: Sequence[Block], title: Block) -> str:
    """The line that opens the one decision, and where that is its number alone, the line below."""
    line = _words(text, title)
    below = next(iter(blocks[blocks.index(title) + 1 :]), None)
    bare = len(line.split()) <= 3 and ":" not in line
    if below and below.form == "text" and below.end - below.start < _LONGEST and bare:
        return f"{line}: {_words(text, below)}"
    return line


def _numbers(titles: Sequence[Block]) -> str:
    """The numbers of the decisions: "Decisions SC-21/5 and SC-21/6", "Decisions 6/CMP.11 to 13/CMP.11"."""
    kinds: dict[str, list[str]] = {}
    for title in titles:
        called = _CALLED.match(title.mark)
        kind = called["word"].capitalize() if called else "Decision"
        numbers = kinds.setdefault(kind, [])
        number = title.mark[called.end() if called else 0 :]
        if number not in numbers:
            numbers.append(number)
    parts = [f"{kind}{'s' if len(of) > 1 else ''} {_listed(of)}" for kind, of in kinds.items()]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _listed(numbers: Sequence[str]) -> str:
    read = [_SERIES.fullmatch(number) for number in numbers]
    series = [(m["before"], int(m["number"]), m["after"]) for m in read if m]
    first = series[0] if len(series) == len(numbers) else None
    in_turn = first and series == [(first[0], first[1] + i, first[2]) for i in range(len(series))]
    if len(numbers) > _MOST_LISTED or (in_turn and len(numbers) > 2):
        return f"{numbers[0]} to {numbers[-1]}"
    return " and ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)


def _session(text: str, head: Sequence[Block]) -> str | None:
    """The report, or the session of a body, that the blocks above the first decision name."""
    shown = " | ".join(_words(text, block) for block in head[:_HEAD_BLOCKS])
    for form in _SESSIONS:
        if found := form.search(shown):
            return re.sub(r"[\s,]*\|\s*", ", ", found.group())
    return None


def _first_line(text: str, blocks: Sequence[Block]) -> str | None:
    """Of the first lines the one that names the document; a line in capitals names who issues it."""
    lines = [
        _words(text, b)
        for b in blocks[:_FIRST_BLOCKS]
        if b.form in {"text", "markdown"} and b.end - b.start < _LONGEST
    ]
    lines = [line for line in lines if not _SYMBOL.fullmatch(line)] or lines
    if not lines:
        return None
    if not lines[0].isupper():
        # "Implementation Committee / Report of the Implementation Committee ...", but no sentence
        told = lines[1] if len(lines) > 1 and not lines[1].endswith((".", ";")) else ""
        if _WHAT_IT_IS.match(told) and fold(lines[0]) in fold(told):
            return told
        capital = next((line for line in lines[1:] if line.isupper() and _WHAT_IT_IS.match(line)), None)
        return f"{lines[0]}: {capital}" if capital else lines[0]
    rest = [line for line in lines[1:] if len(line.split()) > 1 and not _NO_TITLE.search(line)]
    named = next((line for line in rest if _WHAT_IT_IS.match(line)), rest[0] if rest else None)
    return f"{lines[0]}: {named}" if named else lines[0]


def _words(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())
