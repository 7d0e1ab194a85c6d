"""Finding passages: embedding, vectors, full text, fusion, and the store they live in."""

from index.editing import AddResult, Replacement
from index.embedding import (
    Embedder,
    KnowsWords,
    TextVectors,
    TokenEmbedder,
)
from index.encoder import PackagedEmbedder
from index.errors import (
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
from index.fusion import Weights, shipped_weights
from index.hit import Filters, Hit, SearchResult, Term
from index.index import Index
from index.owner import Owner, OwnerInfo, owner_of
from index.progress import Progress, ProgressCallback
from index.sentence_transformer import SentenceTransformerEmbedder
from index.settings import IndexSettings, from_environment
from index.stamp import Stamp

__all__ = [
    "AddResult",
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
