"""Mending: what a crash or the disk did to a generation is put right when it is opened, and said.

Interrupted additions and removals are finished; vectors that are missing or damaged are written anew from
the records, without embedding again. The records themselves cannot be mended: damage there is an error.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from index import generations
from index.building import Builder
from index.checking import differences, outcome, start_check
from index.embedding import Embedder
from index.errors import VectorsUnavailable
from index.housing import Housing
from index.progress import ProgressCallback
from index.records import RECORDS, Records
from index.settings import IndexSettings
from index.stamp import Stamp
from index.vectors import VectorStore


@dataclass
class Opened:
    """One generation, open: its records, its vector store, and what was mended."""

    records: Records
    housing: Housing
    store: VectorStore
    mended: list[str] = field(default_factory=list)

    def replace_store(self, progress: ProgressCallback) -> tuple[str, VectorStore]:
        """Serve a newly made store; the (name, store) that was served before and is to be thrown away."""
        old = (self.housing.served, self.store)
        name, self.store = self.housing.make(progress)
        self.records.set_value("vectors", name)
        return old


class GenerationCheck:
    """Whether the served vectors folder can be trusted; the check runs while the model loads."""

    def __init__(self, generation: Path, settings: IndexSettings) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._changed: set[str] = set()
        if settings.chroma_url is not None:
            return
        records = Records(generation / RECORDS)
        served = records.value("vectors") or ""
        records.close()
        folder = generation / served
        if not served or not folder.is_dir():
            return
        changed = generations.break_seal(folder, generation / RECORDS)
        if changed is None or RECORDS in changed:
            self._child = start_check(folder, generation / RECORDS)
        self._changed = (changed or set()) - {RECORDS}

    def wrong(self) -> str | None:
        """What is wrong with the folder, or None. IndexDamaged where it is the records."""
        found = outcome(self._child) if self._child else None
        # Chroma reads some damaged files well one time and not the next
        return f"{min(self._changed)} was changed while it was closed" if self._changed else found

    def cancel(self) -> None:
        """Stop the check: nobody will ask."""
        if self._child and self._child.poll() is None:
            self._child.kill()
            self._child.communicate()


def open_generation(
    generation: Path,
    settings: IndexSettings,
    embedder: Embedder,
    check: GenerationCheck,
    progress: ProgressCallback,
) -> Opened:
    """Open a generation and mend what a crash or the disk did to it. IndexMismatch, IndexDamaged."""
    records = Records(generation / RECORDS)
    try:
        records.stamp().must_equal(Stamp.of(embedder, settings), str(generation))
        housing = Housing(settings, generation, records)
        mended = []
        found = check.wrong()
        removing = [document for document in records.stored() if document.state == "removing"]
        for document in removing:
            records.delete(document.no)
            mended.append(f"Finished removing {document.id}, which had been interrupted.")
        wrong = "documents were removed" if removing else found
        store = None if wrong else _sound(records, housing)
        if store is None:
            name, store = housing.make(progress)
            records.set_value("vectors", name)
            if not removing:
                mended.append(
                    f"The vectors were written anew from the records ({wrong or 'they were missing'})."
                )
        opened = Opened(records, housing, store, mended)
        pending = [document for document in records.stored() if document.state == "pending"]
        if pending:
            Builder(records, embedder, settings).finish([document.no for document in pending], store)
            mended += [f"Finished adding {document.id}, which had been interrupted." for document in pending]
        if removing or pending:
            _finish_replacing(opened, progress)
            records.database.purge()
    except BaseException:
        records.close()
        raise
    return opened


def _sound(records: Records, housing: Housing) -> VectorStore | None:
    """The served store, or None where it is missing or does not hold what the records say."""
    try:
        store = housing.open(housing.served)
    except VectorsUnavailable:
        return None
    try:
        if differences(store, records, canaries=5) is None:
            return store
    except VectorsUnavailable:
        pass
    store.close()
    return None


def _finish_replacing(opened: Opened, progress: ProgressCallback) -> None:
    """Purge documents that a finished addition has replaced."""
    replaced = [document for document in opened.records.stored() if document.state == "removing"]
    if replaced:
        for document in replaced:
            opened.records.delete(document.no)
        _, store = opened.replace_store(progress)
        store.close()
