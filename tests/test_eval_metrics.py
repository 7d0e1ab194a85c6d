"""Scoring one answer, friendly and adversarial."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Status
from eval import Case, score
from eval.metrics import CaseResult
from tests.eval_fakes import DOCUMENT, LETTER, TEXT, answer, cite, refusal

TEXTS = {DOCUMENT.id: DOCUMENT.text}
QUOTE = "Submission of information by 30 June 2024 on cosmetics (Decision MC-5/5)"
CASE = Case(
    "c1",
    "date",
    "When is information on cosmetics due?",
    must=(("30 June 2024", "2024-06-30"),),
    must_not=("31 March",),
    decisions=("MC-5/5",),
    workstreams=("Mandates",),
    evidence=("by 30 June 2024 on\ncosmetics",),
)
GOOD = answer("By 30 June 2024 [1].", cite(QUOTE, decisions=("MC-5/5",), workstream="Mandates"))
UNANSWERABLE = Case("u", "silent", "What does it cost?", answerable=False)


def scored(case: Case, given: Answer) -> CaseResult:
    return score(case, given, 12.5, TEXTS)


def test_a_right_answer_has_every_measure_full() -> None:
    result = scored(CASE, GOOD)
    assert (result.outcome, result.why, result.correct) == ("correct", (), True)
    assert result.evidence_recall == result.decision_recall == result.workstream_recall == 1.0
    assert result.citation_precision == result.quote_fidelity == 1.0
    assert (result.false_refusal, result.refusal_correct, result.list_exact) == (False, None, None)
    assert (result.words, result.latency_ms, result.register_only) == (4, 12.5, False)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (answer("By June [1].", cite(QUOTE)), "does not say '30 June 2024' or '2024-06-30'"),
        (answer("By 30 June 2024, or 31 March [1].", cite(QUOTE)), "says '31 March'"),
    ],
)
def test_a_wrong_answer_says_why(given: Answer, why: str) -> None:
    result = scored(CASE, given)
    assert result.outcome == "wrong"
    assert why in result.why


@pytest.mark.parametrize(
    ("case", "status", "outcome"),
    [
        (CASE, "partly_answered", "correct"),
        (CASE, "not_in_documents", "abstained"),
        (CASE, "failed", "failed"),
        (replace(CASE, status="answered"), "partly_answered", "wrong"),
        (UNANSWERABLE, "not_in_documents", "correct"),
        (UNANSWERABLE, "not_loaded", "correct"),
        (UNANSWERABLE, "partly_answered", "wrong"),
        (UNANSWERABLE, "failed", "failed"),
        (replace(UNANSWERABLE, status="not_loaded"), "not_in_documents", "abstained"),
        (replace(UNANSWERABLE, status="not_loaded"), "not_loaded", "correct"),
    ],
)
def test_abstaining_failing_and_being_wrong_are_three_outcomes(
    case: Case, status: Status, outcome: str
) -> None:
    assert scored(case, replace(GOOD, status=status)).outcome == outcome


def test_refusing_an_answerable_question_is_a_false_refusal() -> None:
    result = scored(CASE, refusal())
    assert (result.outcome, result.false_refusal, result.evidence_recall) == ("abstained", True, 0.0)
    assert result.citation_precision is None


def test_the_kind_of_refusal_counts_where_it_is_given() -> None:
    case = replace(UNANSWERABLE, status="not_loaded")
    assert scored(case, refusal("not_loaded")).refusal_correct is True
    assert scored(case, refusal("not_in_documents")).refusal_correct is False
    assert scored(case, refusal()).false_refusal is None


@pytest.mark.parametrize("shift", [-1, 1, 10_000, -10_000])
def test_a_quote_off_by_one_character_fails_fidelity(shift: int) -> None:
    moved = answer("By 30 June 2024 [1].", cite(QUOTE, shift=shift))
    assert scored(CASE, moved).quote_fidelity == 0.0


@pytest.mark.parametrize("changed", [QUOTE.replace("30 June", "30 july"), QUOTE + " ", QUOTE.lower()])
def test_a_changed_quote_fails_fidelity(changed: str) -> None:
    citation = replace(cite(QUOTE), quote=changed)
    assert scored(CASE, answer("x", citation, cite("Mandates", 2))).quote_fidelity == 0.5


def test_a_quote_from_an_unknown_document_fails_and_nearest_ones_are_checked() -> None:
    unknown = replace(cite(QUOTE), document_id="nowhere")
    assert scored(CASE, answer("x", unknown)).quote_fidelity == 0.0
    assert scored(CASE, replace(refusal(), nearest=(cite(QUOTE, shift=1),))).quote_fidelity == 0.0
    assert score(CASE, GOOD, 0.0).quote_fidelity is None
    assert scored(CASE, refusal()).quote_fidelity is None


def test_citing_beside_the_point_lowers_precision_not_recall() -> None:
    result = scored(CASE, answer("By 30 June 2024.", cite(QUOTE), cite("A network of partners", 2)))
    assert (result.citation_precision, result.evidence_recall) == (0.5, 1.0)


def test_quoting_half_the_evidence_touches_it_but_does_not_cover_it() -> None:
    result = scored(CASE, answer("By 30 June 2024.", cite("Submission of information by 30 June")))
    assert (result.citation_precision, result.evidence_recall) == (1.0, 0.0)


def test_without_evidence_precision_goes_by_decisions() -> None:
    case = replace(CASE, evidence=())
    given = answer("x", cite(QUOTE, decisions=("MC-5/5",)), cite("Mandates", 2, decisions=("MC-5/3",)))
    assert scored(case, given).citation_precision == 0.5
    assert scored(replace(case, decisions=()), given).citation_precision is None


def test_decisions_and_workstreams_count_from_the_text_too() -> None:
    case = replace(CASE, decisions=("MC-5/5", "MC-5/14", "MC-5/1"), workstreams=("Mandates", "Documents"))
    result = scored(
        case, answer("Under Mandates, decisions MC-4/11 and 5/14.", cite(QUOTE, decisions=("MC-5/5",)))
    )
    assert result.decision_recall == pytest.approx(2 / 3)
    assert result.workstream_recall == 0.5


def test_nearest_passages_count_only_where_a_refusal_is_right() -> None:
    near = replace(refusal(), nearest=(cite(QUOTE, decisions=("MC-5/5",)),))
    assert scored(replace(UNANSWERABLE, decisions=("MC-5/5",)), near).decision_recall == 1.0
    assert scored(CASE, near).decision_recall == 0.0


def test_dumping_the_document_is_neither_short_nor_a_list() -> None:
    letter = LETTER.read_text(encoding="utf-8")
    document = replace(DOCUMENT, id="whole", text=letter)
    case = Case(
        "l", "list", "What is due in 2024?", items=(("cosmetics",), ("waste management regulations",))
    )
    given = answer(letter, cite(letter, document=document))
    result = score(case, given, 1.0, {"whole": letter})
    assert (result.outcome, result.list_exact) == ("wrong", False)
    assert result.words > 1000


def test_answers_from_the_register_alone_are_known() -> None:
    assert scored(CASE, answer(TEXT, support="register")).register_only
    assert not scored(CASE, answer(TEXT)).register_only
    assert not scored(CASE, refusal()).register_only


def test_a_failure_keeps_its_message() -> None:
    failed = Answer("?", "?", "failed", "ValueError: no\nindex")
    assert scored(CASE, failed).why[0] == "failed: ValueError: no index"
