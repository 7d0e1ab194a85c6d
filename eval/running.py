"""Running cases: every question asked once, its answer written down and scored.

``results.jsonl`` grows line by line, so that a run that is broken off leaves what it had; the
report and its page are written when all cases are done. The assistant is asked one warm-up question
first: its latency is the cold one, all others are warm.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from assistant.answer import Answer, Turn
from eval.case import Case
from eval.errors import CannotWrite, EvalError
from eval.metrics import CaseResult, score
from eval.page import render
from eval.report import REPORT_FILE, Report, Setup
from eval.surroundings import corpus_version, settings_of, shelf_of, versions

CASES_FILE = "cases.jsonl"
RESULTS_FILE = "results.jsonl"
PAGE_FILE = "report.html"
WARM_UP = "What do these documents say?"
Progress = Callable[[int, int, CaseResult], None]


class Asking(Protocol):
    """What is evaluated: anything that answers a question. An `index` lets quotes be checked."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to `question`, asked after the turns of `history`."""
        ...


@dataclass(frozen=True, slots=True)
class _Taken:
    """An answer and the milliseconds it took."""

    answer: Answer
    ms: float


def run(assistant: Asking, cases: Sequence[Case], out_dir: Path, progress: Progress | None = None) -> Report:
    """Ask every case in order, write its answer and the report into `out_dir`.

    Files: the cases (cases.jsonl), answers (results.jsonl), figures (report.json) and a page (report.html).

    An exception of the assistant makes its case failed and the run goes on. `progress` is called
    after each case with how many are done, how many there are, and the result. Files of an earlier
    run in `out_dir` are replaced. Raises `EvalError` (no cases), `CannotWrite`.
    """
    if not cases:
        raise EvalError("no cases to run: name a file with at least one question case")
    out_dir = Path(out_dir)
    with _writing(out_dir):
        _clear(out_dir)
        _write(out_dir / CASES_FILE, "".join(json.dumps(c.to_json()) + "\n" for c in cases))
        lines = (out_dir / RESULTS_FILE).open("w", encoding="utf-8", errors="backslashreplace")
    with lines:
        report, answers = _asked(assistant, cases, lines, progress)
    with _writing(out_dir):
        _write(out_dir / REPORT_FILE, json.dumps(report.to_json(), ensure_ascii=False, indent=1) + "\n")
        _write(out_dir / PAGE_FILE, render(report, cases, answers))
    return report


def _asked(
    assistant: Asking, cases: Sequence[Case], lines: IO[str], progress: Progress | None
) -> tuple[Report, list[Answer]]:
    shelf = shelf_of(assistant)
    started, begun = datetime.now(UTC), time.perf_counter()
    warm_up = _ask(assistant, WARM_UP, ())
    answers: list[Answer] = []
    results: list[CaseResult] = []
    for case in cases:
        taken = _replay(assistant, case)
        with _writing(Path(lines.name)):
            row = {"id": case.id, "answer": taken.answer.to_json()}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            lines.flush()
        answers.append(taken.answer)
        beside = shelf.beside(case, taken.answer)
        results.append(score(case, taken.answer, round(taken.ms, 3), shelf.texts, beside))
        if progress:
            progress(len(results), len(cases), results[-1])
    setup = Setup(
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - begun, 3),
        cold_ms=None if warm_up.answer.status == "failed" else round(warm_up.ms, 3),
        corpus_version=corpus_version(assistant, answers),
        composers=tuple(sorted({a.composer for a in answers if a.status != "failed"})),
        settings=settings_of(assistant),
        versions=versions(),
        cases=hashlib.sha256("".join(case.digest for case in cases).encode()).hexdigest(),
    )
    return Report(setup, tuple(results)), answers


def _replay(assistant: Asking, case: Case) -> _Taken:
    """The answer to the case's question after its earlier questions were asked and answered."""
    turns: list[Turn] = []
    for earlier in case.history:
        taken = _ask(assistant, earlier, turns)
        turns += [Turn("user", earlier), Turn("assistant", taken.answer.text)]
    return _ask(assistant, case.question, turns)


def _ask(assistant: Asking, question: str, history: Sequence[Turn]) -> _Taken:
    begun = time.perf_counter()
    try:
        answer: object = assistant.ask(question, tuple(history))
    except Exception as error:  # whatever breaks is an outcome here, and is written down
        answer = _failed(question, f"{type(error).__name__}: {error}")
    ms = 1000 * (time.perf_counter() - begun)
    if not isinstance(answer, Answer):
        answer = _failed(question, f"the assistant returned {type(answer).__name__}, not an Answer")
    return _Taken(answer, ms)


def _failed(question: str, why: str) -> Answer:
    return Answer(question, question, "failed", " ".join(why.split()), composer="none")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Name what cannot be written, and what to do; for file operations only."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotWrite(f"{path}: cannot be written ({why}), choose another folder with --out") from error


def _clear(out_dir: Path) -> None:
    """Take an earlier run's files away first: a broken run must not stand beside an old report."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for name in (CASES_FILE, RESULTS_FILE, REPORT_FILE, PAGE_FILE):
        (out_dir / name).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    errors = "xmlcharrefreplace" if path.suffix == ".html" else "backslashreplace"
    path.write_text(text, encoding="utf-8", errors=errors)
