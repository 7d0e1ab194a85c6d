"""List questions: the wanted set, nothing missing and nothing beside it."""

from __future__ import annotations

import pytest

from eval.listing import compare_list
from tests.eval_fakes import LETTER, answer, cite

COSMETICS, STUDY, GROUP = ("cosmetics",), ("mercury compounds", "Hg compounds"), ("Scientific Group",)
ITEMS = (COSMETICS, STUDY, GROUP)
GOOD = "Three items:\n\n- On cosmetics [1]\n- Study of Hg compounds [2]\n- Scientific Group [3]"


def test_the_wanted_set_is_exact_in_any_order_and_numbering() -> None:
    assert compare_list(ITEMS, answer(GOOD)).exact
    assert compare_list(ITEMS, answer("1. Scientific Group\n2. cosmetics\n3) mercury compounds")).exact


def test_a_missing_item_and_an_extra_are_both_named() -> None:
    result = compare_list(ITEMS, answer("- cosmetics [1]\n- Scientific Group [2]\n- dental amalgam [3]"))
    assert result.missing == ("mercury compounds",)
    assert result.extras == ("dental amalgam",)
    assert not result.exact


def test_saying_an_item_twice_is_an_extra() -> None:
    assert compare_list(ITEMS, answer(GOOD + "\n- Cosmetics again [1]")).extras == ("Cosmetics again",)


def test_everything_in_one_bullet_is_not_a_list() -> None:
    result = compare_list(ITEMS, answer("- cosmetics, mercury compounds, Scientific Group [1]"))
    assert len(result.missing) == 2


@pytest.mark.parametrize("form", [str, lambda text: "- " + " ".join(text.split())])
def test_dumping_the_document_is_not_a_list(form: object) -> None:
    assert callable(form)
    dumped = form(LETTER.read_text(encoding="utf-8"))
    items = (("MC-5/5",), ("MC-5/6",), ("MC-5/10",))
    result = compare_list(items, answer(dumped))
    assert not result.exact
    assert result.extras or result.missing


def test_items_that_name_each_other_are_still_told_apart() -> None:
    quoted = "Group (Decisions MC-4/11 and 5/14)"
    text = f"- MC-5/14: {quoted} [1]\n- MC-4/11: {quoted} [1]"
    assert compare_list((("MC-4/11",), ("MC-5/14", "5/14")), answer(text)).exact


def test_a_bullet_with_details_below_is_one_entry() -> None:
    text = (
        "- cosmetics [1]\n  - due 30 June 2024\n- Hg compounds [2]\n  and more of it\n- Scientific Group [3]"
    )
    assert compare_list(ITEMS, answer(text)).exact


def test_an_unmarked_bullet_over_others_is_a_heading() -> None:
    text = "- **Mandates**\n  - cosmetics [1]\n  - Hg compounds [2]\n- **Other**\n  - Scientific Group [3]"
    assert compare_list(ITEMS, answer(text)).exact


def test_without_bullets_the_statements_are_the_list() -> None:
    said = ["On cosmetics [1].", "Hg compounds and the Scientific Group [2]."]
    assert compare_list(ITEMS, answer(" ".join(said), statements=said)).exact
    said.append("Dental amalgam too [3].")
    assert compare_list(ITEMS, answer(" ".join(said), statements=said)).extras == ("Dental amalgam too.",)


def test_another_decision_in_a_sentence_is_an_extra() -> None:
    items = (("MC-4/11",), ("MC-5/14", "5/14"))
    assert compare_list(items, answer("Decisions MC-4/11 and 5/14 [1].")).exact
    assert compare_list(items, answer("Decisions MC-4/11, 5/14 and 5/15 [1].")).extras == ("5/15",)


def test_a_long_statement_counts_for_one_item_at_most() -> None:
    everything = "cosmetics, Hg compounds, Scientific Group " + "and so on " * 30
    assert len(compare_list(ITEMS, answer(everything)).missing) == 2


def test_decisions_known_from_summaries_stand_apart_under_their_heading() -> None:
    listed = "- MC-5/5 [1]\n\nKnown from public summaries only:\n\n- MC-5/9 [2]"
    sources = cite("cosmetics", 1), cite("mercury compounds", 2, source="summary")
    assert compare_list((("MC-5/5",),), answer(listed, *sources)).exact
    letter_only = cite("cosmetics", 1), cite("mercury compounds", 2)
    assert compare_list((("MC-5/5",),), answer(listed, *letter_only)).extras == ("MC-5/9",)


def test_an_answer_that_says_nothing_lists_nothing() -> None:
    assert compare_list(ITEMS, answer("", statements=[])).missing == (
        "cosmetics",
        "mercury compounds",
        "Scientific Group",
    )
