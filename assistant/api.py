"""The HTTP API: one application that answers programs and, last of all, serves the chat window.

Who may ask is decided in `access`, the shape of errors in `problems`, reading routes are in `library`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from assistant import problems
from assistant.access import Gate
from assistant.bodies import QuestionBody, SearchBody
from assistant.changes import changes
from assistant.errors import ComposerUnavailable
from assistant.library import library
from assistant.listings import passage_row
from assistant.places import Places
from assistant.question import accepted
from assistant.settings import ServerSettings
from assistant.streaming import EventStream, plain

if TYPE_CHECKING:
    from assistant import Assistant

_QUESTION_BYTES = 64 * 1024
_BODY_BYTES = 25 * 1024 * 1024
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: {"description": "The question cannot be taken, as problem+json."},
    503: {"description": "Too busy or not ready, as problem+json."},
}


class _Application(FastAPI):
    """FastAPI with the gate outside of everything, its own handler of unexpected errors included."""

    gate_settings: ServerSettings

    def build_middleware_stack(self) -> ASGIApp:
        return Gate(super().build_middleware_stack(), self.gate_settings)


def create_app(assistant: Assistant, settings: ServerSettings, window: bool = True) -> FastAPI:
    """The whole server as an ASGI application; `window` False leaves the chat window out."""
    app = _Application(
        title="Minamata assistant",
        version="1",
        description="Answers about decisions and workstreams, each with the words it stands on.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        max_body_size=_BODY_BYTES,
    )
    app.gate_settings = settings
    problems.install(app)
    # It must exist even with no origins: Gradio then leaves cross-origin headers to it.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    places = Places(settings.concurrent_answers, settings.waiting_answers)
    _asking(app, assistant, settings, places)
    app.include_router(library(assistant, settings.language))
    app.include_router(changes(assistant.index))
    _health(app, assistant)
    _description(app)
    if window:
        # Last of all: the window answers every address that is not taken before it.
        from assistant.web.ask import mount_window

        mount_window(app, assistant, settings, places)
    return app


def _asking(app: FastAPI, assistant: Assistant, settings: ServerSettings, places: Places) -> None:
    asking = settings.asking

    def taken(body: QuestionBody) -> dict[str, Any]:
        if body.composer == "model" and not getattr(assistant, "has_model", False):
            raise ComposerUnavailable(
                'No language model is set up here; ask with composer "quoting" or "auto".'
            )
        return {
            "question": accepted(body.question, asking.max_question_chars),
            "history": body.turns(asking.max_history_turns),
            "filters": body.filters.filters(),
        }

    @app.post("/api/v1/ask", tags=["ask"], responses=_PROBLEMS, max_body_size=_QUESTION_BYTES)
    def ask(body: QuestionBody) -> JSONResponse:
        """Answer a question from the documents, each statement with the words it stands on."""
        given = taken(body)
        with places.place():
            return JSONResponse(plain(assistant.ask(**given).to_json()))

    @app.post("/api/v1/ask/stream", tags=["ask"], responses=_PROBLEMS, max_body_size=_QUESTION_BYTES)
    def ask_stream(body: QuestionBody, request: Request) -> EventStream:
        """The same as server-sent events: `sources`, `statement`..., `answer`, or `error`."""
        given = taken(body)
        places.take()
        try:
            steps: Iterator[tuple[str, Any]] = assistant.stream(**given)
        except BaseException:
            places.leave()
            raise
        return EventStream(steps, problems.request_id(request), asking.answer_seconds, _once(places.leave))

    @app.post("/api/v1/search", tags=["ask"], responses=_PROBLEMS, max_body_size=_QUESTION_BYTES)
    def search(body: SearchBody) -> dict[str, Any]:
        """The passages that come nearest to some words, without an answer."""
        question = accepted(body.question, asking.max_question_chars)
        with places.place():
            found = assistant.index.search(question, k=body.k, filters=body.filters.filters())
        hits = [{**plain(hit), "passage": passage_row(hit.passage)} for hit in found.hits]
        return {"corpus_version": assistant.index.corpus_version, "hits": hits, "terms": plain(found.terms)}


def _once(call: Any) -> Any:
    """`call` the first time only: a stream may end in more than one way."""
    lock = threading.Lock()

    def run() -> None:
        if lock.acquire(blocking=False):
            call()

    return run


def _health(app: FastAPI, assistant: Assistant) -> None:
    @app.get("/healthz", tags=["health"])
    async def healthz() -> dict[str, str]:
        """The process is alive; nothing is read."""
        return {"status": "alive"}

    @app.get("/readyz", tags=["health"])
    def readyz(request: Request) -> JSONResponse:
        """Questions can be answered: the documents are there and a search finds a passage."""
        try:
            documents = assistant.index.documents()
            found = assistant.index.search(documents[0].title, k=1).hits if documents else ()
        except (
            Exception
        ) as error:  # whatever is wrong, the caller learns that it is not ready, and of what kind
            detail = f"The documents cannot be searched ({type(error).__name__})."
            return problems.problem(503, "not_ready", detail, problems.request_id(request))
        if not found:
            detail = "There is no document to answer from."
            return problems.problem(503, "not_ready", detail, problems.request_id(request))
        ready = {
            "status": "ready",
            "documents": len(documents),
            "corpus_version": assistant.index.corpus_version,
        }
        return JSONResponse(ready)


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
