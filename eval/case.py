"""The question case: what is asked, and what a right answer must hold.

Cases are JSON lines. A file is read whole: every problem in it is named with its line, so that one
pass mends it. How a case is scored stands in `metrics.py`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, cast, get_args

from assistant.answer import Status
from eval.errors import BrokenCases

REFUSALS: frozenset[str] = frozenset({"not_in_documents", "not_loaded"})
Group = tuple[str, ...]
_LATER = frozenset({"answers", "relevant", "paragraphs"})


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer holds.

    `must` are groups of spellings of which one each has to stand in the answer; `items` the exact
    set for a list question, each with its spellings; `evidence` verbatim words of the documents that
    the answer's quotes have to cover; `history` earlier user questions of the same conversation.
    `answers` are reference answers as SQuAD has them (empty: rightly none; None: not given), `relevant` the
    documents that a search should find, by id or file name, each with its grade (1 and more); `paragraphs`
    are locators that have to be cited, in groups of alternatives, written as `eval/paragraphs.py` says.
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
    answers: tuple[str, ...] | None = None
    relevant: tuple[tuple[str, int], ...] = ()
    paragraphs: tuple[Group, ...] = ()

    @property
    def expects_refusal(self) -> bool:
        """True where the right answer is to say that the documents do not answer."""
        return self.status in REFUSALS if self.status else not self.answerable

    def to_json(self) -> dict[str, Any]:
        """The case as it is written in a line of its own, what it leaves out left out."""
        row: dict[str, Any] = asdict(self) | {"relevant": dict(self.relevant)}
        return {
            k: v for k, v in row.items() if v is not None and v not in ((), {}) or (k, v) == ("answers", ())
        }

    @property
    def digest(self) -> str:
        """Short sha256 of everything the case says: two runs are comparable where it is equal."""
        row = asdict(self)
        # keys that came later say nothing where they are empty: earlier runs stay comparable
        row = {k: v for k, v in row.items() if k not in _LATER or v not in (None, ())}
        said = json.dumps(row, sort_keys=True, ensure_ascii=True)
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

    def graded(self, key: str) -> tuple[tuple[str, int], ...]:
        """Names with their grades: an object, or a list of names that count one each."""
        value = self.row.get(key)
        if not isinstance(value, dict):
            return tuple((name, 1) for name in self.texts(key))
        if all(name.strip() and type(grade) is int and grade > 0 for name, grade in value.items()):
            return tuple(value.items())
        self.problems.append(f"{key!r} has a grade that is none, write whole numbers from 1")
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
            answers=None if self.row.get("answers") is None else self.texts("answers"),
            relevant=self.graded("relevant"),
            paragraphs=self.groups("paragraphs"),
        )


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases in `path`, in file order.

    `answerable` defaults to true (false where `status` is a refusal); a bare string stands for a
    group of one. Blank lines are skipped. Raises `BrokenCases` naming every problem by file and line.
    """
    return cases_of(Path(path), json_lines(Path(path)))


def cases_of(path: Path, rows: Iterable[tuple[int, Any]]) -> tuple[Case, ...]:
    """The cases that `rows` of `path` say: each its line and its object, or the `ValueError` met there."""
    cases: list[Case] = []
    problems: list[str] = []
    first_line: dict[str, int] = {}
    for number, row in rows:
        found, case = _read(row)
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


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The objects of a file of JSON lines with their line numbers; a `ValueError` where a line is none."""
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                yield number, ValueError(f"not JSON ({error}), write one object a line")


def text_of(path: Path) -> str:
    """The text of a file, unpacked where its name ends in .gz. Raises `BrokenCases`."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenCases([f"{path}: not UTF-8 at byte {error.start}, save it as UTF-8"]) from error
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BrokenCases([f"{path}: cannot be read ({why}), name a file of JSON lines"]) from error


def _read(row: Any) -> tuple[list[str], Case | None]:
    if isinstance(row, ValueError):
        return [str(row)], None
    if not isinstance(row, dict):
        return [f"a {type(row).__name__}, write one JSON object a line"], None
    reading = _Line(row)
    case = reading.case()
    return reading.problems, case
