"""Comparing two runs: paired, both ways, and honest about chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import BrokenRun, Case, compare, run
from tests.eval_fakes import Scripted, answer

CASES = [Case(f"c{n}", "date", f"When {n}?", must=(("June",),)) for n in range(20)]
YES, NO = answer("In June."), answer("In March, that is to say before April.")


def ran(folder: Path, right: set[int], cases: list[Case] = CASES) -> Path:
    replies = {f"When {n}?": YES if n in right else NO for n in range(20)}
    run(Scripted(replies), cases, folder)
    return folder


def test_a_clear_gain_is_called_one(tmp_path: Path) -> None:
    result = compare(ran(tmp_path / "a", {0, 1}), ran(tmp_path / "b", set(range(1, 16))))
    correct = result.differences[0]
    assert [correct.a, correct.b, correct.mean] == pytest.approx([0.1, 0.75, 0.65])
    assert correct.low > 0
    assert [r.id for r in result.lost] == ["c0"]
    assert [r.id for r in result.gained] == [f"c{n}" for n in range(2, 16)]
    assert result.verdict.startswith("B is better: correct 10.0% to 75.0%, +65.0")


def test_the_text_shows_measures_and_questions_both_ways(tmp_path: Path) -> None:
    text = compare(ran(tmp_path / "a", {0, 1, 2}), ran(tmp_path / "b", {2, 3})).text()
    for part in (
        "correct",
        "words",
        "latency ms",
        "Right only in B (1):",
        "Right only in A (2):",
        "c3  When 3?",
    ):
        assert part in text
    assert "does not say 'June'" in text
    assert text.splitlines()[-1].startswith("No clear difference")


def test_shorter_answers_are_better_in_words(tmp_path: Path) -> None:
    result = compare(ran(tmp_path / "a", set()), ran(tmp_path / "b", set(range(20))))
    words = next(d for d in result.differences if d.measured.name == "words")
    assert words.mean < 0
    assert words.better
    assert words.clear
    back = compare(tmp_path / "b", tmp_path / "a")
    assert back.verdict.startswith("A is better")


def test_a_run_against_itself_has_no_difference(tmp_path: Path) -> None:
    folder = ran(tmp_path / "a", {1, 2})
    result = compare(folder, folder)
    assert not any(d.clear for d in result.differences)
    assert result.verdict.startswith("The same questions are right in both")


def test_changed_and_unshared_cases_are_left_out(tmp_path: Path) -> None:
    changed = [Case("c0", "date", "When 0?", must=(("July",),)), *CASES[1:10], Case("new", "date", "When 1?")]
    result = compare(ran(tmp_path / "a", {1}), ran(tmp_path / "b", {1}, changed))
    assert (result.paired, result.left_out) == (9, 12)
    assert "12 cases left out" in result.text()


def test_runs_with_nothing_in_common_and_no_runs_are_clear_errors(tmp_path: Path) -> None:
    ran(tmp_path / "a", set(), CASES[:2])
    ran(tmp_path / "b", set(), CASES[2:4])
    with pytest.raises(BrokenRun, match="no case in common"):
        compare(tmp_path / "a", tmp_path / "b")
    with pytest.raises(BrokenRun, match="report.json"):
        compare(tmp_path / "a", tmp_path / "nowhere")
