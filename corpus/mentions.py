"""Everything a passage names, and the legal verb it opens with."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.dates import find_dates
from corpus.document import Document
from corpus.passage import Mention, Mentions
from corpus.people import find_emails, find_people, name_in_field
from corpus.references import find_annexes, find_articles, find_decisions, find_meetings
from corpus.vocabulary import load

_OPENING = re.compile(
    r"\W{0,9}(?:(?:also|further|again|strongly|once again)\s+)*([A-Za-z]+(?:\s+(?:upon|on|note|to))?)\b", re.I
)


def mentions_of(text: str, offset: int, prefix: str | None) -> Mentions:
    """What `text` names, spans counted from `offset`; `prefix` is what decisions without one take."""

    def placed(found: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(Mention(m.value, m.start + offset, m.end + offset) for m in found)

    days = (d for d in find_dates(text) if d.precision == "day")
    return Mentions(
        decisions=placed(find_decisions(text, prefix)),
        articles=placed(find_articles(text)),
        annexes=placed(find_annexes(text)),
        meetings=placed(find_meetings(text)),
        people=placed(find_people(text)),
        emails=placed(find_emails(text)),
        dates=placed(tuple(Mention(d.last.isoformat(), d.start, d.end) for d in days)),
    )


def people_in_head(document: Document, start: int, end: int) -> tuple[Mention, ...]:
    """Names that the head fields printed within the span begin with ("Jane Doe, Executive Secretary")."""
    found: dict[tuple[int, int], Mention] = {}
    for head in document.header:
        name = name_in_field(head.value) if head.name in {"from", "to", "cc"} else None
        at = document.text.find(name, start, end) if name and start <= head.start < end else -1
        if name and at >= 0:
            found[at, at + len(name)] = Mention(name, at, at + len(name))
    return tuple(found.values())


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    return frozenset(form for row in load("legal_verbs") for form in row["forms"])


def opening_verb(text: str) -> str | None:
    """The legal verb that opens a paragraph ("requests"), lower case, or None."""
    match = _OPENING.match(text)
    if not match:
        return None
    words = " ".join(match[1].lower().split())
    return next((w for w in (words, words.split()[0]) if w in _verbs()), None)
