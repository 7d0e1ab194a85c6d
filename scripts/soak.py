"""Many people ask at once for a while: how long each waited, what went wrong, how memory went.

Starts a server of its own over the shipped documents, with a key for each asker and raised rates. Each asker
asks again when answered. The questions are the development cases'. Ends with 1 where anything failed or the
slowest twentieth waited longer than `--most-seconds`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.keys import entry, new_key  # noqa: E402

SILENT = ("not_in_documents", "not_loaded")
CASES = ROOT / "eval/cases/letter_dev.jsonl"


@dataclass
class Tally:
    """Seconds of every answer, and what else came back."""

    seconds: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)

    def failed(self, what: str) -> None:
        """Count one error."""
        self.errors[what] = self.errors.get(what, 0) + 1

    def at(self, share: float) -> float:
        """Seconds that this share of answers took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


async def asker(address: str, key: str, questions: list[str], ends: float, tally: Tally) -> None:
    """Ask one question after the other over one connection until the time is up."""
    place = urlsplit(address)
    number = 0
    while time.monotonic() < ends:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            while time.monotonic() < ends:
                question = questions[number % len(questions)]
                number += 1
                started = time.monotonic()
                status, answer = await asked(reader, writer, place.netloc, key, question)
                if status != 200 or answer.get("status") not in ("answered", "partly_answered", *SILENT):
                    tally.failed(f"{status} {answer.get('code', answer.get('status'))}")
                else:
                    tally.seconds.append(time.monotonic() - started)
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            tally.failed(type(error).__name__)
        finally:
            writer.close()


async def asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, key: str, question: str
) -> tuple[int, dict[str, str]]:
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


async def watch(pid: int, ends: float, tally: Tally) -> None:
    """Note the server's memory, in MiB, every two seconds."""
    while time.monotonic() < ends:
        status = Path(f"/proc/{pid}/status")
        if status.exists():  # Linux only
            line = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmRSS"))
            tally.memory.append(int(line.split()[1]) / 1024)
        await asyncio.sleep(2)


def started(folder: str, keys: list[str]) -> tuple[subprocess.Popen[str], str]:
    """A server over the shipped documents, and its address."""
    environ = os.environ | {
        "MINAMATA_API_KEYS": ",".join(entry(f"asker-{n}", False, key) for n, key in enumerate(keys)),
        "MINAMATA_QUESTIONS_PER_MINUTE": "100000",
        "MINAMATA_REQUESTS_PER_MINUTE": "100000",
        "MINAMATA_WAITING_ANSWERS": str(2 * len(keys)),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "assistant.cli", "--data-dir", folder, "serve", "--port", "0"]
    server = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
    assert server.stderr
    for line in server.stderr:
        if line.startswith("Minamata assistant: "):
            return server, line.split()[2]
    raise SystemExit("The server did not start; run `minamata serve` to see why.")


async def measured(address: str, pid: int, keys: list[str], seconds: float, tally: Tally) -> None:
    """All askers at once, after each question has been asked a first time."""
    questions = [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    await asyncio.gather(*(asker(address, keys[0], questions, time.monotonic() + 3, Tally()) for _ in "12"))
    ends = time.monotonic() + seconds
    askers = (asker(address, key, questions[n:] + questions[:n], ends, tally) for n, key in enumerate(keys))
    await asyncio.gather(watch(pid, ends, tally), *askers)


def main() -> int:
    """Run it and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--askers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--most-seconds", type=float, default=1.0, help="for the slowest twentieth")
    args = parser.parse_args()
    keys = [new_key() for _ in range(args.askers)]
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        server, address = started(folder, keys)
        try:
            asyncio.run(drained(server, address, keys, args.seconds, tally))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    memory = tally.memory or [0.0]
    sys.stdout.write(
        f"{args.askers} askers, {args.seconds:g} s: {len(tally.seconds)} answers "
        f"({len(tally.seconds) / args.seconds:.1f} a second), {sum(tally.errors.values())} errors "
        f"{tally.errors or ''}\n"
        f"seconds: median {tally.at(0.5):.3f}, p95 {tally.at(0.95):.3f}, p99 {tally.at(0.99):.3f}, "
        f"longest {tally.at(1):.3f}\n"
        f"memory, MiB: {memory[0]:.0f} at first, {max(memory):.0f} at most, {memory[-1]:.0f} at last\n"
    )
    return 1 if tally.errors or tally.at(0.95) > args.most_seconds else 0


async def drained(
    server: subprocess.Popen[str], address: str, keys: list[str], seconds: float, tally: Tally
) -> None:
    """Measure while the server's log is read, which would else fill its pipe and stop it."""
    assert server.stderr
    reading = asyncio.create_task(asyncio.to_thread(lambda log: [0 for _ in log], server.stderr))
    await measured(address, server.pid, keys, seconds, tally)
    server.send_signal(signal.SIGTERM)
    await reading


if __name__ == "__main__":
    sys.exit(main())
