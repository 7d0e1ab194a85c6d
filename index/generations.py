"""Generations: the folders an index lives in, and which of them is served.

    <data folder>/index/CURRENT          the name of the served generation
    <data folder>/index/gen-<n>/         records.sqlite3 and vectors-<m>/ (Chroma)
    <data folder>/index/gen-<n>.tmp/     one being built, thrown away if that is interrupted

A new model or format builds a new gen; removing a document builds a new vectors folder within it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from index.errors import DataFolderUnusable, IndexDamaged

_SEAL = "seal.json"
#: What names of folders begin with that nobody needs after a crash.
PASSING = "passing-"


def current(root: Path) -> Path | None:
    """The served generation's folder, or None. Without CURRENT, the newest finished one is taken.

    IndexDamaged where CURRENT names a folder that is gone and there is no other: nothing may pass for a
    first start that is none.
    """
    try:
        name = (root / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError:
        name = ""
    if re.fullmatch(r"gen-\d+", name) and (root / name).is_dir():
        return root / name
    finished = sorted(_numbers(root, "gen"))
    if name and not finished:
        raise IndexDamaged(
            f"{root / name} is missing; put it back, or bring back a backup with `minamata restore FILE`, or "
            "begin anew without added documents with `minamata index build`."
        )
    return root / f"gen-{finished[-1]}" if finished else None


def start(root: Path) -> Path:
    """An empty folder to build the next generation in."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = root / f"gen-{max(_numbers(root, 'gen'), default=0) + 1}.tmp"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise DataFolderUnusable(
            f"{root} cannot be written ({error.strerror}); check its rights and space."
        ) from error
    return folder


def publish(folder: Path) -> Path:
    """Make a finished ``gen-<n>.tmp`` the served generation; where it is now."""
    final = folder.with_suffix("")
    for file in folder.rglob("*"):
        sync(file)
    sync(folder)
    folder.rename(final)
    sync(final.parent)
    pointer = final.parent / "CURRENT.new"
    pointer.write_text(final.name, encoding="utf-8")
    pointer.chmod(0o600)
    sync(pointer)
    os.replace(pointer, final.parent / "CURRENT")
    sync(final.parent)
    return final


def next_vectors(generation: Path) -> str:
    """A name for the next vectors folder of a generation."""
    return f"vectors-{max(_numbers(generation, 'vectors'), default=0) + 1}"


def sweep(root: Path, served: Path, vectors: str) -> list[str]:
    """Delete every generation and vectors folder but the served ones; the names of what was deleted."""
    kept = {served, served / vectors}
    deleted = []
    for folder in [*root.glob("gen-*"), *served.glob("vectors-*"), *root.glob(f"{PASSING}*")]:
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
            deleted.append(folder.name)
    return deleted


def seal(folder: Path, records: Path) -> None:
    """Write down what closed vectors and records are, so that the next opening can trust them.

    Every vectors file's sha256; of the records, which may be large, size and time of change.
    """
    digests = _digests(folder, records)
    (folder / _SEAL).write_text(json.dumps(digests), encoding="utf-8")
    protect(folder)


def break_seal(folder: Path, records: Path) -> set[str] | None:
    """Names of files that are not what was sealed, or None without a seal (the process was killed).

    The seal is gone after it: opening writes.
    """
    path = folder / _SEAL
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    path.unlink()
    now = _digests(folder, records)
    return {name for name in told.keys() | now.keys() if told.get(name) != now.get(name)}


def protect(folder: Path) -> None:
    """Only the user may read: 0700 for folders, 0600 for files."""
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _numbers(folder: Path, kind: str) -> list[int]:
    names = (path.name for path in folder.glob(f"{kind}-*"))
    return [int(match[1]) for name in names if (match := re.fullmatch(rf"{kind}-(\d+)", name))]


def _digests(folder: Path, records: Path) -> dict[str, str]:
    now = records.stat()
    found = {records.name: f"{now.st_size} {now.st_mtime_ns}"}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != _SEAL:
            with path.open("rb") as file:
                found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
