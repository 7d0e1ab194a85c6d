"""What is asked of somebody: every paragraph in which a decision requests, invites or urges them.

"What is the secretariat requested to do in decision 3/7?", "which tasks does it give to the Board?": the
paragraphs are chosen by the verb that opens them and by whom it addresses, never by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from assistant.asking import asks
from assistant.desk import Desk
from assistant.evidence import Draft, Point, Quote
from assistant.legal_verbs import forms_of_class
from assistant.matching import covers
from assistant.rows import Selector
from assistant.understanding import Question
from assistant.wording import flat, whole
from corpus.dates import find_dates
from corpus.deadlines import actor
from corpus.passage import Passage
from corpus.words import fold, words

_VERBS = (
    r"(?:request|ask|invite?|encourage?|urge?|mandate?|instruct|call|require?|oblige?|expect|task|direct"
    r"|want)"
)
_ASKED = rf"{_VERBS}(?:e?d)(?:\s+(?:up)?on)?"
_NOUNS = (
    r"(?:requests?|tasks?|jobs?|duties|mandates?|instructions?|assignments?|invitations?|encouragements?|appeals?"
    r"|responsibilities|work)"
)
_THINGS = r"\b(?:what|everything|anything|all|things|tasks)\b"
_IS = r"(?:is|are|was|were|has been|have been)"
_BODY = r"(?:the\s+|our\s+|its\s+)?(?P<who>(?:[\w’'-]+\s+){0,8}?[\w’'-]+)"
_ENDS = r"(?:\s+(?:in|under|on|about|by|to|for|regarding|concerning|with|does|do|did|are|is)\b|\W*$|,)"
_GIVES = (
    r"\b(?:give|direct|address|assign|entrust|make|set|put|contain|ha)(?:s|ed|es|en|ve)?\s+"
    r"(?:(?:to|for|on)\s+)?"
)
#: The forms; `who` is the addressee, or words that begin with it.
_FORMS = tuple(
    re.compile(rf"(?i){form}")
    for form in (
        rf"{_THINGS}.{{0,40}}?\b{_IS}\s+{_BODY}\s+(?:being\s+)?(?:{_ASKED}{_ENDS}|(?:supposed|meant)\s+to\b)",
        rf"\bhow (?:many times|often)\b.{{0,60}}?\b{_VERBS}s?\s+(?:(?:up)?on\s+)?{_BODY}{_ENDS}",
        rf"{_THINGS}\s+(?:that\s+)?{_BODY}\s+{_IS}\s+{_ASKED}",
        rf"\bwhat\b.{{0,60}}?\b{_VERBS}s?\s+(?:of|from)\s+{_BODY}{_ENDS}",
        rf"\bwhat\b.{{0,60}}?\b{_VERBS}s?\s+(?:(?:up)?on\s+)?{_BODY}\s+to\s+do\b",
        rf"\b{_NOUNS}\b.{{0,80}}?{_GIVES}{_BODY}{_ENDS}",
        rf"\b(?:what|which|how many|all|the|list|every)\s+(?:\w+\s+)?{_NOUNS}\s+(?:are\s+there\s+)?"
        rf"(?:for|to|of|on)\s+{_BODY}{_ENDS}",
        rf"\bwhat\s+(?:(?:exactly|precisely|else)\s+)?(?:must|should|shall|does|do|did|will|is|are|was|were)\s+{_BODY}\s+"
        r"(?:(?:ha(?:ve|d)|needs?|needed|supposed|meant|expected)?\s*to\s+)?do\b",
    )
)
_ABOUT = re.compile(
    r"(?i)\b(?:about|regarding|concerning|relat(?:ed|ing) to|with (?:respect|regard) to)\s+(.+)"
)
#: How the question's own verb bounds what is meant: "requested" leaves invitations out, "asked" does not.
_ONLY = (
    (re.compile(r"(?i)\brequest(?:s|ed)\b"), "request"),
    (re.compile(r"(?i)\binvit(?:es?|ed|ations?)\b"), "invitation"),
    (re.compile(r"(?i)\bencourage(?:s|d|ments?)?\b"), "encouragement"),
)
_LEFT_OUT = re.compile(r"(?i)\(?\b(?:not|without|leaving out|excluding|other than)\b[^)]*\)?")
_ADDRESSING = ("request", "invitation", "encouragement")
_ALSO_BINDING = frozenset({"instructs", "mandates", "authorizes", "authorises", "directs"})
_TAIL = re.compile(
    r"(?i),|\s(?:that|which|who|included|listed|in|at|on|within|under|through|as|for|from|with)\s"
)
_SMALL = frozenset({"of", "for", "on", "and", "the", "to", "in"})
_INFINITIVE = re.compile(r"(?i)\W*to\s+[a-z]")
#: How those for whom decisions are written speak of themselves.
_READERS = frozenset({"we", "us", "you", "countries", "states", "governments"})
_ADVERB = re.compile(r"(?i)\s+(?:\w+ly|itself|themselves|himself|herself|alone)$")
_OPENS_DUTIES = re.compile(r"(?i)\bto\s*:\s*$")
_MOST = 60
#: Where requests stand: in decisions, and in the numbered conclusions of reports.
_ROLES = frozenset({"operative", "item"})


def requested(desk: Desk) -> Draft | None:
    """Every paragraph that asks something of the body named; None where the question asks no such thing."""
    question = desk.question
    form = next((m for pattern in _FORMS if (m := pattern.search(question.text))), None)
    if form is None or question.item is not None or question.workstreams:
        return None
    selector = desk.selector()
    who = _ADVERB.sub("", form["who"])
    who = who if fold(who) not in _READERS else "Parties"
    asked = tuple(_content(name) for name in (who, who.split(" of ")[0]))
    paragraphs = [p for p in selector.catalogue.passages.values() if p.role in _ROLES]
    if question.decisions:
        paragraphs = [p for p in paragraphs if p.decision in question.decisions]
    about = _ABOUT.search(question.text)
    if about:
        terms = [t for t in desk.evidence("documents").terms if t.word in about[1].lower()]
        paragraphs = [p for p in paragraphs if terms and all(covers(t, p.text) for t in terms)]
    elif not question.decisions and not question.documents:
        return None
    verbs = _verbs(question.text)
    quotes = [q for p in paragraphs if selector.allows(p) for q in _requests(p, verbs, asked, selector)]
    quotes = _in_time(quotes, question)
    if not quotes or len(quotes) > _MOST:
        return None
    points = [Point(flat(q.text).rstrip(";"), (q,), "quoted", layout="item") for q in quotes]
    if asks("count", question.text):
        number = len(points)
        lead = Point(str(number), tuple(quotes), "register", counted=(number,), layout="lead")
        points.insert(0, lead)
    return Draft("answered", tuple(points))


def _in_time(quotes: list[Quote], question: Question) -> list[Quote]:
    """Those of `quotes` that print a day in the time asked for; those of the very day where one is named."""
    if question.since is None and question.until is None:
        return quotes
    since, until = question.since or date.min, question.until or date.max
    days = [(q, [d for d in find_dates(q.text) if since <= d.last <= until]) for q in quotes]
    exact = [q for q, found in days if any(d.last == until for d in found)]
    return exact or [q for q, found in days if found]


@cache
def _finite(verbs: frozenset[str]) -> re.Pattern[str]:
    """The verbs at the start of a paragraph, or of a clause of it ("and requests the Board to ...").

    In reports they tell what was: "The Committee invited Parties to ...".
    """
    now, then = (
        "|".join(re.escape(f) for f in sorted(verbs, key=len, reverse=True) if f.split()[0].endswith(ending))
        for ending in ("s", "ed")
    )
    more = r"(?:(?:also|further|again|strongly)\s+)*"
    return re.compile(
        rf"(?:^\W*|(?:\band|\bbut|[,;])\s+)({more}(?:{now})\s)"
        rf"|(?:^\W*(?:The\s+(?:[\w’()-]+\s+){{1,12}}?)?|\band\s+)({more}(?:{then})\s+(?!by\b))",
        re.IGNORECASE,
    )


def _verbs(text: str) -> frozenset[str]:
    """The verbs that the question allows."""
    text = _LEFT_OUT.sub(" ", text)
    only = [kind for pattern, kind in _ONLY if pattern.search(text)]
    verbs = frozenset(f for kind in only or _ADDRESSING for f in forms_of_class(kind))
    return verbs if only else verbs | _ALSO_BINDING


def _requests(
    passage: Passage, verbs: frozenset[str], asked: tuple[tuple[str, ...], ...], selector: Selector
) -> Iterator[Quote]:
    """The clauses of a paragraph that address who is asked about; the list below one that opens it."""
    found = list(_finite(verbs).finditer(passage.text))
    for at, match in enumerate(found):
        verb = match.start(match.lastindex or 0)
        start = verb if at or match.start() else 0
        end = found[at + 1].start() if at + 1 < len(found) else len(passage.text)
        if not _is_to(passage.text[verb:end], asked):
            continue
        below = selector.catalogue.children(passage) if passage.text.rstrip().endswith(":") else ()
        if below and (_OPENS_DUTIES.search(passage.text) or all(_INFINITIVE.match(p.text) for p in below)):
            yield from (whole(p) for p in below)
        else:
            yield Quote(passage, passage.start + start, passage.start + end)


def _is_to(clause: str, asked: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a clause addresses one of the names in `asked`, or calls it by the end of one ("the Board")."""
    return any(
        one
        and name
        and (name[-len(one) :] == one or one[: len(name)] == name or _short(one) == "".join(name))
        for one in _addressees(clause)
        for name in asked
    )


def _short(name: tuple[str, ...]) -> str:
    """The initials of a name, as bodies are called for short ("sbi"); empty for a single word."""
    return "".join(w[0] for w in name if w not in _SMALL) if len(name) > 1 else ""


def _addressees(clause: str) -> tuple[tuple[str, ...], ...]:
    """The bodies that a clause addresses, each as the stems of its name."""
    found = actor(clause)
    if not found:
        return ()
    named = _TAIL.split(found)[0]
    whole_name = _content(found.split(",")[0])  # "the Subsidiary Body for Implementation"
    return (whole_name, *(_content(part) for part in re.split(r"\s+and\s+", named)))


def _content(name: str) -> tuple[str, ...]:
    return tuple(w.stem for w in words(name) if w.stem not in {"the", "other"})
