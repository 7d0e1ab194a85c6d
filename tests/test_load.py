"""Too much asked at once, over HTTP: it is refused at once and readably, never left waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

QUESTION = {"question": "Which decision covers manufacture, import and export of cosmetics?"}
SLOW = {"question": "slow manufacture, import and export of cosmetics"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    settings = ServerSettings(concurrent_answers=1, waiting_answers=0, open_requests=4)
    with served(FakeAssistant(), settings, window=True) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        yield client


def test_more_questions_than_may_wait_are_turned_away_at_once(client: httpx.Client) -> None:
    with client.stream("POST", "/api/v1/ask/stream", json=SLOW) as working:
        assert working.status_code == 200
        for path, body in (
            ("/api/v1/ask", QUESTION),
            ("/api/v1/ask/stream", QUESTION),
            ("/api/v1/search", QUESTION),
            ("/v1/chat/completions", {"messages": [{"role": "user", "content": "Why?"}]}),
        ):
            reply = client.post(path, json=body)
            assert (reply.status_code, reply.json()["code"]) == (503, "too_busy")
            assert int(reply.headers["retry-after"]) > 0
            assert reply.elapsed.total_seconds() < 1
        assert client.get("/healthz").status_code == 200


def test_one_client_cannot_hold_any_number_of_streams(address: str, client: httpx.Client) -> None:
    with ExitStack() as open_tabs:
        for n in range(4):
            tab = httpx.Client(base_url=address, trust_env=False, timeout=20)
            open_tabs.enter_context(tab)
            stream = open_tabs.enter_context(tab.stream("GET", f"/gradio_api/heartbeat/{n}"))
            assert stream.status_code == 200
        refused = client.get("/gradio_api/heartbeat/one-more")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
        assert "retry-after" in refused.headers
        assert client.get("/healthz").status_code == 200
