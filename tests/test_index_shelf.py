"""The shelf: what searches keep in memory, how much of it, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import Filters, Index
from index.search import _best
from index.shelf import Compartment
from tests.index_samples import document, open_index


class Reader:
    """Squares numbers, and remembers what it was asked; it knows none above 99."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, missing: Sequence[int]) -> dict[int, int]:
        self.asked += missing
        return {n: n * n for n in missing if n < 100}


def test_what_was_read_is_not_read_again() -> None:
    kept, read = Compartment[int, int](10), Reader()
    assert kept.take([3, 1], read) == {3: 9, 1: 1}
    assert kept.take([1, 2], read) == {1: 1, 2: 4}
    assert read.asked == [3, 1, 2]


def test_what_is_nowhere_is_left_out() -> None:
    assert Compartment[int, int](10).take([1, 100], Reader()) == {1: 1}


def test_the_longest_unused_goes_first() -> None:
    kept, read = Compartment[int, int](2), Reader()
    for keys in ([1], [2], [1], [3], [1], [2]):
        kept.take(keys, read)
    assert read.asked == [1, 2, 3, 2]


def test_a_limit_counts_sizes_and_may_be_smaller_than_one_thing() -> None:
    kept, read = Compartment[int, int](20, lambda square: square), Reader()
    assert kept.take([3, 4, 9], read) == {3: 9, 4: 16, 9: 81}
    kept.take([3, 9], read)
    assert read.asked == [3, 4, 9, 3, 9]


def test_the_best_window_counts_and_a_passage_without_one_has_none() -> None:
    nothing, pair = np.zeros((0, 2), np.float32), np.array([[1, 0], [0, 1]], np.float32)
    assert _best([nothing, pair, pair[:1], nothing], np.array([0.6, 0.8], np.float32)) == pytest.approx(
        [0.0, 0.8, 0.6, 0.0]
    )
    assert _best([], np.ones(2, np.float32)) == []


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return open_index(tmp_path, shipped=(document("alpha", "Mercury in cosmetics.\n\nMercury in lamps.\n"),))


def found(index: Index, question: str, **filters: tuple[str, ...]) -> list[str]:
    hits = index.search(question, filters=Filters(**filters) if filters else None).hits  # type: ignore[arg-type]
    return [hit.passage.text for hit in hits]


def test_searches_follow_what_is_added_replaced_and_removed(index: Index) -> None:
    with index:
        before = found(index, "mercury")
        shelf = index._sources.shelf
        assert found(index, "mercury") == before
        index.add([document("beta", "Mercury in dental amalgam.\n", trust="uploaded")])
        assert index._sources.shelf is not shelf
        assert "Mercury in dental amalgam." in found(index, "mercury")
        assert found(index, "mercury", documents=("beta",)) == ["Mercury in dental amalgam."]
        index.add([document("beta", "Mercury in thermometers.\n", trust="uploaded")])
        assert found(index, "mercury", documents=("beta",)) == ["Mercury in thermometers."]
        index.remove("beta")
        assert sorted(found(index, "mercury")) == sorted(before)
        assert found(index, "mercury", documents=("beta",)) == []


def test_a_search_from_memory_gives_what_the_first_one_gave(index: Index) -> None:
    with index:
        for question in ("mercury lamps", "cosmetics"):
            first = index.search(question, filters=Filters(documents=("alpha",)))
            again = index.search(question, filters=Filters(documents=("alpha",)))
            assert first == again and first.hits
