"""Comparisons: each side looked up on its own, dates put in order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant import lookups
from assistant.answer import Status
from assistant.asking import asks
from assistant.days import Day, days_of
from assistant.evidence import Candidate, Draft, Point
from assistant.gathering import named_passages
from assistant.matching import candidate, weight
from assistant.sides import ordered_sides, sides
from assistant.understanding import Question, understand
from assistant.wording import excerpt, flat, part, quoted, whole
from corpus.dates import find_dates
from corpus.document import Document
from corpus.passage import Deadline
from index.hit import Hit

if TYPE_CHECKING:
    from assistant.desk import Desk

_DATED = re.compile(r"(?i)\b(?:sooner|earlier|later|first|longer|dead-?lines?|dates?|due)\b")
_FIGURE = re.compile(
    r"(?i)\b(?:figures?|amounts?|costs?|sums?|size|limits?|ceilings?|how (?:much|many|long)|money|numbers?"
    r"|shares?)\b"
)
_NUMBER = re.compile(
    r"(?i)\b\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|ninety)\b"
)
_NEAR = 0.75
_HEAD_CHARACTERS = 600
#: Sides are short; each may be a little less likely than an answer of its own has to be.
_SIDE = 0.7
#: Share of unknown words from which a side is taken to be in no document.
_FOREIGN = 0.5


def compare(desk: Desk) -> Draft | None:
    """Both sides with their quotes, by date where dates are asked; None where no two sides are named."""
    sides = _sides(desk)
    if len(sides) < 2:
        return None
    found: list[tuple[str, list[Candidate]]] = []
    for name, side in sides:
        candidates = _candidates(desk, side)
        if candidates:
            found.append((name, candidates))
    if not found:
        return None
    status: Status = "answered" if len(found) == len(sides) else "partly_answered"
    text = desk.question.text
    if asks("date", text) or _DATED.search(text):
        draft = _by_date(desk, found, status)
        if draft is not None:
            return draft
    points = []
    for name, candidates in found:
        for one in candidates[:3]:
            quote = whole(one.passage)
            label = f"**{name}**: " if name else ""
            points.append(Point(f"{label}{quoted(flat(quote.text))}", (quote,), "quoted", layout="item"))
    kept = {point.quotes: point for point in reversed(points)}  # one passage may speak of both sides
    points = [p for p in points if kept[p.quotes] is p]
    if len(points) == 1:
        points = [replace(points[0], layout="lead")]
    return Draft(status, tuple(points))


def _sides(desk: Desk) -> list[tuple[str, Question]]:
    question = desk.question
    parts = sides(question.text)
    asked = [_side(text, desk) for text in parts] if parts else []
    both = [side for side in asked if side.subject]
    if len(question.decisions) > 1:
        own = [tuple(side.decisions) for side in both]
        if len(both) == 2 and all(len(d) == 1 for d in own) and own[0] != own[1]:
            return [(side.decisions[0], side) for side in both]
        return [(d, replace(question, decisions=(d,), subject=())) for d in question.decisions]
    if len(question.workstreams) > 1:
        return [(w, replace(question, workstreams=(w,), subject=())) for w in question.workstreams]
    named = [side for side in asked if side.subject or side.decisions]
    return [("", side) for side in named] if len(named) == 2 else []


def _side(text: str, desk: Desk) -> Question:
    """One side as a question of its own, in the documents that the whole question names."""
    question = desk.question
    side = understand(text, desk.catalogue)
    decisions, documents = side.decisions, side.documents or question.documents
    years = {d.first.year for d in find_dates(text, years=True) if d.precision == "year"}
    if years and re.search(r"(?i)\b(?:decision|resolution)\b", text):  # "the 2027 decision"
        dated = [d for d in desk.catalogue.primary if d.decision and years & _years_of(d)]
        if len(dated) == 1 and dated[0].decision:
            decisions, documents = (dated[0].decision,), (dated[0].id,)
    if not decisions and len(question.decisions) == 1:
        decisions = question.decisions
    return replace(
        side, want="content", decisions=decisions, documents=documents, scope=question.scope,
        since=None, until=None,
    )  # fmt: skip


def _years_of(document: Document) -> set[int]:
    """The year a document is of: its own date's, else the first that it prints."""
    if document.date:
        return {document.date.year}
    return {d.first.year for d in find_dates(document.text[:_HEAD_CHARACTERS])[:1]}


