"""A finished run for other tools: the shape of a ragas `EvaluationDataset`, one sample a line.

Ragas is not needed for it; `EvaluationDataset.from_jsonl` reads the file (tried with ragas 0.4).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.case import Case, json_lines, load_cases
from eval.errors import BrokenRun, CannotWrite
from eval.report import load_report
from eval.running import CASES_FILE, RESULTS_FILE
from eval.wording import plain

Row = dict[str, Any]


def answers_of(run: Path) -> dict[str, Mapping[str, Any]]:
    """The answers of a finished run as they were written, by case id. Raises `BrokenRun`."""
    load_report(run)
    path = Path(run) / RESULTS_FILE
    try:
        return {row["id"]: row["answer"] for _, row in json_lines(path)}
    except (TypeError, KeyError) as error:
        raise BrokenRun(f"{path}: not the results of a run ({error}), run `eval run` again") from error


def ragas_samples(run: Path) -> Iterator[Row]:
    """A single-turn sample for each case of the run in `run`. Raises `BrokenRun`, `BrokenCases`.

    The reference is the reference answers, else what the answer has to say; a question that rightly has no
    answer has none.
    """
    answers = answers_of(run)
    for case in load_cases(Path(run) / CASES_FILE):
        answer = answers[case.id]
        yield {
            "user_input": answer["standalone_question"],
            "retrieved_contexts": [c["quote"] for c in (*answer["citations"], *answer["nearest"])],
            "response": plain(answer["text"]),
            "reference": reference(case),
            "reference_contexts": list(case.evidence),
        }


def export_ragas(run: Path, file: Path) -> int:
    """Write the samples of `run` to `file`; how many. Raises `BrokenRun`, `BrokenCases`, `CannotWrite`."""
    rows = list(ragas_samples(run))
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    except OSError as error:
        raise CannotWrite(f"{file}: cannot be written ({error.strerror}), choose another file") from error
    return len(rows)


def reference(case: Case) -> str:
    """What a right answer has to say, in words; other spellings behind a slash."""
    if case.expects_refusal:
        return "The documents do not answer this."
    groups = [case.answers] if case.answers else [*case.must, *case.items]
    return "; ".join(" / ".join(group) for group in groups) or "; ".join(case.evidence)
