"""Whether the server lives, whether it can answer and why not, and its figures."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.metrics import CONTENT_TYPE
from assistant.problems import problem, request_id
from assistant.reception import Reception

#: Bytes that searches and added documents need free on the disk.
_LEAST_FREE = 50 * 1024 * 1024


def health(reception: Reception) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`."""
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process is alive; nothing is read."""
        return {"status": "alive"}

    @routes.get("/readyz", responses={503: {"description": "Why not, as problem+json with `checks`."}})
    async def readyz(request: Request) -> JSONResponse:
        """Whether questions can be answered, and if not, why: one line for each thing looked at."""
        checks, detail = await run_in_threadpool(_checked, reception)
        index = reception.assistant.index
        if detail:
            reply = problem(503, "not_ready", detail, request_id(request), more={"checks": checks})
        else:
            version = index.corpus_version
            reply = JSONResponse({"status": "ready", "corpus_version": version, "checks": checks})
        return reply

    @routes.get("/metrics", response_class=Response)
    async def metrics() -> Response:
        """Counts and times in Prometheus' text format."""
        return Response(reception.metrics.text(), media_type=CONTENT_TYPE)

    return routes


def _checked(reception: Reception) -> tuple[dict[str, Any], str]:
    """What was found, and a line on what keeps questions from being answered ("" for nothing)."""
    index = reception.assistant.index
    checks: dict[str, Any] = {}
    trouble = ""
    try:
        documents = index.documents()
        checks["documents"] = len(documents)
        # Counting rows would not notice a broken index: a document's own title must find something.
        found = index.search(documents[0].title, k=1).hits if documents else ()
        checks["search"] = "finds a passage" if found else "finds nothing"
        if not documents:
            trouble = "There is no document to answer from; `minamata add` adds some."
        elif not found:
            trouble = (
                "The documents are there but nothing is found in them; `minamata index verify` says more."
            )
    except Exception as error:  # whatever is wrong, the caller learns that it is not ready, and of what kind
        checks["search"] = f"failed ({type(error).__name__})"
        trouble = f"The documents cannot be searched ({type(error).__name__})."
    checks["places"] = {"at_work": reception.places.at_work, "waiting": reception.places.in_line}
    # Told, but no reason for 503: questions are answered until a search fails.
    model = getattr(reception.assistant, "model", None)
    if model is not None:  # without it the quoted answer is given
        checks["language_model"] = "resting after failures" if model.breaker.open else "set up"
    checks["free_disk"] = _disk(reception.settings.data_dir)
    return checks, trouble


def _disk(folder: Path) -> str:
    try:
        return "enough" if shutil.disk_usage(folder).free >= _LEAST_FREE else "low"
    except OSError:
        return "unknown"
