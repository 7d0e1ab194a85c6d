"""The report: figures for all and by kind, and the folder they are read from again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Answer
from eval import BrokenRun, Case, load_report, run
from eval.intervals import interval, mean, quantile, share_interval
from eval.report import REPORT_FILE
from eval.terminal import percent, table
from tests.eval_fakes import LETTER, Scripted, answer, cite

ANSWERABLE = tuple(Case(f"a{n}", "date", f"When {n}?", must=(("June",),)) for n in range(6))
SILENT = tuple(Case(f"s{n}", "silent", f"What cost {n}?", answerable=False) for n in range(4))
LISTS = (Case("l1", "list", "List all?", items=(("cosmetics",), ("mercury compounds",))),)
CASES = ANSWERABLE + SILENT + LISTS


def test_refusing_everything_scores_only_where_refusing_is_right(tmp_path: Path) -> None:
    overall = run(Scripted(), CASES, tmp_path).overall
    assert overall.outcomes == {"correct": 4, "wrong": 0, "abstained": 7, "failed": 0}
    assert (overall.refusal_rate, overall.false_refusal_rate, overall.list_exact) == (1.0, 1.0, 0.0)
    assert overall.correct == pytest.approx(4 / 11)
    assert overall.wrong_rate == 0.0


def test_dumping_the_document_shows_in_lists_words_and_refusals(tmp_path: Path) -> None:
    letter = LETTER.read_text(encoding="utf-8")
    overall = run(Scripted(default=answer(letter, cite("Mandates"))), CASES, tmp_path).overall
    assert (overall.list_exact, overall.refusal_rate) == (0.0, 0.0)
    assert (overall.words_median or 0) > 1000
    assert overall.outcomes["wrong"] == 5


def test_kinds_are_measured_apart_in_the_order_they_come(tmp_path: Path) -> None:
    report = run(Scripted({"When 0?": answer("In June.")}), CASES, tmp_path)
    kinds = report.by_kind
    assert list(kinds) == ["date", "silent", "list"]
    assert [kinds["date"].n, kinds["date"].correct, kinds["silent"].correct] == pytest.approx([6, 1 / 6, 1.0])
    low, high = kinds["date"].interval or (None, None)
    assert low == 0.0
    assert high is not None and 1 / 6 < high < 1


def test_register_answers_and_searches_are_timed_apart(tmp_path: Path) -> None:
    from_register: Answer = answer("In June.", support="register")
    report = run(Scripted({"When 0?": from_register}), CASES, tmp_path)
    assert (report.register_latency.n, report.search_latency.n) == (1, 10)


def test_the_summary_is_a_table_with_every_kind(tmp_path: Path) -> None:
    lines = run(Scripted(), CASES, tmp_path).summary().splitlines()
    assert lines[0].split()[:3] == ["kind", "n", "correct"]
    assert [line.split()[0] for line in lines[2:6]] == ["all", "date", "silent", "list"]
    assert "unanswerable questions refused 100%, answerable ones refused 100%" in lines[7]
    assert max(map(len, lines[:6])) <= 130


def test_the_written_report_holds_figures_seed_and_results(tmp_path: Path) -> None:
    run(Scripted(), CASES, tmp_path)
    written = json.loads((tmp_path / REPORT_FILE).read_text(encoding="utf-8"))
    assert written["overall"]["n"] == written["by_kind"]["date"]["n"] + 5 == len(written["results"])
    assert written["bootstrap"] == {"seed": 20231215, "resamples": 2000}
    assert written["setup"]["corpus_version"] == "corpus-1"


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"format": 99}', '{"format": 1, "setup": {}, "results": 3}']
)
def test_what_is_no_report_is_a_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / REPORT_FILE).write_text(text)
    with pytest.raises(BrokenRun, match="run `eval run` again"):
        load_report(tmp_path)


def test_a_folder_without_a_report_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenRun, match="name a folder"):
        load_report(tmp_path)


def test_small_statistics() -> None:
    assert mean([None, 1.0, False]) == 0.5
    assert mean([None]) is None
    assert quantile([], 0.5) is None
    assert quantile([4.0, 1.0, 2.0, 3.0], 0.5) == 2.5
    assert interval([]) is None
    assert interval([1.0, 1.0]) == (1.0, 1.0)
    drawn = interval([0.0, 1.0] * 50)
    assert drawn == interval([0.0, 1.0] * 50)
    assert drawn == pytest.approx((0.4, 0.6), abs=0.02)


def test_a_few_cases_all_right_are_not_certainty() -> None:
    assert share_interval([]) is None
    assert share_interval([True] * 3) == pytest.approx((0.292, 1.0), abs=0.001)
    assert share_interval([False] * 3) == pytest.approx((0.0, 0.708), abs=0.001)
    assert share_interval([True, False] * 50) == interval([True, False] * 50)


def test_percentages_never_round_up_to_all() -> None:
    assert (percent(1.0), percent(0.999), percent(None), percent(0.5, 1)) == ("100%", ">99%", "-", "50.0%")
    assert percent(0.9999, 1) == ">99.9%"
    assert table(("a", "n"), [("long", "1")]).splitlines() == ["a     n", "----  -", "long  1"]