def _candidates(desk: Desk, side: Question) -> list[Candidate]:
    """The passage that speaks of one side best; one with a date or figure where that is asked."""
    if side.workstreams and not side.subject:
        row = desk.catalogue.workstream(side.workstreams[0])
        hits = [p for p in desk.catalogue.passages.values() if row and p.id == row.heading]
        return [candidate(Hit(p, 1.0, 1.0, 1.0), (), desk.catalogue) for p in hits]
    if side.decisions and not side.subject:
        hits_of = named_passages(side, desk.catalogue) or named_passages(side, desk.catalogue, ("summary",))
        return [candidate(hit, (), desk.catalogue) for hit in hits_of]
    evidence = desk.evidence("documents", side)
    if not evidence.candidates or evidence.likelihood < _SIDE * desk.calibration.threshold:
        return []
    foreign = sum(weight(t) for t in evidence.terms if not t.known)
    if foreign > _FOREIGN * sum(weight(t) for t in evidence.terms):
        return []  # most of what sets this side apart stands in no document
    near = lookups.close(evidence, _NEAR)
    text = desk.question.text
    if asks("date", text) or _DATED.search(text):
        near = [c for c in near if days_of(c.passage, evidence.terms)] or near
    elif _FIGURE.search(text):
        near = [c for c in near if _NUMBER.search(c.passage.text)] or near
    return near[:1]


def precedes(desk: Desk) -> Draft | None:
    """Whether one thing comes before another: both days, in order; None where either has no day."""
    parts = ordered_sides(desk.question.text)
    if parts is None:
        return None
    days: list[tuple[Day, Candidate]] = []
    for text in parts[:2]:
        side = _side(text, desk)
        evidence = desk.evidence("documents", side) if side.subject else None
        near = lookups.close(evidence, _NEAR) if evidence else []
        if evidence is None or evidence.likelihood < desk.calibration.threshold:
            return None
        dated = [(found[0], c) for c in near if (found := days_of(c.passage, evidence.terms))]
        if not dated:
            return None
        days.append(dated[0])
    (one, first), (other, second) = days
    quotes = (whole(first.passage), whole(second.passage))
    word = "before" if one.last < other.last else "after" if one.last > other.last else "same"
    if word == "same":
        said = f"On the same day: {one.phrase}"
    elif " or " in parts[2]:
        said = f"{word.capitalize()}: {one.phrase}, and {other.phrase}"
    else:
        wanted = "before" if parts[2] in {"before", "earlier than"} else "after"
        said = f"{'Yes' if word == wanted else 'No'}: {one.phrase} is {word} {other.phrase}"
    points = [Point(said, tuple(dict.fromkeys(quotes)), "register", layout="lead")]
    for quote, phrase in zip(quotes, (one.phrase, other.phrase), strict=True):
        points.append(Point(quoted(excerpt(quote, (), 34, phrase)), (quote,)))
    return Draft("answered", tuple(dict.fromkeys(points)))


def _by_date(desk: Desk, found: list[tuple[str, list[Candidate]]], status: Status) -> Draft | None:
    dated: list[tuple[date, Deadline, Candidate, str]] = []
    for name, candidates in found:
        for one in candidates:
            days = [(d.date, d) for d in one.passage.deadlines if d.date]
            if days:
                dated.append((*min(days, key=lambda pair: _far(pair[1], one)), one, name))
                break
    if len(dated) < 2:
        return None
    dated.sort(key=lambda row: row[0])
    backwards = bool(re.search(r"(?i)\b(?:later|last|latest)\b", desk.question.text))
    points = []
    for order, (_, deadline, one, name) in enumerate(reversed(dated) if backwards else dated):
        passage = one.passage
        at = max(passage.text.find(deadline.what), 0)
        quote = whole(passage)
        body = quoted(excerpt(part(passage, (at, at + len(deadline.what))), (), 22, deadline.phrase))
        label = f" ({name})" if name else ""
        points.append(
            Point(
                f"**{flat(deadline.phrase)}**{label} — {body}",
                (quote,),
                "register",
                layout="item" if order else "lead",
            )
        )
    return Draft(status, tuple(points))


def _far(deadline: Deadline, one: Candidate) -> int:
    """How far a deadline stands from the words that matched, in characters."""
    start, end = one.best
    at = deadline.start - one.passage.start
    return 0 if start <= at < end else min(abs(at - start), abs(at - end))
