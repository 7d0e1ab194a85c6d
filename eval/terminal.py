"""Text for a terminal: aligned tables and figures."""

from __future__ import annotations

from collections.abc import Sequence


def percent(share: float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as "93%"; "-" where nothing was measured. Only all of them are "100%"."""
    if share is None:
        return "-"
    shown = round(100 * share, digits)
    if shown >= 100 and share < 1:
        return f">{100 - 10**-digits:.{digits}f}%"
    return f"{shown:.{digits}f}%"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """`rows` below `head` in columns, the first aligned left and the others right."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]

    def line(row: Sequence[str]) -> str:
        first, *others = (
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join([first, *others]).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(head), rule, *(line(row) for row in rows)])
