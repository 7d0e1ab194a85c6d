"""Vectors on a Chroma server instead of in a folder."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from index import Index, IndexSettings, VectorsUnavailable
from tests.fakes import WordsEmbedder
from tests.index_samples import ADDED, SHIPPED, found, open_index

CHROMA = Path(sys.executable).with_name("chroma")


@dataclass
class Server:
    """A running Chroma server and where it answers."""

    url: str
    command: list[str]
    process: subprocess.Popen[bytes] = field(init=False)

    def stop(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        """The same again: its folder, its address."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(int(self.url.rpartition(":")[2]))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if not CHROMA.exists():
        pytest.skip("the chroma command is not installed beside Python")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(CHROMA), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", port]
    server = Server(f"http://127.0.0.1:{port}", command)
    try:
        server.start()
        yield server
    finally:
        server.stop()


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
    server.stop()
    with pytest.raises(VectorsUnavailable, match="MINAMATA_CHROMA_URL"):
        open_index(folder, chroma_url=server.url)
    with open_index(folder) as index:
        assert "cosmetics" in found(index, "cosmetics by June", k=1)[0]
        assert len(index.mended) == 1


def by_vectors(index: Index) -> bool:
    """Whether a passage without any word of the question is found: only vectors find that."""
    hits = index.search("cosmetics by June", k=50).hits
    return any(hit.lexical == 0.0 for hit in hits)


def test_searches_go_by_words_while_it_is_gone_and_by_vectors_when_it_is_back(
    server: Server, tmp_path: Path
) -> None:
    with open_index(tmp_path / "data", chroma_url=server.url, vector_deadline=2.0) as index:
        assert by_vectors(index)
        server.stop()
        assert "cosmetics" in found(index, "cosmetics by June", k=1)[0] and not by_vectors(index)
        version = index.corpus_version
        with pytest.raises(VectorsUnavailable):
            index.add([ADDED])
        assert (index.corpus_version, len(index.documents())) == (version, 2)
        assert "close and open" in index.verify()[0]
        server.start()
        assert by_vectors(index)
        index.add([ADDED])
        assert found(index, "zirconium crowns", k=1) == ["Zirconium crowns replace it."]
        assert index.verify() == ()


def test_a_server_that_lost_its_vectors_gets_them_again(server: Server, tmp_path: Path) -> None:
    with open_index(tmp_path / "data", chroma_url=server.url) as index:
        index.add([ADDED])
    server.stop()
    shutil.rmtree(tmp_path / "server")
    server.start()
    embedder = WordsEmbedder()
    with open_index(tmp_path / "data", chroma_url=server.url, embedder=embedder) as index:
        assert (len(index.mended), embedder.texts, index.verify()) == (1, 0, ())
        assert by_vectors(index)


def test_a_backup_is_restored_onto_a_server_and_old_vectors_leave_it(server: Server, tmp_path: Path) -> None:
    def collections() -> int:
        place = "api/v2/tenants/default_tenant/databases/default_database/collections"
        return len(httpx.get(f"{server.url}/{place}", trust_env=False).json())

    with open_index(tmp_path / "data", chroma_url=server.url) as index:
        index.add([ADDED])
        index.backup(tmp_path / "backup")
        index.remove("added")
        index.restore(tmp_path / "backup")
        assert by_vectors(index) and index.verify() == ()
        assert found(index, "zirconium crowns", k=1) == ["Zirconium crowns replace it."]
        assert collections() == 1
    changed = IndexSettings(
        data_dir=tmp_path / "data", chroma_url=server.url, window_words=50, window_stride=20
    )
    with Index.build(changed, embedder=WordsEmbedder(), shipped=SHIPPED) as index:
        assert by_vectors(index)
        assert collections() == 1
