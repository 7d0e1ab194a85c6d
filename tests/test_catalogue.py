"""What a question names is found in the shipped documents, however it is typed."""

from __future__ import annotations

import pytest

from assistant.catalogue import Catalogue
from assistant.pointing import documents_in, workstreams_in
from tests.letter_passages import LETTER, letter_of


@pytest.mark.parametrize(
    ("written", "known"),
    [("MC-5/5", "MC-5/5"), ("mc-5/5", "MC-5/5"), ("4/11", "MC-4/11"), ("MC-9/99", None), ("BC-5/5", None)],
)
def test_a_decision_is_known_by_its_number(catalogue: Catalogue, written: str, known: str | None) -> None:
    assert catalogue.known_decision(written) == known


def test_decisions_are_found_in_order_and_whole(catalogue: Catalogue) -> None:
    assert catalogue.decisions_in("both MC-5/14 and mc-4/11, not MC-5/141") == ("MC-5/14", "MC-4/11")
    assert catalogue.prefix == "MC"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the intersessional mandates", ("Intersessional mandates",)),
        ("the capacity building activities", ("Technical and capacity-building activities",)),
        ("the second COP", ()),
    ],
)
def test_a_workstream_is_named_by_most_of_its_words(
    catalogue: Catalogue, text: str, names: tuple[str, ...]
) -> None:
    assert workstreams_in(text, catalogue) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [("Toda", "Eisaku Toda"), ("ms baily", "Marianne Bailey"), ("Marianne", None), ("today", None)],
)  # fmt: skip
def test_a_person_is_found_by_surname(catalogue: Catalogue, text: str, name: str | None) -> None:
    assert catalogue.people_in(text) == ((name,) if name else ())


def test_public_summaries_are_no_documents_of_their_own(catalogue: Catalogue) -> None:
    assert catalogue.primary == (letter_of(catalogue),) and catalogue.has_kind("summary")
    assert documents_in("What does the letter say?", catalogue) == ()


def test_items_stand_under_the_paragraph_that_opens_them(catalogue: Catalogue) -> None:
    row = catalogue.workstream("Convention technical documents")
    assert row is not None and catalogue.workstream("Nothing") is None
    first = catalogue.passages[row.items[0]]
    assert first.parent and first.document_id == LETTER
    assert first in catalogue.children(catalogue.passages[first.parent])
