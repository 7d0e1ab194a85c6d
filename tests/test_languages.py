"""Languages are told by their common words or letters; what cannot be told counts as English."""

from __future__ import annotations

import pytest

from assistant.languages import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quelle décision concerne les cosmétiques ?", "fr"),
        ("¿Qué decisión trata de los cosméticos?", "es"),
        ("Qual decisão trata dos cosméticos?", "pt"),
        ("Welche Entscheidung betrifft Kosmetika?", "de"),
        ("Какое решение касается косметики?", "ru"),
        ("哪项决定涉及化妆品？", "zh"),
        ("أي قرار يتعلق بمستحضرات التجميل؟", "ar"),
    ],
)
def test_a_language_is_told(text: str, code: str) -> None:
    found = language_of(text)
    assert found is not None and found.code == code and found.notice


@pytest.mark.parametrize(
    "text",
    [
        "Which decision covers cosmetics?",
        "MC-5/6",
        "Was the letter sent to the Côte d'Ivoire?",
        "",
        "Eisaku Toda",
        "COP-5?",
    ],
)
def test_english_and_names_are_no_other_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Quelle est la date pour les Parties ?", "le 30 juin 2024"),
        ("¿Cuál es la fecha para las Partes?", "el 30 de junio de 2024"),
        ("Wann ist der Termin für die Vertragsparteien?", "am 30. Juni 2024"),
        ("Какой срок установлен для Сторон?", "до 30 июня 2024"),
    ],
)
def test_dates_are_put_as_english_writes_them(question: str, said: str) -> None:
    found = language_of(question)
    assert found is not None and "30 June 2024" in found.dated(said)
