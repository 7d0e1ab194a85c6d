"""How one document is divided: its top headings, each with what stands under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.catalogue import head_of
from assistant.matching import cover
from corpus.passage import Passage
from corpus.register import WorkstreamRow

if TYPE_CHECKING:
    from assistant.rows import Selector

_WITH_ITEMS = re.compile(
    r"(?i)\b(?:with|contain\w*|hold\w*|have|has)\s+(?:\w+\s+)?(?:points|items|bullets|tasks|lists?)\b"
)
#: A question for how a document is divided, not for where in it something stands.
_DIVIDED = re.compile(
    r"(?i)\b(?:divided|grouped|sort(?:ed)?|split|arranged|structured|organi[sz]ed|into|propos\w+|parts? of"
    r"|(?:headings?|sections?|work\s?streams?|areas|blocks|groups|strands)\b(?:\s+of\s+(?:work|tasks?|activities))?"
    r"\s+(?:of|in|has|have|does|are|make))\b"
)


#: All headings are asked for, also those over a table of dates or a closing part.
_ALL_PARTS = re.compile(
    r"(?i)\b(?:all|every|each|how many)\s+(?:the\s+|its\s+)?(?:headings?|sections?|parts?|chapters?)\b"
)
#: Characters of a document's text that count as its head.
_HEAD_CHARACTERS = 600


def division(selector: Selector) -> list[tuple[WorkstreamRow, tuple[Passage, ...]]]:
    """The top headings of the one document whose division is asked for, each with what is under it."""
    q = selector.question
    if q.item or q.decisions or q.articles or q.workstreams or selector.topical:
        return []
    if not _DIVIDED.search(q.text) and not (q.documents and not selector.terms):
        return []
    chosen = _document_meant(selector)
    if chosen is None:
        return []
    own = [p for p in selector.catalogue.passages.values() if p.document_id == chosen and selector.allows(p)]
    groups = [row for row in selector.catalogue.register.workstreams if row.document_id == chosen]
    if (
        len(groups) > 1
        and selector.catalogue.documents[chosen].kind == "letter"
        and not _ALL_PARTS.search(q.text)
    ):
        return [(row, tuple(selector.catalogue.passages[i] for i in row.items)) for row in groups]
    rows = []
    for heading in (p for p in own if p.role == "heading" and len(p.section) == 1):
        below = [p for p in own if p.section[:1] == heading.section and p.id != heading.id]
        items = tuple(p for p in below if p.role in {"item", "operative"})
        row = WorkstreamRow(heading.section[0], chosen, heading.id, tuple(p.id for p in items))
        if below and (items or not _WITH_ITEMS.search(q.text)):
            rows.append((row, items))
    return rows if len(rows) > 1 else []


def _document_meant(selector: Selector) -> str | None:
    """The document named, or the one whose head has most of the subject words and of the names."""
    if selector.question.documents:
        return selector.question.documents[0]
    if len(selector.catalogue.primary) < 2:
        return None
    heads = {d.id: f"{head_of(d)} \n {d.text[:_HEAD_CHARACTERS]}" for d in selector.catalogue.primary}
    signed = {
        row.document_id
        for row in selector.catalogue.register.contacts
        if row.role in {"from", "to"} and any(name in (row.name or "") for name in selector.question.people)
    }
    if len(signed) == 1:
        return next(iter(signed))
    shares = sorted(((cover(selector.terms, text)[0], i) for i, text in heads.items()), reverse=True)
    clear = len(shares) < 2 or shares[0][0] >= 1.5 * shares[1][0]
    return shares[0][1] if shares and shares[0][0] >= 0.5 and clear else None
