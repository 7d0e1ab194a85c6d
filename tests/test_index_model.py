"""The real embedding model: what it gives, what it finds in the shipped documents, what it refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import Index, ModelChanged, ModelMissing, SentenceTransformerEmbedder
from index.embedding import WEIGHTS_SHA256, check_weights


def test_unit_vectors_that_do_not_depend_on_the_batch(model: SentenceTransformerEmbedder) -> None:
    texts = ["mercury waste", "a much longer text on the trade in mercury compounds", "x"]
    together = model.encode(texts)
    assert (together.shape, together.dtype, model.dim) == ((3, 384), np.dtype(np.float32), 384)
    assert model.digest == WEIGHTS_SHA256
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(model.encode([text])[0], vector, atol=1e-5)
    assert model.encode([]).shape == (0, 384)


def test_a_question_gives_tokens_from_the_same_pass(model: SentenceTransformerEmbedder) -> None:
    vectors = model.encode_question("Which decision covers cosmetics?")
    assert vectors.tokens.shape == (5, 384)  # four words and the question mark
    assert np.allclose(np.linalg.norm(vectors.tokens, axis=1), 1.0, atol=1e-5)
    assert np.allclose(vectors.sentence, model.encode(["Which decision covers cosmetics?"])[0], atol=1e-5)
    assert model.encode_question("").tokens.shape == (0, 384)
    assert len(model.encode_question("mercury " * 1000).tokens) == 254


def test_the_model_tells_words_from_slips(model: SentenceTransformerEmbedder) -> None:
    assert model.knows_word("ozone")
    assert not model.knows_word("cosmetcs")


def test_the_model_may_be_used_from_many_threads(model: SentenceTransformerEmbedder) -> None:
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
