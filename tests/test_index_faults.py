"""Crashes, damage and strangers: killed writers, broken files, wrong models, second owners."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from index import FolderOwned, Index, IndexDamaged, IndexMismatch, owner_of
from tests.fakes import WordsEmbedder
from tests.index_samples import ADDED, SHIPPED, document, found, open_index, settings

WRITER = """
import sys
from pathlib import Path
from tests.index_samples import document, open_index
with open_index(Path(sys.argv[1])) as index:
    sys.stdout.write("ready\\n"); sys.stdout.flush()
    for round in range(int(sys.argv[2]), 10_000):
        text = "".join(f"Paragraph {n} of round{round} speaks.\\n\\n" for n in range(40))
        index.add([document(f"round{round}", text, trust="uploaded")])
        sys.stdout.write(f"round{round}\\n"); sys.stdout.flush()
"""


def writing(data_dir: Path, first: int) -> subprocess.Popen[str]:
    """A process that has opened the index and adds documents from number `first` on."""
    command = [sys.executable, "-c", WRITER, str(data_dir), str(first)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def vectors_folder(data_dir: Path) -> Path:
    return next((data_dir / "index").glob("gen-*/vectors-*"))


@pytest.mark.parametrize("kill", range(5))
def test_a_killed_writer_leaves_every_document_whole_or_absent(built: Path, kill: int) -> None:
    chance = random.Random(kill)
    with writing(built, 0) as writer:
        assert writer.stdout is not None
        time.sleep(chance.uniform(0.0, 0.5))
        writer.kill()
        said = writer.stdout.read()
    acknowledged = set(said.split("\n")[:-1])  # what follows the last line end was cut off
    with open_index(built) as index:
        ids = {d.id for d in index.documents()}
        assert acknowledged <= ids
        assert index.verify() == ()
        for name in ids - {d.id for d in SHIPPED}:
            assert len(index.passages(name)) == 40
            hits = index.search(f"paragraph {name} speaks", k=200).hits
            assert sum(hit.passage.document_id == name for hit in hits) == 40
    assert not owner_of(built)


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


def _scramble(file: Path) -> None:
    chance = random.Random(1)
    with file.open("r+b") as handle:
        for _ in range(64):
            handle.seek(chance.randrange(max(1, file.stat().st_size)))
            handle.write(bytes([chance.randrange(256)]))


@pytest.mark.parametrize("harm", [_cut, _scramble, Path.unlink])
@pytest.mark.parametrize("name", ["chroma.sqlite3", "data_level0.bin"])
def test_damaged_vectors_are_written_anew_without_embedding(built: Path, name: str, harm: object) -> None:
    with open_index(built) as index:
        expected = found(index, "cosmetics by June")
    assert callable(harm)
    harm(next(vectors_folder(built).rglob(name)))
    embedder = WordsEmbedder()
    with open_index(built, embedder=embedder) as index:
        assert index.verify() == ()
        assert embedder.texts == 0
        assert found(index, "cosmetics by June") == expected
        assert len(index.mended) <= 1  # some scrambled bytes mean nothing


def test_a_missing_vectors_folder_is_written_anew(built: Path) -> None:
    import shutil

    shutil.rmtree(vectors_folder(built))
    with open_index(built) as index:
        assert index.mended == ("The vectors were written anew from the records (they were missing).",)


def test_damaged_records_are_a_clear_error(built: Path) -> None:
    records = next((built / "index").glob("gen-*/records.sqlite3"))
    records.write_bytes(b"not a database" * 1000)
    with pytest.raises(IndexDamaged, match="records.sqlite3"):
        open_index(built)
    assert owner_of(built) is None


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


def test_a_killed_owner_lets_go(built: Path) -> None:
    with writing(built, 9999) as child:
        assert owner_of(built)
        child.kill()
    assert owner_of(built) is None
    open_index(built).close()


def test_documents_named_alike_by_content_have_one_home(built: Path) -> None:
    with open_index(built) as index:
        twins = [document(f"twin{n}", "Twice told.\n", trust="uploaded") for n in range(2)]
        result = index.add(twins)
        assert (result.added, result.unchanged) == (("twin0",), ("twin1",))
