"""How far each enumeration of the documents bears on a question: the ranking behind lists and counts.

A list speaks through the words that open it, its headings, the paragraphs it belongs to, its members
and its document's head; what a search found in opener and members counts too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.catalogue import head_of
from assistant.enumerations import Enumeration, enumerations
from assistant.evidence import Candidate, Evidence
from assistant.matching import covers, stems_of, weight
from assistant.texts import asked_place
from assistant.wording import flat
from corpus.passage import Passage
from corpus.words import fold, stem
from index.hit import Term

if TYPE_CHECKING:
    from assistant.desk import Desk

#: Words of a question that say what a list looks like, not what it is of.
_BUILD = re.compile(
    r"(?i)^(?:tables?|rows?|columns?|lists?|listed|annex(?:es|ed)?|entries|entry|bullets?|headings?|sections?"
    r"|parts?|points?|items?|numbered|steps?|kinds?|types?|sorts?|categor(?:y|ies)|things?|ways?|all|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|following|order|print(?:ed|s)?|respectively|particulars|complete|full|whole)$"
)
#: What a member's word that is only alike counts, at most.
_BY_MEMBERS = 0.6
#: Share of the members that have to print the noun asked for; likeness from which on another word will do.
_MANY, _SAME = 0.34, 0.8
_DUTIES_OF = 0.9
TABLE = re.compile(
    r"(?i)\b(?:tables?|rows?|columns?|schedules?|calendars?|timetables?|agendas?|programmes?)\b"
)
_ANNEX = re.compile(r"(?i)\bannex")
_ANNOUNCED = re.compile(
    r"(?i)\b(?:following|these|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
    r"\s+((?:[\w’'-]+\s+){0,2}[\w’'-]+)"
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An enumeration, how far it bears on the question (0..1), and what it is ordered by."""

    enumeration: Enumeration
    bearing: float
    rank: float
    named: float
    placed: bool


def ranked(desk: Desk, noun: str | None) -> list[Ranked]:
    """The enumerations that the question's scope allows, those that bear on it most first."""
    evidence = desk.evidence("documents")
    terms = [t for t in evidence.terms if not is_build(t.word)]
    found = {c.passage.id: c for c in evidence.candidates}
    rows = [
        _ranked(one, desk, evidence, terms, found, noun)
        for one in enumerations(desk.catalogue)
        if in_scope(one, desk)
    ]
    return sorted(rows, key=lambda r: -r.rank)


def is_build(word: str) -> bool:
    """Whether a word of a question says what a list looks like ("table", "rows"), or is a number."""
    return bool(_BUILD.match(word) or re.fullmatch(r"[\divxlc.()/-]+", fold(word)))


def in_scope(one: Enumeration, desk: Desk) -> bool:
    """Whether the question's documents, decisions and filters let a list in."""
    question, selector = desk.question, desk.selector()
    if not selector.allows(one.first):
        return False
    if not question.decisions:
        return True
    document = desk.catalogue.documents[one.document_id]
    own = {document.decision, one.first.decision}
    if own & set(question.decisions):
        return True
    if any(desk.catalogue.decisions[d].loaded for d in question.decisions if d in desk.catalogue.decisions):
        return bool(question.documents) and one.document_id in question.documents and _names(one, desk)
    return _names(one, desk)


def _names(one: Enumeration, desk: Desk) -> bool:
    """Whether the opener, or what stands above it, names a decision of the question."""
    held = set(one.opener.passage.decisions) if one.opener else set()
    above = desk.catalogue.passages.get(one.first.parent or "")
    while above is not None:
        held |= set(above.decisions)
        above = desk.catalogue.passages.get(above.parent or "")
    return bool(held & set(desk.question.decisions))


