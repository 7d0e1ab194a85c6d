"""What a table answers: a cell, the most and the least, two rows beside each other, some rows, its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import table_figures, table_marks, table_members, table_rows
from assistant.evidence import Draft
from assistant.table_choice import fits

if TYPE_CHECKING:
    from assistant.desk import Desk

_WAYS = (
    table_marks.of_notes,
    table_members.member,
    table_figures.side_by_side,
    table_figures.edge,
    table_rows.selected,
    table_figures.cell,
    table_rows.counted,
    table_members.missing,
)


def tabled(desk: Desk) -> Draft | None:
    """The answer that a table gives; None where no table is clearly asked about."""
    if desk.question.want in {"rules", "header", "contact"}:
        return None
    found = fits(desk)
    return next((draft for way in _WAYS if found and (draft := way(desk, found)) is not None), None)
