"""Decisions that open with their number alone, or with it and their title: "BC-17/9", "16/18. Pathways".

A number by itself may as well be an entry of a list or a reference. It opens a decision where the body that
takes it stands just below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.decision_ids import find_decisions

_NUMBER = re.compile(
    r"\s*(?P<mark>[A-Z0-9][\w.-]{0,9}/[\w.]{1,8}?)(?:\s*|(?:\s*[.:–—-])?\s+[A-ZÀ-Þ].{2,200})$"
)
#: Who takes a decision, on a line of its own above the preamble.
ENACTS = re.compile(
    r"(?i)the\s+(?:\w+\s+){0,3}(?:conference|meeting|assembly|committee|council|parties|body|board|commission)\b"
)
#: Lines with words between the number and the body: its title, which may run over several.
_BETWEEN = 4


def number_alone(line: str) -> str | None:
    """The number of a decision that is all of `line`, or stands before a title in it."""
    match = _NUMBER.match(line)
    if match is None:
        return None
    named = find_decisions(f"decision {match['mark']}")
    return match["mark"] if len(named) == 1 and named[0].end == len(f"decision {match['mark']}") else None


def bare_titles(lines: Sequence[str]) -> dict[int, str]:
    """Which of `lines` open a decision with its number, and that number."""
    found: dict[int, str] = {}
    for number, line in enumerate(lines):
        if len(line) > 250 or "/" not in line[:20]:
            continue
        if (mark := number_alone(line)) and _taken_below(lines, number):
            found[number] = mark
    return found


def _taken_below(lines: Sequence[str], number: int) -> bool:
    """Whether the body that takes the decision stands below: "The Conference of the Parties,"."""
    if number and lines[number - 1].strip():
        return False
    below = [line.strip() for line in lines[number + 1 : number + 12] if line.strip()][: _BETWEEN + 1]
    for line in below:
        if ENACTS.match(line):
            return True
        if number_alone(line):
            return False
    return False
