"""Embedding: texts to vectors. The seam is `Embedder.encode`.

The packaged model is in `index.encoder` (ONNX Runtime); any other is in `index.sentence_transformer` (torch).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.errors import BadVectors

Matrix = NDArray[np.float32]

MAX_PIECES = 256


@dataclass(frozen=True, slots=True)
class TextVectors:
    """One text's vectors, all of unit length: `sentence` (dim,) and `tokens` (pieces, dim).

    `spans` are the characters of the text that each piece stands for; empty where the embedder does not say.
    """

    sentence: Matrix
    tokens: Matrix
    spans: tuple[tuple[int, int], ...] = ()


class Embedder(Protocol):
    """Turns texts into vectors. `digest` identifies the weights: vectors of two digests never mix."""

    @property
    def name(self) -> str:
        """What people call the model."""

    @property
    def digest(self) -> str:
        """Identifies the weights."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of `texts`, shape (len(texts), dim)."""


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedder that also gives token vectors from the same forward pass (late interaction)."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """Sentence and token vectors of each text."""


@runtime_checkable
class KnowsWords(Protocol):
    """An embedder that can tell a real word from a misspelt one."""

    def knows_word(self, word: str) -> bool:
        """True where `word` (lower case) is a whole word of the model's own vocabulary."""

    def rarity(self, word: str) -> float:
        """How rare `word` (lower case) is in the language, 0..1; 1 where the vocabulary lacks it."""


def checked(vectors: Matrix, count: int, dim: int) -> Matrix:
    """`vectors` as they are; BadVectors unless they are (count, dim), finite and of unit length."""
    if vectors.shape != (count, dim):
        raise BadVectors(f"The embedding model gave shape {vectors.shape} where ({count}, {dim}) was due.")
    lengths = np.linalg.norm(vectors, axis=1) if count else np.ones(0, np.float32)
    if not np.all(np.abs(lengths - 1.0) < 1e-2):  # also False for NaN and infinity
        bad = int(np.flatnonzero(~(np.abs(lengths - 1.0) < 1e-2))[0])
        raise BadVectors(
            f"The embedding model gave a vector of length {lengths[bad]:.3g} (text {bad + 1} of {count}); "
            "nothing was stored. Check the model's files."
        )
    return vectors