def _ranked(
    one: Enumeration,
    desk: Desk,
    evidence: Evidence,
    terms: list[Term],
    found: dict[str, Candidate],
    noun: str | None,
) -> Ranked:
    catalogue, text = desk.catalogue, desk.question.text
    headed = one.first.section[:-1] if one.form == "headings" else one.first.section
    near = [one.lead, *headed[-1:]]
    far = [*headed, *_above(one, desk)]
    head = head_of(catalogue.documents[one.document_id])
    members = [flat(m.text) for m in one.members]
    opener = found.get(one.opener.passage.id) if one.opener else None
    below = [c for m in one.members if (c := found.get(m.passage.id))]
    total = spoken = 0.0
    lacking = False
    for term in terms:
        place = evidence.terms.index(term)
        counts = weight(term)
        inside = sum(covers(term, m) for m in members) / len(members)
        share = max(
            1.0 if any(covers(term, t) for t in near) else 0.0,
            0.85 if any(covers(term, t) for t in far) else 0.0,
            0.5 + 0.4 * inside if inside else 0.0,
            0.9 * _alike(opener, place),
            _BY_MEMBERS * max((_alike(c, place) for c in below), default=0.0),
        )
        if noun and term.stems[:1] == (stem(noun.split()[-1]),):
            printed = any(covers(term, t) for t in (*near, *far)) or inside >= _MANY
            lacking = not printed and _alike(opener, place) < _SAME
        if covers(term, head):  # a word that names the document chooses no list in it
            counts *= 0.5 if desk.question.documents and share < 1.0 else 1.0
            share = max(share, 0.7)
        total += counts
        spoken += counts * share
    bearing = spoken / total if total else 0.7
    if lacking:  # a list of walls answers no question for bridges
        bearing *= 0.6
    asked = asked_place(text)
    placed = asked is not None and one.opener is not None and _label(one.opener.passage) == asked
    if placed:
        bearing = max(bearing, 0.9)
    elif asked and not any((_label(m.passage) or "").startswith(f"{asked} (") for m in one.members):
        bearing *= 0.6
    table = re.search(r"(?i)\b(?:tables?|rows?|columns?)\b", text) is not None
    if (table and one.form != "rows") or (_ANNEX.search(text) and not _annexed(one, desk)):
        bearing *= 0.6
    named = is_of(one, noun) if noun else 0.0
    if noun and named == 1.0 and _is_of_duties(one, noun) and any(covers(t, one.lead) for t in terms):
        bearing = max(bearing, _DUTIES_OF)  # the tasks of the very body that the question names
    standing = max((c.standing for c in (opener, *below) if c), default=0.0)
    rank = bearing + 0.15 * standing + 0.3 * named + 0.3 * placed
    return Ranked(one, bearing, rank, named, placed)


def _label(passage: Passage) -> str | None:
    return passage.label.split(", ")[-1] if passage.label else None


def _annexed(one: Enumeration, desk: Desk) -> bool:
    """Whether a list stands in an annex: a heading or label above it, or the table's own line, says so."""
    above = [one.first.label or "", *one.first.section, *_above(one, desk)]
    above += [
        p.text
        for p in desk.catalogue.passages.values()
        if p.document_id == one.document_id and p.role == "heading" and p.start < one.first.start
    ]
    return any(_ANNEX.search(t) for t in above)


def _alike(candidate: Candidate | None, place: int) -> float:
    """How far a candidate found by the search speaks of the term at `place`, 0..1."""
    return candidate.spoken[place] if candidate and place < len(candidate.spoken) else 0.0


def _above(one: Enumeration, desk: Desk) -> list[str]:
    """The paragraphs that the list belongs to, and the line before a table."""
    parts = []
    at = one.opener.passage if one.opener else one.first
    above = desk.catalogue.passages.get(at.parent or "")
    while above is not None:
        parts.append(above.text)
        above = desk.catalogue.passages.get(above.parent or "")
    return [*parts, one.before]


_ANY = frozenset(
    ["item", "point", "thing", "task", "activ", "bullet", "entri", "row", "step", "line", "element", "action"]
    + [
        stem(w)
        for w in ("aims", "purposes", "objectives", "aspects", "topics", "issues", "matters", "components")
    ]
    + [
        stem(w)
        for w in (
            "criteria",
            "conditions",
            "functions",
            "requirements",
            "areas",
            "measures",
            "considerations",
        )
    ]
)


_DUTIES = frozenset(
    stem(w)
    for w in (
        "tasks",
        "duties",
        "functions",
        "responsibilities",
        "jobs",
        "requests",
        "activities",
        "actions",
        "obligations",
        "assignments",
        "things",
        "steps",
    )
)
_INFINITIVE = re.compile(r"(?i)\W*to\s+(?:\w+ly\s+)?[a-z]")


def _is_of_duties(one: Enumeration, noun: str) -> bool:
    """Whether tasks are asked for and given: "Requests the group: (a) To prepare ..., (b) To ..."."""
    return stem(noun.split()[-1]) in _DUTIES and all(_INFINITIVE.match(m.text) for m in one.members)


def is_of(one: Enumeration, noun: str) -> float:
    """How far a list says that it is of `noun`, 0..1.

    1 where its heading or a column is called so, where each member begins with it ("Step 1") or where the
    opener announces it ("the following categories", "two options"); half where any list will do.
    """
    head = stem(noun.split()[-1])
    called = [*_headings_over(one), *([one.lead] if one.form in {"rows", "headings"} else [])]
    if any(len(t.split()) <= 14 and head in stems_of(t) for t in called):
        return 1.0
    if all(head in stems_of(f"{m.passage.label or ''} {' '.join(m.text.split()[:2])}") for m in one.members):
        return 1.0
    if _is_of_duties(one, noun):
        return 1.0
    announced = (m for t in (one.lead, one.before) for m in _ANNOUNCED.finditer(t))
    if any(head in stems_of(m[1]) for m in announced):
        return 1.0
    return 0.5 if head in _ANY else 0.0


def _headings_over(one: Enumeration) -> tuple[str, ...]:
    """The innermost heading, and the one above where each member is a heading or runs in with one."""
    if one.form == "headings":
        return one.first.section[-2:-1]
    return one.first.section[-2:] if one.form == "points" else one.first.section[-1:]
