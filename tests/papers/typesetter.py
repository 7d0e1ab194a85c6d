"""A small typesetter for the test papers: PDF with running heads, columns, footnotes and broken words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.papers.parts import parts
from tests.papers.texts import Text

rl_config.invariant = 1
#: Where the typesetter may break words; it has no dictionary.
BREAKS = (
    "imple-mentation", "Con-vention", "Secre-tariat", "tech-nology", "co-operation", "moni-toring",
    "Organi-zation",
    "capacity-building", "informa-tion", "consul-tation", "resto-ration", "techni-ques", "Confer-ence",
    "affor-dable", "responsi-ble", "edu-cation", "docu-ment", "guid-ance", "treat-ment", "long-term",
    "bio-diversity",
    "Kunming-Montreal", "wild-fires", "perma-frost", "small-scale", "mercury-free", "non-governmental",
)  # fmt: skip


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
