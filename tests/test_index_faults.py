"""Crashes, damage and strangers: killed writers, broken files, wrong models, second owners."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import FolderOwned, Index, IndexDamaged, IndexMismatch, owner_of, vectors
from tests.fakes import WordsEmbedder
from tests.index_samples import ADDED, SHIPPED, document, found, open_index, settings


def vectors_folder(data_dir: Path) -> Path:
    return next((data_dir / "index").glob("gen-*/vectors-*"))


def test_what_a_crash_left_pending_is_finished(built: Path) -> None:
    with open_index(built) as index:
        index.add([ADDED])
        records = index._opened.records
        with records.database.writing() as write:
            write.execute("UPDATE documents SET state = 'pending' WHERE id = 'added'")
        index._refresh()
        assert "Zirconium crowns replace it." not in found(index, "zirconium crowns", k=50)
    with open_index(built) as index:
        assert index.mended == ("Finished adding added, which had been interrupted.",)
        assert "Zirconium crowns replace it." in found(index, "zirconium crowns", k=1)


def test_what_a_crash_left_half_removed_is_finished(built: Path) -> None:
    with open_index(built) as index:
        index.add([ADDED])
        index._opened.records.hide(index._opened.records.stored()[-1].no)
    with open_index(built) as index:
        assert index.mended == ("Finished removing added, which had been interrupted.",)
        assert index.verify() == ()
    assert all(b"irconium" not in file.read_bytes() for file in built.rglob("*") if file.is_file())


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _empty(file: Path) -> None:
    os.truncate(file, 0)


def _scramble(file: Path) -> None:
    chance = random.Random(file.name)
    with file.open("r+b") as handle:
        for _ in range(200 if file.suffix == ".sqlite3" else 64):
            handle.seek(chance.randrange(max(1, file.stat().st_size)))
            handle.write(bytes([chance.randrange(256)]))


Harm = Callable[[Path], None]
HARMS: tuple[Harm, ...] = (_cut, _empty, _scramble, Path.unlink)
VECTOR_FILES = (
    "chroma.sqlite3", "data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin"
)  # fmt: skip
TABLE = list(itertools.product(VECTOR_FILES, HARMS))


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that Chroma has written all its files of: it does so after some thousand vectors, or fewer."""
    folder = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vectors._HNSW, "sync_threshold", 50)
        patch.setitem(vectors._HNSW, "batch_size", 20)
        with open_index(folder) as index:
            text = "".join(f"Paragraph {n} of {word} speaks.\n\n" for n in range(60) for word in ("a", "b"))
            index.add([document("long", text, trust="uploaded")])
    assert {f.name for f in vectors_folder(folder).rglob("*.*")} >= set(VECTOR_FILES)
    return folder


