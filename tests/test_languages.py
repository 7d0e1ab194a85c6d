"""Languages told apart; questions in another than the documents' are answered by names or refused in kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.languages import language_of, languages
from corpus.words import STOP
from index import Index
from tests.fakes_chat import line, scripted

CASES = Path(__file__).parent.parent / "eval" / "cases"
#: A question in each language that shares no word with the documents.
COOKING = {
    "fr": "Comment cuire des pâtes ?",
    "es": "¿Cómo se cocina la pasta?",
    "pt": "Como se cozinha a massa?",
    "de": "Wie kocht man Nudeln?",
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
        ("pt", "Qual decisão trata dos cosméticos?"),
        ("pt", "Quais são os prazos para as Partes?"),
        ("pt", "O que pede a decisão MC-5/10?"),
        ("de", "Welche Entscheidung betrifft Kosmetika?"),
        ("de", "Was verlangt MC-5/10 von den Vertragsparteien?"),
        ("de", "Wer ist Eisaku Toda?"),
        ("ru", "Кто такой Eisaku Toda?"),
        ("ar", "ما هو MC-5/6"),
        ("zh", "MC-5/14 是什么？"),
        ("zh", "为什么 mercury 有害？"),
        ("en", "MC-5/12"),
        ("en", "amalgam"),
        ("en", "Who is José Núñez?"),
        ("en", "Côte d'Ivoire focal point"),
        ("en", "El Salvador"),
        ("en", "Does the letter cite « Renforcement des capacités »?"),
        ("en", "What does 汞 mean?"),
        ("en", "Was the letter sent to the Côte d'Ivoire?"),
        ("en", "COP-5?"),
        ("en", "eisaku.toda@un.org"),
        ("en", "info@basel.int, brs@un.org"),
        ("en", ""),
    ],
)
def test_a_question_is_in_the_language_it_is_in(language: str, text: str) -> None:
    assert language_of(text) == language


def test_no_english_question_is_taken_for_another_language() -> None:
    files = sorted(CASES.glob("*_dev*.jsonl"))
    cases = [json.loads(row) for file in files for row in file.read_text("utf-8").splitlines()]
    questions = [asked for case in cases for asked in (case["question"], *case.get("history", []))]
    assert len(questions) > 1000
    assert [question for question in questions if language_of(question) != "en"] == []


def test_every_language_says_everything() -> None:
    known = languages()
    assert list(known) == ["en", "fr", "es", "pt", "de", "ru", "ar", "zh"]
    texts = {"not_in_documents", "not_loaded", "only_named", "shared", "ask_so", "model", "notice"}
    assert all(set(language.texts) == texts for code, language in known.items() if code != "en")
    assert all(set(language.names) == set(known) for language in known.values())
    assert all(language.script or language.words for language in known.values())


def test_a_word_that_english_has_too_speaks_for_english_as_well() -> None:
    known = languages()
    others = frozenset[str]().union(*(language.words for code, language in known.items() if code != "en"))
    assert others & STOP <= known["en"].words


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Quelle est la date pour les Parties ?", "le 30 juin 2024"),
        ("¿Cuál es la fecha para las Partes?", "el 30 de junio de 2024"),
        ("Qual é a data para as Partes?", "até 30 de junho de 2024"),
        ("Wann ist der Termin für die Vertragsparteien?", "am 30. Juni 2024"),
        ("Какой срок установлен для Сторон?", "до 30 июня 2024"),
    ],
)
def test_dates_are_put_as_english_writes_them(question: str, said: str) -> None:
    assert "30 June 2024" in languages()[language_of(question)].dated(said)


@pytest.mark.parametrize(("language", "question"), COOKING.items())
def test_a_refusal_is_in_the_questions_language_and_says_what_helps(
    assistant: Assistant, language: str, question: str
) -> None:
    answer = assistant.ask(question)
    said = languages()[language]
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
        ("Wer ist Eisaku Toda?", "eisaku.toda@un.org"),
        ("Qual é o prazo de MC-5/6?", "31 March 2025"),
        ("¿Qué decisión trata de los cosméticos?", "MC-5/5"),
        ("Quelle est l'adresse de Eisaku Toda ?", "eisaku.toda@un.org"),
        ("Quelles informations faut-il soumettre avant le 30 juin 2024 ?", "30 June 2024"),
        ("Was ist bis zum 31. März 2025 fällig?", "31 March 2025"),
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
    remark = languages()[language_of(question)].texts
    assert any(remark[part].split("{", 1)[0] in answer.text for part in ("shared", "only_named")), "said how"


@pytest.mark.parametrize(
    "question",
    ["Pourquoi le mercure est-il dangereux ?", "为什么 mercury 有害？", "Pourquoi protéger la santé ?"],
)
def test_a_word_or_two_in_common_are_no_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_documents"
    assert answer.text.startswith(languages()[language_of(question)].texts["not_in_documents"])


@pytest.mark.parametrize(
    "question", ["Qui a proposé la décision MC-5/10 ?", "Combien coûte la décision MC-5/6 ?"]
)
def test_what_is_named_without_what_is_asked_is_a_part_of_an_answer(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "partly_answered"
    assert languages()["fr"].texts["only_named"].split("{", 1)[0] in answer.text


def test_words_alike_in_two_languages_answer_in_full(assistant: Assistant) -> None:
    assert assistant.ask("Que demande la décision MC-5/12 au Secrétariat ?").status == "answered"


def test_a_workstream_named_gives_all_its_items(assistant: Assistant) -> None:
    answer = assistant.ask("Quels sont les points sous Intersessional mandates ?")
    assert answer.status == "partly_answered" and answer.text.count("\n- ") == 12


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
        assert with_french.ask(COOKING["fr"]).text == languages()["fr"].texts["not_in_documents"]
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
    notice = languages()["fr"].texts["notice"].format(languages="anglais")
    assert notice in answer.text, "the quotations are not translated, and that is said"


@pytest.mark.parametrize("reply", ["", "Which decision covers 12 cosmetics?", "cosmetics " * 40, "{"])
def test_a_translation_that_does_not_hold_is_not_used(shipped: Index, reply: str) -> None:
    answer = translated(shipped, reply)
    assert answer.standalone_question == ASKED
    assert answer.status == "not_in_documents"
    assert languages()["fr"].texts["model"] not in answer.text, "there is a model already"


def test_an_english_question_is_never_translated(shipped: Index) -> None:
    assert translated(shipped, "What is due in 2024?", MEANT).standalone_question == MEANT


def test_a_model_that_fails_leaves_the_question_as_it_is(shipped: Index) -> None:
    answer = Assistant(shipped, model=scripted(line(MEANT, 1), finish="")).ask(ASKED)
    assert answer.standalone_question == ASKED and answer.status == "not_in_documents"
