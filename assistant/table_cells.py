"""The cell that a question means: its row by some of the question's words, its column by others.

"What is the capacity of the warehouse in Lima?": the row prints Lima, the head of a column capacity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import amounts
from assistant.catalogue import Catalogue, head_of
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.matching import covers, weight
from assistant.plurals import counted_noun
from assistant.printed_tables import Span, spans
from assistant.wording import flat, part, quoted, whole
from corpus.passage import Passage
from corpus.words import content_words, words

#: Share of the question's weight that row and head have to print together.
_MOST = 0.75
_NUMBER = re.compile(r"\W*\d[\d ,.]*\W*(?:[^\W\d]+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row under a head, and how much of the question row and column print, 0..1."""

    head: Passage
    row: Passage
    span: Span
    share: float

    @property
    def text(self) -> str:
        """What the cell prints."""
        return self.row.text[slice(*self.span)]


def cell(evidence: Evidence, catalogue: Catalogue) -> Cell | None:
    """The cell meant, or None where no row and no column, or more than one of them, fit as well."""
    words_asked = {w.stem for w in words(evidence.question.text)}
    best: list[Cell] = []
    for head in _heads(evidence.candidates, catalogue):
        columns = spans(head.text)
        for row in catalogue.children(head):
            if len(spans(row.text)) == len(columns):
                best += _fitting(head, columns, row, evidence, words_asked, catalogue)
    best.sort(key=lambda c: -c.share)
    if not best or best[0].share < _MOST or (len(best) > 1 and best[1].share >= best[0].share - 1e-9):
        return None
    return best[0]


def answered(found: Cell) -> Draft:
    """The cell, then the head of its table and its row."""
    lead = Point(flat(found.text), (part(found.row, found.span),), layout="lead")
    quotes = (whole(found.head), whole(found.row))
    return Draft("answered", (lead, *(Point(quoted(flat(q.text)), (q,)) for q in quotes)))


def in_its_column(draft: Draft | None, evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """A draft whose number is out of a row of several: that of the column named, or row and head alone."""
    row = draft.points[0].quotes[0].passage if draft and draft.points and draft.points[0].quotes else None
    head = catalogue.passages.get(row.parent or "") if row and row.role == "table_row" else None
    if row is None or head is None or len(spans(head.text)) != len(spans(row.text)):
        return draft
    asked = {w.stem for w in words(evidence.question.text)}
    numbers = [
        ({w.stem for w in content_words(head.text[slice(*column)])}, inner)
        for column, inner in zip(spans(head.text), spans(row.text), strict=True)
        if _NUMBER.fullmatch(row.text[slice(*inner)])
    ]
    if len(numbers) < 2:
        return draft
    named = [inner for title, inner in numbers if title and title <= asked]
    if len(named) == 1:
        return answered(Cell(head, row, named[0], 1.0))
    return Draft("answered", tuple(Point(quoted(flat(q.text)), (q,)) for q in (whole(head), whole(row))))


def _heads(candidates: Sequence[Candidate], catalogue: Catalogue) -> list[Passage]:
    """The heads of the tables whose rows were found."""
    found: dict[str, Passage] = {}
    for candidate in candidates:
        passage = candidate.passage
        if passage.role == "table_row":
            head = catalogue.passages.get(passage.parent or "") or passage
            if catalogue.children(head):
                found[head.id] = head
    return list(found.values())


def _fitting(
    head: Passage,
    columns: Sequence[Span],
    row: Passage,
    evidence: Evidence,
    asked: set[str],
    catalogue: Catalogue,
) -> list[Cell]:
    """The cells of a row under heads that the question names, the row being named by other words.

    Where a number is asked for, the only column of numbers needs no name.
    """
    terms = evidence.terms
    much = evidence.question.want == "amount" and counted_noun(evidence.question.text) is None
    numbers = _of_numbers(head, columns, catalogue) if much else None
    headed = head_of(catalogue.documents[row.document_id])
    context = " \n ".join([*row.section, headed])
    total = sum(weight(t) for t in terms) or 1.0
    by_row = [t for t in terms if covers(t, row.text)]
    if not by_row:
        return []
    found = []
    for column, inner in zip(columns, spans(row.text), strict=True):
        title = head.text[slice(*column)]
        named = {w.stem for w in content_words(title)} & asked
        if not (named or column == numbers) or any(covers(t, row.text[slice(*inner)]) for t in by_row):
            continue
        left = [
            t
            for t in terms
            if t not in by_row
            and not covers(t, title)
            and not covers(t, context)
            and not (column == numbers and amounts.names_kind(t.word))
        ]
        # the row that prints more of the question is meant, other than what names the document
        own = sum(weight(t) * (0.3 if covers(t, headed) else 1.0) for t in by_row) / total
        share = 1.0 - sum(weight(t) for t in left) / total + 0.01 * len(named) + 0.1 * own
        found.append(Cell(head, row, inner, share))
    return found


def _of_numbers(head: Passage, columns: Sequence[Span], catalogue: Catalogue) -> Span | None:
    """The one column that holds a number in every row of the table, or None."""
    rows = [(r, spans(r.text)) for r in catalogue.children(head)]
    found = [
        column
        for at, column in enumerate(columns)
        if rows and all(len(inner) > at and _NUMBER.fullmatch(r.text[slice(*inner[at])]) for r, inner in rows)
    ]
    return found[0] if len(found) == 1 else None
