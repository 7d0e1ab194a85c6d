"""Figures of a table: the cell of a row and a column, the row with the most or the least, two rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.asking import asks
from assistant.evidence import Draft, Point
from assistant.matching import covers
from assistant.plurals import asked_noun, counted_noun, listed_noun
from assistant.printed_tables import Row, Table
from assistant.table_choice import MOST, Fit, columns_meant, unsaid
from assistant.table_rows import asks_rows
from assistant.wording import flat, listed, part, quoted, whole
from corpus.words import content_words, stem

if TYPE_CHECKING:
    from assistant.desk import Desk

_LARGEST = re.compile(
    r"(?i)\b(?:largest|biggest|highest|greatest|maximum|top|(?<!at )(?:the )?most(?! (?:recent|important)))\b"
)
_SMALLEST = re.compile(
    r"(?i)\b(?:smallest|lowest|minimum|fewest|(?<!at )(?<!at the )least(?! (?:developed|important)))\b"
)
_MORE = re.compile(r"(?i)\b(?:bigger|larger|higher|greater|more)\b")
_LESS = re.compile(r"(?i)\b(?:smaller|lower|less|fewer)\b")
_BESIDE = re.compile(r"(?i)\b(?:compare[sd]?|comparison|versus|vs|differen\w+|than|or)\b")
_EACH = re.compile(r"(?i)\b(?:each|both|respective(?:ly)?|and)\b")
_WHO = re.compile(r"(?i)\b(?:who|whose|whom)\b")
#: How well a column's head has to fit a question that asks for no amount.
_NAMED = 0.99
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(
    rf"(?i)\b(?:which|what|the|top|list|name)\s+({'|'.join(_WORDS)}|\d{{1,2}})\s+(?!per\b|EUR\b|USD\b)"
)
_TIED = 12  # rows that may share the edge


def cell(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """The figure in the row named and the column meant, then head and row; None if either is unclear."""
    question = desk.question
    if question.want not in {"amount", "count", "content", "list"} or _compares(question.text):
        return None
    found: list[tuple[float, Fit, tuple[int, ...]]] = []
    for fit in fits:
        rows = fit.rows
        if fit.share < MOST or not rows or (rows[0].total and unsaid(fit.table, rows[0], question.text)):
            continue
        if len({fit.table.title(r) for r in rows}) > 1 and not _EACH.search(question.text):
            continue
        among = [at for at in (*fit.table.numeric, *fit.table.listing) if at != fit.table.naming]
        columns, named = columns_meant(fit.table, question.text, among)
        asked = question.want == "amount" or named >= _NAMED or _asks_for(columns, fit.table, question.text)
        if columns and asked:
            found.append((fit.rank + 0.3 * named, fit, columns))
    if not found:
        return None
    best = max(found, key=lambda f: f[0])
    rivals = [f for f in found if f[0] > best[0] - 0.02 and f[1] is not best[1]]
    if rivals:
        return None
    _, fit, columns = best
    return _cells(fit, columns)


def _asks_for(columns: Sequence[int], table: Table, text: str) -> bool:
    """Whether the thing asked for is what a column's head calls it ("which scopes", "what fee")."""
    noun = counted_noun(text) or listed_noun(text) or asked_noun(text)
    named = {stem(w) for w in (noun or "").split()[-1:]}
    return any(named & {w.stem for w in content_words(table.columns[at].text)} for at in columns)


def _cells(fit: Fit, columns: Sequence[int]) -> Draft:
    table, points = fit.table, []
    several = len(columns) > 1 or len(fit.rows) > 1
    for row in fit.rows:
        for at in columns:
            cell = row.cells[at]
            head = part(table.head, table.columns[at].span)
            name = f"{table.title(row)}, " if len(fit.rows) > 1 else ""
            quotes = (whole(row.passage) if name else part(row.passage, cell.span), head)
            said = f"{name}{flat(head.text)}: **{cell.text}**" if several else f"**{cell.text}**"
            points.append(Point(said, quotes, "register", layout="item" if several else "lead"))
    return Draft("answered", (*points, *printed(table, fit.rows)))


def printed(table: Table, rows: Sequence[Row]) -> tuple[Point, ...]:
    """Rows as they stand, the head of the columns before them."""
    passages = [table.head, *(row.passage for row in rows)]
    return tuple(Point(quoted(flat(p.text)), (whole(p),), "quoted") for p in passages)


