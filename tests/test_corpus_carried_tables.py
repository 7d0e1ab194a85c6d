"""Bordered tables that a page break cuts: a row that goes on below it is one row."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from corpus import Document, Passage, passages, read_document
from corpus.pages import rectangles

_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=12)
HEADER = ("What", "Who", "When")


def _pdf(*pages: Sequence[Sequence[str]]) -> bytes:
    """A decision with one bordered table; each of `pages` holds its rows on that page."""
    story = [Paragraph("Decision MC-14/3: Old lamps", _TEXT), Paragraph("1. Adopts this timetable:", _TEXT)]
    for rows in pages:
        cells = [[Paragraph(cell, _TEXT) for cell in row] for row in rows]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        story += [Table(cells, colWidths=[190, 150, 80], style=TableStyle(grid)), PageBreak()]
    out = BytesIO()
    story[-1] = Paragraph("2. Requests the Secretariat to publish it.", _TEXT)
    SimpleDocTemplate(out, pagesize=(500, 400), topMargin=40, bottomMargin=40, invariant=1).build(story)
    return out.getvalue()


def _read(folder: Path, *pages: Sequence[Sequence[str]]) -> tuple[Document, list[Passage]]:
    path = folder / "table.pdf"
    path.write_bytes(_pdf(*pages))
    document = read_document(path)
    return document, [p for p in passages(document) if p.role == "table_row"]


HEAD = (HEADER, ("Lists of lamps", "All Parties", "1 May 2031"))
CUT = ("Lists of stores, with the place, the owner and the", "The Parties that have such", "1 June 2031")
REST = ("mass of lamps in each, and the day of the last count", "stores", "")
LAST = ("Plans for disposal", "All Parties", "1 July 2031")
WHOLE = (f"{CUT[0]} {REST[0]}", f"{CUT[1]} {REST[1]}", CUT[2])


@pytest.mark.parametrize("header", [(), (HEADER,)], ids=["once", "on each page"])
@pytest.mark.parametrize("after", [(), (LAST,)], ids=["ends", "goes on"])
def test_a_row_that_a_page_break_cuts_is_one(
    tmp_path: Path, header: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]
) -> None:
    document, rows = _read(tmp_path, (*HEAD, CUT), (*header, REST, *after))
    assert [p.text for p in rows] == [f"| {' | '.join(row)} |" for row in (*HEAD, WHOLE, *after)]
    assert {p.parent for p in rows[1:]} == {rows[0].id}
    assert document.original is not None
    marked = [rectangles(page, rows[2].start, rows[2].end) for page in document.original.pages]
    assert all(marked)


def test_a_row_may_fill_a_page_of_its_own(tmp_path: Path) -> None:
    middle = ("mass of lamps in each, and the day of the last count, and also the name of the", "stores", "")
    end = ("officer in charge.", "", "")
    _, rows = _read(tmp_path, (*HEAD, CUT), (middle,), (end, LAST))
    whole = f"| {CUT[0]} {middle[0]} {end[0]} | {WHOLE[1]} | {CUT[2]} |"
    assert [p.text for p in rows[2:]] == [whole, f"| {' | '.join(LAST)} |"]


@pytest.mark.parametrize(
    "first",
    [
        ("Cuba", "All Parties", "1 June 2031"),
        ("Cuba", "Pending", ""),
        ("", "Pending", ""),
        ("2. another list", "stores", ""),
    ],
)
@pytest.mark.parametrize("header", [(), (HEADER,)], ids=["once", "on each page"])
def test_a_row_that_begins_on_the_next_page_stays_apart(
    tmp_path: Path, header: tuple[tuple[str, ...], ...], first: tuple[str, ...]
) -> None:
    above = ("1. Benin", "All Parties", "1 May 2031")
    _, rows = _read(tmp_path, (HEADER, above), (*header, first, LAST))
    texts = [[cell.strip() for cell in p.text.strip("|").split("|")] for p in rows]
    assert texts == [list(HEADER), list(above), list(first), list(LAST)]
