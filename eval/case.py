"""The question case: what is asked, and what a right answer must hold.

Cases are JSON lines. A file is read whole: every problem in it is named with its line, so that one
pass mends it. How a case is scored stands in `metrics.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, cast, get_args

from assistant.answer import Status
from eval.errors import BrokenCases

REFUSALS: frozenset[str] = frozenset({"not_in_documents", "not_loaded"})
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer holds.

    `must` are groups of spellings of which one each has to stand in the answer; `items` the exact
    set for a list question, each with its spellings; `evidence` verbatim words of the documents that
    the answer's quotes have to cover; `history` earlier user questions of the same conversation.
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...] = ()
    answerable: bool = True
    must: tuple[Group, ...] = ()
    must_not: tuple[str, ...] = ()
    items: tuple[Group, ...] = ()
    status: Status | None = None
    decisions: tuple[str, ...] = ()
    workstreams: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def expects_refusal(self) -> bool:
        """True where the right answer is to say that the documents do not answer."""
        return self.status in REFUSALS if self.status else not self.answerable

    @property
    def digest(self) -> str:
        """Short sha256 of everything the case says: two runs are comparable where it is equal."""
        said = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


_KEYS = tuple(f.name for f in fields(Case))
_STATUSES = tuple(s for s in get_args(Status) if s != "failed")


class _Line:
    """One line's object while it is read; collects what is wrong with it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        self.problems: list[str] = [
            f"unknown key {key!r}, the keys are {', '.join(_KEYS)}" for key in row if key not in _KEYS
        ]

    def text(self, key: str) -> str:
        value = self.row.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self.problems.append(f"{key!r} is missing or not a text, write it as a non-empty string")
        return ""

    def flag(self, key: str, default: bool) -> bool:
        value = self.row.get(key, default)
        if isinstance(value, bool):
            return value
        self.problems.append(f"{key!r} is {value!r}, write true or false")
        return default

    def status(self) -> Status | None:
        value = self.row.get("status")
        if value is None or value in _STATUSES:
            return cast("Status | None", value)
        self.problems.append(f"'status' is {value!r}, write one of {', '.join(_STATUSES)} or leave it out")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a list inside it is taken as more of the same."""
        return tuple(text for group in self.groups(key) for text in group)

    def groups(self, key: str) -> tuple[Group, ...]:
        """A list of lists of texts; a text standing alone is a group of one."""
        value = self.row.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problems.append(f"{key!r} is {type(value).__name__}, write a list")
            return ()
        groups = tuple(tuple(g) if isinstance(g, list) else (g,) for g in value)
        if all(g and all(isinstance(t, str) and t.strip() for t in g) for g in groups):
            return groups
        self.problems.append(f"{key!r} holds something empty or not a text, write non-empty strings")
        return ()

    def case(self) -> Case:
        status = self.status()
        return Case(
            id=self.text("id"),
            kind=self.text("kind"),
            question=self.text("question"),
            history=self.texts("history"),
            answerable=self.flag("answerable", status not in REFUSALS),
            must=self.groups("must"),
            must_not=self.texts("must_not"),
            items=self.groups("items"),
            status=status,
            decisions=self.texts("decisions"),
            workstreams=self.texts("workstreams"),
            evidence=self.texts("evidence"),
        )


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases in `path`, in file order.

    `answerable` defaults to true (false where `status` is a refusal); a bare string stands for a
    group of one. Blank lines are skipped. Raises `BrokenCases` naming every problem by file and line.
    """
    path = Path(path)
    cases: list[Case] = []
    problems: list[str] = []
    first_line: dict[str, int] = {}
    for number, line in _lines(path):
        found, case = _read(line)
        if case is not None and case.id and case.id in first_line:
            found.append(f"id {case.id!r} was used in line {first_line[case.id]}, give each case its own")
        problems.extend(f"{path}:{number}: {problem}" for problem in found)
        if case is not None:
            first_line.setdefault(case.id, number)
            cases.append(case)
    if not cases and not problems:
        problems.append(f"{path}: no cases in it, write one JSON object a line")
    if problems:
        raise BrokenCases(problems)
    return tuple(cases)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        raise BrokenCases([f"{path}: cannot be read ({why}), name a file of JSON lines"]) from error
    except UnicodeDecodeError as error:
        raise BrokenCases([f"{path}: not UTF-8 at byte {error.start}, save it as UTF-8"]) from error
    return ((n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip())


def _read(line: str) -> tuple[list[str], Case | None]:
    try:
        row = json.loads(line)
    except ValueError as error:
        return [f"not JSON ({error}), write one object a line"], None
    if not isinstance(row, dict):
        return [f"a {type(row).__name__}, write one JSON object a line"], None
    reading = _Line(row)
    case = reading.case()
    return reading.problems, case
