"""A real uvicorn server in a thread of this process, over the fake assistant, for tests with real clients."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from assistant.api import create_app
from assistant.arriving import Arriving
from assistant.settings import ServerSettings


@contextmanager
def served(
    assistant: Any,
    settings: ServerSettings | None = None,
    window: bool = False,
    http: type[Arriving] = Arriving,
) -> Iterator[str]:
    """The server's address, for as long as the block runs."""
    app = create_app(assistant, settings or ServerSettings(), window=window)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=http,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
        ws="none",
        lifespan="on",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        for _ in range(600):
            if server.started:
                break
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(15)
        listener.close()
