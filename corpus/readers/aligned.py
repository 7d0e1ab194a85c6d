"""Tables of a PDF page without ruling lines: rows whose cells begin, or end, at the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.readers.cells import Row, Span, are_cells, clusters, column_of, goes_on, parted, printed_rows
from corpus.readers.glyphs import Line, Word

_NEARBY = 6  # printed lines above and below that tell where cells begin
_ENOUGH = 4  # rows of two cells that make a table
_STEP = 1.35  # from one line of a cell to the next, in sizes of its letters, at most

Rows = list[list[list[Word]]]


@dataclass(slots=True)
class Table:
    """A table's place on its page, its columns' left edges, and its rows of cells.

    Of one found by its alignment: `end` is its last printed line, `spans` say from where to where each column
    is printed, `margin` where the lines around it begin. `header` are the words of the first row of all, and
    `cut` says that its first row is the rest of the last one on the column or page before.
    """

    left: float
    top: float
    right: float
    bottom: float
    columns: list[float]
    rows: Rows
    end: Row = ()
    spans: list[Span] = field(default_factory=list)
    margin: float = 0.0
    header: list[str] | None = None
    cut: bool = False


@dataclass(slots=True)
class _Run:
    """Printed lines that follow each other as rows; `carried`: columns known from the table above."""

    carried: list[Span] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)

    @property
    def spans(self) -> list[Span]:
        """From where to where each column is printed: the lines with the most cells tell."""
        if self.carried:
            return self.carried
        most = max(map(len, self.lines))
        full = [row for row in self.lines if len(row) == most]
        return [(min(row[i].left for row in full), max(row[i].right for row in full)) for i in range(most)]


def aligned(
    lines: Sequence[Line], above: Table | None = None, below: Sequence[Line] = ()
) -> list[tuple[Table, list[Line]]]:
    """Tables without rules: three rows or more whose cells begin at the same places.

    `above` is a table at the end of the column or page before: what stands first and in its columns is the
    rest of it, be it one row. `below` are the lines of the next column or page: what stands last is a table
    where it goes on there.
    """
    rows = printed_rows(lines)
    margin = min((line.left for line in lines), default=0.0)
    found: list[tuple[Table, list[Line]]] = []
    if above and above.spans and rows and (table := _carried(above, rows, margin)):
        taken = [row for row in rows if row[0].base <= table.end[0].base]
        found.append((table, [line for row in taken for line in row]))
        rows = rows[len(taken) :]
    rows = [
        parted(row, [*rows[max(0, n - _NEARBY) : n], *rows[n + 1 : n + _NEARBY + 1]])
        for n, row in enumerate(rows)
    ]
    run = _Run()
    for row in [*rows, []]:
        if run.lines and row and _belongs(run, row):
            run.lines.append(row)
            continue
        if run.lines and (table := _of_run(run, margin, 0 if row else _more(run, margin, below))):
            used = [line for each in run.lines for line in each if line.base <= table.end[0].base + 2]
            found.append((table, used))
        run = _Run(lines=[row] if len(row) >= 2 and are_cells(row) else [])
    return found


def _more(run: _Run, margin: float, below: Sequence[Line]) -> int:
    """How many rows of the table that may be in `run` stand at the beginning of the lines `below`."""
    table = _of_run(run, margin, more=_ENOUGH) if below else None
    rest = _carried(table, printed_rows(below), min(line.left for line in below)) if table else None
    return sum(sum(map(bool, row)) > 1 for row in rest.rows) if rest else 0


def last_table(lines: Sequence[Line], found: Sequence[tuple[Table, list[Line]]]) -> Table | None:
    """The table of those `found` in `lines` that ends them."""
    return next((t for t, _ in found if t.bottom >= max(line.bottom for line in lines)), None)


def _belongs(run: _Run, row: Row) -> bool:
    """Whether a row is one of the run's: by its places, or as what may be the rest of the line above."""
    gap = row[0].base - run.lines[-1][0].base
    places = [column_of(line, run.spans) for line in row]
    if len(row) >= 2 and are_cells(row) and gap < 4 * row[0].size:
        met = sum(place is not None for place in places)
        if met >= 2 and met >= len(row) - 1:
            return True
    within = are_cells(row) if len(row) > 1 else places != [0] or row[0].right < run.spans[1][0]
    return gap < _STEP * row[0].size and None not in places and within


