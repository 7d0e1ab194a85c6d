"""Whether what an answer cited still stands: kept answers outlive the documents they quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from index.errors import UnknownId

if TYPE_CHECKING:
    from index import Index


def digests(answer: Answer, index: Index) -> dict[str, str]:
    """The sha256 of every document that an answer cites or shows as near, by document id."""
    found = {}
    for citation in (*answer.citations, *answer.nearest):
        try:
            found[citation.document_id] = index.document(citation.document_id).sha256
        except UnknownId:
            continue
    return found


def standing(citation: Citation, index: Index, digest: str) -> Citation:
    """The citation with its present state, given its document's sha256 when it was cited ("" for unknown).

    Where a changed document still holds the quoted words, `start` and `end` are where they stand now.
    """
    try:
        document = index.document(citation.document_id)
    except UnknownId:
        return replace(citation, state="source_removed")
    if not digest or document.sha256 == digest:
        return citation
    moved = replace(citation, state="source_changed")
    if document.text[citation.start : citation.end] == citation.quote:
        return moved
    at = document.text.find(citation.quote)
    return replace(moved, start=at, end=at + len(citation.quote)) if at >= 0 else moved


def present(answer: Answer, index: Index, digests: Mapping[str, str]) -> Answer:
    """The answer with every citation as it stands now."""

    def now(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(standing(c, index, digests.get(c.document_id, "")) for c in citations)

    return replace(answer, citations=now(answer.citations), nearest=now(answer.nearest))
