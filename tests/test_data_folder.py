"""What lies in the data folder: read by its owner only, and nothing in it of what was removed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.conversations import Conversations
from index import Index
from index.packing import pack_vector
from tests.index_samples import ADDED, open_index


def vectors(index: Index) -> set[bytes]:
    """The bytes of every vector that is searched."""
    found = index._opened.store._collection.get(include=["embeddings"])["embeddings"]
    assert found is not None
    return {pack_vector(np.asarray(vector)) for vector in found}


def holding(folder: Path, traces: set[bytes]) -> set[bytes]:
    """Those of `traces` that stand in any file below `folder`."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {trace for trace in traces if any(trace in data for data in files)}


def test_of_a_removed_document_neither_words_nor_vectors_are_left(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        before = vectors(index)
        index.add([ADDED])
        traces = vectors(index) - before | {b"amalgam for children", b"irconium"}
        assert len(traces) > 3 and holding(tmp_path, traces) == traces, "they are there as long as it is"
        index.remove(ADDED.id)
        assert holding(tmp_path, traces) == set()
        index.rebuild()
        assert holding(tmp_path, traces) == set()
    assert holding(tmp_path, traces) == set()


@pytest.fixture
def open_handed() -> Iterator[None]:
    """As most shells are set: what a program makes may be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_nobody_else_reads_anything_of_a_data_folder(tmp_path: Path, open_handed: None) -> None:
    folder = tmp_path / "data"
    folder.mkdir(0o755)
    with open_index(folder) as index:
        index.add([ADDED])
        Conversations(folder).close()
        index.remove(ADDED.id)
        index.backup(tmp_path / "backup")
        kept = [folder, *folder.rglob("*"), tmp_path / "backup"]
        assert len(kept) > 10
        assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in kept} == {
            path.name: "0o700" if path.is_dir() else "0o600" for path in kept
        }
