"""Comparing two runs over the same cases: what changed, by how much, and whether it is more than chance.

Differences are paired (B minus A, case by case) with a 95% bootstrap interval of their mean. Cases
that only one run has, or whose wording changed between the runs, are counted and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import BrokenRun
from eval.intervals import interval, mean
from eval.metrics import CaseResult
from eval.report import Report, load_report
from eval.terminal import table


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure to compare: its attribute of `CaseResult`, its name, whether more of it is better."""

    attribute: str
    name: str
    more_is_better: bool = True
    is_share: bool = True


MEASURED = (
    Measured("correct", "correct"),
    Measured("evidence_recall", "evidence found"),
    Measured("decision_recall", "decisions found"),
    Measured("decision_precision", "decisions to the point"),
    Measured("workstream_recall", "workstreams found"),
    Measured("citation_precision", "citations to the point"),
    Measured("carried_passage", "statements carried"),
    Measured("needed_passage", "citations needed"),
    Measured("quote_fidelity", "quotes verbatim"),
    Measured("list_exact", "lists exact"),
    Measured("refusal_correct", "refused as wanted"),
    Measured("false_refusal", "refused wrongly", more_is_better=False),
    Measured("token_f1", "token F1"),
    Measured("recall_5", "recall@5 of search"),
    Measured("ndcg_10", "nDCG@10 of search"),
    Measured("words", "words", more_is_better=False, is_share=False),
    Measured("latency_ms", "latency ms", more_is_better=False, is_share=False),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both runs over the `n` pairs that have it; `low` to `high` bounds `mean` (95%)."""

    measured: Measured
    n: int
    a: float
    b: float
    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """True where the interval leaves no change out."""
        return self.low > 0 or self.high < 0

    @property
    def better(self) -> bool:
        """True where B has the better value."""
        return self.mean != 0 and (self.mean > 0) == self.measured.more_is_better


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B against run A. `gained` are cases right only in B, `lost` those right only in A."""

    a: Path
    b: Path
    paired: int
    left_out: int
    differences: tuple[Difference, ...]
    gained: tuple[CaseResult, ...]
    lost: tuple[CaseResult, ...]

    @property
    def verdict(self) -> str:
        """One line: which run is better by `correct`, or that the difference may be chance."""
        correct = next(d for d in self.differences if d.measured.attribute == "correct")
        change = f"correct {_value(correct, correct.a)} to {_value(correct, correct.b)}, {_change(correct)}"
        count = f"{len(self.gained)} gained, {len(self.lost)} lost of {self.paired}"
        if not self.gained and not self.lost:
            return f"The same questions are right in both ({count})."
        if not correct.clear:
            return f"No clear difference: {change}, {count}; more cases would tell."
        return f"{'B' if correct.better else 'A'} is better: {change}, {count}."

    def text(self) -> str:
        """The comparison for a terminal."""
        rows = [
            (d.measured.name, str(d.n), _value(d, d.a), _value(d, d.b), _change(d), _word(d))
            for d in self.differences
        ]
        head = ("measure", "n", "A", "B", "B - A (95%)", "")
        parts = [f"A  {self.a}", f"B  {self.b}", "", table(head, rows), ""]
        parts += _changed("Right only in B", self.gained) + _changed("Right only in A", self.lost)
        if self.left_out:
            parts += [f"{self.left_out} cases left out: not in both runs, or changed between them.", ""]
        return "\n".join([*parts, self.verdict])


def compare(a: Path, b: Path) -> Comparison:
    """Run `b` against run `a`, both folders that `run` wrote. Raises `BrokenRun`."""
    a, b = Path(a), Path(b)
    before, after = load_report(a), load_report(b)
    pairs = pairs_of(before, after)
    if not pairs:
        raise BrokenRun(f"{a} and {b}: no case in common, run the same cases with `eval run` for both")
    differences = (difference(measured, pairs) for measured in MEASURED)
    every = {r.id for r in (*before.results, *after.results)}
    return Comparison(
        a=a,
        b=b,
        paired=len(pairs),
        left_out=len(every) - len(pairs),
        differences=tuple(d for d in differences if d is not None),
        gained=tuple(new for old, new in pairs if new.correct and not old.correct),
        lost=tuple(new for old, new in pairs if old.correct and not new.correct),
    )


def pairs_of(before: Report, after: Report) -> list[tuple[CaseResult, CaseResult]]:
    """The results of the cases that both runs have, unchanged between them."""
    later = {r.id: r for r in after.results}
    return [
        (result, later[result.id])
        for result in before.results
        if result.id in later and result.case_digest == later[result.id].case_digest
    ]


def difference(measured: Measured, pairs: Sequence[tuple[CaseResult, CaseResult]]) -> Difference | None:
    """One measure over `pairs`; None where none of them has it in both runs."""
    values = [(getattr(old, measured.attribute), getattr(new, measured.attribute)) for old, new in pairs]
    both = [(float(old), float(new)) for old, new in values if old is not None and new is not None]
    changes = [new - old for old, new in both]
    bounds = interval(changes)
    if bounds is None:
        return None
    a, b = mean(old for old, _ in both), mean(new for _, new in both)
    return Difference(measured, len(both), a or 0.0, b or 0.0, mean(changes) or 0.0, *bounds)


def _value(difference: Difference, value: float) -> str:
    return f"{100 * value:.1f}%" if difference.measured.is_share else f"{value:.1f}"


def _change(difference: Difference) -> str:
    scale = 100 if difference.measured.is_share else 1
    mid, low, high = (scale * v for v in (difference.mean, difference.low, difference.high))
    return f"{mid:+.1f} ({low:+.1f} to {high:+.1f})"


def _word(difference: Difference) -> str:
    if not difference.clear:
        return ""
    return "better" if difference.better else "worse"


def _changed(title: str, results: Sequence[CaseResult]) -> list[str]:
    if not results:
        return []
    lines = [f"{title} ({len(results)}):"]
    for result in results:
        why = f"  [{'; '.join(result.why)[:120]}]" if result.why else ""
        lines.append(f"  {result.id}  {' '.join(result.question.split())[:90]}{why}")
    return [*lines, ""]
