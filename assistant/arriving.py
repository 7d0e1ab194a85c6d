"""Requests that come in too slowly, or whose head never ends, are given up, so that they hold up nobody.

Uvicorn itself waits without end for the rest of a request, and takes a head of any size. How large a body and
how long an answer may be is decided elsewhere.
"""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_TOO_LARGE = "The head of the request is too large."


class Arriving(HttpToolsProtocol):
    """Uvicorn's protocol that looks every `interval` seconds at what has come, and cuts off what hangs.

    Given up is a request whose head was unfinished at the look before, too, or of whose body fewer than
    `least_bytes` came in between: 20 s after it began at the latest. One with a head of more than
    `most_head_bytes` is refused as it comes.
    """

    interval = 10.0
    least_bytes = 1024
    most_head_bytes = 64 * 1024

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to look."""
        super().connection_made(cast("asyncio.Transport", transport))  # which a connection's always is
        self._came = self._fields = self._unfinished = 0
        self._in_head = False
        self._before: tuple[RequestResponseCycle | None, str] | None = None
        self._next = self.loop.call_later(self.interval, self.look)

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        self._came += len(data)
        in_head = self._in_head
        super().data_received(data)
        # What is still unfinished has not been told to `on_header`.
        self._unfinished = self._unfinished + len(data) if in_head and self._in_head else 0
        if self._unfinished > self.most_head_bytes:
            self.send_400_response(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._fields = True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; what is raised here ends the connection with status 400."""
        self._fields += len(name) + len(value)
        if self._fields > self.most_head_bytes:
            raise ValueError(_TOO_LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._in_head = False
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._next.cancel()
        super().connection_lost(exc)

    def look(self) -> None:
        """Cut the connection off where it has hung since the last look, else look again later."""
        stands = (self.cycle, self._waits_for())
        if stands == self._before and (stands[1] == "head" or (stands[1] and self._came < self.least_bytes)):
            self.transport.abort()
            return
        self._before, self._came = stands, 0
        self._next = self.loop.call_later(self.interval, self.look)

    def _waits_for(self) -> str:
        """What is still to come of a request: its "head", its "body", or "" while it is being answered."""
        if self.cycle is None or self.cycle.response_complete:
            return "head"  # a quiet connection is closed by uvicorn itself, after `timeout_keep_alive`
        # Where reading is paused, the server is the slow one.
        return "body" if self.cycle.more_body and not self.flow.read_paused else ""
