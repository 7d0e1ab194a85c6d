"""The routes that add and remove documents, for keys that may write and the user whose process this is.

That user's commands show the owner's token, which stands in the data folder's lock file; nobody else can read
it, and `minamata add` finds it there. `door` knows both.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile

from assistant.errors import NotAllowed
from assistant.keys import Caller
from assistant.listings import warnings_of
from assistant.streaming import plain
from corpus.reading import document_from_bytes

if TYPE_CHECKING:
    from index import Index

#: Bytes of one document, the multipart wrapping included.
DOCUMENT_BYTES = 25 * 1024 * 1024
_LONGEST_NAME = 120


def may_write(request: Request) -> None:
    """Refuse a caller who may not change documents. Raises NotAllowed."""
    caller = request.scope.get("minamata.caller")
    if not (isinstance(caller, Caller) and caller.may_write):
        raise NotAllowed(
            "Only this server's own user (`minamata add`) and keys made with --write change documents."
        )


def changes(index: Index) -> APIRouter:
    """Adding and removing over `index`."""
    routes = APIRouter(dependencies=[Depends(may_write)], tags=["documents"])

    @routes.post("/api/v1/documents", status_code=201, max_body_size=DOCUMENT_BYTES)
    def add_document(file: Annotated[UploadFile, File()]) -> dict[str, Any]:
        """Add one document, in place of its older version if there is one. Answers when searches see it."""
        document = document_from_bytes(file.file.read(), file_name=file_name(file.filename or ""))
        return {**plain(index.add([document])), "warnings": warnings_of([document])}

    @routes.delete("/api/v1/documents/{document_id}", status_code=204, response_class=Response)
    def remove_document(document_id: str) -> Response:
        """Remove a document; when this answers nothing of it is left on disk."""
        index.remove(document_id)
        return Response(status_code=204)

    return routes


def file_name(given: str) -> str:
    """The last part of a sent file name, without marks that hide or lead elsewhere."""
    shown = "".join(c for c in given if unicodedata.category(c)[0] != "C")
    name = shown.replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return name[:_LONGEST_NAME] or "document"
    return f"{stem[:_LONGEST_NAME] or 'document'}.{suffix[:10]}"
