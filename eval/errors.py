"""Errors of the evaluation.

EvalError
 +-- BrokenCases   a file of question cases cannot be used: every problem by file and line
 +-- BrokenRun     a folder does not hold a finished run, or holds one of another format
 +-- CannotWrite   results cannot be written where they were asked for
"""

from __future__ import annotations

from collections.abc import Sequence

SHOWN_PROBLEMS = 20


class EvalError(Exception):
    """Base of everything the evaluation raises; its text is one line for the user."""


class BrokenCases(EvalError):
    """A file of question cases cannot be used; `problems` holds each as ``file:line: what``."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        shown = "; ".join(self.problems[:SHOWN_PROBLEMS])
        more = len(self.problems) - SHOWN_PROBLEMS
        super().__init__(f"{shown}; and {more} more problems" if more > 0 else shown)


class BrokenRun(EvalError):
    """A folder does not hold a finished run that this version can read."""


class CannotWrite(EvalError):
    """Results cannot be written where they were asked for."""
