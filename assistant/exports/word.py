"""An export as a Word document: footnotes where the markers stand, and the annex of quotations as a table."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from assistant.exports.footnotes import Footnotes
from assistant.exports.transcript import Note, Passage, Transcript, quotation
from assistant.markup import MARKER, markers, parser
from assistant.web.wording import Words

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MUTED = RGBColor(0x51, 0x61, 0x6B)
_WIDTHS = (Mm(12), Mm(48), Mm(26), Mm(84))


def word(export: Transcript, words: Words) -> bytes:
    """The file's bytes."""
    document = docx.Document()
    _page(document)
    document.core_properties.title = clean(export.title)
    document.core_properties.author = words("title")
    document.add_heading(clean(export.title), 0)
    _muted(document, export.about)
    notes = Footnotes(document)
    for passage in export.passages:
        _passage(document, passage, notes)
    if export.notes:
        _annex(document, export.notes, words)
    notes.finish()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _UNSEEN.sub("", text)


def _page(document: Document) -> None:
    """A4, and fonts of one family."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)


def _muted(document: Document, text: str) -> None:
    document.add_paragraph().add_run(clean(text)).font.color.rgb = _MUTED


def _passage(document: Document, passage: Passage, notes: Footnotes) -> None:
    document.add_heading(clean(passage.question), 1)
    for line in passage.about:
        _muted(document, line)
    if passage.status:
        document.add_paragraph().add_run(clean(passage.status)).bold = True
    _Body(document, passage, notes).write()
    if passage.searched:
        _muted(document, passage.searched)


@dataclass
class _Body:
    """Writes one answer's Markdown, block by block.

    `lists` are the styles of the lists that are open, `written` the numbers of the footnotes made, by marker.
    """

    document: Document
    passage: Passage
    notes: Footnotes
    lists: list[str] = field(default_factory=list)
    quoted: int = 0
    heading: int = 0
    rows: list[list[Token]] = field(default_factory=list)
    written: dict[int, int] = field(default_factory=dict)
    last: Paragraph | None = None

    def write(self) -> None:
        """All of it; notes that the text does not name stand at its end."""
        for token in parser().parse(self.passage.text):
            self._follow(token)
            if token.type == "inline" and self.rows:
                self.rows[-1].append(token)
            elif token.type == "inline":
                self._inline(self._paragraph(), token)
            elif token.type in ("fence", "code_block"):
                self.last = self.document.add_paragraph(clean(token.content))
        rest = [marker for marker in self.passage.notes if marker not in self.written]
        if rest:
            self._refer(self.last or self.document.add_paragraph(), rest)

    def _follow(self, token: Token) -> None:
        """Remember in which blocks the text stands."""
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self.lists.append("List Bullet" if kind.startswith("bullet") else "List Number")
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif kind.startswith("blockquote_"):
            self.quoted += token.nesting
        elif kind.startswith("heading_"):
            self.heading = int(token.tag[1:]) if token.nesting > 0 else 0
        elif kind == "tr_open":
            self.rows.append([])
        elif kind == "table_close":
            self._table(self.rows)
            self.rows = []

    def _paragraph(self) -> Paragraph:
        if self.heading:
            heading: Paragraph = self.document.add_heading("", min(self.heading + 1, 4))
            return heading
        style = "Quote" if self.quoted else None
        if self.lists:
            style = self.lists[-1] + (" 2" if len(self.lists) > 1 else "")
        paragraph: Paragraph = self.document.add_paragraph(style=style)
        return paragraph

    def _table(self, rows: list[list[Token]]) -> None:
        table = self.document.add_table(0, max(len(row) for row in rows), style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            for cell, token in zip(cells, row, strict=False):
                self._inline(cell.paragraphs[0], token)

    def _inline(self, paragraph: Paragraph, token: Token) -> None:
        self.last = paragraph
        bold = italic = False
        for part in token.children or ():
            if part.type in ("strong_open", "strong_close"):
                bold = part.nesting > 0
            elif part.type in ("em_open", "em_close"):
                italic = part.nesting > 0
            elif part.type in ("softbreak", "hardbreak"):
                paragraph.add_run().add_break()
            elif part.content:
                self._text(paragraph, part.content, bold, italic)

    def _text(self, paragraph: Paragraph, text: str, bold: bool, italic: bool) -> None:
        """A stretch of text, its markers as references to footnotes."""
        at = 0
        for match in MARKER.finditer(text):
            wanted = markers(match)
            if all(marker in self.passage.notes for marker in wanted):
                _run(paragraph, text[at : match.start()].rstrip(), bold, italic)
                self._refer(paragraph, list(wanted))
                at = match.end()
        _run(paragraph, text[at:], bold, italic)

    def _refer(self, paragraph: Paragraph, wanted: list[int]) -> None:
        for place, marker in enumerate(wanted):
            if place:
                _run(paragraph, ", ", False, False).font.superscript = True
            if marker in self.written:
                self.notes.again(paragraph, self.written[marker])
            else:
                said = clean(self.passage.notes[marker].said)
                self.written[marker] = self.notes.add(paragraph, said)


def _run(paragraph: Paragraph, text: str, bold: bool, italic: bool) -> Any:
    run = paragraph.add_run(clean(text))
    run.bold, run.italic = bold or None, italic or None
    return run


def _annex(document: Document, notes: tuple[Note, ...], words: Words) -> None:
    document.add_heading(words("export.annex"), 1).paragraph_format.page_break_before = True
    _muted(document, words("export.annex_note"))
    table = document.add_table(1, len(_WIDTHS), style="Table Grid")
    heads = ("export.note", "facts.document", "facts.date", "export.quotation")
    for cell, key in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(words(key)).bold = True
    for note in notes:
        cells = table.add_row().cells
        cited = note.citation
        cells[0].text = str(note.number)
        _link(cells[1].paragraphs[0], cited.document_title, note.address)
        if cited.locator.text != cited.document_title:
            cells[1].add_paragraph(clean(cited.locator.text))
        cells[2].text = words.day(cited.document_date)
        cells[3].text = clean(quotation(cited))
        if cited.state != "current":
            cells[3].add_paragraph().add_run(words(f"state.{cited.state}")).italic = True
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(2)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    """Text that leads to `address`."""
    identity = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), identity)
    run = paragraph.add_run(clean(text))
    run.font.color.rgb, run.font.underline = RGBColor(0x0A, 0x56, 0x74), True
    link.append(run._r)
    paragraph._p.append(link)
