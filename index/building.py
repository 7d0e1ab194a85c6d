"""Building: documents to records and vectors, in an order that survives a crash at any point.

Adding: embed, store in SQLite as pending, put the vectors into Chroma, make visible. Searches see a document
whole or not at all. Whatever a crash leaves pending or half removed, `mending` finishes at the next opening.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from corpus.document import Document
from corpus.passage import Passage
from index.context import contexts, joined
from index.document_rows import EmbeddedDocument, EmbeddedPassage
from index.embedding import Embedder, TextVectors, TokenEmbedder, checked
from index.packing import Matrix
from index.progress import Progress, ProgressCallback
from index.records import Records
from index.settings import IndexSettings
from index.vectors import VectorStore
from index.windows import Window, windows

_AT_ONCE = 256  # windows between two reports of progress


@dataclass(frozen=True, slots=True)
class Source:
    """A document read into passages; `position` its place among shipped documents, None for added ones.

    `replaces` are the numbers of the documents whose place it takes.
    """

    document: Document
    passages: tuple[Passage, ...]
    position: int | None = None
    replaces: tuple[int, ...] = ()


class Builder:
    """Adds documents to one generation."""

    def __init__(self, records: Records, embedder: Embedder, settings: IndexSettings) -> None:
        self._records = records
        self._embedder = embedder
        self._settings = settings

    def add(self, sources: Sequence[Source], store: VectorStore, progress: ProgressCallback) -> list[int]:
        """Add documents, each visible only when whole; their numbers.

        On any failure the documents not yet visible are taken back, and the failure is raised.
        """
        added: list[int] = []
        for group in self._groups(sources):
            embedded = self._embed(group, progress)
            pending: list[int] = []
            try:
                for source, each in zip(group, embedded, strict=True):
                    pending.append(
                        self._records.insert(source.document, each, source.position, source.replaces)
                    )
                total = sum(len(p.windows) for each in embedded for p in each.passages)
                self.finish(pending, store, partial(_storing, progress, total))
            except BaseException:
                for number in pending:
                    self._records.delete(number)
                raise
            added += pending
        return added

    def finish(
        self, pending: Sequence[int], store: VectorStore, told: Callable[[int], None] = lambda _: None
    ) -> None:
        """Put the vectors of pending documents into the store and make the documents visible."""
        store.put(self._records.window_vectors(pending), told)
        for number in pending:
            self._records.show(number)

    def _groups(self, sources: Sequence[Source]) -> Iterable[list[Source]]:
        """Runs of documents with about `group_windows` passages together."""
        group: list[Source] = []
        size = 0
        for source in sources:
            group.append(source)
            size += len(source.passages)
            if size >= self._settings.group_windows:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _embed(self, group: Sequence[Source], progress: ProgressCallback) -> list[EmbeddedDocument]:
        size, stride = self._settings.window_words, self._settings.window_stride
        cut = [[(p, windows(p.text, size, stride)) for p in source.passages] for source in group]
        texts = [p.text[w.start : w.end] for passages in cut for p, found in passages for w in found]
        around = [contexts(source.document, source.passages) for source in group]
        apart = list(dict.fromkeys(words for each in around for words in each.values()))
        vectors = self._vectors([*texts, *apart], progress)
        of_context = dict(zip(apart, vectors[len(texts) :], strict=True))
        of_window = iter(vectors)
        return [
            EmbeddedDocument(
                tuple(
                    self._embedded(p, found, [next(of_window) for _ in found], each.get(p.id, ""), of_context)
                    for p, found in passages
                ),
                {words: of_context[words].tokens for words in dict.fromkeys(each.values())},
            )
            for passages, each in zip(cut, around, strict=True)
        ]

    def _vectors(self, texts: Sequence[str], progress: ProgressCallback) -> list[TextVectors]:
        """Vectors of `texts`; longest first, so that a batch holds texts of like length."""
        found: dict[int, TextVectors] = {}
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for first in range(0, len(order), _AT_ONCE):
            places = order[first : first + _AT_ONCE]
            found |= zip(places, self._encode([texts[place] for place in places]), strict=True)
            progress(Progress("embedding", len(found), len(texts)))
        return [found[place] for place in range(len(texts))]

    def _encode(self, texts: list[str]) -> list[TextVectors]:
        dim = self._embedder.dim
        if self._settings.late_interaction and isinstance(self._embedder, TokenEmbedder):
            vectors = self._embedder.encode_tokens(texts)
            for each in vectors:
                checked(each.tokens, len(each.tokens), dim)
        else:
            nothing = np.zeros((0, dim), np.float32)
            vectors = [TextVectors(row, nothing) for row in self._embedder.encode(texts)]
        checked(np.array([each.sentence for each in vectors], np.float32).reshape(-1, dim), len(texts), dim)
        return vectors

    def _embedded(
        self,
        passage: Passage,
        found: list[Window],
        vectors: list[TextVectors],
        context: str,
        of_context: Mapping[str, TextVectors],
    ) -> EmbeddedPassage:
        tokens: Matrix | None = None
        if self._settings.late_interaction and isinstance(self._embedder, TokenEmbedder) and found:
            parts = [v.tokens for window, v in zip(found, vectors, strict=True) if not window.whole]
            tokens = np.concatenate(parts)
        around = of_context[context].sentence if context else None
        whole = tuple(joined(v.sentence, around) for v in vectors)
        return EmbeddedPassage(passage, tuple(found), whole, tokens, context)


def _storing(progress: ProgressCallback, total: int, done: int) -> None:
    progress(Progress("storing", done, total))
