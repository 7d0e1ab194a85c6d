"""Running cases: order, history, what is written, and what breaks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.answer import Turn
from eval import CannotWrite, Case, EvalError, load_report, run
from eval.metrics import CaseResult
from eval.running import CASES_FILE, PAGE_FILE, RESULTS_FILE, WARM_UP
from tests.eval_fakes import Scripted, Shelf, answer, cite

CASES = (
    Case("a", "date", "When?", must=(("30 June 2024",),), evidence=("30 June 2024",)),
    Case("b", "silent", "What cost?", answerable=False),
)
RIGHT = answer("By 30 June 2024 [1].", cite("by 30 June 2024 on cosmetics"))


def rows(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / RESULTS_FILE).read_text(encoding="utf-8").splitlines()]


def test_a_run_asks_in_order_after_one_warm_up_and_writes_three_files(tmp_path: Path) -> None:
    assistant = Scripted({"When?": RIGHT})
    report = run(assistant, CASES, tmp_path / "new" / "out")
    assert [question for question, _ in assistant.asked] == [WARM_UP, "When?", "What cost?"]
    assert report.overall.correct == 1.0
    assert [row["id"] for row in rows(tmp_path / "new" / "out")] == ["a", "b"]
    assert rows(tmp_path / "new" / "out")[0]["answer"] == json.loads(json.dumps(RIGHT.to_json()))
    assert load_report(tmp_path / "new" / "out") == report
    assert (tmp_path / "new" / "out" / PAGE_FILE).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_earlier_questions_are_asked_first_and_their_answers_are_the_history(tmp_path: Path) -> None:
    assistant = Scripted({"First?": RIGHT, "Second?": answer("Two.")})
    run(assistant, [Case("f", "follow_up", "And then?", history=("First?", "Second?"))], tmp_path)
    first = (Turn("user", "First?"), Turn("assistant", RIGHT.text))
    second = (Turn("user", "Second?"), Turn("assistant", "Two."))
    assert assistant.asked[1:] == [("First?", ()), ("Second?", first), ("And then?", first + second)]


def test_an_exception_becomes_failed_and_the_run_goes_on(tmp_path: Path) -> None:
    assistant = Scripted({"When?": RuntimeError("index\ngone")})
    report = run(assistant, CASES, tmp_path)
    assert [r.outcome for r in report.results] == ["failed", "correct"]
    assert report.results[0].why[0] == "failed: RuntimeError: index gone"
    assert report.overall.outcomes == {"correct": 1, "wrong": 0, "abstained": 0, "failed": 1}
    assert len(rows(tmp_path)) == 2


def test_what_is_not_an_answer_is_failed(tmp_path: Path) -> None:
    assistant = Scripted({"When?": lambda _: "by June"})  # type: ignore[dict-item, return-value]
    assert run(assistant, CASES, tmp_path).results[0].outcome == "failed"


def test_a_broken_off_run_leaves_its_lines_and_no_old_report(tmp_path: Path) -> None:
    run(Scripted(), CASES, tmp_path)

    def stop(_: str) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Scripted({"What cost?": stop}), CASES, tmp_path)  # type: ignore[dict-item]
    assert [row["id"] for row in rows(tmp_path)] == ["a"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [CASES_FILE, RESULTS_FILE]


def test_progress_is_told_after_each_case(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, result: CaseResult) -> None:
        told.append((done, total, result.outcome))

    run(Scripted({"When?": RIGHT}), CASES, tmp_path, progress)
    assert told == [(1, 2, "correct"), (2, 2, "correct")]


def test_nothing_to_ask_and_nowhere_to_write_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no cases to run"):
        run(Scripted(), (), tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="choose another folder"):
        run(Scripted(), CASES, tmp_path / "file" / "out")


def test_an_assistant_without_an_index_leaves_quotes_unchecked(tmp_path: Path) -> None:
    report = run(Scripted({"When?": RIGHT}, index=None), CASES, tmp_path)
    assert report.overall.quote_fidelity is None
    assert report.setup.corpus_version == ""


def test_cold_latency_is_kept_apart(tmp_path: Path) -> None:
    assert (run(Scripted(), CASES, tmp_path).setup.cold_ms or -1) >= 0
    broken = Scripted({WARM_UP: ValueError("cold")})
    assert run(broken, CASES, tmp_path).setup.cold_ms is None


def test_text_that_is_no_unicode_is_still_written(tmp_path: Path) -> None:
    run(Scripted({"When?": answer("broken \ud800 text")}), CASES, tmp_path)
    assert rows(tmp_path)[0]["id"] == "a"
    assert load_report(tmp_path).overall.n == 2


@dataclass(frozen=True)
class ModelSettings:
    """A group of settings inside the others."""

    name: str = "small"
    token: str = "tok-98765"


@dataclass(frozen=True)
class Settings:
    """Settings with secrets in them."""

    model: str = "quoting"
    api_key: str = "sk-123456"
    chroma_url: str = "http://me:hunter2@host:8000"
    limit: int = 5
    chat: ModelSettings = ModelSettings()


def test_settings_are_kept_and_secrets_are_not(tmp_path: Path) -> None:
    assistant = Scripted()
    assistant.settings = Settings()  # type: ignore[attr-defined]
    report = run(assistant, CASES, tmp_path)
    assert report.setup.settings["limit"] == 5
    assert report.setup.settings["chat.name"] == "small"
    assert report.setup.corpus_version == Shelf().corpus_version
    assert "python" in report.setup.versions
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "sk-123456" not in text
        assert "hunter2" not in text
        assert "tok-98765" not in text
