"""The routes of kept conversations: each caller lists, reads, renames and deletes its own, nobody else's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversations import Conversations
from assistant.exports.markdown import markdown
from assistant.exports.transcript import Transcript, file_name, transcript
from assistant.exports.word import word
from assistant.kept import title_of
from assistant.keys import Caller
from assistant.paging import Wanted
from assistant.standing import present
from assistant.streaming import plain
from assistant.web.filtering import chosen, said
from assistant.web.wording import Words
from index.errors import UnknownId

if TYPE_CHECKING:
    from index import Index

Identity = Annotated[str, Path(pattern=r"^[\w-]{1,40}$")]
AnswerNumber = Annotated[int, Query(ge=0, le=100_000, description="Only this answer, from 1; 0 for all.")]
_TITLE_BYTES = 8 * 1024
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TitleBody(BaseModel):
    """A conversation's new title."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=1000, pattern=r"\S")


def owner_of(caller: object, required: bool) -> str:
    """Whose conversations a caller reaches: those of its key's name; one list where no keys are set."""
    return caller.name if required and isinstance(caller, Caller) else ""


def conversing(kept: Conversations, index: Index, required: bool, words: Words) -> APIRouter:
    """The routes over `kept`; `required` says whether callers have keys. Exports are in `words`."""
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

    def exported(identity: str, answer: int, request: Request) -> tuple[Transcript, str, str]:
        """What is exported, its title and the day of its last question."""
        found = kept.conversation(owner(request), identity)
        if answer > len(found.exchanges):
            raise UnknownId(f"Conversation {identity!r} has no answer {answer}.")
        chosen_ones = found.exchanges[answer - 1 : answer] if answer else found.exchanges
        now = [replace(one, answer=present(one.answer, index, one.digests)) for one in chosen_ones]
        limits = [said(chosen(one.filters), index, words) for one in now]
        heading = replace(found.heading, title=title_of(now[0].question)) if answer else found.heading
        server = str(request.base_url).rstrip("/")
        return transcript(heading, now, limits, words, server), heading.title, now[-1].asked[:10]

    @routes.get("/{identity}/export.md", response_class=Response)
    def export_markdown(identity: Identity, request: Request, answer: AnswerNumber = 0) -> Response:
        """The conversation, or one answer of it, as Markdown with footnotes and an annex of quotations."""
        export, title, day = exported(identity, answer, request)
        content = markdown(export, words).encode()
        return _download(content, "text/markdown; charset=utf-8", file_name(title, day, "md"))

    @routes.get("/{identity}/export.docx", response_class=Response)
    def export_word(identity: Identity, request: Request, answer: AnswerNumber = 0) -> Response:
        """The same as a Word document."""
        export, title, day = exported(identity, answer, request)
        return _download(word(export, words), _WORD, file_name(title, day, "docx"))

    return routes


def _download(content: bytes, media_type: str, name: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
