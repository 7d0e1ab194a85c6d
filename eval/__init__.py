"""Evaluation: question cases, running and scoring them, and reports."""

from eval.case import Case, load_cases
from eval.errors import BrokenCases, BrokenRun, CannotWrite, EvalError
from eval.metrics import CaseResult, score
from eval.report import Report, load_report
from eval.running import run

__all__ = [
    "BrokenCases",
    "BrokenRun",
    "CannotWrite",
    "Case",
    "CaseResult",
    "EvalError",
    "Report",
    "load_cases",
    "load_report",
    "run",
    "score",
]
