"""Yes or no: the sentence that settles a question, and "Yes" only where nothing weakens it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import lookups
from assistant.desk import Desk
from assistant.evidence import Draft, Evidence, Point
from assistant.matching import cover
from assistant.wording import excerpt, flat, quoted, whole

_STRONG = re.compile(
    r"(?i)\b(?:must|obliged|obligation|required|mandatory|binding|compulsory|only|all|every|always|never|not|n't|no)\b"
)
_NEGATIVE = re.compile(
    r"(?i)\b(?:not|no|none|never|neither|nor|without|unable|cannot|regret|refus\w+|declin\w+)\b"
)

#: Share of a question's words below which nothing speaks of it, and from which a passage has them all.
_FAINT, _ALL = 0.3, 0.9


def yes_no(desk: Desk, evidence: Evidence) -> Draft | None:
    """The sentence that settles it; "Yes" only where every word of the question stands in it unweakened.

    Where what is said of a decision named has none of the words, the passage that has them all settles it.
    """
    question, best = desk.question, evidence.candidates[0]
    if evidence.terms and not best.cover and best.context < _FAINT:
        elsewhere = desk.evidence(evidence.tier, replace(question, decisions=()))
        if not question.decisions or not elsewhere.candidates or elsewhere.candidates[0].cover < _ALL:
            return None
        best = elsewhere.candidates[0]
    if question.since and question.until:
        days = [d for d in best.passage.deadlines if d.date]
        if days and days[0].date:
            inside = any(d.date and question.since <= d.date <= question.until for d in days)
            quote = whole(best.passage, evidence.terms)
            lead = Point(
                f"{'Yes' if inside else 'No'}: {flat(days[0].phrase)}", (quote,), "register", layout="lead"
            )
            return Draft("answered", (lead, lookups.point(best, evidence.terms, days[0].phrase)))
    text = best.passage.text[slice(*best.best)]
    quote = whole(best.passage, evidence.terms)
    due = next((d.phrase for d in best.passage.deadlines if d.date), "") if "date" in question.also else ""
    words = quoted(excerpt(quote, evidence.terms, 44, due))
    sure = (
        cover(evidence.terms, text)[0] > 0.98
        and not _STRONG.search(question.text)
        and not _NEGATIVE.search(text)
    )
    return Draft("answered", (Point(f"Yes: {words}" if sure else words, (quote,), "quoted", layout="lead"),))
