"""Figures of tables: amounts with spaces, brackets and units, and lists of numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.figures import figure, numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 675 678", "2675678"), ("1,000", "1000"), ("(41 609)", "-41609"), ("12,5", "12.5"),
        ("53.5", "53.5"),
        ("EUR 300,000", "300000"), ("$1.5 million", "1500000"), ("50 per cent", "50"), ("500 mg/kg", "500"),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_its_unit(text: str, value: str) -> None:
    assert figure(text) == Decimal(value)


@pytest.mark.parametrize("text", ["–", "", "none", "3 March 2031", "1–5, 7", "Annex 4"])
def test_other_cells_are_no_figures(text: str) -> None:
    assert figure(text) is None


def test_lists_of_numbers() -> None:
    assert numbers_in("1–3, 7 and 9") == {1, 2, 3, 7, 9}
    assert numbers_in("1 to 4") == {1, 2, 3, 4}
    assert numbers_in("0.073") == numbers_in("9–1") == numbers_in("scope 3") == frozenset()
