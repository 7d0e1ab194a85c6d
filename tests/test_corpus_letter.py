"""The shipped letter, fact for fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from corpus import Document, Passage, Register, build_register, load_shipped
from corpus.structure import parse

LETTER = "letter-mc-cop5-2023-190"
DECISIONS = {
    "MC-4/4", "MC-4/11", "MC-5/2", "MC-5/3", "MC-5/5", "MC-5/6", "MC-5/7", "MC-5/8", "MC-5/10", "MC-5/12",
    "MC-5/14", "MC-5/15", "MC-5/17", "MC-5/18",
}  # fmt: skip


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return load_shipped()


@pytest.fixture(scope="module")
def letter(documents: list[Document]) -> Document:
    (found,) = [d for d in documents if d.kind == "letter"]
    return found


@pytest.fixture(scope="module")
def passages(letter: Document) -> list[Passage]:
    return parse(letter)[0]


@pytest.fixture(scope="module")
def register(documents: list[Document]) -> Iterator[Register]:
    yield build_register(documents, [p for d in documents for p in parse(d)[0]])


def test_the_head_says_what_the_manifest_says(letter: Document) -> None:
    assert (letter.id, letter.symbol, letter.date) == (LETTER, "MC/COP5/2023/190", date(2023, 12, 15))
    fields = {field.name: field.value for field in letter.header}
    assert fields["reference"] == "MC/COP5/2023/190"
    assert (fields["place"], fields["date"]) == ("Geneva", "15 December 2023")
    assert fields["from"] == "Monika Stankiewicz, Executive Secretary"
    assert fields["to"] == "Mr. Rodges Ankrah, Chair, Global Mercury Partnership Advisory Group"
    assert fields["cc"] == "Secretariat of the Global Mercury Partnership"
    assert fields["subject"].startswith("Cooperation between the UNEP Global Mercury Partnership")
    for field in letter.header:
        assert field.value.split(",")[0] in letter.text[field.start : field.end]


def test_three_workstreams_hold_twelve_four_and_six_items(register: Register) -> None:
    assert [(w.name, len(w.items)) for w in register.workstreams] == [
        ("Intersessional mandates", 12),
        ("Convention technical documents", 4),
        ("Technical and capacity-building activities", 6),
    ]


def test_items_are_numbered_within_their_workstream(passages: list[Passage]) -> None:
    items = [(p.workstream, p.item) for p in passages if p.role == "item"]
    assert [n for w, n in items if w == "Intersessional mandates"] == list(range(1, 13))
    assert [n for w, n in items if w == "Convention technical documents"] == [1, 2, 3, 4]
    assert [n for w, n in items if w == "Technical and capacity-building activities"] == list(range(1, 7))
    by_id = {p.id: p for p in passages}
    for passage in passages:
        if passage.role == "item":
            assert passage.workstream
            assert by_id[passage.parent or ""].text.startswith(passage.workstream)


def test_fourteen_decisions_are_named(register: Register, passages: list[Passage]) -> None:
    assert {m.value for p in passages for m in p.mentions.decisions} == DECISIONS
    assert {d.id for d in register.decisions if d.named_in} == DECISIONS
    assert not any(d.loaded for d in register.decisions)


def test_three_deadlines_with_date_and_actor(register: Register) -> None:
    found = [(d.date, d.phrase, d.who, d.decisions) for d in register.deadlines]
    assert found == [
        (date(2024, 6, 30), "30 June 2024", "the Partnership", ("MC-5/5",)),
        (date(2024, 10, 31), "31 October 2024", "Parties", ("MC-5/10",)),
        (date(2025, 3, 31), "31 March 2025", "the Partnership", ("MC-5/6",)),
    ]


def test_contacts_and_meetings(register: Register) -> None:
    assert [(c.name, c.email) for c in register.contacts if c.role == "contact"] == [
        ("Marianne Bailey", "marianne.bailey@un.org"),
        ("Eisaku Toda", "eisaku.toda@un.org"),
        ("the Secretariat's general address", "mea-minamatasecretariat@un.org"),
    ]
    assert [c.role for c in register.contacts if c.role != "contact"] == ["from", "to", "cc"]
    assert [m.name for m in register.meetings] == ["COP-5", "PAG-13", "COP-6", "PAG-14"]


def test_articles_and_annexes(passages: list[Passage]) -> None:
    assert [m.value for p in passages for m in p.mentions.articles] == ["14", "8", "4", "5"]
    assert [m.value for p in passages for m in p.mentions.annexes] == ["A", "A", "B", "D"]


def test_every_span_is_exact_and_every_character_is_kept(letter: Document) -> None:
    found, furniture = parse(letter)
    kept: set[int] = set()
    for passage in found:
        assert passage.text == letter.text[passage.start : passage.end]
        kept.update(range(passage.start, passage.end))
    for start, end in furniture:
        kept.update(range(start, end))
    assert [c for i, c in enumerate(letter.text) if i not in kept and not c.isspace()] == []
    assert len({p.id for p in found}) == len(found)
