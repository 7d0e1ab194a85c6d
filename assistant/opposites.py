"""Words that mean the opposite of one another: of general English (WordNet) and of official texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from functools import cache

from assistant.support_vocabulary import stem_of, vocabulary_lines, vocabulary_rows


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    pairs = [(a, b) for a, b in map(str.split, vocabulary_lines("word_opposites.txt"))]
    for line in vocabulary_rows()["opposed"]:
        left, right = line.split("|")
        pairs += [(stem_of(a), stem_of(b)) for a in left.split() for b in right.split()]
    for first, second in pairs:
        found[first].add(second)
        found[second].add(first)
    return {stem: frozenset(others) for stem, others in found.items()}


def opposed(asked: Set[str], there: Set[str]) -> frozenset[str]:
    """Those of the stems `asked` that are not `there` while an opposite of them is."""
    return frozenset(s for s in asked - there if _opposites().get(s, frozenset()) & there)
