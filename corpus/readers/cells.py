"""Cells of rows that no line parts: which words are one, which column they are in, which rest of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.readers.glyphs import MARKER, Line, Word

_NEAR = 3.0
_SPACE = 0.2  # a space, in sizes of its letters, at least
_PADDING = 1.1  # between two columns, in sizes of their letters, where they are close
_AMOUNT = re.compile(r"[\W\d]+$")
_COUNTED = re.compile(rf"{MARKER.pattern}|\S*\d")

Row = Sequence[Line]
Span = tuple[float, float]


def clusters(values: Sequence[float]) -> list[float]:
    """Values nearer than `_NEAR` as one, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def printed_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines from top to bottom, those on one baseline together, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.base):
        if rows and abs(rows[-1][0].base - line.base) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def column_of(line: Line, spans: Sequence[Span]) -> int | None:
    """The column that `line` is printed in: it begins, or ends, where that does."""
    near = (i for i, (a, b) in enumerate(spans) if abs(line.left - a) <= 4 or abs(line.right - b) <= 2)
    return next(near, None)


def parted(row: Row, near: Sequence[Row], starts: Sequence[float] = ()) -> list[Line]:
    """A row whose cells nearly touch, parted where rows of three cells and more nearby begin or end theirs.

    Two of those rows are asked for, and a cell that is already apart: words of prose meet such places only by
    chance. `starts` are places known beforehand.
    """
    full = [other for other in near if len(other) >= 3 and are_cells(other)]
    begun = [*starts, *_common([[line.left for line in other[1:]] for other in full])]
    ended = _common([[line.right for line in other[1:]] for other in full])
    apart = any(_at(line.left, begun) or _at(line.right, ended) for line in row[1:])
    if not apart:
        return list(row)
    parts: list[Line] = []
    for line in row:
        parts.append(Line([line.words[0]], line.page, line.table))
        for before, word in zip(line.words, line.words[1:], strict=False):
            if _at(word.left, begun) or (_AMOUNT.match(before.text) and _at(before.right, ended)):
                parts.append(Line([], line.page))
            parts[-1].words.append(word)
    return parts


def _at(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - place) <= 1 for place in places)


def _common(places: Sequence[Sequence[float]]) -> list[float]:
    """The places that two rows have."""
    return [
        x
        for x in clusters([x for row in places for x in row])
        if sum(any(abs(x - e) <= 1 for e in r) for r in places) >= 2
    ]


def are_cells(row: Row) -> bool:
    """Whether a row's parts are cells: not a list's marker and its text, not two columns of prose."""
    if len(row) == 2 and MARKER.match(row[0].text):
        return False
    return all(len(line.text) <= 45 for line in row) or len(row) >= 3


def goes_on(above: Row, row: Row, spans: Sequence[Span]) -> bool:
    """Whether a row holds only the rest of cells of the printed line `above`.

    A cell in the first column goes on in small letters, or where its next word did not fit above; so does
    each where several have something in them. Where all have, the first goes on in small letters. An amount
    is not carried on by another, nor a number in the first column.
    """
    places = [column_of(line, spans) for line in row]
    if len(row) == 1 and places != [0]:
        return places != [None]
    if len(row) == len(spans) and not row[0].text[:1].islower():
        return False
    if len(row) == 1 and row[0].right >= spans[1][0]:
        return False
    limits = [*(a - _PADDING * row[0].size for a, _ in spans[1:]), spans[-1][1]]
    for place, line in zip(places, row, strict=True):
        over = next((each for each in above if place is not None and column_of(each, spans) == place), None)
        if place is None or over is None or is_counted_twice(over.words, line.words, first=place == 0):
            return False
        word = line.words[0]
        full = over.right + _SPACE * line.size + word.right - word.left > limits[place]
        if not (full or line.text[:1].islower()):
            return False
    return True


def is_counted_twice(over: Sequence[Word], rest: Sequence[Word], *, first: bool) -> bool:
    """Whether both cells are amounts, or, in the first column, both begin with a number or a marker."""
    texts = [" ".join(word.text for word in cell) for cell in (over, rest)]
    return _both(_AMOUNT, *texts) or (first and _both(_COUNTED, over[0].text, rest[0].text))


def _both(form: re.Pattern[str], one: str, other: str) -> bool:
    return bool(form.match(one) and form.match(other))
