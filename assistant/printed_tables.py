"""The tables that documents print, as people read them: columns, named rows, groups, totals, notes below.

Form only: which table, row and column a question means is decided in `table_choice.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.catalogue import Catalogue
from assistant.figures import figure, numbers_in
from assistant.table_notes import IsWord, Known, Note, marked, notes_below, telling_words
from assistant.wording import flat
from corpus.passage import Passage

#: A row that sums others up, by its name.
_TOTAL = re.compile(
    r"(?i)^\W*(?:(?:grand|overall|sub|net)[ -]?)?totals?\b|^\W*sum(?: total)?\W*$|^\W*subtotal"
)
_CODE = re.compile(r"(?=.*\d)[A-Z][A-Za-z]{0,7}[-./:]?\d[\w./:-]*")
_GAP = re.compile(r"\S(?:.*?\S)??(?=\s{2,}|\t|\s*$)")
#: Share of a column's cells that say what kind of column it is.
_MOSTLY = 0.9
#: How many passages above a table may say what it shows.
_ABOVE = 3

Span = tuple[int, int]


def _is_number(cell: str) -> bool:
    """Whether a cell is a number, a list of numbers or a code ("A1"), which name a row only for short."""
    return bool(numbers_in(cell)) or figure(cell) is not None or _CODE.fullmatch(cell) is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at `span` of a row's text, without the `marks` of notes that are printed behind it."""

    span: Span
    text: str
    marks: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The number that the cell is, or None."""
        return figure(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, those left empty filled from above in `full`, and the row that heads its group."""

    passage: Passage
    cells: tuple[Cell, ...]
    full: tuple[str, ...]
    group: Passage | None = None
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a document. `rows` are those of data, in order; totals and heads of groups are apart.

    `columns` are the heads without marks, `above` the lines before it that say what it shows, `notes` those
    below it that a mark points at.
    """

    head: Passage
    columns: tuple[Cell, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    above: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()

    @cached_property
    def naming(self) -> int:
        """The column whose cells name the rows: the first of words that tell the rows apart."""
        for at in range(len(self.columns)):
            cells = [row.cells[at].text for row in self.rows if len(row.cells) > at]
            given = [c for c in cells if c]
            words = sum(not _is_number(c) and "://" not in c for c in given)
            if given and words >= _MOSTLY * len(cells) and len(set(given)) >= _MOSTLY * len(given):
                return at
        return 0

    @cached_property
    def numeric(self) -> tuple[int, ...]:
        """The columns of numbers."""
        return tuple(
            at for at in range(len(self.columns)) if self._is_of(at, lambda c: figure(c) is not None)
        )

    @cached_property
    def listing(self) -> tuple[int, ...]:
        """The columns that list numbers ("1-5, 7 and 9")."""
        return tuple(
            at
            for at in range(len(self.columns))
            if self._is_of(at, lambda c: bool(numbers_in(c)))
            and any(len(numbers_in(r.cells[at].text)) > 1 for r in self.rows)
        )

    def _is_of(self, at: int, kind: Callable[[str], bool]) -> bool:
        cells = [row.cells[at].text for row in self.rows]
        given = [c for c in cells if re.search(r"\w", c)]
        return len(given) > 1 and all(kind(c) for c in given)

    def name(self, row: Row) -> Cell:
        """The cell that names a row."""
        return row.cells[self.naming]

    def title(self, row: Row) -> str:
        """What a row is called: its name, or where that is empty its first words ("Total")."""
        return self.name(row).text or next((c.text for c in row.cells if c.text), "")

    def codes(self, row: Row) -> tuple[str, ...]:
        """The signs that other cells of a row name it by ("SB300-007")."""
        return tuple(c.text for c in row.cells if _CODE.fullmatch(c.text))

    @cached_property
    def place(self) -> str:
        """The words that say what the table shows: headings and lines above it, heads of columns."""
        return " \n ".join([*self.head.section, *(p.text for p in self.above), self.head.text])


@lru_cache(maxsize=4)
def printed_tables(catalogue: Catalogue, known: Known | None = None) -> tuple[Table, ...]:
    """The tables of all documents but the public summaries; `known` tells real words from others."""
    kinds = {d.id for d in catalogue.primary}
    passages = [p for p in catalogue.passages.values() if p.document_id in kinds]
    found: list[Table] = []
    is_word = telling_words(catalogue, known)
    for at, passage in enumerate(passages):
        if passage.role == "table_row" and len(catalogue.children(passage)) > 1:
            found += _table(passages, at, catalogue, is_word)
    return tuple(found)


def is_total(row: str) -> bool:
    """Whether the text of a row is that of a total: its first cell with words says so."""
    first = next((row[a:b] for a, b in spans(row) if re.search(r"\w", row[a:b])), "")
    return _TOTAL.search(first) is not None


def spans(row: str) -> tuple[Span, ...]:
    """The cells of a row's text, empty ones too: between bars, else where two spaces part them."""
    if "|" not in row:
        return tuple(m.span() for m in _GAP.finditer(row))
    start, stop = int(row.startswith("|")), len(row) - row.endswith("|")
    bars = [start - 1, *(m.start() for m in re.finditer(r"\|", row[:stop]) if m.start() >= start), stop]
    return tuple(_trimmed(row, a + 1, b) for a, b in zip(bars, bars[1:], strict=False))


