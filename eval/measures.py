"""Measures over many results: the figures that a report shows for all cases, each kind and each document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.intervals import Sample, interval, mean, quantile, quantile_interval, share_interval
from eval.likelihood import brier, expected_error
from eval.metrics import OUTCOMES, CaseResult

Interval = tuple[float, float]
#: Figures that are means over the cases that have them, by the attribute of `CaseResult` each comes from.
_MEANS = {
    "correct": "correct",
    "evidence_recall": "evidence_recall",
    "decision_recall": "decision_recall",
    "decision_precision": "decision_precision",
    "workstream_recall": "workstream_recall",
    "citation_precision": "citation_precision",
    "quote_fidelity": "quote_fidelity",
    "list_exact": "list_exact",
    "refusal_rate": "refusal_correct",
    "false_refusal_rate": "false_refusal",
    "exact_match": "exact_match",
    "token_f1": "token_f1",
    "recall_5": "recall_5",
    "recall_10": "recall_10",
    "mrr_10": "mrr_10",
    "ndcg_10": "ndcg_10",
    "carried_passage": "carried_passage",
    "needed_passage": "needed_passage",
    "carried_decision": "carried_decision",
    "needed_decision": "needed_decision",
    "paragraph_recall": "paragraph_recall",
    "paragraph_precision": "paragraph_precision",
    "paragraph_right": "paragraph_right",
}


@dataclass(frozen=True, slots=True)
class Latency:
    """Wall time of `n` answers, in milliseconds, with the 95% intervals of the median and of p95."""

    n: int
    p50: float | None
    p95: float | None
    p99: float | None = None
    p50_interval: Interval | None = None
    p95_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures over `n` results: shares from 0 to 1, None where no case measures them.

    `intervals` are their 95% intervals by name (`intervals.share_interval`), `interval` that of `correct`.
    `refusal_rate` is the share of the cases to be refused that were refused as wanted (the recall of
    refusals), `refusal_precision` the share of refusals that were, `refusal_f1` their harmonic mean;
    `false_refusal_rate` the share of the others refused; `calibration_error` and `brier` say how far
    likelihoods of an answer lie from there being one (0 is best). `wrong_rate` is the share
    answered wrongly: neither correct, nor abstained, nor failed. The others: see `CaseResult`.
    """

    n: int
    outcomes: dict[str, int]
    words_median: float | None
    latency: Latency
    correct: float | None = None
    evidence_recall: float | None = None
    decision_recall: float | None = None
    decision_precision: float | None = None
    workstream_recall: float | None = None
    citation_precision: float | None = None
    quote_fidelity: float | None = None
    list_exact: float | None = None
    refusal_rate: float | None = None
    false_refusal_rate: float | None = None
    exact_match: float | None = None
    token_f1: float | None = None
    recall_5: float | None = None
    recall_10: float | None = None
    mrr_10: float | None = None
    ndcg_10: float | None = None
    carried_passage: float | None = None
    needed_passage: float | None = None
    carried_decision: float | None = None
    needed_decision: float | None = None
    paragraph_recall: float | None = None
    paragraph_precision: float | None = None
    paragraph_right: float | None = None
    refusal_precision: float | None = None
    refusal_f1: float | None = None
    calibration_error: float | None = None
    brier: float | None = None
    intervals: dict[str, Interval] | None = None

    @property
    def wrong_rate(self) -> float | None:
        """The share of answers that were given and wrong."""
        return self.outcomes["wrong"] / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """The 95% interval of `correct`."""
        return (self.intervals or {}).get("correct")


def latency(results: Sequence[CaseResult]) -> Latency:
    """The latency of `results`."""
    taken = [r.latency_ms for r in results]
    p50, p95, p99 = (quantile(taken, share) for share in (0.5, 0.95, 0.99))
    return Latency(len(taken), p50, p95, p99, quantile_interval(taken, 0.5), quantile_interval(taken, 0.95))


def likelihoods(results: Sequence[CaseResult]) -> list[tuple[float, bool]]:
    """The likelihood of an answer that each question was given, and whether there is one."""
    return [(r.likelihood, r.refusal_correct is None) for r in results if r.likelihood is not None]


def measure(results: Sequence[CaseResult]) -> Measures:
    """All figures over `results`."""
    figures: dict[str, float | None] = {}
    intervals: dict[str, Interval | None] = {}
    for name, attribute in _MEANS.items():
        values = [float(v) for r in results if (v := getattr(r, attribute)) is not None]
        figures[name], intervals[name] = mean(values), share_interval(values)
    figures |= _refusals(results, intervals)
    told = likelihoods(results)
    return Measures(
        n=len(results),
        outcomes={outcome: sum(r.outcome == outcome for r in results) for outcome in OUTCOMES},
        words_median=quantile([float(r.words) for r in results], 0.5),
        latency=latency(results),
        calibration_error=expected_error(told),
        brier=brier(told),
        intervals={name: bounds for name, bounds in intervals.items() if bounds},
        **figures,
    )


def _refusals(
    results: Sequence[CaseResult], intervals: dict[str, Interval | None]
) -> dict[str, float | None]:
    """Precision and F1 of refusals; their intervals are put beside the others."""
    right = [bool(r.refusal_correct) for r in results]
    wrong = [bool(r.false_refusal) for r in results]
    missed = [r.refusal_correct is False for r in results]
    counts = np.array([right, wrong, missed], np.float64).T.reshape(-1, 3)
    found: dict[str, float | None] = {}
    for name, statistic in (("refusal_precision", _precision), ("refusal_f1", _f1)):
        value = statistic(counts[None])[0] if len(counts) else np.nan
        found[name] = None if np.isnan(value) else float(value)
        intervals[name] = interval(counts, statistic) if found[name] is not None else None
    return found


def _precision(drawn: Sample) -> Sample:
    right, wrong, _ = drawn.sum(axis=1).T
    return _ratio(right, right + wrong)


def _f1(drawn: Sample) -> Sample:
    right, wrong, missed = drawn.sum(axis=1).T
    # a set without a question to refuse measures no refusal
    return _ratio(2 * right, np.where(right + missed > 0, 2 * right + wrong + missed, 0.0))


def _ratio(part: Sample, whole: Sample) -> Sample:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
