"""Opening: from a data folder to an open generation that fits this program, its model and its documents.

The folder is claimed first. On first start, after a change of format, or when asked to, a generation is made;
else the served one is checked while the model loads, and mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from index import generations
from index.embedding import Embedder
from index.encoder import PackagedEmbedder
from index.errors import IndexDamaged
from index.mending import GenerationCheck, Opened, open_generation
from index.owner import Owner
from index.progress import ProgressCallback
from index.records import RECORDS, Records
from index.renewing import Maker, retire, saved
from index.settings import PACKAGED_MODEL, IndexSettings
from index.stamp import FORMAT


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
    rebuild: bool = False,
    backup: Path | None = None,
) -> Started:
    """Claim the folder and open its generation, or a new one.

    A new one is made where there is none, where its format is older than this program's, where `rebuild`
    asks for it, and from the file `backup` where that is given.
    """
    owner = Owner.claim(settings.data_dir)
    check: GenerationCheck | None = None
    try:
        root = settings.data_dir / "index"
        served = _served(root, needed=not (rebuild or backup))
        said: list[str | None] = []
        if served and not rebuild and not backup:
            if (old := _format(served)) < FORMAT:
                rebuild = True
                said.append(f"The index was of format {old} and has been built anew in format {FORMAT}.")
            else:
                check = GenerationCheck(served, settings)
        embedder = embedder or embedder_for(settings)
        if check is None:
            maker = Maker(root, settings, embedder, shipped, progress)
            if backup:
                made = maker.from_backup(backup)
            else:
                added, lost = saved(served) if served else ([], None)
                said.append(lost)
                made = maker.from_documents(added, None if lost else served)
            said.append(retire(settings, served) if served else None)
            served = made
            check = GenerationCheck(served, settings)
        assert served is not None
        opened = open_generation(served, settings, embedder, check, progress)
        opened.mended[:0] = [line for line in said if line]
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


def _served(root: Path, *, needed: bool) -> Path | None:
    """The served generation. IndexDamaged where there was one and it is gone, if it is `needed`."""
    try:
        return generations.current(root)
    except IndexDamaged:
        if needed:
            raise
        return None


def _format(generation: Path) -> int:
    with closing(Records(generation / RECORDS)) as records:
        return records.stamp().format
