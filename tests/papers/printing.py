"""Printers of the test papers: PDF by a small typesetter and by reportlab's own, DOCX with real numbering.

Run `python -m tests.papers.make` to print all of them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from docx import Document as NewDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.papers.texts import OPENING, Text

rl_config.invariant = 1
ROMAN = ("i", "ii", "iii", "iv", "v", "vi")
LEVELS = {"1.": 0, "(a)": 1, "(i)": 2}
#: Where the typesetter may break words; it has no dictionary.
BREAKS = (
    "imple-mentation", "Con-vention", "Secre-tariat", "tech-nology", "co-operation", "moni-toring",
    "Organi-zation",
    "capacity-building", "informa-tion", "consul-tation", "resto-ration", "techni-ques", "Confer-ence",
    "affor-dable", "responsi-ble", "edu-cation", "docu-ment", "guid-ance", "treat-ment", "long-term",
    "bio-diversity",
    "Kunming-Montreal", "wild-fires", "perma-frost", "small-scale", "mercury-free", "non-governmental",
)  # fmt: skip


def numbered(elements: Sequence[tuple[str, object]]) -> Iterator[tuple[str, int, Any]]:
    """(printed marker or kind, level, words) of each element, numbers counted as a reader sees them."""
    counts = [0, 0, 0]
    for kind, words in elements:
        level = LEVELS.get(kind)
        if level is None:
            yield kind, 0, words
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (2 - level)
        marker = (f"{counts[0]}.", f"({chr(96 + counts[1])})", f"({ROMAN[counts[2] - 1]})")[level]
        yield marker, level, words


def parts(text: Text) -> list[tuple[str, int, Any]]:
    """A decision from its title to the end of its annex."""
    found: list[tuple[str, int, Any]] = [
        ("title", 0, f"Decision {text.id}: {text.title}"),
        ("para", 0, OPENING),
        *(("para", 0, words) for words in text.preamble),
        *numbered(text.body),
    ]
    if text.annex:
        found += [
            ("annex", 0, f"Annex to decision {text.id}"),
            ("title", 0, text.annex_title),
            *numbered(text.annex),
        ]
    return found


def plain(words: str) -> str:
    """Words without the marks of footnotes."""
    return re.sub(r"\{\d\}", "", words)


class Typesetter:
    """Sets a decision on pages with running heads, page numbers, footnotes, columns and broken words."""

    def __init__(
        self, text: Text, columns: int = 1, page: tuple[float, float] = (330, 430), justify: bool = True
    ) -> None:
        self.text, self.columns, self.justify = text, columns, justify
        self.width, self.height = page
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=page, invariant=1, pageCompression=1)
        self.margin, self.gap, self.size = 45.0, 18.0, 9.0 if columns > 1 else 10.0
        self.number = 0
        self.notes: list[str] = []
        self.shown = 0
        self._page()

    def _page(self) -> None:
        if self.number:
            self._foot()
            self.canvas.showPage()
        self.number += 1
        self.column = 0
        self.y = self.height - 62
        self.bottom = 60.0
        self.notes = []
        self.canvas.setFont("Times-Roman", 8)
        left, right = self.margin, self.width - self.margin
        if self.number > 1:
            self.canvas.drawString(left, self.height - 34, self.text.symbol)
            self.canvas.line(left, self.height - 38, right, self.height - 38)

    def _foot(self) -> None:
        canvas, y = self.canvas, self.bottom - 8
        if self.notes:
            canvas.line(self.margin, self.bottom + 4, self.margin + 60, self.bottom + 4)
        for note in self.notes:
            mark, words = note.split(" ", 1)
            text = canvas.beginText(self.margin, y)
            text.setFont("Times-Roman", 5.5)
            text.setRise(3)
            text.textOut(mark)
            text.setRise(0)
            text.setFont("Times-Roman", 8)
            text.textOut(f" {words}")
            canvas.drawText(text)
            y -= 10
        canvas.setFont("Times-Roman", 8)
        canvas.drawRightString(self.width - self.margin, 26, f"Page {self.number}")

    @property
    def column_width(self) -> float:
        return (self.width - 2 * self.margin - (self.columns - 1) * self.gap) / self.columns

    @property
    def left(self) -> float:
        return self.margin + self.column * (self.column_width + self.gap)

    def _need(self, height: float) -> None:
        if self.y - height < self.bottom + 8:
            if self.column + 1 < self.columns:
                self.column += 1
                self.y = self.height - 62
            else:
                self._page()

    def lines(self, words: str, width: float, first: float, font: str) -> list[list[str]]:
        """Words of each line; the first is `first` narrower. Long words are broken where `BREAKS` allows."""
        found: list[list[str]] = [[]]
        room = width - first
        for word in plain_marks(words).split():
            line = " ".join([*found[-1], word])
            if stringWidth(line, font, self.size) <= room:
                found[-1].append(word)
                continue
            for broken in BREAKS:
                head, _, tail = broken.partition("-")
                keeps = broken in word
                if (keeps or head + tail in word) and found[-1]:
                    start, end = word.split(broken if keeps else head + tail, 1)
                    begun = f"{start}{head}-"
                    if stringWidth(" ".join([*found[-1], begun]), font, self.size) <= room:
                        found[-1].append(begun)
                        word = tail + end
                        break
            found.append([word])
            room = width
        return [line for line in found if line]

    def block(
        self, words: str, indent: float = 0, marker: str = "", font: str = "Times-Roman", after: float = 6
    ) -> None:
        """A paragraph, its marker hanging at the first line."""
        lead = self.size * 1.25
        hang = stringWidth(marker + "   ", font, self.size) if marker else 0
        lines = self.lines(words, self.column_width - indent, hang, font)
        for place, line in enumerate(lines):
            marks = [int(m) for w in line for m in re.findall(r"\x01(\d)", w)]
            for mark in marks:
                self.bottom += 12
                self.notes.append(f"{mark} {self.text.notes[mark - 1]}")
            self._need(lead)
            self.y -= lead
            x = self.left + indent
            if place == 0 and marker:
                self.canvas.setFont(font, self.size)
                self.canvas.drawString(x, self.y, marker)
                x += hang
            width = self.column_width - indent - (hang if place == 0 else 0)
            self._line(line, x, width, font, last=place == len(lines) - 1)
        self.y -= after

    def _line(self, line: list[str], x: float, width: float, font: str, last: bool) -> None:
        shown = [re.sub(r"\x01\d", "", word) for word in line]
        natural = stringWidth(" ".join(shown), font, self.size)
        space = stringWidth(" ", font, self.size)
        if self.justify and not last and len(line) > 1:
            space += (width - natural) / (len(line) - 1)
        for word in line:
            body, *marks = re.split(r"\x01(\d)", word)
            text = self.canvas.beginText(x, self.y)
            text.setFont(font, self.size)
            text.textOut(body)
            x += stringWidth(body, font, self.size)
            for piece in marks:
                raised = piece.isdigit() and len(piece) == 1
                text.setFont(font, 6 if raised else self.size)
                text.setRise(3.5 if raised else 0)
                text.textOut(piece)
                x += stringWidth(piece, font, 6 if raised else self.size)
            self.canvas.drawText(text)
            x += space

    def table(self, rows: Sequence[Sequence[str]], borders: bool) -> None:
        """A table; without borders it has rules above and below its header and at its end."""
        widths = [
            self.column_width * (0.5 if i == 0 else 0.5 / (len(rows[0]) - 1)) for i in range(len(rows[0]))
        ]
        lead, canvas = self.size * 1.2, self.canvas
        self._need(
            sum(1 + max(len(c) for c in row) // 14 for row in rows) * (lead + 5)
        )  # tables are not broken
        for number, row in enumerate(rows):
            font = "Times-Bold" if number == 0 else "Times-Roman"
            cells = [self.lines(cell, width - 8, 0, font) for cell, width in zip(row, widths, strict=True)]
            high = max(len(cell) for cell in cells) * lead + 5
            self._need(high)
            top, x = self.y, self.left
            if number < 2 or borders:
                canvas.line(self.left, top, self.left + self.column_width, top)
            for cell, width in zip(cells, widths, strict=True):
                for place, line in enumerate(cell):
                    canvas.setFont(font, self.size)
                    canvas.drawString(x + 4, top - lead * (place + 1) + 1, " ".join(line))
                if borders:
                    canvas.line(x, top, x, top - high)
                x += width
            if borders:
                canvas.line(x, top, x, top - high)
            self.y -= high
            if number == len(rows) - 1 or borders:
                canvas.line(self.left, self.y, self.left + self.column_width, self.y)
        self.y -= 10

    def print(self, borders: bool = True) -> bytes:
        """The whole decision."""
        self.canvas.setFont("Times-Roman", 9)
        self.canvas.drawString(self.margin, self.height - 34, self.text.symbol)
        for kind, level, words in parts(self.text):
            if kind == "table":
                self.table(words, borders)
            elif kind in {"title", "annex", "heading"}:
                self._need(40)
                self.y -= 4
                self.block(words, font="Times-Bold", after=8)
            elif kind == "para":
                self.block(words)
            else:
                marker = "–" if kind == "bullet" else kind
                self.block(words, indent=14.0 * level, marker=marker)
        self._foot()
        self.canvas.save()
        return self.out.getvalue()


def plain_marks(words: str) -> str:
    """Marks of footnotes as the typesetter knows them: a control character and the digit."""
    return re.sub(r"\{(\d)\}", "\x01\\1", words)


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


_NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="500" w:hanging="500"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1000" w:hanging="500"/></w:pPr></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1500" w:hanging="500"/></w:pPr></w:lvl></w:abstractNum>"""
_NUM = """<w:num {ns} w:numId="{id}"><w:abstractNumId w:val="77"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""
_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {ns}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0">
<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
{notes}</w:footnotes>"""
_NOTE = """<w:footnote w:id="{id}">
<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>"""


