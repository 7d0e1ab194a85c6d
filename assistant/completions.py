"""The routes that OpenAI clients know: `/v1/models` and `/v1/chat/completions`, whole and streamed.

What comes back is an answer like any other. The text carries markers and a list of sources; the fields
beside it are OpenAI's `annotations` and, under `minamata`, the whole Answer. System messages and sampling
options are taken and have no effect: the documents decide what is said.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer, Turn
from assistant.bodies import FiltersBody
from assistant.errors import QuestionRejected
from assistant.problems import problem, request_id
from assistant.reception import Reception, Steps
from assistant.streaming import EventStream, broken, plain
from assistant.written import written

_BODY_BYTES = 1024 * 1024
#: Model names and the composer each stands for.
MODELS = {"minamata": "auto", "minamata-quoting": "quoting", "minamata-model": "model"}
_MARKER = re.compile(r"\[(\d+)\]")


class PartBody(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["text"]
    text: str = Field(max_length=50_000)


class MessageBody(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, Field(max_length=50_000)] | list[PartBody] | None = None

    def words(self) -> str:
        """Its text in one piece."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptionsBody(BaseModel):
    """How a stream ends."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class CompletionBody(BaseModel):
    """The part of OpenAI's request that has a meaning here; the rest is taken and left aside."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {
                    "model": "minamata",
                    "messages": [{"role": "user", "content": "Which decision covers cosmetics?"}],
                }
            ]
        },
    )

    model: str = Field(default="minamata", max_length=200)
    messages: list[MessageBody] = Field(min_length=1, max_length=500)
    stream: bool = False
    stream_options: StreamOptionsBody | None = None
    n: int | None = Field(default=1, ge=1, le=1)
    filters: FiltersBody = FiltersBody()

    def turns(self) -> tuple[str, tuple[Turn, ...]]:
        """The question, which is the last message, and what was said before. Raises QuestionRejected."""
        said = [message for message in self.messages if message.role in ("user", "assistant")]
        if not said or said[-1].role != "user":
            raise QuestionRejected("The last message must be the user's question.", "empty")
        history = tuple(
            Turn("user" if message.role == "user" else "assistant", message.words()) for message in said[:-1]
        )
        return said[-1].words(), history


def completions(reception: Reception) -> APIRouter:
    """OpenAI's two routes over `reception`."""
    routes = APIRouter(tags=["openai"])
    since = int(time.time())

    def row(name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": since, "owned_by": "minamata"}

    def names() -> list[str]:
        return [name for name, composer in MODELS.items() if composer != "model" or reception.has_model]

    @routes.get("/v1/models")
    async def list_models() -> dict[str, Any]:
        """The names that `model` may have: how answers are written."""
        return {"object": "list", "data": [row(name) for name in names()]}

    @routes.get("/v1/models/{name}", response_model=None)
    async def show_model(name: str, request: Request) -> dict[str, Any] | Response:
        """One of them."""
        return row(name) if name in names() else _no_model(names(), request)

    @routes.post("/v1/chat/completions", max_body_size=_BODY_BYTES, response_model=None)
    async def complete(body: CompletionBody, request: Request) -> Response:
        """Answer the last message from the documents, with sources, as OpenAI's chat completion."""
        if body.model not in names():
            return _no_model(names(), request)
        question, history = body.turns()
        asked = reception.asked(question, history, body.filters.filters(), MODELS[body.model])
        head = {"id": f"chatcmpl-{request_id(request)}", "created": int(time.time()), "model": body.model}
        base = str(request.base_url).rstrip("/")
        if not body.stream:
            return JSONResponse(completion(await reception.answer(asked), question, head, base))
        steps = await reception.steps(asked)
        usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = _chunks(steps, question, head, base, usage, request_id(request))
        return EventStream(chunks, steps)

    return routes


def completion(answer: Answer, question: str, head: dict[str, Any], base: str) -> dict[str, Any]:
    """The whole answer as one chat completion; `base` is this server's address."""
    text = written(answer, base)
    message = {
        "role": "assistant",
        "content": text,
        "refusal": None,
        "annotations": url_citations(answer, base),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **head,
        "object": "chat.completion",
        "choices": [choice],
        "usage": used(question, text),
        "minamata": plain(answer),
    }


def url_citations(answer: Answer, base: str) -> list[dict[str, Any]]:
    """OpenAI's citations: for each marker where it stands (in characters) and what it points at."""
    cited = {citation.marker: citation for citation in answer.citations}
    found = []
    for match in _MARKER.finditer(answer.text):
        citation = cited.get(int(match[1]))
        if citation is None:
            continue
        place = {
            "start_index": match.start(),
            "end_index": match.end(),
            "title": f"{citation.document_title}, {citation.locator.text}",
            "url": base + citation.url,
        }
        found.append({"type": "url_citation", "url_citation": place})
    return found


def used(question: str, text: str) -> dict[str, int]:
    """Words, where OpenAI counts tokens: nothing here is paid by the token."""
    asked, said = len(question.split()), len(text.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


async def _chunks(
    steps: Steps, question: str, head: dict[str, Any], base: str, usage: bool, identity: str
) -> AsyncIterator[bytes]:
    """The answer as OpenAI's stream: a role, the sources, the text line by line, the end, ``[DONE]``.

    Text comes only once it has been verified as a whole, so nothing that was shown is ever taken back.
    """

    def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _data({**head, "object": "chat.completion.chunk", "choices": [choice], **more})

    try:
        yield chunk({"role": "assistant", "content": ""})
        while step := await steps.next():
            name, data = step
            if name == "sources":
                yield chunk({}, minamata={"sources": plain(data)})
            if name == "answer":
                text = written(data, base)
                for line in text.splitlines(keepends=True):
                    yield chunk({"content": line})
                last = {"annotations": url_citations(data, base)}
                yield chunk(last, "stop", minamata=plain(data))
                if usage:
                    counted = {"choices": [], "usage": used(question, text)}
                    yield _data({**head, "object": "chat.completion.chunk", **counted})
    except Exception as error:
        trouble = broken(error, identity)
        shown = {"message": trouble["detail"], "type": trouble["code"], "code": trouble["code"]}
        yield _data({"error": {**shown, "param": None, "request_id": identity}})
    yield b"data: [DONE]\n\n"


def _data(value: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def _no_model(names: list[str], request: Request) -> JSONResponse:
    detail = f"There is no such model here; use {' or '.join(names)}."
    return problem(404, "model_not_found", detail, request_id(request), openai=True)
