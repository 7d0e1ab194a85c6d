"""Question cases out of feedback: what is proposed, what is left, and that the cases can be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant import cli
from assistant.conversations import Conversations
from assistant.kept import Judgement, KeptExchange, Verdict
from eval import load_cases
from eval.feedback import lines, proposals, review
from tests.fakes_assistant import FakeAssistant

COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"
MINING = "Are there rules on mining?"


def judged(folder: Path, verdict: Verdict, question: str = COSMETICS, remark: str = "") -> None:
    kept = Conversations(folder)
    heading = kept.keep("anna", "", 1, KeptExchange(MINING, FakeAssistant().ask(MINING)))
    assert heading
    kept.keep(
        "anna", heading.id, 2, KeptExchange(question, FakeAssistant().ask(question), {"source": ["letter"]})
    )
    kept.judge("anna", heading.id, 2, Judgement(verdict, remark))
    kept.close()


def cases(capsys: pytest.CaptureFixture[str], folder: Path, out: Path) -> str:
    code = cli.main(["--data-dir", str(folder), "eval", "from-feedback", "--out", str(out)])
    said = capsys.readouterr()
    assert code == 0, said.err
    return said.out


@pytest.mark.parametrize(
    ("verdict", "answerable", "evidence"),
    [
        ("good", True, 2),
        ("incomplete", True, 2),
        ("wrong", True, 0),
        ("wrong_source", True, 0),
        ("should_have_refused", False, 0),
    ],
)
def test_only_sources_that_nobody_doubts_are_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verdict: Verdict, answerable: bool, evidence: int
) -> None:
    judged(tmp_path, verdict, remark="It is item 5.")
    out = tmp_path / "cases.jsonl"
    assert "1 case in" in cases(capsys, tmp_path, out)
    (case,) = load_cases(out)
    assert (case.question, case.history, case.kind) == (COSMETICS, (MINING,), "feedback")
    assert case.answerable is answerable and len(case.evidence) == evidence
    assert ("MC-5/5" in case.decisions) is bool(evidence) and case.must == () == case.items
    said = (tmp_path / "cases.review.md").read_text(encoding="utf-8")
    assert case.id in said and "remark: It is item 5." in said and '{"source": ["letter"]}' in said
    named = "decisions, workstreams, evidence" if evidence else "nothing"
    assert f"proposed from the shown citations: {named}" in said


def test_what_a_reader_typed_is_one_line_of_text_wherever_it_is_written(tmp_path: Path) -> None:
    typed = '=HYPERLINK("http://evil.example")\n## feedback-0\n\n{"id": "x"} ![](http://evil.example/p.png)'
    judged(tmp_path, "wrong", f"{COSMETICS}\n{typed}", remark=typed)
    kept = Conversations(tmp_path)
    found = proposals(kept.judged())
    kept.close()
    (line,) = lines(found).splitlines()
    assert json.loads(line)["question"] == f"{COSMETICS}\n{typed}"
    said = review(found)
    assert said.count("\n## ") == 1 and not re.search(r"(?<!\\)!?\[[^]]*\]\(http", said)


def test_a_refusal_that_was_right_stays_one(tmp_path: Path) -> None:
    judged(tmp_path, "good", MINING)
    kept = Conversations(tmp_path)
    (found,) = proposals(kept.judged())
    kept.close()
    assert (found.case.answerable, found.case.status) == (False, "not_in_documents")
    assert lines([found]).count("\n") == 1 and "confirm the proposed fields" in review([found])


def test_without_feedback_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Conversations(tmp_path).close()
    out = tmp_path / "cases.jsonl"
    assert cases(capsys, tmp_path, out) == "" and not out.exists()
    assert cli.main(["--data-dir", str(tmp_path / "none"), "eval", "from-feedback"]) == 3
    assert "--data-dir" in capsys.readouterr().err


def test_without_a_file_the_cases_go_to_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged(tmp_path, "good")
    assert cli.main(["--data-dir", str(tmp_path), "eval", "from-feedback"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith('{"id": "feedback-') and "to do:" in said.err
