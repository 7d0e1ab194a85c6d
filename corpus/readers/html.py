"""HTML to text: headings, lists with the numbers a browser shows, tables. What it hides is left out."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as markup

from corpus.errors import UnreadableDocument
from corpus.readers.numbering import number_text
from corpus.readers.outlining import Outlined, table_rows
from corpus.readers.raising import superscript
from corpus.readers.reading import Reading, Refused
from corpus.readers.text import decode

MOST_DEPTH = 400
MOST_ELEMENTS = 500_000
_DEEP = "the page is nested far deeper than any document; print it as PDF and add that"
_LEFT_OUT = frozenset(
    ["script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg", "math",
     "canvas", "audio", "video", "select", "option", "datalist", "textarea", "input", "button", "nav",
     "area", "map"]
)  # fmt: skip
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hgroup", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "menu", "dir", "caption"]
)  # fmt: skip
_LIST_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_HIDING = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0(?:\.0+)?(?![\d.])"
    r"|font-size\s*:\s*0(?:\.0+)?(?![\d.])|text-indent\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|(?:left|top)\s*:\s*-\d{3,}"
)
_WHITE = re.compile(
    r"(?i)(?<![\w-])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent)"
)
_GROUND = re.compile(r"(?i)background(?:-color|-image)?\s*:")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"(?:([a-zA-Z][\w-]*))?(?:([.#])([\w-]+))?$")
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)")


def read_html(data: bytes) -> Reading:
    """The text of an HTML page; Refused."""
    try:
        text = _decoded(data)
    except UnreadableDocument as error:
        raise Refused(str(error).removeprefix("page: ")) from error
    # As bytes of a named encoding: lxml refuses strings that declare one of their own.
    parser = markup.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = markup.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("there is no readable HTML in this file; save the page again from a browser") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Refused(_DEEP)
    _must_be_shallow(root)
    reader = _Reader(_hiding_rules(root))
    reader.flow(root)
    reader.flush()
    found = reader.out.text()
    if not any(c.isalnum() for c in found):
        raise Refused(
            "there is no text on this page (it may be made by a script); print it as PDF and add that"
        )
    warnings = (
        (f"{reader.hidden} characters that a browser does not show were left out.",) if reader.hidden else ()
    )
    return Reading(found, warnings=warnings)


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            text = data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(data, "page")
        return decode(text.encode("utf-8"), "page")
    return decode(data, "page")


def _must_be_shallow(root: Any) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MOST_DEPTH or count > MOST_ELEMENTS:
            raise Refused(_DEEP)


def _hiding_rules(root: Any) -> frozenset[tuple[str, str, str]]:
    """(tag, "." or "#", name) of the simple selectors whose elements the page's own style hides."""
    hiding: set[tuple[str, str, str]] = set()
    for style in root.iter("style"):
        sheet = re.sub(r"/\*.*?\*/", "", style.text or "", flags=re.DOTALL)
        if "@media print" in sheet:
            sheet = sheet.split("@media print", 1)[0]
        for selectors, body in _RULE.findall(sheet[:200_000]):
            if not _HIDING.search(body) and not (_WHITE.search(body) and not _GROUND.search(body)):
                continue
            for selector in selectors.split(","):
                if match := _SIMPLE.match(selector.strip()):
                    hiding.add(((match[1] or "").lower(), match[2] or "", match[3] or ""))
    return frozenset(hiding - {("", "", "")})


