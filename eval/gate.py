"""A bar for later runs: a run is held against the report of an earlier one and may not be worse.

Worse is what has moved the wrong way by more than a measure's tolerance, case by case over the same
cases. Cases that the run lacks, or whose wording changed, are an error: a bar is only one while it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.compare import MEASURED, Difference, difference, pairs_of
from eval.errors import BrokenRun, EvalError
from eval.report import load_report
from eval.terminal import table

#: How much worse a measure may be, by its attribute: a share (0.02 = two points), or times for others.
TOLERANCES: Mapping[str, float] = {
    **{measured.attribute: 0.02 for measured in MEASURED if measured.is_share},
    "quote_fidelity": 0.0,
    "words": 0.25,
    "latency_ms": 1.0,
}


@dataclass(frozen=True, slots=True)
class Held:
    """One measure of both runs, and whether it is worse by more than `tolerance`."""

    difference: Difference
    tolerance: float

    @property
    def worse(self) -> bool:
        """True where it moved the wrong way by more than the tolerance."""
        found = self.difference
        lost = -found.mean if found.measured.more_is_better else found.mean
        allowed = self.tolerance if found.measured.is_share else self.tolerance * found.a
        return lost > allowed + 1e-9


@dataclass(frozen=True, slots=True)
class Gate:
    """All measures held against the bar. `failed` are cases that ended in an error and did not before."""

    held: tuple[Held, ...]
    failed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is worse than allowed."""
        return not self.failed and not any(h.worse for h in self.held)

    def text(self) -> str:
        """The measures for a terminal, and the verdict as its last line."""
        rows = [
            (
                d.measured.name,
                str(d.n),
                _value(d, d.a),
                _value(d, d.b),
                _allowed(h),
                "worse" if h.worse else "",
            )
            for h in self.held
            for d in (h.difference,)
        ]
        worse = [h.difference.measured.name for h in self.held if h.worse]
        worse += [f"{len(self.failed)} more failed ({', '.join(self.failed[:5])})"] if self.failed else []
        verdict = f"Worse than the baseline: {', '.join(worse)}." if worse else "Not worse than the baseline."
        return "\n".join([table(("measure", "n", "baseline", "run", "allowed", ""), rows), "", verdict])


def gate(baseline: Path, run: Path, tolerances: Mapping[str, float] | None = None) -> Gate:
    """The run in folder `run` held against `baseline` (a run's folder or its report.json).

    `tolerances` replace those of `TOLERANCES`, by the same names. Raises `BrokenRun`, `EvalError`.
    """
    allowed = {**TOLERANCES, **(tolerances or {})}
    if unknown := allowed.keys() - TOLERANCES.keys():
        known = ", ".join(TOLERANCES)
        raise EvalError(f"no measure is called {', '.join(sorted(unknown))}; there are {known}")
    before, after = load_report(baseline), load_report(run)
    pairs = pairs_of(before, after)
    if missing := len(before.results) - len(pairs):
        raise BrokenRun(
            f"{run}: {missing} of the {len(before.results)} cases of {baseline} are missing or changed; "
            "run the same cases, or take a new baseline"
        )
    found = [difference(measured, pairs) for measured in MEASURED]
    return Gate(
        tuple(Held(d, allowed[d.measured.attribute]) for d in found if d is not None),
        tuple(b.id for a, b in pairs if b.outcome == "failed" and a.outcome != "failed"),
    )


def _value(found: Difference, value: float) -> str:
    return f"{100 * value:.1f}%" if found.measured.is_share else f"{value:.1f}"


def _allowed(held: Held) -> str:
    sign = "-" if held.difference.measured.more_is_better else "+"
    return f"{sign}{100 * held.tolerance:.4g}" + ("" if held.difference.measured.is_share else "%")
