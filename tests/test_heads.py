"""What the letter's head, foot and contacts print is given word for word."""

from __future__ import annotations

import pytest

from assistant import Assistant

SUBJECT = (
    "Cooperation between the UNEP Global Mercury Partnership and the Secretariat of the Minamata Convention "
    "on Mercury"
)
BAILEY, TODA, GENERAL = "marianne.bailey@un.org", "eisaku.toda@un.org", "mea-minamatasecretariat@un.org"


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What is the reference number of the letter?", "MC/COP5/2023/190"),
        ("When was the letter written?", "15 December 2023"),
        ("Where was the letter written?", "Geneva"),
        ("What is the subject of the letter?", SUBJECT),
        ("Who signed the letter?", "Monika Stankiewicz, Executive Secretary"),
        ("Who is the letter addressed to?", "Mr. Rodges Ankrah"),
        ("To whom did the Executive Secretary address it?", "Mr. Rodges Ankrah"),
        ("Who received a copy of the letter?", "Secretariat of the Global Mercury Partnership"),
    ],
)
def test_a_head_field_is_given_and_quoted(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.text.startswith(f"**{value}")
    first = answer.citations[0]
    assert value.split(",")[0] in first.quote and first.document_id == "letter-mc-cop5-2023-190"


def test_where_and_when_gives_both(assistant: Assistant) -> None:
    answer = assistant.ask("Where and when was the letter signed?")
    assert "Geneva" in answer.text and "15 December 2023" in answer.text


def test_a_symbol_and_a_date_asked_for_in_two_clauses_are_both_given(assistant: Assistant) -> None:
    answer = assistant.ask("What is the file number of this letter, and what day does it bear?")
    assert "MC/COP5/2023/190" in answer.text and "15 December 2023" in answer.text


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("What is Marianne Bailey's e-mail address?", BAILEY),
        ("How can I reach Eisaku Toda?", TODA),
        ("How do I contact Toda?", TODA),
        ("What is the general address of the Secretariat?", GENERAL),
    ],
)
def test_one_contact(assistant: Assistant, question: str, address: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert address in answer.text.splitlines()[0]
    assert {a for a in (BAILEY, TODA, GENERAL) if a in answer.text.splitlines()[0]} == {address}


def test_all_contacts_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask("List all e-mail addresses in the letter.")
    assert all(address in answer.text for address in (BAILEY, TODA, GENERAL))


@pytest.mark.parametrize(
    "question",
    [
        "What is the telephone number of Marianne Bailey?",
        "What is the e-mail address of Rodges Ankrah?",
        "What is the fax number of the Secretariat?",
    ],
)
def test_a_contact_that_is_not_printed_is_not_given(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_documents" and not answer.statements


def test_an_office_is_given_where_it_is_printed(assistant: Assistant) -> None:
    assert "Executive Secretary" in assistant.ask("What is the title of Monika Stankiewicz?").text
    assert assistant.ask("What position does Marianne Bailey hold?").status == "not_in_documents"
