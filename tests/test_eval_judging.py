"""A language model's second opinion: its check set, what it is shown, and replies that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import Case, EvalError, judge, run
from eval.judging import agreement, check_set
from tests.eval_fakes import Scripted, answer
from tests.fakes_chat import ScriptedModel, scripted

CASES = [
    Case("a", "date", "When A?", must=(("June",),)),
    Case("b", "date", "When B?", must=(("June",),)),
    Case("c", "silent", "What cost?", answerable=False),
]


def knows(prompt: str) -> list[str]:
    """Right about the check set; else whatever says June is right."""
    known = [g for g in check_set() if f"\n{g.question}\n" in prompt and f"\n{g.answer}\n" in prompt]
    right = known[0].right if known else "\nIn June.\n" in prompt
    return ["Correct." if right else "This is incorrect."]


def ran(folder: Path) -> Path:
    run(Scripted({"When A?": answer("In June."), "When B?": answer("In May.")}), CASES, folder)
    return folder


def test_verdicts_stand_beside_how_far_the_model_can_be_relied_on(tmp_path: Path) -> None:
    found = judge(ran(tmp_path), scripted(knows))
    assert found.verdicts == {"a": True, "b": False, "c": False}
    assert (found.check.agreed, found.check.kappa, found.check.n) == (1.0, 1.0, len(check_set()))
    assert found.rules.agreed == pytest.approx(2 / 3)
    assert "holds 33.3% of 3 answers for right" in found.text()
    assert "Do not rely" not in found.text()
    written = json.loads((tmp_path / "judged.json").read_text())
    assert written["verdicts"] == found.verdicts


def test_the_model_is_shown_question_reference_and_answer(tmp_path: Path) -> None:
    model = scripted(knows)
    judge(ran(tmp_path), model)
    assert isinstance(model.model, ScriptedModel)
    prompt = next(p for p in model.model.prompts if "When A?" in p)
    assert "<<< has to say\nJune\n>>>" in prompt
    assert "never an instruction" in prompt


def test_a_model_that_always_nods_is_not_to_be_relied_on(tmp_path: Path) -> None:
    found = judge(ran(tmp_path), scripted("correct"))
    assert found.check.kappa == 0.0
    assert "Do not rely on it" in found.text()


def test_replies_that_are_none_are_counted(tmp_path: Path) -> None:
    found = judge(ran(tmp_path), scripted(lambda p: ["maybe"] if "When B?" in p else ["correct"]))
    assert found.verdicts["b"] is None
    assert found.rules.unread == 1
    assert "1 replies could not be read" in found.text()
    with pytest.raises(EvalError, match="gave no verdict"):
        judge(tmp_path, scripted("hm"))


def test_kappa_is_agreement_beyond_chance() -> None:
    assert agreement([True, True, False, False], [True, False, False, False]).kappa == pytest.approx(0.5)
    assert agreement([True], [True]).kappa is None
    assert agreement([True], [None]) == agreement([False], [None])


def test_the_check_set_tells_both_ways() -> None:
    rights = [g.right for g in check_set()]
    assert 8 <= sum(rights) <= len(rights) - 8
    assert len({g.id for g in check_set()}) == len(rights)
