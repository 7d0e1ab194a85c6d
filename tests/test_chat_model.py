"""A language model is kept within bounds."""

from __future__ import annotations

import importlib.util
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.chat_model import Breaker
from assistant.errors import ModelFailed
from assistant.providers import chat_model
from assistant.settings import AssistantSettings

openai = pytest.mark.skipif(
    importlib.util.find_spec("langchain_openai") is None, reason="the extra 'model' is not installed"
)
KEY = "sk-very-secret-1234567890"


class Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible address that misbehaves as `mode` says."""

    mode = "good"
    heard: list[bytes] = []
    left = threading.Event()

    def do_POST(self) -> None:  # noqa: N802 - the name is http.server's
        """Answer as the mode says."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).heard.append(body)
        if self.mode == "schema" and b"response_format" in body:
            self._plain(400, b'{"error": {"message": "no response_format here"}}')
        elif self.mode == "500":
            self._plain(500, b"")
        elif self.mode == "key":
            self._plain(401, f'{{"error": {{"message": "bad key {KEY}"}}}}'.encode())
        elif self.mode == "html":
            self._plain(200, b"<html>hello</html>")
        elif self.mode == "hang":
            time.sleep(2)
        elif self.mode == "drip":
            self._drip()
        else:
            self._stream()

    def _plain(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for word in ("good ", "words"):
            self._event(f'{{"delta": {{"content": "{word}"}}, "index": 0}}')
        if self.mode != "cut":
            self._event('{"delta": {}, "index": 0, "finish_reason": "stop"}')
            self.wfile.write(b"data: [DONE]\n\n")

    def _drip(self) -> None:
        """Word after word, for as long as somebody listens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            for _ in range(600):
                self._event('{"delta": {"content": "word "}, "index": 0}')
                time.sleep(0.05)
        except OSError:
            type(self).left.set()

    def _event(self, choice: str) -> None:
        self.wfile.write(
            f'data: {{"id": "1", "object": "chat.completion.chunk", "choices": [{choice}]}}\n\n'.encode()
        )

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    """The endpoint's address."""
    Endpoint.heard = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def written(address: str, mode: str, seconds: float = 5.0) -> str:
    """What a model behind the address writes."""
    from langchain_core.messages import HumanMessage

    Endpoint.mode = mode
    model = chat_model(
        AssistantSettings(chat_base_url=address, chat_model="m", chat_api_key=KEY, chat_seconds=seconds)
    )
    assert model is not None
    return "".join(model.write([HumanMessage("hello")]))


@openai
@pytest.mark.parametrize("mode", ["good", "schema"])
def test_an_openai_compatible_address_is_asked(address: str, mode: str) -> None:
    assert written(address, mode) == "good words"
    assert b'"temperature":0' in Endpoint.heard[-1].replace(b" ", b"")
    assert (b"response_format" in Endpoint.heard[-1]) is (mode == "good")


@openai
@pytest.mark.parametrize(
    ("mode", "trouble"),
    [("500", "unreachable"), ("key", "unreachable"), ("cut", "cut"), ("hang", "slow")],
)
def test_an_address_that_misbehaves_is_a_named_failure(
    address: str, mode: str, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    begun = time.monotonic()
    with caplog.at_level(logging.DEBUG, "minamata"), pytest.raises(ModelFailed) as caught:
        written(address, mode, seconds=4 if mode == "500" else 1)
    assert caught.value.trouble == trouble and time.monotonic() - begun < 5
    assert KEY not in str(caught.value) + caplog.text


@openai
def test_a_reader_who_leaves_ends_the_connection_to_the_model(address: str) -> None:
    from langchain_core.messages import HumanMessage

    Endpoint.mode = "drip"
    Endpoint.left.clear()
    model = chat_model(AssistantSettings(chat_base_url=address, chat_model="m", chat_api_key=KEY))
    assert model is not None
    with closing(model.write([HumanMessage("hello")])) as pieces:
        assert next(pieces) == "word "
    assert Endpoint.left.wait(5), "the model goes on writing for nobody"


@openai
def test_a_request_holds_the_messages_and_how_to_answer_them_and_nothing_else(address: str) -> None:
    assert written(address, "good")
    sent = json.loads(Endpoint.heard[-1])
    assert sent["messages"] == [{"content": "hello", "role": "user"}]
    fields = {"messages", "model", "stream", "temperature", "response_format", "max_completion_tokens"}
    assert set(sent) == fields, "nothing tells who asks"


@openai
def test_garbage_is_a_failure_too(address: str) -> None:
    with pytest.raises(ModelFailed):
        written(address, "html")


def test_the_breaker_opens_after_failures_and_lets_one_try_after_a_pause() -> None:
    breaker = Breaker(most=2, pause=0.05)
    breaker.failed()
    assert [breaker.allows(), breaker.open] == [True, False]
    breaker.failed()
    assert [breaker.allows(), breaker.open] == [False, True]
    time.sleep(0.06)
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]
