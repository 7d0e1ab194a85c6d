"""No leftover of the program's memory gets to disk with the vectors."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.unused import clear_unused
from index.vectors import Row, VectorStore

WRITE = """
import sys
from pathlib import Path
from tests.test_index_unused import rows
from index.vectors import VectorStore
store = VectorStore.in_folder(Path(sys.argv[1]), create=True)
store.put(rows(5))
store.close()
if "again" in sys.argv:
    store = VectorStore.in_folder(Path(sys.argv[1]))
    assert len(store.ids()) == 5 and store.nearest(rows(5)[0][2], 1)
    store.close()
"""


def rows(count: int) -> list[Row]:
    grid = np.random.default_rng(7).normal(size=(count, 8)).astype(np.float32)
    grid /= np.linalg.norm(grid, axis=1, keepdims=True)
    return [(f"p{number}:0", 1, vector) for number, vector in enumerate(grid)]


def files(folder: Path) -> list[Path]:
    return [next(folder.rglob(name)) for name in ("data_level0.bin", "length.bin")]


@pytest.mark.parametrize("then", ["ends", "again"])
def test_memory_the_library_never_used_is_not_written(tmp_path: Path, then: str) -> None:
    # glibc fills what it hands out with the complement of this byte, instead of what was there before
    polluted = {**os.environ, "MALLOC_PERTURB_": str(255 - ord("Z"))}
    subprocess.run([sys.executable, "-c", WRITE, str(tmp_path), then], env=polluted, check=True, timeout=120)
    for file in files(tmp_path):
        assert file.stat().st_size and b"ZZZZ" not in file.read_bytes(), file.name


def test_clearing_loses_no_vector(tmp_path: Path) -> None:
    given = rows(1200)
    with closing(VectorStore.in_folder(tmp_path, create=True)) as store:
        store.put(given)
        before = [file.read_bytes() for file in files(tmp_path)]
    for file in files(tmp_path):
        with file.open("ab") as stream:
            stream.write(b"words of a letter" * 100)
    clear_unused(tmp_path)
    for file, content in zip(files(tmp_path), before, strict=True):
        assert file.read_bytes() == content + bytes(1700)
    with closing(VectorStore.in_folder(tmp_path)) as store:
        assert len(store.ids()) == 1200
        for window_id, _, vector in given[::100]:
            assert store.nearest(vector, 1)[0][0] == window_id


def test_a_file_of_an_unknown_layout_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "header.bin").write_bytes(b"\x09" + bytes(40))
    (tmp_path / "data_level0.bin").write_bytes(b"kept")
    clear_unused(tmp_path)
    (tmp_path / "header.bin").write_bytes(b"\x01")
    clear_unused(tmp_path)
    assert (tmp_path / "data_level0.bin").read_bytes() == b"kept"
