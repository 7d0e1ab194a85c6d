"""Stand-ins that a reader can work out by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from corpus.words import words
from index.embedding import Matrix, TextVectors


class WordsEmbedder:
    """Each stem has its own direction; a text is the sum of its words. Texts that share words are near.

    The directions are fixed by the stem's sha256, so the same text has the same vector everywhere.
    """

    def __init__(self, name: str = "words", dim: int = 32, digest: str = "fake") -> None:
        self.name = name
        self.dim = dim
        self.digest = digest
        self.texts = 0

    def _direction(self, stem: str) -> Matrix:
        seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dim).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), dim)."""
        return np.array([vectors.sentence for vectors in self.encode_tokens(texts)], np.float32).reshape(
            -1, self.dim
        )

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """Sentence and token vectors of each text."""
        self.texts += len(texts)
        found = []
        for text in texts:
            tokens = np.array([self._direction(word.stem) for word in words(text)] or [self._direction("")])
            total = tokens.sum(axis=0)
            found.append(TextVectors((total / np.linalg.norm(total)).astype(np.float32), tokens))
        return found


class WordLengthEmbedder:
    """A text becomes the lengths of its first words: `a bcd` points along (1, 3, 0, 0, ...).

    It gives no token vectors, so an index built with it does without late interaction.
    """

    def __init__(self, name: str = "word-lengths", dim: int = 16) -> None:
        self.name = name
        self.dim = dim
        self.digest = f"word-lengths-{dim}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), dim)."""
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            lengths = [len(word) for word in text.split()[: self.dim]] or [1]
            row[: len(lengths)] = lengths
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


class BrokenEmbedder(WordsEmbedder):
    """Gives NaN from the moment `broken` is set."""

    broken = False

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """As its parent, or NaN."""
        found = super().encode_tokens(texts)
        return [TextVectors(v.sentence * np.nan, v.tokens * np.nan) for v in found] if self.broken else found