def _trimmed(row: str, start: int, end: int) -> Span:
    cell = row[start:end]
    start += len(cell) - len(cell.lstrip())
    return start, max(start, start + len(cell.strip()))


def _table(passages: Sequence[Passage], at: int, catalogue: Catalogue, is_word: IsWord) -> Iterator[Table]:
    head = passages[at]
    below = catalogue.children(head)
    after = [p for p in passages[at + 1 :][: len(below) + 40] if p.document_id == head.document_id]
    after = after[len(below) :]
    notes = notes_below(after, [head.text, *(p.text for p in below)], catalogue, is_word)
    columns = _cells(head, notes, is_word)
    if len(columns) < 2:
        return
    rows, totals = _rows(below, len(columns), notes, is_word)
    above = tuple(
        p
        for p in passages[max(0, at - _ABOVE) : at]
        if p.document_id == head.document_id
        and p.section == head.section
        and p.role in {"paragraph", "heading"}
    )
    if len(rows) > 1:
        yield Table(head, columns, tuple(rows), tuple(totals), above, notes)


def _rows(
    passages: Sequence[Passage], width: int, notes: Sequence[Note], is_word: IsWord
) -> tuple[list[Row], list[Row]]:
    """The rows of data and those of totals; a row of one cell heads those after it, up to a total."""
    rows: list[Row] = []
    totals: list[Row] = []
    group: Passage | None = None
    last: tuple[str, ...] = ()
    for passage in passages:
        cells = _cells(passage, notes, is_word)
        filled = [c for c in cells if re.search(r"\w", c.text)]
        if len(filled) == 1 and (len(cells) == 1 or cells[0] is filled[0]):
            group, last = passage, ()
            continue
        if len(cells) != width or not filled:
            continue
        full = tuple(c.text or (last[i] if last and i == 0 else "") for i, c in enumerate(cells))
        if is_total(passage.text):
            totals.append(Row(passage, cells, full, group, total=True))
            group, last = None, ()
            continue
        rows.append(Row(passage, cells, full, group))
        last = full
    return rows, totals


def _cells(passage: Passage, notes: Sequence[Note], is_word: IsWord) -> tuple[Cell, ...]:
    found = []
    for start, end in spans(passage.text):
        text = passage.text[start:end]
        kept, marks = marked(text, [n.mark for n in notes], is_word)
        found.append(Cell((start, start + kept), flat(text[:kept]), marks))
    return tuple(found)
