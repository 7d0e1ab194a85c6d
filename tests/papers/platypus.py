"""The test papers by reportlab's own layout."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.papers.parts import parts, plain
from tests.papers.texts import Text

rl_config.invariant = 1


def platypus(text: Text) -> bytes:
    """The same decision by reportlab's own layout: justified, with a running head and a page number."""
    out = BytesIO()
    base = ParagraphStyle(
        "base", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=7, alignment=TA_JUSTIFY
    )
    bold = ParagraphStyle(
        "bold", parent=base, fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=6
    )
    cell = ParagraphStyle("cell", parent=base, fontSize=9, leading=11, spaceAfter=0, alignment=0)
    story: list[Any] = []
    for kind, level, words in parts(text):
        if kind == "table":
            rows = [[Paragraph(each, cell) for each in row] for row in words]
            story += [
                Table(rows, repeatRows=1, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                      ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
                      ("VALIGN", (0, 0), (-1, -1), "TOP")])),
                Spacer(1, 10),
            ]  # fmt: skip
        elif kind in {"title", "annex", "heading"}:
            story.append(Paragraph(plain(words), bold))
        elif kind == "para":
            story.append(Paragraph(_super(words), base))
        else:
            style = ParagraphStyle(
                f"l{level}", parent=base, leftIndent=20 * (level + 1), bulletIndent=20 * level
            )
            story.append(Paragraph(_super(words), style, bulletText="•" if kind == "bullet" else kind))
    for number, note in enumerate(text.notes, 1):
        story.append(
            Paragraph(f"<super>{number}</super> {note}", ParagraphStyle("n", parent=base, fontSize=8))
        )

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, A4[1] - 40, text.symbol)
        canvas.drawCentredString(A4[0] / 2, 30, f"– {document.page} –")

    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story, onFirstPage=edges, onLaterPages=edges)
    return out.getvalue()


def _super(words: str) -> str:
    return re.sub(r"\{(\d)\}", r"<super>\1</super>", words)
