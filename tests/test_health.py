"""Alive, ready and why not, figures, pages of lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.api import create_app
from assistant.chat_model import Breaker
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant

COSMETICS = {"question": "Which decision covers manufacture, import and export of cosmetics?"}


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant, tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(assistant, ServerSettings(data_dir=tmp_path), window=False)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def test_readiness_tells_what_was_looked_at(client: TestClient) -> None:
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready" and ready["corpus_version"] == "fake-1"
    assert ready["checks"] == {
        "documents": 2,
        "search": "finds a passage",
        "places": {"at_work": 0, "waiting": 0},
        "free_disk": "enough",
    }


def test_readiness_tells_why_not(client: TestClient, assistant: FakeAssistant) -> None:
    def search(*_: object, **__: object) -> None:
        raise RuntimeError("secret path /srv/x")

    assistant.index.search = search  # type: ignore[method-assign, assignment]
    reply = client.get("/readyz")
    assert (reply.status_code, reply.json()["code"]) == (503, "not_ready")
    assert reply.json()["checks"]["search"] == "failed (RuntimeError)"
    assert "RuntimeError" in reply.json()["detail"] and "secret" not in reply.text
    assistant.index._documents.clear()
    assert "minamata add" in client.get("/readyz").json()["detail"]
    assert client.get("/healthz").status_code == 200


def test_figures_for_prometheus_without_anybodys_words(client: TestClient) -> None:
    client.post("/api/v1/ask", json=COSMETICS)
    client.post("/api/v1/ask", json={"question": "canary-4711 and the price of gold"})
    client.get("/api/v1/decisions/canary-4711")
    client.get("/canary-4711")
    client.get("/healthz", headers={"Host": "evil.example"})
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    assert "canary" not in reply.text
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }
    assert found["minamata_answers_total", "answered"] == 1
    assert found["minamata_answers_total", "not_in_documents"] == 1
    assert found["minamata_requests_total", "/api/v1/ask", "200", "POST"] == 2
    assert found["minamata_requests_total", "/api/v1/decisions/{decision_id:path}", "404", "GET"] == 1
    assert found["minamata_refusals_total", "foreign_host"] == 1
    assert found["minamata_questions_at_work",] == 0
    assert found["process_resident_memory_bytes",] > 1e6


def test_lists_come_in_pages(client: TestClient) -> None:
    whole = client.get("/api/v1/decisions").json()
    assert whole["next"] is None and whole["total"] == len(whole["decisions"])
    rows, address = [], "/api/v1/decisions?limit=5"
    while address:
        page = client.get(address).json()
        assert len(page["decisions"]) <= 5 and page["total"] == whole["total"]
        rows += page["decisions"]
        address = page["next"]
    assert rows == whole["decisions"]
    for name in ("deadlines", "workstreams", "documents"):
        page = client.get(f"/api/v1/{name}?limit=1&offset=1").json()
        assert len(page[name]) == 1 and page["total"] >= 2
    assert client.get("/api/v1/decisions?offset=1000").json()["decisions"] == []
    for bad in ("limit=0", "limit=1001", "offset=-1", "limit=x"):
        assert client.get(f"/api/v1/decisions?{bad}").status_code == 422


def test_readiness_tells_whether_the_language_model_rests(
    client: TestClient, assistant: FakeAssistant
) -> None:
    model = SimpleNamespace(breaker=Breaker(most=1))
    assistant.model = model  # type: ignore[attr-defined]
    assert client.get("/readyz").json()["checks"]["language_model"] == "set up"
    model.breaker.failed()
    ready = client.get("/readyz")
    assert ready.status_code == 200 and ready.json()["checks"]["language_model"] == "resting after failures"
