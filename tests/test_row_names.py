"""Rows are named by a whole name, a beginning, a bracket or initials; never by a part that several share."""

from __future__ import annotations

import pytest

from assistant.row_names import named_in

NAMES = [
    "Ireland", "United Kingdom of Great Britain and Northern Ireland", "Russian Federation",
    "Iran (Islamic Republic of)", "Guinea", "Papua New Guinea", "Republic of Korea",
    "Democratic People’s Republic of Korea", "European Union", "Harbour Lamp Testers Inc. (HLTI)",
    "United Republic of Tanzania", "SB300-007", "SB300-004",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("the dues of Iran and of Papua New Guinea", ["Iran (Islamic Republic of)", "Papua New Guinea"]),
        ("what does the United Kingdom owe?", ["United Kingdom of Great Britain and Northern Ireland"]),
        ("does the UK owe more than the EU?", [NAMES[1], "European Union"]),
        ("what does Russia owe to Tanzania?", ["Russian Federation", "United Republic of Tanzania"]),
        ("the share of the Republic of Korea", ["Republic of Korea"]),
        ("is HLTI tested?", ["Harbour Lamp Testers Inc. (HLTI)"]),
        ("the dues of Northern Ireland", []),
        ("the dues of Korea", []),
        ("how much is SB300-004?", ["SB300-004"]),
    ],
)
def test_what_a_text_names(text: str, rows: list[str]) -> None:
    assert [NAMES[n.row] for n in named_in(text, NAMES)] == rows
