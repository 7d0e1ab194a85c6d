"""The routes of kept conversations: each caller lists, reads, renames and deletes its own, nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversations import Conversations
from assistant.keys import Caller
from assistant.paging import Wanted
from assistant.standing import present
from assistant.streaming import plain

if TYPE_CHECKING:
    from index import Index

Identity = Annotated[str, Path(pattern=r"^[\w-]{1,40}$")]
_TITLE_BYTES = 8 * 1024


class TitleBody(BaseModel):
    """A conversation's new title."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=1000, pattern=r"\S")


def owner_of(caller: object, required: bool) -> str:
    """Whose conversations a caller reaches: those of its key's name; one list where no keys are set."""
    return caller.name if required and isinstance(caller, Caller) else ""


def conversing(kept: Conversations, index: Index, required: bool) -> APIRouter:
    """The routes over `kept`; `required` says whether callers have keys."""
    routes = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    def owner(request: Request) -> str:
        return owner_of(request.scope.get("minamata.caller"), required)

    @routes.get("")
    def list_conversations(request: Request, page: Wanted) -> dict[str, Any]:
        """Your conversations in the window, the one used last first."""
        return page.of("conversations", plain(kept.headings(owner(request))), index.corpus_version)

    @routes.get("/{identity}")
    def show_conversation(identity: Identity, request: Request) -> dict[str, Any]:
        """One conversation; each citation says whether its source has changed or been removed since."""
        found = kept.conversation(owner(request), identity)
        exchanges = [
            {**plain(one), "answer": plain(present(one.answer, index, one.digests))}
            for one in found.exchanges
        ]
        return {**plain(found.heading), "exchanges": exchanges}

    @routes.patch("/{identity}", max_body_size=_TITLE_BYTES)
    def rename_conversation(identity: Identity, body: TitleBody, request: Request) -> dict[str, Any]:
        """Give a conversation another title."""
        heading: dict[str, Any] = plain(kept.rename(owner(request), identity, body.title))
        return heading

    @routes.delete("/{identity}", status_code=204, response_class=Response)
    def delete_conversation(identity: Identity, request: Request) -> Response:
        """Delete a conversation; when this answers nothing of it is left on disk."""
        kept.remove(owner(request), identity)
        return Response(status_code=204)

    return routes
