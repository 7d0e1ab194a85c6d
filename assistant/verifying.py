"""Nothing is shown that its citations do not say.

A point stands if every quoted piece is in a cited quote, and every date, number, decision, e-mail
address and legal verb of its other words is there too. Numbers counted from register rows are
checked against the rows. What fails is dropped.
"""

from __future__ import annotations

import re

from assistant.catalogue import Catalogue
from assistant.evidence import Point
from assistant.wording import flat, locator_text
from corpus.dates import find_dates
from corpus.meetings import meetings_of
from corpus.people import find_emails
from corpus.references import find_decisions, find_meetings
from corpus.words import fold

_PIECES = re.compile(r"“([^”]*(?:“[^”]*”[^”]*)*)”")
_NUMBER = re.compile(r"(?<![\w/])\d[\d,.]*(?:/\d+)?")
_VERBS = re.compile(
    r"(?i)\b(?:shall|must|should|may|requests?|requested|invites?|invited|urges?|urged|encourages?|encouraged|decides?"
    r"|decided|requires?|required)\b"
)


def supported(point: Point, catalogue: Catalogue) -> bool:
    """Whether the point's own citations carry all of it."""
    if point.layout == "heading":
        return not _VERBS.search(point.text) and set(_numbers(point.text)) <= {str(n) for n in point.counted}
    if not point.quotes:
        return False
    cited = flat(" ".join(q.text for q in point.quotes))
    known = _allowed(point, catalogue)
    rest = point.text
    for piece in _PIECES.findall(point.text):
        parts = [flat(part) for part in re.split(r"\s*…\s*", piece) if part]
        if not any(all(part in flat(quote.text) for part in parts) for quote in point.quotes):
            return False
        rest = rest.replace(piece, " ")
    rest = flat(rest.replace("**", ""))
    if point.support == "quoted" and rest and _PIECES.search(point.text) is None:
        return rest.rstrip(" .;,") in cited or fold(rest.rstrip(" .;,")) in fold(cited)
    return _carried(rest, cited, known)


def _allowed(point: Point, catalogue: Catalogue) -> str:
    """What may be said besides the quotes: the names and places of the documents and passages cited."""
    parts = [str(n) for n in point.counted]
    for quote in point.quotes:
        document = catalogue.documents[quote.passage.document_id]
        parts += [locator_text(quote.passage, document), document.title, document.decision or ""]
        parts += [*quote.passage.decisions, *(m.value for m in quote.passage.mentions.meetings)]
        parts += [name for d in quote.passage.decisions for name in meetings_of(d)]  # its number tells
        parts += [str(quote.passage.item or ""), quote.passage.label or ""]
        if document.date:
            parts.append(f"{document.date.day} {document.date:%B %Y} {document.date.isoformat()}")
    return " ; ".join(parts)


def _carried(text: str, cited: str, allowed: str) -> bool:
    """Whether dates, decisions, numbers, addresses and legal verbs of `text` stand in what is cited."""
    both = f"{cited} ; {allowed}"
    said_dates = find_dates(text)
    if said_dates:
        dates = {(d.first, d.last) for d in find_dates(both, years=True)}
        if any((d.first, d.last) not in dates for d in said_dates):
            return False
    for find in (find_decisions, find_meetings, find_emails):
        said_names = {m.value for m in find(text)}
        if said_names and not said_names <= {m.value for m in find(both)}:
            return False
    undated = text
    for found in reversed(said_dates):  # a date may be written otherwise than it is printed
        undated = f"{undated[: found.start]} {undated[found.end :]}"
    if not set(_numbers(undated)) <= set(_numbers(both)):
        return False
    said = {m.group().lower() for m in _VERBS.finditer(text)}
    return said <= {m.group().lower() for m in _VERBS.finditer(both)}


def _numbers(text: str) -> list[str]:
    return [m.group().strip(".,") for m in _NUMBER.finditer(text)]
