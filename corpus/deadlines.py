"""Deadlines of a passage: by when, what, and who is to do it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from corpus.dates import due_dates, relative_terms
from corpus.passage import Deadline
from corpus.sentences import around, clauses, sentences

_NOT_A_MEMBER = (
    r"to|is|are|was|were|shall|should|must|will|may|that|which|who|subject|together|in\s+consultation"
    r"|through|where|when"
)
_WORD = rf"(?!(?:{_NOT_A_MEMBER})\b)[\w’'/()-]+"
_FIRST = rf"(?!(?:and|or|but|of|in|on|at|by|for|from|with|as|under|it|this|there|what)\b){_WORD}"
_AGENT = rf"(?P<who>{_FIRST}(?:\s+{_WORD}){{0,11}}?)"
#: Who is meant may be told by a clause of its own: "Parties that make use of the exemption".
_RELATIVE = r"(?:\s+(?:that|which|who)\s+[^,;:]{1,140}?)?"
_LISTED = rf"(?P<who>{_FIRST}(?:,?\s+{_WORD}){{0,30}}?{_RELATIVE})"
_TO = (
    r"(?<!\byet)(?<!\bposition)(?<!\bable)(?<!\bwish)(?<!\bwishing)\s+(?:not\s+)?to\s+(?!do\s+so\s+to\b)[a-z]"
)
_ASIDE = r"(?:,[^,;:]+,)?"
_ASKS = r"(?:invit|request|encourag|urg|ask|remind|oblig|requir|instruct|call)(?:e?s|ed|e)?(?:\s+(?:up)?on)?"
#: Verbs that record and ask nothing of anybody: "Recognizes the importance of funds to ...".
_RECORDS = r"(?!(?i:recogni[sz]es|notes|welcomes|emphasi[sz]es|acknowledges|underlines|stresses|takes)\b)"
_OPENING = re.compile(
    rf"^(?:\W*)(?:(?:[Aa]lso|[Ff]urther|[Aa]gain|[Ss]trongly)\s+){{0,2}}{_RECORDS}[A-Za-z]+(?:s|es)(?:\s+(?:upon|on))?\s+{_LISTED}"
    rf"{_ASIDE}(?:{_TO}|\s+that\s+\w+\s+to\s+[a-z])"
)
_ASKED = re.compile(rf"\b(?:[Tt]o\s+)?(?<!\bis\s)(?<!\bare\s)(?i:{_ASKS})\s+{_LISTED}{_ASIDE}{_TO}")
_PASSIVE = re.compile(
    rf"(?<![\w’'/-]){_AGENT}\s+(?:is|are|was|were)\s+(?:therefore\s+|also\s+|hereby\s+|kindly\s+|further\s+)?"
    r"(?:(?:invited|requested|encouraged|urged|asked|called\s+upon|reminded)\b|(?:expected|required)\s+to\b|to\s+(?!be\b))"
)
_CHAPEAU = re.compile(
    rf"(?:^(?:\W*)(?:(?:[Aa]lso|[Ff]urther|[Aa]gain|[Ss]trongly)\s+){{0,2}}[A-Z][a-z]+(?:s|es)(?:\s+(?:upon|on))?|\b(?:[Tt]o\s+)?(?<!\bis\s)(?<!\bare\s)(?i:{_ASKS}))"
    rf"\s+{_LISTED}(?:,[^:]{{0,120}})?:$"
)
_MODAL = re.compile(
    rf"(?<![\w’'/-])(?P<who>{_FIRST}(?:\s+{_WORD}){{0,11}}?{_RELATIVE})\s+(?:shall|must|should|will|may)"
    r"(?:\s+(?!be\b|have\b|reach\b|arrive\b|follow\b|apply\b|enter\b|cease\b|end\b|expire\b|remain\b|stay\b|become\b|cover\b)|:)"
)
_BY_AGENT = re.compile(
    r"\b(?:shall|must|should|will|may|is|are)\s+(?:to\s+)?be\s+\w+(?:ed|en|t)\b[^.;,]{0,40}?\bby\s+(?P<who>(?:the\s+)?[A-Z][\w’'-]+(?:\s+(?:of|and|the|[A-Z][\w’'-]+)){0,6}?)(?=\s+(?:through|on|by|to|in|no|not|before|at)\b|[,.;])"
)
_YOU = re.compile(r"\b(?:[Ww]ould|[Cc]ould|[Cc]an|[Ww]ill)\s+(?P<who>you)\b")
_ACTS = re.compile(
    r"^(?P<who>The\s+[A-Z][\w-]+(?:\s+[A-Z][\w-]+){0,4})\s+(?!is\b|was\b|has\b|does\b)[a-z]+s\s"
)
_FROM = re.compile(
    r"\bfrom\s+(?P<who>[A-Z][\w’'-]+(?:(?:\s+and|,)\s+[\w’'-]+){0,6}?)(?=\s+(?:on|by|to|in|as|about|regarding|concerning)\b|[,.;])"
)
#: What is written or sent does not act itself, whatever the verb ("the next version will take account of").
_THING = re.compile(
    r"(?i)(?:\w+\s+){0,3}?(?:versions?|reports?|notes?|drafts?|documents?|texts?|forms?|dates?|figures?|results?|repl(?:y|ies)"
    r"|requests?|applications?|comments?|proposals?|letters?|entries|limits?)(?:\s+(?:of|on|for|from|in)\b|$)"
)
_ASKER = frozenset({"we", "i", "it", "they", "he", "she"})
#: The first members of a list whose last ones are the agent found ("Parties, signatories and ...").
_LIST_BEFORE = re.compile(r"(?:(?<=^)|(?<=[.;:]\s))[A-Z][\w’'-]+(?:\s+[\w’'-]+){0,3}(?:,\s+[\w’' -]+)*,\s+$")
#: Words that open a sentence and stand for what the one before it names: "These are due on ...".
_POINTS_BACK = re.compile(
    r"(?:These|This|They|It|Those|Both)\s+(?:is|are|was|were|shall|should|must|will|has|have)\b"
)


def actor(text: str) -> str | None:
    """Who is to act according to `text`, verbatim, or None where it names nobody.

    Read forms: "Requests the Secretariat to ...", "Parties are invited to ...", "The Group shall ...",
    "submission of information from Parties".
    """
    for pattern in (_OPENING, _CHAPEAU, _ASKED, _PASSIVE, _BY_AGENT, _YOU, _MODAL, _ACTS, _FROM):
        match = pattern.search(text)
        if match and match["who"].lower() not in _ASKER and not _THING.match(match["who"]):
            start = match.start("who")
            listed = _LIST_BEFORE.search(text[:start]) if " and " in match["who"] else None
            return text[listed.start() if listed else start : match.end("who")].strip(" ,")
    return None


def find_deadlines(text: str) -> tuple[Deadline, ...]:
    """The deadlines of one passage; spans count from the passage's own start.

    `what` is the clause that holds the date (the whole sentence where the clause is only a few words, and
    the one before it where a pronoun stands for what that names).
    """
    terms: list[tuple[int, int, date | None]] = [(d.start, d.end, d.last) for d in due_dates(text)]
    dated = [(start, end) for start, end, _ in terms]
    terms += [(a, b, None) for a, b in relative_terms(text) if not any(a < e and s < b for s, e in dated)]
    if not terms:
        return ()
    whole = sentences(text)
    parts = cache(lambda sentence: clauses(text, *sentence))
    agent = cache(lambda span: actor(text[span[0] : span[1]]))
    found: list[Deadline] = []
    for start, end, day in sorted(terms, key=lambda term: term[:2]):
        sentence = around(whole, start)
        clause = around(parts(sentence), start)
        wide = sentence if clause[1] - clause[0] < 40 else clause
        if wide[0] == sentence[0] and _POINTS_BACK.match(text, wide[0]):
            before = [s for s in whole if s[0] < sentence[0]]
            wide = (before[-1][0] if before else wide[0], wide[1])
        what = text[wide[0] : wide[1]].strip(" ;,.")
        found.append(Deadline(day, text[start:end], start, end, what, agent(clause) or agent(sentence)))
    return tuple(found)
