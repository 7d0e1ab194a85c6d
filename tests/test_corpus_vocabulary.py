"""The vocabulary files say what their headers promise, and lookups find them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from corpus.errors import BrokenCorpusData
from corpus.mentions import opening_verb
from corpus.vocabulary import load, synonyms
from corpus.words import content_words, words


def terms(question: str) -> set[str]:
    return {term for e in synonyms().official_for([w.text for w in words(question)]) for term in e.terms}


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("the mercury treaty", "Minamata Convention on Mercury"),
        ("what does COP mean", "Conference of the Parties"),
        ("toxic waste treaties", "Basel Convention"),
        ("the Paris deal", "Paris Agreement"),
        ("who do we get in touch with", "contact"),
        ("what countries have to hand in", "submit"),
        ("where to sign up", "registration"),
        ("who turned up", "attend"),
        ("who drew up the paper", "prepare"),
        ("is there a hotel", "accommodation"),
        ("the meeting was called off", "cancel"),
        ("how do they keep an eye on it", "monitoring"),
        ("make sure it is done", "ensure"),
        ("countries that pulled out of the deal", "withdrawal"),
    ],
)
def test_everyday_words_lead_to_official_terms(question: str, term: str) -> None:
    assert term in terms(question)


def test_short_forms_that_are_words_count_in_capitals_only() -> None:
    assert "World Health Organization" in terms("the WHO guidance")
    assert "World Health Organization" not in terms("who is invited")


def test_expansions_say_where_they_stand() -> None:
    given = ["about", "the", "mercury", "treaty"]
    (found,) = [e for e in synonyms().official_for(given) if "Minamata Convention" in e.terms]
    assert given[found.start : found.start + found.length] == ["mercury", "treaty"]


def test_a_lay_word_stands_in_one_group_only() -> None:
    seen: dict[str, int] = {}
    for number, group in enumerate(load("synonyms")):
        assert group["official"]
        assert group["everyday"]
        assert len({phrase.lower() for phrase in group["everyday"]}) == len(group["everyday"]), group
        for phrase in group["everyday"]:
            assert seen.setdefault(" ".join(w.stem for w in words(phrase)), number) == number, phrase


def test_a_lay_phrase_has_a_word_of_its_own() -> None:
    for group in load("synonyms"):
        for phrase in group["everyday"]:
            assert content_words(phrase), phrase


@pytest.mark.parametrize(
    "question",
    ["the financial year", "in which year", "I am not sure when it is", "it will be presented", "the answer"],
)
def test_ordinary_words_are_not_taken_for_lay_words(question: str) -> None:
    assert not terms(question)


def test_a_verb_form_stands_under_one_verb() -> None:
    seen: dict[str, str] = {}
    for row in load("legal_verbs"):
        for form in row["forms"]:
            assert seen.setdefault(form, row["verb"]) == row["verb"], form


def test_every_file_names_its_origin_and_licence() -> None:
    for name in ("abbreviations", "decision_ids", "legal_verbs", "meetings", "synonyms"):
        head = files("corpus.vocabulary").joinpath(f"{name}.yaml").read_text(encoding="utf-8")[:1500]
        assert "Origin:" in head
        assert "Licence:" in head


def test_decision_forms_are_named_once() -> None:
    names = [row["form"] for row in load("decision_ids")]
    assert len(names) == len(set(names))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BrokenCorpusData, match="nowhere.yaml"):
        load("nowhere")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Requests the Secretariat to report", "requests"),
        ("Also invites Parties", "invites"),
        ("Takes note of the survey", "takes note"),
        ("Calls upon Parties", "calls upon"),
        ("The group shall meet", None),
        ("", None),
    ],
)
def test_the_verb_that_opens_a_paragraph(text: str, verb: str | None) -> None:
    assert opening_verb(text) == verb
