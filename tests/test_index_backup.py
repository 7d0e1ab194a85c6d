"""Backups: what is in one, what a restored index finds, and what is refused before anything is changed."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.reading import read_document
from index import BackupUnusable, Index, Progress
from index.backup import read_about
from index.records import RECORDS
from tests.fakes import WordsEmbedder
from tests.index_samples import ADDED, SHIPPED, document, found, open_index, settings

PAPER = Path(__file__).parent / "papers/files/mc-9-1.pdf"


def restored(folder: Path, file: Path, **changes: Any) -> Index:
    embedder = changes.pop("embedder", None) or WordsEmbedder()
    return Index.restored(settings(folder, **changes), file, embedder=embedder, shipped=SHIPPED)


def files(folder: Path) -> dict[str, bytes]:
    """Every file's content but the lock's; SQLite's shared memory is no content."""
    kept = (f for f in folder.rglob("*") if f.is_file() and not f.name.endswith((".lock", "-shm")))
    return {str(f.relative_to(folder)): f.read_bytes() for f in kept}


@pytest.fixture
def backup(built: Path, tmp_path: Path) -> Path:
    """A backup of the samples, an added document and a PDF."""
    file = tmp_path / "backup.zip"
    with open_index(built) as index:
        index.add([ADDED, read_document(PAPER)])
        index.backup(file)
    return file


def test_a_backup_brings_everything_back_without_embedding(built: Path, backup: Path, tmp_path: Path) -> None:
    with open_index(built) as index:
        before = (index.corpus_version, index.documents(), index.passages(), index.register())
        pages = index.original(index.documents()[-1].id)
        asked = index.search("dental amalgam and zirconium")
    embedder = WordsEmbedder()
    with restored(tmp_path / "elsewhere", backup, embedder=embedder) as index:
        assert embedder.texts == 0
        assert (index.corpus_version, index.documents(), index.passages(), index.register()) == before
        assert index.original(index.documents()[-1].id) == pages
        assert index.search("dental amalgam and zirconium") == asked
        assert (index.verify(), index.mended) == ((), ())
    open_index(tmp_path / "elsewhere").close()


def test_a_backup_says_what_it_is_and_only_its_owner_may_read_it(backup: Path) -> None:
    about = read_about(backup)
    assert (about.documents, about.kind) == (4, "minamata backup")
    assert json.loads(about.stamp)["model"] == "words"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [f.name for f in backup.parent.iterdir() if f.name.startswith(".backup")] == []


