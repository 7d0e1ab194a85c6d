"""The routes behind the window's Documents: what is loaded, handing a file in, taking a document away.

They answer with pieces of the window's page; programs use the routes in `library` and `changes`. A file is
read as it comes in and never passes through Gradio, whose own upload stays closed.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import HTMLResponse, PlainTextResponse

from assistant.access import host_name
from assistant.changes import DOCUMENT_BYTES, file_name
from assistant.errors import NotAllowed
from assistant.keys import Caller
from assistant.settings import ServerSettings
from assistant.web.documents import added, held, listing, missing, removed
from assistant.web.wording import words
from corpus.reading import document_from_bytes

if TYPE_CHECKING:
    from index import Index


def shelving(index: Index, settings: ServerSettings) -> APIRouter:
    """The list, adding and removing over `index`, in the window's words."""
    say = words(settings.language)

    def only_who_may(request: Request) -> None:
        if not may_change(request, settings):
            raise NotAllowed(say("documents.read_only"))

    routes = APIRouter(include_in_schema=False)
    changing = [Depends(only_who_may)]

    @routes.get("/window/documents")
    def show(request: Request) -> HTMLResponse:
        """Everything that is loaded, with the place to drop files for those who may add."""
        return HTMLResponse(listing(held(index), may_change(request, settings), say, missing(index)))

    @routes.post("/window/documents", status_code=201, max_body_size=DOCUMENT_BYTES, dependencies=changing)
    def add(file: Annotated[UploadFile, File()]) -> HTMLResponse:
        """Add one file; answers with what was found in it once questions see it."""
        document = document_from_bytes(file.file.read(), file_name=file_name(file.filename or ""))
        result = index.add([document])
        return HTMLResponse(added(held(index, [document.id])[0], result, say), 201)

    @routes.delete("/window/documents/{document_id}", dependencies=changing)
    def remove(document_id: str) -> PlainTextResponse:
        """Take a document away; what comes with the assistant stays."""
        document = index.document(document_id)
        if document.trust == "shipped":
            raise NotAllowed(say("documents.stays"))
        index.remove(document_id)
        return PlainTextResponse(removed(document, say))

    return routes


def may_change(request: Request, settings: ServerSettings) -> bool:
    """Whether whoever asks may add and remove in the window.

    With keys: who signed in with one that may write. Without: a page of this server on this very machine.
    """
    caller = request.scope.get("minamata.caller")
    if isinstance(caller, Caller) and caller.may_write:
        return True
    return not settings.api_keys and _on_this_machine(request)


def _on_this_machine(request: Request) -> bool:
    """A request from a loopback address, to a loopback name, by no other site's page."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    return (
        _loopback(request.client.host if request.client else "")
        and _loopback(host_name(host))
        and (origin is None or urlsplit(origin).netloc.lower() == host.lower())
    )


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
