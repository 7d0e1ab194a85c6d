"""The test papers as DOCX with real numbering, footnotes and tracked changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

from tests.papers.parts import parts
from tests.papers.texts import Text

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
