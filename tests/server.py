"""A server in a process of its own, as it runs in earnest."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.isolation import TRIED

EMPTY: Mapping[str, str] = {}
FAKE = "FakeAssistant()"
REAL = "open_assistant(Path(sys.argv[1]))"

_PROGRAM = """
import sys
from pathlib import Path
from tests import isolation
isolation.seal()
import json, os
os.environ.update(json.loads(sys.argv[2]))
from assistant import open_assistant
from assistant.serving import serve
from assistant.settings import server_settings
from tests.fakes_assistant import FakeAssistant
serve({assistant}, server_settings())
"""
#: Rates are raised: a browser in a hurry is no burden here.
_SETTINGS = {
    "MINAMATA_PORT": "0",
    "MINAMATA_GRACEFUL_SECONDS": "2",
    "MINAMATA_QUESTIONS_PER_MINUTE": "10000",
    "MINAMATA_REQUESTS_PER_MINUTE": "100000",
}


class Server:
    """A running server: its `address`, and everything it wrote once it has `ended`."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log
        self.address = self._wait()

    def _wait(self) -> str:
        for _ in range(1200):
            for line in self.log().splitlines():
                if line.startswith("Minamata assistant: "):
                    address = line.split()[2]
                    httpx.get(f"{address}/healthz", trust_env=False, timeout=60)
                    return address
            assert self.process.poll() is None, self.log()
            time.sleep(0.1)
        raise AssertionError(f"the server did not start: {self.log()}")

    def log(self) -> str:
        """What it has written so far."""
        return self._log.read_text(encoding="utf-8")


@contextmanager
def started(folder: Path, assistant: str = FAKE, settings: Mapping[str, str] = EMPTY) -> Iterator[Server]:
    """A server over the fake or the real assistant; `folder` holds its log and its data.

    `settings` are further environment variables ``MINAMATA_*``.
    """
    log = folder / "server.log"
    program = _PROGRAM.format(assistant=assistant)
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder), json.dumps(_SETTINGS | dict(settings))],
            cwd=Path(__file__).parent.parent,
            stderr=written,
        )
    try:
        yield Server(process, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert TRIED not in log.read_text(encoding="utf-8"), "the server tried to reach another machine"
