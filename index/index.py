"""The index: what the rest of the program opens, searches, adds to and removes from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType

import corpus
from corpus.document import Document
from corpus.passage import Passage
from corpus.register import Register
from index import generations, opening
from index.building import Builder, Source
from index.checking import differences
from index.embedding import Embedder, KnowsWords, SentenceTransformerEmbedder
from index.errors import IndexFault, UnknownId
from index.fulltext import FullText
from index.fusion import Weights, shipped_weights
from index.hit import Filters, SearchResult
from index.owner import Owner
from index.progress import ProgressCallback, unheard
from index.records import Records
from index.search import MOST_CHARACTERS, MOST_HITS, Sources, question_vectors, search, understand
from index.serialising import content_digest
from index.settings import IndexSettings
from index.turns import Turns


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding did, by document id. `unchanged` were there already, word for word."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    passages: int = 0


class Index:
    """One open index; this process owns its data folder until `close`.

    Any number of threads may search while one adds or removes. `mended` says what opening had to repair.
    """

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Embedder,
        owner: Owner,
        opened: opening.Opened,
        weights: Weights,
    ) -> None:
        """For `open` and `build`."""
        self.settings = settings
        self.embedder = embedder
        self.owner = owner
        self.weights = weights
        self._opened = opened
        self._writing = threading.RLock()
        self._turns = Turns()
        self._register: tuple[str, Register] | None = None
        self._documents: tuple[Document, ...] = ()
        self._closed = False
        self._sources: Sources
        self._version = ""
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
        return cls._start(settings, progress or unheard, embedder, shipped, weights, rebuild=False)

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
    def _start(
        cls,
        settings: IndexSettings,
        progress: ProgressCallback,
        embedder: Embedder | None,
        shipped: Sequence[Document] | None,
        weights: Weights | None,
        *,
        rebuild: bool,
    ) -> Index:
        owner = Owner.claim(settings.data_dir)
        check: opening.GenerationCheck | None = None
        try:
            root = settings.data_dir / "index"
            served = generations.current(root)
            if served and not rebuild:
                check = opening.GenerationCheck(served, settings)
            embedder = embedder or SentenceTransformerEmbedder.from_settings(settings)
            documents = corpus.load_shipped() if shipped is None else shipped
            if served is None or check is None:
                added = _added(Records(served / opening.RECORDS)) if served else []
                served = opening.build(root, settings, embedder, documents, added, progress)
                check = opening.GenerationCheck(served, settings)
            opened = opening.open_generation(served, settings, embedder, check, progress)
            generations.sweep(root, served, opened.housing.served)
            index = cls(settings, embedder, owner, opened, weights or shipped_weights())
        except BaseException:
            if check:
                check.cancel()
            owner.release()
            raise
        try:
            index._follow(documents, progress)
        except BaseException:
            index.close()
            raise
        return index

    def _follow(self, shipped: Sequence[Document], progress: ProgressCallback) -> None:
        """Bring the shipped documents up to date."""
        sources = opening.read_sources(shipped, unheard, True)
        changed, gone = opening.outdated(self._opened.records, sources)
        if changed or gone:
            self._add(changed, progress)
            for number in gone:
                self._opened.records.hide(number)
            self._purge(progress)
            self._opened.mended.append("The shipped documents had changed; the index follows them.")
        places = {source.document.id: source.position for source in sources}
        for document in self._opened.records.stored():
            place = places.get(document.id)
            if place is not None:
                self._opened.records.move(document.no, place)
        self._refresh()

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
                generations.seal(housing.folder(served))
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
        """A document by id, or UnknownId."""
        found = next((d for d in self._documents if d.id == document_id), None)
        if found is None:
            raise UnknownId(f"No document has the id {document_id!r}; `minamata documents` lists them.")
        return found

    def passages(self, document_id: str | None = None) -> tuple[Passage, ...]:
        """All passages, or a document's, in the order of documents and then of text."""
        with self._turns.shared():
            return self._records().passages(document_id)

    def passage(self, passage_id: str) -> Passage:
        """A passage by id, or UnknownId."""
        with self._turns.shared():
            found = self._records().passage(passage_id)
        if found is None:
            raise UnknownId(f"No passage has the id {passage_id!r}; its document may have been removed.")
        return found

    def register(self) -> Register:
        """The register of all documents, made once for each corpus version."""
        with self._writing:
            version = self._version
            if self._register is None or self._register[0] != version:
                stored = self._records().register(version)
                if stored is None:
                    stored = corpus.build_register(self.documents(), self.passages())
                    self._records().store_register(stored, version)
                self._register = (version, stored)
            return self._register[1]

    def search(
        self, question: str, *, k: int = 20, filters: Filters | None = None, exact: Sequence[str] = ()
    ) -> SearchResult:
        """Up to `k` passages for a question, best first, and how its words were understood.

        `exact` are decision ids: passages naming them come first. `filters` hold before anything is ranked.
        """
        question = question[:MOST_CHARACTERS].strip()
        if not question or k < 1:
            return SearchResult()
        with self._turns.shared():
            self._records()
            asked = understand(self._sources, question)
        vectors = question_vectors(self.embedder, asked.question)
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
            expected = {window_id: vector for window_id, _, vector in self._records().window_vectors()}
            try:
                wrong = differences(self._opened.store, expected, set(expected))
            except IndexFault as fault:
                wrong = str(fault)
            return (f"{wrong}; close and open the index to mend it.",) if wrong else ()

    # writing --------------------------------------------------------------------------------------------

    def add(self, documents: Sequence[Document], progress: ProgressCallback | None = None) -> AddResult:
        """Add documents; one with the id of another replaces it. Returns when searches see them whole."""
        with self._writing:
            sources = opening.read_sources(documents, progress or unheard, False)
            return self._add(sources, progress or unheard)

    def remove(self, document_id: str, progress: ProgressCallback | None = None) -> None:
        """Remove a document: hidden at once; returns when nothing of it is left on disk. UnknownId."""
        with self._writing:
            stored = self._records().stored()
            found = next((d for d in stored if d.id == document_id and d.state == "visible"), None)
            if found is None:
                raise UnknownId(f"No document has the id {document_id!r}; `minamata documents` lists them.")
            self._opened.records.hide(found.no)
            self._refresh()
            self._purge(progress or unheard)

    def _add(self, sources: Sequence[Source], progress: ProgressCallback) -> AddResult:
        held = {d.id: d for d in self._records().stored() if d.state == "visible"}
        texts = {d.sha256 for d in held.values()}
        new: dict[str, Source] = {}
        unchanged: list[str] = []
        for source in sources:
            document = source.document
            same = held.get(document.id)
            twin = document.sha256 in texts and same is None and source.position is None
            if twin or (same and same.content == content_digest(document, source.passages)):
                unchanged.append(document.id)
            elif (
                document.sha256 not in {s.document.sha256 for s in new.values()}
                or source.position is not None
            ):
                new[document.id] = source
            else:
                unchanged.append(document.id)
        builder = Builder(self._opened.records, self.embedder, self.settings)
        builder.add(list(new.values()), self._opened.store, progress)
        self._refresh()
        replaced = tuple(name for name in new if name in held)
        if replaced:
            self._purge(progress)
        added = tuple(name for name in new if name not in held)
        return AddResult(added, replaced, tuple(unchanged), sum(len(s.passages) for s in new.values()))

    def _purge(self, progress: ProgressCallback) -> None:
        """Leave nothing of documents being removed: new vectors without them, then their rows, then files."""
        records = self._opened.records
        name, store = self._opened.replace_store(progress)
        for document in records.stored():
            if document.state == "removing":
                records.delete(document.no)
        with self._turns.alone():
            self._sources = replace(self._sources, store=self._opened.store)
            store.close()
            records.database.purge()
        self._opened.housing.discard(name)
        self._refresh()

    def _refresh(self) -> None:
        """Take in what has changed in the records."""
        records = self._opened.records
        is_word: Callable[[str], bool] = lambda _: False  # noqa: E731
        if isinstance(self.embedder, KnowsWords):
            is_word = self.embedder.knows_word
        with records.database.reading() as read:
            text = FullText(read, is_word)
        documents, version = records.documents(), records.corpus_version()
        self._documents, self._version = documents, version
        self._sources = Sources(records, self._opened.store, text)

    def _records(self) -> Records:
        if self._closed:
            raise IndexFault("The index is closed; open it again.")
        return self._opened.records


def _added(records: Records) -> list[Document]:
    """The documents of an older generation that were not shipped, to be read again."""
    try:
        return [document for document in records.documents() if document.trust != "shipped"]
    finally:
        records.close()
