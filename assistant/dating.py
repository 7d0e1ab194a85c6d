"""Answers to "when": a deadline, the day of a meeting, a date that the best sentence prints."""

from __future__ import annotations

import re

from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.lookups import close, point
from assistant.matching import cover
from assistant.wording import excerpt, flat, listed, part, quoted, whole
from corpus.dates import find_dates
from corpus.sentences import sentences


def when(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The date by which, or on which; None where the passages that bear on the question give none."""
    for candidate in close(evidence):
        passage = candidate.passage
        inside = [d for d in passage.deadlines if d.date]
        if inside and (asks("due", evidence.question.text) or not evidence.question.meetings):
            spot = passage.start + candidate.best[0], passage.start + candidate.best[1]
            near = [d for d in inside if spot[0] <= d.start < spot[1]] or inside
            scored = [(cover(evidence.terms, d.what)[0], -i, d) for i, d in enumerate(near)]
            top = max(row[0] for row in scored)
            chosen = [d for share, _, d in scored if share >= top - 1e-9]
            quote = whole(passage, evidence.terms)
            lead = Point(listed([flat(d.phrase) for d in chosen]), (quote,), "register", layout="lead")
            return Draft("answered", (lead, point(candidate, evidence.terms, chosen[0].phrase)))
    for candidate in close(evidence):
        phrase = _date_phrase(candidate, evidence)
        if phrase:
            quote = whole(candidate.passage, evidence.terms)
            lead = Point(phrase, (quote,), "quoted", layout="lead")
            return Draft("answered", (lead, point(candidate, evidence.terms, phrase)))
    return None


def meeting_date(evidence: Evidence) -> Draft | None:
    """The dates printed in a sentence that names the meeting asked about, or None."""
    wanted = set(evidence.question.meetings)
    for candidate in evidence.candidates:
        passage = candidate.passage
        if passage.role == "header":
            continue
        for start, end in sentences(passage.text):
            named = {m.value for m in passage.mentions.meetings if start <= m.start - passage.start < end}
            if not wanted & named:
                continue
            phrase = dates_in(passage.text[start:end])
            due = any(start <= d.start - passage.start < end for d in passage.deadlines)
            if phrase and not due:
                quote = part(passage, (start, end))
                lead = Point(phrase, (quote,), "quoted", layout="lead")
                return Draft("answered", (lead, Point(quoted(excerpt(quote, (), 40, phrase)), (quote,))))
    return None


def dates_in(sentence: str) -> str | None:
    """The first date of a sentence as printed, a range as one ("30 October to 3 November 2023")."""
    found = find_dates(sentence)
    if not found:
        return None
    first = last = found[0]
    if len(found) > 1 and re.fullmatch(r"\s*(?:to|-|–|and|until)\s*", sentence[first.end : found[1].start]):
        last = found[1]
    head = re.search(r"\b(\d{1,2})\s*(?:-|–|to|and)\s*$", sentence[: first.start])
    return flat(sentence[head.start() if head else first.start : last.end])


def _date_phrase(candidate: Candidate, evidence: Evidence) -> str | None:
    """Dates that stand in the best sentence as printed, a range as one ("30 October to 3 November 2023").

    Only where the sentence is about what was asked: nearly all of the question's words stand in it.
    """
    passage = candidate.passage
    start, end = candidate.best
    sentence = passage.text[start:end]
    share = cover(evidence.terms, sentence)[0]
    identified = evidence.question.meetings and not evidence.terms
    if share < 0.6 and not identified:
        return None
    if candidate.passage.role == "header":
        return None
    phrase = dates_in(sentence)
    if phrase is None and passage.role == "fact":
        years = find_dates(sentence, years=True)
        return flat(sentence[years[0].start : years[0].end]) if years else None
    return phrase
