"""The small parts: settings, windows, packing, fusion, spelling, turns."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import BadSetting, BadVectors, Weights, from_environment, shipped_weights
from index.embedding import checked
from index.fusion import Matches, Scored, align, fuse, refine
from index.packing import pack_tokens, pack_vector, unpack_tokens, unpack_vector
from index.spelling import Spelling
from index.turns import Turns
from index.windows import windows


def test_settings_come_from_the_environment_once() -> None:
    found = from_environment(
        {
            "MINAMATA_DATA_DIR": "/srv/m",
            "MINAMATA_BATCH_SIZE": "8",
            "MINAMATA_LATE_INTERACTION": "off",
            "MINAMATA_MODEL": "",
        }
    )
    assert (found.data_dir, found.batch_size, found.late_interaction) == (Path("/srv/m"), 8, False)
    assert found.model == "all-MiniLM-L6-v2"


@pytest.mark.parametrize(
    ("name", "value"),
    [("BATCH_SIZE", "many"), ("BATCH_SIZE", "0"), ("CHROMA_URL", "localhost"), ("LATE_INTERACTION", "maybe"),
     ("WINDOW_STRIDE", "91"), ("VECTOR_DEADLINE", "-1")],
)  # fmt: skip
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"MINAMATA_{name}='?{value}"):
        from_environment({f"MINAMATA_{name}": value})


@given(st.lists(st.sampled_from(["a", "bb", "ccc\n", "é"]), max_size=300), st.integers(1, 40), st.data())
def test_windows_cover_every_word(parts: list[str], size: int, data: st.DataObject) -> None:
    text = " ".join(parts)
    stride = data.draw(st.integers(1, size))
    found = windows(text, size, stride)
    covered = set[int]()
    for window in found:
        assert window.whole or len(text[window.start : window.end].split()) <= size
        if not window.whole:
            covered |= set(range(window.start, window.end))
    assert all(text[place].isspace() or place in covered for place in range(len(text)))


def test_a_short_passage_is_one_window_and_a_long_one_stands_whole_too() -> None:
    assert [(w.start, w.end) for w in windows(" one two ", 90, 60)] == [(1, 8)]
    assert windows("  ") == []
    long = windows("w " * 200, 90, 60)
    assert [w.whole for w in long] == [True, False, False, False]


def test_packing_keeps_vectors_exactly_and_tokens_nearly() -> None:
    vectors = np.random.default_rng(0).standard_normal((7, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert np.array_equal(unpack_vector(pack_vector(vectors[0])), vectors[0])
    back = unpack_tokens(pack_tokens(vectors), 384).full()
    assert ((back * vectors).sum(axis=1) > 0.999).all()
    assert unpack_tokens(pack_tokens(vectors[:0]), 384).full().shape == (0, 384)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 1.0])
def test_only_unit_vectors_pass(bad: float) -> None:
    rows = np.eye(3, 4, dtype=np.float32)
    assert checked(rows, 3, 4) is rows
    rows[1] = bad
    with pytest.raises(BadVectors, match="text 2 of 3"):
        checked(rows, 3, 4)


def test_fusion_joins_both_scores_and_alignment() -> None:
    weights = Weights(lexical=0.3, cosine=0.7, alignment=0.5, candidates=10, aligned=2, heading=0.3)
    fused = fuse([Scored(1, (1,), 1.0, 0.2), Scored(2, (2,), 0.0, 0.6), Scored(3, (0,), 0.0, 0.6)], weights)
    assert [c.number for c in fused] == [1, 3, 2]
    assert fused[0].score == pytest.approx((0.3 + 0.14) / 1.5)
    refined = refine(fused, {2: Matches((0.1,), (0.9,)), 3: Matches((0.1,), (0.1,))}, weights)
    assert [c.number for c in refined] == [2, 3, 1]
    assert refined[0].score == pytest.approx((0.42 + 0.45) / 1.5)


def test_the_shipped_weights_are_whole() -> None:
    weights = shipped_weights()
    assert weights.lexical + weights.cosine == pytest.approx(1.0)


def test_alignment_is_the_mean_of_best_matches() -> None:
    question = np.eye(2, 3, dtype=np.float32)
    rows = [np.eye(3, dtype=np.float32), np.eye(1, 3, dtype=np.float32), np.zeros((0, 3), np.float32)]
    passages = [unpack_tokens(pack_tokens(each), 3) for each in rows]
    means = [sum(row) / len(row) if row else 0.0 for row in align(question, passages)]
    assert means == pytest.approx([1.0, 0.5, 0.0])
    assert align(question[:0], passages) == [(), (), ()]


def test_spelling_prefers_near_then_frequent_words() -> None:
    spelling = Spelling(
        {"waste": 9, "paste": 1, "taste": 2, "ozone": 5}, is_word=lambda word: word == "haste"
    )
    assert spelling.meant("wate") == "waste"
    assert spelling.meant("xaste") == "waste"
    assert spelling.meant("haste") is None
    assert spelling.meant("wastes") is None
    assert spelling.meant("oz") is None
    assert spelling.meant("2024") is None


def test_whoever_changes_waits_for_readers_and_goes_before_new_ones() -> None:
    turns, order = Turns(), list[str]()
    reading, release = threading.Event(), threading.Event()

    def reader() -> None:
        with turns.shared():
            reading.set()
            release.wait(5)
            order.append("read")

    def writer() -> None:
        with turns.alone():
            order.append("wrote")

    threads = [threading.Thread(target=reader), threading.Thread(target=writer)]
    threads[0].start()
    reading.wait(5)
    threads[1].start()
    release.set()
    for thread in threads:
        thread.join(5)
    assert order == ["read", "wrote"]
