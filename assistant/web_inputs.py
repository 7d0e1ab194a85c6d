"""What the window's page may send to its events: lines of text, numbers and nothing, never a file.

Gradio takes an object that looks like a file for one, and fetches the address that it names, whose host it
looks up at a public service. Nothing of this window sends such objects, so none is let through.
"""

from __future__ import annotations

import json

from starlette.types import Message, Receive

#: Bytes of one event; a question and what the page knows beside it are far smaller.
MOST_BYTES = 1024 * 1024


async def body_of(receive: Receive) -> bytes | None:
    """The whole body of a request, None where it is larger than `MOST_BYTES` or breaks off."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > MOST_BYTES:
            return None
    return b"".join(parts)


def only_lines(body: bytes) -> bool:
    """Whether the values for an event's inputs are single ones: text, numbers, yes and no, nothing."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return False
    given = sent.get("data") if isinstance(sent, dict) else None
    return isinstance(given, list) and not any(isinstance(value, dict | list) for value in given)


def again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` first, for who comes after."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return left.pop() if left else await receive()

    return give
