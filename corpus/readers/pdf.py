"""PDF to text, through PDFium: pages to lines, tables and footnotes, and these to one text with boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.readers import edges
from corpus.readers.aligned import Table
from corpus.readers.characters import Frame, characters, visible
from corpus.readers.columns import Placed, in_columns
from corpus.readers.flow import leading, paragraphs
from corpus.readers.glyphs import Line, Printed, Word, lines_of
from corpus.readers.grids import tables
from corpus.readers.reading import Reading, Refused
from corpus.readers.rules import add_rules
from corpus.readers.writing import Hyphens, Writer

MOST_PAGES = 3000
_SYMBOL = re.compile(r"\b[A-Z][A-Z0-9]+(?:/[A-Z0-9][A-Za-z0-9.-]*){2,}")
_SCALE = 1.5
_SCANNED = (
    "no text was found on {pages}: it is a scan or a picture; "
    "run text recognition (OCR) on it and add the result"
)


def read_pdf(data: bytes) -> Reading:
    """The text of a PDF in reading order; Refused."""
    document = open_pdf(data)
    pages = [_printed(document, number) for number in range(1, len(document) + 1)]
    _must_have_text(pages)
    hidden = sum(page.hidden for page in pages)
    removed = edges.take_out(pages)
    reading = _written(pages)
    symbols = [found.group() for line in removed if (found := _SYMBOL.search(line))]
    return Reading(
        reading.text,
        reading.pages,
        reading.boxes,
        tuple(_warnings(pages, hidden)),
        symbol=symbols[0] if symbols else None,
    )


def open_pdf(data: bytes) -> Any:
    """The open PDF; Refused where it is encrypted, damaged, or far too long."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(
                "the file is encrypted; open it with its password and save it without one"
            ) from error
        raise Refused("the file is damaged or cut off; get it again from where it came from") from error
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]:
        raise Refused("the end of the file is missing; get it again from where it came from")
    count = len(document)
    if count == 0:
        raise Refused("it has no pages; save it anew from its program")
    if count > MOST_PAGES:
        raise Refused(f"it has {count} pages, {MOST_PAGES} can be read; split it")
    return document


def _printed(document: Any, number: int) -> Printed:
    """One page as lines and rules."""
    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise Refused(f"page {number} is damaged; save the file anew from its program") from error
    frame = Frame(page)
    printed = Printed(number, frame.width, frame.height)
    found = characters(text, frame)
    letters = [each for each in found if each.text.strip()]
    unseen = sum(not each.style.seen for each in letters)
    printed.recognised = bool(letters) and unseen > 0.9 * len(letters) and _has_picture(page)
    pale = any(each.style.pale and each.style.seen for each in letters)
    pixels = _grey(page) if pale and not printed.recognised else None
    kept, printed.hidden = visible(found, frame, pixels, printed.recognised)
    printed.lines = lines_of(kept, number)
    add_rules(page, frame, printed)
    text.close()
    page.close()
    return printed


def _has_picture(page: Any) -> bool:
    """Whether a picture covers half of the page or more."""
    width, height = page.get_size()
    for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        if abs(right - left) * abs(top - bottom) >= 0.5 * width * height:
            return True
    return False