# the whole table in the long run; of each file one harm otherwise, each harm at least once
@pytest.mark.parametrize(("name", "harm"), TABLE if "KILLS" in os.environ else TABLE[::5] + TABLE[-3:-1])
def test_damaged_vectors_are_written_anew_without_embedding(
    _written: Path, tmp_path: Path, name: str, harm: Harm
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(_written, folder)
    with open_index(folder) as index:
        expected = found(index, "cosmetics by June", k=200)
    harm(next(vectors_folder(folder).rglob(name)))
    embedder = WordsEmbedder()
    with open_index(folder, embedder=embedder) as index:
        assert index.verify() == ()
        assert embedder.texts == 0
        assert found(index, "cosmetics by June", k=200) == expected
        assert len(index.mended) <= 1  # some scrambled bytes mean nothing


@pytest.mark.parametrize("harm", HARMS)
def test_damaged_records_are_a_clear_error_and_never_half_an_index(built: Path, harm: Harm) -> None:
    harm(next((built / "index").glob("gen-*/records.sqlite3")))
    with pytest.raises(IndexDamaged, match=r"records\.sqlite3 is (damaged|missing)"):
        open_index(built)
    assert owner_of(built) is None


@pytest.mark.parametrize("byte", range(3))
def test_a_changed_letter_in_the_records_is_noticed(built: Path, byte: int) -> None:
    records = next((built / "index").glob("gen-*/records.sqlite3"))
    data = bytearray(records.read_bytes())
    word = (b"cosmetics by 30 June", b"sealed flask", b'"workstream"')[byte]
    for at in [match.start() for match in re.finditer(re.escape(word), bytes(data))]:
        data[at + 2] ^= 1
    records.write_bytes(data)
    with pytest.raises(IndexDamaged, match="the text of (letter|guidance) is not what was stored"):
        open_index(built)


def test_a_missing_vectors_folder_is_written_anew(built: Path) -> None:
    shutil.rmtree(vectors_folder(built))
    with open_index(built) as index:
        assert index.mended == ("The vectors were written anew from the records (they were missing).",)


@pytest.mark.parametrize(
    ("embedder", "changes", "named"),
    [
        (WordsEmbedder("other"), {}, "model 'words'"),
        (WordsEmbedder(digest="flipped"), {}, "digest 'fake'"),
        (WordsEmbedder(dim=8), {}, "dim 32"),
        (WordsEmbedder(), {"window_words": 50, "window_stride": 20}, "window_words 90"),
    ],
)
def test_an_index_of_another_model_or_settings_is_refused(
    built: Path, embedder: WordsEmbedder, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(IndexMismatch, match=named) as caught:
        open_index(built, embedder=embedder, **changes)
    assert "minamata index build" in str(caught.value)
    open_index(built).close()


def test_an_index_of_a_newer_format_is_refused(built: Path) -> None:
    records = next((built / "index").glob("gen-*/records.sqlite3"))
    connection = sqlite3.connect(records)
    (text,) = connection.execute("SELECT value FROM stamp WHERE key = 'stamp'").fetchone()
    newer = json.dumps(json.loads(text) | {"format": 99})
    connection.execute("UPDATE stamp SET value = ? WHERE key = 'stamp'", (newer,))
    connection.commit()
    connection.close()
    with pytest.raises(IndexMismatch, match="format 99"):
        open_index(built)


def test_an_interrupted_first_build_starts_over(tmp_path: Path) -> None:
    half = tmp_path / "index" / "gen-1.tmp"
    half.mkdir(parents=True)
    (half / "records.sqlite3").write_text("half")
    with open_index(tmp_path) as index:
        assert index.documents() == SHIPPED
    assert not half.exists()


def test_a_failing_build_leaves_the_old_index_serving(built: Path) -> None:
    class Stops(WordsEmbedder):
        def encode_tokens(self, texts: object) -> list[object]:  # type: ignore[override]
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        Index.build(settings(built), embedder=Stops("new"), shipped=SHIPPED)
    with open_index(built) as index:
        assert index.documents() == SHIPPED
        assert index.mended == ()


def test_a_second_owner_is_refused_and_told_where_the_first_answers(built: Path) -> None:
    with open_index(built) as index:
        index.owner.publish("http://127.0.0.1:8080")
        child = subprocess.run(
            [sys.executable, "-c", OTHER, str(built)],
            capture_output=True,
            text=True,
            cwd=Path.cwd(),
            check=True,
        )
        said = json.loads(child.stdout)
        assert said == [os.getpid(), "http://127.0.0.1:8080", index.owner.info.token]
        assert owner_of(built) == index.owner.info
        with pytest.raises(FolderOwned, match="8080"):
            open_index(built)
    assert owner_of(built) is None


OTHER = """
import json, sys
from pathlib import Path
from index import FolderOwned
from tests.index_samples import open_index
try:
    open_index(Path(sys.argv[1]))
except FolderOwned as fault:
    sys.stdout.write(json.dumps([fault.pid, fault.address, fault.token]))
"""


def test_documents_named_alike_by_content_have_one_home(built: Path) -> None:
    with open_index(built) as index:
        twins = [document(f"twin{n}", "Twice told.\n", trust="uploaded") for n in range(2)]
        result = index.add(twins)
        assert (result.added, result.unchanged) == (("twin0",), ("twin1",))
