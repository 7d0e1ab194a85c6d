"""The HTTP API: one application that answers programs and, last of all, serves the chat window.

Who may ask is decided in `access`, the shape of errors in `problems`, questions are taken in `reception`.
Reading routes are in `library`, those of OpenAI clients in `completions`, MCP tools in `tools`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
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
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"description": "A key is needed, as problem+json."},
    422: {"description": "The question cannot be taken, as problem+json."},
    429: {"description": "Too many requests, as problem+json; Retry-After says when to ask again."},
    503: {"description": "Too busy, too slow or not ready, as problem+json, with Retry-After."},
}


class _Application(FastAPI):
    """FastAPI with the gate outside of everything, its own handler of unexpected errors included."""

    settings: ServerSettings
    door: Door
    metrics: Metrics

    def build_middleware_stack(self) -> ASGIApp:
        return Gate(super().build_middleware_stack(), self.settings, self.door, self.metrics)


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
    _description(app)
    if kept:
        app.include_router(consulting(assistant.index, settings.language))
        app.include_router(shelving(assistant.index, settings))
        app.include_router(
            conversing(kept, assistant.index, bool(settings.api_keys), words(settings.language))
        )
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
        responses={**_PROBLEMS, 200: {"content": {"application/json": {"example": ANSWER}}}},
        max_body_size=_QUESTION_BYTES,
    )
    async def ask(body: QuestionBody) -> JSONResponse:
        """Answer a question from the documents, each statement with the words it stands on."""
        answer = await reception.answer(reception.asked(**stated(body)))
        return JSONResponse(plain(answer))

    @routes.post(
        "/api/v1/ask/stream",
        response_class=EventStream,
        responses={**_PROBLEMS, 200: {"content": {"text/event-stream": {"example": EVENTS}}}},
        max_body_size=_QUESTION_BYTES,
    )
    async def ask_stream(body: QuestionBody, request: Request) -> EventStream:
        """The same as server-sent events: `sources`, `statement`..., `answer`, or `error`."""
        steps = await reception.steps(reception.asked(**stated(body)))
        return EventStream(events(steps, problems.request_id(request)), steps)

    @routes.post("/api/v1/search", responses=_PROBLEMS, max_body_size=_QUESTION_BYTES)
    async def search(body: SearchBody) -> dict[str, Any]:
        """The passages that come nearest to some words, without an answer."""
        found = await reception.search(body.question, body.k, body.filters.filters())
        hits = [{**plain(hit), "passage": passage_row(hit.passage)} for hit in found.hits]
        return {"corpus_version": index.corpus_version, "hits": hits, "terms": plain(found.terms)}

    return routes


def _description(app: FastAPI) -> None:
    """The API's description at /docs, from files that come with a package: the page asks no other host."""
    import importlib.util

    found = importlib.util.find_spec("fastapi_swagger")
    folder = Path(found.origin).parent / "resources" if found and found.origin else None
    kinds = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}

    @app.get("/docs/assets/{name}", include_in_schema=False)
    def docs_asset(name: str) -> FileResponse:
        if folder is None or name not in kinds:
            raise HTTPException(404)
        return FileResponse(folder / name, media_type=kinds[name])

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title="Minamata assistant: API",
            swagger_js_url="/docs/assets/swagger-ui-bundle.js",
            swagger_css_url="/docs/assets/swagger-ui.css",
            swagger_favicon_url="data:,",
        )
