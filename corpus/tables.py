"""Rows of a table: their cells, and the deadlines that stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import find_dates
from corpus.lines import Block
from corpus.passage import Deadline

#: Columns that say by when something is due, and those that may: they do in a table of tasks.
_DUE_COLUMN = re.compile(
    r"(?i)\b(?:due|deadline|by when|target date|time ?line|time ?frame|until|no later than|closing date)\b"
    r"|\bby\W*$"
)
_DATED_COLUMN = re.compile(r"(?i)(?:date|when|dates?|day|date\s+to\s+remember)\W*$")
_TASK_COLUMN = re.compile(
    r"(?i)\b(?:who|step|task|action|activity|milestone|deliverable|responsib\w+|focal point"
    r"|contact|by whom|lead)\b"
)
_ACTOR_COLUMN = re.compile(
    r"(?i)\b(?:who|by whom|responsib\w+|actors?|lead|addressees?|action by|carried out by)\b"
    r"|^\W*from\W*$|(?:ed|en|sent|made)\s+by\W*$"
)
_CELL = re.compile(r"[^|\t]+")
_PERIOD = re.compile(r"(?:\d|[a-z])\s*(?:[-–—]|to|until|and)\s*$", re.IGNORECASE)

Span = tuple[int, int]


def cells(text: str, block: Block) -> tuple[Span, ...]:
    """Spans of the cells of the row `block` of `text`, without surrounding space; empty cells included.

    A cell that goes on in a second line of a table in columns gives its first line alone.
    """
    if not block.columns:
        inner = text[block.start : block.end].rstrip(" \t").removesuffix("|")
        stop = block.start + len(inner)
        start = block.start + len(inner) - len(inner.lstrip(" \t"))
        if "|" not in inner:
            return tuple(_trimmed(text, *cell.span()) for cell in _CELL.finditer(text, start, stop))
        start += text[start] == "|"
        bars = [start - 1, *(start + m.start() for m in re.finditer(r"\|", text[start:stop])), stop]
        return tuple(_trimmed(text, a + 1, b) for a, b in zip(bars, bars[1:], strict=False))
    begin = text.rfind("\n", 0, block.start) + 1
    begin += len(text[begin : block.start]) - len(text[begin : block.start].lstrip("\f"))
    stop = text.find("\n", begin, block.end)
    stop = stop if stop >= 0 else block.end
    edges = [*(begin + column for column in block.columns), stop]
    return tuple(_trimmed(text, min(a, stop), min(b, stop)) for a, b in zip(edges, edges[1:], strict=False))


def _trimmed(text: str, start: int, end: int) -> Span:
    cell = text[start:end]
    start += len(cell) - len(cell.lstrip())
    return start, max(start, start + len(cell.strip()))


def due_cells(text: str, names: Sequence[str], row: Sequence[Span], whole: Span) -> tuple[Deadline, ...]:
    """The deadlines of `row`, whose columns are called `names`; `whole` is the span of the row's passage.

    A period ("25-27 May") is when something takes place, no deadline.
    """
    tasks = any(_TASK_COLUMN.search(name) for name in names)
    who = next(
        (
            text[a:b]
            for name, (a, b) in zip(names, row, strict=False)
            if a < b and _ACTOR_COLUMN.search(name) and not find_dates(text[a:b])
        ),
        None,
    )
    what = text[whole[0] : whole[1]].strip("| \t")
    found = []
    for name, (start, end) in zip(names, row, strict=False):
        if not (_DUE_COLUMN.search(name) or (tasks and _DATED_COLUMN.match(name))):
            continue
        for day in find_dates(text[start:end]):
            if _PERIOD.search(text[start : start + day.start]):
                continue
            at, to = start + day.start, start + day.end
            found.append(Deadline(day.last, text[at:to], at, to, what, who))
    return tuple(found)
