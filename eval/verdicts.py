"""Fits what is said to a yes/no question beside a passage, and says how well it holds on other documents.

    python -m eval.verdicts [--write]

The pairs (`cases/yes_no_pairs.jsonl`) were written from documents by people who saw no code: a question,
a passage, and "yes", "no", or "neither" where the passage does not settle it. Each document in turn is kept
out of the fit and judged by the others. The threshold is the lowest from which on `_RIGHT` of the words said
are right.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from assistant.verdicts import SIGNALS, VerdictModel, verdict_signals
from index import PackagedEmbedder

_LOG = logging.getLogger("minamata.verdicts")
_PAIRS = Path(__file__).resolve().parent / "cases" / "yes_no_pairs.jsonl"
_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "verdicts.json"
_RIGHT = 0.85
_GRID = [t / 100 for t in range(34, 100)]


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled question beside a passage, as signals."""

    document: str
    values: tuple[float, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said at a threshold: shares 0..1 of yes and no pairs that get a word, of right words."""

    threshold: float
    said: float
    right: float


def pairs(path: Path = _PAIRS) -> list[Pair]:
    """The labelled pairs with their signals."""
    embedder = PackagedEmbedder()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Pair(row["document"], verdict_signals(row["question"], row["passage"], embedder), row["label"])
        for row in rows
    ]


def fitted(rows: Sequence[Pair]) -> VerdictModel:
    """A logistic regression over the three labels; says all it finds likeliest."""
    from sklearn.linear_model import LogisticRegression

    values = np.array([r.values for r in rows], float)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    model = LogisticRegression(C=0.1, max_iter=5000).fit((values - mean) / scale, [r.label for r in rows])
    return VerdictModel(
        tuple(map(str, model.classes_)), tuple(map(_rounded, model.coef_)), _rounded(model.intercept_),
        _rounded(mean), _rounded(scale), 0.0,
    )  # fmt: skip


def _rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(round(v, 5)) for v in values)


def on_others(rows: Sequence[Pair]) -> list[Judged]:
    """Each pair judged by a model that has not seen its document, at each threshold."""
    models = {d: fitted([r for r in rows if r.document != d]) for d in {r.document for r in rows}}
    found = []
    for threshold in _GRID:
        said = [
            (word.lower(), row.label)
            for row in rows
            if (word := replace(models[row.document], threshold=threshold).said(row.values))
        ]
        asked = sum(r.label != "neither" for r in rows)
        right = sum(word == label for word, label in said)
        answered = sum(label != "neither" for _, label in said)
        found.append(Judged(threshold, answered / asked, right / len(said) if said else 1.0))
    return found


def lowest(judged: Sequence[Judged]) -> Judged:
    """The lowest threshold from which on what is said is right often enough."""
    kept = [j for i, j in enumerate(judged) if all(k.right >= _RIGHT for k in judged[i : i + 5])]
    return kept[0] if kept else judged[-1]


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, and write the weights where asked."""
    parser = argparse.ArgumentParser(description="Fit what is said to yes/no questions.")
    parser.add_argument("--write", action="store_true", help="replace assistant/verdicts.json")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    rows = pairs()
    judged = on_others(rows)
    for one in judged[::6]:
        _LOG.info("from %.2f on: said to %.2f, right %.2f", one.threshold, one.said, one.right)
    chosen = lowest(judged)
    _LOG.info(
        "%d pairs; threshold %.2f: said to %.2f, right %.2f",
        len(rows),
        chosen.threshold,
        chosen.said,
        chosen.right,
    )
    if args.write:
        model = replace(fitted(rows), threshold=chosen.threshold)
        _TARGET.write_text(
            json.dumps({"signals": SIGNALS, **asdict(model)}, indent=1) + "\n", encoding="utf-8"
        )
        _LOG.info("written to %s", _TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
