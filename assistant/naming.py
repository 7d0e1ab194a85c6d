"""Answers to "who": the words that name an actor, the paragraph that opens its list, or whoever signs."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Draft, Evidence, Point
from assistant.lookups import close, point
from assistant.matching import covers
from assistant.wording import excerpt, flat, part, quoted
from corpus.deadlines import actor
from corpus.passage import Passage
from corpus.places import countries_in
from corpus.sentences import sentences
from corpus.words import fold

_PROPER = re.compile(
    r"(?<=[a-z,;(] )(?:the )?"
    r"([A-ZÀ-Þ][\w’'-]+(?:\s+(?:of\s+|and\s+)?[A-ZÀ-Þ][\w’'-]+)*)"
)
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
#: Forms that ask for the name of one person or body, which "Parties are invited" does not give.
_NAMED = re.compile(
    rf"(?i)\b(?:names? (?:of|the)\b|name\s*\??$"
    r"|who (?:was|were|has been|have been|had been|is|will be) (?:the\b"
    r"|elected|appointed|chosen|nominated|selected|named)"
    rf"|(?:who are the|which) (?:\w+ )?{_NUMBER}\b"
    r"|which (?:\w+ )?(?:parties|institutions|countries|states|experts|members) (?:were|have been)"
    r" (?:chosen|selected|elected)"
    r"|who (?:took over|won|replaced|succeeded|invented|designed|drew|presided|paid"
    r"|wrote|founded|discovered|compared)\b)"
)
#: Offices that one person holds, and members told by their number: only names answer.
_OFFICE = re.compile(
    r"(?i)\bwho (?:chairs?|heads?|leads?|directs?|presides?|co-?chairs?|runs)\b"
    r"|\bwho (?:is|was) (?:going|travelling|coming) to (?-i:(?=the\b|[A-Z]))"
)
#: A group may be led by States: "co-led by Finland and Indonesia", "under the leadership of Norway".
_LED_BY = re.compile(
    r"(?:\b(?:co-?)?(?:led|chaired|headed|convened|facilitated|coordinated|hosted|run)\s+by|\bunder\s+the\s+"
    r"(?:co-?)?(?:leadership|chair(?:man|person)?ship|direction|guidance)\s+of)\s+(?P<who>[^.;:]{3,120})"
)
#: What somebody does, of whom the question asks.
_DEED = re.compile(
    r"(?i)\bwho(?:m)?\s+(?:(?:else|also|is|are|was|were|will|shall|should|must|can|may|has|have|had|to|be|been|being)\s+)*"
    r"(?P<verb>[a-z]+)"
)
#: Share of the best candidate's bearing that one may have instead that tells the deed.
_DEED_NEAR = 0.75
#: How far a word is spoken of that counts as told, and the share of those words that it has to have too.
_SPOKEN, _ALSO_SPOKEN = 0.7, 0.3
_HOLDER = re.compile(r"(?i)\bwho(?:'s| is| was) the\b")
_OF_HOLDER = 0.75  # share of the words of an office that its holder's sentence has to print
_COUNTRY = re.compile(
    r"(?i)\b(?:which|what) (?:other |\w+ )?(?:countr(?:y|ies)|governments?)\b(?! (?:groups?|kinds?))"
)
_OUTSIDERS = re.compile(r"(?i)\b(?:compan(?:y|ies)|firms?|laborator(?:y|ies)|universit(?:y|ies)|ngos?)\b")
_ORGANS = frozenset(
    {
        "secretariat",
        "secretary",
        "conference",
        "committee",
        "bureau",
        "chair",
        "group",
        "parties",
        "convention",
    }
)
_COMMON_NOUNS = frozenset(
    {"decision", "decisions", "article", "articles", "annex", "annexes", "part", "parts", "party", "parties"}
    | {"partnership", "convention"}
)


def who(evidence: Evidence, catalogue: Catalogue) -> Draft | None:
    """The words that say who: the best passage, or the paragraph that opens its list and names the actor."""
    best = _that_tells_the_deed(evidence)
    if _COUNTRY.search(evidence.question.text):
        return _country(evidence)
    if asks("states", evidence.question.text) and not _bodies(best.passage.text, evidence.question.text):
        return None
    if _NAMED.search(evidence.question.text) and not _named_there(best.passage, evidence.question.text):
        return None
    if _HOLDER.search(evidence.question.text) and best.cover < _OF_HOLDER:
        return None
    if _OFFICE.search(evidence.question.text) and not _person_there(best, evidence.question.text):
        return None
    own = point(best, evidence.terms, limit=44)
    opener = _opener(best.passage, catalogue)
    if opener and (best.passage.label or actor(best.passage.text) is None):
        if best.passage.label:  # a subparagraph: the words that open its paragraph say who
            return Draft("answered", (replace(opener, layout="lead"), own))
        return Draft("answered", (replace(own, layout="lead"), opener))
    points = [replace(own, layout="lead"), *_signatory(best.passage, catalogue)]
    return Draft("answered", tuple(points))


def _that_tells_the_deed(evidence: Evidence) -> Candidate:
    """The best candidate that prints what is done ("who appoints ..."); the best of all where none does.

    It has to speak of some of what the best one speaks of.
    """
    best = evidence.candidates[0]
    asked = _DEED.search(evidence.question.text)
    deed = [t for t in evidence.terms if asked and fold(asked["verb"]) in fold(t.word).split()]
    if not deed:
        return best
    for candidate in close(evidence, _DEED_NEAR):
        shared = [
            mine >= _SPOKEN
            for term, mine, its in zip(evidence.terms, candidate.spoken, best.spoken, strict=True)
            if term is not deed[0] and its >= _SPOKEN
        ]
        if covers(deed[0], candidate.passage.text) and sum(shared) > _ALSO_SPOKEN * len(shared):
            return candidate
    return best


def _country(evidence: Evidence) -> Draft | None:
    """The sentence that prints the country, of the candidates that bear on the question about as well."""
    asked = evidence.question.text.lower()
    for candidate in close(evidence, 0.75):
        text = candidate.passage.text
        for start, end in sentences(text):
            found = [c for c in countries_in(text[start:end]) if c.lower() not in asked]
            if found:
                quote = part(candidate.passage, (start, end))
                said = quoted(excerpt(quote, evidence.terms, 44, found[0]))
                return Draft("answered", (Point(said, (quote,), "quoted", layout="lead"),))
    return None


def _named_there(passage: Passage, question: str) -> bool:
    """Whether a passage prints the name of a person, a body or a state that the question does not give."""
    asked = fold(question)
    people = [m.value for m in passage.mentions.people]
    return any(fold(p).split()[-1] not in asked for p in people) or bool(_names(passage.text, question))


def _person_there(best: Candidate, question: str) -> bool:
    """Whether the best sentence names a person, or an office that a person signs for."""
    asked = fold(question)
    start = best.passage.start + best.best[0]
    end = best.passage.start + best.best[1]
    near = [m.value for m in best.passage.mentions.people if start <= m.start < end]
    if best.passage.role in {"header", "table_row"} or any(fold(p).split()[-1] not in asked for p in near):
        return True
    led = _LED_BY.search(best.passage.text)
    return led is not None and any(c.lower() not in question.lower() for c in countries_in(led["who"]))


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


def _names(text: str, question: str) -> list[str]:
    """Names of bodies or states in `text` that the question does not give itself."""
    asked = question.lower()
    found = [m[1] for m in _PROPER.finditer(text)]
    return [n for n in found if n.lower() not in asked and n.split()[0].lower() not in _COMMON_NOUNS]


def _bodies(text: str, question: str) -> list[str]:
    """The names of the kind of body asked for: a treaty's own organs are no companies."""
    found = _names(text, question)
    if not _OUTSIDERS.search(question):
        return found
    return [n for n in found if not _ORGANS & set(fold(n).split())]


def _opener(passage: Passage, catalogue: Catalogue) -> Point | None:
    """The sentence of the paragraph that opens a list and says who acts."""
    parent = catalogue.passages.get(passage.parent or "")
    while parent is not None and actor(parent.text) is None and parent.parent:
        parent = catalogue.passages.get(parent.parent)
    if parent is None or (parent.role == "preamble" and not parent.text.rstrip().endswith(":")):
        return None
    spans = sentences(parent.text)
    named = [s for s in spans if actor(parent.text[s[0] : s[1]])]
    if not named:
        return None
    quote = part(parent, named[-1])
    return Point(quoted(excerpt(quote, (), 34, actor(quote.text) or "")), (quote,))
