"""Texts that are large or made to be slow: reading them takes time in proportion to their size."""

from __future__ import annotations

import time

import pytest

from corpus import build_register, document_from_text, passages
from corpus.deadlines import find_deadlines
from corpus.decision_ids import find_decisions, id_patterns
from corpus.lines import LONGEST_BLOCK
from corpus.sentences import clauses, sentences

#: Seconds of this process for a text that takes a tenth of that on an idle machine.
PATIENCE = 20.0


def seconds(text: str) -> float:
    """How long reading `text` takes, in seconds of CPU; every passage is checked against the text."""
    begin = time.process_time()
    document = document_from_text(text, file_name="hostile.txt")
    found = passages(document)
    build_register([document], found)
    taken = time.process_time() - begin
    assert all(p.text == document.text[p.start : p.end] for p in found)
    assert all(p.end - p.start <= 2 * LONGEST_BLOCK for p in found)
    return taken


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "a" * 1_000_000,
        "line\n" * 200_000,
        "(" * 100_000,
        "((a)[b]" * 15_000,
        "\n" * 500_000 + "end",
        "a" + " " * 500_000 + "b",
        "\f\n- 2 -\n" * 10_000 + "end",
        "1. item\n\n" * 10_000,
        "- item\n" * 20_000,
        "a | b | c\n" * 10_000,
    ],
    ids=lambda text: repr(text[:9]),
)
def test_a_large_text_is_read_in_seconds(text: str) -> None:
    assert seconds(text) < PATIENCE


ATOMS = [
    "A ", "A.", "a, ", "x/aandx", "1/1, ", "1/1 and ", "MC-5/2, ", "MC-5/2 to ", "IV/2 and ", "Articles 1, ",
    "Annex A, ", "first, ", "by 1 May 2024 ", "within ", "Mr A B ", "a@",
    "a.a@b.c ", "Parties shall ", "2024-", "(a",
]  # fmt: skip


@pytest.mark.parametrize("atom", ATOMS)
def test_repetition_is_read_in_time(atom: str) -> None:
    assert seconds("Decision MC-5/2\n\n1. Requests " + atom * (12_000 // len(atom)) + "end") < PATIENCE


@pytest.mark.parametrize("form", [p.form for p in id_patterns()])
def test_a_decision_number_that_never_comes_is_given_up_soon(form: str) -> None:
    pattern = next(p for p in id_patterns() if p.form == form)
    begin = time.process_time()
    for opening in (pattern.prefix, f"{pattern.prefix}-", "decision", "resolution 5", "1"):
        for filler in (" ", "/", "0", "1/", "-", "X", "IV/"):
            text = opening + filler * 3_000 + "!"
            pattern.pattern.search(text)
            if pattern.bare:
                pattern.bare.search(text)
            if pattern.continuation:
                pattern.continuation.match(text, len(opening))
    assert time.process_time() - begin < PATIENCE


def test_a_long_line_is_cut_after_a_sentence_and_loses_nothing() -> None:
    text = "Parties are invited to comment on the draft text. " * 1_000
    document = document_from_text(text, file_name="long.txt")
    found = passages(document)
    assert len(found) > 5
    assert all(p.text.endswith("text.") for p in found)
    assert " ".join(p.text for p in found) == text.strip()


def test_the_finders_take_any_text_alone() -> None:
    for text in ("", " ", "\n", "(", "1/", "decision", "Decision MC-", "by", "within", ".", ";" * 50):
        assert find_decisions(text) == ()
        assert find_deadlines(text) == ()
        assert all(a < b for a, b in sentences(text) + clauses(text))
