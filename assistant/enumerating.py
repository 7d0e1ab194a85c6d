"""Lists and counts out of what the documents themselves enumerate: the opener first, then every member.

A question that asks for several things is matched with the enumerations of the documents
(`enumerations.py`) through the words that open them, the headings and paragraphs above, and what a
search finds. None where no enumeration bears on the question; never members of two lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.asking import asks
from assistant.catalogue import head_of
from assistant.enumerations import Enumeration, enumerations
from assistant.evidence import Candidate, Draft, Evidence, Point, Quote
from assistant.matching import covers, stems_of, weight
from assistant.plurals import counted_noun, listed_noun
from assistant.texts import asked_place
from assistant.understanding import understand
from assistant.wanting import WHICH_DECISION
from assistant.wording import flat, quoted
from corpus.dates import find_dates
from corpus.passage import Passage
from corpus.words import fold, stem
from index.hit import Term

if TYPE_CHECKING:
    from assistant.desk import Desk

#: How far a list must bear on the question (0..1) that asks for several things; less where the list says that
#: it is of those things, or where any list will do ("points"); more where one thing may be asked for.
_LISTING, _NAMED, _THINGS, _OPEN = 0.65, 0.35, 0.55, 0.74
_MOST = 40
#: Words of a question that say what a list looks like, not what it is of.
_BUILD = re.compile(
    r"(?i)^(?:tables?|rows?|columns?|lists?|listed|annex(?:es|ed)?|entries|entry|bullets?|headings?|sections?|parts?|points?"
    r"|items?|numbered|steps?|kinds?|types?|sorts?|categor(?:y|ies)|things?|ways?|all|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|following|order|print(?:ed|s)?|respectively|particulars|complete|full|whole)$"
)
_TABLE = re.compile(r"(?i)\b(?:table|rows?|columns?)\b")
_BESIDE = re.compile(
    r"(?i)\b(?:which|what)\s+(?P<noun>step|stage|phase|point|item|row)s?\b.{0,30}?\b(?P<way>before|after|following|follows"
    r"|preceding|precedes)\s+(?P<what>[^?]+)"
)
_NEXT = 0.5
_ANNEX = re.compile(r"(?i)\bannex")
_ANNOUNCED = re.compile(
    r"(?i)\b(?:following|these|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\s+((?:[\w’'-]+\s+){0,2}[\w’'-]+)"
)
_OPEN_FORM = re.compile(
    r"(?i)\b(?:what|where|which|how)\b.{0,60}?\b(?:must|shall|should|may|can|could|might|are|is|do|does|did|will|would|has|have|to)\b"
)


_OTHERWISE = frozenset({"rules", "date", "header", "reason", "person", "yes_no", "compare", "order"})
#: Nouns whose rows the register keeps.
_OF_DATES = re.compile(r"(?i)\b(?:deadlines?|dates?)$")
_OF_REGISTER = re.compile(
    r"(?i)\b(?:decisions?|resolutions?|deadlines?|dates?|meetings?|sessions|documents|e-?mails|addresses|contacts|work\s?streams?"
    r"|headings|sections|blocks|strands|areas)$"
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An enumeration, how far it bears on the question (0..1), and what it is ordered by."""

    enumeration: Enumeration
    bearing: float
    rank: float
    named: float
    placed: bool


def enumerated(desk: Desk) -> Draft | None:
    """The list or count the question asks for, from an enumeration of the documents; None without one."""
    question = desk.question
    counting = counted_noun(question.text)
    noun = counting or listed_noun(question.text)
    beside = _BESIDE.search(question.text)
    if beside and question.want not in {"rules", "header"}:
        return _next_to(desk, beside)
    if question.want in _OTHERWISE or (question.want == "decision" and WHICH_DECISION.search(question.text)):
        return None
    if noun and _OF_REGISTER.search(noun):
        return _dated_rows(desk, noun) if _OF_DATES.search(noun) and _TABLE.search(question.text) else None
    if noun is None and not (question.want == "content" and _OPEN_FORM.search(question.text)):
        return None
    best = ranked(desk, noun)[:1]
    if not best:
        return None
    chosen = best[0]
    if counting:
        sure = chosen.named == 1.0 and chosen.bearing >= _NAMED or chosen.named and chosen.bearing >= _LISTING
        return _count(chosen.enumeration, counting) if sure else None
    if question.want == "wording" and chosen.named < 1.0 and not chosen.placed:
        return None
    if noun is not None:
        least = _NAMED if chosen.named == 1.0 else _THINGS if chosen.named else _LISTING
        return _list(chosen.enumeration) if chosen.bearing >= least else None
    opens = chosen.enumeration.lead.rstrip().endswith(":")
    return _list(chosen.enumeration) if opens and chosen.bearing >= _OPEN else None


def _next_to(desk: Desk, asked: re.Match[str]) -> Draft | None:
    """The step before or after the one named: its neighbour in the list where it stands."""
    side = understand(asked["what"], desk.catalogue)
    evidence = desk.evidence("documents", replace(side, want="content", documents=desk.question.documents))
    best = {c.passage.id: c.context for c in evidence.candidates}
    top = max(best.values(), default=0.0)
    if top < _NEXT:
        return None
    step = 1 if asked["way"].lower() in {"after", "following", "follows"} else -1
    for one in enumerations(desk.catalogue):
        if one.form not in {"steps", "points", "items", "rows"} or not _in_scope(one, desk):
            continue
        if not _is_of(one, asked["noun"]):
            continue
        at = [i for i, m in enumerate(one.members) if best.get(m.passage.id, 0.0) >= 0.95 * top]
        if len(at) == 1 and 0 <= at[0] + step < len(one.members):
            named, chosen = one.members[at[0]], one.members[at[0] + step]
            return Draft(
                "answered",
                (
                    Point(quoted(_printed(chosen)), (chosen,), "quoted", layout="lead"),
                    Point(quoted(_printed(named)), (named,), "quoted"),
                ),
            )
    return None


