"""A run for other tools: the samples of a ragas dataset."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import BrokenRun, Case, export_ragas, load_cases, run
from tests.eval_fakes import Scripted, answer, cite

CASES = [
    Case("a", "date", "When?", must=(("30 June", "2024-06-30"),), evidence=("by 30 June 2024",)),
    Case("b", "silent", "What cost?", answerable=False),
    Case("c", "which", "Which?", answers=("cosmetics",), relevant=(("letter", 2),)),
]


def test_every_case_is_a_sample(tmp_path: Path) -> None:
    said = answer("**By 30 June 2024** [1].", cite("by 30 June 2024 on cosmetics"))
    run(Scripted({"When?": said}), CASES, tmp_path / "run")
    assert export_ragas(tmp_path / "run", tmp_path / "new" / "samples.jsonl") == 3
    rows = [json.loads(line) for line in (tmp_path / "new" / "samples.jsonl").read_text().splitlines()]
    assert rows[0] == {
        "user_input": "?",
        "retrieved_contexts": ["by 30 June 2024 on cosmetics"],
        "response": "By 30 June 2024.",
        "reference": "30 June / 2024-06-30",
        "reference_contexts": ["by 30 June 2024"],
    }
    assert rows[1]["reference"] == "The documents do not answer this."
    assert rows[2]["reference"] == "cosmetics"


def test_a_run_keeps_its_cases_as_they_were(tmp_path: Path) -> None:
    run(Scripted(), CASES, tmp_path)
    assert list(load_cases(tmp_path / "cases.jsonl")) == CASES


def test_what_is_no_run_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(BrokenRun):
        export_ragas(tmp_path, tmp_path / "samples.jsonl")
    run(Scripted(), CASES, tmp_path)
    (tmp_path / "results.jsonl").write_text('{"answer": 1}\n')
    with pytest.raises(BrokenRun, match="not the results of a run"):
        export_ragas(tmp_path, tmp_path / "samples.jsonl")
