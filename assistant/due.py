"""The day asked for: where the question's words stand, in the row or paragraph beside it, or in a list."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import amounts, dating, lookups
from assistant.asking import asks
from assistant.desk import Desk
from assistant.evidence import Candidate, Draft, Evidence
from assistant.matching import candidate, cover
from assistant.sitting import SITTING
from corpus.dates import due_dates, find_dates
from corpus.passage import Passage
from index.hit import Hit

#: Share of a question's words from which the paragraph that opens a list is what is asked about.
_OPENS = 0.5
#: How near to the best a passage with a deadline must be, before sessions are taken for one.
_AS_GOOD = 0.75


#: Asks for a span of time as well as for a day.
_WITHIN = re.compile(r"(?i)\b(?:within (?:what|which|how)|how (?:soon|quick(?:ly)?|fast|long)|time limit)\b")


def day(desk: Desk, evidence: Evidence) -> Draft | None:
    """A date, or a span of time ("within 48 hours") where that may be asked for."""
    found = _day(desk, evidence)
    if found is None and _WITHIN.search(desk.question.text):
        return amounts.amount(evidence, desk.catalogue)
    return found


def _day(desk: Desk, evidence: Evidence) -> Draft | None:
    """A date; where a due date is asked, only one that something is due by, or that none is set."""
    if not asks("due", desk.question.text):
        found = dating.when(evidence, desk.catalogue) or _day_beside(desk, evidence)
        return found or _days_below(desk, evidence)
    near = lookups.close(evidence)
    due = [c for c in near if c.passage.deadlines or due_dates(c.passage.text)]
    due = due or _by_session(near, evidence)
    due = due or [c for c in near if c.passage.verb]  # what a decision requests for a day is due on it
    found = dating.when(replace(evidence, candidates=tuple(due)), desk.catalogue) if due else None
    return found or dating.unset(evidence) or _day_beside(desk, evidence)


def _by_session(near: list[Candidate], evidence: Evidence) -> list[Candidate]:
    """Passages that set a session as the time; rather one with a deadline that prints about as much."""
    sessions = [c for c in near if SITTING.search(c.passage.text)]
    if not sessions:
        return []
    dated = [c for c in lookups.close(evidence, _AS_GOOD) if c.passage.deadlines]
    return [c for c in dated if c.context >= sessions[0].context * _AS_GOOD] or sessions


def _day_beside(desk: Desk, evidence: Evidence) -> Draft | None:
    """The day in the row that bears on the question, under its table's head; or in the paragraph above."""
    best = evidence.candidates[0]
    rows = desk.catalogue.children(best.passage) if best.passage.role == "table_row" else ()
    if rows:
        row = max(rows, key=lambda p: cover(evidence.terms, p.text)[0])
        return _day_in(desk, evidence, row) if cover(evidence.terms, row.text)[0] else None
    above = desk.catalogue.passages.get(best.passage.parent or "")
    return _day_in(desk, evidence, above) if above and above.deadlines and best.cover >= _OPENS else None


def _day_in(desk: Desk, evidence: Evidence, passage: Passage) -> Draft | None:
    one = candidate(Hit(passage, 1.0, 1.0, 1.0), evidence.terms, desk.catalogue)
    return dating.when(replace(evidence, candidates=(one,)), desk.catalogue)


def _days_below(desk: Desk, evidence: Evidence) -> Draft | None:
    """The list that the best passage opens or stands in, where its members print the days."""
    best = evidence.candidates[0]
    above = desk.catalogue.passages.get(best.passage.parent or "")
    opener = best.passage if desk.catalogue.children(best.passage) or above is None else above
    below = desk.catalogue.children(opener)
    known = [t for t in evidence.terms if t.known]  # others tell nothing about which list is meant
    if cover(known, opener.text)[0] < _OPENS or not any(find_dates(p.text) for p in below):
        return None
    opening = replace(best, hit=replace(best.hit, passage=opener))
    return lookups.content(replace(evidence, candidates=(opening,)), desk.catalogue)
