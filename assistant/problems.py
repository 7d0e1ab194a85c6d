"""Errors over HTTP: one shape (RFC 9457 problem details) for every refusal, without inner workings."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.access import TITLES, openai_error
from assistant.errors import (
    AssistantError,
    ComposerUnavailable,
    NotAllowed,
    QuestionRejected,
    TooBusy,
    TooSlow,
    UnknownFilter,
)
from corpus.errors import CorpusError, UnreadableDocument
from index.errors import BackupUnusable, BadSetting, IndexFault, UnknownId

_log = logging.getLogger("minamata.server")

#: The shape of every refusal, as JSON Schema.
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Why a request was refused (RFC 9457); under /v1/ with OpenAI's `error` as well.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "code", "detail", "request_id")},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("where", "what")},
            },
        },
    },
    "example": {
        "type": "urn:minamata:problem:question_empty",
        "title": "The request is not valid",
        "status": 422,
        "code": "question_empty",
        "detail": "The question is empty; write what you want to know.",
        "request_id": "146425de90504b27ac893fa0ec6f7672",
    },
}


def problem(
    status: int,
    code: str,
    detail: str,
    request_id: str,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    openai: bool = False,
    more: Mapping[str, Any] | None = None,
) -> JSONResponse:
    """A problem+json response; `code` is a stable word programs can test, `detail` a line for people."""
    body = problem_body(status, code, detail, request_id, errors) | dict(more or {})
    return JSONResponse(
        body | openai_error(detail, code) if openai else body,
        status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


def problem_body(
    status: int, code: str, detail: str, request_id: str, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The JSON of a problem, also sent as the `error` event of a stream."""
    body: dict[str, Any] = {
        "type": f"urn:minamata:problem:{code}",
        "title": TITLES.get(status, "The request failed"),
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id,
    }
    if errors:
        body["errors"] = errors
    return body


def explain(error: Exception) -> tuple[int, str, str, dict[str, str]]:
    """Status, code, detail and extra headers for an error; unknown ones tell nothing of the inside."""
    if isinstance(error, QuestionRejected):
        return 422, f"question_{error.reason}", str(error), {}
    if isinstance(error, TooBusy):
        return 503, "too_busy", str(error), {"Retry-After": str(error.retry_after)}
    if isinstance(error, TooSlow):
        return 503, "too_slow", str(error), {"Retry-After": str(error.retry_after)}
    if isinstance(error, ComposerUnavailable):
        return 409, "composer_unavailable", str(error), {}
    if isinstance(error, UnknownFilter):
        return 422, "unknown_filter", str(error), {}
    if isinstance(error, NotAllowed):
        return 403, "not_allowed", str(error), {}
    if isinstance(error, UnreadableDocument | BackupUnusable):
        unread = isinstance(error, UnreadableDocument)
        return 422, "unreadable_document" if unread else "backup_unusable", str(error), {}
    if isinstance(error, UnknownId):
        return 404, "unknown_id", str(error), {}
    if isinstance(error, IndexFault | AssistantError) and not isinstance(error, BadSetting):
        return 503, "index_unavailable", "The documents cannot be read just now; see /readyz.", {}
    return 500, "failed", "The server could not answer; the request id finds the cause in its log.", {}


def request_id(request: Request) -> str:
    """The id that `access` gave this request."""
    return str(request.scope.get("minamata.request_id", ""))


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem of the one shape."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)
    for kind in (AssistantError, CorpusError, IndexFault):
        app.add_exception_handler(kind, _failed)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"where": ".".join(str(part) for part in found["loc"]), "what": str(found["msg"])}
        for found in error.errors()[:20]
    ]
    return problem(
        422,
        "invalid",
        "The request does not have the expected form.",
        request_id(request),
        errors,
        openai=_openai(request),
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(status, "refused")
    detail = {413: "The request is larger than the server takes.", 404: "There is nothing at this address."}
    return problem(
        status,
        code,
        detail.get(status, TITLES.get(status, "The request failed")),
        request_id(request),
        headers=error.headers,
        openai=_openai(request),
    )


async def _failed(request: Request, error: Exception) -> JSONResponse:
    status, code, detail, headers = explain(error)
    if status >= 500:
        # The traceback may hold the question (a privacy matter), so only the error's type is logged.
        _log.error("request failed", extra={"request_id": request_id(request), "error": type(error).__name__})
    return problem(status, code, detail, request_id(request), headers=headers, openai=_openai(request))


def _openai(request: Request) -> bool:
    return request.url.path.startswith("/v1/")
