"""Tables on a PDF page: found by their borders, by rules between rows, or by aligned columns.

A table becomes rows of cells, each cell a list of words; a cell that spans rows stands in each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.aligned import Rows, Table, aligned, last_table
from corpus.readers.carrying import alike, carried
from corpus.readers.cells import clusters
from corpus.readers.columns import sides
from corpus.readers.glyphs import Line, Printed, Word

_NEAR = 3.0
_STRIPE = 2.5
_OPEN_ROW = 6.0  # points that upright rules reach beyond the last level one at least


def tables(
    printed: Printed, lines: Sequence[Line], above: Table | None = None, below: Sequence[Line] = ()
) -> tuple[list[Table], list[Line]]:
    """The tables of a page from top to bottom, and the lines outside them.

    `above` is a table at the end of the page before, which may go on here; `below` are the next page's lines.
    """
    found: list[Table] = []
    left = list(lines)
    for region in [*_bordered(printed), *_ruled(printed)]:
        held = [line for line in left if _inside(line, region)]
        first = above if not found and above and not above.spans else None
        table = _filled(region, held, first)
        if table:
            found.append(carried(table, first) if first else table)
            taken = {id(line) for line in held}
            left = [line for line in left if id(line) not in taken]
    parts = sides(left, above)
    columns = parts[:-1] or parts
    following = [*columns[1:], *sides(below)[:1]]
    for place, side in enumerate(parts):
        own = aligned(side, above, following[place] if place < len(following) else ())
        found += [table for table, _ in own]
        taken = {id(word) for _, gone in own for line in gone for word in line.words}
        left = [line for line in left if id(line.words[0]) not in taken]
        above = last_table(side, own) if side else above
    return sorted(found, key=lambda t: (t.top, t.left)), left


@dataclass(slots=True)
class _Region:
    """Where a table may be: its upright and level rules."""

    xs: list[float]
    ys: list[float]
    across: list[tuple[float, float, float]]


def _joined(rules: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Rules of one position that touch, as one rule."""
    found: list[tuple[float, float, float]] = []
    for at, low, high in sorted(rules, key=lambda r: (round(r[0] / 1.5), r[1])):
        last = found[-1] if found else None
        if last and abs(last[0] - at) <= 2 and low <= last[2] + _NEAR:
            found[-1] = (last[0], last[1], max(last[2], high))
        else:
            found.append((at, low, high))
    return found


def _bordered(printed: Printed) -> list[_Region]:
    """Regions of rules that meet."""
    across, down = _joined(printed.across)[:400], _joined(printed.down)[:400]
    groups: list[tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]] = []
    for rule in down:
        met = [h for h in across if _meet(h, rule)]
        touching = [g for g in groups if any(h in g[0] for h in met)]
        merged = (
            sorted({*met, *(h for g in touching for h in g[0])}),
            [rule, *(v for g in touching for v in g[1])],
        )
        groups = [g for g in groups if all(g is not t for t in touching)] + [merged]
    regions = []
    for level, upright in groups:
        xs, ys = clusters([v[0] for v in upright]), _with_ends(clusters([h[0] for h in level]), upright)
        if len(ys) >= 3 or (len(ys) == 2 and len(xs) >= 3):
            if len(xs) == 1:
                xs = clusters([min(h[1] for h in level), *xs, max(h[2] for h in level)])
            regions.append(_Region(xs, ys, level))
    return regions


