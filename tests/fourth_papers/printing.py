"""Printers of the six papers: LibreOffice (flat ODF), Chromium (HTML), reportlab, python-docx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from typing import Any

from docx import Document as NewDocument
from docx.shared import Cm, Pt
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

from tests.fourth_papers.texts import Element, breakable, plain

rl_config.invariant = 1
Paper = Sequence[Element]


def _title(words: str) -> str:
    return f"Decision {words}"


def _marked(words: str, italics: str, mark: str) -> str:
    """Words escaped, `*so*` within the tag `italics`, footnote marks by the pattern `mark`."""
    words = re.sub(r"\*(.+?)\*", rf"<{italics}>\1</{italics.split()[0]}>", escape(breakable(words), False))
    return re.sub(r"\{(\d)\}", mark, words)


# --- HTML, for Chromium -----------------------------------------------------------------------------------

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{symbol}</title><style>
body {{ font: {size}pt/1.3 "Liberation Serif"; text-align: justify; hyphens: manual; }}
main {{ column-count: {columns}; column-gap: 9mm; }}
h1 {{ font-size: 1.15em; text-align: left; }}
h2 {{ font-size: 1em; text-align: left; break-after: avoid; }}
p {{ margin: .45em 0; }} .n0 b, .n1 b, .n2 b {{ font-weight: normal; display: inline-block; width: 2.2em; }}
.n1 {{ margin-left: 2.2em; }} .n2 {{ margin-left: 4.4em; }} .right {{ text-align: right; margin: 0; }}
table {{ border-collapse: collapse; width: 100%; break-inside: avoid; text-align: left; hyphens: none; }}
th, td {{ border-top: .5pt solid; border-bottom: .5pt solid; padding: 2pt 4pt; vertical-align: top; }}
.note {{ font-size: .8em; }} sup {{ font-size: .65em; }}
</style><body>{head}<main>{body}</main></body></html>"""


def html(paper: Paper, columns: int = 1) -> str:
    """The paper as a page that Chromium prints; running heads and page numbers are the browser's."""
    head = "".join(f'<p class="right">{escape(e.words)}</p>' for e in paper if e.kind == "head")
    body = "".join(map(_html, paper))
    return _PAGE.format(
        symbol=paper[0].words, size=10 if columns == 1 else 9, columns=columns, head=head, body=body
    )


def _html(element: Element) -> str:
    words = _marked(element.words, "i", r"<sup>\1</sup>")
    match element.kind:
        case "head":
            return ""
        case "decision":
            number, _, name = words.partition(": ")
            return f"<h1>{_title(number)}<br>{name}</h1>"
        case "part" | "heading":
            return f"<h2>{words}</h2>"
        case "note":
            return f'<p class="note"><sup>{element.marker}</sup> {words}</p>'
        case "number":
            return f'<p class="n{element.level}"><b>{element.marker}</b>{words}</p>'
        case "rows":
            first, *rest = element.rows
            cells = [f"<tr>{''.join(f'<th>{escape(c)}</th>' for c in first)}</tr>"]
            cells += [f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rest]
            return f"<table>{''.join(cells)}</table>"
    return f"<p>{words}</p>"


# --- flat ODF, for LibreOffice ----------------------------------------------------------------------------

_ODF = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="0.2cm" fo:text-align="justify"/><style:text-properties fo:font-size="10pt"
 style:font-name="Liberation Serif" fo:language="en" fo:country="GB"/></style:style>
{numbers}<style:style style:name="Right" style:family="paragraph"><style:paragraph-properties
 fo:text-align="end"/></style:style><style:style style:name="Cell" style:family="paragraph"/>
<style:style style:name="Heading_1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"><style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"
 fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold" fo:font-size="12pt"/></style:style>
<style:style style:name="It" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
</office:styles><office:automatic-styles>
<style:style style:name="Sec" style:family="section"><style:section-properties><style:columns
 fo:column-count="{columns}" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="{width}"
 fo:page-height="{height}" fo:margin="1.6cm"/><style:header-style><style:header-footer-properties
 fo:margin-bottom="0.4cm"/></style:header-style><style:footer-style><style:header-footer-properties
 fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">
