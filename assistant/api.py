"""The HTTP API: one application that answers programs and, last of all, serves the chat window.

Who may ask is decided in `access`, the shape of errors in `problems`, questions are taken in `reception`.
Reading routes are in `library`, those of OpenAI clients in `completions`, MCP tools in `tools`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from assistant import problems
from assistant.access import Gate
from assistant.answer import Answer
from assistant.bodies import QuestionBody, SearchBody
from assistant.changes import changes
from assistant.completions import completions
from assistant.consulting import consulting
from assistant.conversations import Conversations
from assistant.conversing import conversing
from assistant.description import close, describe, told
from assistant.door import Door
from assistant.examples import ANSWER, EVENTS
from assistant.health import health
from assistant.indexing import indexing
from assistant.keys import Keyring
from assistant.library import library
from assistant.listings import passage_row
from assistant.metrics import Metrics
from assistant.places import Places
from assistant.reception import Reception
from assistant.safekeeping import safekeeping
from assistant.settings import ServerSettings
from assistant.shelving import shelving
from assistant.signing_in import signing_in
from assistant.streaming import EventStream, events, plain
from assistant.tools import tool_routes, tool_server
from assistant.web.wording import words

if TYPE_CHECKING:
    from assistant import Assistant

_QUESTION_BYTES = 64 * 1024
_BODY_BYTES = 25 * 1024 * 1024


class _Application(FastAPI):
    """FastAPI with the gate outside of everything, its own handler of unexpected errors included.

    /openapi.json is what FastAPI makes, and more that it cannot know.
    """

    settings: ServerSettings
    door: Door
    metrics: Metrics

    def build_middleware_stack(self) -> ASGIApp:
        return Gate(super().build_middleware_stack(), self.settings, self.door, self.metrics)

    def openapi(self) -> dict[str, Any]:
        return told(super().openapi())


def create_app(assistant: Assistant, settings: ServerSettings, window: bool = True) -> FastAPI:
    """The whole server as an ASGI application; `window` False leaves the chat window out."""
    places = Places(settings.concurrent_answers, settings.waiting_answers)
    metrics = Metrics(places)
    reception = Reception(assistant, settings, places, metrics)
    tools = tool_server(reception)
    mcp_routes, mcp_sessions = tool_routes(tools)
    kept = (
        Conversations(settings.data_dir, settings.kept_conversations, settings.kept_days) if window else None
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp_sessions.run():
            yield
        if kept:
            kept.close()

    app = _Application(
        title="Minamata assistant",
        version="1",
        description="Answers about decisions and workstreams, each with the words it stands on.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        max_body_size=_BODY_BYTES,
        lifespan=lifespan,
        # `access` looks at the key; this tells the description about it.
        dependencies=[Depends(HTTPBearer(auto_error=False, description="A key, where keys are set."))],
    )
    app.settings, app.metrics = settings, metrics
    app.door = Door(settings, Keyring(settings.api_keys, lambda: assistant.index.owner.info.token))
    problems.install(app)
    # It must exist even with no origins: Gradio then leaves cross-origin headers to it.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After", "X-Request-Id"],
    )
    for routes in (
        asking(reception),
        library(assistant, settings.language),
        changes(assistant.index),
        safekeeping(assistant.index, kept),
        indexing(assistant.index),
        completions(reception),
        health(reception),
        signing_in(app.door, words(settings.language)),
    ):
        app.include_router(routes)
    app.router.routes.extend(mcp_routes)
    describe(app)
    if kept:
        app.include_router(consulting(assistant.index, settings.language))
        app.include_router(shelving(assistant.index, settings))
        app.include_router(
            conversing(kept, assistant.index, bool(settings.api_keys), words(settings.language))
        )
    close(app)
    if kept:
        # Last of all: the window answers every address that is not taken before it.
        from assistant.web.ask import mount_window

        mount_window(app, assistant, settings, places, kept)
    return app


def asking(reception: Reception) -> APIRouter:
    """Questions, answered whole or as they are made, and searches."""
    routes = APIRouter(tags=["ask"])
    index = reception.assistant.index

    def stated(body: QuestionBody) -> dict[str, Any]:
        return {
            "question": body.question,
            "history": body.turns(),
            "filters": body.filters.filters(),
            "composer": body.composer,
        }

    @routes.post(
        "/api/v1/ask",
        response_model=Answer,
        responses={200: {"content": {"application/json": {"example": ANSWER}}}},
        max_body_size=_QUESTION_BYTES,
    )
    async def ask(body: QuestionBody) -> JSONResponse:
        """Answer a question from the documents, each statement with the words it stands on."""
        answer = await reception.answer(reception.asked(**stated(body)))
        return JSONResponse(plain(answer))

    @routes.post(
        "/api/v1/ask/stream",
        response_class=EventStream,
        responses={200: {"content": {"text/event-stream": {"example": EVENTS}}}},
        max_body_size=_QUESTION_BYTES,
    )
    async def ask_stream(body: QuestionBody, request: Request) -> EventStream:
        """The same as server-sent events: `sources`, `statement`..., `answer`, or `error`."""
        steps = await reception.steps(reception.asked(**stated(body)))
        return EventStream(events(steps, problems.request_id(request)), steps)

    @routes.post("/api/v1/search", max_body_size=_QUESTION_BYTES)
    async def search(body: SearchBody) -> dict[str, Any]:
        """The passages that come nearest to some words, without an answer."""
        found = await reception.search(body.question, body.k, body.filters.filters())
        hits = [{**plain(hit), "passage": passage_row(hit.passage)} for hit in found.hits]
        return {"corpus_version": index.corpus_version, "hits": hits, "terms": plain(found.terms)}

    return routes
