"""Rows of a table that a question selects, by a value, a mark or a word, and how many rows there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING

from assistant import amounts
from assistant.evidence import Draft, Point, Quote
from assistant.figures import figure, numbers_in
from assistant.matching import covers, stems_of
from assistant.plurals import counted_noun, listed_noun
from assistant.printed_tables import Row, Table
from assistant.table_choice import MOST, Fit, columns_meant, telling
from assistant.table_days import asks_undated, by_day
from assistant.table_marks import mark_in
from assistant.table_notes import Note
from assistant.wording import flat, quoted, whole
from corpus.references import find_decisions, find_meetings
from corpus.words import content_words, stem, words
from index.hit import Term

if TYPE_CHECKING:
    from assistant.desk import Desk

_NEGATED = re.compile(r"(?i)\b(?:not|no|none|never|without|cannot)\b|n[’']t\b|\bun(?=connected|paid)")
_WHICH = re.compile(
    r"(?i)\b(?:which|what|whose|how many|list|name|all|every|any)\s+(?:of\s+)?(?:the\s+)?"
    r"((?:[\w’'-]+\s+){0,2}[\w’'-]+)"
)
_OF_REGISTER = re.compile(
    r"(?i)\b(?:which|what|list|how many|all|every)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?"
    r"(?:decisions?|resolutions?|deadlines?|dates?|meetings?|documents?|paragraphs?|contacts?)\b"
)
_NUMBERS = r"\d{1,3}(?:\s?[-–—]\s?\d{1,3}|\s+to\s+\d{1,3})?"
_LIST = re.compile(
    rf"(?i)\b([^\W\d]+)\s+({_NUMBERS}(?:\s*(?:,|\band\b|&)\s*(?:and\s+)?{_NUMBERS})*)(?![\d/.]*\d)"
)
_BOUND = re.compile(
    r"(?i)\b(?P<how>more than|over|above|greater than|larger than|higher than|exceed(?:s|ing)?|at least"
    r"|less than|fewer than|below|under|smaller than|lower than|at most|up to|exactly|equal to)\s+"
    r"(?:(?:EUR|USD|CHF|GBP)\s?|[€$£]\s?)?(?P<number>\d[\d,.  \u202f]*\d|\d)"
)
_BOUNDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "at least": ge, "at most": le, "up to": le, "exactly": eq, "equal to": eq, "less than": lt,
    "fewer than": lt, "below": lt, "under": lt, "smaller than": lt, "lower than": lt,
}  # fmt: skip
#: Share of the rows that rows selected by a word may be.
_SOME = 0.6
_SHOWN = 60
_OWN = 0.5


@dataclass(frozen=True)
class _Selected:
    """Rows of a table, the column whose value selects them, and the note that their mark points at."""

    fit: Fit
    rows: tuple[Row, ...]
    column: int | None = None
    notes: tuple[Note, ...] = ()


def selected(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """The rows with the value, the mark or the word asked for; None where no table is clearly meant."""
    question = desk.question
    if _OF_REGISTER.search(question.text):
        return None
    asked = [fit for fit in fits if asks_rows(fit, question.text)]
    if len(asked) == 1 and (listed_noun(question.text) or counted_noun(question.text)):
        asked = [replace(asked[0], sole=True)]
    if question.want in {"list", "count", "content"} or asks_undated(question.text):
        for fit in asked:
            chosen = by_day(fit, question)
            if chosen is not None:
                return _listed(desk, _Selected(fit, *chosen))
    if question.want in {"yes_no", "date", "reason", "compare", "order"}:
        return None
    for ways in ((_by_numbers, _by_bound), (_by_mark, _by_word)):
        found = [s for fit in asked for way in ways if (s := way(fit, question.text))]
        found.sort(key=lambda s: -s.fit.rank)
        if found:
            return _listed(desk, found[0])
    return None


def asks_rows(fit: Fit, text: str) -> bool:
    """Whether the things asked for are the rows: the head of their names or a line above says so."""
    table = fit.table
    place = " ".join(
        [table.columns[table.naming].text, *(p.text for p in table.above), *table.head.section[-1:]]
    )
    stems = {w.stem for w in content_words(place)}
    return any(stems & {w.stem for w in words(m[1])} for m in _WHICH.finditer(text))


def _by_numbers(fit: Fit, text: str) -> _Selected | None:
    """Rows whose list of numbers is the one asked for, or holds it."""
    table, plain = fit.table, _without_ids(text)
    if fit.share < MOST:
        return None
    for at in table.listing:
        named = {w.stem for w in content_words(table.columns[at].text)}
        every = frozenset(n for row in table.rows for n in numbers_in(row.cells[at].text))
        for match in _LIST.finditer(plain):
            asked = numbers_in(match[2])
            if stem(match[1]) not in named or not asked or not asked <= every:
                continue
            same = tuple(r for r in table.rows if len(asked) > 1 and numbers_in(r.cells[at].text) == asked)
            return _Selected(
                fit, same or tuple(r for r in table.rows if asked <= numbers_in(r.cells[at].text)), at
            )
    return None


def _without_ids(text: str) -> str:
    """`text` without the numbers of decisions and meetings."""
    for mention in sorted([*find_decisions(text), *find_meetings(text)], key=lambda m: -m.start):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _by_bound(fit: Fit, text: str) -> _Selected | None:
    """Rows whose figure is above, below or at the one that the question gives."""
    match = _BOUND.search(text)
    bound = figure(match["number"]) if match else None
    columns, _ = columns_meant(fit.table, text, fit.table.numeric)
    if match is None or bound is None or fit.share < MOST or not columns:
        return None
    holds: Callable[[Decimal, Decimal], bool] = _BOUNDS.get(match["how"].lower(), gt)
    picked = {
        at: tuple(r for r in fit.table.rows if (v := r.cells[at].value) is not None and holds(v, bound))
        for at in columns
    }
    if len(set(picked.values())) > 1:
        return None
    return _Selected(fit, picked[columns[0]], columns[0])


def _by_mark(fit: Fit, text: str) -> _Selected | None:
    """Rows with the mark of the notes that say what the question says of them."""
    mark, table = mark_in(text), fit.table
    said = {n.mark: n.mark == mark if mark else _says(n, fit, text) for n in table.notes}
    notes = tuple(n for n in table.notes if said[n.mark] and said[n.mark] == max(said.values()))
    marks = {n.mark for n in notes}
    rows = tuple(r for r in table.rows if any(marks & set(c.marks) for c in r.cells))
    return _Selected(fit, rows, notes=notes) if rows and rows != table.rows else None


def _says(note: Note, fit: Fit, text: str) -> int:
    """How many words of the question a note adds to the table; 0 if it lacks one or denies otherwise."""
    place = stems_of(fit.table.place)
    own = {w.stem for w in content_words(note.text)} - place
    said = {w.stem for w in content_words(text)} - place
    alike = bool(_NEGATED.search(text)) == bool(_NEGATED.search(note.text))
    return len(own & said) if alike and all(covers(t, note.text) for t in fit.left) else 0


def _by_word(fit: Fit, text: str) -> _Selected | None:
    """The few rows, or the group, that print all words of the question that the table itself lacks."""
    if not telling(fit.left) or fit.rows or not fit.clear:
        return None
    rows = tuple(r for r in fit.table.rows if all(_printed(t, r) for t in fit.left))
    return _Selected(fit, rows) if 0 < len(rows) <= _SOME * len(fit.table.rows) else None


def _printed(term: Term, row: Row) -> bool:
    return any(covers(term, cell) for cell in row.full)


def _listed(desk: Desk, found: _Selected) -> Draft:
    table, text = found.fit.table, desk.question.text
    if not found.rows:
        return Draft("not_in_documents", remark="No row of the table has this.", nearest=(whole(table.head),))
    points = []
    noun = counted_noun(text)
    if noun:
        number = len(found.rows)
        quotes = tuple(whole(r.passage) for r in found.rows)
        points.append(Point(f"{number} {noun}", quotes, "register", counted=(number,), layout="lead"))
    for note in found.notes:
        points.append(Point(quoted(flat(note.passage.text)), (whole(note.passage),), "quoted"))
    names = [table.title(row) for row in found.rows]
    for row, name in zip(found.rows[:_SHOWN], names, strict=False):
        others = [c.text for c in row.cells if c is not table.name(row)] if names.count(name) > 1 else []
        value = [row.cells[found.column].text] if found.column is not None else others
        said = " — ".join([name, *value])
        points.append(Point(said, (whole(row.passage),), "register", layout="item"))
    return Draft("answered", tuple(points))


def counted(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """How many rows a table has, without those of totals; None where no table is clearly asked about."""
    text = desk.question.text
    noun = counted_noun(text)
    if noun is None or amounts.is_unit(noun) or any(not r.total for r in fits[0].rows):
        return None
    likely = [f for f in fits if not telling(f.left) and f.own >= _OWN and _names(f.table, noun)]
    best = [f for f in likely if f.rank > likely[0].rank - 0.02]
    if not best or len({len(f.table.rows) for f in best}) > 1:
        return None
    table = best[0].table
    number = len(table.rows)
    quotes: tuple[Quote, ...] = (whole(table.head), *(whole(row.passage) for row in table.rows))
    return Draft(
        "answered", (Point(f"{number} {noun}", quotes, "register", counted=(number,), layout="lead"),)
    )


def _names(table: Table, noun: str) -> bool:
    """Whether the column of names is headed by the noun that is counted."""
    return stem(noun.split()[-1]) in {w.stem for w in content_words(table.columns[table.naming].text)}
