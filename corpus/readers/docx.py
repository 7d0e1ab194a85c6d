"""DOCX to text: paragraphs with the numbers that Word prints, headings, tables, footnotes.

Tracked changes are read as accepted. What repeats on every page (heads and feet) is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from corpus.readers.numbering import Numbering
from corpus.readers.outlining import Outlined, table_rows
from corpus.readers.raising import superscript
from corpus.readers.reading import Reading, Refused
from corpus.readers.text import INVISIBLE

MOST_MEMBERS = 2000
MOST_BYTES = 100_000_000
MOST_RATIO = 200
_SYMBOL = re.compile(r"\b[A-Z][A-Z0-9]+(?:/[A-Z0-9][A-Za-z0-9.-]*){2,}")
_DAMAGED = "the file is damaged or cut off; get it again from where it came from"
_BOMB = "unpacked it would be far larger than any document; it is not read"
_SKIPPED = {
    qn(name)
    for name in (
        "w:del", "w:moveFrom", "w:instrText", "w:delText", "w:delInstrText", "w:rPr", "w:pPr", "w:sectPr",
        "w:tblPr", "w:commentRangeStart", "w:annotationRef", "w:fldData", "w:sdtPr", "w:ruby",
    )
}  # fmt: skip
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = qn("w:t")
_PRINTED = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(data: bytes) -> Reading:
    """The text of a Word document; Refused."""
    _must_be_sound(data)
    try:
        document = open_document(io.BytesIO(data))
        body = document.element.body
        reader = _Reader(document)
        reader.blocks(body)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError) as error:
        raise Refused(_DAMAGED) from error
    except etree.XMLSyntaxError as error:
        raise Refused(
            "its content is damaged (not well-formed XML); save it anew from its program"
        ) from error
    text, removed = INVISIBLE.subn("", reader.out.text())
    if not any(c.isalnum() for c in text):
        raise Refused(
            "there is no text in this file, only pictures or empty pages; add the file that holds the text"
        )
    warnings = (
        [f"{removed + reader.hidden} hidden characters were left out."] if removed + reader.hidden else []
    )
    if reader.changed:
        warnings.append("It holds tracked changes; they were read as accepted.")
    return Reading(text, warnings=tuple(warnings), symbol=reader.symbol())


def _must_be_sound(data: bytes) -> None:
    """Refuse archives that would unpack to more than a document, from their table of contents alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(_DAMAGED) from error
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused(_BOMB)
    for member in members:
        if member.flag_bits & 1:
            raise Refused("the file is encrypted; open it with its password and save it without one")
        if member.file_size > 1_000_000 and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise Refused(_BOMB)
        if member.filename.startswith("/") or ".." in member.filename.split("/"):
            raise Refused("its inside names files outside of it; it is not read")


