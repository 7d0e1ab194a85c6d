"""DOCX: headings, the numbers Word prints, tables, footnotes, tracked changes; what is broken is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus import Document, UnreadableDocument, load_shipped, passages, read_document
from corpus.readers.numbering import number_text
from corpus.reading import document_from_bytes
from tests.papers.make import FOLDER, name
from tests.papers.texts import DECISIONS, Text
from tests.test_corpus_readers_pdf import printed, read_lines


def made(write: Callable[[Any], None]) -> Document:
    """A document with what `write(docx)` puts into it."""
    document = NewDocument()
    write(document)
    out = BytesIO()
    document.save(out)
    return document_from_bytes(out.getvalue(), file_name="paper.docx")


def rezipped(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The bytes of a paper whose members `change` has changed."""
    with zipfile.ZipFile(FOLDER / "mc-9-1.docx") as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    change(members)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in members.items():
            archive.writestr(each, data)
    return out.getvalue()


@pytest.mark.parametrize("text", DECISIONS, ids=lambda text: name(text.id))
def test_every_line_is_read_as_its_authors_wrote_it(text: Text) -> None:
    document = read_document(FOLDER / f"{name(text.id)}.docx")
    assert read_lines(document) == printed(text)
    for number, note in enumerate(text.notes, 1):
        assert f"\n[^{number}]: {note}\n" in document.text
    assert (document.decision, document.symbol, document.pages) == (text.id, text.symbol, ())


def test_paragraphs_are_cited_by_the_numbers_that_word_prints() -> None:
    document = read_document(FOLDER / "mc-9-5.docx")
    labels = [p.label for p in passages(document) if p.label]
    assert labels == [
        "footnote 1", "footnote 2", "1", "2", "3", "3 (a)", "3 (b)", "3 (c)", "4",
        "Annex, 1", "Annex, 2", "Annex, 2 (a)", "Annex, 2 (b)", "Annex, 3", "Annex, 4",
    ]  # fmt: skip
    annex = next(p for p in passages(document) if p.label == "Annex, 3")
    assert annex.section[-1] == "Contents"


def test_the_letter_says_the_same_as_its_text() -> None:
    text = next(d for d in load_shipped() if d.kind == "letter")
    letter = read_document(FOLDER / "letter-office.docx")
    assert letter.text.split() == text.text.split()
    assert (letter.kind, letter.symbol, letter.date) == ("letter", text.symbol, text.date)


def test_tracked_changes_are_read_as_accepted() -> None:
    document = read_document(FOLDER / "mc-9-17-changed.docx")
    assert "This was inserted." in document.text
    assert "DELETED" not in document.text
    assert document.warnings == ("It holds tracked changes; they were read as accepted.",)


def test_cells_that_span_rows_stand_in_each_and_hidden_words_in_none() -> None:
    def write(docx: Any) -> None:
        table = docx.add_table(rows=3, cols=3)
        for row, cells in zip(
            table.rows,
            (("Step", "Who", "Due"), ("Call", "All", "1 May 2032"), ("", "Parties", "2 May 2032")),
            strict=True,
        ):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        table.cell(1, 0).merge(table.cell(2, 0))
        run = docx.add_paragraph("Seen. ").add_run("Unseen.")
        run.font.hidden = True

    document = made(write)
    rows = [p.text for p in passages(document) if p.role == "table_row"]
    assert rows == ["| Step | Who | Due |", "| Call | All | 1 May 2032 |", "| Call | Parties | 2 May 2032 |"]
    assert "Unseen" not in document.text
    assert document.warnings == ("7 hidden characters were left out.",)


def test_headings_give_the_path_and_text_boxes_are_read_once() -> None:
    def write(docx: Any) -> None:
        docx.add_heading("Guidance on stocks", 1)
        docx.add_heading("Purpose", 2)
        docx.add_paragraph("Stocks are counted by those who hold them.")
        docx.add_heading("Scope", 3)
        paragraph = docx.add_paragraph("Elemental mercury alone is meant.")
        box = (
            '<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>Words in a box.</w:t></w:r></w:p>"
            "</w:txbxContent></mc:Choice><mc:Fallback>"
            "<w:txbxContent><w:p><w:r><w:t>Words in a box.</w:t></w:r></w:p>"
            "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        )
        paragraph._p.append(parse_xml(box.format(ns=nsdecls("w"))))

    document = made(write)
    found = {p.text: p.section for p in passages(document)}
    assert found["Elemental mercury alone is meant."][-2:] == ("Purpose", "Scope")
    assert document.text.count("Words in a box.") == 1
    assert "Guidance on stocks" in found and not any(p.startswith("#") for p in found)


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (4, "decimal", "4"), (28, "lowerLetter", "bb"), (3, "upperLetter", "C"), (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"), (7, "decimalZero", "07"), (12, "ordinal", "12th"), (22, "ordinal", "22nd"),
        (5, "none", ""),
    ],
)  # fmt: skip
def test_numbers_as_word_writes_them(value: int, format: str, text: str) -> None:
    assert number_text(value, format) == text


def bomb(members: dict[str, bytes]) -> None:
    members["word/document.xml"] = b"<w:document>" + b" " * 300_000_000


def xxe(members: dict[str, bytes]) -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    body = members["word/document.xml"].split(b"?>", 1)[1]
    members["word/document.xml"] = head + body.replace(b"Takes note", b"&f;Takes note", 1)


def laughs(members: dict[str, bytes]) -> None:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]>"
    body = members["word/document.xml"].split(b"?>", 1)[1]
    members["word/document.xml"] = head + body.replace(b"Takes note", b"&l9;Takes note", 1)


def many(members: dict[str, bytes]) -> None:
    members |= {f"word/media/{n}.txt": b"" for n in range(2500)}


def torn(members: dict[str, bytes]) -> None:
    members["word/document.xml"] = members["word/document.xml"][:3000]


def outside(members: dict[str, bytes]) -> None:
    members["../outside.txt"] = b"words"


@pytest.mark.parametrize(
    ("change", "reason"),
    [(bomb, "far larger"), (many, "far larger"), (torn, "not well-formed"), (outside, "outside")],
)
def test_broken_and_hostile_files_are_refused(
    change: Callable[[dict[str, bytes]], None], reason: str
) -> None:
    with pytest.raises(UnreadableDocument, match=rf"paper\.docx: .*{reason}.*; ") as caught:
        document_from_bytes(rezipped(change), file_name="paper.docx")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("change", [xxe, laughs])
def test_entities_bring_nothing_in(change: Callable[[dict[str, bytes]], None]) -> None:
    try:
        document = document_from_bytes(rezipped(change), file_name="paper.docx")
    except UnreadableDocument:
        return
    with open("/etc/hostname") as file:
        assert file.read().strip() not in document.text.split("Takes note")[0]
    assert len(document.text) < 5000


def test_a_file_cut_off_is_refused() -> None:
    data = (FOLDER / "mc-9-1.docx").read_bytes()
    with pytest.raises(UnreadableDocument, match="damaged or cut off"):
        document_from_bytes(data[: len(data) // 2], file_name="paper.docx")
