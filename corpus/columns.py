"""Tables whose columns are kept apart by runs of spaces, found by the gutters that run down them.

A gutter is a stretch of positions that is blank in every line of a block. Two gutters make a table, however
many lines only carry a cell on; one does where a rule stands under the first line, or where every line is cut
at it in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CHUNK = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"\s*[-–—_=]{3,}(?:\s+[-–—_=]{3,})*\s*$")
_MARKER = re.compile(r"\s*(?:[-–—•*▪◦●○·‣]|\(?\w{1,4}[.)])\s")
_WIDEST = 220  # characters of a line
_LONGEST_ROW = 12  # lines of a row between bars
_FULL = 0.6  # of the lines of a table of two columns without a rule, those that fill both


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A line of a table: whether it opens a row, and where its columns begin (positions in the line)."""

    opens: bool
    columns: tuple[int, ...]


def column_lines(lines: Sequence[str]) -> dict[int, ColumnLine]:
    """The lines that belong to tables in columns, by their index; rules are left out."""
    found: dict[int, ColumnLine] = {}
    index = 0
    while index < len(lines):
        if not lines[index].strip() or _RULE.match(lines[index]):
            index += 1
            continue
        end = index
        while end < len(lines) and lines[end].strip():
            end += 1
        if end - index >= 3:
            found.update(_table(lines, index, end))
        index = end
    return found


def wrapped_rows(lines: Sequence[str]) -> dict[int, ColumnLine]:
    """The lines of rows between bars that go on below ("| Party | Scale", "(per cent) |"), by their index."""
    found: dict[int, ColumnLine] = {}
    for first, line in enumerate(lines):
        row = line.strip()
        if first in found or not row.startswith("|") or row.endswith("|"):
            continue
        for last in range(first + 1, min(first + _LONGEST_ROW, len(lines))):
            row = lines[last].strip()
            if not row or row.startswith("|"):
                break
            if row.endswith("|"):
                found |= {i: ColumnLine(i == first, ()) for i in range(first, last + 1)}
                break
    return found


def _table(lines: Sequence[str], first: int, end: int) -> dict[int, ColumnLine]:
    """The table that the block of lines `first` to `end` is, or nothing."""
    rows = [i for i in range(first, end) if not _RULE.match(lines[i])]
    texts = [lines[i].rstrip().lstrip("\f") for i in rows]
    if len(rows) < 3 or any(len(t) > _WIDEST or "|" in t or "\t" in t for t in texts):
        return {}
    chunks = [(m.start(), m.end()) for m in _CHUNK.finditer(texts[0])]
    ruled = len(rows) < end - first and rows[1] == rows[0] + 2
    cuts = _cuts(texts, {start for start, _ in chunks})
    if len(chunks) < 2 or not cuts:
        return {}
    if len(cuts) == 1 and not (ruled or _is_even(texts, cuts[0])):
        return {}
    filled = [[bool(cell.strip()) for cell in _split(text, cuts)] for text in texts]
    full = sum(sum(cells) > 1 for cells in filled)
    if full < 3 or (full < _FULL * len(texts) and not (ruled or len(cuts) > 1)):
        return {}
    columns = (min(len(t) - len(t.lstrip()) for t in texts), *cuts)
    return {
        i: ColumnLine(at < 2 or not _carries_on(text, cells), columns)
        for at, (i, text, cells) in enumerate(zip(rows, texts, filled, strict=True))
    }


def _cuts(texts: list[str], heads: set[int]) -> list[int]:
    """Where columns begin after the first: the right ends of the gutters.

    A gutter is two positions wide, or one where a column's head stands right after it.
    """
    left = min(len(t) - len(t.lstrip()) for t in texts)
    cuts, blank = [], 0
    for position in range(left, max(len(t) for t in texts)):
        if all(position >= len(t) or t[position] == " " for t in texts):
            blank += 1
            continue
        if blank >= 2 or (blank and position in heads):
            cuts.append(position)
        blank = 0
    return cuts


def _is_even(texts: list[str], cut: int) -> bool:
    """Whether every line has two parts, the second right at `cut`, and none is a field or a list item."""
    return all(
        len(_CHUNK.findall(t)) == 2
        and t[cut : cut + 1].strip()
        and t[: cut - 2].strip()
        and not t[:cut].rstrip().endswith((":", "."))
        and not _MARKER.match(t)
        for t in texts
    )


def _split(text: str, cuts: list[int]) -> list[str]:
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _carries_on(text: str, filled: list[bool]) -> bool:
    """Whether a line is the rest of the row above it: one cell alone, or a first cell that goes on."""
    return sum(filled) == 1 or not filled[0] or (text.lstrip()[:1].islower() and not all(filled))
