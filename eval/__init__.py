"""Evaluation: question cases, running and scoring them, reports and comparisons."""

from eval.case import Case, load_cases
from eval.compare import Comparison, compare
from eval.errors import BrokenCases, BrokenRun, CannotWrite, EvalError
from eval.exporting import export_ragas
from eval.feedback import Proposal, lines, proposals, review
from eval.gate import gate
from eval.importing import Questions, load
from eval.judging import judge
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
    "Proposal",
    "Questions",
    "Report",
    "compare",
    "export_ragas",
    "gate",
    "judge",
    "lines",
    "load",
    "load_cases",
    "load_report",
    "proposals",
    "review",
    "run",
    "score",
]
