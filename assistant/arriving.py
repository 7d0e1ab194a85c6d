"""Requests that come in too slowly are given up, so that a hundred sockets that dribble hold up nobody.

Uvicorn itself waits without end for the rest of a request. How long an answer may take is decided elsewhere.
"""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle


class Arriving(HttpToolsProtocol):
    """Uvicorn's protocol that looks every `interval` seconds at what has come, and cuts off what hangs.

    Given up is a request whose head was unfinished at the look before, too, or of whose body fewer than
    `least_bytes` came in between: 20 s after it began at the latest.
    """

    interval = 10.0
    least_bytes = 1024

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to look."""
        super().connection_made(cast("asyncio.Transport", transport))  # which a connection's always is
        self._came = 0
        self._before: tuple[RequestResponseCycle | None, str] | None = None
        self._next = self.loop.call_later(self.interval, self.look)

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        self._came += len(data)
        super().data_received(data)

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
