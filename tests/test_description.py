"""The API's own description: where it comes from, and that what it shows and says is what is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api import create_app
from assistant.examples import ANSWER, REPLIES
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(FakeAssistant(), ServerSettings(), window=False)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        yield client


def test_the_description_comes_from_this_server(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://127.0.0.1", "") and "https://" not in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/docs/assets/{name}" in page
        assert client.get(f"/docs/assets/{name}").status_code == 200
    assert client.get("/docs/assets/main.py").status_code == 404
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/v1/ask", "/api/v1/ask/stream", "/api/v1/deadlines.ics"} <= set(paths)


#: What a test of their shape asks for, by the routes' names in the description.
ASKED: dict[str, tuple[str, dict[str, Any] | None]] = {
    "POST /api/v1/ask": ("/api/v1/ask", {"question": COSMETICS}),
    "POST /api/v1/search": ("/api/v1/search", {"question": "cosmetics"}),
    "GET /api/v1/decisions/{decision_id}": ("/api/v1/decisions/MC-5/5", None),
    "POST /v1/chat/completions": (
        "/v1/chat/completions",
        {"messages": [{"role": "user", "content": COSMETICS}]},
    ),
}


def test_every_reply_that_is_described_has_the_shape_of_its_example(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    found = client.get("/api/v1/decisions/MC-5/5").json()["named_in"][0]["id"]
    for name, example in (REPLIES | {"POST /api/v1/ask": ANSWER}).items():
        method, path = name.split()
        address, body = ASKED.get(name, (path.replace("{passage_id}", found), None))
        assert schema["paths"][path][method.lower()]["responses"]["200"]["content"]["application/json"][
            "example"
        ]
        reply = client.request(method, address, json=body)
        assert reply.status_code == 200, name
        assert set(example) <= set(reply.json()), name
        for key, rows in example.items():
            for row in reply.json()[key][:1] if isinstance(rows, list) and rows else ():
                assert set(rows[0]) <= set(row), (name, key)


def test_every_operation_is_described_with_the_refusals_as_they_are_sent(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description") or operation.get("summary"), (method, path)
            for parameter in operation.get("parameters", []):
                assert parameter["in"] != "path" or "example" in parameter, (path, parameter["name"])
            if path not in ("/healthz", "/readyz"):
                assert list(operation["responses"]["422"]["content"]) == ["application/problem+json"]
    refused = client.post("/api/v1/ask", json={"question": ""}).json()
    assert set(schema["components"]["schemas"]["Problem"]["required"]) <= set(refused)


def test_the_description_shows_examples_that_are_true(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert "HTTPBearer" in described["components"]["securitySchemes"]
    asked = described["paths"]["/api/v1/ask"]["post"]
    example = asked["responses"]["200"]["content"]["application/json"]["example"]
    given = client.post("/api/v1/ask", json={"question": COSMETICS}).json()
    assert set(example) == set(given)
    assert set(example["citations"][0]) == set(given["citations"][0])
    assert set(described["components"]["schemas"]["Answer"]["properties"]) == set(given)
    for schema in ("QuestionBody", "SearchBody", "CompletionBody"):
        for body in described["components"]["schemas"][schema]["examples"]:
            path = {
                "QuestionBody": "/api/v1/ask",
                "SearchBody": "/api/v1/search",
                "CompletionBody": "/v1/chat/completions",
            }[schema]
            assert client.post(path, json=body).status_code == 200, json.dumps(body)
    stream = described["paths"]["/api/v1/ask/stream"]["post"]["responses"]["200"]["content"]
    assert "event: answer" in stream["text/event-stream"]["example"]
