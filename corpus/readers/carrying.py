"""Ruled tables over a page break: which one goes on, and whether its first row is the rest of one above."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.readers.aligned import Table
from corpus.readers.cells import is_counted_twice
from corpus.readers.glyphs import Word

_NEAR = 4.0
_ENDS = (".", ";", ":", "!", "?")


def alike(xs: Sequence[float], others: Sequence[float]) -> bool:
    """Whether two tables have the same columns; pages may stand apart by their margins."""
    if len(xs) != len(others):
        return False
    shift = others[0] - xs[0]
    return all(abs(x + shift - other) <= _NEAR for x, other in zip(xs, others, strict=True))


def carried(table: Table, above: Table) -> Table:
    """`table`, the first of its page, as what goes on of the table `above` that ends the page before.

    A header printed again is taken out where the row below it is the rest of the last one above.
    """
    if not alike(table.columns, above.columns) or not above.rows:
        return table
    header = above.header or _texts(above.rows[0])
    again = int(_texts(table.rows[0]) == header)
    if len(table.rows) > again and _goes_on(above, table.rows[again]):
        table.rows, table.cut = table.rows[again:], True
        table.header = header
    elif not again and len(table.rows[0]) == len(header):
        table.header = header
    return table


def _texts(row: Sequence[Sequence[Word]]) -> list[str]:
    return [" ".join(word.text for word in cell) for cell in row]


def _goes_on(above: Table, row: Sequence[Sequence[Word]]) -> bool:
    """Whether the cells of `row` are the rest of those of the last row of `above`.

    Each goes on in small letters, or where its first word did not fit above; one at least for certain: in
    small letters, or in the middle of a sentence of several lines.
    """
    certain = False
    for place, (over, rest) in enumerate(zip(above.rows[-1], row, strict=True)):
        if not rest:
            continue
        if not over or is_counted_twice(over, rest, first=place == 0):
            return False
        small = rest[0].text[:1].islower()
        full = _is_full(above, place, over, rest[0])
        if not (small or full):
            return False
        lines = {round(word.base) for word in over}
        certain = certain or small or (len(lines) > 1 and not over[-1].text.endswith(_ENDS))
    return certain


def _is_full(table: Table, place: int, over: Sequence[Word], word: Word) -> bool:
    """Whether `word` would not have fitted behind the words of a cell."""
    left, right = table.columns[place], table.columns[place + 1]
    padding = min(w.left for row in table.rows for w in row[place]) - left
    room = right - max(padding, 0.0) - over[-1].right
    return word.right - word.left + 0.2 * word.size > room
