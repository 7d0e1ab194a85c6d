"""The text form that the parser understands, for formats that name their headings, lists, tables and notes.

Headings become Markdown headings, but for the titles of decisions and annexes and the line below one, which
the parser knows by their form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.bare_titles import number_alone
from corpus.decision_ids import decision_title

_ANNEX = re.compile(r"(?i)(?:annex|appendix)\b")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_MARKER = re.compile(r"(?:\d{1,3}[.)]|\([a-z]{1,4}\)|[a-z]\)|[-–—•*])\s")
#: A numbered heading; a whole paragraph in the style of one ends like a sentence.
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+[^\n]{2,120}(?<![.;:,])")


class Outlined:
    """A text in the making."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._below_title = False

    def paragraph(self, words: str, label: str = "", heading: int = 0) -> None:
        """A paragraph with the list number printed before it; `heading` is its level, 0 for body text.

        A line feed in `words` was set by hand and stays.
        """
        lines = [_SPACES.sub(" ", line).strip() for line in words.replace("\u00ad", "").split("\n")]
        text = "\n".join(line for line in lines if line)
        if not text:
            return
        if label:
            text = f"{label} {text}"
        title = bool(decision_title().match(text) or (_ANNEX.match(text) and len(text) < 120))
        title = title or bool(heading and number_alone(text))
        numbered = _NUMBERED.fullmatch(text)
        if heading and not title and not self._below_title and (numbered or not _MARKER.match(text)):
            text = f"{'#' * min(heading, 6)} " + text.replace("\n", " ")
        self._below_title = title
        self._parts.append(text + "\n\n")

    def preserved(self, words: str) -> None:
        """Lines as they are, with the spaces that keep their columns apart."""
        self._below_title = False
        self._parts.append(words.replace("\u00ad", "").strip("\n") + "\n\n")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows as "| cell | cell |", the header first. A table of one column is text.

        So is one of two whose first cells are the names of fields ("From:"), as in the head of a memorandum.
        """
        kept = [row for row in rows if any(row)]
        if kept and all(len(row) == 2 and row[0].endswith(":") for row in kept):
            for row in kept:
                self.paragraph(" ".join(row))
            return
        if max((len(row) for row in kept), default=0) < 2:
            for row in kept:
                self.paragraph(row[0])
            return
        self._below_title = False
        self._parts += [f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |\n" for row in kept]
        self._parts.append("\n")

    def note(self, mark: str, words: str) -> None:
        """A footnote, after the paragraph that refers to it."""
        self._parts.append(f"[^{mark}]: {' '.join(words.split())}\n\n")

    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)


def table_rows(grid: Sequence[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """Rows of equal length from cells (words, columns, rows): a cell that spans rows stands in each.

    A cell that spans columns stands in the first of them.
    """
    rows: list[list[str]] = []
    down: dict[int, tuple[str, int]] = {}
    for cells in grid:
        row: list[str] = []
        for words, wide, high in [*cells, ("", 0, 0)]:
            while len(row) in down:
                kept, left = down.pop(len(row))
                if left > 1:
                    down[len(row)] = (kept, left - 1)
                row.append(kept)
            for place in range(wide):
                if high > 1:
                    down[len(row)] = (words if place == 0 else "", high - 1)
                row.append(words if place == 0 else "")
        rows.append(row)
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
