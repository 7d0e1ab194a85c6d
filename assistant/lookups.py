"""Answers to questions for one thing: a decision, a date, a person, a place, an amount, a reason.

Each takes evidence whose best candidates bear on the question and looks for the kind of thing asked
for near the words that matched. None means: the passages are there, the thing asked for is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Draft, Evidence, Point, Quote
from assistant.matching import cover
from assistant.understanding import asks
from assistant.wording import day, excerpt, flat, listed, part, quoted, whole
from corpus.dates import find_dates
from corpus.deadlines import actor
from corpus.passage import Passage
from corpus.references import find_decisions
from corpus.sentences import around, clauses, sentences
from index.hit import Term

_CLOSE = 0.92
_NUMBER = re.compile(
    r"(?i)(?:\b(?:usd|us\$|eur|chf|gbp)\s*|[$€£]\s*)?\b\d[\d,.]*\b(?:\s*(?:per cent|%|mg/kg|ppm|tonnes?|tons?|kg|km|million|billion|"
    r"dollars|euros?|members?|experts?|parties|countries|people|persons?|years?|months?|weeks?|days?|hours?))?"
    r"|\b\d+:\d[\d,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|dozen|half|one third|a quarter)\s+[a-z]+"
)
_REASON = re.compile(
    r"(?i)\b(?:because|due to|owing to|since|as a result|in order to|so that|so as to|with a view to|for the purpose|in support of|given that|"
    r"in view of|in the light of|therefore|thus|which is why|on account of|aim(?:s|ed|ing)? (?:to|at)|to (?:assist|support|help|ensure|enable|avoid|allow|protect|strengthen|promote|enhance))\b"
)
_PLACE = re.compile(
    r"\b(?:in|at|from|to)\s+(?!(?:Article|Annex|Decision|Part|COP|January|February|March|April|May|June|July|August|September|October|November|December)\b)[A-ZÀ-Þ][\w’'-]+"
)


def close(evidence: Evidence, share: float = _CLOSE) -> list[Candidate]:
    """The candidates that cover the question about as well as the best one does."""
    if not evidence.candidates:
        return []
    best = max(c.context for c in evidence.candidates)
    return [c for c in evidence.candidates if c.context >= share * best]


def point(candidate: Candidate, terms: Sequence[Term], keep: str = "", limit: int = 34) -> Point:
    """A candidate's words as a quotation of at most `limit` words."""
    quote = whole(candidate.passage, terms)
    return Point(quoted(excerpt(quote, terms, limit, keep)), (quote,))