def test_an_open_index_is_restored_while_searches_go_on(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    index.add([ADDED])
    version = index.corpus_version
    index.backup(file)
    index.remove("added")
    index.add([document("later", "Titanium crowns replace zirconium.\n", trust="uploaded")])
    seen: list[Progress] = []
    index.restore(file, seen.append)
    assert {"unpacking", "storing", "checking"} <= {p.stage for p in seen}
    assert index.corpus_version == version
    assert "Zirconium crowns replace it." in found(index, "zirconium crowns", k=1)
    assert not any("Titanium" in text for text in found(index, "titanium", k=50))
    index.add([document("after", "Gold crowns replace zirconium.\n", trust="uploaded")])
    assert index.verify() == ()
    index.close()
    assert b"Titanium" not in b"".join(files(index.settings.data_dir).values())


def test_what_is_being_added_or_removed_is_not_in_a_backup(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    index.add([ADDED, document("going", "Rhodium goes.\n", trust="uploaded")])
    stored = {d.id: d.no for d in index._opened.records.stored()}
    index._opened.records.hide(stored["going"])
    with index._opened.records.database.writing() as write:
        write.execute("UPDATE documents SET state = 'pending' WHERE id = 'added'")
    assert index.backup(file).documents == 2
    content = zipfile.ZipFile(file).read(RECORDS)
    assert not any(word in content for word in (b"Rhodium", b"rhodium", b"irconium"))


def test_documents_may_be_added_while_a_backup_is_made(index: Index, tmp_path: Path) -> None:
    adding = threading.Event()

    def between(progress: Progress) -> None:
        if progress.stage == "copying" and not adding.is_set():
            adding.set()
            index.add([ADDED])  # in the middle of it: this state is not the one being copied

    about = index.backup(tmp_path / "backup", between)
    assert adding.is_set() and about.documents == 2
    assert "Zirconium crowns replace it." in found(index, "zirconium crowns", k=1)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("harm", [cut, flipped, lambda _: b"", lambda _: b"PK no zip", lambda d: d[-200:]])
def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    built: Path, backup: Path, harm: Callable[[bytes], bytes]
) -> None:
    before = files(built)
    backup.write_bytes(harm(backup.read_bytes()))
    with pytest.raises(BackupUnusable, match="no whole backup"):
        restored(built, backup)
    assert files(built) == before
    with open_index(built) as index:
        with pytest.raises(BackupUnusable, match="no whole backup"):
            index.restore(backup)
        assert index.document("added") == ADDED


def test_no_random_damage_passes_or_escapes(backup: Path, tmp_path: Path) -> None:
    chance, data = random.Random(4), backup.read_bytes()
    for n in range(40):
        harmed = bytearray(data)
        for _ in range(n % 4 + 1):
            at = chance.randrange(len(data)) if n % 2 else len(data) - 1 - chance.randrange(900)
            harmed[at] ^= 1 << chance.randrange(8)
        file = tmp_path / f"harmed{n}"
        file.write_bytes(harmed)
        try:
            with restored(tmp_path / "never", file) as index:  # a flipped date in a header harms nothing
                assert len(index.documents()) == 4
        except BackupUnusable as error:
            assert str(file) in str(error)


def altered(backup: Path, **changes: Any) -> None:
    """The backup with another `backup.json`."""
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(parts["backup.json"]) | changes
    with zipfile.ZipFile(backup, "w") as archive:
        for name, data in (parts | {"backup.json": json.dumps(about).encode()}).items():
            archive.writestr(name, data)


@pytest.mark.parametrize("changes", [{"kind": "other"}, {"sha256": "0" * 64}, {"size": 1}, {"more": 1}])
def test_a_file_that_is_not_what_it_says_is_refused(built: Path, backup: Path, changes: Any) -> None:
    altered(backup, **changes)
    with pytest.raises(BackupUnusable, match="no whole backup"):
        restored(built, backup)


def test_a_backup_of_a_newer_version_is_refused(built: Path, tmp_path: Path) -> None:
    with open_index(built) as index:
        stamp = index._opened.records.stamp().to_json()
        index._opened.records.set_value("stamp", stamp.replace('"format": ', '"format": 9'))
        index.backup(tmp_path / "backup")
        index._opened.records.set_value("stamp", stamp)
    with pytest.raises(BackupUnusable, match="newer version"):
        restored(built, tmp_path / "backup")
    open_index(built).close()


def test_a_backup_made_with_another_model_is_embedded_again(backup: Path, tmp_path: Path) -> None:
    other = WordsEmbedder("other", digest="other")
    with restored(tmp_path / "elsewhere", backup, embedder=other) as index:
        assert other.texts > 0
        assert {d.id for d in index.documents()} >= {"letter", "guidance", "added"}
        assert index.original(index.documents()[-1].id).data == PAPER.read_bytes()


def test_a_restore_that_fails_on_the_way_leaves_the_old_state(
    built: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise OSError(28, "No space left on device")

    with open_index(built) as index:
        monkeypatch.setattr("index.generations.publish", fails)
        with pytest.raises(OSError, match="No space"):
            index.restore(backup)
        monkeypatch.undo()
        assert index.document("added") == ADDED
        assert [f.name for f in (built / "index").iterdir() if f.name != "CURRENT"] == ["gen-1"]


def test_a_damaged_index_is_brought_back_and_set_aside(built: Path, backup: Path) -> None:
    records = next((built / "index").glob("gen-*")) / RECORDS
    records.write_bytes(b"not a database" * 1000)
    with restored(built, backup) as index:
        assert index.document("added") == ADDED
        assert len(index.mended) == 1 and "damaged-gen-1" in index.mended[0]
    assert (built / "index" / "damaged-gen-1" / RECORDS).is_file()


@pytest.mark.parametrize("place", ["no/such/folder/backup", "."])
def test_a_place_that_cannot_be_written_is_said(index: Index, tmp_path: Path, place: str) -> None:
    with pytest.raises(BackupUnusable, match="cannot be written"):
        index.backup(tmp_path / place)


def test_records_that_are_damaged_are_not_backed_up(index: Index, tmp_path: Path) -> None:
    from index import IndexDamaged

    file = tmp_path / "backup"
    file.write_text("the last good one")
    with index._opened.records.database.writing() as write:
        write.execute("UPDATE passages SET json = replace(json, 'June', 'July')")
    with pytest.raises(IndexDamaged, match="the text of letter is not what was stored"):
        index.backup(file)
    assert file.read_text() == "the last good one"
    assert "restore" in index.verify()[0]


def test_sqlite_alone_can_read_a_backup(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        archive.extract(RECORDS, tmp_path)
    connection = sqlite3.connect(tmp_path / RECORDS)
    assert connection.execute("SELECT count(*) FROM documents").fetchone() == (4,)
    connection.close()
