"""Deadlines that stand in a table: dates in a column whose head says that something is due."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from corpus.passage import Deadline

_DUE_COLUMN = re.compile(r"(?i)\b(?:due|deadline|by when|target date|time ?line|time ?frame|until)\b")
_CELL = re.compile(r"[^|\t]+")
_BORDER = re.compile(r"\s*\|\s*|\t+")


def due_cells(header: str, row: str, offset: int) -> tuple[Deadline, ...]:
    """The deadlines of `row`, whose columns `header` names; spans count from `offset`."""
    columns = _BORDER.split(header.strip("| \t"))
    lead = len(row) - len(row.lstrip("| \t"))
    cells = list(_CELL.finditer(row, lead))
    found = []
    for column, cell in zip(columns, cells, strict=False):
        if not _DUE_COLUMN.search(column):
            continue
        for day in find_dates(cell.group()):
            start, end = cell.start() + day.start, cell.start() + day.end
            found.append(
                Deadline(day.last, row[start:end], offset + start, offset + end, row.strip("| \t"), None)
            )
    return tuple(found)
