"""Figures over results: refusals, calibration, intervals, documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval import Case, load_report, run, score
from eval.likelihood import bins, brier, expected_error, likelihood
from eval.measures import measure
from eval.metrics import Beside, CaseResult
from eval.report import Report
from tests.eval_fakes import DOCUMENT, Scripted, Shelf, answer, cite, refusal

ASKED = Case("c", "k", "q", must=(("June",),))
SILENT = Case("u", "k", "q", answerable=False)


def results(rightly: int, wrongly: int, missed: int, answered: int) -> list[CaseResult]:
    """That many questions refused rightly and wrongly, not refused, and answered rightly."""
    said = answer("In June.")
    kinds = ((SILENT, refusal()), (ASKED, refusal()), (SILENT, said), (ASKED, said))
    counts = (rightly, wrongly, missed, answered)
    return [score(case, given, 1.0) for (case, given), n in zip(kinds, counts, strict=True) for _ in range(n)]


def test_refusals_have_precision_recall_and_f1() -> None:
    figures = measure(results(6, 2, 4, 8))
    assert (figures.refusal_precision, figures.refusal_rate) == (0.75, 0.6)
    assert figures.refusal_f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert figures.intervals is not None
    low, high = figures.intervals["refusal_f1"]
    assert 0.3 < low < 0.667 < high < 0.95


def test_nothing_refused_and_nothing_to_refuse_measure_nothing() -> None:
    figures = measure(results(0, 0, 3, 3))
    assert (figures.refusal_precision, figures.refusal_f1) == (None, 0.0)
    figures = measure(results(0, 1, 0, 3))
    assert (figures.refusal_precision, figures.refusal_f1) == (0.0, None)
    assert measure([]).refusal_f1 is None


def test_every_share_has_its_interval() -> None:
    figures = measure(results(6, 2, 4, 8))
    assert figures.intervals is not None
    assert set(figures.intervals) == {
        "correct", "refusal_rate", "false_refusal_rate", "refusal_precision", "refusal_f1"
    }  # fmt: skip
    assert figures.latency.p50_interval == (1.0, 1.0)


def test_reference_answers_and_decisions_are_measured_where_they_are_given() -> None:
    said = answer("MC-5/5 [1].", cite("cosmetics", decisions=("MC-5/5", "MC-5/6")))
    case = replace(ASKED, answers=("MC-5/5",), decisions=("MC-5/5",))
    found = score(case, said, 1.0)
    assert (found.exact_match, found.token_f1, found.decision_precision) == (1.0, 1.0, 0.5)
    assert score(replace(SILENT, answers=()), refusal(), 1.0).exact_match == 1.0
    assert score(replace(SILENT, answers=()), said, 1.0).token_f1 == 0.0
    assert score(ASKED, said, 1.0).exact_match is None


def test_calibration_compares_likelihoods_with_what_is_so() -> None:
    told = [(0.9, True), (0.95, False), (0.1, False)]
    assert expected_error(told) == pytest.approx((0.85 + 0.1) / 3)
    assert brier(told) == pytest.approx((0.01 + 0.9025 + 0.01) / 3)
    assert [len(part) for part in bins([(0.0, True), (1.0, True), (0.55, True)])] == [
        1,
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        1,
    ]
    assert expected_error([]) is None
    rows = [score(ASKED, refusal(), 1.0, beside=Beside(likelihood=0.2)) for _ in range(2)]
    assert measure(rows).calibration_error == pytest.approx(0.8)


def test_another_assistant_tells_no_likelihood() -> None:
    assert likelihood(Scripted(), "q") is None


def test_documents_that_hold_the_evidence_are_figures_of_their_own(tmp_path: Path) -> None:
    other = replace(DOCUMENT, id="other", text="Nothing here.")
    cases = [
        Case("a", "k", "A?", must=(("June",),), evidence=("30 June 2024",)),
        Case("b", "k", "B?", must=(("June",),), relevant=(("other", 1),)),
        Case("c", "k", "C?", answerable=False),
    ]
    assistant = Scripted({"A?": answer("In June.")}, index=Shelf((DOCUMENT, other)))
    report = run(assistant, cases, tmp_path)
    assert {id: m.correct for id, m in report.by_document.items()} == {"letter": 1.0, "other": 0.0}
    assert load_report(tmp_path) == report
    assert "By document that holds the evidence" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_run_says_which_questions_it_asked(tmp_path: Path) -> None:
    one, two = run(Scripted(), [SILENT], tmp_path / "a"), run(Scripted(), [ASKED], tmp_path / "b")
    assert len(one.setup.cases) == 64
    assert one.setup.cases != two.setup.cases


def test_reports_from_before_are_read() -> None:
    report = Report.from_json(
        {
            "format": 1,
            "setup": {
                "started": "", "seconds": 1.0, "cold_ms": None, "corpus_version": "", "composers": [],
                "settings": {}, "versions": {},
            },
            "results": [
                {
                    "id": "a", "kind": "k", "question": "q", "case_digest": "d", "status": "answered",
                    "outcome": "correct", "why": [], "list_result": None, "evidence_recall": None,
                    "decision_recall": None, "workstream_recall": None, "citation_precision": None,
                    "quote_fidelity": None, "refusal_correct": None, "false_refusal": False, "words": 1,
                    "latency_ms": 1.0, "register_only": False,
                }
            ],
        }
    )  # fmt: skip
    assert report.overall.correct == 1.0
