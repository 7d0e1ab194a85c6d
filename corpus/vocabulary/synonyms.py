"""From everyday words to the terms of official texts, and between a short form and its full name.

The pairs come from `synonyms.yaml` and `abbreviations.yaml`. Matching is by stems, so that
"gold diggers" and "gold digger" are one phrase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.vocabulary.loading import load
from corpus.words import STOP, fold, stem, words

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """Official terms for the words at ``words[start:start + length]`` of what was looked up."""

    start: int
    length: int
    terms: tuple[str, ...]


class Synonyms:
    """Looks phrases up by their stems. A phrase expands to the official terms of all its groups."""

    def __init__(self, pairs: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """`pairs` are (phrase, official terms)."""
        terms: dict[Stems, dict[str, None]] = defaultdict(dict)
        stems = cache(_stems)  # an official term stands beside each lay word of its group
        for phrase, official in pairs:
            key = stems(phrase)
            terms[key] |= {term: None for term in official if stems(term) != key}
        self._terms = {key: tuple(found) for key, found in terms.items() if key and found}
        self._longest = max((len(key) for key in self._terms), default=0)

    def official_for(self, given: Sequence[str]) -> list[Expansion]:
        """Expansions for all phrases of `given` (single words as typed), the longest phrase at each place.

        A short form that is also a common word (WHO, BAT) counts only where it is typed in capitals.
        """
        stems = ["" if _ambiguous(word) else stem(word) for word in given]
        found: list[Expansion] = []
        position = 0
        while position < len(stems):
            for length in range(min(self._longest, len(stems) - position), 0, -1):
                terms = self._terms.get(tuple(stems[position : position + length]))
                if terms:
                    found.append(Expansion(position, length, terms))
                    position += length - 1
                    break
            position += 1
        return found


def _stems(text: str) -> Stems:
    return tuple(word.stem for word in words(text))


@cache
def _short_forms() -> frozenset[str]:
    return frozenset(fold(short) for short in load("abbreviations"))


def _ambiguous(word: str) -> bool:
    folded = fold(word)
    return word == folded and folded in _short_forms() and (len(word) <= 3 or folded in STOP)


@cache
def synonyms() -> Synonyms:
    """The shipped pairs: everyday words to official terms, and short forms both ways."""
    pairs: list[tuple[str, tuple[str, ...]]] = []
    short_of: dict[str, list[str]] = {}
    for short, full in load("abbreviations").items():
        short_of.setdefault(full, []).append(short)
    for group in load("synonyms"):
        # a text may print an official term by its abbreviation only
        official = (*group["official"], *(s for term in group["official"] for s in short_of.get(term, ())))
        # one official term also finds its sisters: texts differ in which of them they use
        pairs += [(phrase, official) for phrase in (*group["everyday"], *official)]
    for short, full in load("abbreviations").items():
        pairs += [(short, (full,)), (full, (short,))]
    return Synonyms(pairs)
