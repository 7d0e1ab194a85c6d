"""Backups: all documents of an index in one file, and how they are taken out again.

The file is a zip of the records (documents, their files, passages, vectors) and of ``backup.json``, which
says what they are: their stamp, sha256 and counts. The vector store is made from them. Other SQLite files may
go along, each under a name. Writing a backup disturbs nobody: SQLite copies one state of a file while others
read and write it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BackupUnusable, IndexFault
from index.generations import sync
from index.progress import Progress, ProgressCallback
from index.records import RECORDS, Records

_ABOUT = "backup.json"
_KIND = "minamata backup"
_CHUNK = 2**20
#: What `zipfile` raises for files that are damaged in one way or another.
_NOT_WHOLE = (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, struct.error, zlib.error)
_MOST_ABOUT = 2**16  # bytes of backup.json that are read


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself. `sha256` and `size` (bytes) are of its records, `made` is UTC.

    `also` gives the sha256 of every other file in it by its name.
    """

    stamp: str
    sha256: str
    size: int
    documents: int
    passages: int
    corpus_version: str
    made: str
    kind: str = _KIND
    also: Mapping[str, str] = field(default_factory=dict)


def write(records: Records, file: Path, progress: ProgressCallback, also: Mapping[str, Path]) -> Backup:
    """Write what is visible in `records` to `file`, which is replaced once the new one is whole.

    `also` are other SQLite files by the names they get. Raises BackupUnusable where it cannot be written,
    IndexDamaged where the records are not sound.
    """
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as aside:
            copy, packed = Path(aside) / RECORDS, Path(aside) / "backup"
            records.database.copy(copy, lambda done, total: progress(Progress("copying", done, total)))
            with closing(Records(copy)) as copied:
                made = _described(copied)
            others = {name: _copied(path, Path(aside) / name) for name, path in also.items()}
            about = _pack(copy, packed, made, others, progress)
            _put(packed, file)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(file, error) from error
    return about


@contextmanager
def received(file: Path) -> Iterator[Path]:
    """A place to write a backup made elsewhere to; it becomes `file` if it is whole. BackupUnusable."""
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as aside:
            part = Path(aside) / "backup"
            yield part
            with _opened(part) as archive:
                about = _about(part, archive)
                for name, sha256 in {RECORDS: about.sha256, **about.also}.items():
                    if _digest(_chunks(archive, name)) != sha256:
                        raise _damaged(file)
            _put(part, file)
    except OSError as error:
        raise _unwritable(file, error) from error


def read_about(file: Path) -> Backup:
    """What the backup in `file` says of itself; BackupUnusable where it is none."""
    with _opened(file) as archive:
        return _about(file, archive)


def take_out(file: Path, records: Path, progress: ProgressCallback) -> Backup:
    """Write the records of the backup in `file` to `records`; BackupUnusable unless they are what it says."""
    with _opened(file) as archive:
        about = _about(file, archive)
        digest, done = hashlib.sha256(), 0
        try:
            with records.open("xb") as target:
                for chunk in _chunks(archive, RECORDS):
                    digest.update(chunk)
                    target.write(chunk)
                    done += len(chunk)
                    progress(Progress("unpacking", done, about.size))
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise BackupUnusable(
                f"{file} cannot be taken out to {records.parent} ({error.strerror}); nothing was changed."
            ) from error
    records.chmod(0o600)
    if (digest.hexdigest(), done) != (about.sha256, about.size):
        raise _damaged(file)
    return about


def take_out_other(file: Path, name: str, target: Path) -> bool:
    """Write the other file `name` of the backup in `file` to `target`; False where it holds none of the name.

    Raises BackupUnusable where it is not what the backup says, OSError where `target` cannot be written.
    """
    with _opened(file) as archive:
        sha256 = _about(file, archive).also.get(name)
        if sha256 is None:
            return False
        with target.open("xb") as taken:
            for chunk in _chunks(archive, name):
                taken.write(chunk)
    with target.open("rb") as taken:
        if _digest(iter(lambda: taken.read(_CHUNK), b"")) != sha256:
            raise _damaged(file)
    return True


def _digest(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _copied(source: Path, copy: Path) -> Path:
    """One state of an SQLite file that others may be writing."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(copy)) as written:
        read.backup(written)
    return copy


def _described(copied: Records) -> Backup:
    """Leave nothing but whole documents in a copy, look it over, and say what it is."""
    hidden = [document.no for document in copied.stored() if document.state != "visible"]
    for number in hidden:  # being added or removed at that moment: neither is in a backup
        copied.delete(number)
    if hidden:
        copied.database.purge()
    copied.must_be_sound()
    visible = [document for document in copied.stored() if document.state == "visible"]
    return Backup(
        stamp=copied.value("stamp") or "",
        sha256="",
        size=0,
        documents=len(visible),
        passages=copied.count(),
        corpus_version=copied.corpus_version(),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _pack(
    copy: Path, packed: Path, made: Backup, others: Mapping[str, Path], progress: ProgressCallback
) -> Backup:
    """Zip the copy with what it is; vectors hardly shrink, so nothing is compressed."""
    also = {}
    digest, done, size = hashlib.sha256(), 0, copy.stat().st_size
    with packed.open("xb") as target, zipfile.ZipFile(target, "w") as archive:
        with copy.open("rb") as source, archive.open(RECORDS, "w", force_zip64=True) as member:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                member.write(chunk)
                done += len(chunk)
                progress(Progress("packing", done, size))
        for name, path in others.items():
            archive.write(path, name)
            with path.open("rb") as source:
                also[name] = _digest(iter(lambda: source.read(_CHUNK), b""))  # noqa: B023 - used up here
        about = Backup(**(asdict(made) | {"sha256": digest.hexdigest(), "size": size, "also": also}))
        archive.writestr(_ABOUT, json.dumps(asdict(about), indent=1))
    return about


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as source:
        while chunk := source.read(_CHUNK):
            yield chunk


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except OSError as error:
        if error.errno == errno.EINVAL:  # sent to a place before the file's beginning
            raise _damaged(file) from error
        raise BackupUnusable(f"{file} cannot be read ({error.strerror}); check the path.") from error
    except _NOT_WHOLE as error:
        raise _damaged(file) from error


def _about(file: Path, archive: zipfile.ZipFile) -> Backup:
    try:
        with archive.open(_ABOUT) as member:
            found = Backup(**json.loads(member.read(_MOST_ABOUT)))
        for name in (RECORDS, *found.also):
            archive.getinfo(name)
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(file) from error
    if found.kind != _KIND:
        raise _damaged(file)
    return found


def _put(made: Path, file: Path) -> None:
    made.chmod(0o600)
    sync(made)
    os.replace(made, file)
    sync(file.parent)


def _unwritable(file: Path, error: Exception) -> IndexFault:
    why = getattr(error, "strerror", None) or str(error)
    return BackupUnusable(f"{file} cannot be written ({why}); choose another place.")


def _damaged(file: Path) -> IndexFault:
    return BackupUnusable(
        f"{file} is no whole backup made by `minamata backup`; take another copy. Nothing was changed."
    )
