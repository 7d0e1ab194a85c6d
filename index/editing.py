"""Editing: documents are added, replaced and removed while searches go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import corpus
from corpus.document import Document
from corpus.versions import is_newer_version
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
class Replacement:
    """The document `newer` took the place of `older`, which was called `title`."""

    newer: str
    older: str
    title: str


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding did, by document id. `unchanged` were there already, word for word.

    `replaced` are new versions of documents that were there, `replacements` say of which.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    passages: int = 0
    replacements: tuple[Replacement, ...] = ()


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

    def add(
        self, sources: Sequence[Source], progress: ProgressCallback, standing: Sequence[Document] = ()
    ) -> AddResult:
        """Add documents; one replaces that of its id, and those of `standing` it is a newer version of."""
        held = {d.id: d for d in self._records.stored() if d.state == "visible"}
        new, unchanged, replacements = _sorted_out(sources, held, standing)
        self._builder.add(list(new.values()), self._opened.store, progress)
        self._refresh()
        if any(name in held for name in new) or any(source.replaces for source in new.values()):
            self._purge(progress)
        newer = {replacement.newer for replacement in replacements}
        return AddResult(
            tuple(name for name in new if name not in newer),
            tuple(name for name in new if name in newer),
            unchanged,
            sum(len(s.passages) for s in new.values()),
            replacements,
        )

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
    sources: Sequence[Source], held: dict[str, StoredDocument], standing: Sequence[Document]
) -> tuple[dict[str, Source], tuple[str, ...], tuple[Replacement, ...]]:
    """What is to be added, by id, the ids of what is there already, and what is replaced.

    An added document whose text is held under another id is there already; shipped ones go by their ids.
    A later source may be a newer version of an earlier one, which is then not added at all.
    """
    texts = {d.sha256 for d in held.values()}
    others = {d.id: d for d in standing}
    new: dict[str, Source] = {}
    unchanged: list[str] = []
    replacements: list[Replacement] = []
    for source in sources:
        document, same = source.document, held.get(source.document.id)
        twin = same is None and source.position is None and document.sha256 in texts
        if twin or (same and same.content == content_digest(document, source.passages)):
            unchanged.append(document.id)
            continue
        shipped = source.position is not None
        older = [
            d for d in others.values() if d.id == document.id or not shipped and is_newer_version(document, d)
        ]
        numbers: set[int] = set()
        for each in older:
            dropped = new.pop(each.id, None)
            numbers |= set(dropped.replaces) if dropped else {held[each.id].no} if each.id in held else set()
            del others[each.id]
            replacements = [replace(r, newer=document.id) if r.newer == each.id else r for r in replacements]
            replacements.append(Replacement(document.id, each.id, each.title))
        new[document.id] = replace(source, replaces=tuple(sorted(numbers)))
        others[document.id] = document
        texts.add(document.sha256)
    return new, tuple(unchanged), tuple(replacements)


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
