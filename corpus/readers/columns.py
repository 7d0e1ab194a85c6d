"""Columns of a PDF page: which lines stand in which, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.glyphs import MARKER, Line, Word


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
    gutter = _gutter(lines, left, right)
    if gutter is None:
        return _merged(lines, left, right, first_column)
    ordered: list[Placed] = []
    column = first_column
    for band in _bands(lines, gutter):
        sides = (
            [line for line in band if line.right <= gutter],
            [line for line in band if line.left >= gutter],
        )
        if min(map(len, sides)) >= 2:
            for side, low, high in ((sides[0], left, gutter), (sides[1], gutter, right)):
                low, high = min(line.left for line in side), max(line.right for line in side)
                ordered += _merged(side, low, high, column)
                column += 1
        else:
            ordered += _merged(band, left, right, column)
            column += 1
    return ordered


def _bands(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    """Lines from top to bottom, cut where one crosses the gutter."""
    bands: list[list[Line]] = [[]]
    crossing = False
    for line in sorted(lines, key=lambda each: each.base):
        crosses = line.left < gutter < line.right
        if crosses != crossing and bands[-1]:
            bands.append([])
        crossing = crosses
        bands[-1].append(line)
    return bands


def sides(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each column of a page, those across columns apart."""
    if not lines:
        return []
    gutter = _gutter(lines, min(line.left for line in lines), max(line.right for line in lines))
    if gutter is None:
        return [list(lines)]
    found: list[list[Line]] = [[], [], []]
    for line in lines:
        found[0 if line.right <= gutter else 1 if line.left >= gutter else 2].append(line)
    return found


def _gutter(lines: Sequence[Line], left: float, right: float) -> float | None:
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
        wide = all(_is_prose(side, width) for side in (before, after))
        if space >= 6 and wide and (best is None or len(before) + len(after) > best[0]):
            middle = (max(line.right for line in before) + min(line.left for line in after)) / 2
            best = len(before) + len(after), middle
    if best is None or best[0] < 0.9 * len(narrow):
        return None
    # Lines across the whole page part the columns into few bands; among indented lines they stand everywhere.
    beside = 0
    for band in _bands(lines, best[1]):
        prose = [line for line in band if len(line.text) > 12 or line.table is not None]
        on_the_left = sum(line.right <= best[1] for line in prose)
        if min(on_the_left, len(prose) - on_the_left) >= 4:
            beside += len(prose)
    return best[1] if beside >= 0.5 * len(narrow) else None


def _is_prose(side: Sequence[Line], width: float) -> bool:
    """Whether lines fill their column: the cells of a table do not."""
    own = max(line.right for line in side) - min(line.left for line in side)
    full = sum(line.right - line.left >= 0.7 * own for line in side)
    return own > 0.25 * width and full >= max(3, 0.3 * len(side))


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