def _carried(above: Table, rows: Sequence[Row], margin: float) -> Table | None:
    """The table that the first rows of a column of lines are, if they carry on the table `above`."""
    shifts = [rows[0][0].left - a for a, _ in above.spans]
    shift = min(shifts, key=lambda each: abs(each - (margin - above.margin)))
    run = _Run([(a + shift, b + shift) for a, b in above.spans])
    before: Row = [_moved(line, shift) for line in above.end]
    header = 0
    cut = False
    for place, row in enumerate(rows):
        row = parted(row, (), [a for a, _ in run.carried[1:]])
        places = {column_of(line, run.carried) for line in row}
        if None in places or len(places) < len(row) or (len(row) > 1 and not are_cells(row)):
            break
        if place and row[0].base - rows[place - 1][0].base > 4 * row[0].size:
            break
        again = place == 0 and len(row) > 1 and [line.text for line in row] == above.header
        rest = not again and goes_on(before, row, run.spans)
        if len(row) < 2 and not rest:
            break
        header += again
        cut = cut or (rest and place == header)
        run.lines.append(row)
        before = before if again else row
    if len(run.lines) <= header:
        return None
    table = _of_run(run, margin, _ENOUGH, header if cut else None)
    if table:
        table.header, table.cut = above.header, cut
        table.rows = table.rows[header:]
    return table


def _moved(line: Line, shift: float) -> Line:
    return Line([replace(w, left=w.left + shift, right=w.right + shift) for w in line.words], line.page)


def _opening(run: _Run) -> list[bool]:
    """Which printed lines begin a row."""
    steps = [b[0].base - a[0].base for a, b in zip(run.lines, run.lines[1:], strict=False)]
    found = [True]
    for above, row, step in zip(run.lines, run.lines[1:], steps, strict=False):
        found.append(step >= _STEP * row[0].size or not goes_on(above, row, run.spans))
    return found


def _of_run(run: _Run, margin: float, more: int = 0, cut_at: int | None = None) -> Table | None:
    """The table that a run is, without lines at its end that begin a row of one cell.

    `more`: its rows elsewhere. `cut_at`: which printed line is the rest of a row above the run.
    """
    run = _Run(run.carried, [parted(row, run.lines) for row in run.lines])
    opens = _opening(run)
    lines = list(run.lines)
    while not run.carried and len(lines) > 1 and len(lines[-1]) == 1 and opens[-1]:
        lines.pop()
        opens.pop()
    full = [row for row, each in zip(lines, opens, strict=True) if len(row) >= 2 and each]
    enough = len(full) + more >= (3 if max(map(len, full), default=0) > 2 else _ENOUGH)
    xs = [a - 1 for a, _ in run.spans] if run.carried else _columns(run, full) if enough else []
    if len(xs) < 2:
        return None
    rows: Rows = []
    for place, (row, each) in enumerate(zip(lines, opens, strict=True)):
        if each or not rows or place == cut_at:
            rows.append([[] for _ in xs])
        for line in row:
            at = column_of(line, run.spans) if len(xs) == len(run.spans) else None
            if at is None:
                at = max((i for i, x in enumerate(xs) if x <= line.left + 4), default=0)
            rows[-1][at] += line.words
    everything = [line for row in lines for line in row]
    right = max(line.right for line in everything)
    top, bottom = min(line.top for line in everything), max(line.bottom for line in everything)
    header = [" ".join(word.text for word in cell) for cell in rows[0]]
    return Table(xs[0], top, right, bottom, [*xs, right], rows, lines[-1], run.spans, margin, header)


def _columns(run: _Run, full: Sequence[Row]) -> list[float]:
    """The columns' left edges, as the lines with the most cells part them or half of the rows have them."""
    spans = run.spans
    apart = all(b < c for (_, b), (c, _) in zip(spans, spans[1:], strict=False))
    if apart and sum(len(row) == len(spans) for row in full) >= 0.5 * len(full):
        return [a - 1 for a, _ in spans]
    lefts = clusters([line.left for row in full for line in row])
    counts = [sum(any(abs(line.left - x) <= 4 for line in row) for row in full) for x in lefts]
    return [x - 1 for x, count in zip(lefts, counts, strict=True) if count >= 0.5 * len(full)]
