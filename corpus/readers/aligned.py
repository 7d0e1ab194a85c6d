"""Tables of a PDF page without ruling lines: rows whose cells begin at the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.glyphs import MARKER, Line, Word

_NEAR = 3.0

Rows = list[list[list[Word]]]


@dataclass(slots=True)
class Table:
    """A table's place on its page, its columns' left edges, and its rows of cells."""

    left: float
    top: float
    right: float
    bottom: float
    columns: list[float]
    rows: Rows


def clusters(values: Sequence[float]) -> list[float]:
    """Values nearer than `_NEAR` as one, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def aligned(lines: Sequence[Line]) -> list[tuple[Table, list[Line]]]:
    """Tables without rules: three rows or more whose cells begin at the same places."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.base):
        if rows and abs(rows[-1][0].base - line.base) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda each: each.left)
    rows = [_parted(row, [*rows[max(0, n - 3) : n], *rows[n + 1 : n + 4]]) for n, row in enumerate(rows)]
    found: list[tuple[Table, list[Line]]] = []
    run: list[list[Line]] = []
    for row in [*rows, []]:
        if len(row) >= 2 and _cells(row) and (not run or _follows(run, row)):
            run.append(row)
            continue
        if run and row and len(row) < len(run[0]) and _wrapped(run, row):
            run.append(row)
            continue
        if table := _of_run(run):
            found.append((table, [line for each in run for line in each]))
        run = [row] if len(row) >= 2 and _cells(row) else []
    return found


def _parted(row: Sequence[Line], near: Sequence[Sequence[Line]]) -> list[Line]:
    """A row whose cells nearly touch, parted where rows of three cells and more nearby begin theirs.

    Two of those rows are asked for, and a last cell that is already apart: words of prose meet such places
    only by chance.
    """
    full = [[line.left for line in other[1:]] for other in near if len(other) >= 3 and _cells(other)]
    starts = [x for x in clusters(sum(full, [])) if sum(any(abs(x - e) <= 1 for e in r) for r in full) >= 2]
    if len(row) < 2 or not any(abs(row[-1].left - x) <= 1 for x in starts):
        return list(row)
    parts: list[Line] = []
    for line in row:
        parts.append(Line([line.words[0]], line.page, line.table))
        for word in line.words[1:]:
            if any(abs(word.left - x) <= 1 for x in starts):
                parts.append(Line([], line.page))
            parts[-1].words.append(word)
    return parts


def _cells(row: Sequence[Line]) -> bool:
    """Whether a row's parts are cells: not a list's marker and its text, not two columns of prose."""
    if len(row) == 2 and MARKER.match(row[0].text):
        return False
    return all(len(line.text) <= 45 for line in row) or len(row) >= 3


def _follows(run: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    gap = row[0].base - run[-1][0].base
    starts = [line.left for line in max(run, key=len)]
    met = sum(any(abs(line.left - start) <= 4 for start in starts) for line in row)
    return gap < 4 * row[0].size and met >= 2 and met >= len(row) - 1


def _wrapped(run: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    """Whether a row holds only the rest of cells above it."""
    gap = row[0].base - run[-1][0].base
    starts = [line.left for line in run[0]][1:]
    goes_on = abs(row[0].left - run[0][0].left) <= 4 and row[0].text[:1].islower()
    rest = row[1:] if goes_on else row
    return gap < 1.35 * row[0].size and all(any(abs(line.left - s) <= 4 for s in starts) for line in rest)


def _of_run(run: Sequence[Sequence[Line]]) -> Table | None:
    full = [row for row in run if len(row) >= 2]
    if len(full) < 3 or max(len(row) for row in full) < 3 and len(full) < 4:
        return None
    lefts = clusters([line.left for row in full for line in row])
    counts = [sum(any(abs(line.left - x) <= 4 for line in row) for row in full) for x in lefts]
    xs = [x - 1 for x, count in zip(lefts, counts, strict=True) if count >= 0.5 * len(full)]
    if len(xs) < 2:
        return None
    rows: Rows = []
    for row in run:
        cells: list[list[Word]] = [[] for _ in xs]
        for line in row:
            place = max((i for i, x in enumerate(xs) if x <= line.left + 4), default=0)
            cells[place] += line.words
        if len(row) >= 2 or not rows:
            rows.append(cells)
        else:
            for held, more in zip(rows[-1], cells, strict=True):
                held += more
    everything = [line for row in run for line in row]
    right = max(line.right for line in everything)
    return Table(
        xs[0], min(line.top for line in everything), right, max(line.bottom for line in everything),
        [*xs, right], rows,
    )  # fmt: skip
