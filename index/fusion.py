"""Fusion: full-text and vector scores of one question joined into one order.

fused = lexical weight x BM25 / the question's best + cosine weight x cosine, over all candidates of both;
then late interaction (each question token's best match in the passage, averaged) for the best of them.
The weights are data (`fusion.json`), so that a fit can replace them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from index.packing import Matrix, Tokens


@dataclass(frozen=True, slots=True)
class Weights:
    """How scores are joined. `candidates` are taken from each list, `aligned` of them read token by token.

    `lexical` and `cosine` sum to 1; `alignment` is added to their sum, and all divided by 1 + `alignment`.
    `heading` is what a match in headings and title counts in BM25 against 1 in the text.
    """

    lexical: float
    cosine: float
    alignment: float
    candidates: int
    aligned: int
    heading: float


@dataclass(frozen=True, slots=True)
class Matches:
    """For each token of a question its best match, -1..1: in the passage, and in it or its context."""

    own: tuple[float, ...]
    reached: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate passage's scores; see `index.hit.Hit`. `order` is its place among all passages."""

    number: int
    order: tuple[int, ...]
    lexical: float
    cosine: float
    score: float = 0.0
    matches: Matches | None = None


@cache
def shipped_weights() -> Weights:
    """The weights in ``fusion.json``."""
    return Weights(**json.loads(files("index").joinpath("fusion.json").read_text(encoding="utf-8")))


def best_first(candidates: Sequence[Scored]) -> list[Scored]:
    """By score, higher first; equal scores in the order of documents and text."""
    return sorted(candidates, key=lambda c: (-round(c.score, 6), c.order))


def fuse(candidates: Sequence[Scored], weights: Weights) -> list[Scored]:
    """Candidates with their fused score, best first. Scores end in 0..1."""
    total = 1.0 + weights.alignment
    fused = []
    for c in candidates:
        score = (weights.lexical * c.lexical + weights.cosine * c.cosine) / total
        fused.append(Scored(c.number, c.order, c.lexical, c.cosine, _bounded(score)))
    return best_first(fused)


def refine(fused: Sequence[Scored], known: Mapping[int, Matches], weights: Weights) -> list[Scored]:
    """`fused` with alignment added where token matches are known (by passage number), best first."""
    share = weights.alignment / (1.0 + weights.alignment)
    refined = []
    for c in fused:
        matches = known.get(c.number)
        if matches is not None:
            score = _bounded(c.score + share * mean(matches.reached))
            c = replace(c, score=score, matches=matches)
        refined.append(c)
    return best_first(refined)


def mean(matches: Sequence[float]) -> float:
    """The mean of token matches; 0 of none."""
    return sum(matches) / len(matches) if matches else 0.0


def align(question: Matrix, passages: Sequence[Tokens]) -> list[tuple[float, ...]]:
    """For each passage the best match of every question token, each -1..1; empty where it has no tokens."""
    filled = [place for place, tokens in enumerate(passages) if len(tokens.scales)]
    found: list[tuple[float, ...]] = [()] * len(passages)
    if len(question) and filled:
        steps = np.concatenate([passages[place].steps for place in filled])
        scales = np.concatenate([passages[place].scales for place in filled])
        # scaled after the product: that is one pass over (pieces, question) instead of (pieces, dim)
        matches = (steps.astype(np.float32) @ question.T) * scales[:, None]
        starts = np.cumsum([0] + [len(passages[place].scales) for place in filled[:-1]])
        best = np.clip(np.maximum.reduceat(matches, starts, axis=0), -1.0, 1.0).tolist()
        for place, row in zip(filled, best, strict=True):
            found[place] = tuple(row)
    return found


def _bounded(score: float) -> float:
    return min(1.0, max(0.0, score))
