"""Fits the likeness half of the support check on pairs that people labelled, and says how well it holds.

    python -m eval.supporting --data DIR [--write]

DIR holds `support-pairs/` (BEGIN and Climate-FEVER). A pair counts as supported where its label says so,
and as not supported with any other label. Three tenths of the evidence texts are kept out by hash: no
evidence
stands on both sides. Beside the fitted model stands a plain share of words with the best threshold.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.support_signals import SIGNALS, SupportModel, support_signals
from assistant.supporting import Cited, unsupported
from eval.judging import agreement
from index import PackagedEmbedder

_LOG = logging.getLogger("minamata.supporting")
_PARTS = 10
_KEPT_OUT = 3  # parts of ten
_ROOM = 0.01  # of macro-F1: rules stand before the model, so the lowest threshold that is as good will do
_SETS = ("begin", "climate_fever")
_TARGET = Path(__file__).resolve().parent.parent / "assistant" / "support.json"


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair as signals; `part` decides the side it stands on.

    `judged` is what the whole check says, rules and likeness, of a pair that is kept out.
    """

    group: str
    part: int
    values: tuple[float, ...]
    supported: bool
    judged: bool | None = None


def pairs(data: Path, group: str, embedder: object) -> Iterator[Pair]:
    """The pairs of one set with their signals."""
    with gzip.open(data / "support-pairs" / f"{group}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            evidence = [text for text in row["evidence"] if text.strip()]
            if not evidence or not row["claim"].strip():
                continue
            part = hashlib.sha256(" ".join(evidence).encode()).digest()[0] % _PARTS
            values = support_signals(row["claim"], evidence, embedder)
            judged = None
            if part < _KEPT_OUT:
                judged = unsupported(row["claim"], Cited(tuple(evidence)), embedder) is None
            yield Pair(group, part, values, row["label"] == "supported", judged)


def fitted(rows: Sequence[Pair]) -> SupportModel:
    """A logistic regression in which every set and label weighs the same, near its best macro-F1."""
    from sklearn.linear_model import LogisticRegression

    values = np.array([r.values for r in rows])
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    kinds = {(r.group, r.supported): 0 for r in rows}
    for row in rows:
        kinds[row.group, row.supported] += 1
    weights = np.array([len(rows) / len(kinds) / kinds[r.group, r.supported] for r in rows])
    model = LogisticRegression(C=0.1, max_iter=5000)
    model.fit((values - mean) / scale, [r.supported for r in rows], sample_weight=weights)
    found = SupportModel(
        tuple(float(round(w, 5)) for w in model.coef_[0]),
        tuple(float(round(m, 5)) for m in mean),
        tuple(float(round(s, 5)) for s in scale),
        float(round(model.intercept_[0], 5)),
        0.5,
    )
    scores = [found.probability(r.values) for r in rows]
    grid = {t / 50: macro_f1(scores, rows, t / 50) for t in range(5, 46)}
    best = min(t for t, value in grid.items() if value >= max(grid.values()) - _ROOM)
    return SupportModel(found.weights, found.mean, found.scale, found.bias, best)


def macro_f1(scores: Sequence[float], rows: Sequence[Pair], threshold: float) -> float:
    """The mean of F1 for supported and for not supported, 0..1."""
    said, true = [s >= threshold for s in scores], [r.supported for r in rows]
    total = 0.0
    for label in (True, False):
        right = sum(a == label == b for a, b in zip(said, true, strict=True))
        wrong = sum((a == label) != (b == label) for a, b in zip(said, true, strict=True))
        total += 2 * right / (2 * right + wrong) if right or wrong else 0.0
    return total / 2


def report(seen: Sequence[Pair], kept: Sequence[Pair], model: SupportModel) -> str:
    """Macro-F1 on the kept-out part, by set: the model, and the share of words at its best threshold.

    Beside them how far the whole check agrees with people: its share, with a 95% interval, and Cohen's kappa.
    """
    overlap = SIGNALS.index("all_words")
    lines = [f"{'set':16}{'n':>6}{'model':>8}{'word overlap':>14}{'check agrees':>26}{'kappa':>7}"]
    best = max(
        (t / 50 for t in range(1, 50)), key=lambda t: macro_f1([r.values[overlap] for r in seen], seen, t)
    )
    for group in (*_SETS, "all"):
        part = [r for r in kept if group in (r.group, "all")]
        if part:
            ours = macro_f1([model.probability(r.values) for r in part], part, model.threshold)
            plain = macro_f1([r.values[overlap] for r in part], part, best)
            whole = agreement([r.supported for r in part], [r.judged for r in part])
            low, high = whole.interval or (0.0, 0.0)
            agreed = f"{whole.agreed or 0.0:.3f} ({low:.3f} to {high:.3f})"
            lines.append(
                f"{group:16}{len(part):6}{ours:8.3f}{plain:14.3f}{agreed:>26}{whole.kappa or 0.0:7.3f}"
            )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, report, and write the weights where asked."""
    parser = argparse.ArgumentParser(description="Fit the likeness half of the support check.")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds support-pairs/")
    parser.add_argument("--write", action="store_true", help="replace assistant/support.json")
    parser.add_argument("--sets", nargs="+", choices=_SETS, default=["begin"], help="the sets to fit on")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    embedder = PackagedEmbedder()
    rows = [row for group in _SETS for row in pairs(args.data, group, embedder)]
    seen = [r for r in rows if r.part >= _KEPT_OUT and r.group in args.sets]
    model = fitted(seen)
    _LOG.info(report(seen, [r for r in rows if r.part < _KEPT_OUT], model))
    for name, weight in sorted(zip(SIGNALS, model.weights, strict=True), key=lambda pair: -abs(pair[1])):
        _LOG.info("%-18s %+.3f", name, weight)
    if args.write:
        _TARGET.write_text(
            json.dumps({"signals": SIGNALS, **asdict(model)}, indent=1) + "\n", encoding="utf-8"
        )
        _LOG.info("written to %s", _TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
