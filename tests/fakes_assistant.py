"""An assistant whose answers a reader can work out by hand.

It knows the letter and one public summary, cut at blank lines. An answer quotes the two passages that share
the most long words with the question; where none shares two, the documents are silent.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant.answer import Answer, Citation, Locator, Statement, Timings, Turn
from corpus.document import Document
from corpus.passage import Passage
from corpus.register import DeadlineRow, DecisionRow, Register, WorkstreamRow
from index import AddResult
from index.errors import UnknownId
from index.filters import Filters
from index.hit import Hit, SearchResult
from index.owner import OwnerInfo
from tests.fakes import WordLengthEmbedder
from tests.fakes_documents import cut, letter, summary

EVERYTHING = Filters()


class FakeOwner:
    """Takes note of the address that is served."""

    def __init__(self) -> None:
        self.address = ""
        self.info = OwnerInfo(1, "the-owners-token")

    def publish(self, address: str) -> None:
        """Keep it."""
        self.address = address


class FakeIndex:
    """The index's reading half over the two documents."""

    corpus_version = "fake-1"

    def __init__(self) -> None:
        self.owner = FakeOwner()
        self.embedder = WordLengthEmbedder()
        self._documents = {d.id: d for d in (letter(), summary())}
        self._passages = {p.id: p for d in self._documents.values() for p in cut(d)}

    def documents(self) -> tuple[Document, ...]:
        """Both documents."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document:
        """One document; UnknownId otherwise."""
        if document_id not in self._documents:
            raise UnknownId(f"No document has the id '{document_id}'.")
        return self._documents[document_id]

    def passage(self, passage_id: str) -> Passage:
        """One passage; UnknownId otherwise."""
        if passage_id not in self._passages:
            raise UnknownId(f"No passage has the id '{passage_id}'.")
        return self._passages[passage_id]

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of a document in order."""
        return tuple(p for p in self._passages.values() if p.document_id == self.document(document_id).id)

    def register(self) -> Register:
        """Decisions, workstreams and deadlines, read off the passages."""
        every = list(self._passages.values())
        names = dict.fromkeys(m.value for p in every for m in p.mentions.decisions)
        streams = dict.fromkeys(p.workstream for p in every if p.workstream)
        return Register(
            decisions=tuple(
                DecisionRow(
                    name,
                    named_in=tuple(p.id for p in every if name in p.decisions and p.decision is None),
                    summarised_in=tuple(p.id for p in every if p.decision == name),
                )
                for name in names
            ),
            workstreams=tuple(
                WorkstreamRow(
                    stream,
                    "letter-mc-cop5-2023-190",
                    next(p.id for p in every if p.workstream == stream),
                    tuple(p.id for p in every if p.workstream == stream and p.item),
                )
                for stream in streams
            ),
            deadlines=tuple(
                sorted(
                    (
                        DeadlineRow(
                            d.date, d.phrase, d.what, d.who, p.id, p.document_id, p.decisions, p.workstream
                        )
                        for p in every
                        for d in p.deadlines
                    ),
                    key=lambda row: str(row.date),
                )
            ),
        )

    def add(self, documents: Sequence[Document]) -> AddResult:
        """Keep them, cut at blank lines."""
        for document in documents:
            self._documents[document.id] = document
            self._passages |= {p.id: p for p in cut(document)}
        return AddResult(tuple(d.id for d in documents), passages=sum(len(cut(d)) for d in documents))

    def remove(self, document_id: str) -> None:
        """Forget one; UnknownId otherwise."""
        self._passages = {
            k: p for k, p in self._passages.items() if p.document_id != self.document(document_id).id
        }
        del self._documents[document_id]

    def search(self, question: str, k: int = 10, filters: Filters = EVERYTHING) -> SearchResult:
        """Passages by the number of long words they share with the question."""
        asked = {w for w in re.findall(r"[a-z0-9/-]{4,}", question.lower())} - {
            "which",
            "what",
            "does",
            "decision",
        }
        hits = []
        for passage in self._passages.values():
            if not self._within(passage, filters):
                continue
            shared = len(asked & set(re.findall(r"[a-z0-9/-]{4,}", passage.text.lower())))
            if shared:
                hits.append(Hit(passage, shared / max(len(asked), 1), 0.5, 0.5))
        return SearchResult(tuple(sorted(hits, key=lambda hit: -hit.score)[:k]))

    def _within(self, passage: Passage, filters: Filters) -> bool:
        document = self.document(passage.document_id)
        return (
            document.id in (filters.documents or (document.id,))
            and document.kind in (filters.source or (document.kind,))
            and passage.workstream in (filters.workstreams or (passage.workstream,))
            and bool(not filters.decisions or set(passage.decisions) & set(filters.decisions))
            and bool(filters.since is None or (document.date and document.date >= filters.since))
            and bool(filters.until is None or (document.date and document.date <= filters.until))
        )


class FakeAssistant:
    """Quotes the best two passages, or says that the documents are silent."""

    def __init__(self) -> None:
        self.index = FakeIndex()
        self.heard: list[tuple[Turn, ...]] = []

    def allowed(self, filters: Filters) -> Filters:
        """As they are."""
        return filters

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        """The finished answer."""
        *_, (_, answer) = self.stream(question, history, filters)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = EVERYTHING
    ) -> Iterator[tuple[str, Any]]:
        """Sources, statements, answer. "break ..." breaks half-way, "slow ..." takes seconds."""
        self.heard.append(tuple(history))
        hits = self.index.search(question, 2, filters).hits
        citations = tuple(self._citation(n, hit.passage) for n, hit in enumerate(hits, 1))
        if question.startswith("break"):
            yield "sources", citations
            raise RuntimeError(f"secret {question}")
        if not hits or hits[0].score * max(len(set(re.findall(r"[a-z0-9/-]{4,}", question.lower()))), 1) < 2:
            yield "sources", ()
            text = "The documents do not say this. The passages below come nearest."
            yield "answer", self._answer(question, "not_in_documents", text, nearest=citations)
            return
        yield "sources", citations
        statements = tuple(Statement(c.quote.removeprefix("- "), (c.marker,), "quoted") for c in citations)
        for statement in statements:
            time.sleep(2 if question.startswith("slow") else 0)
            yield "statement", statement
        text = "\n".join(f"- {s.text} [{s.citations[0]}]" for s in statements)
        yield (
            "answer",
            replace(self._answer(question, "answered", text), statements=statements, citations=citations),
        )

    def _answer(self, question: str, status: Any, text: str, nearest: tuple[Citation, ...] = ()) -> Answer:
        return Answer(
            question, question, status, text, nearest=nearest, corpus_version="fake-1", timings_ms=Timings()
        )

    def _citation(self, marker: int, passage: Passage) -> Citation:
        document = self.index.document(passage.document_id)
        where = (
            f"{passage.workstream or 'text'}, item {passage.item}"
            if passage.item
            else passage.workstream or "text"
        )
        return Citation(
            marker,
            passage.id,
            document.id,
            document.title,
            document.date.isoformat() if document.date else None,
            document.kind,
            Locator(None, passage.section, passage.item, None, where),
            passage.decisions,
            passage.workstream,
            passage.text,
            passage.start,
            passage.end,
            document.trust,
            "current",
            f"/documents/{document.id}#{passage.id}",
        )
