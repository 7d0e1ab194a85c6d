"""Yes or no: the sentence that settles a question, with the word itself where the sentence bears it out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant import dating, lookups
from assistant.desk import Desk
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.polarity import polarity
from assistant.understanding import Question
from assistant.wording import excerpt, flat, quoted, whole
from corpus.references import find_decisions, find_meetings

_LATE = re.compile(r"(?i)\b(?:late|missed|over|expired|passed)\b")
_STILL_OPEN = re.compile(
    r"(?i)\b(?:can|could|may|might|allowed|have|possible|enough)\b.{0,80}\b(?:until|till|by|before)\b"
)
_IN_PLACE = re.compile(r"\b(?:in|at)\s+(?P<place>[A-ZÀ-Þ][\w’'-]+)\W*$")

#: Share of a question's words below which nothing speaks of it, and from which a passage has them all.
_FAINT, _ALL = 0.3, 0.9
#: Share of the best candidate's bearing that one may have instead that prints the year asked about.
_NEARLY = 0.8
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PLACES = re.compile(r"(?i)\b(?:sub-?)?(?:paragraphs?|articles?|annex|agenda item)\s+\d+(?:\s*\([a-z]+\))*")
#: Whether something is in time is not told by the words that a passage shares with the question.
_COMPARES_DAYS = re.compile(
    r"(?i)\b(?:before|after|until|till|by|since|later|earlier|sooner)\b.{0,40}\b(?:19|20)\d\d\b"
)


def yes_no(desk: Desk, evidence: Evidence) -> Draft | None:
    """The sentence that settles it, after "Yes" or "No" where its form says so (`polarity.py`).

    Where what is said of a decision named has none of the words, the passage that has them all settles it.
    """
    question, best = desk.question, evidence.candidates[0]
    if evidence.terms and not best.cover and best.context < _FAINT:
        elsewhere = desk.evidence(evidence.tier, replace(question, decisions=()))
        if not question.decisions or not elsewhere.candidates or elsewhere.candidates[0].cover < _ALL:
            return None
        best = elsewhere.candidates[0]
    asked = _without_names(question.text)
    best = _of_the_year(asked, best, evidence)
    there = _met_there(question, evidence)
    if there is not None:
        return there
    days = [d for d in best.passage.deadlines if d.date]
    inside = _in_time(question, days[0].date) if days and days[0].date else None
    if inside is not None:
        quote = whole(best.passage, evidence.terms)
        lead = Point(
            f"{'Yes' if inside else 'No'}: {flat(days[0].phrase)}", (quote,), "register", layout="lead"
        )
        return Draft("answered", (lead, lookups.point(best, evidence.terms, days[0].phrase)))
    quote = whole(best.passage, evidence.terms)
    due = next((d.phrase for d in best.passage.deadlines if d.date), "") if "date" in question.also else ""
    ruling = None if _COMPARES_DAYS.search(asked) else polarity(asked, best, evidence.terms)
    words = quoted(excerpt(quote, evidence.terms, 44, (ruling.words if ruling else "") or due))
    said = f"{ruling.says}: {words}" if ruling else words
    return Draft("answered", (Point(said, (quote,), "quoted", layout="lead"),))


def _without_names(text: str) -> str:
    """A question without the numbers that only name a decision, a meeting or a place in a text."""
    named = [*find_decisions(text, None), *find_meetings(text)]
    spans = [(m.start, m.end) for m in named] + [m.span() for m in _PLACES.finditer(text)]
    return "".join(c for i, c in enumerate(text) if not any(a <= i < b for a, b in spans))


def _of_the_year(asked: str, best: Candidate, evidence: Evidence) -> Candidate:
    """The candidate that prints the years asked about, where it bears on the question nearly as well."""
    years = set(_YEAR.findall(asked))
    for candidate in (best, *evidence.candidates):
        if (
            years <= set(_YEAR.findall(candidate.passage.text))
            and candidate.context >= _NEARLY * best.context
        ):
            return candidate
    return best


def _in_time(question: Question, day: date) -> bool | None:
    """Whether a deadline lies in the days asked about, or what comes then is in time; None: not asked."""
    if _LATE.search(question.text):
        late = question.since or question.until
        return late > day if late else None
    if question.until and not question.since:
        return day >= question.until if _STILL_OPEN.search(question.text) else day <= question.until
    return question.since <= day <= question.until if question.since and question.until else None


def _met_there(question: Question, evidence: Evidence) -> Draft | None:
    """Whether the meeting named was held in the place named."""
    asked = _IN_PLACE.search(question.text) if question.meetings else None
    held = dating.meeting_place(evidence) if asked else None
    if asked is None or held is None:
        return None
    said = held.points[1]
    says = "Yes" if asked["place"] in said.quotes[0].text else "No"
    return Draft("answered", (replace(said, text=f"{says}: {said.text}", layout="lead"),))
