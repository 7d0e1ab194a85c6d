"""The routes that read: documents, passages, and the register's decisions, workstreams and deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter
from fastapi.responses import HTMLResponse, Response

from assistant.links import decision_links, item_rests_on, resting_items
from assistant.listings import (
    deadlines_calendar,
    deadlines_csv,
    decision_row,
    document_row,
    passage_or_gone,
    passage_row,
)
from assistant.paging import Wanted
from assistant.streaming import plain
from assistant.web.theme import document_css
from assistant.web.viewer import gone_page, page
from assistant.web.wording import words
from corpus.pages import rectangles
from corpus.passage import Passage
from corpus.readers import sandbox
from corpus.references import find_decisions
from index.errors import SourceGone, UnknownId

if TYPE_CHECKING:
    from assistant import Assistant
    from index import Index

Span = Annotated[int, Query(ge=0, le=1_000_000_000)]
PageNumber = Annotated[int, PathParameter(ge=1, le=100_000)]


def library(assistant: Assistant, language: str) -> APIRouter:
    """The reading routes over `assistant.index`; document pages are in `language`."""
    routes = APIRouter()
    _register(routes, assistant.index)
    _documents(routes, assistant.index, language)
    return routes


def _register(routes: APIRouter, index: Index) -> None:
    """Decisions, workstreams and deadlines."""

    @routes.get("/api/v1/decisions", tags=["register"])
    def list_decisions(page: Wanted, loaded: bool | None = None) -> dict[str, Any]:
        """Every decision the documents name, and those only public summaries know.

        `loaded` picks those whose own text is among the documents (true), or is yet to be added (false).
        """
        every = index.register().decisions
        rows = [decision_row(row) for row in every if loaded in {None, row.loaded}]
        return page.of("decisions", rows, index.corpus_version)

    @routes.get("/api/v1/decisions/{decision_id:path}", tags=["register"])
    def show_decision(decision_id: str) -> dict[str, Any]:
        """One decision with the passages that are its text, name it or summarise it. `5/14` is `MC-5/14`.

        `links` say what it does to other decisions and they to it, `items` what in workstreams rests on it.
        """
        named = [mention.value for mention in find_decisions(f"Decision {decision_id}", "MC")] or [
            decision_id
        ]
        row = next((row for row in index.register().decisions if row.id in (named[0], decision_id)), None)
        if row is None:
            raise UnknownId(f"No document names a decision {decision_id!r}; /api/v1/decisions lists them.")
        parts = {
            part: [passage_row(index.passage(passage_id)) for passage_id in getattr(row, part)]
            for part in ("passages", "named_in", "summarised_in")
        }
        graph = {"links": decision_links(index, row), "items": resting_items(index, row)}
        return {"corpus_version": index.corpus_version, **decision_row(row), **parts, **graph}

    @routes.get("/api/v1/workstreams", tags=["register"])
    def list_workstreams(page: Wanted) -> dict[str, Any]:
        """The headed groups of work, each with its items in order and the decisions that they rest on."""
        rows = [
            {**plain(row), "items": [_item(index, index.passage(item)) for item in row.items]}
            for row in index.register().workstreams
        ]
        return page.of("workstreams", rows, index.corpus_version)

    @routes.get("/api/v1/deadlines", tags=["register"])
    def list_deadlines(page: Wanted) -> dict[str, Any]:
        """Every date by which somebody is to do something, earliest first."""
        return page.of("deadlines", plain(index.register().deadlines), index.corpus_version)

    @routes.get("/api/v1/deadlines.csv", tags=["register"], response_class=Response)
    def deadlines_as_csv() -> Response:
        """The deadlines as a table for a spreadsheet."""
        return _download(
            deadlines_csv(index.register().deadlines).encode("utf-8-sig"), "text/csv", "deadlines.csv"
        )

    @routes.get("/api/v1/deadlines.ics", tags=["register"], response_class=Response)
    def deadlines_as_calendar(request: Request) -> Response:
        """The deadlines that have a calendar day, as a calendar file."""
        base = str(request.base_url).rstrip("/")
        return _download(deadlines_calendar(index, base), "text/calendar", "deadlines.ics")


def _item(index: Index, item: Passage) -> dict[str, Any]:
    return {**passage_row(item), "rests_on": item_rests_on(index, item)}


def _documents(routes: APIRouter, index: Index, language: str) -> None:
    """Documents and passages, as JSON and as pages."""

    @routes.get("/api/v1/documents", tags=["documents"])
    def list_documents(page: Wanted) -> dict[str, Any]:
        """All documents, without their text."""
        rows = [document_row(document) for document in index.documents()]
        return page.of("documents", rows, index.corpus_version)

    @routes.get("/api/v1/documents/{document_id}", tags=["documents"])
    def show_document(document_id: str) -> dict[str, Any]:
        """One document with its text and its passages; every span counts characters of that text."""
        document = index.document(document_id)
        found = [passage_row(passage) for passage in index.passages(document_id)]
        return {**document_row(document), "text": document.text, "passages": found}

    @routes.get("/api/v1/documents/{document_id}/file", tags=["documents"], response_class=Response)
    def original_file(document_id: str) -> Response:
        """The file that a document was read from, as it was received. Plain text is kept as text only."""
        document, original = index.document(document_id), index.original(document_id)
        # Always a download: a page from elsewhere must not run under this server's address.
        name = quote(document.file_name or document.id, safe="")
        return Response(
            original.data,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    @routes.get(
        "/api/v1/documents/{document_id}/pages/{number}.png", tags=["documents"], response_class=Response
    )
    def page_picture(document_id: str, number: PageNumber, start: Span = 0, end: Span = 0) -> Response:
        """A page of a PDF as a picture, with the words from `start` to `end` of the text marked."""
        original = index.original(document_id)
        page = next((p for p in original.pages if p.number == number), None)
        if page is None:
            raise UnknownId(f"Document {document_id!r} has no page {number}; it has {len(original.pages)}.")
        marked = rectangles(page, start, end)
        return Response(sandbox.draw(original.data, number, marked, document_id), media_type="image/png")

    @routes.get("/api/v1/passages/{passage_id}", tags=["documents"])
    def show_passage(passage_id: str) -> dict[str, Any]:
        """One passage with everything it names, or what became of it: `state` as in citations."""
        return passage_or_gone(index, passage_id)

    @routes.get("/documents/{document_id}", include_in_schema=False, response_class=HTMLResponse)
    def read_document(document_id: str, start: Span = 0, end: Span = 0) -> HTMLResponse:
        """The page a citation links to: the document, with the words from `start` to `end` highlighted."""
        try:
            document = index.document(document_id)
        except SourceGone as gone:
            newer = index.document(gone.replaced_by) if gone.replaced_by else None
            return HTMLResponse(gone_page(gone, newer, words(language), document_css()), 410)
        found = index.passages(document_id)
        return HTMLResponse(page(document, found, words(language), start, end, document_css()))


def _download(content: bytes, media_type: str, name: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
