"""Evaluation: question cases and how answers to them are scored."""

from eval.case import Case, load_cases
from eval.errors import BrokenCases, BrokenRun, CannotWrite, EvalError
from eval.metrics import CaseResult, score

__all__ = [
    "BrokenCases",
    "BrokenRun",
    "CannotWrite",
    "Case",
    "CaseResult",
    "EvalError",
    "load_cases",
    "score",
]
