"""Spelling: what a word that no document has was probably meant to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.words import stem


def allowed_slips(word: str) -> int:
    """How many letters may be wrong, missing, added or swapped: none in short words, two in long ones."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


class Spelling:
    """Finds the known word nearest to an unknown one; among equally near ones, the most frequent."""

    def __init__(self, counts: Mapping[str, int], is_word: Callable[[str], bool]) -> None:
        """`counts` are the known words with their frequencies; `is_word` tells real words from slips."""
        self._counts = dict(counts)
        self._words = list(self._counts)
        self._stems = frozenset(stem(word) for word in self._words)
        self._is_word = is_word
        self._nearest = lru_cache(maxsize=4096)(self._search)

    def meant(self, word: str) -> str | None:
        """The known word that `word` (lower case) was meant to be, or None; a real word stays itself."""
        if not word.isalpha() or not allowed_slips(word):
            return None
        if word in self._counts or stem(word) in self._stems or self._is_word(word):
            return None
        return self._nearest(word)

    def _search(self, word: str) -> str | None:
        near = process.extract(
            word,
            self._words,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=allowed_slips(word),
            limit=None,
        )
        ranked = sorted((distance, -self._counts[found], found) for found, distance, _ in near)
        return ranked[0][2] if ranked else None
