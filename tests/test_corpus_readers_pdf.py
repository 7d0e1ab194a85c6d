"""PDF: what is printed is read in order, with pages, boxes, numbers, tables and footnotes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from corpus import Document, UnreadableDocument, load_shipped, passages, read_document
from corpus.pages import pack, rectangles, unpack
from corpus.readers import sandbox
from corpus.structure import parse
from tests.papers.make import FOLDER, name
from tests.papers.parts import parts, plain
from tests.papers.texts import DECISIONS, Text
from tests.papers.typesetter import Typesetter

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


def test_papers_are_made_again_alike(tmp_path: Path) -> None:
    text = next(text for text in DECISIONS if text.id == "MC-9/12")
    assert Typesetter(text).print() == (FOLDER / "mc-9-12.pdf").read_bytes()
