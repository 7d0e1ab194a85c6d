"""A server of its own for a soak, with a key for each asker, and what it takes of the machine."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from assistant.keys import entry, new_key  # noqa: E402

NOTHING: Mapping[str, str] = {}


@dataclass
class Server:
    """A running server over the shipped documents; `temporary` is where it puts passing files."""

    process: subprocess.Popen[str]
    address: str
    keys: list[str]
    temporary: Path

    def memory(self) -> float:
        """What it holds in memory, in MiB; 0 where the system does not tell (Linux does)."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0.0
        line = next(x for x in status.read_text(encoding="utf-8").splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def descriptors(self) -> int:
        """How many files and sockets it has open; 0 where the system does not tell."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return len(list(folder.iterdir())) if folder.exists() else 0

    def temporary_files(self) -> int:
        """How many passing files there are."""
        return sum(path.is_file() for path in self.temporary.rglob("*"))


@dataclass
class Watch:
    """What a server took, looked at every so often: minutes since the beginning, MiB, files."""

    minutes: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    temporary: list[int] = field(default_factory=list)

    async def until(self, ends: float, server: Server, every: float) -> None:
        """Look every `every` seconds until the clock says `ends`."""
        began = time.monotonic()
        while True:
            self.minutes.append((time.monotonic() - began) / 60)
            self.memory.append(server.memory())
            self.descriptors.append(server.descriptors())
            self.temporary.append(server.temporary_files())
            if time.monotonic() + every > ends:
                return
            await asyncio.sleep(every)


@contextmanager
def started(askers: int, settings: Mapping[str, str] = NOTHING) -> Iterator[Server]:
    """A server with keys that may write for so many askers, and raised rates; stopped at the end."""
    keys = [new_key() for _ in range(askers)]
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "temporary"
        temporary.mkdir()
        environ = {
            **os.environ,
            "MINAMATA_API_KEYS": ",".join(entry(f"asker-{n}", True, key) for n, key in enumerate(keys)),
            "MINAMATA_QUESTIONS_PER_MINUTE": "100000",
            "MINAMATA_REQUESTS_PER_MINUTE": "100000",
            "MINAMATA_OPEN_REQUESTS": "1000",
            "MINAMATA_WAITING_ANSWERS": str(2 * askers),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(temporary),
            **settings,
        }
        command = [
            sys.executable,
            "-m",
            "assistant.cli",
            "--data-dir",
            f"{folder}/data",
            "serve",
            "--port",
            "0",
        ]
        process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
        try:
            yield Server(process, _address(process), keys, temporary)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _address(process: subprocess.Popen[str]) -> str:
    """Where it listens, once it does. Its further log is read away: it would fill the pipe and stop it."""
    assert process.stderr
    for line in process.stderr:
        if line.startswith("Minamata assistant: "):
            Thread(target=lambda log: [0 for _ in log], args=(process.stderr,), daemon=True).start()
            return line.split()[2]
    raise SystemExit("The server did not start; run `minamata serve` to see why.")
