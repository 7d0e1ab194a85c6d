"""Measures over many results: the figures that a report shows for all cases and for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.intervals import mean, quantile, share_interval
from eval.metrics import OUTCOMES, CaseResult


@dataclass(frozen=True, slots=True)
class Latency:
    """Wall time of `n` answers, in milliseconds."""

    n: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures over `n` results: shares from 0 to 1, None where no case measures them.

    `interval` is the 95% interval of `correct` (`intervals.share_interval`). `refusal_rate` is
    the share of the cases to be refused that were refused as wanted; `false_refusal_rate` the share
    of the others refused.
    `wrong_rate` is the share answered wrongly: neither correct, nor abstained, nor failed.
    """

    n: int
    correct: float | None
    interval: tuple[float, float] | None
    outcomes: dict[str, int]
    evidence_recall: float | None
    decision_recall: float | None
    workstream_recall: float | None
    citation_precision: float | None
    quote_fidelity: float | None
    list_exact: float | None
    refusal_rate: float | None
    false_refusal_rate: float | None
    words_median: float | None
    latency: Latency

    @property
    def wrong_rate(self) -> float | None:
        """The share of answers that were given and wrong."""
        return self.outcomes["wrong"] / self.n if self.n else None


def latency(results: Sequence[CaseResult]) -> Latency:
    """The latency of `results`."""
    taken = [r.latency_ms for r in results]
    return Latency(len(taken), quantile(taken, 0.5), quantile(taken, 0.95))


def measure(results: Sequence[CaseResult]) -> Measures:
    """All figures over `results`."""
    right = [r.correct for r in results]
    return Measures(
        n=len(results),
        correct=mean(right),
        interval=share_interval(right),
        outcomes={outcome: sum(r.outcome == outcome for r in results) for outcome in OUTCOMES},
        evidence_recall=mean(r.evidence_recall for r in results),
        decision_recall=mean(r.decision_recall for r in results),
        workstream_recall=mean(r.workstream_recall for r in results),
        citation_precision=mean(r.citation_precision for r in results),
        quote_fidelity=mean(r.quote_fidelity for r in results),
        list_exact=mean(r.list_exact for r in results),
        refusal_rate=mean(r.refusal_correct for r in results),
        false_refusal_rate=mean(r.false_refusal for r in results),
        words_median=quantile([float(r.words) for r in results], 0.5),
        latency=latency(results),
    )
