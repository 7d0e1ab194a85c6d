"""The reading half of an index: documents, passages, the register, search, and whether all is well."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import corpus
from corpus.document import Document
from corpus.pages import Original
from corpus.passage import Passage
from corpus.register import Register
from index import gone, registers
from index.checking import differences
from index.database import damaged
from index.embedding import KnowsWords
from index.errors import IndexFault, SourceGone, UnknownId
from index.filters import Filters
from index.fulltext import FullText, Understood
from index.fusion import Weights
from index.hit import SearchResult
from index.opening import Started
from index.questions import Questions
from index.records import Records
from index.search import MOST_CHARACTERS, MOST_HITS, Sources, search, understand
from index.settings import IndexSettings
from index.turns import Turns


class Reading:
    """What an open index answers from. Any number of threads may ask while one changes it."""

    def __init__(self, settings: IndexSettings, started: Started, weights: Weights) -> None:
        self.settings = settings
        self.embedder = started.embedder
        self.owner = started.owner
        self.weights = weights
        self._opened = started.opened
        self._writing = threading.RLock()
        self._turns = Turns()
        self._register: tuple[str, Register] | None = None
        self._documents: tuple[Document, ...] = ()
        self._version = ""
        self._sources: Sources
        self._closed = False
        self._questions = Questions(self.embedder)
        self._refresh()

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
        known = self._register
        if known is not None and known[0] == self._version:  # nobody waits for a change that takes long
            return known[1]
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
