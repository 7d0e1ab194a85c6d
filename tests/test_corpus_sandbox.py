"""Refusals that name the file, the reason and the cure; and children that cannot take the program down."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from corpus import UnreadableDocument, read_document, read_folder
from corpus.readers import sandbox
from corpus.readers.sandbox import Limits
from corpus.reading import document_from_bytes
from tests.papers.make import FOLDER

PDF = (FOLDER / "mc-9-12.pdf").read_bytes()
DOCX = (FOLDER / "mc-9-12.docx").read_bytes()
TEXT = b"The Conference of the Parties decides to meet again in 2033."
PAGE = b"<!doctype html><html><body><p>Words of a page.</p></body></html>"


def encrypted() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 700, "Secret words.")
    canvas.save()
    return out.getvalue()


def protected() -> bytes:
    """Readable by all; only changing it needs a password."""
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("", ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, "Open words.")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"", "the file is empty; add"),
        ("a.docx", b"  \n", "the file is empty; add"),
        ("a.pdf", PDF[: len(PDF) // 2], "damaged|missing"),
        ("a.pdf", PDF[:-40], "damaged or cut off"),
        ("a.pdf", PDF[:900], "damaged|missing"),
        ("a.pdf", b"%PDF-1.7\n", "damaged"),
        ("a.pdf", os.urandom(4000).replace(b"%PDF", b""), "not a PDF: the file is damaged"),
        ("a.pdf", encrypted(), "encrypted; open it with its password and save it without"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of this kind.*save it as DOCX or PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old office program; save it as DOCX"),
        ("a.docx", b"{\\rtf1 words}", "RTF"),
        ("a.png", b"\x89PNG", "OCR"),
        ("a", b"words", "of this kind"),
        ("a.pdf", PAGE, "not a PDF but an HTML page.*rename it to end in .html"),
        ("a.pdf", DOCX, "not a PDF but a Word document.*rename it to end in .docx"),
        ("a.docx", PDF, "not a Word document but a PDF.*rename it to end in .pdf"),
        ("a.txt", PDF, "not plain text but a PDF.*rename it to end in .pdf"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(90), "an image, whatever its name says.*OCR"),
        ("a.pdf", b"\xff\xd8\xff\xe0" + bytes(90), "an image, whatever its name says.*OCR"),
        ("a.tiff", b"II*\x00", "files of this kind cannot be read.*an image has no text"),
        ("a.txt", DOCX, "not plain text but a Word document"),
        ("a.txt", PAGE, "not plain text but an HTML page"),
        ("a.html", PDF, "not HTML but a PDF"),
        ("a.html", TEXT, "plain text, not an HTML page; rename"),
        ("a.docx", TEXT, "not a Word document but plain text.*rename it to end in .txt"),
        ("a.pdf", TEXT, "not a PDF but plain text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_cure(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        document_from_bytes(data, file_name=name)
    said = str(caught.value)
    assert said.startswith(f"{name}: ") and "; " in said and "\n" not in said


def test_a_file_that_only_changing_needs_a_password_for_is_read() -> None:
    assert document_from_bytes(protected(), file_name="a.pdf").text.strip() == "Open words."


def test_the_kind_is_told_by_content_whatever_the_case_of_the_ending() -> None:
    assert document_from_bytes(PDF, file_name="A.PDF").decision == "MC-9/12"
    assert document_from_bytes(b"\xef\xbb\xbf" + PAGE, file_name="p.HTM").text.strip() == "Words of a page."


def test_a_folder_of_all_kinds(tmp_path: Path) -> None:
    for name, data in (
        ("a.pdf", PDF),
        ("b.DOCX", DOCX),
        ("c.txt", TEXT),
        ("d.html", PAGE),
        ("e.bin", b"\x00"),
    ):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "copy-of-a.pdf").write_bytes(PDF)
    assert [d.file_name for d in read_folder(tmp_path)] == ["a.pdf", "b.DOCX", "c.txt", "d.html"]
    (tmp_path / "f.pdf").write_bytes(encrypted())
    with pytest.raises(UnreadableDocument, match=rf"{tmp_path}/f\.pdf: the file is encrypted"):
        read_folder(tmp_path)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(
        out + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )


def stream(data: bytes, filters: int = 1) -> bytes:
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = b" ".join([b"/FlateDecode"] * filters)
    return b"<</Length %d /Filter [%s]>>\nstream\n" % (len(data), names) + data + b"\nendstream"


def one_page(content: bytes) -> bytes:
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>>",
        content,
    )


def nested() -> bytes:
    return one_page(stream(b" " * 300_000_000, 3))


def operators() -> bytes:
    return one_page(stream(b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm (word) Tj " * 2_000_000 + b"ET"))


def circular() -> bytes:
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000>>")


def claims_pages() -> bytes:
    return pdf(b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 100000000>>")


def deep() -> bytes:
    return one_page(stream(b"[" * 3_000_000))


@pytest.mark.parametrize("make", [nested, circular, claims_pages, deep])
def test_bombs_end_within_the_limits_and_leave_the_program_as_it_was(make: Callable[[], bytes]) -> None:
    data = make()
    before = time.monotonic()
    with pytest.raises(UnreadableDocument, match=r"^bomb\.pdf: .*; ") as caught:
        document_from_bytes(data, file_name="bomb.pdf")
    assert "\n" not in str(caught.value)
    assert time.monotonic() - before < 40
    assert document_from_bytes(PDF, file_name="good.pdf").decision == "MC-9/12"


def test_a_page_of_very_many_words_ends_within_the_limits() -> None:
    before = time.monotonic()
    try:
        assert "word" in document_from_bytes(operators(), file_name="bomb.pdf").text
    except UnreadableDocument as error:
        assert str(error).startswith("bomb.pdf: ")
    assert time.monotonic() - before < 40


def test_a_child_that_takes_too_long_or_says_too_much_is_ended() -> None:
    with pytest.raises(
        UnreadableDocument, match=r"a\.pdf: reading it takes more than 0 seconds; save it anew"
    ):
        sandbox.read("pdf", PDF, "a.pdf", Limits(wall_seconds=0.05))
    with pytest.raises(UnreadableDocument, match="far more text than a document; split it"):
        sandbox.read("pdf", PDF, "a.pdf", Limits(output_bytes=100))
    with pytest.raises(UnreadableDocument, match="too large"):
        sandbox.read("pdf", PDF, "a.pdf", Limits(memory_bytes=40 * 2**20))


def test_the_child_sees_nothing_of_the_users_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINAMATA_SECRET", "key")
    assert set(sandbox._environment()) == {"PYTHONPATH", "LANG", "PYTHONDONTWRITEBYTECODE"}


def test_the_child_starts_without_the_large_libraries() -> None:
    import subprocess
    import sys

    program = (
        "import sys, corpus.readers.child, corpus.readers.pdf, corpus.readers.docx, corpus.readers.html;"
        "assert not {'torch', 'chromadb', 'gradio', 'numpy', 'fastapi'} & set(sys.modules), 'large library'"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=sandbox._environment())


def test_reading_leaves_no_files_and_no_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "a.pdf").write_bytes(PDF)
    read_document(tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
