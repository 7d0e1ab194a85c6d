"""How likely it is that the passages found answer the question: a logistic model over a few signals.

The model has a weight for each signal and for each product of two: a word that is missing matters less
where the rest is covered well.

The weights are data (`calibration.json`), written by `eval/fitting.py` from labelled questions over
other documents; nothing here is tuned by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.evidence import Evidence
from assistant.matching import adjacent, weight
from corpus.words import fold
from index.hit import Term

SIGNALS = (
    "cover", "context", "gap", "missing", "focus", "mass", "cosine", "alignment", "lexical", "adjacent",
    "words", "lead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights over `expanded` signals, standardised by `mean` and `scale`; a bias and a threshold."""

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
        return self.probability(values)

    def probability(self, values: Sequence[float]) -> float:
        """Probability in 0..1 for the values of `SIGNALS`."""
        standard = [(v - m) / s for v, m, s in zip(values, self.mean, self.scale, strict=True)]
        score = self.bias + sum(w * v for w, v in zip(self.weights, expanded(standard), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def expanded(values: Sequence[float]) -> list[float]:
    """`values`, and after them the product of every two (a value with itself included)."""
    products = [a * b for i, a in enumerate(values) for b in values[i:]]
    return [*values, *products]


def signals(evidence: Evidence) -> tuple[float, ...] | None:
    """The values of `SIGNALS` for the best candidate, or None without candidates or subject words.

    `missing` is the weight of the rarest subject word that the best candidate and its context do not
    print, `gap` of the word it speaks of least, `focus` how far it speaks of the very thing wanted,
    `mass` the weight of what it does speak of (2 and more is 1), `lead` how far the second is behind.
    """
    if not evidence.candidates or not evidence.terms:
        return None
    best = evidence.candidates[0]
    terms = evidence.terms
    second = evidence.candidates[1].standing if len(evidence.candidates) > 1 else 0.0
    return (
        best.cover,
        best.context,
        max(weight(t) * (1.0 - s) for t, s in zip(terms, best.spoken, strict=True)),
        max((weight(t) for t in best.missing), default=0.0),
        min((s for t, s in zip(terms, best.spoken, strict=True) if _wanted(t, evidence)), default=1.0),
        min(1.0, sum(weight(t) * s for t, s in zip(terms, best.spoken, strict=True)) / 2.0),
        max(c.hit.cosine for c in evidence.candidates[:5]),
        max((c.hit.alignment or 0.0) for c in evidence.candidates[:5]),
        best.hit.lexical,
        adjacent(terms, best.passage.text),
        min(len(terms), 8) / 8.0,
        best.standing - second,
    )


def _wanted(term: Term, evidence: Evidence) -> bool:
    return any(part in evidence.question.focus for part in fold(term.word).split())


@cache
def shipped() -> Calibration:
    """The weights that ship with the project."""
    row = json.loads(files("assistant").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        tuple(row["weights"]), tuple(row["mean"]), tuple(row["scale"]), row["bias"], row["threshold"]
    )