def which_decision(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The decisions behind what is asked about: those that the best passages name at the words matched."""
    found: dict[str, Candidate] = {}
    for candidate in close(evidence):
        for name in decisions_at(candidate, evidence.terms, catalogue):
            if name not in evidence.question.excluded:
                found.setdefault(name, candidate)
        if found and candidate.cover < 0.999 and len(found) >= 2:
            break
    if not found:
        return None
    sources = list(dict.fromkeys(c.passage.id for c in found.values()))
    quotes = {c.passage.id: whole(c.passage, evidence.terms) for c in found.values()}
    word = "Decision" if len(found) == 1 else "Decisions"
    lead = Point(
        f"{word} {listed(list(found))}", tuple(quotes[i] for i in sources), "register", layout="lead"
    )
    shown = list({c.passage.id: c for c in found.values()}.values())[:3]
    return Draft("answered", (lead, *(point(c, evidence.terms, limit=34 // len(shown) + 6) for c in shown)))


def decisions_at(candidate: Candidate, terms: Sequence[Term], catalogue: Catalogue) -> tuple[str, ...]:
    """Decisions that a passage names where it speaks of `terms`: in a list of clauses, the clause's own."""
    passage = candidate.passage
    if passage.decision:
        return (passage.decision,)
    names = passage.decisions
    above = catalogue.passages.get(passage.parent or "")
    while not names and above is not None:  # a subparagraph rests on what its paragraph names
        names = above.decisions
        above = catalogue.passages.get(above.parent or "")
    if not passage.decisions:
        return names
    if len(names) < 2:
        return names
    start, end = candidate.best
    prefix = names[0].rpartition("-")[0] or None
    parts = [s for s in clauses(passage.text, start, end)]
    # a paragraph may say one thing of one decision and another of the next: cut before each "in decision"
    cut: list[tuple[int, int]] = []
    for a, b in parts:
        inner = [
            a,
            *(
                m.start() + a
                for m in re.finditer(r",?\s+and\s+in\s+[Dd]ecision|,\s+in\s+[Dd]ecision", passage.text[a:b])
            ),
            b,
        ]
        cut += [(x, y) for x, y in zip(inner, inner[1:], strict=False) if x < y]
    own = [(cover(terms, passage.text[a:b])[0], a, b) for a, b in cut]
    naming = [(share, a, b) for share, a, b in own if find_decisions(passage.text[a:b], prefix)]
    if naming:
        share, a, b = max(naming, key=lambda row: row[0])
        if share > 0 and share >= 0.6 * max(row[0] for row in own):
            return tuple(dict.fromkeys(m.value for m in find_decisions(passage.text[a:b], prefix)))
    return names


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


def who(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The words that say who: the best passage, and the paragraph that opens its list where that names the actor."""
    best = evidence.candidates[0]
    if _STATES.search(evidence.question.text) and not _names(best.passage.text, evidence.question.text):
        return None
    own = point(best, evidence.terms, limit=44)
    opener = _opener(best.passage, catalogue)
    if opener and (best.passage.label or actor(best.passage.text) is None):
        if best.passage.label:  # a subparagraph: the words that open its paragraph say who
            return Draft("answered", (replace(opener, layout="lead"), own))
        return Draft("answered", (replace(own, layout="lead"), opener))
    points = [replace(own, layout="lead"), *_signatory(best.passage, catalogue)]
    return Draft("answered", tuple(points))


def _signatory(passage: Passage, catalogue: Catalogue) -> list[Point]:
    """Whoever says "I" in a letter: the name it is signed with."""
    document = catalogue.documents[passage.document_id]
    signed = document.field("from")
    if document.kind != "letter" or signed is None or not re.search(r"\bI\b|\b[Mm]y\b", passage.text):
        return []
    for other in catalogue.passages.values():
        if other.document_id == document.id and other.start <= signed.start < other.end:
            span = (signed.start - other.start, min(signed.end, other.end) - other.start)
            return [Point(quoted(flat(other.text[slice(*span)])), (part(other, span),))]
    return []


_STATES = re.compile(
    r"(?i)\bwhich (?:other |\w+ )?(?:countr(?:y|ies)|governments?|states|organi[sz]ations?|compan(?:y|ies)|ngos?|agenc(?:y|ies)|donors?)\b"
)
_PROPER = re.compile(r"(?<=[a-z,;(] )(?:the )?([A-ZÀ-Þ][\w’'-]+(?:\s+(?:of\s+|and\s+)?[A-ZÀ-Þ][\w’'-]+)*)")
_COMMON_NOUNS = frozenset(
    "decision decisions article articles annex annexes part parts party parties partnership convention".split()
)


def _names(text: str, question: str) -> list[str]:
    """Names of bodies or states in `text` that the question does not give itself."""
    asked = question.lower()
    found = [m[1] for m in _PROPER.finditer(text)]
    return [n for n in found if n.lower() not in asked and n.split()[0].lower() not in _COMMON_NOUNS]


def _opener(passage: Passage, catalogue: Catalogue) -> Point | None:
    """The sentence of the paragraph that opens a list and says who acts."""
    parent = catalogue.passages.get(passage.parent or "")
    while parent is not None and actor(parent.text) is None and parent.parent:
        parent = catalogue.passages.get(parent.parent)
    if parent is None:
        return None
    spans = sentences(parent.text)
    named = [s for s in spans if actor(parent.text[s[0] : s[1]])]
    if not named:
        return None
    quote = part(parent, named[-1])
    return Point(quoted(excerpt(quote, (), 34, actor(quote.text) or "")), (quote,))


def amount(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The sentence with the number asked for; numbers of dates, decisions and articles do not count."""
    for candidate in close(evidence):
        passage = candidate.passage
        start, end = candidate.best
        text = passage.text[start:end]
        taken = [(d.start, d.end) for d in find_dates(text, years=True)]
        taken += [
            (m.start - passage.start - start, m.end - passage.start - start)
            for m in (*passage.mentions.decisions, *passage.mentions.articles, *passage.mentions.meetings)
        ]
        taken += [
            m.span()
            for m in re.finditer(r"[A-Z]+(?:/[\w.]+)+|(?i:\bparagraphs?|\bparts?|\bitems?)\s+\d+", text)
        ]
        numbers = [
            m
            for m in _NUMBER.finditer(text)
            if not any(a <= m.start() < b or m.start() <= a < m.end() for a, b in taken)
        ]
        if numbers:
            quote = part(passage, candidate.best)
            near = min(numbers, key=lambda m: _distance(m.start(), text, evidence.terms))
            lead = Point(flat(near.group()), (quote,), "quoted", layout="lead")
            return Draft(
                "answered", (lead, Point(quoted(excerpt(quote, evidence.terms, 40, near.group())), (quote,)))
            )
    return None


def _distance(position: int, text: str, terms: Sequence[Term]) -> int:
    places = [m.start() for t in terms for s in t.stems for m in re.finditer(re.escape(s), text.lower())]
    return min((abs(p - position) for p in places), default=0)


def reason(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The sentence that gives a reason or a purpose, or None."""
    for candidate in close(evidence):
        text = candidate.passage.text[slice(*candidate.best)]
        if _REASON.search(text) and cover(evidence.terms, text)[0] >= 0.6:
            return Draft("answered", (_lead(candidate, evidence),))
    return None


def place(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The sentence that names a place, or None."""
    for candidate in close(evidence):
        text = candidate.passage.text[slice(*candidate.best)]
        if _PLACE.search(text) and (cover(evidence.terms, text)[0] >= 0.5 or not evidence.terms):
            return Draft("answered", (_lead(candidate, evidence),))
    return None


def _lead(candidate: Candidate, evidence: Evidence, limit: int = 44) -> Point:
    quote = whole(candidate.passage, evidence.terms)
    return Point(quoted(excerpt(quote, evidence.terms, limit)), (quote,), "quoted", layout="lead")


def content(evidence: Evidence, catalogue: Catalogue, most: int = 4) -> Draft:
    """What the documents say of a subject: the passages that cover it best, each whole, best first."""
    first = evidence.candidates[0].passage
    below = catalogue.children(first)
    if below and first.text.rstrip().endswith(":"):
        points = [Point(quoted(flat(first.text)), (whole(first),), "quoted", layout="lead")]
        points += [Point(quoted(flat(p.text)), (whole(p),), "quoted", layout="item") for p in below[:14]]
        return Draft("answered", tuple(points))
    strong = [c for c in close(evidence, 0.85) if c.cover >= 0.5 * max(x.cover for x in evidence.candidates)]
    points = []
    for candidate in (strong or list(evidence.candidates[:1]))[:most]:
        quote = whole(candidate.passage, evidence.terms)
        points.append(
            Point(quoted(flat(quote.text)), (quote,), "quoted", layout="item" if len(strong) > 1 else "lead")
        )
    return Draft("answered", tuple(points))


def deadline_of(passage: Passage, span: tuple[int, int]) -> str | None:
    """The first deadline printed within ``passage.text[span]``, as a day, or None."""
    inside = [d for d in passage.deadlines if span[0] <= d.start - passage.start < span[1] and d.date]
    return day(inside[0].date) if inside and inside[0].date else None


def quotes_of(points: Sequence[Point]) -> tuple[Quote, ...]:
    """All quotes of `points`, each once."""
    return tuple(dict.fromkeys(q for p in points for q in p.quotes))


__all__ = [
    "amount", "around", "close", "content", "deadline_of", "decisions_at", "place", "point", "quotes_of",
    "reason", "when", "which_decision", "who",
]  # fmt: skip
