"""Requests that dribble in are cut off, whoever is answered meanwhile; nobody who sends steadily is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from assistant.arriving import Arriving
from assistant.settings import ServerSettings
from tests.fakes_assistant import FakeAssistant
from tests.served import served

HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
BODY = HEAD + b"Content-Length: 10000\r\n\r\n"
QUESTION = {"question": "Which decision covers manufacture, import and export of cosmetics?"}


class Line(asyncio.Transport):
    """A connection that only remembers whether it was cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.cut = False

    def abort(self) -> None:
        self.cut = True

    def write(self, data: Any) -> None:
        pass

    def close(self) -> None:
        pass

    def is_closing(self) -> bool:
        return self.cut

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def never(scope: Any, receive: Any, send: Any) -> None:
    """An application that is still at work."""
    await asyncio.Event().wait()


async def answers(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """An application that reads all and answers."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def cut_off(app: Any, *sent: tuple[bytes, ...]) -> bool:
    """Whether the connection is cut at the look after one of these, each sent between two looks."""

    async def run() -> bool:
        line = Line()
        connection = Arriving(Config(app, interface="asgi3", log_config=None), ServerState(), {})
        connection.connection_made(line)
        for pieces in sent:
            for piece in pieces:
                connection.data_received(piece)
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            connection.look()
            if line.cut:
                break
        connection.connection_lost(None)
        for task in connection.tasks:
            task.cancel()
        return line.cut

    return asyncio.run(run())


ASKED = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    ("app", "sent", "cut"),
    [
        (never, [(), ()], True),
        (never, [(b"G",), (b"E",)], True),
        (never, [(HEAD,), (b"X-More: " + 5000 * b"x",)], True),
        (never, [(HEAD,), (b"\r\n",), ()], False),
        (never, [(BODY, b"x"), (b"x",)], True),
        (never, [(BODY,), (2000 * b"x",), (2000 * b"x",), (b"x",)], True),
        (never, [(BODY,), (2000 * b"x",), (2000 * b"x",)], False),
        (never, [(BODY,), (10_000 * b"x",), (), ()], False),
        (never, [(ASKED,), (), (), ()], False),
        (answers, [(ASKED,), (ASKED,), (ASKED,)], False),
        (answers, [(ASKED,), (b"G",), (b"E",)], True),
    ],
    ids=[
        "nothing sent",
        "head by the byte",
        "head without an end",
        "whole in time",
        "body by the byte",
        "body that stops",
        "steady body",
        "body that is there",
        "a long answer",
        "asking often",
        "a second head by the byte",
    ],
)
def test_what_hangs_is_cut_and_nothing_else(app: Any, sent: list[tuple[bytes, ...]], cut: bool) -> None:
    assert cut_off(app, *sent) is cut


def test_a_server_that_is_itself_behind_cuts_nobody() -> None:
    # Of a body larger than its buffer nothing is read on until the application takes it.
    large = HEAD + b"Content-Length: 1000000\r\n\r\n" + 100_000 * b"x"
    assert not cut_off(never, (large,), (), ())


class Quick(Arriving):
    """Looks more often, so that a test need not wait."""

    interval = 0.3


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    # All come from one address, which is else allowed fewer at once.
    with served(FakeAssistant(), ServerSettings(open_requests=200), http=Quick) as address:
        yield address


@pytest.mark.parametrize("beginning", [b"GET /healthz HT", BODY], ids=["head", "body"])
def test_a_hundred_slow_sockets_are_cut_and_people_are_served(address: str, beginning: bytes) -> None:
    place = urlsplit(address)
    slow = [socket.create_connection((place.hostname or "", place.port or 0)) for _ in range(100)]
    try:
        for one in slow:
            one.sendall(beginning)
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            assert client.post("/api/v1/ask", json=QUESTION).json()["status"] == "answered"
            for one in slow:
                one.settimeout(30)
                assert ended(one)
            assert client.post("/api/v1/ask", json=QUESTION).json()["status"] == "answered"
    finally:
        for one in slow:
            one.close()


def ended(connection: socket.socket) -> bool:
    """Whether the server gives the connection up, with or without a word."""
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return True
