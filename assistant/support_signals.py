"""How well a cited text bears a statement out: signals of likeness, and a logistic model over them.

The weights are data (`support.json`), written by `eval/supporting.py` from pairs that people labelled.
Likeness is blind to a changed digit or a swapped name; those are the rules' business (`supporting`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from assistant.support_vocabulary import plainly, standing, stands_for
from corpus.sentences import sentences
from corpus.vocabulary import synonyms
from corpus.words import STOP, Word, fold, words
from index import KnowsWords, TextVectors, TokenEmbedder

SIGNALS = (
    "cover", "rare", "rare_window", "pairs", "near_pairs", "run", "alignment", "alignment_worst", "cosine",
    "all_words", "foreign_run", "capitals", "length", "ratio",
)  # fmt: skip
_NEAR = 6


@dataclass(frozen=True, slots=True)
class SupportModel:
    """Weights over standardised `SIGNALS`, a bias, and the probability from which all is supported."""

    weights: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, values: Sequence[float]) -> float:
        """Probability in 0..1 that the cited text supports the statement with these signals."""
        score = self.bias + sum(
            w * (v - m) / s for w, v, m, s in zip(self.weights, values, self.mean, self.scale, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def shipped_support() -> SupportModel:
    """The weights that ship with the project."""
    row = json.loads(files("assistant").joinpath("support.json").read_text(encoding="utf-8"))
    return SupportModel(
        tuple(row["weights"]), tuple(row["mean"]), tuple(row["scale"]), row["bias"], row["threshold"]
    )


def rarity_of(embedder: object) -> Callable[[str], float]:
    """How rare a word is in the language, 0..1, where the embedder can tell; every word alike otherwise."""
    if isinstance(embedder, KnowsWords):
        return lambda word: max(0.05, embedder.rarity(word.lower()))
    return lambda word: 1.0


def content(text: str) -> list[Word]:
    """The words of `text` that carry a subject, numbers of one digit included."""
    return [w for w in words(text) if fold(w.text) not in STOP]


def borne(statement: str, known: Set[str]) -> list[bool]:
    """For each content word of `statement` whether the stems `known` have it, or its official term."""
    carried = content(statement) or words(statement)
    held = [w.stem in known for w in carried]
    held = [h or stands_for(w.stem, known) for h, w in zip(held, carried, strict=True)]
    for expansion in synonyms().official_for([w.text for w in carried]):
        if any(all(w.stem in known for w in words(term)) for term in expansion.terms):
            held[expansion.start : expansion.start + expansion.length] = [True] * expansion.length
    return held


def support_signals(statement: str, evidence: Sequence[str], embedder: object = None) -> tuple[float, ...]:
    """The values of `SIGNALS` for a statement and the texts it cites.

    `cover` is the share of its content words that are there, `rare` the same weighted by rarity,
    `rare_window` within the best two sentences;
    `pairs` the share of its word pairs, `near_pairs` of pairs
    that stand near each other; `run` the longest run of words in common; `alignment` mean likeness of token
    vectors, `alignment_worst` of the worst fifth; `foreign_run` the longest run of content words that are
    not there.
    """
    statement, evidence = plainly(statement), [plainly(text) for text in evidence]
    whole = " \n ".join(evidence)
    said, there = [w.stem for w in words(statement)], [w.stem for w in words(whole)]
    carried = content(statement) or words(statement)
    if not said or not there:
        return (0.0,) * len(SIGNALS)
    rarity = rarity_of(embedder)
    weights = {w.stem: rarity(fold(w.text)) for w in carried}
    known = frozenset(there)
    said = [standing(s, known) for s in said]
    weights = {standing(s, known): weight for s, weight in weights.items()}
    total = sum(weights.values()) or 1.0
    in_all = borne(statement, known)
    capitals = [w for w in carried if w.text[:1].isupper() and w.start > 0]
    mean, worst, cosine = _alignment(statement, evidence, embedder, sum(in_all) / len(in_all))
    return (
        sum(in_all) / len(in_all),
        sum(weight for stem, weight in weights.items() if stem in known) / total,
        max(
            sum(weight for s, weight in weights.items() if s in window) / total
            for window in _windows(evidence)
        ),
        _pairs(said, there),
        _near_pairs([standing(w.stem, known) for w in carried], there),
        _run(said, there) / len(said),
        mean,
        worst,
        cosine,
        sum(stem in known for stem in said) / len(said),
        longest_run([not held for held in in_all]) / len(in_all),
        sum(w.stem not in known for w in capitals) / len(capitals) if capitals else 0.0,
        math.log(len(said)) / 5.0,
        math.log(len(there) / len(said)) / 5.0,
    )


def _windows(evidence: Sequence[str]) -> list[set[str]]:
    found: list[set[str]] = []
    for text in evidence:
        parts = [{w.stem for w in words(text[a:b])} for a, b in sentences(text)]
        found += parts if len(parts) < 2 else [a | b for a, b in pairwise(parts)]
    return found or [set()]


def _pairs(said: Sequence[str], there: Sequence[str]) -> float:
    own = set(pairwise(said))
    return len(own & set(pairwise(there))) / len(own) if own else float(said[0] in there)


def _near_pairs(said: Sequence[str], there: Sequence[str]) -> float:
    """Share of neighbouring content words that also stand near each other in the evidence."""
    places: dict[str, list[int]] = {}
    for place, stem in enumerate(there):
        places.setdefault(stem, []).append(place)
    own = list(pairwise(said))
    if not own:
        return float(said[0] in places) if said else 0.0
    near = [any(abs(i - j) <= _NEAR for i in places.get(a, ()) for j in places.get(b, ())) for a, b in own]
    return sum(near) / len(near)


def _run(said: Sequence[str], there: Sequence[str]) -> int:
    """Length in words of the longest run that both have."""
    best = 0
    row = [0] * (len(there) + 1)
    for one in said:
        new = [0] * (len(there) + 1)
        for place, other in enumerate(there, 1):
            if one == other:
                new[place] = row[place - 1] + 1
                best = max(best, new[place])
        row = new
    return best


def longest_run(flags: Sequence[bool]) -> int:
    """How many True stand in a row at most."""
    best = now = 0
    for flag in flags:
        now = now + 1 if flag else 0
        best = max(best, now)
    return best


def _alignment(
    statement: str, evidence: Sequence[str], embedder: object, instead: float
) -> tuple[float, float, float]:
    """Mean and worst-fifth token likeness and cosine; `instead` where there are no token vectors."""
    if not isinstance(embedder, TokenEmbedder):
        return instead, instead, instead
    own, *others = embedder.encode_tokens([statement, *evidence])
    likeness = np.max(np.concatenate([_likeness(own, other) for other in others], axis=1), axis=1)
    likeness = np.sort(likeness)
    worst = likeness[: max(1, len(likeness) // 5)]
    cosine = max(float(own.sentence @ other.sentence) for other in others)
    return float(likeness.mean()), float(worst.mean()), cosine


def _likeness(own: TextVectors, other: TextVectors) -> np.ndarray:  # (own pieces, other pieces)
    return np.asarray(own.tokens @ other.tokens.T)