def _dated_rows(desk: Desk, noun: str) -> Draft | None:
    """The rows of the table asked about that print a date; only the first or the last where that is asked."""
    rows = [r for r in ranked(desk, noun) if r.enumeration.form == "rows" and r.bearing >= _THINGS]
    if not rows:
        return None
    one = rows[0].enumeration
    dated = [(found[-1].last, m) for m in one.members if (found := find_dates(m.text))]
    if not dated:
        return None
    text = desk.question.text
    if asks("first", text) != asks("last", text):
        edge = min(d for d, _ in dated) if asks("first", text) else max(d for d, _ in dated)
        chosen = [m for d, m in dated if d == edge]
        points = [Point(quoted(flat(m.text)), (m,), "quoted", layout="lead") for m in chosen]
        return Draft("answered", tuple(points))
    return _list(replace(one, members=tuple(m for _, m in dated)))


def ranked(desk: Desk, noun: str | None) -> list[Ranked]:
    """The enumerations that the question's scope allows, those that bear on it most first."""
    evidence = desk.evidence("documents")
    terms = [t for t in evidence.terms if not _BUILD.match(t.word) and not _numbering(t.word)]
    found = {c.passage.id: c for c in evidence.candidates}
    rows = [
        _ranked(one, desk, evidence, terms, found, noun)
        for one in enumerations(desk.catalogue)
        if _in_scope(one, desk)
    ]
    return sorted(rows, key=lambda r: -r.rank)


def _numbering(word: str) -> bool:
    return re.fullmatch(r"[\divxlc.()/-]+", fold(word)) is not None


def _in_scope(one: Enumeration, desk: Desk) -> bool:
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
    near = [one.lead, *one.first.section[-1:]]
    far = [*one.first.section, *_above(one, desk)]
    head = head_of(catalogue.documents[one.document_id])
    members = [flat(m.text) for m in one.members]
    opener = found.get(one.opener.passage.id) if one.opener else None
    below = [c for m in one.members if (c := found.get(m.passage.id))]
    total = spoken = 0.0
    for term in terms:
        place = evidence.terms.index(term)
        counts = weight(term)
        inside = sum(covers(term, m) for m in members) / len(members)
        share = max(
            1.0 if any(covers(term, t) for t in near) else 0.0,
            0.85 if any(covers(term, t) for t in far) else 0.0,
            0.5 + 0.4 * inside if inside else 0.0,
            0.9 * _alike(opener, place),
            0.6 * max((_alike(c, place) for c in below), default=0.0),
        )
        if covers(term, head):  # a word that names the document chooses no list in it
            counts *= 0.5 if desk.question.documents and share < 1.0 else 1.0
            share = max(share, 0.7)
        total += counts
        spoken += counts * share
    bearing = spoken / total if total else 0.7
    asked = asked_place(text)
    placed = asked is not None and one.opener is not None and _label(one.opener.passage) == asked
    if placed:
        bearing = max(bearing, 0.9)
    elif asked and not any((_label(m.passage) or "").startswith(f"{asked} (") for m in one.members):
        bearing *= 0.6
    table = _TABLE.search(text) is not None
    if (table and one.form != "rows") or (_ANNEX.search(text) and not _annexed(one, desk)):
        bearing *= 0.6
    named = _is_of(one, noun) if noun else 0.0
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
)


def _is_of(one: Enumeration, noun: str) -> float:
    """How far a list says that it is of `noun`, 0..1.

    1 where its heading or a column is called so, where each member begins with it ("Step 1") or where the
    opener announces it ("the following categories", "two options"); half where any list will do.
    """
    head = stem(noun.split()[-1])
    called = [*one.first.section[-1:], *([one.lead] if one.form in {"rows", "headings"} else [])]
    if any(len(t.split()) <= 14 and head in stems_of(t) for t in called):
        return 1.0
    if all(head in stems_of(" ".join(m.text.split()[:2])) for m in one.members):
        return 1.0
    announced = (m for t in (one.lead, one.before) for m in _ANNOUNCED.finditer(t))
    if any(head in stems_of(m[1]) for m in announced):
        return 1.0
    return 0.5 if head in _ANY else 0.0


def _count(one: Enumeration, noun: str) -> Draft:
    """How many members there are, each cited."""
    number = len(one.members)
    quotes = ((one.opener,) if one.opener else ()) + one.members
    lead = Point(f"{number} {noun}", quotes, "register", counted=(number,), layout="lead")
    return Draft("answered", (lead,))


def _list(one: Enumeration) -> Draft:
    """The opener, then the members as they stand."""
    points = []
    if one.opener:
        points.append(Point(quoted(one.lead), (one.opener,), "quoted", layout="lead"))
    points += [Point(_printed(m), (m,), "quoted", layout="item") for m in one.members[:_MOST]]
    return Draft("answered", tuple(points))


def _printed(member: Quote) -> str:
    return flat(member.text).rstrip(";,")
