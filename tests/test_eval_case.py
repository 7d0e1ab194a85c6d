"""Reading question cases: everything kept, every problem named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval import BrokenCases, Case, load_cases

FULL: dict[str, Any] = {
    "id": "c1",
    "kind": "which decision",
    "question": "Which decision covers cosmetics?",
    "history": ["What is due in 2024?"],
    "answerable": True,
    "must": [["MC-5/5", "5/5"]],
    "must_not": ["MC-5/6"],
    "items": [["cosmetics"]],
    "status": "answered",
    "decisions": ["MC-5/5"],
    "workstreams": ["Intersessional mandates"],
    "evidence": ["cosmetics listed"],
}


def write(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(BrokenCases) as caught:
        load_cases(path)
    assert "\n" not in str(caught.value)
    return caught.value.problems


def test_a_full_case_is_read_as_written(tmp_path: Path) -> None:
    (case,) = load_cases(write(tmp_path / "a.jsonl", FULL))
    assert case == Case(
        id="c1",
        kind="which decision",
        question="Which decision covers cosmetics?",
        history=("What is due in 2024?",),
        must=(("MC-5/5", "5/5"),),
        must_not=("MC-5/6",),
        items=(("cosmetics",),),
        status="answered",
        decisions=("MC-5/5",),
        workstreams=("Intersessional mandates",),
        evidence=("cosmetics listed",),
    )


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\ufeff\n" + json.dumps(FULL) + "\n\n", encoding="utf-8")
    assert len(load_cases(path)) == 1


def test_a_bare_string_is_a_group_of_one(tmp_path: Path) -> None:
    row = {"id": "c", "kind": "k", "question": "q", "must": ["a", ["b", "c"]], "must_not": [["x"]]}
    (case,) = load_cases(write(tmp_path / "a.jsonl", row))
    assert case.must == (("a",), ("b", "c"))
    assert case.must_not == ("x",)


def test_a_refusal_status_means_not_answerable_where_nothing_is_said(tmp_path: Path) -> None:
    row = {"id": "c", "kind": "k", "question": "q", "status": "not_loaded"}
    (case,) = load_cases(write(tmp_path / "a.jsonl", row))
    assert not case.answerable
    assert case.expects_refusal


def test_every_problem_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        FULL,
        "{not json",
        "",
        ["a list"],
        {**FULL, "id": "c2", "musst": []},
        {**FULL, "id": "", "must": [[]], "status": "failed"},
        FULL,
        {**FULL, "id": "c3", "answerable": "yes", "evidence": "words", "must_not": [" "]},
    )
    found = problems(path)
    for part in (
        f"{path}:2: not JSON",
        f"{path}:4: a list",
        f"{path}:5: unknown key 'musst'",
        f"{path}:6: 'status' is 'failed'",
        f"{path}:6: 'id' is missing",
        f"{path}:6: 'must' holds something empty",
        f"{path}:7: id 'c1' was used in line 1",
        f"{path}:8: 'answerable' is 'yes'",
        f"{path}:8: 'evidence' is str",
        f"{path}:8: 'must_not' holds something empty",
    ):
        assert any(problem.startswith(part) for problem in found), part
    assert len(found) == 10


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    assert "name a file of JSON lines" in problems(tmp_path / "missing.jsonl")[0]
    assert "no cases in it" in problems(write(tmp_path / "empty.jsonl"))[0]
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"id": "\xe9"}')
    assert "save it as UTF-8" in problems(latin)[0]


def test_many_problems_stay_one_readable_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *["{"] * 50)
    with pytest.raises(BrokenCases, match="and 30 more problems"):
        load_cases(path)


def test_the_digest_changes_with_what_the_case_says() -> None:
    one = Case("a", "k", "q", must=(("x",),))
    assert one.digest == Case("a", "k", "q", must=(("x",),)).digest
    assert one.digest != Case("a", "k", "q", must=(("y",),)).digest
