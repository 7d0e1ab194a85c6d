"""Answers to questions for one thing: a decision, a date, a person, a place, an amount, a reason.

Each takes evidence whose best candidates bear on the question and looks for the kind of thing asked
for near the words that matched. None means: the passages are there, the thing asked for is not.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.matching import cover
from assistant.rows import Selector
from assistant.wording import excerpt, flat, listed, part, quoted, whole
from corpus.passage import Passage
from corpus.references import find_decisions
from corpus.sentences import clauses, sentences
from corpus.words import content_words, words
from index.hit import Term

_CLOSE, _NAMED_SHARE, _SPOKEN = 0.92, 0.5, 0.9
_MOST_MEMBERS = 14
#: Share of the best candidate's bearing from which on the number asked about chooses a list; such a number.
_NUMBERED = 0.85
_COUNT = re.compile(r"(?<![\w/.-])\d{1,3}(?![\w/.,-]*\d|[/)])(?=\s+[a-z])")
_DEFINES = re.compile(
    r"""(?i)\W*(?:\([a-z]\)\s*)?(?P<name>[^:.;]{2,80}?)["”’']?(?::\s+(?:an?|the|any|all)\b"""
    r"""|\s+(?:means?|shall mean|(?:is|are) defined as|refers? to|(?:is|are) understood (?:as|to)"""
    r"""|stands for|counts? as)\b)"""
)
#: A term in quotation marks that opens its own definition.
_DEFINES_TERM = re.compile(
    r"""(?i)\W{0,12}["“‘][^"“”’\n]{2,80}["”’],?\s+(?:means?|shall mean|is|are|refers? to|denotes?)\b"""
)
#: The term whose meaning is asked for.
_ASKED_TERM = re.compile(
    r"(?i)[\"“‘'](?P<a>[^\"”’]{2,60})[\"”’']"
    r"|\b(?:meant by|meaning of|definition of|understood by)\s+(?:the (?:term|word)s?\s+)?"
    r"(?P<b>[\w -]{2,50}?)(?=\s+(?:in|under|according|for)\b|\W*$)"
)
_NOT_PLACES = "|".join(["Article", "Annex", "Decision", "Part", "COP", *(m for m in month_name if m)])
_PLACE = re.compile(rf"\b(?:in|at|from|to)\s+(?!(?:{_NOT_PLACES})\b)[A-ZÀ-Þ][\w’'-]+")


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


def reason(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The sentence that gives a reason or a purpose, or None."""
    for candidate in close(evidence):
        text = candidate.passage.text[slice(*candidate.best)]
        own = cover(evidence.terms, text)[0]
        if asks("reasons", text) and (own >= 0.6 or (own and candidate.context >= _SPOKEN)):
            return Draft("answered", (_lead(candidate, evidence),))
    return None


def reason_in(passage: Passage) -> Draft | None:
    """The sentence of `passage` that gives a reason, or None."""
    for start, end in sentences(passage.text):
        if asks("reasons", passage.text[start:end]):
            quote = part(passage, (start, end))
            said = quoted(excerpt(quote, (), 44))
            return Draft("answered", (Point(said, (quote,), "quoted", layout="lead"),))
    return None


def definitions(selector: Selector) -> Draft | None:
    """All terms that the documents asked about define, each with the sentence that does; None below two."""
    points = []
    for passage in selector.passages():
        for start, end in sentences(passage.text):
            if _DEFINES_TERM.match(passage.text, start, end):
                quote = part(passage, (start, end))
                points.append(Point(flat(quote.text).rstrip(";"), (quote,), "quoted", layout="item"))
    return Draft("answered", tuple(points)) if len(points) > 1 else None


def defined(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The sentence that says what the thing asked about means ("Likely change: a change that ...").

    What is defined is in the question, with all its words or with those that matter most in it.
    """
    asked = {w.stem for w in words(evidence.question.text)}
    for candidate in evidence.candidates:
        text = candidate.passage.text
        for start, end in sentences(text):
            match = _DEFINES.match(text, start, end)
            name = {w.stem for w in content_words(match["name"])} if match else set()
            if match and (
                (name and name <= asked) or cover(evidence.terms, match["name"])[0] >= _NAMED_SHARE
            ):
                quote = part(candidate.passage, (start, end))
                said = quoted(excerpt(quote, evidence.terms, 60))
                return Draft("answered", (Point(said, (quote,), "quoted", layout="lead"),))
    return _explained(evidence)


def _explained(evidence: Evidence) -> Draft | None:
    """The sentence that explains a term in passing: "primary finance, which is finance for ..."."""
    asked = _ASKED_TERM.search(evidence.question.text)
    if asked is None:
        return None
    term = r"\s+".join(re.escape(w) for w in next(filter(None, asked.groups())).split())
    explains = re.compile(
        rf"(?i)\b{term}[”’\"']?(?:\s+\([^)]*\))?"
        r"(?:,\s+(?:which|that)\s+(?:is|are|means?)\b|,?\s*[,(]\s*(?:i\.e\.|that is|meaning)\b)"
    )
    for candidate in evidence.candidates:
        match = explains.search(candidate.passage.text)
        if match:
            span = next(s for s in sentences(candidate.passage.text) if s[0] <= match.start() < s[1])
            quote = part(candidate.passage, span)
            said = quoted(excerpt(quote, evidence.terms, 60, match.group()))
            return Draft("answered", (Point(said, (quote,), "quoted", layout="lead"),))
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
    first = _of_the_number(evidence, catalogue)
    if _opens_list(first, catalogue):
        opener = Point(quoted(flat(first.text)), (whole(first),), "quoted", layout="lead")
        return Draft("answered", (opener, *_members(first, catalogue)))
    most_printed = max(c.cover for c in evidence.candidates)
    strong = [
        c
        for c in close(evidence, 0.85)
        if c.cover >= 0.5 * most_printed or (c is evidence.candidates[0] and c.passage.role == "table_row")
    ]
    points = []
    for candidate in (strong or list(evidence.candidates[:1]))[:most]:
        quote = whole(candidate.passage, evidence.terms)
        points.append(
            Point(quoted(flat(quote.text)), (quote,), "quoted", layout="item" if len(strong) > 1 else "lead")
        )
        points += _members(candidate.passage, catalogue)
    return Draft("answered", tuple(points))


def _of_the_number(evidence: Evidence, catalogue: Catalogue) -> Passage:
    """The opener of a list that prints the number asked about, of those found near the best; or the best.

    "How are the 14 seats divided up?" is told by "... 14 members as follows:".
    """
    asked = set(_COUNT.findall(evidence.question.text))
    for candidate in close(evidence, _NUMBERED) if asked else []:
        passage = candidate.passage
        if _opens_list(passage, catalogue) and asked & set(_COUNT.findall(passage.text)):
            return passage
    return evidence.candidates[0].passage


def _opens_list(passage: Passage, catalogue: Catalogue) -> bool:
    return passage.text.rstrip().endswith(":") and bool(catalogue.children(passage))


def _members(passage: Passage, catalogue: Catalogue) -> list[Point]:
    """What stands below a passage that ends in a colon, each member whole; nothing below another one."""
    below = catalogue.children(passage) if _opens_list(passage, catalogue) else ()
    return [Point(quoted(flat(p.text)), (whole(p),), "quoted", layout="item") for p in below[:_MOST_MEMBERS]]
