"""Any sentence-transformers model, through torch.

torch and sentence-transformers are imported when a model is loaded, not before: that takes seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import MAX_PIECES, Matrix, TextVectors, checked
from index.errors import ModelMissing
from index.settings import PACKAGED_MODEL, IndexSettings
from index.weights import WEIGHTS_FILE, WEIGHTS_SHA256, file_digest, packaged_weights
from index.wordpieces import WordPieces


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
        self._words = WordPieces(self._model.tokenizer.get_vocab())

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
        return self._words.knows(word)

    def rarity(self, word: str) -> float:
        """How rare `word` is in the language, 0..1: the logarithm of its place in the vocabulary."""
        return self._words.rarity(word)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of `texts`, shape (len(texts), dim)."""
        if not texts:
            return np.zeros((0, self._dim), np.float32)
        return np.stack([vectors.sentence for vectors in self._forward(texts, tokens=False)])

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """Sentence and token vectors of each text, from one forward pass; first and last piece left out."""
        return self._forward(texts, tokens=True)

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
    weights = Path(model) / WEIGHTS_FILE
    if not weights.is_file():
        return f"name:{model}"
    return file_digest(weights)


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
