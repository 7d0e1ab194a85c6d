"""An answer as it is made, as server-sent events: sources, statement, answer, error."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from assistant.problems import explain, problem_body

_log = logging.getLogger("minamata.server")


def event(name: str, data: Any) -> bytes:
    """One server-sent event; `data` becomes a single line of JSON, so no text can forge a second event."""
    return f"event: {name}\ndata: {json.dumps(plain(data), ensure_ascii=False)}\n\n".encode()


def plain(value: Any) -> Any:
    """Dataclasses, tuples and dates as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


class EventStream(StreamingResponse):
    """The response that carries `steps`; it is not stored and not held back by proxies."""

    media_type = "text/event-stream"

    def __init__(
        self, steps: Iterator[tuple[str, Any]], request_id: str, seconds: float, release: Callable[[], None]
    ) -> None:
        super().__init__(_events(steps, request_id, seconds, release), headers={"X-Accel-Buffering": "no"})


async def _events(
    steps: Iterator[tuple[str, Any]], request_id: str, seconds: float, release: Callable[[], None]
) -> AsyncIterator[bytes]:
    """Each step as an event; `release` is called when the stream ends, however it ends."""
    ends = time.monotonic() + seconds
    try:
        while step := await run_in_threadpool(next, steps, None):
            name, data = step
            yield event(name, data)
            if time.monotonic() > ends and name != "answer":
                detail = f"No answer within {seconds:g} seconds; ask for less at a time."
                yield event("error", problem_body(503, "too_slow", detail, request_id))
                return
    except Exception as error:
        status, code, detail, _ = explain(error)
        _log.error("stream failed", extra={"request_id": request_id, "error": type(error).__name__})
        yield event("error", problem_body(status, code, detail, request_id))
    finally:
        # A reader who leaves early must not keep the composer at work.
        close = getattr(steps, "close", None)
        if close:
            close()
        release()
