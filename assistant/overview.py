"""What a document is about as a whole: its subject or opening words, its headings, its dates.

For "what is the letter about?", "summarise the memo", "which topics does it cover?": questions that no
single passage answers.
"""

from __future__ import annotations

from assistant.asking import asks
from assistant.catalogue import Catalogue
from assistant.desk import Desk
from assistant.evidence import Draft, Point, Quote
from assistant.heads import document_meant, field_point
from assistant.wording import flat, part, quoted
from corpus.document import Document
from corpus.passage import Passage
from corpus.sentences import sentences

_OPENING_WORDS = 60
_MOST_HEADINGS, _MOST_DATES = 12, 8


def overview(desk: Desk) -> Draft | None:
    """The draft for a question about a whole document; None where it asks for anything in it."""
    question, catalogue = desk.question, desk.catalogue
    if question.want not in {"content", "header", "list", "reason"} or not asks("whole", question.text):
        return None
    if question.table == "workstreams" or question.decisions or (question.subject and not question.documents):
        return None
    document = document_meant(question, catalogue)
    if document is None:
        return None
    lead = _subject(document, catalogue)
    points = [*([lead] if lead else []), *_headings(document, catalogue), *_dates(document, catalogue)]
    return Draft("answered", tuple(points)) if points else None


def _subject(document: Document, catalogue: Catalogue) -> Point | None:
    """The subject line, or else the first sentences of the text."""
    subject = document.field("subject")
    if subject:
        return field_point(subject, document, catalogue)
    for passage in _passages(document, catalogue):
        if passage.role in {"paragraph", "operative", "preamble"} and len(passage.text.split()) > 12:
            spans = sentences(passage.text)
            end = spans[0][1]
            for _, stop in spans[1:]:
                if len(passage.text[spans[0][0] : stop].split()) > _OPENING_WORDS:
                    break
                end = stop
            quote = part(passage, (spans[0][0], end))
            return Point(quoted(flat(quote.text)), (quote,), "quoted", layout="lead")
    return None


def _headings(document: Document, catalogue: Catalogue) -> list[Point]:
    """The workstreams with the number of their items, or else the top headings."""
    rows = [w for w in catalogue.register.workstreams if w.document_id == document.id]
    if rows:
        points = []
        for row in rows[:_MOST_HEADINGS]:
            heading, number = catalogue.passages[row.heading], len(row.items)
            note = f" — {number} {'item' if number == 1 else 'items'}" if number else ""
            points.append(
                Point(
                    f"**{row.name}**{note}",
                    (Quote(heading, heading.start, heading.end),),
                    "register",
                    counted=(number,),
                    layout="item",
                )
            )
        return points
    tops = [p for p in _passages(document, catalogue) if p.role == "heading" and len(p.section) <= 1]
    return [
        Point(f"**{flat(p.text)}**", (Quote(p, p.start, p.end),), "register", layout="item")
        for p in tops[:_MOST_HEADINGS]
    ]


def _dates(document: Document, catalogue: Catalogue) -> list[Point]:
    """The dated deadlines of the document, in order."""
    points = []
    for row in catalogue.register.deadlines:
        passage = catalogue.passages[row.passage_id]
        if row.date and passage.document_id == document.id:
            at = passage.text.find(row.phrase)
            if at >= 0:
                quote = Quote(passage, passage.start, passage.end)
                points.append(Point(f"Due: **{flat(row.phrase)}**", (quote,), "register", layout="item"))
    return points[:_MOST_DATES]


def _passages(document: Document, catalogue: Catalogue) -> list[Passage]:
    return [p for p in catalogue.passages.values() if p.document_id == document.id]
