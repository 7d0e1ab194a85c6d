"""Comparisons: each side looked up on its own, dates put in order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant import lookups
from assistant.answer import Status
from assistant.asking import asks
from assistant.evidence import Candidate, Draft, Point
from assistant.gathering import named_passages
from assistant.matching import candidate
from assistant.understanding import Question, understand
from assistant.wording import excerpt, flat, part, quoted, whole
from corpus.passage import Deadline
from index.hit import Hit

if TYPE_CHECKING:
    from assistant.desk import Desk

_SPLIT = re.compile(
    r"(?i)\s*(?:,?\s+or\s+|\bversus\b|\bvs\.?|,?\s+and\s+|\s+(?:compared )?(?:with|to)\s+)\s*"
)


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
    dated = asks("date", desk.question.text) or bool(
        re.search(r"(?i)\b(?:sooner|earlier|later|first|dead-?line|due)\b", desk.question.text)
    )
    if dated:
        draft = _by_date(desk, found, status)
        if draft is not None:
            return draft
    points = []
    for name, candidates in found:
        for one in candidates[:3]:
            quote = whole(one.passage)
            label = f"**{name}**: " if name else ""
            points.append(Point(f"{label}{quoted(flat(quote.text))}", (quote,), "quoted", layout="item"))
    return Draft(status, tuple(points))


def _sides(desk: Desk) -> list[tuple[str, Question]]:
    question = desk.question
    if len(question.decisions) > 1:
        return [(d, replace(question, decisions=(d,), subject=())) for d in question.decisions]
    if len(question.workstreams) > 1:
        return [(w, replace(question, workstreams=(w,), subject=())) for w in question.workstreams]
    body = re.sub(r"(?i)^.*?(?:\bbetween\b|\bcompare\b|:|,)\s*", "", question.text.rstrip("?. "), count=1)
    parts = [p for p in _SPLIT.split(body) if p.strip()]
    sides = []
    for text in parts:
        side = understand(text, desk.catalogue)
        if side.subject or side.decisions:
            sides.append(("", replace(side, want="content", scope=question.scope)))
    return sides if len(sides) >= 2 else []


def _candidates(desk: Desk, side: Question) -> list[Candidate]:
    if side.workstreams and not side.subject:
        row = desk.catalogue.workstream(side.workstreams[0])
        hits = [p for p in desk.catalogue.passages.values() if row and p.id == row.heading]
        return [candidate(Hit(p, 1.0, 1.0, 1.0), (), desk.catalogue) for p in hits]
    if side.decisions and not side.subject:
        hits_of = named_passages(side, desk.catalogue) or named_passages(side, desk.catalogue, ("summary",))
        return [candidate(hit, (), desk.catalogue) for hit in hits_of]
    evidence = desk.evidence("documents", side)
    if evidence.likelihood < desk.calibration.threshold:
        return []
    return lookups.close(evidence)[:1]


def _by_date(desk: Desk, found: list[tuple[str, list[Candidate]]], status: Status) -> Draft | None:
    dated: list[tuple[date, Deadline, Candidate, str]] = []
    for name, candidates in found:
        for one in candidates:
            days = [(d.date, d) for d in one.passage.deadlines if d.date]
            if days:
                dated.append((*days[0], one, name))
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
