"""Conversations in backups: they go along with the documents, and come back with them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.conversations import FILE, Conversations
from index.backup import take_out_other
from index.errors import BackupUnusable

if TYPE_CHECKING:
    from index import Index
    from index.backup import Backup
    from index.progress import ProgressCallback


def back_up(index: Index, file: Path, progress: ProgressCallback | None = None) -> Backup:
    """Write documents and conversations of the data folder of `index` to one file. BackupUnusable."""
    kept = index.settings.data_dir / FILE
    return index.backup(file, progress, {FILE: kept} if kept.exists() else {})


@contextmanager
def conversations_in(file: Path) -> Iterator[Path | None]:
    """The conversations of the backup in `file`, looked over, as a file that is gone afterwards.

    None where it holds none. Raises BackupUnusable.
    """
    with tempfile.TemporaryDirectory(prefix="minamata-") as folder:
        try:
            held = take_out_other(file, FILE, Path(folder) / FILE)
        except OSError as error:
            raise BackupUnusable(
                f"The conversations in {file} cannot be taken out ({error.strerror}); nothing was changed."
            ) from error
        if held:
            Conversations(Path(folder), most=10**9, days=0).close()
        yield Path(folder) / FILE if held else None
