"""Citation recall and precision as ALCE defines them: carried, needed, by passage and by decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Statement
from eval.supported import Carried, by_decision, by_passage, verifier
from tests.eval_fakes import answer, cite

DUE = cite("Submission of information by 30 June 2024 on cosmetics", 1, decisions=("MC-5/5",))
STUDY = cite("Study of mercury compounds", 2, decisions=("MC-5/3",))
NETWORK = cite("A network of partners shares what it knows", 3)


def words(statement: str, citations: Sequence[Citation]) -> bool:
    """A judge that anybody can follow: every word of the statement stands in some quote."""
    there = {word for citation in citations for word in citation.quote.split()}
    return set(statement.split()) <= there


def said(*statements: tuple[str, tuple[int, ...]]) -> Answer:
    given = answer("...", DUE, STUDY, NETWORK)
    return replace(given, statements=tuple(Statement(text, cited, "quoted") for text, cited in statements))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((("30 June 2024", (1,)),), Carried(1.0, 1.0)),
        ((("30 June 2024", (2,)),), Carried(0.0, 0.0)),
        ((("30 June 2024", ()),), Carried(0.0, None)),
        # the second citation carries nothing, and without it all is carried
        ((("30 June 2024", (1, 3)),), Carried(1.0, 0.5)),
        # each carries a part, and both are needed
        ((("Study cosmetics", (1, 2)),), Carried(1.0, 1.0)),
        ((("30 June 2024", (1,)), ("elsewhere", (2,))), Carried(0.5, 0.5)),
        ((), Carried(None, None)),
    ],
)
def test_by_passage(statements: tuple[tuple[str, tuple[int, ...]], ...], expected: Carried) -> None:
    assert by_passage(said(*statements), words) == expected


def test_by_decision_all_quotes_of_a_decision_count() -> None:
    more = cite("Study of mercury compounds (Decision MC-5/3)", 4, decisions=("MC-5/3",))
    given = said(("Study of (Decision", (2,)))
    given = replace(given, citations=(*given.citations, more))
    assert by_passage(given, words) == Carried(0.0, 0.0)
    assert by_decision(given, words) == Carried(1.0, 1.0)
    assert by_decision(said(("network", (3,))), words) == Carried(None, None)


@pytest.mark.parametrize(
    ("statement", "carries"),
    [
        ("Submission of information by 30 June 2024 on cosmetics", True),
        ("\u201cSubmission of information \u2026 on cosmetics\u201d", True),
        ("By 30 June 2024 \u2014 Mandates, item 1", True),
        ("Submission of information by 31 June 2024 on cosmetics", False),
        ("Submission of information \u2026 on batteries", False),
    ],
)
def test_the_verifier_is_the_judge(statement: str, carries: bool) -> None:
    assert verifier()(statement, [DUE]) is carries
