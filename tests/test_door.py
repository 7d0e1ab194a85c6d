"""Who gets in: keys, sign-in, what is reachable without, rates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api import create_app
from assistant.door import COOKIE, OPEN_ROUTES, SESSION_SECONDS
from assistant.keys import entry, new_key, read_entry
from assistant.settings import ServerSettings
from assistant.signing_in import local
from tests.fakes_assistant import FakeAssistant

READ, WRITE = new_key(), new_key()
KEYS = (read_entry(entry("portal", False, READ)), read_entry(entry("anna", True, WRITE)))
COSMETICS = {"question": "Which decision covers manufacture, import and export of cosmetics?"}


def app(window: bool = False, **settings: Any) -> FastAPI:
    return create_app(FakeAssistant(), ServerSettings(api_keys=KEYS, **settings), window=window)  # type: ignore[arg-type]


def client_of(application: FastAPI) -> TestClient:
    return TestClient(
        application, base_url="http://localhost", raise_server_exceptions=False, follow_redirects=False
    )


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of(app()) as client:
        yield client


def sign_in(client: TestClient, key: str = READ, to: str = "/") -> httpx2.Response:
    return client.post("/sign-in", data={"key": key, "to": to})


#: Every address that answers, without a key, anything but a request for one.
REACHABLE_WITHOUT_A_KEY = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
}


def test_what_is_reachable_without_a_key_is_this_list() -> None:
    assert OPEN_ROUTES == REACHABLE_WITHOUT_A_KEY
    application = app(window=True)
    reached = set()
    with client_of(application) as client:
        for method, path in every_route(application):
            reply = client.request(method, path.replace("{", "").replace("}", ""), headers={"Accept": "*/*"})
            if '"code": "key_needed"' not in reply.text:
                reached.add((method, path))
    # The window's parts that are closed for everybody answer 404 before anyone is asked for a key.
    closed = {(m, p) for m, p in reached if client_status(application, m, p) == 404}
    assert reached - closed == REACHABLE_WITHOUT_A_KEY


def client_status(application: FastAPI, method: str, path: str) -> int:
    with_key = client_of(application).request(
        method, path.replace("{", "").replace("}", ""), headers=bearer(WRITE)
    )
    return with_key.status_code


def every_route(application: FastAPI) -> set[tuple[str, str]]:
    """Every method and path of the application, included and mounted parts' too."""
    found: set[tuple[str, str]] = set()
    left = list(application.routes)
    while left:
        route = left.pop()
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        left += getattr(inner, "routes", None) or ()
        path = getattr(route, "path", None)
        if path is not None:
            found |= {(m, path or "/") for m in getattr(route, "methods", None) or ("GET", "POST", "DELETE")}
    assert {("POST", "/api/v1/ask"), ("POST", "/mcp"), ("GET", "/config"), ("GET", "/metrics")} <= found
    return {(m, p) for m, p in found if m != "HEAD"}


def test_a_key_lets_in_and_a_wrong_one_does_not(client: TestClient) -> None:
    assert client.post("/api/v1/ask", json=COSMETICS, headers=bearer(READ)).status_code == 200
    reply = client.post("/api/v1/ask", json=COSMETICS)
    assert (reply.status_code, reply.json()["code"]) == (401, "key_needed")
    assert reply.headers["www-authenticate"] == "Bearer"
    for wrong in ("guess", READ[:-1], "the-owners-tokem"):
        reply = client.post("/api/v1/ask", json=COSMETICS, headers=bearer(wrong))
        assert (reply.status_code, reply.json()["code"]) == (401, "unknown_key")


def test_only_keys_that_may_write_change_documents(client: TestClient) -> None:
    sent = {"file": ("note.txt", b"Hello mercury world.\n\nThe second paragraph.")}
    assert client.post("/api/v1/documents", files=sent, headers=bearer(READ)).status_code == 403
    added = client.post("/api/v1/documents", files=sent, headers=bearer(WRITE))
    assert added.status_code == 201
    (document_id,) = added.json()["added"]
    assert client.delete(f"/api/v1/documents/{document_id}", headers=bearer(READ)).status_code == 403
    own = bearer("the-owners-token")
    assert client.delete(f"/api/v1/documents/{document_id}", headers=own).status_code == 204


def test_a_thousand_guesses_are_not_looked_at(client: TestClient) -> None:
    replies = [client.get("/api/v1/decisions", headers=bearer(f"guess-{n}")) for n in range(12)]
    assert [r.status_code for r in replies] == [401] * 10 + [429] * 2
    assert int(replies[-1].headers["retry-after"]) >= 1
    assert sign_in(client, "another guess").status_code == 429
    assert client.get("/api/v1/decisions", headers=bearer(READ)).status_code == 200, "known keys still work"


def test_a_person_signs_in_and_out(client: TestClient) -> None:
    html = {"Accept": "text/html"}
    sent_away = client.get("/documents/summary-mc-5-5?start=3&end=9", headers=html)
    assert sent_away.status_code == 303
    to = "/documents/summary-mc-5-5?start=3&end=9"
    page = client.get(sent_away.headers["location"])
    assert 'name="to" value="/documents/summary-mc-5-5?start=3&amp;end=9"' in page.text
    assert sign_in(client, "wrong").status_code == 401
    entered = sign_in(client, to=to)
    assert (entered.status_code, entered.headers["location"]) == (303, to)
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and READ not in cookie
    assert client.get(to, headers=html).status_code == 200
    assert "portal" in client.get("/sign-in").text
    assert client.post("/api/v1/ask", json=COSMETICS).status_code == 200
    kept = dict(client.cookies)
    assert client.post("/sign-out").status_code == 303
    client.cookies.update(kept)
    assert client.get("/api/v1/decisions").status_code == 401, "the session ended, not only its cookie"