class _Reader:
    """Walks over the body of one document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        part = document.part
        self.numbering = Numbering.of(
            _root(part, RELATIONSHIP_TYPE.NUMBERING), _root(part, RELATIONSHIP_TYPE.STYLES)
        )
        self.notes = {
            kind: _notes(_root(part, relation), kind)
            for kind, relation in (
                ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
                ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
            )
        }
        self.out = Outlined()
        self.hidden = 0
        self.changed = False
        self._waiting: list[tuple[str, str]] = []
        self._counts = {"footnote": 0, "endnote": 0}

    def symbol(self) -> str | None:
        """A document symbol printed in the heads of its pages."""
        for section in self.document.sections:
            for head in (section.first_page_header, section.header):
                text = " ".join(paragraph.text for paragraph in head.paragraphs)
                if found := _SYMBOL.search(text):
                    return found.group()
        return None

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables in order, through whatever wraps them."""
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag in (
                qn("w:sdt"),
                qn("w:sdtContent"),
                qn("w:ins"),
                qn("w:moveTo"),
                qn("w:customXml"),
            ):
                self.changed = self.changed or child.tag in (qn("w:ins"), qn("w:moveTo"))
                self.blocks(child)
            elif child.tag in (qn("w:del"), qn("w:moveFrom")):
                self.changed = True

    def _paragraph(self, element: Any) -> None:
        words = self._words(element)
        for box in element.iter(qn("w:txbxContent")):
            if not any(parent.tag in (_FALLBACK, qn("w:txbxContent")) for parent in box.iterancestors()):
                self.blocks(box)
        if words.strip():
            properties = element.find(qn("w:pPr"))
            style = self._style(properties)
            label = self.numbering.label(properties, style)
            self.out.paragraph(words, label, self._heading(properties, style))
        self._put_notes()

    def _put_notes(self) -> None:
        for mark, words in self._waiting:
            self.out.note(mark, words)
        self._waiting.clear()

    @staticmethod
    def _style(properties: Any) -> str | None:
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        return style.get(qn("w:val")) if style is not None else None

    def _heading(self, properties: Any, style: str | None) -> int:
        """The heading level from 1 of a paragraph, by its outline level or its style; 0 for body text."""
        seen: set[str] = set()
        while True:
            level = properties.find(qn("w:outlineLvl")) if properties is not None else None
            value = level.get(qn("w:val")) if level is not None else None
            if value and value.isdigit():
                return int(value) + 1 if int(value) < 9 else 0
            if not style or style in seen or style not in self.numbering.styles:
                return 0
            seen.add(style)
            element = self.numbering.styles[style]
            name = element.find(qn("w:name"))
            told = re.fullmatch(r"(?i)heading (\d)", name.get(qn("w:val"), "")) if name is not None else None
            if told:
                return int(told[1])
            properties = element.find(qn("w:pPr"))
            based = element.find(qn("w:basedOn"))
            style = based.get(qn("w:val")) if based is not None else None

    def _words(self, element: Any) -> str:
        return "".join(self._runs(element))

    def _runs(self, element: Any) -> Iterator[str]:
        """The visible words under `element`, tracked changes accepted."""
        before = ""
        for child in element:
            for words in self._run(child, before):
                before = words or before
                yield words

    def _run(self, child: Any, before: str) -> Iterator[str]:
        """The visible words of one element; `before` stands before them."""
        tag = child.tag
        if tag in _SKIPPED or tag in (_FALLBACK, qn("w:txbxContent")):
            self.changed = self.changed or tag in (qn("w:del"), qn("w:moveFrom"))
        elif tag == _TEXT:
            yield child.text or ""
        elif tag in _PRINTED:
            yield "" if child.get(qn("w:type")) in ("page", "column") else _PRINTED[tag]
        elif tag == qn("w:sym"):
            yield "•" if (child.get(qn("w:char")) or "").upper().startswith("F0") else ""
        elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            self._note(child)
        elif tag == qn("w:r") and _vanishes(child):
            self.hidden += sum(len(text.text or "") for text in child.iter(_TEXT))
        elif isinstance(tag, str):
            self.changed = self.changed or tag in (qn("w:ins"), qn("w:moveTo"))
            words = self._runs(child)
            yield from [superscript("".join(words), before)] if _raised(child) else words

    def _note(self, reference: Any) -> None:
        kind = "footnote" if reference.tag == qn("w:footnoteReference") else "endnote"
        note = self.notes[kind].get(reference.get(qn("w:id"), ""))
        if note is None:
            return
        self._counts[kind] += 1
        count = self._counts[kind]
        mark = str(count) if kind == "footnote" else f"e{count}"
        words = " ".join(" ".join(self._words(p).split()) for p in note.iter(qn("w:p")))
        if words.strip():
            self._waiting.append((mark, words.strip()))

    def _table(self, table: Any) -> None:
        grid: list[list[tuple[str, int, int]]] = []
        merged: dict[int, tuple[int, int]] = {}
        for row in table.iter(qn("w:tr")):
            if (
                next(row.iterancestors(qn("w:tbl"))) is not table
                or row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None
            ):
                continue
            cells: list[tuple[str, int, int]] = []
            column = 0
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tbl"))) is not table:
                    continue
                properties = cell.find(qn("w:tcPr"))
                wide = _span(properties)
                words = " ".join(filter(None, (" ".join(self._words(p).split()) for p in self._cell(cell))))
                merge = properties.find(qn("w:vMerge")) if properties is not None else None
                if (
                    merge is not None
                    and merge.get(qn("w:val"), "continue") == "continue"
                    and column in merged
                ):
                    words = words or grid[merged[column][0]][merged[column][1]][0]
                elif merge is not None:
                    merged[column] = (len(grid), len(cells))
                cells.append((words, wide, 1))
                column += wide
            if cells:
                grid.append(cells)
        self.out.table(table_rows(grid))
        self._put_notes()

    def _cell(self, cell: Any) -> Iterator[Any]:
        """The paragraphs of a cell, those of tables inside it too, each with its list number."""
        yield from cell.iter(qn("w:p"))


def _span(properties: Any) -> int:
    span = properties.find(qn("w:gridSpan")) if properties is not None else None
    value = span.get(qn("w:val"), "1") if span is not None else "1"
    return min(int(value), 60) if value.isdigit() else 1


def _vanishes(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    mark = properties.find(qn("w:vanish")) if properties is not None else None
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")


def _raised(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    mark = properties.find(qn("w:vertAlign")) if properties is not None else None
    return mark is not None and mark.get(qn("w:val")) == "superscript"


def _root(part: Any, relation: str) -> Any:
    """The root element of a related part, or None."""
    for each in part.rels.values():
        if each.reltype == relation and not each.is_external:
            element = getattr(each.target_part, "element", None)
            if element is not None:
                return element
            return etree.fromstring(
                each.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True)
            )
    return None


def _notes(root: Any, kind: str) -> dict[str, Any]:
    if root is None:
        return {}
    kept = (note for note in root.iter(qn(f"w:{kind}")) if note.get(qn("w:type"), "normal") == "normal")
    return {note.get(qn("w:id"), ""): note for note in kept}
