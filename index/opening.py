"""Opening: from a data folder to something that can be searched, mending on the way what a crash left.

First start: build a generation from the shipped documents. Later: check that this program and its model
built it, finish or undo what was interrupted, make new vectors where Chroma's are damaged, and bring the
shipped documents up to date. Everything mended is said.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import corpus
from corpus.document import Document
from index import generations
from index.building import Builder, Source
from index.checking import differences, outcome, start_check
from index.embedding import Embedder
from index.errors import VectorsUnavailable
from index.housing import Housing
from index.progress import Progress, ProgressCallback
from index.records import Records
from index.settings import IndexSettings
from index.stamp import Stamp
from index.vectors import VectorStore

RECORDS = "records.sqlite3"


@dataclass
class Opened:
    """One generation, open: its records, its vector store, and what was mended."""

    records: Records
    housing: Housing
    store: VectorStore
    mended: list[str] = field(default_factory=list)

    def replace_store(self, progress: ProgressCallback) -> tuple[str, VectorStore]:
        """Serve a newly made store; the (name, store) that was served before and is to be thrown away."""
        old = (self.housing.served, self.store)
        name, self.store = self.housing.make(progress)
        self.records.set_value("vectors", name)
        return old


def read_sources(documents: Sequence[Document], progress: ProgressCallback, shipped: bool) -> list[Source]:
    """Documents cut into passages; a span that two passages share is kept once."""
    sources = []
    for place, document in enumerate(documents):
        passages = {passage.id: passage for passage in reversed(corpus.passages(document))}
        in_order = tuple(sorted(passages.values(), key=lambda p: (p.start, -p.end)))
        sources.append(Source(document, in_order, place if shipped else None))
        progress(Progress("reading", place + 1, len(documents)))
    return sources


class GenerationCheck:
    """Whether the served vectors folder can be trusted; the check runs while the model loads."""

    def __init__(self, generation: Path, settings: IndexSettings) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        if settings.chroma_url is not None:
            return
        records = Records(generation / RECORDS)
        served = records.value("vectors") or ""
        records.close()
        folder = generation / served
        if served and folder.is_dir() and not generations.break_seal(folder):
            self._child = start_check(folder, generation / RECORDS)

    def wrong(self) -> str | None:
        """What is wrong with the folder, or None."""
        return outcome(self._child) if self._child else None

    def cancel(self) -> None:
        """Stop the check: nobody will ask."""
        if self._child and self._child.poll() is None:
            self._child.kill()
            self._child.communicate()


def build(
    root: Path,
    settings: IndexSettings,
    embedder: Embedder,
    shipped: Sequence[Document],
    added: Sequence[Document],
    progress: ProgressCallback,
) -> Path:
    """A new generation of these documents, served from now on; the old one serves until then."""
    folder = generations.start(root)
    records = Records(folder / RECORDS, create=Stamp.of(embedder, settings))
    try:
        housing = Housing(settings, folder, records)
        name, store = housing.make()
        records.set_value("vectors", name)
        try:
            builder = Builder(records, embedder, settings)
            builder.add(read_sources(shipped, progress, True), store, progress)
            builder.add(read_sources(added, progress, False), store, progress)
        finally:
            store.close()
        if housing.local:
            progress(Progress("checking", 0, 1))
            if wrong := outcome(start_check(housing.folder(name), folder / RECORDS)):
                raise VectorsUnavailable(f"The vectors just built in {folder} are not sound: {wrong}.")
            generations.seal(housing.folder(name))
            progress(Progress("checking", 1, 1))
    finally:
        records.close()
    return generations.publish(folder)


def open_generation(
    generation: Path,
    settings: IndexSettings,
    embedder: Embedder,
    check: GenerationCheck,
    progress: ProgressCallback,
) -> Opened:
    """Open a generation and mend what a crash or the disk did to it. IndexMismatch, IndexDamaged."""
    records = Records(generation / RECORDS)
    try:
        records.stamp().must_equal(Stamp.of(embedder, settings), str(generation))
        housing = Housing(settings, generation, records)
        mended = []
        removing = [document for document in records.stored() if document.state == "removing"]
        for document in removing:
            records.delete(document.no)
            mended.append(f"Finished removing {document.id}, which had been interrupted.")
        wrong = "documents were removed" if removing else check.wrong()
        store = None if wrong else _sound(records, housing)
        if store is None:
            name, store = housing.make(progress)
            records.set_value("vectors", name)
            if not removing:
                mended.append(
                    f"The vectors were written anew from the records ({wrong or 'they were missing'})."
                )
        opened = Opened(records, housing, store, mended)
        pending = [document for document in records.stored() if document.state == "pending"]
        if pending:
            Builder(records, embedder, settings).finish([document.no for document in pending], store)
            mended += [f"Finished adding {document.id}, which had been interrupted." for document in pending]
        if removing or pending:
            _finish_replacing(opened, progress)
            records.database.purge()
    except BaseException:
        records.close()
        raise
    return opened


def _sound(records: Records, housing: Housing) -> VectorStore | None:
    """The served store, or None where it is missing or does not hold what the records say."""
    try:
        store = housing.open(housing.served)
    except VectorsUnavailable:
        return None
    try:
        visible = [document.no for document in records.stored() if document.state == "visible"]
        expected = {window_id: vector for window_id, _, vector in records.window_vectors()}
        required = {window_id for window_id, _, _ in records.window_vectors(visible)}
        if differences(store, expected, required, canaries=5) is None:
            return store
    except VectorsUnavailable:
        pass
    store.close()
    return None


def _finish_replacing(opened: Opened, progress: ProgressCallback) -> None:
    """Purge documents that a finished addition has replaced."""
    replaced = [document for document in opened.records.stored() if document.state == "removing"]
    if replaced:
        for document in replaced:
            opened.records.delete(document.no)
        _, store = opened.replace_store(progress)
        store.close()


def outdated(records: Records, shipped: Sequence[Source]) -> tuple[list[Source], list[int]]:
    """Shipped documents that the records lack or hold differently, and numbers of those no longer shipped."""
    from index.serialising import content_digest

    visible = {d.id: d for d in records.stored() if d.state == "visible"}
    ids = {source.document.id for source in shipped}
    gone = [d.no for d in visible.values() if d.trust == "shipped" and d.id not in ids]
    changed = []
    for source in shipped:
        held = visible.get(source.document.id)
        if held is None or held.content != content_digest(source.document, source.passages):
            changed.append(source)
    return changed, gone
