"""Real footnotes for a Word document: python-docx makes none, so their part is written here.

The form is that of ECMA-376 (Office Open XML), part 1, 17.11.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

_REFERENCE, _TEXT = "Footnote Reference", "Footnote Text"
#: What the settings may hold behind their `footnotePr`, so that it stands in its place.
_BEHIND = (
    "w:endnotePr",
    "w:compat",
    "w:docVars",
    "w:rsids",
    "m:mathPr",
    "w:themeFontLang",
    "w:clrSchemeMapping",
)
_EMPTY = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are added."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes = parse_xml(_EMPTY)
        self._count = 0
        styles = document.styles
        reference = styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True
        text = styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        self._ids = {_REFERENCE: reference.style_id, _TEXT: text.style_id}
        # The two separators must be named, or Word draws none.
        named = OxmlElement("w:footnotePr")
        for identity in ("-1", "0"):
            named.append(_element("w:footnote", {"w:id": identity}))
        document.settings.element.insert_element_before(named, *_BEHIND)

    def add(self, paragraph: Paragraph, said: str) -> int:
        """A footnote that says `said`, referred to at the end of `paragraph`; its number."""
        self._count += 1
        identity = str(self._count)
        begin = _element("w:bookmarkStart", {"w:id": identity, "w:name": f"_note{identity}"})
        end = _element("w:bookmarkEnd", {"w:id": identity})
        paragraph._p.append(begin)
        paragraph._p.append(self._run(_element("w:footnoteReference", {"w:id": identity})))
        paragraph._p.append(end)
        note = _element("w:footnote", {"w:id": identity})
        line = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(_element("w:pStyle", {"w:val": self._ids[_TEXT]}))
        line.append(properties)
        line.append(self._run(OxmlElement("w:footnoteRef")))
        words, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = f" {said}"
        words.append(text)
        line.append(words)
        note.append(line)
        self._notes.append(note)
        return self._count

    def again(self, paragraph: Paragraph, number: int) -> None:
        """Refer once more to footnote `number`, at the end of `paragraph`."""
        field = _element("w:fldSimple", {"w:instr": f" NOTEREF _note{number} \\f \\h "})
        shown = OxmlElement("w:t")
        shown.text = str(number)
        field.append(self._run(shown))
        paragraph._p.append(field)

    def finish(self) -> None:
        """Put the footnotes into the document's package."""
        part = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            etree.tostring(self._notes, xml_declaration=True, encoding="UTF-8", standalone=True),
            self._document.part.package,
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _run(self, content: etree._Element) -> etree._Element:
        """A run in the style of references."""
        run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
        properties.append(_element("w:rStyle", {"w:val": self._ids[_REFERENCE]}))
        run.append(properties)
        run.append(content)
        return run


def _element(tag: str, attributes: dict[str, str]) -> etree._Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
