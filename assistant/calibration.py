"""How likely it is that the passages found answer the question: a logistic model over a few signals.

The weights are data (`calibration.json`), written by `eval/fitting.py` from labelled questions over
other documents; nothing here is tuned by hand.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.evidence import Evidence
from assistant.matching import adjacent, weight

SIGNALS = (
    "cover", "context", "gap", "missing", "cosine", "alignment", "lexical", "adjacent", "words", "lead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights over `SIGNALS` (standardised by `mean` and `scale`), a bias and the threshold fitted with them."""

    weights: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    bias: float
    threshold: float

    def likelihood(self, evidence: Evidence) -> float:
        """Probability in 0..1 that the best candidate answers; 0 without candidates."""
        values = signals(evidence)
        if values is None:
            return 0.0
        score = self.bias + sum(
            w * (v - m) / s for w, v, m, s in zip(self.weights, values, self.mean, self.scale, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def signals(evidence: Evidence) -> tuple[float, ...] | None:
    """The values of `SIGNALS` for the best candidate, or None without candidates or subject words.

    `missing` is the weight of the rarest subject word that the best candidate and its context do not
    print, `gap` of the word it speaks of least, `lead` how far the second candidate is behind.
    """
    if not evidence.candidates or not evidence.terms:
        return None
    best = evidence.candidates[0]
    terms = evidence.terms
    second = evidence.candidates[1].standing if len(evidence.candidates) > 1 else 0.0
    return (
        best.cover,
        best.context,
        best.gap,
        max((weight(t) for t in best.missing), default=0.0),
        max(c.hit.cosine for c in evidence.candidates[:5]),
        max((c.hit.alignment or 0.0) for c in evidence.candidates[:5]),
        best.hit.lexical,
        adjacent(terms, best.passage.text),
        min(len(terms), 8) / 8.0,
        best.standing - second,
    )


@cache
def shipped() -> Calibration:
    """The weights that ship with the project."""
    row = json.loads(files("assistant").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        tuple(row["weights"]), tuple(row["mean"]), tuple(row["scale"]), row["bias"], row["threshold"]
    )
