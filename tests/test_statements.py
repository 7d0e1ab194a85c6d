"""What a model wrote is read as statements however it was laid out."""

from __future__ import annotations

import json

import pytest

from assistant.statements import Written, statements

ONE, TWO = Written("A is due.", (1,)), Written("B is not.", (2, 3))


@pytest.mark.parametrize(
    "text",
    [
        '{"text": "A is due.", "evidence": [1]}\n{"text": "B is not.", "evidence": [2, 3]}',
        '{"statements": [{"text": "A is due.", "evidence": [1]},'
        ' {"text": "B is not.", "evidence": ["2", "[3]"]}]}',
        '```json\n[{"statement": "A is due.", "sources": 1},\n'
        ' {"statement": "B is not.", "sources": "2, 3"}]\n```',
        '<think>{"text": "no", "evidence": [9]}</think>{"text": "A is due. [1]"}{"text": "B is not. [2][3]"}',
        "Here you are:\n1. A is due. [1]\n2. B is not. [2, 3]",
        "- A is due [1].\n- B is not [2][3].",
        "A is due [1]. B is not [2; 3].",
    ],
)
def test_every_layout_gives_the_statements(text: str) -> None:
    whole = [w for w in statements([text]) if w.evidence]
    assert whole == [ONE, TWO]
    assert [w for w in statements(text) if w.evidence] == whole  # letter by letter


def test_a_statement_is_given_as_soon_as_it_is_whole() -> None:
    def pieces() -> object:
        yield '{"statements": [{"text": "A is due.", "evidence": [1]}'
        raise AssertionError("read on")

    assert next(statements(pieces())) == ONE  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "null", '{"text": 3}', '{"text": ["a"], "evidence": [1]}', "{" * 5000, "[1] [2]"]
)
def test_garbage_gives_no_statement_with_evidence(text: str) -> None:
    assert [w for w in statements([text]) if w.evidence] == []


def test_evidence_that_is_no_number_is_none_of_those_shown() -> None:
    assert next(statements(['{"text": "A", "evidence": ["x"]}'])).evidence == (0,)


def test_at_most_twelve_are_read() -> None:
    text = "\n".join(json.dumps({"text": f"A {n}", "evidence": [1]}) for n in range(50))
    assert len(list(statements([text]))) == 12
