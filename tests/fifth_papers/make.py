"""Prints the two papers again: `python -m tests.fifth_papers.make`.

`bc27` by reportlab and by Chromium, `ro30` by python-docx and LibreOffice, each on a page of its own size. No
table has lines, amounts stand at the right, and rows go over to the next column or page.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document as NewDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from playwright.sync_api import sync_playwright
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

from tests.fourth_papers.texts import Element, paper, plain

FOLDER = Path(__file__).parent
_AMOUNT = re.compile(r"[\d,]+$")


def elements(name: str) -> tuple[Element, ...]:
    """The elements of the paper `name`."""
    return paper(name, FOLDER / "texts")


def make(folder: Path) -> None:
    """All papers into `folder`."""
    (folder / "bc27-reportlab.pdf").write_bytes(reportlab_pdf("bc27"))
    _chromium("bc27", folder / "bc27-chromium.pdf")
    for columns, size in ((1, (14.8, 20.5)), (2, (21.6, 18.0))):
        with tempfile.TemporaryDirectory() as scratch:
            source = Path(scratch) / f"ro30-office-{columns}.docx"
            source.write_bytes(docx("ro30", columns, size))
            run = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless"]
            run += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
            subprocess.run(run, check=True, capture_output=True)


def reportlab_pdf(name: str) -> bytes:
    """On US letter in two columns; the first column of a table is the widest."""
    out = BytesIO()
    room, gap, margin = 226.0, 24.0, 68.0
    frames = [Frame(margin + n * (room + gap), 60, room, 640, 0, 0, 0, 0) for n in range(2)]
    document = BaseDocTemplate(out, pagesize=(612, 792), invariant=1)
    document.addPageTemplates(PageTemplate("columns", frames))
    base = ParagraphStyle("base", fontName="Helvetica", fontSize=9, leading=11.5, spaceAfter=5)
    cell = ParagraphStyle("cell", parent=base, leading=10.5, spaceAfter=0)
    right = ParagraphStyle("right", parent=cell, alignment=2)
    story: list[Any] = []
    for element in elements(name):
        if element.kind == "rows":
            rows = [
                [Paragraph(escape(c), right if _AMOUNT.match(c) else cell) for c in row]
                for row in element.rows
            ]
            widths = [room * part for part in ((0.5, 0.25, 0.25), (0.33, 0.24, 0.17, 0.26))[len(rows[0]) - 3]]
            bare = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 1)]
            bare += [("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
            story.append(Table(rows, widths, style=TableStyle(bare), spaceAfter=8))
        else:
            mark = f"{element.marker} " if element.marker else ""
            words = f"Decision {element.words}" if element.kind == "decision" else element.words
            story.append(Paragraph(escape(mark + plain(words)), base))
    document.build(story)
    return out.getvalue()


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
body {{ font: 8.5pt/1.25 "Liberation Sans"; }} main {{ column-count: 2; column-gap: 7mm; }}
table {{ border-spacing: 0; }} th, td {{ padding: 0 7pt 0 0; vertical-align: top; text-align: left; }}
.amount {{ text-align: right; }} th {{ font-weight: normal; }}
</style><main>{body}</main></html>"""


def _chromium(name: str, path: Path) -> None:
    parts = []
    for element in elements(name):
        if element.kind == "rows":
            rows = [
                "".join(f"<td{' class=amount' if _AMOUNT.match(c) else ''}>{escape(c)}</td>" for c in row)
                for row in element.rows
            ]
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            words = f"Decision {element.words}" if element.kind == "decision" else element.words
            parts.append(f"<p>{element.marker} {escape(plain(words))}</p>")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page()
        page.set_content(_PAGE.format(body="".join(parts)))
        page.pdf(
            path=path,
            width="17cm",
            height="13cm",
            margin={"top": "1.5cm", "left": "1.5cm", "right": "1.5cm"},
        )
        browser.close()


def docx(name: str, columns: int, size: tuple[float, float]) -> bytes:
    """As Word documents are made: numbers typed, tables of the plain style with a wide middle column."""
    document = NewDocument()
    section = document.sections[0]
    section.page_width, section.page_height = map(Cm, size)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin = section.bottom_margin = Cm(1.7)
    section._sectPr.find(qn("w:cols")).set(qn("w:num"), str(columns))
    room = (size[0] - 3.8 - 1.3 * (columns - 1)) / columns
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    for element in elements(name):
        if element.kind != "rows":
            words = f"Decision {element.words}" if element.kind == "decision" else plain(element.words)
            document.add_paragraph(f"{element.marker}\t{words}" if element.marker else words)
            continue
        table = document.add_table(rows=0, cols=len(element.rows[0]))
        widths = [room * part for part in (0.3, 0.4, 0.3)]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in element.rows:
            for cell, words, width in zip(table.add_row().cells, row, widths, strict=True):
                cell.text, cell.width = words, Cm(width)
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        document.add_paragraph()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    make(FOLDER)
