"""Renewing: a new generation beside the served one, from documents or from a backup.

One rename switches to it when it is whole; until then, and on any failure, the old one is what there is.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document
from corpus.errors import UnreadableDocument
from corpus.reading import document_from_bytes
from index import backup, generations, gone
from index.building import Builder
from index.checking import outcome, start_check
from index.editing import read_sources
from index.embedding import Embedder
from index.errors import BackupUnusable, IndexDamaged, IndexMismatch, VectorsUnavailable
from index.generations import PASSING
from index.housing import Housing
from index.progress import Progress, ProgressCallback
from index.records import RECORDS, Records
from index.settings import IndexSettings
from index.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes generations in `root`, for the documents that are shipped, a model and settings."""

    root: Path
    settings: IndexSettings
    embedder: Embedder
    shipped: Sequence[Document]
    progress: ProgressCallback

    def from_documents(self, added: Sequence[Document], former: Path | None = None) -> Path:
        """A generation of the shipped and these documents, served from now on.

        It takes over what the `former` one knows of documents that went.
        """
        folder = generations.start(self.root)
        with closing(Records(folder / RECORDS, create=self._stamp())) as records:
            housing = Housing(self.settings, folder, records)
            name, store = housing.make()
            records.set_value("vectors", name)
            try:
                builder = Builder(records, self.embedder, self.settings)
                builder.add(read_sources(self.shipped, self.progress, True), store, self.progress)
                builder.add(read_sources(added, self.progress, False), store, self.progress)
                if former:
                    with closing(Records(former / RECORDS)) as old:
                        gone.carry_over(old.database, records.database)
            except BaseException:
                store.close()
                housing.discard(name)
                raise
            store.close()
        return self._published(folder, name)

    def from_backup(self, file: Path) -> Path:
        """A generation of what a backup holds, served from now on; BackupUnusable where it does not fit.

        Where another model or an older version of the program made it, its documents are embedded again.
        """
        folder, aside = generations.start(self.root), self.root / f"{PASSING}backup"
        try:
            backup.take_out(file, folder / RECORDS, self.progress)
            with closing(Records(folder / RECORDS)) as records:
                fits = records.stamp() == self._stamp()
                if fits:
                    name, store = Housing(self.settings, folder, records).make(self.progress)
                    records.set_value("vectors", name)
                    store.close()
            if fits:
                return self._published(folder, name)
            shutil.rmtree(aside, ignore_errors=True)
            folder.rename(aside)
            with closing(Records(aside / RECORDS)) as records:
                added = [read_again(document) for document in records.added()]
            return self.from_documents(added, aside)
        except IndexMismatch as error:
            raise BackupUnusable(f"{file} was made by a newer version; restore it with that one.") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)  # published, it has another name

    def _stamp(self) -> Stamp:
        return Stamp.of(self.embedder, self.settings)

    def _published(self, folder: Path, name: str) -> Path:
        if self.settings.chroma_url is None:
            self.progress(Progress("checking", 0, 1))
            if wrong := outcome(start_check(folder / name, folder / RECORDS)):
                raise VectorsUnavailable(f"The vectors just built in {folder} are not sound: {wrong}.")
            generations.seal(folder / name, folder / RECORDS)
            self.progress(Progress("checking", 1, 1))
        return generations.publish(folder)


def read_again(document: Document) -> Document:
    """An added document as this program reads its file; as it was where that is not possible."""
    if document.file_name is None:
        return document
    data = document.original.data if document.original else document.text.encode()
    try:
        again = document_from_bytes(data, file_name=document.file_name, trust=document.trust)
    except UnreadableDocument:
        return document
    return replace(again, id=document.id) if again.sha256 == document.sha256 else document


def saved(generation: Path) -> tuple[list[Document], str | None]:
    """The added documents of a generation, read again, and a line on what of them could not be saved."""
    try:
        with closing(Records(generation / RECORDS)) as records:
            return [read_again(document) for document in records.added()], None
    except IndexDamaged as error:
        return [], f"Added documents could not be saved, restore a backup or add them again: {error}"


def retire(settings: IndexSettings, old: Path) -> str | None:
    """Give up a generation that is no longer served; a damaged one is set aside, and a line says where."""
    try:
        with closing(Records(old / RECORDS)) as records:
            records.must_be_sound()
            housing = Housing(settings, old, records)
            housing.discard(housing.served)
    except IndexDamaged:
        aside = old.with_name(f"damaged-{old.name}")
        shutil.rmtree(aside, ignore_errors=True)
        old.rename(aside)
        return f"What was damaged is kept in {aside}; delete it when nothing in it is needed."
    return None
