"""Odd, wrong and hostile requests over HTTP: answered or refused in one shape, and kept by no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.api import create_app
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = create_app(FakeAssistant(), ServerSettings(), window=False)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "question",
    [
        "🙂🙂 deadlines?",
        "\u202eآخر موعد؟",
        "what is the of",
        "due\u200b date\u200b?",
        "期限は?",
        "a\x07b\x00c deadline",
    ],
)
def test_an_odd_question_gets_an_answer_or_a_refusal_in_words(client: TestClient, question: str) -> None:
    reply = client.post("/api/v1/ask", json={"question": question})
    assert reply.status_code == 200 or 400 <= reply.status_code < 500
    assert reply.json()["text" if reply.status_code == 200 else "detail"]


def test_a_question_of_a_megabyte_is_refused(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": "deadline " * 120_000})
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"question": "When?", "composer": 7}', "application/json"),
        (b'{"question": "When?", "filters": {"since": 99999999999999999999999}}', "application/json"),
        (b'{"question": "When?", "filters": {"since": {"$gt": ""}}}', "application/json"),
        (b'{"question": ' + b"[" * 5000 + b"]" * 5000 + b"}", "application/json"),
        (b'{"question": {"question": "When?"}}', "application/json"),
        (b"question=When%3F", "application/x-www-form-urlencoded"),
        (b'{"question": "When?"}', "text/plain"),
    ],
)
def test_a_wrong_body_is_a_problem_without_the_inside(client: TestClient, body: bytes, kind: str) -> None:
    reply = client.post("/api/v1/ask", content=body, headers={"content-type": kind})
    assert 400 <= reply.status_code < 500, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in reply.text


def test_of_two_values_for_one_name_one_is_answered(client: TestClient) -> None:
    reply = client.post(
        "/api/v1/ask",
        content=b'{"question": "What?", "question": "Which decision covers cosmetics?"}',
        headers={"content-type": "application/json"},
    )
    assert reply.status_code == 200
    assert reply.json()["question"] in {"What?", "Which decision covers cosmetics?"}


@pytest.mark.parametrize("k", [-1, 0, 1_000_000, 10**23, "ten", 2.5])
def test_search_refuses_absurd_numbers_of_passages(client: TestClient, k: object) -> None:
    reply = client.post("/api/v1/search", json={"question": "deadline", "k": k})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/v1/ask/stream"])
def test_no_browser_keeps_an_answer(client: TestClient, path: str) -> None:
    reply = client.post(path, json={"question": "Which decision covers cosmetics?"})
    assert reply.status_code == 200
    assert "no-store" in reply.headers["cache-control"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_foreign_page_may_not_ask_even_by_a_simple_request(client: TestClient, origin: str) -> None:
    reply = client.post(
        "/api/v1/ask",
        content=json.dumps({"question": "When?"}),
        headers={"content-type": "text/plain", "origin": origin},
    )
    assert reply.status_code in {403, 415, 422}
    assert "access-control-allow-origin" not in reply.headers
