"""Questions asked over HTTP, and the tally of what came back."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from soaking.server import ROOT

SILENT = ("not_in_documents", "not_loaded")
CASES = ROOT / "eval/cases/letter_dev.jsonl"


def questions() -> list[str]:
    """The development cases'."""
    return [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]


@dataclass
class Tally:
    """Seconds of every answer, what else came back, and the passages that each question's answers cited."""

    seconds: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    cited: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)

    def failed(self, what: str) -> None:
        """Count one error."""
        self.errors[what] = self.errors.get(what, 0) + 1

    def came(self, question: str, status: int, answer: dict[str, Any], seconds: float) -> None:
        """Count one reply."""
        if status != 200 or answer.get("status") not in ("answered", "partly_answered", *SILENT):
            self.failed(f"{status} {answer.get('code', answer.get('status'))}")
            return
        self.seconds.append(seconds)
        self.cited.setdefault(question, set()).add(tuple(c["passage_id"] for c in answer["citations"]))

    def at(self, share: float) -> float:
        """Seconds that this share of answers took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")

    def said(self) -> str:
        """The waiting times and errors on one line."""
        waits = f"median {self.at(0.5):.3f}, p95 {self.at(0.95):.3f}, p99 {self.at(0.99):.3f}"
        errors = f"{sum(self.errors.values())} errors {self.errors or ''}".strip()
        return f"{len(self.seconds)} answers, {errors}; seconds: {waits}, longest {self.at(1):.3f}"


async def asker(
    address: str, key: str, asked: list[str], ends: float, tally: Tally, pause: float = 0
) -> None:
    """Ask one question after the other over one connection until the time is up, every `pause` seconds."""
    place = urlsplit(address)
    number = 0
    while time.monotonic() < ends:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            while time.monotonic() < ends:
                question = asked[number % len(asked)]
                number += 1
                begun = time.monotonic()
                status, answer = await _asked(reader, writer, place.netloc, key, question)
                tally.came(question, status, answer, time.monotonic() - begun)
                await asyncio.sleep(max(0.0, begun + pause - time.monotonic()))
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            tally.failed(type(error).__name__)
        finally:
            writer.close()


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, key: str, question: str
) -> tuple[int, dict[str, Any]]:
    """One request, written by hand: a client library would use the processor that is being measured."""
    body = json.dumps({"question": question}).encode()
    head = (
        f"POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    raw = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in raw[1:])}
    content = await reader.readexactly(int(headers["content-length"]))
    return int(raw[0].split()[1]), json.loads(content)
