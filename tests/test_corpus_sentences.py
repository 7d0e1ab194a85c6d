"""Where sentences and clauses end, and what a word is."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.sentences import around, clauses, sentences
from corpus.words import content_words, fold, stem, words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("Decision no. 5 says so. See Art. 14.", ["Decision no. 5 says so.", "See Art. 14."]),
        ("Mr. Rodges Ankrah wrote. It helped!", ["Mr. Rodges Ankrah wrote.", "It helped!"]),
        ("See e.g. Annex A. Then stop.", ["See e.g. Annex A. Then stop."]),
        ("Is it due? Yes.", ["Is it due?", "Yes."]),
        ("A line\n\nAnother", ["A line", "Another"]),
        ("It cost 3.5 million.", ["It cost 3.5 million."]),
        ("They asked (see below.) Then left.", ["They asked (see below.)", "Then left."]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == parts


def test_clauses_are_parts_between_semicolons_and_members() -> None:
    text = "Submission of information by June, preparation of a draft report, and review of it; a last word"
    assert [text[a:b] for a, b in clauses(text)] == [
        "Submission of information by June,",
        "preparation of a draft report,",
        "and review of it;",
        "a last word",
    ]


def test_around_finds_the_span_that_holds_a_place() -> None:
    spans = [(0, 5), (6, 10)]
    assert [around(spans, n) for n in (0, 5, 6, 99)] == [(0, 5), (0, 5), (6, 10), (6, 10)]


def test_words_and_stems() -> None:
    assert [w.text for w in words("capacity-building under MC-5/12")] == [
        "capacity",
        "building",
        "under",
        "MC",
        "5",
        "12",
    ]
    assert stem("Parties") == stem("party")
    assert stem("Secretariat's") == stem("secretariat")


def test_stems_are_right_from_many_threads_at_once() -> None:
    bare = stem.__wrapped__  # nothing remembered
    asked = [f"{letter * 2}{end}" for letter in "bdgmpt" for end in ("ational", "ies", "ing", "edly")] * 30
    expected = [bare(word) for word in asked]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda _: [bare(word) for word in asked], range(4))) == [expected] * 4
    finally:
        sys.setswitchinterval(switching)
    assert fold("Genève’s") == "geneve's"
    assert [w.text for w in content_words("What is the deadline for cosmetics?")] == ["deadline", "cosmetics"]
