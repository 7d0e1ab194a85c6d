"""The routes that hand out a backup and take one back, for commands of the server's own user.

A backup holds every document, and a restore replaces them all, so no key opens these routes: only the token
in the data folder's lock file does, where `minamata backup` and `minamata restore` find it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from assistant.backups import back_up, conversations_in
from assistant.errors import NotAllowed
from assistant.keys import Caller
from index.generations import PASSING

if TYPE_CHECKING:
    from assistant.conversations import Conversations
    from index import Index

#: Bytes of a backup that is taken back: more than any disk holds that this runs on.
_MOST_BYTES = 2**44


def only_the_owner(request: Request) -> None:
    """Refuse everybody but commands of the user whose process this is. Raises NotAllowed."""
    caller = request.scope.get("minamata.caller")
    if not (isinstance(caller, Caller) and caller.own):
        raise NotAllowed("Only this server's own user may do this, with the command `minamata`.")


def safekeeping(index: Index, kept: Conversations | None) -> APIRouter:
    """Backing up and restoring `index` and the conversations that are `kept`, while they serve."""
    routes = APIRouter(dependencies=[Depends(only_the_owner)], tags=["documents"])

    def aside() -> tempfile.TemporaryDirectory[str]:
        """A folder beside the index, which has the space and the rights; swept after a crash."""
        return tempfile.TemporaryDirectory(dir=index.settings.data_dir / "index", prefix=PASSING)

    @routes.get("/api/v1/backup", response_class=FileResponse)
    def backup() -> FileResponse:
        """All documents and conversations in one file, as they are at one moment."""
        folder = aside()
        try:
            file = Path(folder.name) / "backup"
            back_up(index, file)
        except BaseException:
            folder.cleanup()
            raise
        return FileResponse(file, media_type="application/zip", background=BackgroundTask(folder.cleanup))

    def restored(file: Path) -> None:
        with conversations_in(file) as conversations:
            index.restore(file)
            if kept and conversations:
                kept.restore(conversations)

    @routes.post("/api/v1/restore", max_body_size=_MOST_BYTES)
    async def restore(request: Request) -> dict[str, Any]:
        """Put the documents and conversations of a backup, sent as the body, in place of all there are."""
        with aside() as folder:
            file = Path(folder) / "backup"
            with file.open("xb") as received:
                async for part in request.stream():
                    await run_in_threadpool(received.write, part)
            await run_in_threadpool(restored, file)
        return {"corpus_version": index.corpus_version, "documents": len(index.documents())}

    return routes
