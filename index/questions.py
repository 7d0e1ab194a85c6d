"""Questions to vectors. The last ones are kept: one question is often searched several times in turn."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np

from index.embedding import Embedder, TextVectors, TokenEmbedder, checked

_KEPT = 64


class Questions:
    """Embeds questions, safe from any thread. Without token vectors where the embedder gives none."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, TextVectors] = OrderedDict()
        self._lock = threading.Lock()

    def vectors(self, question: str) -> TextVectors:
        """The question's vectors, from one forward pass. BadVectors where they are not of unit length."""
        with self._lock:
            kept = self._kept.get(question)
        if kept is None:
            kept = self._embed(question)
            with self._lock:
                self._kept[question] = kept
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return kept

    def _embed(self, question: str) -> TextVectors:
        embedder = self._embedder
        if isinstance(embedder, TokenEmbedder):
            found = embedder.encode_tokens([question])[0]
        else:
            found = TextVectors(embedder.encode([question])[0], np.zeros((0, embedder.dim), np.float32))
        checked(found.sentence[None, :], 1, embedder.dim)
        return found