class _Reader:
    """Walks over a page and writes down what a browser shows of it."""

    def __init__(self, hiding: frozenset[tuple[str, str, str]]) -> None:
        self._hiding = hiding
        self.out = Outlined()
        self.hidden = 0
        self._words: list[str] = []
        self._label = ""
        self._heading = 0

    def flush(self) -> None:
        """End the paragraph."""
        words = "".join(self._words)
        self._words = []
        if words.strip():
            self.out.paragraph(words, self._label, self._heading)
            self._label = ""

    def flow(self, element: Any) -> None:
        """An element and all in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _LEFT_OUT or self._unseen(element):
            return
        if tag == "table":
            self.flush()
            self._table(element)
        elif tag in ("ol", "ul", "menu", "dir"):
            self.flush()
            self._list(element)
        elif tag == "pre" and all(e.tag == "code" for e in element.iterdescendants()):
            self.flush()
            self.out.preserved("".join(element.itertext()))
        elif tag == "br":
            self._words.append("\n")
        elif tag in _BLOCKS:
            self._block(element, tag)
        elif tag == "sup":
            self._words.append(superscript("".join(element.itertext()), "".join(self._words[-1:])))
        else:
            self._children(element)

    def _block(self, element: Any, tag: str) -> None:
        self.flush()
        before = self._heading
        self._heading = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else before
        self._children(element, preserved=tag == "pre")
        self.flush()
        self._heading = before

    def _children(self, element: Any, preserved: bool = False) -> None:
        self._add(element.text, preserved)
        for child in element:
            self.flow(child)
            self._add(child.tail, preserved)

    def _add(self, text: str | None, preserved: bool = False) -> None:
        if text:
            self._words.append(text if preserved else re.sub(r"\s+", " ", text))

    def _unseen(self, element: Any) -> bool:
        """Whether a browser does not show `element`; its letters are counted."""
        style = element.get("style") or ""
        unseen = element.get("hidden") is not None or bool(_HIDING.search(style))
        if not unseen and _WHITE.search(style):
            around = [element, *element.iterancestors()]
            unseen = not any(_GROUND.search(e.get("style") or "") or e.get("bgcolor") for e in around)
        if not unseen and self._hiding:
            tag, id = str(element.tag), element.get("id") or ""
            names = {("", "", ""), ("", "#", id), (tag, "#", id), (tag, "", "")}
            for each in (element.get("class") or "").split():
                names |= {("", ".", each), (tag, ".", each)}
            unseen = bool(names & self._hiding)
        if unseen:
            self.hidden += len("".join(element.itertext()).strip())
        return unseen

    def _list(self, element: Any) -> None:
        ordered = element.tag == "ol"
        form = _list_format(element) if ordered else ""
        count = _integer(element.get("start"), 1)
        items = [child for child in element if child.tag == "li"]
        step = 1
        if ordered and element.get("reversed") is not None:
            step, count = -1, _integer(element.get("start"), len(items))
        for child in element:
            if child.tag != "li":
                self.flow(child)
                continue
            if self._unseen(child):
                continue
            value = _integer(child.get("value"), count)
            own = _LIST_TYPES.get(child.get("type") or "", form)
            self._label = _marker(value, own) if ordered else ("" if _bare(element) else "•")
            count = value + step
            self._children(child)
            self.flush()
            self._label = ""

    def _table(self, table: Any) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        rows.sort(key=lambda row: {"thead": 0, "tfoot": 2}.get(row.getparent().tag, 1))
        for caption in table.iterchildren("caption"):
            self.flow(caption)
        grid = [
            [
                (
                    self._cell(cell),
                    _integer(cell.get("colspan"), 1, 60),
                    _integer(cell.get("rowspan"), 1, 1000),
                )
                for cell in row.iterchildren("td", "th")
                if not self._unseen(cell)
            ]
            for row in rows
            if not self._unseen(row)
        ]
        if next(table.iterdescendants("table"), None) is not None or _for_layout(grid):
            for row in rows:  # a table that arranges the page
                for cell in row.iterchildren("td", "th"):
                    self._block(cell, "td")
            return
        self.out.table(table_rows(grid))

    def _cell(self, cell: Any) -> str:
        inner = _Reader(self._hiding)
        inner._children(cell)
        inner.flush()
        words = inner.out.text()
        self.hidden += inner.hidden
        return " ".join(re.sub(r"(?m)^#+ ", "", words).split())


def _for_layout(grid: list[list[tuple[str, int, int]]]) -> bool:
    """Whether cells are so long that the table is a page's frame."""
    return any(len(words) > 3000 for row in grid for words, _, _ in row)


def _list_format(element: Any) -> str:
    style = re.search(r"(?i)list-style(?:-type)?\s*:\s*([\w-]+)", element.get("style") or "")
    named = _LIST_STYLES.get(style[1].lower()) if style else None
    return named or _LIST_TYPES.get(element.get("type") or "1", "decimal")


def _bare(element: Any) -> bool:
    return "none" in (element.get("style") or "") and "list-style" in (element.get("style") or "")


def _marker(value: int, form: str) -> str:
    """The number of an item. Browsers print "a."; the letters of a list inside a list are read as "(a)"."""
    text = number_text(value, form)
    if not text:
        return ""
    return f"({text})" if form in ("lowerLetter", "lowerRoman") else f"{text}."


def _integer(text: str | None, otherwise: int, most: int = 100_000) -> int:
    return max(1, min(int(text), most)) if text and re.fullmatch(r"\s*\d{1,6}\s*", text) else otherwise
