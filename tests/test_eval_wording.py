"""Comparing wording: forgiving about form, strict about numbers and short words."""

from __future__ import annotations

import pytest

from eval.wording import markers, names_decision, normalised, occurs, plain, spans, word_count


@pytest.mark.parametrize(
    ("spelling", "text", "found"),
    [
        ("Road Map", "a draft  road\nmap", True),
        ("2024-2025", "for 2024\u20132025", True),
        ("co-benefits", "co-\nbenefits", True),
        ("people's", "people\u2019s", True),
        ("cosmetic", "cosmetics", True),
        ("MC-5/1", "decision MC-5/12", False),
        ("MC-5/12", "decision MC-5/12.", True),
        ("0 June 2024", "30 June 2024", False),
        ("5", "MC-5/12", False),
        ("5", "COP-5", False),
        ("5", "there are 15", False),
        ("5", "5.2 tonnes", False),
        ("5", "there are 5.", True),
        ("**5**", "there are 5.", True),
        (" 5 ", "5 of them", True),
        ("[1]", "nothing", False),
        ("two", "a network", False),
        ("two", "these two decisions", True),
        ("no", "not known", False),
        ("No", "No, it does not.", True),
        ("NAP", "their NAPs", True),
        ("four", "fourteen", False),
    ],
)
def test_where_a_spelling_is_found(spelling: str, text: str, found: bool) -> None:
    assert occurs(spelling, normalised(text)) is found


def test_plain_text_has_no_marks_of_markdown() -> None:
    said = (
        "## Due\n\n- **Submission** by [30 June](/x) [1]\n2. mea\\_office@un.org `now` [2, 3]\n> quoted_word"
    )
    assert plain(said).split() == [
        "Due",
        "Submission",
        "by",
        "30",
        "June",
        "mea_office@un.org",
        "now",
        "quoted_word",
    ]
    assert markers(said) == {1, 2, 3}
    assert word_count("- one [1]\n- two \u2013 three [2]") == 3


def test_a_must_is_found_across_markers_and_emphasis() -> None:
    assert occurs(
        "MC-5/2, with specific invitation", normalised(plain("**MC-5/2** [1], with specific invitation"))
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [("Decisions MC-4/11 and 5/14", True), ("MC-5/14", True), ("MC-5/141", False), ("BC-5/14", False)],
)
def test_a_decision_is_known_by_its_short_form(text: str, found: bool) -> None:
    assert names_decision("MC-5/14", normalised(text)) is found


def test_spans_bridge_line_breaks_and_dashes() -> None:
    assert spans("a road-map", "this a  road\u2013map, A road-map") == ((5, 16), (18, 28))
    assert spans(" ", "text") == ()