def edge(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """The row with the most or the least in the column meant; None where column or table is unclear."""
    question, text = desk.question, desk.question.text
    high, low = _LARGEST.search(text) is not None, _SMALLEST.search(text) is not None
    if high == low or asks("definition", text):
        return None
    found: list[tuple[float, Fit, int, tuple[Row, ...]]] = []
    for fit in fits:
        if fit.share < MOST or not (_WHO.search(text) or asks_rows(fit, text)):
            continue
        rows = _of_group(fit)
        columns, named = columns_meant(fit.table, text, fit.table.numeric)
        edges = {at: _edge(rows, at, high, _many(text)) for at in columns}
        if not (fit.clear or named or question.decisions or question.documents):
            continue
        if edges and len(set(edges.values())) == 1 and edges[columns[0]]:
            found.append((fit.rank + 0.3 * named, fit, columns[0], edges[columns[0]]))
    found.sort(key=lambda f: -f[0])
    if not found or len(found[0][3]) > _TIED:
        return None
    names = [{found[0][1].table.name(r).text for r in found[0][3]}]
    names += [{f[1].table.name(r).text for r in f[3]} for f in found[1:] if f[0] > found[0][0] - 0.02]
    if any(n != names[0] for n in names):
        return None
    _, fit, at, rows = found[0]
    return Draft("answered", (*_leads(fit.table, rows, at), *printed(fit.table, rows)))


def _of_group(fit: Fit) -> tuple[Row, ...]:
    """All rows, or those of the group named; none where a table has groups and none of them is named."""
    groups = {row.group.id: row.group for row in fit.table.rows if row.group}
    if len(groups) < 2 and all(bool(row.group) == bool(groups) for row in fit.table.rows):
        return fit.table.rows
    named = [g for g in groups.values() if fit.left and all(covers(t, g.text) for t in fit.left)]
    return tuple(r for r in fit.table.rows if r.group is named[0]) if len(named) == 1 else ()


def _many(text: str) -> int:
    """How many rows are asked for: "the three largest", "which two Parties"."""
    match = _NUMBER.search(text)
    return 1 if match is None else int(match[1]) if match[1].isdigit() else _WORDS.index(match[1].lower()) + 2


def _edge(rows: Sequence[Row], at: int, high: bool, many: int) -> tuple[Row, ...]:
    """The `many` rows with the most or the least, those that share the last place too."""
    given = [(value, row) for row in rows if (value := row.cells[at].value) is not None]
    if len(given) <= many:
        return ()
    given.sort(key=lambda pair: pair[0], reverse=high)
    last = given[many - 1][0]
    return tuple(row for value, row in given if (value >= last if high else value <= last))


def _leads(table: Table, rows: Sequence[Row], at: int) -> tuple[Point, ...]:
    """Each row's name with its figure, the first as what leads."""
    return tuple(
        Point(
            f"**{table.name(row).text}** — {row.cells[at].text}",
            (whole(row.passage), part(table.head, table.columns[at].span)),
            "register",
            layout="lead" if len(rows) == 1 else "item",
        )
        for row in rows
    )


def _compares(text: str) -> bool:
    return bool(_MORE.search(text) or _LESS.search(text) or asks("compare", text))


def side_by_side(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """Two rows or more compared in one column, the one asked for first; None where that is unclear."""
    text = desk.question.text
    if not (_BESIDE.search(text) and (_compares(text) or _LARGEST.search(text) or _SMALLEST.search(text))):
        return None
    found: list[tuple[float, Fit, int]] = []
    for fit in fits:
        names = {fit.table.name(r).text for r in fit.rows if not r.total}
        if fit.share < MOST or len(names) < 2:
            continue
        columns, named = columns_meant(fit.table, text, fit.table.numeric)
        orders = {tuple(_ordered(fit.rows, at)) for at in columns}
        if len(orders) == 1 and all(r.cells[at].value is not None for r in fit.rows for at in columns):
            alone = 0.02 * (len(fit.table.numeric) == 1)
            found.append((fit.rank + 0.3 * named + alone, fit, columns[0]))
    if not found:
        return None
    _, fit, at = max(found, key=lambda f: f[0])
    few = bool(_LESS.search(text) or _SMALLEST.search(text))
    rows = _ordered(fit.rows, at)[:: 1 if few else -1]
    values = [row.cells[at].value for row in rows]
    said = _verdict(desk, fit, rows, values, few)
    head = part(fit.table.head, fit.table.columns[at].span)
    lead = Point(said, (*(whole(r.passage) for r in rows), head), "register", layout="lead")
    return Draft("answered", (lead, *_leads(fit.table, rows, at), *printed(fit.table, rows)))


def _ordered(rows: Sequence[Row], at: int) -> list[Row]:
    return sorted(rows, key=lambda r: r.cells[at].value or Decimal(0))


def _verdict(desk: Desk, fit: Fit, rows: Sequence[Row], values: Sequence[Decimal | None], few: bool) -> str:
    """Which row it is; "Yes" or "No" where the question says it of the row that it names first."""
    names = [fit.table.name(row).text for row in rows]
    if values[0] == values[1]:
        return f"The same: {listed(names)}"
    if not desk.question.yes_no:
        return f"**{names[0]}**"
    word = "Yes" if rows[0] is fit.rows[0] else "No"
    return f"{word}: **{names[0]}** has the {'smaller' if few else 'larger'} figure"
