"""Whether what an answer cited still stands: kept answers outlive the documents they quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from assistant.web.viewer import address
from corpus.document import Document
from index.errors import SourceGone, UnknownId

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

    Where a changed document, or the one that replaced it, still holds the quoted words, the citation leads to
    where they stand now.
    """
    try:
        document = index.document(citation.document_id)
    except SourceGone as gone:
        moved = replace(citation, state=gone.state)
        return _found_again(moved, index.document(gone.replaced_by)) if gone.replaced_by else moved
    except UnknownId:
        return replace(citation, state="source_removed")
    if not digest or document.sha256 == digest:
        return citation
    return _found_again(replace(citation, state="source_changed"), document)


def _found_again(citation: Citation, document: Document) -> Citation:
    """The citation where its words stand in the newer `document`; as it was where they do not."""
    start, end = citation.start, citation.end
    if document.text[start:end] != citation.quote:
        start = document.text.find(citation.quote)
        end = start + len(citation.quote)
    if start < 0:
        return citation
    url = address(document.id, start, end)
    return replace(citation, document_id=document.id, start=start, end=end, url=url)


def present(answer: Answer, index: Index, digests: Mapping[str, str]) -> Answer:
    """The answer with every citation as it stands now."""

    def now(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(standing(c, index, digests.get(c.document_id, "")) for c in citations)

    return replace(answer, citations=now(answer.citations), nearest=now(answer.nearest))
