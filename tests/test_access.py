"""Who may ask for what: hosts, origins, closed addresses, headers, logs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.access import host_name
from assistant.api import create_app
from assistant.serving import JsonLines
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = ServerSettings(
        allowed_hosts=("*.example.org",), allowed_origins=("https://portal.example.org",)
    )
    app = create_app(FakeAssistant(), settings)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://169.254.169.254/latest",
        "/gradio_api/file=https://example.com/x.png",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file%3Dhttp://example.com",
        "//gradio_api//file=http://example.com",
        "/gradio_api/proxy=https://example.com/",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/upload_progress",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/gradio_api/vibe-code",
        "/gradio_api/heartbeat/../file=/etc/passwd",
        "/file=/etc/passwd",
        "/proxy=https://example.com/",
        "/monitoring/summary",
        "/gradio_api/mcp/sse",
    ],
)
def test_addresses_that_read_files_or_reach_out_are_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/run/predict",
        "/gradio_api/call/answer",
        "/gradio_api/call/v2/answer",
        "/gradio_api/api/answer",
        "/gradio_api/upload",
        "/gradio_api/component_server",
        "/gradio_api/process_recording",
        "/gradio_api/vibe-edit",
        "/login",
    ],
)
def test_ways_around_the_queue_are_closed(client: TestClient, path: str) -> None:
    assert client.post(path, json={}).status_code == 404


def test_the_window_itself_is_served(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Minamata assistant" in page.text
    assert client.get("/config").status_code == 200
    for weight in ("Regular", "Bold"):
        font = client.get(f"/static/fonts/SourceSansPro/SourceSansPro-{weight}.woff2")
        assert font.status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/decisions", "/nothing/here", "/documents/none"])
def test_every_response_keeps_a_page_to_this_server(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "connect-src 'self'" in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert len(headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost:99999999", "a b", "example.org"]
)
def test_a_foreign_host_name_is_refused(client: TestClient, host: str) -> None:
    reply = client.get("/healthz", headers={"Host": host})
    assert (reply.status_code, reply.json()["code"]) == (400, "foreign_host")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:7860", "LOCALHOST", "localhost.", "[::1]:7860", "docs.example.org"]
)
def test_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_forwarded_headers_do_not_move_the_window(client: TestClient) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }
    for path in ("/", "/config", "/api/v1/deadlines.ics"):
        assert "evil.example" not in client.get(path, headers=forged).text


def test_pages_of_other_sites_may_not_ask(client: TestClient) -> None:
    for path in ("/api/v1/ask", "/gradio_api/queue/join"):
        for origin in ("https://evil.example", "null", "http://127.0.0.1:9"):
            reply = client.post(path, json={"question": "Why?"}, headers={"Origin": origin})
            assert (reply.status_code, reply.json()["code"]) == (403, "foreign_origin")
    reply = client.get("/api/v1/decisions", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in reply.headers


def test_a_listed_site_may_ask(client: TestClient) -> None:
    origin = {"Origin": "https://portal.example.org"}
    reply = client.post("/api/v1/ask", json={"question": "Which decision covers cosmetics?"}, headers=origin)
    assert reply.headers["access-control-allow-origin"] == "https://portal.example.org"


def test_the_log_says_what_happened_without_anybodys_words(caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(FakeAssistant(), ServerSettings(), window=False)  # type: ignore[arg-type]
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    with caplog.at_level(logging.INFO, "minamata"):
        client.post("/api/v1/ask", json={"question": "break canary-4711\n\x1b[31m"})
        client.get("/nothing%1b%5b31m%0a%7b%7d?q=canary-4711")
    lines = [JsonLines().format(record) for record in caplog.records if record.name.startswith("minamata")]
    assert lines and all("\n" not in line and "canary" not in line for line in lines)
    logged = [json.loads(line) for line in lines]
    assert any(line.get("error") == "RuntimeError" and line.get("request_id") for line in logged)
    assert any(line.get("status") == 500 for line in logged)


@pytest.mark.parametrize(("host", "name"), [("A.b:80", "a.b"), ("[::1]:1", "::1"), ("::1", ""), ("a/b", "")])
def test_host_names(host: str, name: str) -> None:
    assert host_name(host) == name
