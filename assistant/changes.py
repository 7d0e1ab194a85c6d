"""The routes that add and remove documents. Only the user whose process this is may: by the owner's token.

The token stands in the data folder's lock file, which nobody else can read; `minamata add` finds it there.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, File, Header, Response, UploadFile

from assistant.errors import NotAllowed
from assistant.listings import warnings_of
from assistant.streaming import plain
from corpus.reading import document_from_bytes

if TYPE_CHECKING:
    from index import Index

#: Bytes of one document, the multipart wrapping included.
DOCUMENT_BYTES = 25 * 1024 * 1024
_LONGEST_NAME = 120


def changes(index: Index) -> APIRouter:
    """Adding and removing over `index`."""

    def owner_only(authorization: Annotated[str, Header()] = "") -> None:
        expected = f"Bearer {index.owner.info.token}"
        if not secrets.compare_digest(authorization.encode(), expected.encode()):
            raise NotAllowed("Only commands of this server's own user change documents; use `minamata add`.")

    routes = APIRouter(dependencies=[Depends(owner_only)], tags=["documents"])

    @routes.post("/api/v1/documents", status_code=201, max_body_size=DOCUMENT_BYTES)
    def add_document(file: Annotated[UploadFile, File()]) -> dict[str, Any]:
        """Add one document; one with the same id is replaced. Answers when searches see it."""
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
