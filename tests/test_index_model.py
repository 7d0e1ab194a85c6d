"""The real embedding model: what it gives, what it finds in the shipped documents, what it refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import (
    Index,
    IndexSettings,
    ModelChanged,
    ModelMissing,
    PackagedEmbedder,
    SentenceTransformerEmbedder,
)
from index import encoder as encoders
from index.opening import embedder_for
from index.stamp import Stamp
from index.weights import WEIGHTS_SHA256, check_weights, packaged_folder


def test_unit_vectors_that_do_not_depend_on_the_batch(model: PackagedEmbedder) -> None:
    texts = ["mercury waste", "a much longer text on the trade in mercury compounds", "x"]
    together = model.encode(texts)
    assert (together.shape, together.dtype, model.dim) == ((3, 384), np.dtype(np.float32), 384)
    assert model.digest == WEIGHTS_SHA256
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(model.encode([text])[0], vector, atol=1e-5)
    assert model.encode([]).shape == (0, 384)


def test_a_question_gives_tokens_from_the_same_pass(model: PackagedEmbedder) -> None:
    vectors = model.encode_tokens(["Which decision covers cosmetics?"])[0]
    assert vectors.spans[:2] == ((0, 5), (6, 14))
    assert vectors.tokens.shape == (5, 384)  # four words and the question mark
    assert np.allclose(np.linalg.norm(vectors.tokens, axis=1), 1.0, atol=1e-5)
    assert np.allclose(vectors.sentence, model.encode(["Which decision covers cosmetics?"])[0], atol=1e-5)
    empty, long = model.encode_tokens(["", "mercury " * 1000])
    assert empty.tokens.shape == (0, 384)
    assert len(long.tokens) == len(long.spans) == 254


ODD = ["", "  x ", "word " * 2000, "汞 化妆品", "CAFÉ\u200b\x00 naïve [MASK]\n\n</s>"]


@pytest.fixture(scope="module")
def torch_model() -> SentenceTransformerEmbedder:
    """The same weights through torch."""
    return SentenceTransformerEmbedder()


def test_the_graph_gives_what_torch_gives(
    model: PackagedEmbedder, torch_model: SentenceTransformerEmbedder, shipped: Index
) -> None:
    texts = [*ODD, *(p.text for p in shipped.passages()[::4])]
    pairs = zip(model.encode_tokens(texts), torch_model.encode_tokens(texts), strict=True)
    for text, (ours, theirs) in zip(texts, pairs, strict=True):
        assert np.allclose(ours.sentence, theirs.sentence, atol=1e-5), text
        assert ours.tokens.shape == theirs.tokens.shape
        assert np.allclose(ours.tokens, theirs.tokens, atol=1e-5), text
        assert ours.spans == theirs.spans, text


def test_the_graph_and_torch_share_their_indexes(
    model: PackagedEmbedder, torch_model: SentenceTransformerEmbedder
) -> None:
    settings = IndexSettings()
    assert Stamp.of(model, settings) == Stamp.of(torch_model, settings)
    for word in ("ozone", "cosmetcs", "the", "mercury"):
        assert model.knows_word(word) == torch_model.knows_word(word)
        assert model.rarity(word) == torch_model.rarity(word)


def test_batches_side_by_side_keep_their_order() -> None:
    texts = [f"number {n} " * (n % 7 + 1) for n in range(40)]
    found = PackagedEmbedder(batch_size=3, threads=4).encode(texts)
    assert np.allclose(found, PackagedEmbedder(threads=1).encode(texts), atol=1e-5)


def test_only_the_packaged_model_on_the_cpu_goes_without_torch(tmp_path: Path) -> None:
    assert isinstance(embedder_for(IndexSettings()), PackagedEmbedder)
    with pytest.raises(ModelMissing):  # what torch says of a folder that is not there
        embedder_for(replace(IndexSettings(), model=str(tmp_path / "nothing")))


def test_another_model_is_served_by_torch() -> None:
    found = embedder_for(replace(IndexSettings(), model=str(packaged_folder())))
    assert isinstance(found, SentenceTransformerEmbedder)
    assert found.digest == WEIGHTS_SHA256


def test_a_broken_graph_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "encoder.onnx").write_bytes(b"no graph")
    monkeypatch.setattr(encoders, "GRAPH", tmp_path / "encoder.onnx")
    with pytest.raises(ModelMissing, match="reinstall minamata"):
        PackagedEmbedder().encode(["x"])


def test_weights_are_checked_before_the_first_vector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"one byte flipped")
    monkeypatch.setattr(encoders, "packaged_folder", lambda: tmp_path)
    changed = PackagedEmbedder()
    for _ in range(2):
        with pytest.raises(ModelChanged):
            changed.encode(["x"])


def test_the_model_tells_words_from_slips(model: PackagedEmbedder) -> None:
    assert model.knows_word("ozone")
    assert not model.knows_word("cosmetcs")


def test_the_model_may_be_used_from_many_threads(model: PackagedEmbedder) -> None:
    texts = [f"question number {n} " * (n + 1) for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: model.encode([text])[0], texts))
    assert np.allclose(np.stack(found), model.encode(texts), atol=1e-5)


def test_changed_or_missing_weights_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one byte flipped")
    with pytest.raises(ModelChanged, match="not the published model") as caught:
        check_weights(weights, "reinstall it.")
    assert len(caught.value.digest) == 64
    with pytest.raises(ModelMissing):
        SentenceTransformerEmbedder(str(tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Which decision covers cosmetics?", "MC-5/5"),
        ("What is the road map on biodiversity about?", "Kunming-Montreal"),
        ("Who may I contact at the Secretariat?", "marianne.bailey@un.org"),
        ("trainig of customs oficers", "customs officers"),
    ],
)
def test_the_letter_is_found_by_meaning(shipped: Index, question: str, words: str) -> None:
    from index import Filters

    hits = shipped.search(question, k=3, filters=Filters(source=("letter",))).hits
    assert any(words in hit.passage.text for hit in hits)


def test_a_word_of_another_subject_is_not_taken_for_a_slip(shipped: Index) -> None:
    term = shipped.search("What does it say on ozone?").terms[0]
    assert (term.spelt, term.known) == (None, False)
