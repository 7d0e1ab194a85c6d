"""PDF: what is printed is read in order, with pages, boxes, numbers, tables and footnotes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, UnreadableDocument, load_shipped, passages, read_document
from corpus.pages import pack, rectangles, unpack
from corpus.readers import sandbox
from corpus.reading import document_from_bytes
from corpus.structure import parse
from tests.papers.make import FOLDER, name
from tests.papers.printing import parts, plain
from tests.papers.texts import DECISIONS, Text

PAPERS = [(text, suffix) for text in DECISIONS for suffix in (".pdf", "-office.pdf")]


def printed(text: Text) -> list[str]:
    """The lines of a decision as the parser's form has them."""
    lines: list[str] = []
    for kind, _, words in parts(text):
        if kind == "table":
            lines += [f"| {' | '.join(row)} |" for row in words]
        elif kind in {"title", "para", "annex", "heading"}:
            lines.append(plain(words))
        else:
            lines.append(f"{'•' if kind == 'bullet' else kind} {plain(words)}")
    return lines


def read_lines(document: Document) -> list[str]:
    """The lines of a document but for its symbol and footnotes."""
    lines = [line for line in document.text.splitlines() if line.strip() and not line.startswith("[^")]
    lines = [re.sub(r"^[–•] ", "• ", re.sub(r"^#+ ", "", line)) for line in lines]
    return lines[1:] if lines[0] == document.symbol else lines


@pytest.fixture(params=PAPERS, ids=lambda paper: name(paper[0].id) + paper[1])
def paper(request: pytest.FixtureRequest) -> tuple[Text, Document]:
    text, suffix = request.param
    return text, read_document(FOLDER / f"{name(text.id)}{suffix}")


def test_every_line_is_read_as_its_authors_wrote_it(paper: tuple[Text, Document]) -> None:
    text, document = paper
    assert read_lines(document) == printed(text)
    for number, note in enumerate(text.notes, 1):
        assert f"\n[^{number}]: {note}\n" in document.text
    assert (document.decision, document.symbol, document.kind) == (text.id, text.symbol, "decision")
    assert document.warnings == ()


def test_every_character_is_in_a_passage_or_known_as_a_marker(paper: tuple[Text, Document]) -> None:
    _, document = paper
    found, around = parse(document)
    kept = bytearray(len(document.text))
    for start, end in [*((p.start, p.end) for p in found), *around]:
        kept[start:end] = b"\x01" * (end - start)
    assert [c for i, c in enumerate(document.text) if not kept[i] and not c.isspace()] == []
    assert all(p.text == document.text[p.start : p.end] for p in found)


def test_every_word_has_its_box_on_the_page_that_prints_it(paper: tuple[Text, Document]) -> None:
    _, document = paper
    assert document.original is not None
    pdf = pypdfium2.PdfDocument(document.original.data)
    for page in document.original.pages:
        text_page = pdf[page.number - 1].get_textpage()
        assert page.words
        for word in page.words[:: max(1, len(page.words) // 40)]:
            box = word.box
            shown = text_page.get_text_bounded(
                box.left - 1, page.height - box.bottom - 1, box.right + 1, page.height - box.top + 1
            )
            letters = re.sub(r"\W", "", document.text[word.start : word.end])
            assert letters in re.sub(r"\W", "", shown)
    starts = [start for start, _ in document.pages]
    assert starts == sorted(starts) and document.pages[-1][1] == len(document.text)


def test_paragraphs_are_cited_by_their_numbers_with_their_page() -> None:
    document = read_document(FOLDER / "mc-9-12.pdf")
    found = {p.label: p for p in passages(document)}
    assert found["3 (b)"].text.startswith("To continue its cooperation with the Global Mercury Partnership")
    assert found["3 (c) (ii)"].text == "The use of trade forms;"
    assert found["footnote 1"].text == "UNEP/MC/COP.9/14."
    assert found["3 (a)"].deadlines[0].phrase == "30 November 2032"
    pages = [p.page for p in passages(document)]
    assert set(pages) == {1, 2} and pages == sorted(pages, key=lambda n: n or 0)


def test_a_table_row_knows_its_header() -> None:
    found = passages(read_document(FOLDER / "mc-9-10.pdf"))
    rows = [p for p in found if p.role == "table_row"]
    assert len(rows) == 5 and {row.parent for row in rows[1:]} == {rows[0].id}
    assert [d.phrase for row in rows for d in row.deadlines] == [
        "15 February 2032", "30 September 2032", "31 January 2034", "31 March 2034",
    ]  # fmt: skip


def test_the_letter_says_the_same_as_its_text() -> None:
    text = next(d for d in load_shipped() if d.kind == "letter")
    letter = read_document(FOLDER / "letter-office.pdf")
    assert letter.text.split() == text.text.split()
    assert [(f.name, f.value) for f in letter.header] == [(f.name, f.value) for f in text.header]
    ours, theirs = passages(letter), passages(text)
    assert [(p.section, p.item, " ".join(p.text.split())) for p in ours if p.role == "item"] == [
        (p.section, p.item, " ".join(p.text.split())) for p in theirs if p.role == "item"
    ]


def test_rectangles_of_a_quote_over_several_lines() -> None:
    document = read_document(FOLDER / "mc-9-12.pdf")
    assert document.original is not None
    page = document.original.pages[0]
    quote = "Recalling also decision MC-5/12, in particular its invitation to the Global Mercury Partnership,"
    start = document.text.index(quote)
    boxes = rectangles(page, start, start + len(quote))
    assert len(boxes) == 2
    assert boxes[0].top < boxes[0].bottom <= boxes[1].bottom and boxes[0].left == pytest.approx(45, abs=1)
    assert rectangles(page, len(document.text), len(document.text) + 5) == ()
    half = rectangles(page, start, start + 4)[0]
    assert half.right < rectangles(page, start, start + 9)[0].right


def test_boxes_are_packed_and_unpacked() -> None:
    document = read_document(FOLDER / "mc-9-5.pdf")
    assert document.original is not None
    pages = document.original.pages
    packed = pack(pages)
    again = unpack(packed)
    assert [(w.start, w.end) for p in again for w in p.words] == [
        (w.start, w.end) for p in pages for w in p.words
    ]
    assert again[0].words[3].box.left == pytest.approx(pages[0].words[3].box.left, abs=0.1)
    assert len(packed) < 12 * sum(len(p.words) for p in pages)


def test_a_page_is_drawn_with_its_quote_marked() -> None:
    document = read_document(FOLDER / "mc-9-12.pdf")
    assert document.original is not None
    start = document.text.index("Recalling Article 14")
    marked = rectangles(document.original.pages[0], start, start + 20)
    picture = Image.open(BytesIO(sandbox.draw(document.original.data, 1, marked, "paper", scale=1.5)))
    assert picture.size == (495, 645)
    box = marked[0]
    inside = picture.getpixel((int(box.left * 1.5) + 1, int(box.top * 1.5) + 2))
    assert isinstance(inside, tuple) and inside[2] < 150 < inside[0]
    with pytest.raises(UnreadableDocument, match="no page 9"):
        sandbox.draw(document.original.data, 9, (), "paper")


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


def test_papers_are_made_again_alike(tmp_path: Path) -> None:
    from tests.papers.printing import Typesetter

    text = next(text for text in DECISIONS if text.id == "MC-9/12")
    assert Typesetter(text).print() == (FOLDER / "mc-9-12.pdf").read_bytes()


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
