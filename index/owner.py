"""Who owns a data folder: one process at a time, held by a lock that ends with the process.

The lock file tells other commands which process it is, where it answers, and the token it accepts. Only the
folder's user can read it.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import DataFolderUnusable, FolderOwned

LOCK_FILE = "owner.lock"


@dataclass(frozen=True, slots=True)
class OwnerInfo:
    """The owning process. `address` is None until it serves; `token` authorises its own user's commands."""

    pid: int
    token: str
    address: str | None = None


class Owner:
    """This process's hold on a data folder, from `claim` to `release`."""

    def __init__(self, file: int, path: Path) -> None:
        self._file: int | None = file
        self._path = path
        self.info = OwnerInfo(os.getpid(), secrets.token_urlsafe(32))
        self._write()

    @classmethod
    def claim(cls, data_dir: Path) -> Owner:
        """Make the folder ours; FolderOwned or DataFolderUnusable where it cannot be."""
        path = data_dir / LOCK_FILE
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if data_dir.stat().st_mode & 0o077:
                data_dir.chmod(0o700)
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DataFolderUnusable(
                f"The data folder {data_dir} cannot be used ({error.strerror}); choose another."
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            raise _owned(data_dir) from error
        return cls(file, path)

    def publish(self, address: str) -> None:
        """Say where this process answers, such as ``http://127.0.0.1:8080``."""
        self.info = OwnerInfo(self.info.pid, self.info.token, address)
        self._write()

    def release(self) -> None:
        """Let go of the folder. Safe to call twice."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def _write(self) -> None:
        if self._file is None:
            return
        line = json.dumps(asdict(self.info)).encode()
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, line, 0)
        os.fsync(self._file)


def owner_of(data_dir: Path) -> OwnerInfo | None:
    """The process that owns the folder now, or None where nobody does or it has not said who it is."""
    path = data_dir / LOCK_FILE
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _read(path)
        return None  # nobody holds it: what it says is of a process that ended
    finally:
        os.close(file)


def _read(path: Path) -> OwnerInfo | None:
    try:
        return OwnerInfo(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _owned(data_dir: Path) -> FolderOwned:
    info = _read(data_dir / LOCK_FILE)
    who = f"process {info.pid}" if info else "another process"
    where = f", serving at {info.address}" if info and info.address else ""
    return FolderOwned(
        f"The data folder {data_dir} is in use by {who}{where}; stop it, "
        "or set MINAMATA_DATA_DIR to another folder.",
        info.pid if info else None,
        info.address if info else None,
        info.token if info and info.address else None,
    )
