"""Filters as SQL: which passages a search may find, decided before anything is ranked."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from index.filters import Filters


@dataclass(frozen=True, slots=True)
class Selection:
    """What may be found. `sql` selects passage numbers, or is None where all passages may be.

    `documents` are the numbers of allowed documents (None: all); `narrow` True where only some of their
    passages are allowed.
    """

    sql: str | None = None
    parameters: tuple[str | int, ...] = ()
    documents: tuple[int, ...] | None = None
    narrow: bool = False


def _in(column: str, values: Sequence[str | int]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})"


def select(read: sqlite3.Connection, filters: Filters) -> Selection:
    """The selection for `filters`. Documents without a date fall outside any bound on dates."""
    hidden = read.execute("SELECT 1 FROM documents WHERE state <> 'visible' LIMIT 1").fetchone()
    if filters == Filters() and not hidden:
        return Selection()
    wanted, values = ["state = 'visible'"], list[str | int]()
    for column, chosen in (("id", filters.documents), ("kind", filters.source)):
        if chosen:
            wanted.append(_in(column, chosen))
            values += chosen
    if filters.since:
        wanted.append("day >= ?")
        values.append(filters.since.isoformat())
    if filters.until:
        wanted.append("day <= ?")
        values.append(filters.until.isoformat())
    rows = read.execute(f"SELECT no FROM documents WHERE {' AND '.join(wanted)}", values)
    documents = tuple(int(no) for (no,) in rows)
    parts, parameters = [_in("document_no", documents)], list[str | int](documents)
    if filters.workstreams:
        parts.append(_in("workstream", filters.workstreams))
        parameters += filters.workstreams
    if filters.decisions:
        parts.append(
            f"no IN (SELECT passage_no FROM passage_decisions WHERE {_in('decision', filters.decisions)})"
        )
        parameters += filters.decisions
    return Selection(
        f"SELECT no FROM passages WHERE {' AND '.join(parts)}",
        tuple(parameters),
        documents,
        bool(filters.workstreams or filters.decisions),
    )
