"""The API's own description: OpenAPI with examples and the true shape of refusals, and the page at /docs."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from assistant.examples import PARAMETERS, REPLIES
from assistant.problems import PROBLEM

#: What any request may be refused with; a path with an id in it also for an unknown one.
_REFUSALS = {
    "401": "A key is needed.",
    "413": "The request is larger than the server takes.",
    "422": "The request cannot be taken; `code` and `detail` say why.",
    "429": "Too many requests; Retry-After says when to ask again.",
    "503": "Too busy, too slow or not ready; Retry-After says when to ask again.",
}
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def told(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` itself, filled once with examples of replies and parameters and with refusals as sent."""
    named = schema["components"]["schemas"]
    if "Problem" in named:
        return schema
    named["Problem"] = PROBLEM
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in PARAMETERS:
                    parameter.setdefault("example", PARAMETERS[parameter["name"]])
            replies = operation["responses"]
            if (example := REPLIES.get(f"{method.upper()} {path}")) is not None:
                replies["200"].setdefault("content", {}).setdefault("application/json", {})["example"] = (
                    example
                )
            refusals = _REFUSALS | ({"404": "There is none of this id."} if "{" in path else {})
            for status, text in refusals.items() if path not in ("/healthz", "/readyz") else ():
                replies[status] = {"description": text, "content": {"application/problem+json": _PROBLEM}}
    return schema


def describe(app: FastAPI) -> None:
    """Serve /docs; the page's files come with a package, so it asks no other host."""
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


def close(app: FastAPI) -> None:
    """Refuse what no route of the API takes as a problem; the window behind would say it in its own way."""
    taking = tuple(app.router.routes)

    @app.api_route("/api/{rest:path}", methods=list(_METHODS), include_in_schema=False)
    @app.api_route("/v1/{rest:path}", methods=list(_METHODS), include_in_schema=False)
    def nothing(rest: str, request: Request) -> JSONResponse:
        def taken(method: str) -> bool:
            scope = dict(request.scope) | {"method": method}
            return any(route.matches(scope)[0] is Match.FULL for route in taking)

        allowed = ", ".join(method for method in _METHODS if taken(method))
        raise HTTPException(405, headers={"Allow": allowed}) if allowed else HTTPException(404)
