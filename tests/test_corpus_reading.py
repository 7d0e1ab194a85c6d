"""Files as people have them: encodings, invisible characters, and what is no text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus import UnreadableDocument, document_from_text, passages, read_document, read_folder
from corpus.reading import MAX_BYTES, clean, decode

TEXT = "Détail à Genève, été 2024: “les Parties” sont invitées — sans délai."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_latin_1_of_a_few_words() -> None:
    assert decode("Détail à Genève, été".encode("latin-1"), "a.txt") == "Détail à Genève, été"


def test_invisible_characters_fall_away_and_line_ends_are_one() -> None:
    assert clean("Se\u200bcret\u202e \ufeffnow\r\nnext\rlast\f") == "Secret now\nnext\nlast\f"
    assert decode(b"A letter with one stray NUL\x00 and much more text.", "a.txt").count("\x00") == 0
    assert clean("tag\U000e0041ged") == "tagged"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7\n1 0 obj", "not plain text"),
        (b"PK\x03\x04word/document.xml", "not plain text"),
        (bytes(range(256)) * 8, "text"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"-- ... !!", "no word"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        read_document(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_taken_in(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read_document(tmp_path / "missing.txt")
    (tmp_path / "a.xyz").write_text("text")
    with pytest.raises(UnreadableDocument, match="of this kind"):
        read_document(tmp_path / "a.xyz")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableDocument, match="larger than"):
        read_document(large)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no such folder"):
        read_folder(tmp_path / "none")
    with pytest.raises(UnreadableDocument, match="no document"):
        read_folder(tmp_path)
    (tmp_path / "b.txt").write_text("Second text.")
    (tmp_path / "a.md").write_text("# First\n\nText.")
    (tmp_path / "c.bin").write_bytes(b"\x00")
    assert [d.file_name for d in read_folder(tmp_path)] == ["a.md", "b.txt"]


def test_a_document_is_named_by_its_content() -> None:
    first = document_from_text("Some text.", file_name="Straße & Übersicht.txt")
    again = document_from_text("Some text.", file_name="other.txt")
    assert first.sha256 == again.sha256 == hashlib.sha256(b"Some text.").hexdigest()
    assert first.id == f"strasse-ubersicht-{first.sha256[:8]}"
    assert {p.id for p in passages(first)} == {p.id for p in passages(again)}


def test_pages_are_told_by_form_feeds() -> None:
    document = document_from_text("First page.\n\n\fSecond page.\n\n\fThird page.\n", file_name="a.txt")
    assert [(p.text, p.page) for p in passages(document)] == [
        ("First page.", 1),
        ("Second page.", 2),
        ("Third page.", 3),
    ]
    assert passages(document_from_text("No page at all.", file_name="a.txt"))[0].page is None


def test_a_markdown_paper_has_its_headings() -> None:
    text = "# Guidance\n\n## Stocks\n\n- count them\n- report them\n\n## Trade\n\nParties shall report."
    found = passages(document_from_text(text, file_name="a.md"))
    assert [(p.section, p.item) for p in found if p.role == "item"] == [(("Stocks",), 1), (("Stocks",), 2)]
    assert found[-1].section == ("Trade",)


def test_an_annex_after_the_signature_is_body_again() -> None:
    text = (
        "Ref: AB/2024/1\n\nDear Sir,\n\nPlease see the annex.\n\nYours sincerely,\n\nJane Doe\nDirector\n\n"
        "Annex I\n\n1. Parties shall report by 3 May 2024.\n\n2. The group shall meet.\n"
    )
    document = document_from_text(text, file_name="a.txt")
    found = passages(document)
    assert document.fields("from")[0].value == "Jane Doe, Director"
    assert [p.label for p in found if p.label] == ["Annex I, 1", "Annex I, 2"]
    assert [d.phrase for p in found for d in p.deadlines] == ["3 May 2024"]
