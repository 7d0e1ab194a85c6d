"""The two sides of a comparison, taken from the question's words."""

from __future__ import annotations

import pytest

from assistant.sides import ordered_sides, sides


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("Compare the fee for boats with the fee for rafts.", ("the fee for boats", "the fee for rafts")),
        (
            "How does the fee for boats compare with that for rafts?",
            ("the fee for boats", "the fee for rafts"),
        ),
        ("Boats versus rafts: what are the dates?", ("Boats", "rafts")),
        ("Length of stay, boats against rafts?", ("Length of stay boats", "Length of stay rafts")),
        ("How do boats and rafts differ in price?", ("boats price", "rafts price")),
        ("What do boats pay and what do rafts pay?", ("What do boats pay", "what do rafts pay")),
        ("Boats on the one hand, rafts on the other: who pays?", ("Boats", "rafts")),
        ("Which is due sooner: the boats or the rafts?", ("the boats", "the rafts")),
        ("What do boats pay?", None),
    ],
)
def test_sides(question: str, both: tuple[str, str] | None) -> None:
    assert sides(question) == both


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Does the fair open before or after the regatta?",
            ("the fair open", "the regatta", "before or after"),
        ),
        ("Is the fee due before the regatta begins?", ("the fee", "the regatta begins", "before")),
        ("When does the fair open?", None),
    ],
)
def test_sides_of_an_order_in_time(question: str, parts: tuple[str, str, str] | None) -> None:
    assert ordered_sides(question) == parts
