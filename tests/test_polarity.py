"""Yes and no said by the program: only where the form of a sentence bears the word out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evidence import Candidate
from assistant.matching import best_span, covers
from assistant.polarity import polarity
from corpus.passage import Passage
from corpus.words import content_words
from index.hit import Hit, Term


def found(text: str, asked: str) -> tuple[Candidate, tuple[Term, ...]]:
    terms = tuple(Term(w.text, (w.stem,), (), known=True, idf=1.0, rarity=1.0) for w in content_words(asked))
    passage = Passage("p", "d", 0, len(text), text, "paragraph")
    spoken = tuple(1.0 if covers(t, text) else 0.0 for t in terms)
    share = sum(spoken) / len(spoken)
    return Candidate(Hit(passage, 1.0, 1.0, 1.0), share, share, (), spoken, best_span(terms, text)), terms


SAID = [
    ("Can the window pay for dams?", "The window shall pay for stations, but not for dams.", "No"),
    ("Are fees refunded?", "Least developed countries pay half of it. Fees are not refunded.", "No"),
    ("May the two members vote?", "Two members come from the association. They have no vote.", "No"),
    ("Can an expert attend the session?", "The expert is unable to attend the session.", "No"),
    ("May reports be written in Spanish?", "Reports may be written in English or Spanish.", "Yes"),
    ("Must reports be written in English?", "Reports must be written in English.", "Yes"),
    (
        "Did the board elect a chair?",
        "The board was expected to elect a chair. The board elected Ms. Ro as chair, but the secretariat had"
        " not received any names for the board.",
        "Yes",
    ),
]  # fmt: skip
LEFT_OPEN = [
    ("Must reports be written in English?", "Reports may be written in English."),
    ("Are all reports published?", "Reports are published."),
    ("Has the period been changed?", "The Secretariat presents a proposal on whether the period is changed."),
    ("Will the Secretariat publish the manual?", "Requests the Secretariat to publish the manual."),
    ("Are reports sent by 2030?", "Reports are sent not later than 2028."),
    ("Are fees not refunded?", "Fees are not refunded."),
    ("Did the board elect a chair?", "The board was expected to elect a chair."),
]


@pytest.mark.parametrize(("asked", "text", "says"), SAID)
def test_the_word_is_said_where_the_sentence_bears_it_out(asked: str, text: str, says: str) -> None:
    ruling = polarity(asked, *found(text, asked))
    assert ruling is not None and ruling.says == says


@pytest.mark.parametrize(("asked", "text"), LEFT_OPEN)
def test_neither_is_said_where_something_weakens_it(asked: str, text: str) -> None:
    assert polarity(asked, *found(text, asked)) is None


def test_what_stands_above_the_passage_need_not_be_repeated() -> None:
    one, terms = found(
        "Proposals may be written in Spanish.", "May plant quota proposals be written in Spanish?"
    )
    above = replace(one, spoken=tuple(max(0.7, s) for s in one.spoken))
    ruling = polarity("May plant quota proposals be written in Spanish?", above, terms)
    assert ruling is not None and ruling.says == "Yes"
    missing = tuple(t for t in terms if t.word in {"plant", "quota"})
    lacking = replace(one, missing=missing)
    assert polarity("May plant quota proposals be written in Spanish?", lacking, terms) is None


def test_one_word_affirms_nothing() -> None:
    assert polarity("Is there a rule?", *found("A rule was asked for if at all.", "Is there a rule?")) is None
