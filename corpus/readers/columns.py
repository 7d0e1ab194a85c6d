"""Columns of a PDF page: which lines stand in which, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.aligned import Table, aligned, last_table
from corpus.readers.glyphs import MARKER, Line, Word

_GUTTER = 6.0  # points between two columns at least


@dataclass(slots=True)
class Placed:
    """A line in the column it was set in."""

    line: Line
    left: float
    right: float
    column: int


def in_columns(lines: Sequence[Line], first_column: int = 0) -> list[Placed]:
    """The lines of a page, or of a part of it, in reading order."""
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    gutters = _gutters(lines, left, right)
    ordered: list[Placed] = []
    column = first_column
    for band in _bands(lines, gutters) if gutters else [list(lines)]:
        beside = [[line for line in band if _column(line, gutters) == n] for n in range(len(gutters) + 1)]
        if gutters and sum(len(side) >= 2 for side in beside) >= 2:
            for side in filter(None, beside):
                low, high = min(line.left for line in side), max(line.right for line in side)
                ordered += _merged(side, low, high, column)
                column += 1
        else:
            ordered += _merged(band, left, right, column)
            column += 1
    return ordered


def _column(line: Line, gutters: Sequence[float]) -> int | None:
    """Which column a line stands in, None for one across columns."""
    column = sum(line.left >= gutter for gutter in gutters)
    return column if column == len(gutters) or line.right <= gutters[column] else None


def _bands(lines: Sequence[Line], gutters: Sequence[float]) -> list[list[Line]]:
    """Lines from top to bottom, cut where one crosses a gutter.

    What stands right below such a line, with nothing beside it, belongs to it: the rest of a long title.
    """
    bands: list[list[Line]] = [[]]
    crossing = False
    for line in sorted(lines, key=lambda each: each.base):
        across = _column(line, gutters) is None
        crosses = across or (crossing and _ends(bands[-1][-1], line, lines, gutters))
        if crosses != crossing and bands[-1]:
            bands.append([])
        crossing = crosses
        bands[-1].append(line)
    return bands


def _ends(above: Line, line: Line, lines: Sequence[Line], gutters: Sequence[float]) -> bool:
    own = _column(line, gutters)
    beside = any(
        _column(other, gutters) != own
        for other in lines
        if abs(other.base - line.base) < 1.2 * line.size and other not in (line, above)
    )
    near = line.base - above.base < 1.35 * line.size and abs(line.size - above.size) < 0.5
    return near and not beside


def sides(lines: Sequence[Line], above: Table | None = None) -> list[list[Line]]:
    """The lines of each column of a page, from left to right, and last those across them.

    `above` is the table that ends the page before.
    """
    if not lines:
        return []
    gutters = _gutters(lines, min(line.left for line in lines), max(line.right for line in lines), above)
    if not gutters:
        return [list(lines)]
    return [[line for line in lines if _column(line, gutters) == n] for n in (*range(len(gutters) + 1), None)]


def _gutters(
    lines: Sequence[Line], left: float, right: float, above: Table | None = None
) -> tuple[float, ...]:
    """The middles of the stripes between columns of prose: one, two, or none."""
    gutter = _gutter(lines, left, right, above)
    return (gutter,) if gutter is not None else _two_gutters(lines, left, right)


def _two_gutters(lines: Sequence[Line], left: float, right: float) -> tuple[float, ...]:
    """The middles of the two stripes between three columns of prose, or none."""
    width = right - left
    narrow = [line for line in lines if line.right - line.left <= 0.36 * width]
    stripes = [_stripe(narrow, left + width / 3), _stripe(narrow, left + width * 2 / 3)]
    gutters = tuple(at for at in stripes if at is not None)
    if len(gutters) < 2 or len(narrow) < 0.6 * len(lines):
        return ()
    beside = 0
    for band in _bands(lines, gutters):
        columns = [[line for line in band if _column(line, gutters) == n] for n in range(3)]
        if sorted(map(len, columns))[1] >= 4 and all(_fills(column, width) for column in columns if column):
            beside += sum(_counts(line) for column in columns for line in column)
    return gutters if beside >= 0.8 * sum(map(_counts, narrow)) else ()


def _stripe(lines: Sequence[Line], near: float) -> float | None:
    """The middle of the widest upright stripe near a place that no line enters, or None."""
    reach = 0.1 * near
    edges = [near - reach, *(x for line in lines for x in (line.left, line.right) if abs(x - near) < reach)]
    clear = [
        (min((line.left for line in lines if line.left >= x), default=x) - x, x)
        for x in edges
        if not any(line.left < x < line.right for line in lines)
    ]
    space, low = max(clear, default=(0.0, 0.0))
    return low + space / 2 if space >= _GUTTER else None


def _fills(column: Sequence[Line], width: float) -> bool:
    """Whether most lines of a column of three fill it: the cells of a table do not."""
    own = max(line.right for line in column) - min(line.left for line in column)
    full = sum(line.right - line.left >= 0.7 * own for line in column)
    return own > 0.2 * width and full >= 0.6 * len(column)


def _gutter(lines: Sequence[Line], left: float, right: float, above: Table | None = None) -> float | None:
    """The middle of the stripe between two columns of prose, or None."""
    width = right - left
    narrow = [line for line in lines if line.right - line.left <= 0.55 * width]
    if len(narrow) < 8 or len(narrow) < 0.6 * len(lines):
        return None
    best: tuple[int, float] | None = None
    for step in range(30, 71, 2):
        at = left + width * step / 100
        before = [line for line in narrow if line.right <= at]
        after = [line for line in narrow if line.left >= at]
        if len(before) < 4 or len(after) < 4:
            continue
        space = min(line.left for line in after) - max(line.right for line in before)
        better = space >= _GUTTER and (best is None or len(before) + len(after) > best[0])
        if better and _are_prose(before, after, width, above):
            middle = (max(line.right for line in before) + min(line.left for line in after)) / 2
            best = len(before) + len(after), middle
    if best is None or best[0] < 0.9 * len(narrow):
        return None
    # Lines across the whole page part the columns into few bands; among indented lines they stand everywhere.
    beside = 0
    for band in _bands(lines, best[1:]):
        prose = [line for line in band if _counts(line)]
        on_the_left = sum(line.right <= best[1] for line in prose)
        if min(on_the_left, len(prose) - on_the_left) >= 4:
            beside += len(prose)
    return best[1] if beside >= 0.5 * sum(map(_counts, narrow)) else None


def _counts(line: Line) -> bool:
    """Whether a line is no marker and no short cell."""
    return len(line.text) > 12 or line.table is not None


def _are_prose(before: Sequence[Line], after: Sequence[Line], width: float, above: Table | None) -> bool:
    """Whether the lines of both sides fill their columns; those of tables do not, and are left aside then."""
    if _is_prose(before, before, width) and _is_prose(after, after, width):
        return True
    rest, last = _outside(before, above)
    return _is_prose(rest, before, width) and _is_prose(_outside(after, last)[0], after, width)


def _is_prose(lines: Sequence[Line], side: Sequence[Line], width: float) -> bool:
    """Whether `lines` of a side of the page fill its column: the cells of a table do not."""
    own = max(line.right for line in side) - min(line.left for line in side)
    markers = {round(line.base): line.left for line in lines if MARKER.match(line.text)}
    texts = [line for line in lines if not MARKER.match(line.text)]
    full = sum(line.right - markers.get(round(line.base), line.left) >= 0.7 * own for line in texts)
    return own > 0.25 * width and full >= max(3, 0.3 * len(texts))


def _outside(side: Sequence[Line], above: Table | None) -> tuple[list[Line], Table | None]:
    """The lines of a side that are in no table, and the table at its end."""
    found = aligned(side, above)
    words = {id(word) for _, taken in found for line in taken for word in line.words}
    return [line for line in side if id(line.words[0]) not in words], last_table(side, found)


def _merged(lines: Sequence[Line], left: float, right: float, column: int) -> list[Placed]:
    """Lines from top to bottom; parts of one printed line are one."""
    found: list[Placed] = []
    for line in sorted(lines, key=lambda each: each.base):
        last = found[-1].line if found else None
        whole = last is not None and last.table is None and line.table is None
        if (
            last
            and whole
            and abs(last.base - line.base) < 0.3 * max(last.size, line.size)
            and line.page == last.page
        ):
            words = [*last.words, *line.words] if line.left >= last.left else [*line.words, *last.words]
            second = line if line.left >= last.left else last
            second.words[0].before = _between(words[: len(words) - len(second.words)], second)
            found[-1].line = Line(words, line.page)
        else:
            found.append(Placed(line, left, right, column))
    return found


def _between(before: Sequence[Word], after: Line) -> str:
    """The space between two parts of a line: wide gaps stay wide, but not after a list's marker."""
    gap = after.left - before[-1].right
    marker = len(before) == 1 and MARKER.match(before[0].text)
    return (
        "   "
        if gap > 3 * after.size and not marker
        else ""
        if gap < 0.1 * after.size and not after.words[0].before
        else " "
    )
