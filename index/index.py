"""The index: what the rest of the program opens, searches, adds to and removes from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import corpus
from corpus.document import Document
from corpus.pages import Original
from corpus.passage import Passage
from corpus.register import Register
from index import backup, generations, gone, registers
from index.backup import Backup
from index.checking import differences
from index.database import damaged
from index.editing import AddResult, Editor, read_sources
from index.embedding import Embedder, KnowsWords
from index.errors import IndexFault, SourceGone, UnknownId
from index.filters import Filters
from index.fulltext import FullText, Understood
from index.fusion import Weights, shipped_weights
from index.hit import SearchResult
from index.mending import GenerationCheck, open_generation
from index.opening import Started, start
from index.progress import ProgressCallback, unheard
from index.questions import Questions
from index.records import Records
from index.renewing import Maker, retire
from index.search import MOST_CHARACTERS, MOST_HITS, Sources, search, understand
from index.settings import IndexSettings
from index.turns import Turns


class Index:
    """One open index; this process owns its data folder until `close`.

    Any number of threads may search while one adds or removes. `mended` says what opening had to repair.
    """

    def __init__(
        self, settings: IndexSettings, started: Started, shipped: tuple[Document, ...], weights: Weights
    ) -> None:
        """For `open` and `build`."""
        self.settings = settings
        self.embedder = started.embedder
        self.owner = started.owner
        self.weights = weights
        self._shipped = shipped
        self._opened = started.opened
        self._writing = threading.RLock()
        self._turns = Turns()
        self._editor = Editor(self._opened, self.embedder, settings, self._turns, self._refresh)
        self._register: tuple[str, Register] | None = None
        self._documents: tuple[Document, ...] = ()
        self._version = ""
        self._sources: Sources
        self._closed = False
        self._questions = Questions(self.embedder)
        self._refresh()

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

    # reading --------------------------------------------------------------------------------------------

    @property
    def mended(self) -> tuple[str, ...]:
        """One line for each thing that opening repaired or brought up to date."""
        return tuple(self._opened.mended)

    @property
    def corpus_version(self) -> str:
        """12 hex digits that change whenever a document is added, removed or read differently."""
        return self._version

    def documents(self) -> tuple[Document, ...]:
        """All documents: the shipped ones in their order, then added ones as they came."""
        return self._documents

    def document(self, document_id: str) -> Document:
        """A document by id, or UnknownId; SourceGone where it was replaced or removed."""
        found = next((d for d in self._documents if d.id == document_id), None)
        if found is None:
            self._tell_gone(document_id, f"Document {document_id!r}")
            raise UnknownId(f"No document has the id {document_id!r}; `minamata documents` lists them.")
        return found

    def original(self, document_id: str) -> Original:
        """The file that a document was read from, and the boxes of its words; UnknownId where it has none."""
        with self._turns.shared():
            found = self._records().original(document_id)
        if found is None:
            self.document(document_id)  # says so where there is no such document
            raise UnknownId(f"Document {document_id!r} was read from plain text; there are no pages to show.")
        return found

    def passages(self, document_id: str | None = None) -> tuple[Passage, ...]:
        """All passages, or a document's, in the order of documents and then of text."""
        with self._turns.shared():
            return self._records().passages(document_id)

    def passage(self, passage_id: str) -> Passage:
        """A passage by id, or UnknownId; SourceGone where its document was replaced or removed."""
        with self._turns.shared():
            found = self._records().passage(passage_id)
        if found is None:
            self._tell_gone(passage_id, f"The document of passage {passage_id!r}")
            raise UnknownId(f"No passage has the id {passage_id!r}.")
        return found

    def _tell_gone(self, id: str, what: str) -> None:
        with self._turns.shared():
            found = gone.find(self._records().database, id)
        if found:
            raise SourceGone(what, found.since, found.replaced_by)

    def register(self) -> Register:
        """The register of all documents, made once for each corpus version."""
        with self._writing:
            version = self._version
            if self._register is None or self._register[0] != version:
                stored = registers.load(self._records().database, version)
                if stored is None:
                    stored = corpus.build_register(self.documents(), self.passages())
                    registers.keep(self._records().database, stored, version)
                self._register = (version, stored)
            return self._register[1]

    def warm(self) -> None:
        """Load model and vocabulary now rather than with the first question. ModelMissing, ModelChanged."""
        self.search("mercury", k=1)

    def understand(self, question: str) -> Understood:
        """The words of a question as the collection knows them, and the question with slips mended."""
        with self._turns.shared():
            self._records()
            return understand(self._sources, question[:MOST_CHARACTERS].strip())

    def search(
        self, question: str, *, k: int = 20, filters: Filters | None = None, exact: Sequence[str] = ()
    ) -> SearchResult:
        """Up to `k` passages for a question, best first, and how its words were understood.

        `exact` are decision ids: passages naming them come first. `filters` hold before anything is ranked.
        """
        question = question[:MOST_CHARACTERS].strip()
        if not question or k < 1:
            return SearchResult()
        asked = self.understand(question)
        vectors = self._questions.vectors(asked.question)
        with self._turns.shared():
            self._records()
            return search(
                self._sources,
                asked,
                vectors,
                self.weights,
                k=min(k, MOST_HITS),
                filters=filters or Filters(),
                exact=exact,
            )

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the index, one line each; empty where all is well."""
        with self._writing:
            records = self._records()
            if wrong := records.damage():
                return (str(damaged(records.database.path, wrong)),)
            try:
                wrong = differences(self._opened.store, records)
            except IndexFault as fault:
                wrong = str(fault)
            return (f"{wrong}; close and open the index to mend it.",) if wrong else ()

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
        told = progress or unheard
        with self._writing:
            self._records()
            root = self.settings.data_dir / "index"
            maker = Maker(root, self.settings, self.embedder, self._shipped, told)
            made = maker.from_backup(file)
            check = GenerationCheck(made, self.settings)
            opened = open_generation(made, self.settings, self.embedder, check, told)
            old = self._opened
            with self._turns.alone():
                self._opened = opened
                self._editor = Editor(opened, self.embedder, self.settings, self._turns, self._refresh)
                self._refresh()
                old.store.close()
                old.records.close()
            retire(self.settings, old.records.database.path.parent)
            generations.sweep(root, made, opened.housing.served)
            self._editor.follow(self._shipped, told)

    def _refresh(self) -> None:
        """Take in what has changed in the records."""
        records = self._opened.records
        is_word: Callable[[str], bool] = lambda _: False  # noqa: E731
        rarity: Callable[[str], float] = lambda _: 1.0  # noqa: E731
        if isinstance(self.embedder, KnowsWords):
            is_word, rarity = self.embedder.knows_word, self.embedder.rarity
        with records.database.reading() as read:
            text = FullText(read, is_word, rarity)
        documents, version = records.documents(), records.corpus_version()
        self._documents, self._version = documents, version
        self._sources = Sources(records, self._opened.store, text)

    def _records(self) -> Records:
        if self._closed:
            raise IndexFault("The index is closed; open it again.")
        return self._opened.records