def _with_ends(ys: list[float], upright: Sequence[tuple[float, float, float]]) -> list[float]:
    """Level rules, and where upright ones end beyond them: a row that a page break cuts has no rule there."""
    below = [v[2] for v in upright if v[2] > ys[-1] + _OPEN_ROW]
    above = [v[1] for v in upright if v[1] < ys[0] - _OPEN_ROW]
    enough = max(2, len(upright) // 2)
    return [
        *([min(above)] if len(above) >= enough else []),
        *ys,
        *([max(below)] if len(below) >= enough else []),
    ]


def _meet(level: tuple[float, float, float], upright: tuple[float, float, float]) -> bool:
    """Whether a level and an upright rule cross or touch."""
    within = level[1] - _NEAR <= upright[0] <= level[2] + _NEAR
    return within and upright[1] - _NEAR <= level[0] <= upright[2] + _NEAR


def _ruled(printed: Printed) -> list[_Region]:
    """Regions between level rules of one width that no upright rule meets."""
    upright = printed.down
    free = [
        h for h in _joined(printed.across)
        if not any(_meet(h, v) for v in upright)
    ]  # fmt: skip
    groups: list[list[tuple[float, float, float]]] = []
    for rule in free:
        for group in groups:
            if abs(group[0][1] - rule[1]) <= 6 and abs(group[0][2] - rule[2]) <= 6:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [
        _Region([g[0][1], g[0][2]], clusters([h[0] for h in g]), g)
        for g in groups
        if len(g) >= 3 and g[0][2] - g[0][1] > 100
    ]


def _inside(line: Line, region: _Region) -> bool:
    middle, high = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return region.xs[0] - 4 <= middle <= region.xs[-1] + 4 and region.ys[0] - 2 <= high <= region.ys[-1] + 2


def _filled(region: _Region, held: Sequence[Line], above: Table | None) -> Table | None:
    """The table of a region, or None where its words stand in no columns.

    One row is a table where it stands in the columns of the table `above`, which ends the page before.
    """
    if not held:
        return None
    xs = region.xs
    if len(xs) <= 2:
        xs = [xs[0], *_gutters(held), xs[-1]]
    if len(xs) < 3:
        return None
    rows = _rows(region, held, xs)
    full = sum(sum(map(bool, row)) >= 2 for row in rows)
    if rows and above and alike(xs, above.columns):
        return Table(xs[0], region.ys[0], xs[-1], region.ys[-1], xs, rows)
    if len(rows) < 2 or full < 1 or (len(region.xs) <= 2 and 2 * full <= len(rows)):
        return None
    return Table(xs[0], region.ys[0], xs[-1], region.ys[-1], xs, rows)


def _rows(region: _Region, held: Sequence[Line], xs: Sequence[float]) -> Rows:
    """The rows between a region's level rules; where nothing parts its columns, also between its lines."""
    words = [word for line in held for word in line.words]
    bands = list(zip(region.ys, region.ys[1:], strict=False))
    if len(region.xs) <= 2:
        bands = [part for band in bands for part in _split(band, words, xs)]
    rows: Rows = []
    for top, bottom in bands:
        cells: list[list[Word]] = []
        for low, high in zip(xs, xs[1:], strict=False):
            over, under = top, bottom
            if len(region.xs) > 2:
                over, under = _cell(region, (low + high) / 2, top, bottom)
            cells.append(in_order([w for w in words if _within(w, low, high, over, under, xs)]))
        if any(cells):
            rows.append(cells)
    return rows


def _within(word: Word, low: float, high: float, top: float, bottom: float, xs: Sequence[float]) -> bool:
    middle, height = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    if low == xs[0]:
        low -= 50
    if high == xs[-1]:
        high += 50
    return low <= middle < high and top <= height < bottom


def _cell(region: _Region, x: float, top: float, bottom: float) -> tuple[float, float]:
    """The upper and lower border of the cell at `x` that holds the band from `top` to `bottom`."""
    ys = [y for y in region.ys if any(abs(h[0] - y) <= _NEAR and h[1] <= x <= h[2] for h in region.across)]
    over = max((y for y in ys if y <= top + _NEAR), default=top)
    return over, min((y for y in ys if y >= bottom - _NEAR), default=bottom)


def _gutters(held: Sequence[Line]) -> list[float]:
    """The middles of upright stripes that no word enters and beside which words are aligned."""
    words = sorted((word for line in held for word in line.words), key=lambda w: w.left)
    columns: list[list[Word]] = [[words[0]]]
    edge = words[0].right
    for word in words[1:]:
        if word.left > edge + _STRIPE:
            columns.append([])
        columns[-1].append(word)
        edge = max(edge, word.right)
    found: list[float] = []
    for before, after in zip(columns, columns[1:], strict=False):
        low, high = max(w.right for w in before), min(w.left for w in after)
        if high - low > 10 or _is_aligned(after):
            found.append((low + high) / 2)
    return found


def _is_aligned(column: Sequence[Word]) -> bool:
    """Whether most lines of a column begin, or end, at the same place."""
    rows: dict[int, list[Word]] = {}
    for word in column:
        rows.setdefault(round(word.base / 3), []).append(word)
    if len(rows) < 2:
        return False
    lefts = [min(w.left for w in row) for row in rows.values()]
    rights = [max(w.right for w in row) for row in rows.values()]
    return any(
        sum(abs(e - edges[len(edges) // 2]) <= 2 for e in edges) >= 0.6 * len(edges)
        for edges in (sorted(lefts), sorted(rights))
    )


def _split(
    band: tuple[float, float], words: Sequence[Word], xs: Sequence[float]
) -> list[tuple[float, float]]:
    """A band between two rules as rows.

    Where some lines stand closer than others, the wide steps part rows. Where all stand alike, a row begins
    with each line that has words in the first column, unless they go on in small letters.
    """
    inside = [w for w in words if band[0] <= (w.top + w.bottom) / 2 < band[1] and not w.raised]
    bases = clusters([w.base for w in inside])
    if len(bases) < 2:
        return [band]
    steps = [b - a for a, b in zip(bases, bases[1:], strict=False)]
    size = max(w.size for w in inside)
    if min(steps) < 1.4 * size and max(steps) > 1.22 * min(steps):
        opening = [b for b, step in zip(bases[1:], steps, strict=True) if step > 1.15 * min(steps)]
    else:
        first = [(w.base, w.text) for w in inside if w.left < xs[1] and not _has_before(w, inside)]
        opening = [
            b for b in bases[1:] if any(abs(at - b) <= _NEAR and not text[:1].islower() for at, text in first)
        ]
    tops = [min(w.top for w in inside if abs(w.base - b) <= _NEAR) for b in opening]
    cuts = [band[0], *(t - 1 for t in tops), band[1]]
    return list(zip(cuts, cuts[1:], strict=False))


def _has_before(word: Word, words: Sequence[Word]) -> bool:
    """Whether another word stands on the same line, left of this one."""
    return any(abs(w.base - word.base) <= _NEAR and w.left < word.left for w in words)


def in_order(words: Sequence[Word]) -> list[Word]:
    """Words line by line, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.base):
        if rows and word.base - rows[-1][0].base < 0.5 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [word for row in rows for word in sorted(row, key=lambda w: w.left)]
