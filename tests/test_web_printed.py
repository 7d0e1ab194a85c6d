"""A cited page as it was printed, in the sources panel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.web.printed import as_printed
from assistant.web.wording import words
from corpus.document import Document
from corpus.pages import Original
from corpus.reading import read_document
from index.errors import UnknownId
from tests.fakes_assistant import FakeAssistant

EN = words("en")


class Originals:
    """The one thing that is asked of an index here."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def original(self, document_id: str) -> Original:
        """The file, UnknownId where there is none."""
        if self._document.original is None:
            raise UnknownId(document_id)
        return self._document.original


@pytest.fixture(scope="module")
def paper() -> Document:
    return read_document(Path(__file__).parent / "papers" / "files" / "mc-9-1.pdf")


def cited(document: Document, phrase: str) -> Citation:
    some = FakeAssistant().ask("Which decision covers import and export of cosmetics?").citations[0]
    start = document.text.index(phrase)
    return replace(some, document_id=document.id, quote=phrase, start=start, end=start + len(phrase))


def test_the_page_on_which_the_quote_begins_is_shown(paper: Document) -> None:
    html = as_printed(paper, cited(paper, "To report on the matter"), Originals(paper), EN)  # type: ignore[arg-type]
    assert 'data-cited="2"' in html and 'data-pages="2"' in html
    assert f"/api/v1/documents/{paper.id}/pages/NUMBER.png?start=" in html
    first = as_printed(paper, cited(paper, "Dental amalgam"), Originals(paper), EN)  # type: ignore[arg-type]
    assert 'data-cited="1"' in first


def test_what_has_no_pages_is_shown_as_text_only(paper: Document) -> None:
    quote = cited(paper, "Dental amalgam")
    for without in (
        replace(paper, media_type="text/plain"),
        replace(paper, original=None),
        replace(paper, original=Original(b"", "application/pdf", ())),
    ):
        assert as_printed(without, quote, Originals(without), EN) == ""  # type: ignore[arg-type]
