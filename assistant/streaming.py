"""An answer as it is made, as server-sent events: sources, statement, answer, error."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.problems import explain, problem_body

if TYPE_CHECKING:
    from assistant.reception import Steps

_log = logging.getLogger("minamata.server")


def event(name: str, data: Any) -> bytes:
    """One server-sent event; `data` becomes a single line of JSON, so no text can forge a second event."""
    return f"event: {name}\ndata: {json.dumps(plain(data), ensure_ascii=False)}\n\n".encode()


def plain(value: Any) -> Any:
    """Dataclasses, tuples and dates as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


class EventStream(StreamingResponse):
    """Server-sent events made of `steps`, which are closed when the stream ends, however it ends.

    Such a response is not stored and not held back by proxies.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes], steps: Steps, status_code: int = 200) -> None:
        super().__init__(events, status_code, headers={"X-Accel-Buffering": "no"})
        self._steps = steps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; a reader who leaves early, even before the first event, does not keep a place taken."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._steps.close()


async def events(steps: Steps, request_id: str) -> AsyncIterator[bytes]:
    """Each step as an event."""
    try:
        while step := await steps.next():
            name, data = step
            yield event(name, data)
    except Exception as error:
        yield event("error", broken(error, request_id))


def broken(error: Exception, request_id: str) -> dict[str, Any]:
    """The problem that ends a stream; the log keeps the kind of error under the request's id."""
    status, code, detail, _ = explain(error)
    _log.error("stream failed", extra={"request_id": request_id, "error": type(error).__name__})
    return problem_body(status, code, detail, request_id)