<style:header><text:p>{symbol}</text:p></style:header><style:footer><text:p text:style-name="Right">
<text:page-number>1</text:page-number>/<text:page-count>1</text:page-count></text:p></style:footer>
</style:master-page></office:master-styles><office:body><office:text>{head}
<text:section text:name="Main" text:style-name="Sec">{body}</text:section>
</office:text></office:body></office:document>"""
_NUMBERED = """<style:style style:name="N{level}" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-left="{left}cm" fo:text-indent="-1cm"><style:tab-stops>
<style:tab-stop style:position="0cm"/></style:tab-stops></style:paragraph-properties></style:style>"""


def odf(paper: Paper, columns: int = 1, page: tuple[str, str] = ("21cm", "29.7cm")) -> str:
    """The paper as flat ODF: real footnotes, running head, page numbers, numbers typed before a tab."""
    notes = {e.marker: escape(e.words) for e in paper if e.kind == "note"}
    return _ODF.format(
        numbers="".join(_NUMBERED.format(level=n, left=n + 1) for n in range(3)),
        columns=columns,
        width=page[0],
        height=page[1],
        symbol=escape(paper[0].words),
        head="".join(
            f'<text:p text:style-name="Right">{escape(e.words)}</text:p>' for e in paper if e.kind == "head"
        ),
        body="".join(_odf(e, notes) for e in paper),
    )


def _odf(element: Element, notes: dict[str, str]) -> str:
    words = _marked(element.words, 'text:span text:style-name="It"', r"{\1}")
    words = re.sub(
        r"\{(\d)\}",
        lambda m: (
            f'<text:note text:note-class="footnote"><text:note-citation>{m[1]}</text:note-citation>'
            f"<text:note-body><text:p>{notes[m[1]]}</text:p></text:note-body></text:note>"
        ),
        words,
    )
    match element.kind:
        case "head" | "note":
            return ""
        case "decision" | "part" | "heading":
            words = _title(words) if element.kind == "decision" else words
            return f'<text:h text:style-name="Heading_1" text:outline-level="1">{words}</text:h>'
        case "number":
            return f'<text:p text:style-name="N{element.level}">{element.marker}<text:tab/>{words}</text:p>'
        case "rows":
            return _odf_table(element)
    return f'<text:p text:style-name="Standard">{words}</text:p>'


def _odf_table(element: Element) -> str:
    rows = [
        "".join(
            f'<table:table-cell office:value-type="string"><text:p text:style-name="Cell">'
            f"{escape(c)}</text:p></table:table-cell>"
            for c in row
        )
        for row in element.rows
    ]
    first, *rest = (f"<table:table-row>{cells}</table:table-row>" for cells in rows)
    return (
        f'<table:table><table:table-column table:number-columns-repeated="{len(element.rows[0])}"/>'
        f"<table:table-header-rows>{first}</table:table-header-rows>{''.join(rest)}</table:table>"
    )


# --- PDF by reportlab -------------------------------------------------------------------------------------


def reportlab_pdf(paper: Paper, columns: int = 1, borders: bool = True) -> bytes:
    """The paper by reportlab: frames as columns, a running head that changes sides, footnotes at the end."""
    out = BytesIO()
    width, height, margin, gap = 595.0, 842.0, 62.0, 20.0
    room = (width - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (room + gap), 70, room, height - 150, 0, 0, 0, 0, showBoundary=0)
        for n in range(columns)
    ]

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont("Times-Roman", 8)
        if document.page % 2:
            canvas.drawRightString(width - margin, height - 50, paper[0].words)
            canvas.drawRightString(width - margin, 40, str(document.page))
        else:
            canvas.drawString(margin, height - 50, paper[0].words)
            canvas.drawString(margin, 40, str(document.page))

    document = BaseDocTemplate(out, pagesize=(width, height), invariant=1)
    document.addPageTemplates(PageTemplate("columns", frames, edges))
    document.build(list(_flowables(paper, room, borders)))
    return out.getvalue()


def _flowables(paper: Paper, room: float, borders: bool) -> Iterator[Any]:
    base = ParagraphStyle(
        "base", fontName="Times-Roman", fontSize=9.5, leading=12, spaceAfter=5, alignment=TA_JUSTIFY,
        embeddedHyphenation=1,
    )  # fmt: skip
    bold = ParagraphStyle(
        "bold", parent=base, fontName="Times-Bold", spaceBefore=7, alignment=0, keepWithNext=1
    )
    cell = ParagraphStyle("cell", parent=base, leading=11, spaceAfter=0, alignment=0)
    for element in paper:
        words = _marked(element.words, "i", r"<super>\1</super>")
        if element.kind == "rows":
            rules: list[tuple[Any, ...]] = [
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.black),
                ("LINEBELOW", (0, -1), (-1, -1), 0.8, colors.black),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
            rules += [("GRID", (0, 0), (-1, -1), 0.4, colors.black)] if borders else []
            rows = [[Paragraph(escape(c), cell) for c in row] for row in element.rows]
            yield Table(rows, [room / len(rows[0])] * len(rows[0]), style=TableStyle(rules), spaceAfter=8)
        elif element.kind == "number":
            indent = 22 * (element.level + 1)
            style = ParagraphStyle("n", parent=base, leftIndent=indent, bulletIndent=indent - 22)
            yield Paragraph(words, style, bulletText=element.marker)
        elif element.kind in {"decision", "part", "heading"}:
            yield Paragraph(_title(words) if element.kind == "decision" else words, bold)
        elif element.kind == "note":
            yield Paragraph(
                f"<super>{element.marker}</super> {words}", ParagraphStyle("f", parent=base, fontSize=8)
            )
        else:
            yield Paragraph(words, base)


# --- DOCX by python-docx ----------------------------------------------------------------------------------


def typed_docx(paper: Paper) -> bytes:
    """The paper as DOCX as many are made: numbers typed before tabs, headings by bold type alone."""
    document = NewDocument()
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = Pt(10)
    document.sections[0].header.paragraphs[0].text = paper[0].words
    for element in paper:
        if element.kind == "rows":
            table = document.add_table(rows=0, cols=len(element.rows[0]))
            for row in element.rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
            continue
        paragraph = document.add_paragraph()
        words = _title(element.words) if element.kind == "decision" else element.words
        if element.kind == "number":
            paragraph.paragraph_format.left_indent = Cm(element.level + 1)
            paragraph.paragraph_format.first_line_indent = Cm(-1)
            words = f"{element.marker}\t{words}"
        elif element.kind == "note":
            words = f"{element.marker} {words}"
        _runs(paragraph, words, bold=element.kind in {"decision", "part", "heading"})
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _runs(paragraph: Any, words: str, bold: bool) -> None:
    for piece in re.split(r"(\*.+?\*|\{\d\})", words):
        run = paragraph.add_run(plain(piece) if piece[:1] != "{" else piece[1])
        run.bold = bold or None
        run.italic = piece.startswith("*") or None
        run.font.superscript = piece.startswith("{") or None
