"""When a paper takes the place of one that is there: newer versions do, other papers do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus import Document, document_from_text, read_document
from corpus.versions import is_newer_version
from tests.papers.make import FOLDER

NOTE = "Storage of waste\n\nFlasks are kept dry. Reports are due by 1 March 2026.\n"
OTHER = "Travel rules\n\nTickets are booked by the office two weeks before a mission begins.\n"


def paper(text: str = NOTE, name: str = "note.txt", **fields: object) -> Document:
    return replace(document_from_text(text, file_name=name), **fields)  # type: ignore[arg-type]


HELD = paper()


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (paper(NOTE.replace("March", "June")), HELD),  # a file given again, changed
        (paper(NOTE.replace("waste", "stocks")), HELD),
        (paper(OTHER, title=HELD.title), HELD),
        (paper(OTHER, "b.txt", symbol="A/1", title="T"), paper(symbol="A/1", title="T")),
        (paper(name="b.txt", symbol="A/1/Rev.2", title="T"), paper(symbol="A/1/Rev.1", title="T")),
        (paper(name="b.txt", symbol="A/1/Rev.1", title="T"), paper(symbol="A/1", title="T")),
        (paper(name="b.txt", decision="MC-9/1", title="t "), paper(decision="MC-9/1", title="T ")),
        (paper(trust="official", symbol="A/1"), paper(symbol="A/1")),
    ],
)
def test_a_newer_version_is_known_by_what_it_calls_itself_or_by_its_file(
    given: Document, held: Document
) -> None:
    assert is_newer_version(given, held)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (paper(OTHER), HELD),  # two files of one name
        (paper(name="b.txt"), HELD),  # one text under two names and titles is for the sha256 to tell
        (paper(symbol="A/1"), paper(symbol="A/2")),
        (paper(decision="MC-9/1", title="T"), paper(decision="MC-9/2", title="T")),
        (paper(symbol="A/1", title="Annex I"), paper(symbol="A/1", title="Annex II", file_name="b.txt")),
        (paper(symbol="A/1/Rev.1"), paper(symbol="A/1/Rev.2")),  # the earlier revision
        (paper(symbol="A/1/Corr.1", title="T"), paper(symbol="A/1", title="T")),
        (paper(), paper(trust="shipped")),  # an upload never displaces what is trusted more
        (paper(kind="summary"), HELD),
    ],
)
def test_other_papers_stay(given: Document, held: Document) -> None:
    assert not is_newer_version(given, held)


def test_one_paper_in_several_formats_is_one_document() -> None:
    pdf, docx = (read_document(FOLDER / f"mc-9-12{suffix}") for suffix in (".pdf", ".docx"))
    assert is_newer_version(docx, pdf) and is_newer_version(pdf, docx)
    assert not is_newer_version(pdf, read_document(FOLDER / "mc-9-1.pdf"))
