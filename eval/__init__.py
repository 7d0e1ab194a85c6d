"""Evaluation: question cases, running and scoring them, reports and comparisons."""

from eval.case import Case, load_cases
from eval.compare import Comparison, compare
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
    "Comparison",
    "EvalError",
    "Report",
    "compare",
    "load_cases",
    "load_report",
    "run",
    "score",
]
