"""Word pieces: what a model's vocabulary says of words. It lists whole words by falling frequency."""

from __future__ import annotations

import math
from collections.abc import Mapping


class WordPieces:
    """The whole words of a word-piece vocabulary, in their order."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """`vocabulary` is each piece's number."""
        ordered = sorted((n, w) for w, n in vocabulary.items() if w.isalpha() and len(w) > 1)
        self._places = {word: place for place, (_, word) in enumerate(ordered, 1)}

    def knows(self, word: str) -> bool:
        """True where `word` (lower case) is a whole word, so not a slip of the keyboard."""
        return word in self._places

    def rarity(self, word: str) -> float:
        """How rare `word` is in the language, 0..1: the logarithm of its place; 1 where it is not listed."""
        place = self._places.get(word)
        return 1.0 if place is None else math.log(place) / math.log(len(self._places))
