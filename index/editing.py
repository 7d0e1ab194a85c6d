"""Editing: documents are added, replaced and removed while searches go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import corpus
from corpus.document import Document
from index.building import Builder, Source
from index.embedding import Embedder
from index.errors import UnknownId
from index.mending import Opened
from index.progress import Progress, ProgressCallback, unheard
from index.records import Records, StoredDocument
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


def read_sources(documents: Sequence[Document], progress: ProgressCallback, shipped: bool) -> list[Source]:
    """Documents cut into passages; a span that two passages share is kept once."""
    sources = []
    for place, document in enumerate(documents):
        passages = {passage.id: passage for passage in reversed(corpus.passages(document))}
        in_order = tuple(sorted(passages.values(), key=lambda p: (p.start, -p.end)))
        sources.append(Source(document, in_order, place if shipped else None))
        progress(Progress("reading", place + 1, len(documents)))
    return sources


class Editor:
    """Changes the documents of an open generation; one change at a time is for the caller to see to.

    `refresh` is called whenever searches are to see something else.
    """

    def __init__(
        self,
        opened: Opened,
        embedder: Embedder,
        settings: IndexSettings,
        turns: Turns,
        refresh: Callable[[], None],
    ) -> None:
        self._opened = opened
        self._records = opened.records
        self._builder = Builder(opened.records, embedder, settings)
        self._turns = turns
        self._refresh = refresh

    def add(self, sources: Sequence[Source], progress: ProgressCallback) -> AddResult:
        """Add documents; one with the id of another replaces it."""
        held = {d.id: d for d in self._records.stored() if d.state == "visible"}
        new, unchanged = _sorted_out(sources, held)
        self._builder.add(list(new.values()), self._opened.store, progress)
        self._refresh()
        replaced = tuple(name for name in new if name in held)
        if replaced:
            self._purge(progress)
        added = tuple(name for name in new if name not in held)
        return AddResult(added, replaced, unchanged, sum(len(s.passages) for s in new.values()))

    def remove(self, document_id: str, progress: ProgressCallback) -> None:
        """Hide a document at once, then leave nothing of it on disk. UnknownId."""
        stored = self._records.stored()
        found = next((d for d in stored if d.id == document_id and d.state == "visible"), None)
        if found is None:
            raise UnknownId(f"No document has the id {document_id!r}; `minamata documents` lists them.")
        self._records.hide(found.no)
        self._refresh()
        self._purge(progress)

    def follow(self, shipped: Sequence[Document], progress: ProgressCallback) -> None:
        """Bring the shipped documents up to date."""
        sources = read_sources(shipped, unheard, True)
        changed, gone = _outdated(self._records, sources)
        if changed or gone:
            self.add(changed, progress)
            for number in gone:
                self._records.hide(number)
            if gone:
                self._purge(progress)
            self._opened.mended.append("The shipped documents had changed; the index follows them.")
        places = {source.document.id: source.position for source in sources}
        for document in self._records.stored():
            place = places.get(document.id)
            if place is not None:
                self._records.move(document.no, place)
        self._refresh()

    def _purge(self, progress: ProgressCallback) -> None:
        """Leave nothing of documents being removed: new vectors without them, then their rows, then files."""
        name, store = self._opened.replace_store(progress)
        for document in self._records.stored():
            if document.state == "removing":
                self._records.delete(document.no)
        with self._turns.alone():
            self._refresh()
            store.close()
            self._records.database.purge()
        self._opened.housing.discard(name)


def _sorted_out(
    sources: Sequence[Source], held: dict[str, StoredDocument]
) -> tuple[dict[str, Source], tuple[str, ...]]:
    """What is to be added, by id, and the ids of what is there already.

    An added document whose text is held under another id is there already; shipped ones go by their ids.
    """
    texts = {d.sha256 for d in held.values()}
    new: dict[str, Source] = {}
    unchanged = []
    for source in sources:
        document, same = source.document, held.get(source.document.id)
        twin = same is None and source.position is None and document.sha256 in texts
        if twin or (same and same.content == content_digest(document, source.passages)):
            unchanged.append(document.id)
        else:
            new[document.id] = source
            texts.add(document.sha256)
    return new, tuple(unchanged)


def _outdated(records: Records, shipped: Sequence[Source]) -> tuple[list[Source], list[int]]:
    """Shipped documents that the records lack or hold differently, and numbers of those no longer shipped."""
    visible = {d.id: d for d in records.stored() if d.state == "visible"}
    ids = {source.document.id for source in shipped}
    gone = [d.no for d in visible.values() if d.trust == "shipped" and d.id not in ids]
    changed = []
    for source in shipped:
        held = visible.get(source.document.id)
        if held is None or held.content != content_digest(source.document, source.passages):
            changed.append(source)
    return changed, gone