def _grey(page: Any) -> tuple[bytes, int, int, float]:
    width, height = page.get_size()
    scale = min(_SCALE, 2000 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    stride, rows = bitmap.stride, bitmap.height
    data = bytes(bitmap.buffer)
    if stride != bitmap.width:
        data = b"".join(data[row * stride : row * stride + bitmap.width] for row in range(rows))
    return data, bitmap.width, rows, scale


def _must_have_text(pages: Sequence[Printed]) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    if sum(c.isalnum() for c in text) < 3:
        if sum(page.hidden for page in pages) > 20:
            raise Refused("all of its text is hidden from a reader; save it anew from its program")
        count = f"its {len(pages)} pages" if len(pages) > 1 else "its one page"
        raise Refused(_SCANNED.format(pages=count))
    strange = sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" or ord(c) < 32 for c in text)
    if strange > 0.3 * len(text):
        raise Refused(
            "its letters cannot be told from their shapes (its fonts name no characters); "
            "run text recognition (OCR) on it, or save it anew"
        )


@dataclass(slots=True)
class _Part:
    """A stretch of a page that is all text, or one table."""

    lines: list[Placed]
    table: Table | None = None


def _parts(page: Printed, above: Table | None, below: Sequence[Line]) -> list[_Part]:
    """The text and the tables of a page in reading order.

    `above` is the table that ends the page before, `below` are the lines of the next one.
    """
    found, lines = tables(page, page.lines, above, below)
    for table in found:
        box = Word("", table.left, table.top, table.right, table.bottom, table.top, 1.0)
        lines.append(Line([box], page.number, table))
    parts: list[_Part] = []
    for placed in in_columns(lines):
        if placed.line.table is not None:
            parts.append(_Part([], placed.line.table))
        elif parts and parts[-1].table is None:
            parts[-1].lines.append(placed)
        else:
            parts.append(_Part([placed]))
    return parts


def _mend_rows(parts: Sequence[tuple[Printed, _Part]]) -> None:
    """Rows that a column or page break cut in two become one, of words from both pages."""
    last: list[list[Word]] | None = None
    for page, part in parts:
        if part.table and part.table.cut and last:
            for cell, rest in zip(last, part.table.rows.pop(0), strict=True):
                for word in rest:
                    word.page = page.number
                cell += rest
        if part.table is None:
            last = None
        elif part.table.rows:
            last = part.table.rows[-1]


def _written(pages: Sequence[Printed]) -> Reading:
    size = edges.body_size(pages)
    writer = Writer(Hyphens(line for page in pages for line in page.lines))
    notes = {page.number: edges.notes(page, size) for page in pages}
    marks = {
        number: frozenset(note[0].words[0].text.strip("()[].") for note in found)
        for number, found in notes.items()
    }
    parts: list[tuple[Printed, _Part]] = []
    for place, page in enumerate(pages):
        above = parts[-1][1].table if parts else None
        below = pages[place + 1].lines if place + 1 < len(pages) else ()
        parts += [(page, part) for part in _parts(page, above, below)]
    _mend_rows(parts)
    step = leading([placed for _, part in parts for placed in part.lines])
    run: list[Placed] = []
    waiting: list[list[Line]] = []
    header: list[str] | None = None
    in_table = False
    for index, (page, part) in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        if part.table:
            header = _rows(writer, part.table, page.number, marks[page.number], header if in_table else None)
            in_table = True
        else:
            if in_table:
                writer.put("\n")
            in_table = False
            run += part.lines
        last = following is None or following[0] is not page
        if last:
            waiting += notes[page.number]
        if run and (following is None or following[1].table or (last and waiting)):
            run = _flush(writer, run, step, marks, waiting if last else [], following)
            waiting = [] if last else waiting
        elif last and waiting and not run:
            for note in waiting:
                writer.note(note)
            waiting = []
            in_table = False
    return writer.finish(pages)


def _flush(
    writer: Writer, run: list[Placed], step: float, marks: dict[int, frozenset[str]],
    notes: Sequence[Sequence[Line]], following: tuple[Printed, _Part] | None,
) -> list[Placed]:  # fmt: skip
    """Write the paragraphs of `run` and the notes below them; the lines kept back because they go on.

    A paragraph that the next page carries on comes after the notes of its first page.
    """
    found = paragraphs(run, step)
    kept: list[Placed] = []
    if notes and following and following[1].lines:
        more = paragraphs([*run, following[1].lines[0]], step)
        if len(more) == len(found):
            kept = found.pop().lines
    for each in found:
        joined = frozenset().union(*(marks[p.line.page] for p in each.lines))
        writer.paragraph(each, joined)
    for note in notes:
        writer.note(note)
    return kept


def _rows(
    writer: Writer, table: Table, page: int, marks: frozenset[str], header: list[str] | None
) -> list[str]:
    """Write a table's rows; a header that a page break made the printer repeat is left out."""
    first = [" ".join(word.text for word in cell) for cell in table.rows[0]] if table.rows else []
    again = header is not None and header == first
    for row in table.rows[1:] if again else table.rows:
        writer.row(row, page, marks)
    return header if again and header else table.header or first


def _warnings(pages: Sequence[Printed], hidden: int) -> Iterator[str]:
    blank = [str(page.number) for page in pages if not page.lines and page.number]
    if blank and len(blank) < len(pages):
        several = "pages have" if len(blank) > 1 else "page has"
        yield f"{len(blank)} {several} no text and cannot be searched: {', '.join(blank[:20])}."
    scanned = [str(page.number) for page in pages if page.recognised]
    if scanned:
        named = ", ".join(scanned[:20])
        yield f"The text was recognised from a scan and may hold wrong letters (page {named})."
    if hidden:
        yield f"{hidden} characters that a reader of the pages cannot see were left out."
