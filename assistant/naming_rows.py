"""Lists of what documents name: contacts, meetings, articles, annexes, and the documents themselves."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence import Point, Quote
from assistant.rows import Selector
from assistant.wording import day, part, whole
from corpus.passage import Mention, Passage
from corpus.sentences import around, sentences


def contacts(selector: Selector) -> list[Point]:
    """Each contact person or office with its address, citing the sentence that prints it."""
    points = []
    for row in selector.catalogue.register.contacts:
        passage = selector.catalogue.passages[row.passage_id]
        if row.role == "contact" and row.email and selector.allows(passage):
            quote = contact_quote(passage, row.email)
            points.append(
                Point(f"{row.name or 'Contact'} — {row.email}", (quote,), "register", layout="item")
            )
    return points


def contact_quote(passage: Passage, email: str) -> Quote:
    """The sentence of `passage` that prints `email`."""
    at = passage.text.lower().find(email)
    return part(passage, around(sentences(passage.text), max(at, 0)))


def meetings(selector: Selector) -> list[Point]:
    """Each meeting named, with the passages that name it."""
    points = []
    for row in selector.catalogue.register.meetings:
        passages = [p for i in row.named_in if selector.allows(p := selector.catalogue.passages[i])]
        if passages:
            points.append(
                Point(f"**{row.name}**", tuple(whole(p) for p in passages), "register", layout="item")
            )
    return points


def articles(selector: Selector) -> list[Point]:
    """Each article of a treaty that is named."""
    return _references("Article", [(p, p.mentions.articles) for p in selector.passages()])


def annexes(selector: Selector) -> list[Point]:
    """Each annex that is named."""
    return _references("Annex", [(p, p.mentions.annexes) for p in selector.passages()])


def _references(noun: str, named: Sequence[tuple[Passage, Sequence[Mention]]]) -> list[Point]:
    """Each reference of a kind that the passages name, in the order of their numbers."""
    found: dict[str, list[Quote]] = {}
    for passage, mentions in named:
        for value in dict.fromkeys(m.value for m in mentions):
            found.setdefault(value, []).append(whole(passage))
    order = sorted(found, key=lambda v: (int(v) if v.isdigit() else 0, v))
    return [Point(f"**{noun} {v}**", tuple(found[v]), "register", layout="item") for v in order]


def documents(selector: Selector) -> list[Point]:
    """Each document with its day."""
    points = []
    for document in selector.catalogue.primary:
        first = next(p for p in selector.catalogue.passages.values() if p.document_id == document.id)
        when = f", {day(document.date)}" if document.date else ""
        points.append(Point(f"**{document.title}**{when}", (whole(first),), "register", layout="item"))
    return points