def test_a_session_is_always_a_new_one(client: TestClient) -> None:
    client.cookies.set(COOKIE, "planted", domain="localhost.local")
    sign_in(client)
    assert client.cookies[COOKIE] != "planted"
    first = client.cookies[COOKIE]
    sign_in(client, WRITE)
    assert client.cookies[COOKIE] != first
    client.cookies.clear()
    assert client.get("/api/v1/decisions", headers={"Cookie": f"{COOKIE}={first}"}).status_code == 401
    assert client.get("/api/v1/decisions", headers={"Cookie": f"{COOKIE}=planted"}).status_code == 401


def test_a_session_ends_after_its_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    now = time.monotonic()
    for later, status in ((SESSION_SECONDS - 60, 200), (SESSION_SECONDS + 1, 401)):
        monkeypatch.setattr("assistant.door.time", SimpleNamespace(monotonic=lambda later=later: now + later))
        assert client.get("/api/v1/decisions").status_code == status


#: What changes something here, whoever asks.
CHANGES = [
    ("POST", "/api/v1/documents"),
    ("DELETE", "/api/v1/documents/summary-mc-5-5"),
    ("POST", "/window/documents"),
    ("DELETE", "/window/documents/summary-mc-5-5"),
    ("PATCH", "/api/v1/conversations/x"),
    ("DELETE", "/api/v1/conversations/x"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example", "http://"]
)
def test_no_page_of_another_site_changes_anything_for_who_is_signed_in(origin: str) -> None:
    application = app(allowed_hosts=("minamata.example.org",))
    sent: list[dict[str, Any]] = [
        {"files": {"file": ("note.txt", b"x")}},
        {"data": {"key": READ}},
        {"json": {}},
    ]
    with client_of(application) as client:
        sign_in(client, WRITE)
        for method, path in CHANGES:
            for more in sent:
                reply = client.request(method, path, headers={"Origin": origin}, **more)
                assert (reply.status_code, reply.json()["code"]) == (403, "foreign_origin"), (method, path)
                assert "access-control-allow-origin" not in reply.headers
            asked = {"Origin": origin, "Access-Control-Request-Method": method}
            assert "access-control-allow-origin" not in client.options(path, headers=asked).headers
        assert client.get("/api/v1/documents").json()["total"] == 2
        assert "anna" in client.get("/sign-in").text, "nobody was signed out, or in as another"
        named = {"Host": "evil.example", "Origin": "https://evil.example"}
        assert client.post("/sign-out", headers=named).json()["code"] == "foreign_host"


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_signing_in_leads_nowhere_else(to: str) -> None:
    assert local(to) == "/"


def test_without_keys_there_is_nothing_to_sign_in_to() -> None:
    application = create_app(FakeAssistant(), ServerSettings(), window=False)  # type: ignore[arg-type]
    with client_of(application) as client:
        assert client.get("/sign-in").headers["location"] == "/"
        assert client.post("/sign-in", data={"key": "x"}).headers["location"] == "/"
        # Some clients insist on sending a key.
        assert client.post("/api/v1/ask", json=COSMETICS, headers=bearer("unused")).status_code == 200


def test_who_asks_too_often_waits_and_others_do_not() -> None:
    with client_of(app(questions_per_minute=3, requests_per_minute=6)) as client:
        replies = [client.post("/api/v1/ask", json=COSMETICS, headers=bearer(READ)) for _ in range(5)]
        assert [r.status_code for r in replies] == [200] * 3 + [429] * 2
        assert replies[-1].json()["code"] == "too_many"
        assert 1 <= int(replies[-1].headers["retry-after"]) <= 20
        message = {"messages": [{"role": "user", "content": "Why?"}]}
        asked_otherwise = client.post("/v1/chat/completions", json=message, headers=bearer(READ))
        assert asked_otherwise.status_code == 429
        assert asked_otherwise.json()["error"]["code"] == "too_many"
        assert client.post("/api/v1/ask", json=COSMETICS, headers=bearer(WRITE)).status_code == 200
        lists = [client.get("/api/v1/decisions", headers=bearer(READ)).status_code for _ in range(4)]
        assert lists == [200] * 3 + [429]
        assert client.get("/healthz").status_code == 200
        own = [
            client.post("/api/v1/ask", json=COSMETICS, headers=bearer("the-owners-token")) for _ in range(9)
        ]
        assert {reply.status_code for reply in own} == {200}, "the owner's own commands are not held back"


def test_a_browser_may_ask_beforehand_without_its_key() -> None:
    with client_of(app(allowed_origins=("https://portal.example.org",))) as client:
        asked = {
            "Origin": "https://portal.example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        }
        reply = client.options("/api/v1/ask", headers=asked)
        assert reply.status_code == 200
        assert "authorization" in reply.headers["access-control-allow-headers"].lower()
