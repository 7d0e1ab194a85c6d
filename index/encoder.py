"""The packaged model in ONNX Runtime: questions and passages to vectors without loading torch.

``encoder.onnx`` is the model's computation without its weights, written by ``scripts/graph.py``; the
weights are read from the package's safetensors file, which is checked first. Same vectors as torch gives,
to about 1e-6 (docs/decisions/0004). Everything is loaded with the first text, not before.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import MAX_PIECES, Matrix, TextVectors, checked
from index.errors import ModelMissing
from index.settings import PACKAGED_MODEL, IndexSettings
from index.weights import (
    WEIGHTS_DIM,
    WEIGHTS_FILE,
    WEIGHTS_SHA256,
    check_weights,
    packaged_folder,
)
from index.wordpieces import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

GRAPH = Path(__file__).with_name("encoder.onnx")
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "states"
_UNUSED = "embeddings.position_ids"


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The model's parts. Both are safe to use from several threads."""

    tokenizer: Tokenizer
    session: InferenceSession


class PackagedEmbedder:
    """all-MiniLM-L6-v2 from the package. Safe to call from several threads.

    A question takes one processor; where there are many texts, `threads` batches of `batch_size` are
    worked on side by side (0: as many as there are processors). Raises ModelMissing, ModelChanged,
    BadVectors.
    """

    name = PACKAGED_MODEL
    digest = WEIGHTS_SHA256
    dim = WEIGHTS_DIM

    def __init__(self, *, batch_size: int = 32, threads: int = 0) -> None:
        """ModelMissing where the package is not there; its files are read and checked when needed."""
        self._folder = packaged_folder()
        self._batch = batch_size
        self._threads = threads or _processors()
        self._loading = threading.Lock()
        self._loaded: _Loaded | None = None

    @classmethod
    def from_settings(cls, settings: IndexSettings) -> PackagedEmbedder:
        """The embedder that the settings ask for."""
        return cls(batch_size=settings.batch_size, threads=settings.threads)

    def load(self) -> _Loaded:
        """Load the model unless it is loaded: about a third of a second."""
        with self._loading:
            if self._loaded is None:
                check_weights(self._folder / WEIGHTS_FILE)
                session = _session(self._folder / WEIGHTS_FILE)
                self._loaded = _Loaded(_tokenizer(self._folder), session)
            return self._loaded

    def knows_word(self, word: str) -> bool:
        """True where `word` is a whole word of the model's vocabulary, so not a slip of the keyboard."""
        return self._words.knows(word)

    def rarity(self, word: str) -> float:
        """How rare `word` is in the language, 0..1: the logarithm of its place in the vocabulary."""
        return self._words.rarity(word)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors of `texts`, shape (len(texts), dim)."""
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        return np.stack([vectors.sentence for vectors in self._vectors(texts, tokens=False)])

    def encode_tokens(self, texts: Sequence[str]) -> list[TextVectors]:
        """Sentence and token vectors of each text, from one forward pass; first and last piece left out."""
        return self._vectors(texts, tokens=True)

    @cached_property
    def _words(self) -> WordPieces:
        return WordPieces(self.load().tokenizer.get_vocab())

    def _vectors(self, texts: Sequence[str], *, tokens: bool) -> list[TextVectors]:
        model = self.load()
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        batches = [by_length[n : n + self._batch] for n in range(0, len(by_length), self._batch)]

        def embed(places: list[int]) -> list[TextVectors]:
            encodings = model.tokenizer.encode_batch([texts[place] for place in places])
            return _pooled(_states(model.session, encodings, shrink=len(texts) > 1), encodings, tokens)

        if len(batches) > 1 and self._threads > 1:
            with ThreadPoolExecutor(self._threads, "embedding") as pool:
                found = list(pool.map(embed, batches))
        else:
            found = [embed(batch) for batch in batches]
        placed = zip(
            (p for batch in batches for p in batch), (v for part in found for v in part), strict=True
        )
        in_order = dict(placed)
        return [in_order[place] for place in range(len(texts))]


def graph_tensors(tensors: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """The tensors of the weights file that the graph uses, as it uses them: linear layers turned round."""
    used = {n: t for n, t in tensors.items() if n.startswith(("embeddings.", "encoder.")) and n != _UNUSED}
    return {n: np.ascontiguousarray(t.T) if n.startswith("encoder.") else t for n, t in used.items()}


def _states(session: InferenceSession, encodings: Sequence[Encoding], *, shrink: bool) -> Matrix:
    """The last hidden states, (texts, pieces, dim). With `shrink` the memory of the pass is given back."""
    import onnxruntime

    given = {
        INPUTS[0]: np.array([e.ids for e in encodings], np.int64),
        INPUTS[1]: np.array([e.attention_mask for e in encodings], np.int64),
    }
    options = None
    if shrink:
        options = onnxruntime.RunOptions()
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    states: Matrix = session.run([OUTPUT], given, options)[0]
    return states


def _pooled(states: Matrix, encodings: Sequence[Encoding], tokens: bool) -> list[TextVectors]:
    """Each text's vectors: its mean state and, with `tokens`, those of its pieces, all made unit length."""
    found = []
    for grid, encoding in zip(states, encodings, strict=True):
        pieces = sum(encoding.attention_mask)
        sentence = _unit(grid[:pieces].mean(axis=0, keepdims=True))
        inner = slice(1, pieces - 1 if tokens else 1)
        spans = tuple(encoding.offsets[inner])
        found.append(TextVectors(checked(sentence, 1, grid.shape[1])[0], _unit(grid[inner]), spans))
    return found


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.enable_truncation(MAX_PIECES)
    found.enable_padding(pad_id=found.token_to_id("[PAD]"), pad_token="[PAD]")
    return found


def _session(weights: Path) -> InferenceSession:
    import onnxruntime
    from safetensors.numpy import load_file

    options = onnxruntime.SessionOptions()
    # measured: a second thread makes one question slower, and spinning ones starve the rest of the answer
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    tensors = graph_tensors(load_file(weights))
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(tensor) for tensor in tensors.values()]
    options.add_external_initializers(list(tensors), values)
    try:
        return onnxruntime.InferenceSession(str(GRAPH), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common base
        reason = (str(error).splitlines() or [""])[0][:200]
        raise ModelMissing(f"{GRAPH} cannot be loaded ({reason}); reinstall minamata.") from error


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
