"""Slow neighbours: sockets that send a byte a second, and a language model that takes its time."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import httpx

from soaking.asking import Tally, asker, questions
from soaking.server import Server, started

SOCKETS = 100
MOST_SECONDS_OPEN = 30
#: What such sockets begin with: half a head, and a head whose body never comes.
BEGINNINGS = {
    "heads": b"POST /api/v1/ask HTTP/1.1\r\nX-Slow: ",
    "bodies": b"POST /api/v1/ask HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
    b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n",
}
#: Of the slow model: seconds before its first word and between two.
FIRST, BETWEEN = 8.0, 0.2
USERS = 10


def sockets() -> Iterator[str]:
    """A hundred sockets that send heads by the byte, then bodies, while a person asks every second."""
    with started(2) as server:
        for name, beginning in BEGINNINGS.items():
            tally, open_for = Tally(), list[float]()
            asyncio.run(_dribbled(server, beginning, tally, open_for))
            longest = max(open_for)
            yield f"{SOCKETS} slow {name}: cut off after {longest:.0f} s at most; beside them {tally.said()}"
            if tally.errors or longest > MOST_SECONDS_OPEN:
                yield "FAILED: sockets were left open, or people were not served"


async def _dribbled(server: Server, beginning: bytes, tally: Tally, open_for: list[float]) -> None:
    ends = time.monotonic() + MOST_SECONDS_OPEN
    person = asker(server.address, server.keys[0], questions(), ends, tally, pause=1)
    await asyncio.gather(person, *(_dribble(server, beginning, open_for) for _ in range(SOCKETS)))


async def _dribble(server: Server, beginning: bytes, open_for: list[float]) -> None:
    """Send a byte a second until the server gives the connection up; note for how long it was open."""
    place = urlsplit(server.address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    began = time.monotonic()
    host, key = place.netloc.encode(), server.keys[1].encode()
    writer.write(beginning % (host, key) if b"%s" in beginning else beginning)
    try:
        while time.monotonic() - began < 2 * MOST_SECONDS_OPEN:
            writer.write(b"x")
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), 1)
                break
    except OSError:
        pass
    finally:
        open_for.append(time.monotonic() - began)
        writer.close()


def model() -> Iterator[str]:
    """Ten people ask while a language model takes eight seconds to begin and five words a second."""
    if importlib.util.find_spec("langchain_openai") is None:
        yield 'slow model: left out; install it with `pip install -e ".[model]"`'
        return
    endpoint = ThreadingHTTPServer(("127.0.0.1", 0), _SlowModel)
    Thread(target=endpoint.serve_forever, daemon=True).start()
    settings = {
        "MINAMATA_CHAT_MODEL": "openai:slow",
        "MINAMATA_CHAT_BASE_URL": f"http://127.0.0.1:{endpoint.server_port}/v1",
        "MINAMATA_CHAT_API_KEY": "none",
        "MINAMATA_CONCURRENT_ANSWERS": str(USERS),
    }
    with started(USERS, settings) as server:
        shown, whole, health = asyncio.run(_with_a_slow_model(server))
    endpoint.shutdown()
    yield (
        f"slow model, {USERS} askers: passages shown after {max(shown):.2f} s at most, the answer whole "
        f"after {max(whole):.1f} s at most; /healthz took {max(health) * 1000:.0f} ms at most"
    )
    if max(shown) > 2 or max(whole) > 25 or max(health) > 0.25:
        yield "FAILED: slower than 2 s, 25 s and 250 ms"


async def _with_a_slow_model(server: Server) -> tuple[list[float], list[float], list[float]]:
    """Seconds to the first passages, to the whole answer, and of every look at the server's health."""
    shown: list[float] = []
    whole: list[float] = []
    health: list[float] = []

    async def ask(client: httpx.AsyncClient, key: str, question: str) -> None:
        begun = time.monotonic()
        asked = client.stream(
            "POST",
            "/api/v1/ask/stream",
            json={"question": question},
            headers={"Authorization": f"Bearer {key}"},
        )
        async with asked as reply:
            async for line in reply.aiter_lines():
                if line == "event: sources":
                    shown.append(time.monotonic() - begun)
                if line == "event: answer":
                    whole.append(time.monotonic() - begun)

    async def look(client: httpx.AsyncClient) -> None:
        while len(whole) < USERS:
            begun = time.monotonic()
            (await client.get("/healthz")).raise_for_status()
            health.append(time.monotonic() - begun)
            await asyncio.sleep(0.25)

    about = [question for question in questions() if "cosmetics" in question.lower()] * USERS
    async with httpx.AsyncClient(base_url=server.address, trust_env=False, timeout=60) as client:
        people = (ask(client, key, question) for key, question in zip(server.keys, about, strict=False))
        await asyncio.gather(look(client), *people)
    return shown, whole, health


class _SlowModel(BaseHTTPRequestHandler):
    """An OpenAI-compatible address that says nothing of use, slowly."""

    def do_POST(self) -> None:
        """Stream words without an end."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        time.sleep(FIRST)
        piece = {
            "id": "slow",
            "object": "chat.completion.chunk",
            "choices": [{"index": 0, "delta": {"content": "so "}}],
        }
        try:
            while True:
                self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
                self.wfile.flush()
                time.sleep(BETWEEN)
        except OSError:
            pass  # the assistant has heard enough

    def log_message(self, *_: object) -> None:
        """Say nothing."""
