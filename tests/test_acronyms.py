"""What an abbreviation stands for: the words that a document prints before it, or a refusal."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.acronyms import _initials


@pytest.mark.parametrize(
    ("name", "before", "words"),
    [
        ("PAG", "guided by the Partnership Advisory Group ", "Partnership Advisory Group"),
        ("COP", "the Conference of the Parties ", "Conference of the Parties"),
        ("MIAs", "and Minamata Initial Assessments ", "Minamata Initial Assessments"),
        ("WHO", "the Health Organization ", None),
    ],
)
def test_the_last_words_that_spell_it(name: str, before: str, words: str | None) -> None:
    assert _initials(name, before) == words


def test_a_document_spells_it_out(assistant: Assistant) -> None:
    answer = assistant.ask("What does PAG stand for?")
    assert answer.status == "answered"
    assert answer.text.startswith("Partnership Advisory Group")
    assert "(PAG)" in answer.citations[0].quote


def test_no_document_spells_it_out(assistant: Assistant) -> None:
    answer = assistant.ask("What does BEP stand for?")
    assert answer.status == "not_in_documents"
    assert "BEP" in answer.text
