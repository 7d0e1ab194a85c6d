"""The bar: what may not get worse, by how much, and what makes it no bar at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval import BrokenRun, Case, EvalError, gate, run
from tests.eval_fakes import Reply, Scripted, answer, cite

CASES = [Case(f"c{n}", "date", f"When {n}?", must=(("June",),)) for n in range(50)]
YES, NO = answer("In June."), answer("In May.")


def ran(
    folder: Path, right: int, others: Mapping[str, Reply] | None = None, cases: list[Case] = CASES
) -> Path:
    replies: dict[str, Reply] = {case.question: YES if n < right else NO for n, case in enumerate(CASES)}
    run(Scripted({**replies, **(others or {})}), cases, folder)
    return folder


def allowing(more: dict[str, float] | None = None) -> dict[str, float]:
    """Times differ from run to run; nothing here is about them."""
    return {"latency_ms": 1e9, **(more or {})}


def test_a_point_lost_is_allowed_and_two_more_are_not(tmp_path: Path) -> None:
    bar = ran(tmp_path / "bar", 40)
    shutil.copy(bar / "report.json", tmp_path / "baseline.json")
    found = gate(tmp_path / "baseline.json", ran(tmp_path / "a", 39), allowing())
    assert found.passed
    assert found.text().endswith("Not worse than the baseline.")
    found = gate(bar, ran(tmp_path / "b", 38), allowing())
    assert not found.passed
    assert found.text().endswith("Worse than the baseline: correct.")
    assert gate(bar, tmp_path / "b", allowing({"correct": 0.05})).passed
    assert gate(bar, ran(tmp_path / "c", 50), allowing()).passed


def test_quotes_may_not_get_worse_at_all(tmp_path: Path) -> None:
    good = answer("In June [1].", cite("30 June 2024"))
    bad = answer("In June [1].", cite("30 June 2024", shift=1))
    bar = ran(tmp_path / "bar", 50, {"When 0?": good})
    found = gate(bar, ran(tmp_path / "a", 50, {"When 0?": bad}), allowing())
    assert [h.difference.measured.name for h in found.held if h.worse] == ["quotes verbatim"]


def test_a_case_that_fails_now_is_worse_whatever_the_tolerance(tmp_path: Path) -> None:
    bar = ran(tmp_path / "bar", 40)
    found = gate(bar, ran(tmp_path / "a", 41, {"When 49?": RuntimeError("gone")}), allowing())
    assert found.failed == ("c49",)
    assert not found.passed
    assert "1 more failed (c49)" in found.text()


def test_longer_and_slower_are_worse_in_times_what_they_were(tmp_path: Path) -> None:
    bar = ran(tmp_path / "bar", 50)
    longer = {case.question: answer("In June, as said before.") for case in CASES}
    found = gate(bar, ran(tmp_path / "a", 50, longer), allowing())
    assert [h.difference.measured.name for h in found.held if h.worse] == ["words"]
    assert gate(bar, tmp_path / "a", allowing({"words": 2.0})).passed


def test_a_bar_over_other_cases_is_none(tmp_path: Path) -> None:
    bar = ran(tmp_path / "bar", 40)
    with pytest.raises(BrokenRun, match="10 of the 50 cases"):
        gate(bar, ran(tmp_path / "a", 40, cases=CASES[:40]))
    with pytest.raises(EvalError, match="no measure is called corect"):
        gate(bar, bar, {"corect": 0.1})