def docx(text: Text, changed: bool = False) -> bytes:
    """The decision as DOCX with real numbering, footnotes and heads; `changed` adds tracked changes."""
    document = NewDocument()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = Pt(10)
    section.header.paragraphs[0].text = text.symbol
    _field(section.footer.paragraphs[0], "PAGE")
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING.format(ns=nsdecls("w"))))
    for id in (70, 71):
        numbering.append(parse_xml(_NUM.format(ns=nsdecls("w"), id=id)))
    list_id = 70
    for kind, level, words in parts(text):
        if kind == "table":
            _table(document, words)
        elif kind in {"title", "annex"}:
            list_id = 71 if kind == "annex" else list_id
            document.add_heading(words, 1 if kind == "annex" or words.startswith("Decision") else 2)
        elif kind == "heading":
            document.add_heading(words, 3)
        else:
            style = "List Bullet" if kind == "bullet" else None
            paragraph = document.add_paragraph(style=style)
            _runs(paragraph, words)
            if kind == "para":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            elif kind != "bullet":
                _number(paragraph, list_id, level)
    if text.notes:
        _footnotes(document, text.notes)
    if changed:
        _track(document)
    document.core_properties.title = text.title
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = code
        run._r.append(mark)


def _runs(paragraph: Any, words: str) -> None:
    for piece in re.split(r"(\{\d\})", words):
        run = paragraph.add_run("" if piece.startswith("{") else piece)
        if piece.startswith("{"):
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), piece[1])
            run.font.superscript = True
            run._r.append(mark)


def _number(paragraph: Any, list_id: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = list_id


def _table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    document.add_paragraph()


def _footnotes(document: Any, notes: Sequence[str]) -> None:
    ns = nsdecls("w")
    body = "".join(_NOTE.format(id=number, words=words) for number, words in enumerate(notes, 1))
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        _FOOTNOTES.format(ns=ns, notes=body).encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _track(document: Any) -> None:
    """The last paragraph gets words inserted and words deleted."""
    paragraph = document.paragraphs[-1]._p
    attributes = f'{nsdecls("w")} w:id="900" w:author="A" w:date="2031-01-01T00:00:00Z"'
    for xml in (
        f'<w:del {attributes}><w:r><w:delText xml:space="preserve"> DELETED WORDS</w:delText></w:r></w:del>',
        f'<w:ins {attributes}><w:r><w:t xml:space="preserve"> This was inserted.</w:t></w:r></w:ins>',
    ):
        paragraph.append(parse_xml(xml))
