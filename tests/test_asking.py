"""Polite openings are taken off a question; what they ask to be done stays."""

from __future__ import annotations

import pytest

from assistant.asking import plainly
from assistant.catalogue import Catalogue
from assistant.understanding import understand


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("Could you please list the items under waste?", "list the items under waste?"),
        ("can you quote paragraph 3?", "quote paragraph 3?"),
        ("Hello, would you kindly compare the two?", "compare the two?"),
        ("Can you tell me when it is due?", "when it is due?"),
        ("Could you give me all deadlines?", "all deadlines?"),
        ("Can Parties list their experts?", "Can Parties list their experts?"),
    ],
)
def test_a_polite_opening_is_taken_off(asked: str, plain: str) -> None:
    assert plainly(asked) == plain


@pytest.mark.parametrize("opening", ["Could you please list", "Can you list", "List"])
def test_a_list_politely_asked_for_is_a_list(catalogue: Catalogue, opening: str) -> None:
    question = understand(f"{opening} all deadlines in 2024", catalogue)
    assert (question.want, question.table, question.yes_no) == ("list", "deadlines", False)
