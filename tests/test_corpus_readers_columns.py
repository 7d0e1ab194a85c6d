"""Pages of PDFs set in columns: each column is read to its end before the next one."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Table

from corpus import passages
from corpus.reading import document_from_bytes

_TEXT = "Parties report each store of old lamps with its place and owner before the next session begins"
_WORDS = _TEXT.split()
_WIDTH, _MARGIN = 500.0, 48.0
TITLE = "Bulletin on lamps, number four of the third year of the series"


def _paragraph(number: int) -> str:
    drawn = Random(number).choices(_WORDS, k=12 + 9 * (number % 8))
    return " ".join(drawn).capitalize() + f" in case {number}."


def _story(style: ParagraphStyle) -> list[Any]:
    return [Paragraph(_paragraph(number), style) for number in range(30)]


def _pdf(columns: int, gap: float, *, justified: bool) -> bytes:
    """Paragraphs under a title that goes over all columns, on pages of 595 x 842 points."""
    style = ParagraphStyle("text", fontName="Times-Roman", fontSize=9, leading=11, spaceAfter=5)
    style.alignment = 4 if justified else 0
    wide = (_WIDTH - (columns - 1) * gap) / columns
    title = Frame(_MARGIN, 740, _WIDTH, 60, 0, 0, 0, 0)
    first, later = (
        [Frame(_MARGIN + n * (wide + gap), 60, wide, high, 0, 0, 0, 0) for n in range(columns)]
        for high in (300, 320)
    )
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=(595, 842), invariant=1)
    document.addPageTemplates(
        [PageTemplate("first", [title, *first], autoNextPageTemplate="later"), PageTemplate("later", later)]
    )
    document.build([Paragraph(TITLE, ParagraphStyle("title", fontSize=16)), FrameBreak(), *_story(style)])
    return out.getvalue()


@pytest.mark.parametrize("justified", [False, True], ids=["ragged", "justified"])
@pytest.mark.parametrize("gap", [16.0, 26.0])
@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int, gap: float, justified: bool) -> None:
    document = document_from_bytes(_pdf(columns, gap, justified=justified), file_name="bulletin.pdf")
    found = [" ".join(p.text.split()) for p in passages(document)]
    assert found == [TITLE, *(_paragraph(number) for number in range(30))]


def test_a_table_of_three_columns_of_words_is_no_page_of_columns() -> None:
    cell = ParagraphStyle("cell", fontName="Times-Roman", fontSize=9, leading=10.5)
    rows = [[f"Member {n}", " ".join(_WORDS[: 4 + n % 5]), _paragraph(8 * n)] for n in range(14)]
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=(595, 842), invariant=1)
    document.addPageTemplates(PageTemplate("page", [Frame(_MARGIN, 60, _WIDTH, 700, 0, 0, 0, 0)]))
    cells = [[Paragraph(text, cell) for text in row] for row in rows]
    document.build([Table(cells, colWidths=[160] * 3, style=[("VALIGN", (0, 0), (-1, -1), "TOP")])])
    found = passages(document_from_bytes(out.getvalue(), file_name="t.pdf"))
    assert [p.text for p in found if p.role == "table_row"] == [f"| {' | '.join(row)} |" for row in rows]
