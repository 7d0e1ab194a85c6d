"""Many at once at a real server: who fits is answered, the rest told at once; who leaves takes no place."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.answer import Answer
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

WORKING, WAITING, CROWD, LEAVING = 4, 16, 100, 50
QUESTION = {"question": "Which decision covers manufacture, import and export of cosmetics?"}


class Held(FakeAssistant):
    """Answers once it is let go; its streams drip until they are closed, and count those that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.begun = self.open = 0
        self._lock = threading.Lock()

    def ask(self, *args: Any, **options: Any) -> Answer:
        assert self.go.wait(30)
        *_, (_, answer) = super().stream(*args, **options)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, *args: Any, **options: Any) -> Iterator[tuple[str, Any]]:
        with self._lock:
            self.begun, self.open = self.begun + 1, self.open + 1
        ends = time.monotonic() + 30
        try:
            yield "sources", ()
            while time.monotonic() < ends:
                time.sleep(0.05)
                yield "statement", {"text": "drip"}
        finally:
            with self._lock:
                self.open -= 1


@pytest.fixture(scope="module")
def held() -> Held:
    return Held()


@pytest.fixture(scope="module")
def address(held: Held) -> Iterator[str]:
    settings = ServerSettings(
        concurrent_answers=WORKING,
        waiting_answers=WAITING,
        open_requests=2 * CROWD,
        questions_per_minute=10 * CROWD,
    )
    with served(held, settings) as address:
        yield address
        held.go.set()


def test_of_a_hundred_questions_at_once_those_that_fit_are_answered_and_the_rest_refused_at_once(
    held: Held, address: str
) -> None:
    refused: list[float] = []

    async def one(client: httpx.AsyncClient, begun: float) -> httpx.Response:
        reply = await client.post("/api/v1/ask", json=QUESTION)
        if reply.status_code != 200:
            refused.append(time.monotonic() - begun)
            if len(refused) == CROWD - WORKING - WAITING:
                held.go.set()  # only when everybody else has been told
        return reply

    async def crowd() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=CROWD)
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=25, limits=limits) as client:
            begun = time.monotonic()
            return await asyncio.gather(*(one(client, begun) for _ in range(CROWD)))

    held.go.clear()
    replies = asyncio.run(crowd())
    assert Counter(r.status_code for r in replies) == {
        200: WORKING + WAITING,
        503: CROWD - WORKING - WAITING,
    }
    for reply in replies:
        if reply.status_code == 503:
            assert reply.json()["code"] == "too_busy" and "ask again" in reply.json()["detail"]
            assert int(reply.headers["retry-after"]) > 0
        else:
            assert reply.json()["status"] == "answered"
    assert max(refused) < 15, "told while the others were still held"


def test_fifty_readers_who_leave_after_the_first_event_leave_no_work_and_no_thread(
    held: Held, address: str
) -> None:
    async def idle(client: httpx.AsyncClient) -> bool:
        told = (await client.get("/metrics")).text
        return "minamata_questions_at_work 0.0" in told and "minamata_questions_waiting 0.0" in told

    async def one(client: httpx.AsyncClient) -> None:
        async with client.stream("POST", "/api/v1/ask/stream", json=QUESTION) as reply:
            assert reply.status_code == 200
            async for line in reply.aiter_lines():
                if line.startswith("event:"):
                    return

    async def leaving() -> None:
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=25) as client:
            for first in range(0, LEAVING, WORKING + WAITING):
                some = min(WORKING + WAITING, LEAVING - first)
                await asyncio.gather(*(one(client) for _ in range(some)))
                left = time.monotonic()
                while not await idle(client):
                    assert time.monotonic() - left < 5, f"{held.open} answers are still being made"
                    await asyncio.sleep(0.02)
                assert held.open == 0

    threads = threading.active_count()
    asyncio.run(leaving())
    assert held.begun == LEAVING
    held.go.set()
    assert httpx.post(f"{address}/api/v1/ask", json=QUESTION, trust_env=False).status_code == 200
    # Idle threads are kept for the next request, as many as worked at once.
    assert threading.active_count() <= threads + 2 * WORKING
