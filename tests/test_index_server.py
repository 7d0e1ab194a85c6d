"""Vectors on a Chroma server instead of in a folder."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import VectorsUnavailable
from tests.index_samples import ADDED, found, open_index

CHROMA = Path(sys.executable).with_name("chroma")


@dataclass
class Server:
    """A running Chroma server and where it answers."""

    process: subprocess.Popen[bytes]
    url: str


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if not CHROMA.exists():
        pytest.skip("the chroma command is not installed beside Python")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(CHROMA), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(int(port))
            yield Server(process, f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the Chroma server did not start")


def test_a_server_holds_the_vectors_and_may_hang_or_vanish(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_index(folder, chroma_url=server.url, vector_deadline=1.0) as index:
        index.add([ADDED])
        assert found(index, "zirconium crowns", k=1) == ["Zirconium crowns replace it."]
        index.remove("added")
        assert index.verify() == ()
        assert not list(folder.rglob("chroma.sqlite3"))
        server.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        assert "cosmetics" in found(index, "cosmetics by June", k=1)[0]  # by full text alone
        assert time.monotonic() - began < 3
        server.process.send_signal(signal.SIGCONT)
    with open_index(folder, chroma_url=server.url) as index:
        assert (index.mended, index.verify()) == ((), ())
    server.process.kill()
    server.process.wait()
    with pytest.raises(VectorsUnavailable, match="MINAMATA_CHROMA_URL"):
        open_index(folder, chroma_url=server.url)
    with open_index(folder) as index:
        assert "cosmetics" in found(index, "cosmetics by June", k=1)[0]
        assert len(index.mended) == 1
