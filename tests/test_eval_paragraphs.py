"""Whether an answer cites the paragraph that is meant: places written as the UN cites."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer
from eval.paragraphs import cited, is_paragraph
from tests.eval_fakes import answer, cite

ANNEX = "Decision MC-5/12, Annex II to decision MC-5/12, Work, part one, paragraph 2 (a)"


@pytest.mark.parametrize(
    ("wanted", "place", "words", "same"),
    [
        ("Decision MC-5/12, paragraph 3 (b)", "Decision MC-5/12, paragraph 3 (b)", "", True),
        ("Decision MC-5/12, paragraph 3", "Decision MC-5/12, paragraph 3 (b)", "", False),
        ("Decision MC-5/1, paragraph 3", "Decision MC-5/12, paragraph 3", "", False),
        ("Decision MC-5/12, annex II, paragraph 2 (a)", ANNEX, "", True),
        ("Decision MC-5/12, annex I, paragraph 2 (a)", ANNEX, "", False),
        ("Decision MC-5/12, paragraph 2 (a)", ANNEX, "", False),
        ("Decision MC-5/12, annex, paragraph 1", "Decision MC-5/12, Annex, Rules, paragraph 1", "", True),
        ("Decision MC-5/12, preamble: Noting", "Decision MC-5/12, preamble, page 2", "Noting this,", True),
        ("Decision MC-5/12, table row: Peru", "Decision MC-5/12, table row “Chile”", "| Chile | 4 |", False),
        ("Decision MC-5/12, table row: Chile", "Decision MC-5/12, table row “Chile”, page 2", "4", True),
    ],
)
def test_a_place_is_the_one_meant(wanted: str, place: str, words: str, same: bool) -> None:
    assert is_paragraph(wanted, place, words) is same


def test_what_is_no_locator_is_said() -> None:
    with pytest.raises(ValueError, match="is no locator"):
        is_paragraph("paragraph three", "Decision MC-5/12, paragraph 3", "")


def placed(*names: str) -> Answer:
    cites = [cite("", n) for n, _ in enumerate(names, 1)]
    return answer(
        "", *(replace(c, locator=replace(c.locator, text=f"Decision MC-5/12, paragraph {name}"))
              for c, name in zip(cites, names, strict=True))
    )  # fmt: skip


def test_all_that_is_meant_is_to_be_cited_first() -> None:
    wanted = (("Decision MC-5/12, paragraph 3 (a)",), ("Decision MC-5/12, paragraph 3 (b)",))
    whole = cited(wanted, placed("3", "3 (a)", "3 (b)", "5"))
    assert (whole.recall, whole.precision, whole.right) == (1.0, 0.75, True), "3 opens what is meant"
    late = cited(wanted, placed("5", "3 (a)", "3 (b)"))
    assert (late.recall, late.right) == (1.0, False)
    assert cited(wanted, placed()).right is False
    assert cited((), placed("3")).right is None
