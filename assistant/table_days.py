"""Rows of a table by the day that one of their cells prints: those of a time, or those without a day."""

from __future__ import annotations

import re

from assistant.printed_tables import Row, Table
from assistant.table_choice import Fit
from assistant.understanding import Question
from corpus.dates import find_dates

#: Asks for rows that have no day.
_UNDATED = re.compile(
    r"(?i)\b(?:no|without(?: an?| any)?|lack(?:s|ing)?(?: an?)?|not\s+(?:\w+\s+){0,2}?(?:an?|any)"
    r"|n['’]t\s+(?:\w+\s+){0,2}?(?:an?|any))\s+(?:\w+\s+)?(?:dates?|deadlines?|days?)\b|\bundated\b"
)
#: Share of a column's cells that print a day where the column is one of days.
_MOSTLY = 0.5


def asks_undated(text: str) -> bool:
    """Whether what has no day is asked for."""
    return _UNDATED.search(text) is not None


def by_day(fit: Fit, question: Question) -> tuple[tuple[Row, ...], int] | None:
    """The rows whose day lies in the time asked for, or that have none, and the column of days.

    None where days choose no rows.
    """
    columns = [at for at in range(len(fit.table.columns)) if _is_of_days(fit.table, at)]
    undated = asks_undated(question.text)
    if len(columns) != 1 or not (undated or question.since or question.until):
        return None
    found = []
    for row in fit.table.rows:
        days = find_dates(row.cells[columns[0]].text, years=True)
        day = days[-1].last if days else None
        if undated:
            chosen = day is None
        else:
            chosen = (
                day is not None
                and (question.since is None or day >= question.since)
                and (question.until is None or day <= question.until)
            )
        if chosen:
            found.append(row)
    return tuple(found), columns[0]


def _is_of_days(table: Table, at: int) -> bool:
    given = [row.cells[at].text for row in table.rows]
    return bool(given) and sum(bool(find_dates(c)) for c in given) >= _MOSTLY * len(given)
