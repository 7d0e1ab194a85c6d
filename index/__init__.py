"""Finding passages: embedding, vectors, full text, fusion, and the store they live in.

What needs numpy or the documents' part is loaded on first use: a command that goes to a running server
needs neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.errors import (
    BackupUnusable,
    BadSetting,
    BadVectors,
    DataFolderUnusable,
    FolderOwned,
    IndexDamaged,
    IndexFault,
    IndexMismatch,
    ModelChanged,
    ModelMissing,
    SourceGone,
    UnknownId,
    VectorsUnavailable,
)
from index.owner import Owner, OwnerInfo, owner_of
from index.progress import Progress, ProgressCallback
from index.settings import IndexSettings, from_environment

if TYPE_CHECKING:
    from index.backup import Backup
    from index.editing import AddResult, Replacement
    from index.embedding import Embedder, KnowsWords, TextVectors, TokenEmbedder
    from index.encoder import PackagedEmbedder
    from index.filters import Filters
    from index.fusion import Weights, shipped_weights
    from index.hit import Hit, SearchResult, Term
    from index.index import Index
    from index.sentence_transformer import SentenceTransformerEmbedder
    from index.stamp import Stamp

_ON_FIRST_USE = {
    "Backup": "backup",
    **dict.fromkeys(("AddResult", "Replacement"), "editing"),
    **dict.fromkeys(("Embedder", "KnowsWords", "TextVectors", "TokenEmbedder"), "embedding"),
    "PackagedEmbedder": "encoder",
    "Filters": "filters",
    **dict.fromkeys(("Weights", "shipped_weights"), "fusion"),
    **dict.fromkeys(("Hit", "SearchResult", "Term"), "hit"),
    "Index": "index",
    "SentenceTransformerEmbedder": "sentence_transformer",
    "Stamp": "stamp",
}

__all__ = [
    "AddResult",
    "Backup",
    "BackupUnusable",
    "BadSetting",
    "BadVectors",
    "DataFolderUnusable",
    "Embedder",
    "Filters",
    "FolderOwned",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexFault",
    "IndexMismatch",
    "IndexSettings",
    "KnowsWords",
    "ModelChanged",
    "ModelMissing",
    "Owner",
    "OwnerInfo",
    "PackagedEmbedder",
    "Progress",
    "ProgressCallback",
    "Replacement",
    "SearchResult",
    "SentenceTransformerEmbedder",
    "SourceGone",
    "Stamp",
    "Term",
    "TextVectors",
    "TokenEmbedder",
    "UnknownId",
    "VectorsUnavailable",
    "Weights",
    "from_environment",
    "owner_of",
    "shipped_weights",
]


def __getattr__(name: str) -> Any:
    """A public name that is loaded on first use."""
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(f"index.{_ON_FIRST_USE[name]}"), name)
