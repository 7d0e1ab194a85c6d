"""Register rows that a question selects: by document, workstream, decision, meeting, date and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.catalogue import Catalogue
from assistant.matching import context_of, cover, weight
from assistant.understanding import Question
from corpus.passage import Passage
from corpus.register import DeadlineRow, DecisionRow, WorkstreamRow
from index.hit import Filters, Term

_PLURAL = re.compile(r"(?i)\b(?:deadlines|dates|submissions|milestones|all|every|each|list|sort|how many)\b")
_TELLING = 0.6
_TOPICAL = re.compile(
    r"(?i)\b(?:about|on|concerning|regarding|relat(?:ed|ing) to|deal(?:s|ing)? with|mention(?:s|ed|ing)?"
    r"|cover(?:s|ing)?|touch(?:es|ing)?|involv(?:es|ing))\b"
)


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

    def bearing(self, passages: Sequence[Passage]) -> list[Passage]:
        """Those of `passages` that bear on the subject words; all where there are no such words.

        Empty where the words are there but no passage has most of them.
        """
        if not self.terms:
            return list(passages)
        shares = {p.id: cover(self.terms, p.text, context_of(p, self.catalogue))[:2] for p in passages}
        best = max((own for own, _ in shares.values()), default=0.0)
        if best < 0.6:
            return [] if self.topical else list(passages)
        return [p for p in passages if shares[p.id][0] >= 0.8 * best]

    @property
    def topical(self) -> bool:
        """Whether the question says that the rows must be about something ("deadlines on cosmetics")."""
        return not self.question.workstreams and _TOPICAL.search(self.question.text) is not None

    @property
    def _bounded(self) -> bool:
        """Whether the question bounds days, other than by the date of the document it names."""
        q = self.question
        dates = [self.catalogue.documents[d].date for d in q.documents]
        own = any(d and (q.since or d) <= d <= (q.until or d) for d in dates)
        return bool(q.since or q.until) and not own

    @property
    def _plural(self) -> bool:
        return bool(self.question.documents) or _PLURAL.search(self.question.text) is not None

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
            and (not q.workstreams or q.want not in {"list", "count"} or row.workstream in q.workstreams)
            and (not bounded or self._in_period(row))
        ]
        return self._about(rows) if self.terms else rows

    def _in_period(self, row: DeadlineRow) -> bool:
        """Whether a deadline lies in the days asked for; "after" a day leaves that day out."""
        q = self.question
        if q.since is None and q.until is None:
            return True
        later = q.order == "after" and q.until is None and row.date == q.since
        return self._within(row.date) and not later

    def _about(self, rows: list[DeadlineRow]) -> list[DeadlineRow]:
        """Those of `rows` that have most of the subject words; none, or all of them, where no row has."""
        covered = [cover(self.terms, f"{r.what} {r.who or ''}")[0] for r in rows]
        best = max(covered, default=0.0)
        if best >= 0.6:
            return [r for r, share in zip(rows, covered, strict=True) if share >= 0.8 * best]
        telling = any(weight(t) >= _TELLING for t in self.terms)
        return [] if self.topical or (telling and not self._plural) else rows

    def decisions(self) -> list[tuple[DecisionRow, tuple[Passage, ...]]]:
        """Decisions that documents name, with the passages that do, in the order they are first named."""
        q = self.question
        rows = []
        sessions = {name.rsplit("-", 1)[-1] for name in q.meetings}
        places = {p.id: i for i, p in enumerate(self.catalogue.passages.values())}
        for row in self.catalogue.register.decisions:
            ids = sorted((*row.named_in, *row.passages[:1]), key=lambda i: places.get(i, 0))
            passages = [p for i in ids if self.allows(p := self.catalogue.passages[i])]
            if sessions and _session(row.id) not in sessions:
                continue
            if q.workstreams:
                passages = [p for p in passages if p.workstream in q.workstreams]
            if q.articles:
                passages = [p for p in passages if {m.value for m in p.mentions.articles} & set(q.articles)]
            if (q.table == "decisions" and "date" in q.also) or self._bounded:
                passages = [p for p in passages if any(self._within(d.date) for d in p.deadlines)]
            if passages:
                rows.append((row, tuple(passages)))
        if self.terms:
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
            if items:
                rows.append((row, tuple(items)))
        if self.terms:
            kept = {p.id for p in self.bearing([p for _, ps in rows for p in ps])}
            narrowed = [(row, tuple(p for p in ps if p.id in kept)) for row, ps in rows]
            rows = [(row, ps) for row, ps in narrowed if ps]
        return rows

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
            found = [p for p in found if any(self._within(d.date) for d in p.deadlines)]
        return found if q.workstreams else self.bearing(found)


def _session(decision: str) -> str:
    """The session part of an id: "4" of MC-4/11, "CMA.5" of 5/CMA.5."""
    number = decision.rsplit("-", 1)[-1]
    first, _, second = number.partition("/")
    return first if second.isdigit() else second.rsplit(".", 1)[-1]
