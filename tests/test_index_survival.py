"""Sudden ends: killed processes, a full disk, a folder that cannot be written, swaps while searches run.

`make survive` runs these longer: `KILLS` and `SWAPS` say how often.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from index import DataFolderUnusable, Index, IndexFault, VectorsUnavailable, owner_of, vectors
from tests.index_samples import SHIPPED, document, found, open_index

KILLS = int(os.environ.get("KILLS", "4"))
SWAPS = int(os.environ.get("SWAPS", "12"))
PARAGRAPHS = 12
#: Processes are forked from one that has everything imported, so that one starts in no time.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.test_index_survival", "langchain_chroma"])


@contextmanager
def apart(work: Callable[..., None], *args: Any) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """`work` in a process of its own, and what it sends."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=work, args=(*args, theirs))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()


def told(by: Connection) -> list[tuple[str, Any]]:
    """All that a process had sent before its end."""
    said = []
    try:
        while True:
            said.append(by.recv())
    except (EOFError, OSError):
        return said


def uploaded(name: str) -> Any:
    text = "".join(f"Paragraph {n} of {name} speaks.\n\n" for n in range(PARAGRAPHS))
    return document(name, text, trust="uploaded")


def living(folder: str, first: int, tells: Connection) -> None:
    """Open, tell what is there, then add and remove without end; a change is told before and after."""
    vectors._HNSW["sync_threshold"] = 50  # Chroma writes its files far more often than in earnest
    with open_index(Path(folder)) as index:
        tells.send(("holds", held(index)))
        for number in itertools.count(first):
            tells.send(("adding", f"round{number}"))
            index.add([uploaded(f"round{number}")])
            tells.send(("added", f"round{number}"))
            if number % 4 == 3:
                tells.send(("removing", f"round{number - 1}"))
                index.remove(f"round{number - 1}")
                tells.send(("removed", f"round{number - 1}"))


def held(index: Index) -> dict[str, tuple[int, int]]:
    """Of each added document how many passages are there and how many are found; nothing may be wrong."""
    assert index.verify() == ()
    found = {}
    for name in {d.id for d in index.documents()} - {d.id for d in SHIPPED}:
        hits = index.search(f"paragraph {name} speaks", k=200).hits
        found[name] = len(index.passages(name)), sum(hit.passage.document_id == name for hit in hits)
    return found


def test_killed_at_any_moment_it_keeps_every_acknowledged_change(built: Path) -> None:
    chance = random.Random(7)
    there, gone, open_end = set[str](), set[str](), set[str]()
    for kill in range(KILLS + 1):
        with apart(living, str(built), 1000 * kill) as (process, tells):
            said: list[tuple[str, Any]] = []
            if kill == KILLS or kill % 3:  # every third is killed while it opens and mends
                said.append(tells.recv())
            if kill < KILLS:
                time.sleep(chance.uniform(0.0, 1.2))
            process.kill()
            said += told(tells)
        assert owner_of(built) is None
        for what, which in said:
            if what == "holds":
                names = set(which)
                assert there <= names, f"lost after kill {kill}"
                assert not gone & names, f"back from the dead after kill {kill}"
                assert names <= there | open_end, "nobody added that"
                assert set(which.values()) <= {(PARAGRAPHS, PARAGRAPHS)}, "half a document"
                there, open_end = names, set()
            elif what in ("adding", "removing"):
                open_end.add(which)
                there.discard(which)
            else:
                open_end.discard(which)
                (there if what == "added" else gone).add(which)
    assert there or KILLS < 3
    with open_index(built) as index:
        assert there <= {d.id for d in index.documents()}
    assert len(list((built / "index").glob("gen-*/vectors-*"))) == 1


def filling(folder: str, tells: Connection) -> None:
    """Add a document on a disk that is full, tell what happened, and add again when there is room."""
    with open_index(Path(folder)) as index:
        before = found(index, "cosmetics by June")
        largest = max(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
        large = document("large", "Words of this large paragraph.\n\n" * 4000, trust="uploaded")
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 100_000, hard))
        try:
            index.add([large])
            tells.send("added")
        except IndexFault as error:
            tells.send(str(error))
        tells.send(found(index, "cosmetics by June") == before)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        index.add([uploaded("room")])
        tells.send((index.verify(), "large" in {d.id for d in index.documents()}))


def test_a_full_disk_stops_adding_and_nothing_else(built: Path) -> None:
    with apart(filling, str(built)) as (_, tells):
        error, same, after = tells.recv(), tells.recv(), tells.recv()
    assert "cannot be used" in error and "space" in error
    assert same and after == ((), False)
    with open_index(built) as index:
        assert {d.id for d in index.documents()} == {"letter", "guidance", "room"}


def opening_as_nobody(folder: str, tells: Connection) -> None:
    """Open a folder without the right to write there."""
    if os.geteuid() == 0:
        os.setuid(65_534)
    try:
        open_index(Path(folder)).close()
    except DataFolderUnusable as error:
        tells.send(str(error))


def test_a_folder_that_cannot_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        with apart(opening_as_nobody, folder) as (_, tells):
            assert folder in tells.recv()
        with apart(opening_as_nobody, f"{folder}/deeper") as (_, tells):
            assert "choose another" in tells.recv()
        os.chmod(folder, 0o755)


def test_swaps_under_load_show_one_state_and_leave_nothing_behind(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if SWAPS < 100:  # each swap is checked in a process of its own, which is most of its time
        monkeypatch.setattr("index.renewing.start_check", lambda *_: None)
        monkeypatch.setattr("index.renewing.outcome", lambda _: None)
    for name in ("first", "second"):
        text = "".join(f"Marker {name} stands in line {n}.\n\n" for n in range(9))
        index.add([document("marked", text, trust="uploaded")])
        index.backup(tmp_path / name)
    seen, stop, faults = set[frozenset[str]](), threading.Event(), list[BaseException]()

    def asking() -> None:
        try:
            while not stop.is_set():
                hits = [h.passage for h in index.search("marker in which line?", k=9).hits]
                seen.add(frozenset(p.text.split()[1] for p in hits if p.document_id == "marked"))
                assert len(hits) == 9
        except BaseException as error:
            faults.append(error)
            raise

    askers = [threading.Thread(target=asking) for _ in range(3)]
    for asker in askers:
        asker.start()
    files: list[int] = []
    try:
        for swap in range(SWAPS):
            index.restore(tmp_path / ("first", "second")[swap % 2])
            files.append(len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0)
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert not faults
    assert seen == {frozenset({"first"}), frozenset({"second"})}
    assert max(files[-3:]) <= max(files[:3]) + 3
    folder = index.settings.data_dir / "index"
    assert len(list(folder.iterdir())) == 2 and len(list(folder.glob("gen-*/vectors-*"))) == 1
    assert index.verify() == ()


def test_vectors_that_cannot_be_made_leave_the_old_ones(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise VectorsUnavailable("Chroma failed.")

    index.add([uploaded("stays")])
    monkeypatch.setattr("index.vectors.VectorStore.put", fails)
    with pytest.raises(VectorsUnavailable):
        index.add([uploaded("comes")])
    monkeypatch.undo()
    assert held(index) == {"stays": (PARAGRAPHS, PARAGRAPHS)}
