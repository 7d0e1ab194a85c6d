"""A judge of support by setting: a cross-encoder or an NLI model in a folder (`MINAMATA_SUPPORT_MODEL`).

It comes after the rules, never instead of them. A statement in another language than the text it cites shares
no words with it; only with a judge, and one that knows both languages, can it be shown at all.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.errors import SettingInvalid
from assistant.settings import AssistantSettings

_MOST_CHARACTERS = 4000


class Judge(Protocol):
    """Says how well texts bear a statement out."""

    def support(self, statement: str, texts: Sequence[str]) -> float:
        """0..1, higher is better: the best of `texts`."""

    @property
    def threshold(self) -> float:
        """From here on a statement counts as supported."""


class CrossEncoderJudge:
    """A sentence-transformers CrossEncoder: one score, or the classes of natural language inference."""

    def __init__(self, folder: Path, threshold: float = 0.5) -> None:
        """Loads the model in `folder`, nothing else: no code of the model's own, no network.

        Raises SettingInvalid where the folder holds none, or classes of which none is entailment.
        """
        from sentence_transformers import CrossEncoder

        try:
            self._model: Any = CrossEncoder(
                str(folder), device="cpu", trust_remote_code=False, local_files_only=True
            )
        except Exception as error:  # each part of a broken folder fails in its own way
            raise SettingInvalid(
                f"MINAMATA_SUPPORT_MODEL={str(folder)!r}: no cross-encoder can be read there "
                f"({type(error).__name__}); name a folder with a configuration, a tokenizer and weights."
            ) from None
        self.threshold = threshold
        self._entails = _entailment(self._model.config.id2label, folder)
        self._lock = threading.Lock()

    def support(self, statement: str, texts: Sequence[str]) -> float:
        """Probability 0..1 that the best of `texts` supports or entails `statement`."""
        import torch

        pairs = [(text[:_MOST_CHARACTERS], statement) for text in texts if text.strip()]
        if not pairs:
            return 0.0
        with self._lock:
            scores = self._model.predict(
                pairs, activation_fn=torch.nn.Identity(), convert_to_tensor=True, show_progress_bar=False
            )
        rows = scores.reshape(len(pairs), -1)
        chances = torch.sigmoid(rows[:, 0]) if self._entails is None else rows.softmax(1)[:, self._entails]
        return float(chances.max())


def _entailment(labels: dict[int, str], folder: Path) -> int | None:
    """The place of entailment among the classes; None where the model gives one score."""
    if len(labels) == 1:
        return None
    found = [
        place for place, name in labels.items() if "entail" in name.lower() and "not" not in name.lower()
    ]
    if len(found) != 1:
        raise SettingInvalid(
            f"MINAMATA_SUPPORT_MODEL={str(folder)!r}: its classes are {', '.join(labels.values())}; "
            "one must be called entailment, or the model must give one score."
        )
    return int(found[0])


def support_judge(settings: AssistantSettings) -> Judge | None:
    """The judge that the settings name, or None. Raises SettingInvalid where it cannot be used."""
    if not settings.support_model:
        return None
    folder = Path(settings.support_model)
    if not folder.is_dir():
        raise SettingInvalid(f"MINAMATA_SUPPORT_MODEL={settings.support_model!r}: there is no such folder.")
    return CrossEncoderJudge(folder, settings.support_threshold)
