"""Exact match and token F1, with what SQuAD's own script gives."""

from __future__ import annotations

import pytest

from eval.references import exact_match, token_f1


@pytest.mark.parametrize(
    ("said", "answers", "exact", "f1"),
    [
        ("The Normans!", ["normans"], 1.0, 1.0),
        ("10th and 11th centuries", ["in the 10th and 11th centuries"], 0.0, 8 / 9),
        ("France", ["Denmark", "France"], 1.0, 1.0),
        ("a region in France", ["France"], 0.0, 0.5),
        ("no no no", ["no"], 0.0, 0.5),
        ("", ["France"], 0.0, 0.0),
        ("the", ["a"], 1.0, 1.0),
        ("", [], 1.0, 1.0),
        ("France", [], 0.0, 0.0),
    ],
)
def test_as_squad_defines_them(said: str, answers: list[str], exact: float, f1: float) -> None:
    assert exact_match(said, answers) == exact
    assert token_f1(said, answers) == pytest.approx(f1)
