"""From verified points to the finished answer: markers, citations, locators, Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Citation, Locator, State, Statement
from assistant.catalogue import Catalogue
from assistant.evidence import Point, Quote
from assistant.wording import locator_text
from index.errors import SourceGone, UnknownId

if TYPE_CHECKING:
    from index import Index


def cite(quotes: Sequence[Quote], catalogue: Catalogue, markers: Sequence[int] = ()) -> tuple[Citation, ...]:
    """A citation for each quote, with `markers` where given, else counted from 1 in order."""
    numbers = markers or range(1, len(quotes) + 1)
    return tuple(_citation(n, quote, catalogue) for n, quote in zip(numbers, quotes, strict=True))


def _citation(marker: int, quote: Quote, catalogue: Catalogue) -> Citation:
    passage = quote.passage
    document = catalogue.documents[passage.document_id]
    own = (document.decision,) if document.decision else ()
    return Citation(
        marker=marker,
        passage_id=passage.id,
        document_id=document.id,
        document_title=document.title,
        document_date=document.date.isoformat() if document.date else None,
        source=document.kind,
        locator=Locator(
            passage.page, passage.section, passage.item, passage.label, locator_text(passage, document)
        ),
        decisions=tuple(dict.fromkeys((*own, *passage.decisions))),
        workstream=passage.workstream,
        quote=document.text[quote.start : quote.end],
        start=quote.start,
        end=quote.end,
        trust=document.trust,
        state="current",
        url=f"/documents/{document.id}#{passage.id}",
    )


def as_they_stand(citations: Sequence[Citation], catalogue: Catalogue, index: Index) -> tuple[Citation, ...]:
    """The citations with their state now, where documents went while the answer was made."""
    if index.corpus_version == catalogue.corpus_version:
        return tuple(citations)
    return tuple(replace(citation, state=_state(citation, index)) for citation in citations)


def _state(citation: Citation, index: Index) -> State:
    try:
        index.passage(citation.passage_id)
    except SourceGone as gone:
        return gone.state
    except UnknownId:
        return "source_removed"
    return "current"


def marked(points: Sequence[Point], citations: Sequence[Citation]) -> tuple[Statement, ...]:
    """The points that state something, as statements with the markers of what they cite."""
    markers = {(c.passage_id, c.start, c.end): c.marker for c in citations}
    return tuple(
        Statement(
            re.sub(r"\*\*", "", point.text),
            tuple(dict.fromkeys(markers[q.passage.id, q.start, q.end] for q in point.quotes)),
            point.support,
        )
        for point in points
        if point.layout != "heading"
    )


def markdown(points: Sequence[Point], citations: Sequence[Citation], remark: str) -> str:
    """The answer as Markdown: first line the answer, then quotations or bullets, each with markers."""
    markers = {(c.passage_id, c.start, c.end): c for c in citations}
    lines: list[str] = []
    for point in points:
        cited = [markers[q.passage.id, q.start, q.end] for q in point.quotes]
        signs = "".join(f" [{n}]" for n in dict.fromkeys(c.marker for c in cited))
        if point.layout == "heading":
            lines += ["", point.text, ""] if lines else [point.text, ""]
        elif point.layout == "item":
            lines.append(f"- {point.text}{signs}")
        elif point.layout == "lead":
            bold = point.support == "register" and "**" not in point.text and "“" not in point.text
            lines += [f"**{point.text}**{signs}" if bold else f"{point.text}{signs}"]
        elif point.layout == "note":
            lines += ["", f"*{point.text}*{signs}"]
        else:
            place = cited[0].locator.text if cited else ""
            lines += ["", f"> {point.text}{signs}" + (f" — {place}" if place else "")]
    if remark:
        lines += ["", f"*{remark}*"] if lines else [remark]
    return "\n".join(lines).strip()
