"""Where a generation's vectors are kept: a folder beside the records, or a Chroma server."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from index import generations
from index.checking import differences
from index.errors import VectorsUnavailable
from index.progress import Progress, ProgressCallback, unheard
from index.records import Records
from index.settings import IndexSettings
from index.vectors import VectorStore


class Housing:
    """Opens, makes and throws away the vector stores of one generation.

    The records say which store is served (`vectors`), in the same transaction that changes what it must hold.
    """

    def __init__(self, settings: IndexSettings, generation: Path, records: Records) -> None:
        self._settings = settings
        self._generation = generation
        self._records = records

    @property
    def local(self) -> bool:
        """True where the vectors are kept in a folder."""
        return self._settings.chroma_url is None

    @property
    def served(self) -> str:
        """The name of the served store; empty before the first one."""
        return self._records.value("vectors") or ""

    def folder(self, name: str) -> Path:
        """The folder of a store."""
        return self._generation / name

    def open(self, name: str) -> VectorStore:
        """An existing store; VectorsUnavailable where it is missing or does not answer."""
        return self._store(name, create=False)

    def make(self, progress: ProgressCallback = unheard) -> tuple[str, VectorStore]:
        """A new store of all records not being removed, checked, without embedding anything again."""
        name = generations.next_vectors(self._generation)
        if not self.local:
            name = f"vectors-{secrets.token_hex(6)}"
        store = self._store(name, create=True)
        try:
            total = len(self._records.window_ids("visible", "pending"))
            store.put(self._records.window_vectors(), lambda done: progress(Progress("storing", done, total)))
            if wrong := differences(store, self._records):
                raise VectorsUnavailable(
                    f"The vectors written to {name} are not sound: {wrong}; check the disk."
                )
        except BaseException:
            store.close()
            self.discard(name)
            raise
        if self.local:
            generations.protect(self.folder(name))
        return name, store

    def discard(self, name: str) -> None:
        """Delete a closed store; a server that does not answer keeps its copy."""
        if self.local:
            shutil.rmtree(self.folder(name), ignore_errors=True)
        elif name:
            try:
                store = self.open(name)
                store.drop()
                store.close()
            except VectorsUnavailable:
                return

    def _store(self, name: str, *, create: bool) -> VectorStore:
        if self._settings.chroma_url is None:
            return VectorStore.in_folder(self.folder(name), create=create)
        home = self._records.value("home")
        if home is None:
            home = secrets.token_hex(6)
            self._records.set_value("home", home)
        collection = f"minamata-{home}-{name}"
        return VectorStore.on_server(
            self._settings.chroma_url, collection, create=create, deadline=self._settings.vector_deadline
        )
