"""The routes behind the window's Register: its tables, each as a file, and the passages that rows open.

They answer with pieces of the window's page; programs use the routes in `library`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant import citing
from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from assistant.web.panel import opened
from assistant.web.register import ADDRESS, TABLES, lists
from assistant.web.registers import View
from assistant.web.wording import words
from corpus.register import Register
from index.errors import UnknownId

if TYPE_CHECKING:
    from index import Index

_T = TypeVar("_T")
Span = Annotated[int | None, Query(ge=0, le=1_000_000_000)]


def consulting(index: Index, language: str, today: Callable[[], date] = date.today) -> APIRouter:
    """The register of `index` in the words of `language`; `today` decides which deadlines are past."""
    routes = APIRouter(include_in_schema=False)
    say = words(language)
    made: dict[tuple[str, date], str] = {}
    making = threading.Lock()

    def read(make: Callable[[View], _T]) -> _T:
        try:
            return make(View(index, say, today()))
        except UnknownId:  # a document was removed while its rows were read
            return make(View(index, say, today()))

    @routes.get(ADDRESS)
    def show() -> HTMLResponse:
        """All tables; made once for the documents as they are, and the day."""
        now = (index.corpus_version, today())
        with making:
            if now not in made:
                made.clear()
                made[now] = read(lists)
            return HTMLResponse(made[now])

    @routes.get(f"{ADDRESS}/{{name}}.csv")
    def as_file(name: str, request: Request) -> Response:
        """One table for a spreadsheet."""
        if name not in TABLES:
            raise HTTPException(404)
        table = read(TABLES[name])
        content = table.csv(str(request.base_url).rstrip("/"), say).encode("utf-8-sig")
        disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(content, media_type="text/csv", headers=disposition)

    @routes.get(f"{ADDRESS}/passages/{{passage_id}}")
    def passage(passage_id: str, start: Span = None, end: Span = None) -> HTMLResponse:
        """A passage within its document, with its words from `start` to `end` marked, else all of them."""
        found = index.passage(passage_id)
        document = index.document(found.document_id)
        quote = Quote(found, found.start, found.end)
        if start is not None and end is not None and found.start <= start < end <= found.end:
            quote = Quote(found, start, end)
        catalogue = Catalogue({document.id: document}, {found.id: found}, Register())
        return HTMLResponse(opened(citing.cite([quote], catalogue)[0], index, say))

    return routes
