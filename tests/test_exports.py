"""Exports of answers and conversations, opened again by other programs' means."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from assistant.answer import Answer
from assistant.exports.markdown import markdown, plain
from assistant.exports.transcript import Transcript, file_name, footnote, transcript
from assistant.exports.word import word
from assistant.kept import Heading, KeptExchange
from assistant.web.wording import words
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import HOSTILE, letter

EN = words("en")
COSMETICS = "Which decision covers manufacture, import and export of cosmetics?"
MINING = "Are there rules on mining?"
HEADING = Heading("c1", "Cosmetics & <mining>", "2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z", 2)
RICH = """**Decision MC-5/5** [1]

> “Quoted words” [1, 2] — item 4

### Further

- first *point* [2]
  - below it
- second, unknown [9]

1. one
2. two

| a | b |
|---|---|
| x [1] | y |
"""


def answered(question: str = COSMETICS, text: str = "", **changes: Any) -> KeptExchange:
    answer = FakeAssistant().ask(question)
    answer = replace(answer, text=text or answer.text, **changes)
    return KeptExchange(
        question, answer, asked="2026-11-23T10:00:00Z", searched="Searched: x." * (not answer.citations)
    )


def exported(*exchanges: KeptExchange, limits: tuple[str, ...] = ()) -> Transcript:
    return transcript(HEADING, exchanges, [limits] * len(exchanges), EN, "http://127.0.0.1:7860")


def opened(export: Transcript) -> tuple[Any, list[str]]:
    """The Word document, and the text of its footnotes."""
    document = docx.Document(io.BytesIO(word(export, EN)))
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes"))
    notes = etree.fromstring(part.blob).findall(qn("w:footnote"))
    texts = ["".join(note.itertext()).strip() for note in notes if int(note.get(qn("w:id"))) > 0]
    return document, texts


def references(document: Any) -> list[str]:
    return [found.get(qn("w:id")) for found in document.element.iter(qn("w:footnoteReference"))]


def test_notes_are_numbered_through_in_the_order_of_the_text() -> None:
    swapped = answered(text="Last first [2], then [1].")
    export = exported(answered(), swapped)
    assert [note.number for note in export.notes] == [1, 2, 3, 4]
    assert [note.citation.marker for note in export.notes] == [1, 2, 2, 1]
    assert export.notes[0].address.startswith("http://127.0.0.1:7860/documents/letter-")


def test_a_word_document_has_real_footnotes_and_the_quotations() -> None:
    export = exported(answered(), answered(MINING))
    document, notes = opened(export)
    assert references(document) == ["1", "2"] and len(notes) == 2
    assert notes[0] == footnote(export.notes[0].citation, EN)
    assert letter().title in notes[0] and "15 December 2023" in notes[0]
    assert "Public summary: Gathered from public pages" in notes[1]
    (annex,) = document.tables
    first = [cell.text for cell in annex.rows[1].cells]
    assert first[0] == "1" and first[2] == "15 December 2023"
    assert first[3] == " ".join(export.notes[0].citation.quote.removeprefix("- ").split())
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in (
        HEADING.title,
        COSMETICS,
        MINING,
        "Not in the documents",
        "Searched: x.",
        "23 November 2026",
    ):
        assert part in said
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert export.notes[0].address in links


def test_every_form_of_an_answer_comes_over() -> None:
    document, notes = opened(exported(answered(text=RICH)))
    assert len(notes) == 2 and references(document) == ["1", "2"]
    fields = [f.get(qn("w:instr")).split()[1] for f in document.element.iter(qn("w:fldSimple"))]
    assert fields == ["_note1", "_note2", "_note1"]
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["first point"] == "List Bullet" and styles["below it"] == "List Bullet 2"
    assert styles["one"] == "List Number" and styles["Further"] == "Heading 4"
    assert styles["second, unknown [9]"] == "List Bullet", "a marker without a citation stays text"
    assert document.tables[0].rows[1].cells[1].text == "y"


def test_a_citation_that_the_text_does_not_name_is_a_note_too() -> None:
    export = exported(answered(text="Nothing is named."))
    assert references(opened(export)[0]) == ["1", "2"]
    assert "Nothing is named. [^1][^2]" in markdown(export, EN)


def test_markdown_has_footnotes_and_the_quotations() -> None:
    export = exported(answered(), answered(MINING), limits=("Letter",))
    text = markdown(export, EN)
    assert text.startswith("# Cosmetics & \\<mining\\>\n")
    for part in ("[^1]\n", "[^1]: Letter MC/COP5/2023/190", "## Annex: quotations", "*Only from: Letter*"):
        assert part in text
    assert f"   > {plain(export.notes[0].citation.quote.removeprefix('- '))}" in text
    assert "**Not in the documents**" in text


def test_a_changed_source_is_said() -> None:
    kept = answered()
    cited = tuple(replace(c, state="source_removed") for c in kept.answer.citations)
    export = exported(replace(kept, answer=replace(kept.answer, citations=cited)))
    assert "has been removed since" in markdown(export, EN)
    document, notes = opened(export)
    assert (
        "has been removed since" in notes[0]
        and "has been removed" in document.tables[0].rows[1].cells[3].text
    )


@pytest.mark.parametrize("evil", [HOSTILE, "\x00\x0b\ufffe control", "a\u202eb </w:t>&amp;"])
def test_no_text_breaks_a_file(evil: str) -> None:
    kept = answered()
    cited = tuple(replace(c, quote=evil, document_title=evil) for c in kept.answer.citations)
    answer: Answer = replace(kept.answer, text=f"{evil} [1]", citations=cited)
    export = exported(replace(kept, question=evil, answer=answer, searched=evil))
    document, notes = opened(export)
    assert len(notes) == 2 and document.paragraphs
    text = markdown(export, EN)
    assert "<img" not in text.replace("\\<img", "")


def test_without_citations_there_is_no_annex() -> None:
    document, notes = opened(exported(answered(MINING)))
    assert notes == [] and document.tables == []
    assert "Annex" not in markdown(exported(answered(MINING)), EN)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (COSMETICS, "minamata-which-decision-covers-manufacture-import-and-export-of-2026-11-23.docx"),
        ("À l’échéance ?", "minamata-a-l-echeance-2026-11-23.docx"),
        ("../../etc/passwd", "minamata-etc-passwd-2026-11-23.docx"),
        ("汞", "minamata-2026-11-23.docx"),
    ],
)
def test_file_names_fit_every_system(title: str, name: str) -> None:
    assert file_name(title, "2026-11-23", "docx") == name


def test_a_note_mark_of_a_document_is_no_footnote_of_the_export() -> None:
    text = markdown(exported(answered(text="Approves the budget:[^1] and more [1]")), EN)
    assert "budget:\\[^1] and more [^1]" in text
