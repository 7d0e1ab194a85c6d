"""Opening: from a data folder to an open generation that fits this program, its model and its documents.

The folder is claimed first. On first start, or when asked to, a generation is built; else the served one is
checked while the model loads, and mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document
from index import generations, gone
from index.building import Builder
from index.checking import outcome, start_check
from index.editing import read_sources
from index.embedding import Embedder
from index.encoder import PackagedEmbedder
from index.errors import VectorsUnavailable
from index.housing import Housing
from index.mending import RECORDS, GenerationCheck, Opened, open_generation
from index.owner import Owner
from index.progress import Progress, ProgressCallback
from index.records import Records
from index.settings import PACKAGED_MODEL, IndexSettings
from index.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Started:
    """A claimed data folder with its generation open and its model loaded."""

    owner: Owner
    embedder: Embedder
    opened: Opened


def start(
    settings: IndexSettings,
    embedder: Embedder | None,
    shipped: Sequence[Document],
    progress: ProgressCallback,
    *,
    rebuild: bool,
) -> Started:
    """Claim the folder, build a generation where there is none or `rebuild` asks for it, and open it."""
    owner = Owner.claim(settings.data_dir)
    check: GenerationCheck | None = None
    try:
        root = settings.data_dir / "index"
        served = generations.current(root)
        if served and not rebuild:
            check = GenerationCheck(served, settings)
        embedder = embedder or embedder_for(settings)
        if served is None or check is None:
            added = _added(served) if served else []
            served = build(root, settings, embedder, shipped, added, progress, served)
            check = GenerationCheck(served, settings)
        opened = open_generation(served, settings, embedder, check, progress)
        generations.sweep(root, served, opened.housing.served)
        return Started(owner, embedder, opened)
    except BaseException:
        if check:
            check.cancel()
        owner.release()
        raise


def embedder_for(settings: IndexSettings) -> Embedder:
    """The packaged model in ONNX Runtime; any other, or another device than the CPU, through torch."""
    if settings.model == PACKAGED_MODEL and settings.device == "cpu":
        return PackagedEmbedder.from_settings(settings)
    from index.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder.from_settings(settings)


def _added(generation: Path) -> list[Document]:
    """The documents of a generation that were not shipped, to be read again."""
    records = Records(generation / RECORDS)
    try:
        added = [document for document in records.documents() if document.trust != "shipped"]
        return [replace(document, original=records.original(document.id)) for document in added]
    finally:
        records.close()


def _remember(former: Path, records: Records) -> None:
    """Take over what the former generation knows of documents that went."""
    old = Records(former / RECORDS)
    try:
        gone.carry_over(old.database, records.database)
    finally:
        old.close()


def build(
    root: Path,
    settings: IndexSettings,
    embedder: Embedder,
    shipped: Sequence[Document],
    added: Sequence[Document],
    progress: ProgressCallback,
    former: Path | None = None,
) -> Path:
    """A new generation of these documents, served from now on; the `former` one serves until then."""
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
            if former:
                _remember(former, records)
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
