"""Pages of PDFs drawn one by one: hidden words, scans, heads, notes, tables, paragraphs over page breaks."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, UnreadableDocument, passages
from corpus.pages import rectangles
from corpus.reading import document_from_bytes


def sheet(draw: object, size: tuple[float, float] = A4) -> bytes:
    """A PDF of one page on which `draw(canvas)` has drawn."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    assert callable(draw)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def text_of(data: bytes) -> Document:
    return document_from_bytes(data, file_name="sheet.pdf")


def test_soft_hyphens_ligatures_and_words_broken_at_line_ends() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        lines = (
            "Parties shall report on the imple-",
            "mentation of measures and on long-",
            "term storage of waste under MC-",
            "5/12 by the date that the Kunming-",
            "Montreal framework gives for it.",
        )
        for place, line in enumerate(lines):
            canvas.drawString(72, 700 - 14 * place, line)

    assert text_of(sheet(draw)).text.strip() == (
        "Parties shall report on the implementation of measures and on long-term storage of waste under "
        "MC-5/12 by the date that the Kunming-Montreal framework gives for it."
    )


def test_text_that_nobody_sees_is_left_out_and_said() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Visible words of the paper.")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 650, "white on white")
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(60, 590, 300, 30, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 600, "White words on blue.")
        canvas.setFillColorRGB(0, 0, 0)
        unseen = canvas.beginText(72, 500)
        unseen.setTextRenderMode(3)
        unseen.textOut("no ink")
        canvas.drawText(unseen)
        canvas.drawString(72, -40, "below the page")

    document = text_of(sheet(draw))
    assert document.text.split("\n\n")[:2] == ["Visible words of the paper.", "White words on blue."]
    assert (
        "white on white" not in document.text and "ink" not in document.text and "below" not in document.text
    )
    assert document.warnings == ("29 characters that a reader of the pages cannot see were left out.",)


def picture_of_words() -> ImageReader:
    return ImageReader(Image.new("RGB", (200, 280), (240, 240, 230)))


def test_a_scan_is_refused_and_one_with_recognised_text_is_read() -> None:
    def scan(canvas: Canvas) -> None:
        canvas.drawImage(picture_of_words(), 0, 0, *A4)

    with pytest.raises(
        UnreadableDocument, match=r"sheet\.pdf: no text was found on its one page: it is a scan .*OCR"
    ):
        text_of(sheet(scan))

    def recognised(canvas: Canvas) -> None:
        scan(canvas)
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textOut("Parties shall report by 3 May 2032.")
        canvas.drawText(text)

    document = text_of(sheet(recognised))
    assert document.text.strip() == "Parties shall report by 3 May 2032."
    assert "recognised from a scan" in document.warnings[0]


def test_pages_without_text_are_named() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Only this page has words on it.")
        canvas.showPage()
        canvas.drawImage(picture_of_words(), 0, 0, *A4)

    assert text_of(sheet(draw)).warnings == ("1 page has no text and cannot be searched: 2.",)


def test_a_page_on_its_side_is_read_as_it_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.drawString(72, 500, "Landscape words.")
        canvas.drawString(72, 400, "More words below.")

    document = text_of(sheet(draw))
    assert document.text.split("\n\n")[:2] == ["Landscape words.", "More words below."]
    assert document.original is not None
    page = document.original.pages[0]
    boxes = [word.box for word in page.words]
    assert boxes[0].bottom < boxes[-1].top and boxes[0].right < boxes[1].left + 2
    assert all(
        0 < box.left < box.right < page.width and 0 < box.top < box.bottom < page.height for box in boxes
    )


def test_a_table_over_two_pages_prints_its_header_once() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(2):
            rows = [
                ("Step", "Responsible", "Deadline"),
                *((f"Step {page}{n}", "Parties", f"{n + 1} May 2032") for n in range(3)),
            ]
            for place, row in enumerate(rows):
                y = 300 - 20 * place if page == 0 else 780 - 20 * place
                for x, cell in zip((72, 200, 330), row, strict=True):
                    canvas.drawString(x + 3, y + 5, cell)
                    canvas.rect(x, y, 130, 20)
            canvas.showPage()
        canvas.drawString(72, 700, "The end.")

    rows = [p for p in passages(text_of(sheet(draw))) if p.role == "table_row"]
    assert [row.text.count("Step") for row in rows] == [1] * 7
    assert {row.parent for row in rows[1:]} == {rows[0].id}
    assert [row.page for row in rows] == [1, 1, 1, 1, 2, 2, 2]


def test_units_keep_their_exponent_and_notes_do_not_touch_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        for words, rise in (
            ("A plant of 30 m", 0),
            ("3", 5),
            (" under Article 14", 0),
            ("7", 5),
            (" of the Convention.", 0),
        ):
            text.setFont("Helvetica", 7 if rise else 11)
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)

    document = text_of(sheet(draw))
    assert document.text.strip() == "A plant of 30 m³ under Article 14⁽⁷⁾ of the Convention."
    assert [m.value for m in passages(document)[0].mentions.articles] == ["14"]


def test_titles_that_recur_at_the_top_of_pages_are_no_running_heads() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 5):
            canvas.drawString(72, 810, f"FCCC/CP/2023/11 page {page}")
            canvas.drawString(72, 780, f"Decision {2 * page}/CP.28")
            canvas.drawString(72, 750, "1.")
            canvas.drawString(120, 750, f"Welcomes the report number {page} of the Adaptation Committee.")
            canvas.drawString(290, 20, str(page + 40))
            canvas.showPage()
        canvas.drawString(72, 600, "The end.")

    document = text_of(sheet(draw))
    assert [p.decision for p in passages(document) if p.label == "1"] == [
        "2/CP.28",
        "4/CP.28",
        "6/CP.28",
        "8/CP.28",
    ]
    assert document.text.count("FCCC/CP") == 1 and "41" not in document.text


def test_a_numbered_paragraph_goes_on_over_a_page_break_within_and_after_a_sentence() -> None:
    def draw(canvas: Canvas) -> None:
        def lines(y: float, *words: str) -> None:
            for place, line in enumerate(words):
                canvas.drawString(100 if line[:2] != "7." else 80, y - 14 * place, line)

        lines(
            120,
            "7. The Board keeps the matter under review and reports to the",
            "Conference of the Parties at each of its ordinary meetings. The",
        )
        canvas.showPage()
        lines(780, "report is short. It names the measures taken and those that are", "planned.")
        canvas.drawString(80, 740, "8. The end.")

    document = text_of(sheet(draw))
    found = {p.label: p for p in passages(document)}
    rest = "The report is short. It names the measures taken and those that are planned."
    assert found["7"].text.endswith(f"meetings. {rest}")
    assert (found["7"].page, found["8"].page) == (1, 2)
    assert document.original is not None
    assert all(rectangles(page, found["7"].start, found["7"].end) for page in document.original.pages)
