"""How likely it is that the passages found answer the question: a logistic model over a few signals.

The weights are data (`calibration.json`), written by `eval/fitting.py` from labelled questions over
other documents; nothing here is tuned by hand. Which signals were tried: docs/decisions/0003.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.catalogue import Catalogue, head_of
from assistant.evidence import Evidence
from assistant.matching import context_of, covers, stems_of, weight
from corpus.words import fold
from index.hit import Term

SIGNALS = ("focus", "alignment", "faintest", "beside", "title", "pointed", "head", "summary")


_ALL = 0.99


@dataclass(frozen=True, slots=True)
class Calibration:
    """A weight for each signal, standardised by `mean` and `scale`; a bias and a threshold.

    `whole` is the share of questions answered where the best candidate prints every subject word, or an
    official term for it: there nothing is left to be likened.
    """

    weights: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    bias: float
    threshold: float
    whole: float = 0.0

    def likelihood(self, evidence: Evidence, catalogue: Catalogue) -> float:
        """Probability in 0..1 that the best candidate answers; 0 without candidates."""
        values = signals(evidence, catalogue)
        if values is None:
            return 0.0
        return max(self.probability(values), self.whole if prints_all(evidence) else 0.0)

    def probability(self, values: Sequence[float]) -> float:
        """Probability in 0..1 for the values of `SIGNALS`."""
        standard = [(v - m) / s for v, m, s in zip(values, self.mean, self.scale, strict=True)]
        score = self.bias + sum(w * v for w, v in zip(self.weights, standard, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def prints_all(evidence: Evidence) -> bool:
    """Whether the best candidate prints every subject word of a question that asks what is said of it.

    Who is meant counts only in a decision named: elsewhere the words alone do not give a name.
    """
    question = evidence.question
    asked = question.want in {"content", "decision", "yes_no"}
    asked = asked or (question.want == "person" and bool(question.decisions))
    return asked and bool(evidence.terms) and evidence.candidates[0].cover > _ALL


def signals(evidence: Evidence, catalogue: Catalogue) -> tuple[float, ...] | None:
    """The values of `SIGNALS` for the best candidate, or None without candidates or subject words.

    `focus` is how far it speaks of the very thing wanted, `alignment` its mean best token
    match, `faintest` that of the word it resembles least; `beside` is the weight of the words that
    only its headings and its paragraph have, `title` of those that its document's head has, both as a
    share; `pointed`, `head` and `summary` are 1 where the question points at its document, and where it is
    a document's head or a public summary.
    """
    if not evidence.candidates or not evidence.terms:
        return None
    best, terms = evidence.candidates[0], evidence.terms
    passage = best.passage
    around, head = context_of(passage, catalogue), head_of(catalogue.documents[passage.document_id])
    total = sum(weight(t) for t in terms)
    beside = sum(weight(t) for t in terms if covers(t, around) and not covers(t, passage.text))
    known = stems_of(head)
    title = sum(weight(t) for t in terms if t.stems and t.stems[0] in known)
    return (
        min((s for t, s in zip(terms, best.spoken, strict=True) if _wanted(t, evidence)), default=1.0),
        best.hit.alignment or 0.0,
        min(best.hit.likeness, default=0.0),
        beside / total,
        title / total,
        float(passage.document_id in evidence.question.documents),
        float(passage.role == "header"),
        float(passage.role == "fact"),
    )


def _wanted(term: Term, evidence: Evidence) -> bool:
    return any(part in evidence.question.focus for part in fold(term.word).split())


@cache
def shipped() -> Calibration:
    """The weights that ship with the project."""
    row = json.loads(files("assistant").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        tuple(row["weights"]),
        tuple(row["mean"]),
        tuple(row["scale"]),
        row["bias"],
        row["threshold"],
        row["whole"],
    )
