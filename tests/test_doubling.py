"""Two questions in one: both halves answered, or the one that is not named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.doubling import halves
from corpus import document_from_text
from index import Index, IndexSettings

LETTER = """To: The Lantern Alliance
From: Ida Brandt, Executive Secretary
Subject: Work on lanterns in 2031

Bergen, 4 April 2031

Dear members,

WICKS

- Parties are invited to report on cotton wicks by 3 March 2032 (decision LC-2/4);
- The Secretariat will test wicks in rain (decision LC-2/5);

OIL

- Storage of whale oil in schools (decision LC-2/6).

Yours sincerely,

Ida Brandt
Executive Secretary
"""


@pytest.fixture(scope="module")
def lanterns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    paper = document_from_text(LETTER, file_name="letter.txt", id="letter")
    with Index.open(IndexSettings(data_dir=tmp_path_factory.mktemp("lanterns")), shipped=[paper]) as index:
        yield Assistant(index)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who wrote it, and by when is it due?", ("Who wrote it?", "And by when is it due?")),
        ("What is due? Who has to send it?", ("What is due?", "Who has to send it?")),
        ("Which dates are set in the letter, and for what?", None),
        ("Who signs, and does she attend?", None),  # too short a half
        ("When and where was it written?", None),
        ("Which items are on oil and water?", None),
        ("We are a school. What may we store?", None),
    ],
)
def test_halves(text: str, expected: tuple[str, str] | None) -> None:
    assert halves(text) == expected


def test_both_halves_are_answered(lanterns: Assistant) -> None:
    answer = lanterns.ask("Which decision is on whale oil, and by when must Parties report on wicks?")
    assert answer.status == "answered"
    assert "LC-2/6" in answer.text and "3 March 2032" in answer.text


def test_a_second_half_leans_on_the_first(lanterns: Assistant) -> None:
    answer = lanterns.ask("Which decision is about whale oil, and which one about testing in rain?")
    assert "LC-2/6" in answer.text and "LC-2/5" in answer.text


def test_a_count_and_its_names_are_one_list(lanterns: Assistant) -> None:
    text = lanterns.ask("How many workstreams are there and what are they called?").text
    assert text.startswith("2 workstreams:") and "WICKS" in text and "OIL" in text


def test_the_half_that_is_not_answered_is_named(lanterns: Assistant) -> None:
    answer = lanterns.ask("Who signed the letter, and what is her telephone number?")
    assert answer.status == "partly_answered"
    assert "Ida Brandt" in answer.text and "her telephone number" in answer.text


def test_nothing_is_answered_where_neither_half_is(lanterns: Assistant) -> None:
    answer = lanterns.ask("Who paints the boats, and what does the paint cost?")
    assert answer.status == "not_in_documents"
