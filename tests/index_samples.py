"""Small documents for the index's tests, and a way to open an index on them without the real model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpus import Document
from index import Embedder, Index, IndexSettings
from tests.fakes import WordsEmbedder


def document(name: str, text: str, **fields: Any) -> Document:
    """A document of this text, shipped unless said otherwise."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=name,
        title=name.title(),
        text=text,
        sha256=sha256,
        **({"kind": "other", "trust": "shipped"} | fields),
    )


LETTER = document(
    "letter",
    "Dear colleagues,\n\n"
    "Parties submit information on cosmetics by 30 June 2024, as decision MC-5/5 asks.\n\n"
    "The draft road map on biodiversity is prepared under decision MC-5/17.\n\n"
    "Waste thresholds are treated in decision MC-5/10 and by the scientific group.\n\n"
    "Sincerely,\n",
    kind="letter",
    date=date(2023, 12, 15),
)
GUIDANCE = document(
    "guidance",
    "Storage of elemental mercury needs a sealed flask.\n\n"
    "Small-scale miners heat amalgam in the open air, which harms their lungs.\n",
    kind="guidance",
    date=date(2021, 3, 1),
)
ADDED = document(
    "added",
    "Dental amalgam for children is phased out under decision MC-5/4.\n\nZirconium crowns replace it.\n",
    kind="decision",
    trust="uploaded",
    decision="MC-5/4",
)
SHIPPED = (LETTER, GUIDANCE)


def settings(folder: Path, **changes: Any) -> IndexSettings:
    """Settings for a test's own folder."""
    return IndexSettings(data_dir=folder, **changes)


def open_index(
    folder: Path, shipped: Sequence[Document] = SHIPPED, embedder: Embedder | None = None, **changes: Any
) -> Index:
    """An index of the samples, with words as directions for vectors."""
    return Index.open(settings(folder, **changes), embedder=embedder or WordsEmbedder(), shipped=shipped)


def found(index: Index, question: str, **options: Any) -> list[str]:
    """The texts found, best first."""
    return [hit.passage.text for hit in index.search(question, **options).hits]
