"""Deadlines of a passage: by when, what, and who is to do it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from corpus.dates import due_dates, relative_terms
from corpus.passage import Deadline
from corpus.sentences import around, clauses, sentences

_WORD = r"(?!to\b|is\b|are\b|shall\b|should\b|must\b|will\b|that\b|which\b)[\w’'/-]+"
_AGENT = rf"(?P<who>{_WORD}(?:\s+{_WORD}){{0,11}}?)"
_LISTED = rf"(?P<who>{_WORD}(?:,?\s+{_WORD}){{0,14}}?)"
_OPENING = re.compile(
    rf"^(?:\W*)(?:(?:[Aa]lso|[Ff]urther|[Aa]gain)\s+)?[A-Za-z]+(?:s|es)(?:\s+(?:upon|on))?\s+{_LISTED}"
    rf"(?:,[^,]+,)?\s+(?:to|that\s+\w+\s+to)\s+[a-z]"
)
_PASSIVE = re.compile(
    rf"(?<![\w’'/-]){_AGENT}\s+(?:is|are|was|were)\s+(?:therefore\s+|also\s+|hereby\s+|kindly\s+|further\s+)?"
    r"(?:invited|requested|encouraged|urged|asked|expected|required|called\s+upon|reminded|to)\b"
)
_CHAPEAU = re.compile(
    rf"^(?:\W*)(?:(?:[Aa]lso|[Ff]urther|[Aa]gain)\s+)?[A-Z][a-z]+(?:s|es)(?:\s+(?:upon|on))?\s+{_LISTED}(?:,[^:]{{0,120}})?:$"
)
_MODAL = re.compile(rf"(?<![\w’'/-]){_AGENT}\s+(?:shall|must|should|will|may)\s+")
_FROM = re.compile(
    r"\bfrom\s+(?P<who>[A-Z][\w’'-]+(?:(?:\s+and|,)\s+[\w’'-]+){0,6}?)(?=\s+(?:on|by|to|in|as|about|regarding|concerning)\b|[,.;])"
)
#: The first members of a list whose last ones are the agent found ("Parties, signatories and ...").
_LIST_BEFORE = re.compile(r"(?:(?<=^)|(?<=[.;:]\s))[A-Z][\w’'-]+(?:\s+[\w’'-]+){0,3}(?:,\s+[\w’' -]+)*,\s+$")


def actor(text: str) -> str | None:
    """Who is to act according to `text`, verbatim, or None where it names nobody.

    Read forms: "Requests the Secretariat to ...", "Parties are invited to ...", "The Group shall ...",
    "submission of information from Parties".
    """
    for pattern in (_OPENING, _CHAPEAU, _PASSIVE, _MODAL, _FROM):
        match = pattern.search(text)
        if match:
            start = match.start("who")
            listed = _LIST_BEFORE.search(text[:start]) if " and " in match["who"] else None
            return text[listed.start() if listed else start : match.end("who")].strip(" ,")
    return None


def find_deadlines(text: str) -> tuple[Deadline, ...]:
    """The deadlines of one passage; spans count from the passage's own start.

    `what` is the clause that holds the date (the whole sentence where the clause is only a few words).
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
        what = text[wide[0] : wide[1]].strip(" ;,.")
        found.append(Deadline(day, text[start:end], start, end, what, agent(clause) or agent(sentence)))
    return tuple(found)
