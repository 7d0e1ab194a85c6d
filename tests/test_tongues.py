"""Questions in other languages than the documents': told apart, answered by names, refused in kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.tongues import language_of, tongues
from index import Index
from tests.fakes_chat import line, scripted

CASES = Path(__file__).parent.parent / "eval" / "cases"
#: A question in each language that shares no word with the documents.
COOKING = {
    "fr": "Comment cuire des pâtes ?",
    "es": "¿Cómo se cocina la pasta?",
    "ru": "Как сварить макароны?",
    "ar": "كيف أطبخ المعكرونة؟",
    "zh": "怎么煮意大利面？",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *COOKING.items(),
        ("fr", "Que demande MC-5/10 ?"),
        ("fr", "Quelle est la date limite pour MC-5/6 ?"),
        ("fr", "Liste des échéances"),
        ("fr", "A quoi sert le Fonds ?"),
        ("es", "¿Quién es Monika Stankiewicz?"),
        ("es", "Fecha límite MC-5/6"),
        ("es", "que decision trata de los cosmeticos"),
        ("ru", "Кто такой Eisaku Toda?"),
        ("ar", "ما هو MC-5/6"),
        ("zh", "MC-5/14 是什么？"),
        ("en", "MC-5/12"),
        ("en", "amalgam"),
        ("en", "Who is José Núñez?"),
        ("en", "Côte d'Ivoire focal point"),
        ("en", "El Salvador"),
        ("en", "Does the letter cite « Renforcement des capacités »?"),
        ("en", "What does 汞 mean?"),
        ("en", "Welche Entscheidung betrifft Kosmetika?"),  # not one of the six: English is used
    ],
)
def test_a_question_is_in_the_language_it_is_in(language: str, text: str) -> None:
    assert language_of(text) == language


def test_no_english_question_is_taken_for_another_language() -> None:
    files = sorted(CASES.glob("*_dev*.jsonl"))
    questions = [
        json.loads(row)["question"] for file in files for row in file.read_text("utf-8").splitlines()
    ]
    assert len(questions) > 500
    assert [question for question in questions if language_of(question) != "en"] == []


def test_every_language_says_everything_and_no_word_belongs_to_two() -> None:
    known = tongues()
    assert list(known) == ["en", "fr", "es", "ru", "ar", "zh"]
    texts = {"not_in_documents", "not_loaded", "only_named", "shared", "ask_so", "model"}
    assert all(set(tongue.texts) == texts for code, tongue in known.items() if code != "en")
    assert all(set(tongue.names) == set(known) for tongue in known.values())
    assert not known["en"].words & (known["fr"].words | known["es"].words)


@pytest.mark.parametrize(("language", "question"), COOKING.items())
def test_a_refusal_is_in_the_questions_language_and_says_what_helps(
    assistant: Assistant, language: str, question: str
) -> None:
    answer = assistant.ask(question)
    said = tongues()[language]
    assert answer.status == "not_in_documents"
    assert answer.text.startswith(said.texts["not_in_documents"])
    assert said.names["en"] in answer.text and answer.text.endswith(said.texts["model"])
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Que demande la décision MC-5/10 ?", "31 October 2024"),
        ("Quelle est la date limite pour MC-5/6 ?", "31 March 2025"),
        ("Какой срок у MC-5/6?", "31 March 2025"),
        ("MC-5/6 的截止日期是什么时候？", "31 March 2025"),
        ("¿Qué decisión trata de los cosméticos?", "MC-5/5"),
        ("Quelle est l'adresse de Eisaku Toda ?", "eisaku.toda@un.org"),
    ],
)
def test_names_numbers_and_shared_words_answer(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in {"answered", "partly_answered"}
    assert words in " ".join(
        (
            answer.text,
            *(c.quote for c in answer.citations),
            *(d for c in answer.citations for d in c.decisions),
        )
    )
    remark = tongues()[language_of(question)].texts
    assert any(remark[part].split("{", 1)[0] in answer.text for part in ("shared", "only_named")), "said how"


def test_english_answers_and_refusals_stay_as_they_are(assistant: Assistant) -> None:
    assert assistant.ask("What does mercury cost today?").text == "The documents give no figure for this."
    assert "(English)" not in assistant.ask("Which decision covers cosmetics?").text


def test_where_documents_are_in_the_questions_language_nothing_else_is_advised(tmp_path: Path) -> None:
    from assistant import open_assistant
    from corpus.reading import document_from_text

    french = (
        "La décision porte sur les produits cosmétiques et les Parties sont invitées à fournir des données.\n"
    )
    with_french = open_assistant(tmp_path)
    try:
        with_french.index.add([document_from_text(french * 3, file_name="note.txt")])
        assert with_french.ask(COOKING["fr"]).text == tongues()["fr"].texts["not_in_documents"]
        assert "英文" in with_french.ask(COOKING["zh"]).text and "法文" in with_french.ask(COOKING["zh"]).text
    finally:
        with_french.close()


# with a language model ---------------------------------------------------------------------------

ASKED, MEANT = "Quelle décision concerne les cosmétiques ?", "Which decision covers cosmetics?"


def translated(shipped: Index, reply: str, question: str = ASKED) -> Answer:
    """The answer where the model's first reply is `reply` and it writes nothing of its own."""
    script = scripted(lambda prompt: [line(reply, 1) if "Translate the question" in prompt else "{}"])
    return Assistant(shipped, model=script).ask(question)


def test_a_model_puts_the_question_into_english_and_the_answer_is_as_ever(
    shipped: Index, assistant: Assistant
) -> None:
    answer, english = translated(shipped, MEANT), assistant.ask(MEANT)
    assert (answer.question, answer.standalone_question) == (ASKED, MEANT)
    assert answer.status == "answered" and answer.citations == english.citations


@pytest.mark.parametrize("reply", ["", "Which decision covers 12 cosmetics?", "cosmetics " * 40, "{"])
def test_a_translation_that_does_not_hold_is_not_used(shipped: Index, reply: str) -> None:
    answer = translated(shipped, reply)
    assert answer.standalone_question == ASKED
    assert answer.status == "not_in_documents"
    assert tongues()["fr"].texts["model"] not in answer.text, "there is a model already"


def test_an_english_question_is_never_translated(shipped: Index) -> None:
    assert translated(shipped, "What is due in 2024?", MEANT).standalone_question == MEANT


def test_a_model_that_fails_leaves_the_question_as_it_is(shipped: Index) -> None:
    answer = Assistant(shipped, model=scripted(line(MEANT, 1), finish="")).ask(ASKED)
    assert answer.standalone_question == ASKED and answer.status == "not_in_documents"
