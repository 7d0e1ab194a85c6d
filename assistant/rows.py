"""Register rows that a question selects: by document, workstream, decision, meeting, date and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import divisions, picking
from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.matching import context_of, cover, covers, stems_of, weight
from assistant.narrowing import all_workstreams, names_whom, printed, says_about, taken
from assistant.understanding import Question
from corpus.dates import find_dates
from corpus.document import Document
from corpus.passage import Passage
from corpus.register import DeadlineRow, DecisionRow, WorkstreamRow
from index.filters import Filters
from index.hit import Term

_PLURAL = re.compile(r"(?i)\b(?:deadlines|dates|submissions|milestones|all|every|each|list|sort|how many)\b")
_TELLING, _MOST, _WHOLE = 0.6, 0.6, 0.98
#: Share of the best row's words that others need; what a word must weigh to choose among items.
_AS_MUCH, _TELLING_ITEM = 0.75, 0.4
_HEAD_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Selector:
    """Picks rows for one question. `terms` are the subject words that rows must bear on, if any do."""

    question: Question
    catalogue: Catalogue
    terms: tuple[Term, ...] = ()
    filters: Filters = Filters()

    def allows(self, passage: Passage) -> bool:
        """Whether the question's scope and the filters let this passage in."""
        document = self.catalogue.documents[passage.document_id]
        f = self.filters
        return (
            document.kind != "summary"
            and (self.question.scope in {None, document.kind} or self.question.scope == "summary")
            and (not f.documents or document.id in f.documents)
            and (not self.question.documents or document.id in self.question.documents)
            and (not f.source or document.kind in f.source)
            and (not f.workstreams or passage.workstream in f.workstreams)
            and (not f.decisions or bool(set(f.decisions) & set(passage.decisions)))
            and (f.since is None or (document.date is not None and document.date >= f.since))
            and (f.until is None or (document.date is not None and document.date <= f.until))
        )

    def bearing(self, passages: Sequence[Passage], *, strict: bool = False) -> list[Passage]:
        """Those of `passages` that bear on the subject words; all where there are no such words.

        Empty where no passage has most of the words and the question says that the rows are about
        something, or (`strict`) where a word tells something: a list of decisions is asked for in many
        words that are no subject, a list of items is not.
        """
        if not self.terms:
            return list(passages)
        terms = [_whole_where_printed(t, passages) for t in self.terms]
        shares = {p.id: cover(terms, p.text, context_of(p, self.catalogue))[:2] for p in passages}
        best = max((own for own, _ in shares.values()), default=0.0)
        if best < 0.6:
            telling = strict and any(weight(t) >= _TELLING for t in self.terms)
            return [] if self.topical or telling else list(passages)
        return [p for p in passages if shares[p.id][0] >= _AS_MUCH * best]

    def prints_subject(self, passages: Sequence[Passage]) -> bool:
        """Whether one of `passages` prints every subject word itself, one of which tells something."""
        telling = any(weight(t) >= _TELLING_ITEM for t in self.terms)
        return telling and any(cover(self.terms, p.text)[0] > 0.98 for p in passages)

    @property
    def topical(self) -> bool:
        """Whether the question says that the rows must be about something ("deadlines on cosmetics")."""
        return not self.question.workstreams and says_about(self.question)

    @property
    def _narrows(self) -> bool:
        """Whether subject words choose among the rows: under a workstream named only where it says so."""
        return not self.question.workstreams or says_about(self.question)

    @property
    def _bounded(self) -> bool:
        """Whether the question bounds days, other than by the date of the document it names."""
        q = self.question
        own = any(
            (q.since or day) <= day <= (q.until or day)
            for document in (self.catalogue.documents[d] for d in q.documents)
            for day in _days_of_head(document)
        )
        return bool(q.since or q.until) and not own

    @property
    def _prints_decisions(self) -> bool:
        """Whether a document asked about holds the text of decisions."""
        return any(
            p.decision and p.document_id in self.question.documents for p in self.catalogue.passages.values()
        )

    @property
    def _headed(self) -> bool:
        """Whether the rows must stand under the workstream named; a day to count from may stand anywhere."""
        return self.question.want in {"list", "count"} or self.question.order in {"first", "last"}

    @property
    def _plural(self) -> bool:
        return bool(self.question.documents) or _PLURAL.search(self.question.text) is not None

    def has_traits(self, passages: Sequence[Passage]) -> bool:
        """Whether a row with these passages has and lacks what the question says."""
        return all(t.shared or t.holds(passages) for t in self.question.traits)

    @property
    def shared(self) -> bool:
        """Whether only what stands in two passages or more is asked for."""
        return any(t.shared for t in self.question.traits)

    def pivot(self) -> DeadlineRow | None:
        """The dated deadline that the subject words point at best ("after the one on ..."), if one does."""
        rows = [
            r
            for r in self.catalogue.register.deadlines
            if r.date and self.allows(self.catalogue.passages[r.passage_id])
        ]
        if self.question.decisions:
            rows = [r for r in rows if set(self.question.decisions) & set(r.decisions)]
        elif self.terms:
            rows.sort(key=lambda r: -cover(self.terms, r.what)[0])
            rows = [r for r in rows[:1] if cover(self.terms, r.what)[0] >= 0.25]
        else:
            rows = []
        return rows[0] if rows else None

    def deadlines(self, *, bounded: bool = True) -> list[DeadlineRow]:
        """Deadlines in the days, workstreams and decisions asked for, by date; undated ones last."""
        q = self.question
        rows = [
            row
            for row in self.catalogue.register.deadlines
            if self.allows(self.catalogue.passages[row.passage_id])
            and (not q.decisions or set(q.decisions) & set(row.decisions))
            and (not q.workstreams or not self._headed or row.workstream in q.workstreams)
            and (not bounded or self._in_period(row))
        ]
        own = [r for r in rows if set(q.decisions) & {self.catalogue.passages[r.passage_id].decision}]
        rows = own or rows  # a decision's text sets its deadlines; others only tell of them
        return self._about(rows) if self.terms or names_whom(q.text) else rows

    def _in_period(self, row: DeadlineRow) -> bool:
        """Whether a deadline lies in the days asked for; "after" a day leaves that day out."""
        q = self.question
        if q.since is None and q.until is None:
            return True
        later = q.order == "after" and q.until is None and row.date == q.since
        return self._within(row.date) and not later

    def _about(self, rows: list[DeadlineRow]) -> list[DeadlineRow]:
        """Those of `rows` that have most of the subject words, by themselves or by where they stand.

        None where no row has and the words tell something; all of them where they tell nothing, or
        where the document or decision named has chosen the rows already.
        """
        terms = [t for t in self.terms if not asks("due", t.word)]
        passages = self.catalogue.passages
        asked = {w.stem for w in self.question.subject}
        bound = [(r, asked & stems_of(r.who or "")) for r in rows]
        if names_whom(self.question.text) and any(who for _, who in bound):
            most = max(len(who) for _, who in bound)
            return [r for r, who in bound if len(who) == most]
        covered = [
            cover(terms, f"{r.what} {r.who or ''}", context_of(passages[r.passage_id], self.catalogue))[:2]
            for r in rows
        ]
        best = max((own for own, _ in covered), default=0.0)
        telling = any(weight(t) >= _TELLING for t in terms)
        if best >= _MOST and (telling or not self.question.documents or (len(terms) > 1 and best > _WHOLE)):
            return [r for r, (own, _) in zip(rows, covered, strict=True) if own >= 0.8 * best]
        if self.question.documents or self.question.decisions:
            return [] if self.topical else rows
        near = max((context for _, context in covered), default=0.0)
        if near >= _MOST:
            return [r for r, (_, context) in zip(rows, covered, strict=True) if context >= 0.9 * near]
        sparing = len(self.catalogue.primary) > 1 or not self._plural
        return [] if self.topical or (telling and sparing) else rows

    def decisions(self) -> list[tuple[DecisionRow, tuple[Passage, ...]]]:
        """Decisions that documents name, with the passages that do, in the order they are first named."""
        q = self.question
        rows = []
        told = picking.picked(self)
        if told is not None:
            return told
        places = {p.id: i for i, p in enumerate(self.catalogue.passages.values())}
        for row in self.catalogue.register.decisions:
            ids = sorted((*row.named_in, *row.passages[:1]), key=lambda i: places.get(i, 0))
            passages = [p for i in ids if self.allows(p := self.catalogue.passages[i])]
            if q.meetings and not picking.of_meetings(row.id, q.meetings):
                continue
            if q.documents and (printed(q.text) or (taken(q.text) and self._prints_decisions)):
                passages = [p for p in passages if p.decision == row.id]
            if q.workstreams:
                passages = [p for p in passages if p.workstream in q.workstreams]
            if q.articles:
                passages = [p for p in passages if {m.value for m in p.mentions.articles} & set(q.articles)]
            dated = "date" in q.also and q.table == "decisions" and not (q.documents or q.traits)
            if self._bounded or dated:
                passages = [p for p in passages if any(self._within(d.date) for d in p.deadlines)]
            if passages and self.has_traits(passages) and len(passages) > self.shared:
                rows.append((row, tuple(passages)))
        if self.terms and self._narrows:
            kept = {p.id for p in self.bearing([p for _, ps in rows for p in ps])}
            narrowed = [(row, tuple(p for p in ps if p.id in kept)) for row, ps in rows]
            rows = [(row, ps) for row, ps in narrowed if ps]
        return sorted(rows, key=lambda pair: places.get(pair[1][0].id, 0))

    def _within(self, value: date | None) -> bool:
        q = self.question
        if value is None:
            return False
        return (q.since is None or value >= q.since) and (q.until is None or value <= q.until)

    def workstreams(self) -> list[tuple[WorkstreamRow, tuple[Passage, ...]]]:
        """Workstreams with their items; those that name a decision or bear on the subject, where asked."""
        q = self.question
        divided = divisions.division(self)
        if divided:
            return divided
        rows = []
        for row in self.catalogue.register.workstreams:
            heading = self.catalogue.passages[row.heading]
            if not self.allows(heading) or (q.item and q.workstreams and row.name not in q.workstreams):
                continue
            items = [self.catalogue.passages[i] for i in row.items]
            if q.decisions or q.articles or self.terms:  # anything under the heading may name it
                items = [
                    p
                    for p in self.catalogue.passages.values()
                    if p.document_id == row.document_id and p.workstream == row.name and p.role != "heading"
                ]
            if q.item and q.workstreams:
                items = [p for p in items if p.item == q.item]
            if q.decisions:
                items = [p for p in items if set(q.decisions) & set(p.decisions)]
            if q.articles:
                items = [p for p in items if {m.value for m in p.mentions.articles} & set(q.articles)]
            if items and self.has_traits(items):
                rows.append((row, tuple(items)))
        if self.terms and self._narrows and (self.topical or not all_workstreams(q.text)):
            kept = {p.id for p in self.bearing([p for _, ps in rows for p in ps])}
            narrowed = [(row, tuple(p for p in ps if p.id in kept)) for row, ps in rows]
            rows = [(row, ps) for row, ps in narrowed if ps]
        return rows

    def passages(self) -> list[Passage]:
        """Every passage of the documents, workstreams and decisions asked for."""
        q = self.question
        return [
            p
            for p in self.catalogue.passages.values()
            if self.allows(p)
            and (not q.workstreams or p.workstream in q.workstreams)
            and (not q.decisions or bool({p.decision, *p.decisions} & set(q.decisions)))
        ]

    def items(self) -> list[Passage]:
        """Items of the workstreams asked for; without one, items that name or bear on what is asked."""
        q = self.question
        found = []
        for row in self.catalogue.register.workstreams:
            if q.workstreams and row.name not in q.workstreams:
                continue
            found += [
                self.catalogue.passages[i] for i in row.items if self.allows(self.catalogue.passages[i])
            ]
        if not self.catalogue.register.workstreams and not q.workstreams:
            found = [
                p for p in self.catalogue.passages.values()
                if p.role in {"item", "operative"} and self.allows(p)
            ]  # fmt: skip
        if q.decisions:
            found = [p for p in found if set(q.decisions) & set(p.decisions)]
        if q.articles:
            found = [p for p in found if {m.value for m in p.mentions.articles} & set(q.articles)]
        if self._bounded:
            found = [p for p in found if any(self._within(day) for day in _days(p))]
        found = [p for p in found if self.has_traits([p])]
        if q.workstreams:
            chosen = self._narrows or (q.want == "list" and self.prints_subject(found))
            return self.bearing(found) if chosen else found
        return self.bearing(found, strict=True)


def _whole_where_printed(term: Term, passages: Sequence[Passage]) -> Term:
    """A term of several words as a whole, where a passage prints it so: its single words choose nothing."""
    if " " not in term.word or not term.phrases:
        return term
    phrase = replace(term, stems=())
    return phrase if any(covers(phrase, p.text) for p in passages) else term


def _days(passage: Passage) -> list[date | None]:
    """The days a passage sets; in a row of a table those it prints, whatever its column is called."""
    rows = find_dates(passage.text) if passage.role == "table_row" else []
    return [*(d.date for d in passage.deadlines), *(d.last for d in rows)]


def _days_of_head(document: Document) -> list[date]:
    """The days in the first lines of a document, by which people name it."""
    printed = [d.last for d in find_dates(document.text[:_HEAD_CHARACTERS]) if d.precision == "day"]
    return [*([document.date] if document.date else []), *printed[:2]]
