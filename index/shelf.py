"""The shelf: what searches have read of passages, kept in memory while it fits.

A passage never changes under its number, and a shelf lives no longer than one state of the collection: when
documents are added or removed, a new empty one takes its place. So nothing on it is ever out of date, and
nothing of a removed document stays in memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corpus.passage import Passage
from index.packing import Matrix, Tokens
from index.selecting import Selection

Key = TypeVar("Key", bound=Hashable)
Kind = TypeVar("Kind")
MOST_BYTES = 64 * 2**20  # of vectors, and again of token vectors: those of about 5,000 passages
MOST_PASSAGES = 4096
MOST_WINDOW_IDS = 100_000
_OVERHEAD = 200  # bytes of an object beside its vectors, so that empty ones count too


class Compartment(Generic[Key, Kind]):
    """Things of one kind by key, up to `most` in the measure of `size`; the longest unused go first."""

    def __init__(self, most: int, size: Callable[[Kind], int] = lambda _: 1) -> None:
        self._most = most
        self._size = size
        self._filled = 0
        self._kept: OrderedDict[Key, Kind] = OrderedDict()
        self._lock = threading.Lock()

    def take(
        self, keys: Sequence[Key], read: Callable[[Sequence[Key]], Mapping[Key, Kind]]
    ) -> dict[Key, Kind]:
        """What belongs to `keys`; what is not on the shelf is read, and missing where it is not found."""
        found: dict[Key, Kind] = {}
        missing = []
        with self._lock:
            for key in keys:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    found[key] = self._kept[key]
                else:
                    missing.append(key)
        if missing:
            fresh = read(missing)
            found |= fresh
            self._keep(fresh)
        return found

    def _keep(self, fresh: Mapping[Key, Kind]) -> None:
        with self._lock:
            for key, value in fresh.items():
                if key not in self._kept:
                    self._kept[key] = value
                    self._filled += self._size(value)
            while self._filled > self._most:
                self._filled -= self._size(self._kept.popitem(last=False)[1])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a passage stands among all, and the vectors of its windows, (windows, dim)."""

    order: tuple[int, ...]
    vectors: Matrix


@dataclass(frozen=True, slots=True)
class Read:
    """A passage's token vectors, and the number of its context, or None."""

    tokens: Tokens
    context: int | None


def _standings() -> Compartment[int, Standing]:
    return Compartment(MOST_BYTES, lambda one: one.vectors.nbytes + _OVERHEAD)


def _bytes(tokens: Tokens) -> int:
    return tokens.steps.nbytes + tokens.scales.nbytes + _OVERHEAD


def _tokens() -> Compartment[int, Read]:
    return Compartment(MOST_BYTES, lambda one: _bytes(one.tokens))


def _contexts() -> Compartment[int, Tokens]:
    return Compartment(MOST_BYTES // 4, _bytes)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is kept: by passage (or context) number, and the window ids of a selection."""

    standing: Compartment[int, Standing] = field(default_factory=_standings)
    tokens: Compartment[int, Read] = field(default_factory=_tokens)
    contexts: Compartment[int, Tokens] = field(default_factory=_contexts)
    passages: Compartment[int, Passage] = field(default_factory=lambda: Compartment(MOST_PASSAGES))
    window_ids: Compartment[Selection, tuple[str, ...]] = field(
        default_factory=lambda: Compartment(MOST_WINDOW_IDS, len)
    )
