"""The index: what the rest of the program opens, searches, adds to and removes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import corpus
from corpus.document import Document
from index import backup, generations
from index.backup import Backup
from index.editing import AddResult, Editor, read_sources
from index.embedding import Embedder
from index.errors import IndexDamaged
from index.fusion import Weights, shipped_weights
from index.mending import GenerationCheck, open_generation
from index.opening import Started, start
from index.progress import ProgressCallback, unheard
from index.reading import Reading
from index.renewing import Maker, retire, saved
from index.settings import IndexSettings


class Index(Reading):
    """One open index; this process owns its data folder until `close`.

    Any number of threads may search while one adds or removes. `mended` says what opening had to repair.
    """

    def __init__(
        self, settings: IndexSettings, started: Started, shipped: tuple[Document, ...], weights: Weights
    ) -> None:
        """For `open` and `build`."""
        super().__init__(settings, started, weights)
        self._shipped = shipped
        self._editor = Editor(self._opened, self.embedder, settings, self._turns, self._refresh)

    # opening and closing --------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        settings: IndexSettings,
        progress: ProgressCallback | None = None,
        embedder: Embedder | None = None,
        *,
        shipped: Sequence[Document] | None = None,
        weights: Weights | None = None,
    ) -> Index:
        """Open the index of a data folder, building it on first start.

        `shipped` are the documents it starts with, by default those of the package; where they changed since
        the last time, the index follows. Raises FolderOwned, IndexMismatch, IndexDamaged, ModelMissing...
        """
        return cls._start(settings, progress or unheard, embedder, shipped, weights)

    @classmethod
    def build(
        cls,
        settings: IndexSettings,
        progress: ProgressCallback | None = None,
        embedder: Embedder | None = None,
        *,
        shipped: Sequence[Document] | None = None,
        weights: Weights | None = None,
    ) -> Index:
        """Read and embed every document again into a new generation, then open that.

        Needed after a change of model or settings. The old generation stays until the new one is whole.
        """
        return cls._start(settings, progress or unheard, embedder, shipped, weights, rebuild=True)

    @classmethod
    def restored(
        cls,
        settings: IndexSettings,
        file: Path,
        progress: ProgressCallback | None = None,
        embedder: Embedder | None = None,
        *,
        shipped: Sequence[Document] | None = None,
        weights: Weights | None = None,
    ) -> Index:
        """Open the data folder with what a backup holds in place of what is there, whatever state that is in.

        The old generation stays until the new one is whole. Raises BackupUnusable.
        """
        return cls._start(settings, progress or unheard, embedder, shipped, weights, backup=file)

    @classmethod
    def _start(
        cls,
        settings: IndexSettings,
        progress: ProgressCallback,
        embedder: Embedder | None,
        shipped: Sequence[Document] | None,
        weights: Weights | None,
        *,
        rebuild: bool = False,
        backup: Path | None = None,
    ) -> Index:
        documents = tuple(corpus.load_shipped() if shipped is None else shipped)
        started = start(settings, embedder, documents, progress, rebuild=rebuild, backup=backup)
        index = cls(settings, started, documents, weights or shipped_weights())
        try:
            index._editor.follow(documents, progress)
        except BaseException:
            index.close()
            raise
        return index

    def close(self) -> None:
        """Close everything and let go of the data folder. Safe to call twice."""
        with self._writing, self._turns.alone():
            if self._closed:
                return
            self._closed = True
            served, housing = self._opened.housing.served, self._opened.housing
            self._opened.records.close()
            self._opened.store.close()
            if housing.local:
                generations.seal(housing.folder(served), self._opened.records.database.path)
            self.owner.release()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # writing --------------------------------------------------------------------------------------------

    def add(self, documents: Sequence[Document], progress: ProgressCallback | None = None) -> AddResult:
        """Add documents; a newer version replaces the older one in the step that makes it visible."""
        with self._writing:
            self._records()
            sources = read_sources(documents, progress or unheard, False)
            return self._editor.add(sources, progress or unheard, self._documents)

    def remove(self, document_id: str, progress: ProgressCallback | None = None) -> None:
        """Remove a document: hidden at once; returns when nothing of it is left on disk. UnknownId."""
        with self._writing:
            self._records()
            self._editor.remove(document_id, progress or unheard)

    def backup(
        self, file: Path, progress: ProgressCallback | None = None, also: Mapping[str, Path] | None = None
    ) -> Backup:
        """Write all documents to one file, while searches and changes go on. BackupUnusable, IndexDamaged.

        A file of that name is replaced when the new one is whole. `also`: other SQLite files that go along.
        """
        return backup.write(self._records(), file, progress or unheard, also or {})

    def restore(self, file: Path, progress: ProgressCallback | None = None) -> None:
        """Put what a backup holds in place of all documents; searches see the old until then the new, whole.

        The shipped documents follow this version of the program. Raises BackupUnusable; nothing is changed.
        """
        with self._writing:
            self._records()
            self._serve(self._maker(progress).from_backup(file), progress or unheard)

    def rebuild(self, progress: ProgressCallback | None = None) -> None:
        """Read and embed every document again; searches see the old index until the new one is whole.

        Raises IndexDamaged where the added documents cannot be read; nothing is changed then.
        """
        with self._writing:
            former = self._records().database.path.parent
            added, lost = saved(former)
            if lost:
                raise IndexDamaged(lost)
            self._serve(self._maker(progress).from_documents(added, former), progress or unheard)

    def _maker(self, progress: ProgressCallback | None) -> Maker:
        root = self.settings.data_dir / "index"
        return Maker(root, self.settings, self.embedder, self._shipped, progress or unheard)

    def _serve(self, made: Path, progress: ProgressCallback) -> None:
        """Answer from the generation `made` from now on, and give up the one before."""
        check = GenerationCheck(made, self.settings)
        opened = open_generation(made, self.settings, self.embedder, check, progress)
        old = self._opened
        with self._turns.alone():
            self._opened = opened
            self._editor = Editor(opened, self.embedder, self.settings, self._turns, self._refresh)
            self._refresh()
            old.store.close()
            old.records.close()
        retire(self.settings, old.records.database.path.parent)
        generations.sweep(self.settings.data_dir / "index", made, opened.housing.served)
        self._editor.follow(self._shipped, progress)
