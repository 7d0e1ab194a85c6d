"""Honest statements about the letter and the tests' documents, as a language model would put them.

`paraphrases.jsonl` was written by hand from the documents: words that find the passage, the statement, and
whether it is kept out: those were never looked at one by one while the rules were made. Set 1 was written
with the first rules, set 2 before the rules that it is measured with, and half of it put aside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_LINES = (Path(__file__).parent / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
_ROWS = [json.loads(row) for row in _LINES]

#: (words that find the passage, statement)
PARAPHRASES: tuple[tuple[str, str], ...] = tuple((row["passage"], row["statement"]) for row in _ROWS)
_KEPT_OUT = frozenset(row["statement"] for row in _ROWS if row["kept_out"])


_SECOND = frozenset(row["statement"] for row in _ROWS if row["set"] == 2)


@dataclass(frozen=True, slots=True)
class Free:
    """A statement as freely as a large model writes, and words that find each passage it cites.

    Those that are not `honest` are lies near honest ones. Written before the rules that they are measured
    with; the half that is `kept_out` was never looked at one by one.
    """

    passages: tuple[str, ...]
    statement: str
    honest: bool
    kept_out: bool


_FREE = (Path(__file__).parent / "free_paraphrases.jsonl").read_text(encoding="utf-8").splitlines()
FREE: tuple[Free, ...] = tuple(
    Free(**row | {"passages": tuple(row["passages"])}) for row in map(json.loads, _FREE)
)


def of_second_set(statement: str) -> bool:
    """Whether a statement is of the second set."""
    return statement in _SECOND


def kept_out(statement: str) -> bool:
    """Whether a statement belongs to the part that figures are reported on."""
    return statement in _KEPT_OUT
