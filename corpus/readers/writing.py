"""Writing a text down from printed words: line ends, hyphens, table rows, and the box of every word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.pages import PageBoxes, Rectangle, WordBox
from corpus.readers.flow import Paragraph
from corpus.readers.glyphs import Line, Printed, Word
from corpus.readers.raising import superscript
from corpus.readers.reading import Reading

#: First halves that keep their hyphen, always or where the second half is a word of the document.
_ALWAYS = frozenset(
    ("non", "long", "short", "mid", "high", "low", "well", "self", "cross", "small", "large", "half", "vice")
)
_OFTEN = _ALWAYS | frozenset(
    ("multi", "full", "part", "ex", "post", "inter", "sub", "by", "on", "follow", "decision", "capacity",
     "policy", "science", "gender", "mercury", "human", "evidence", "risk", "cost", "time", "year", "day",
     "open", "first", "second", "third", "one", "two", "three", "four", "five", "six", "seven", "eight",
     "nine", "ten")
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Hyphens:
    """Which hyphens at line ends belong to the word: told by the document's own words."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = line.text.split()[1 if broken else 0 :]
            broken = line.text.endswith(("-", "\u00ad"))
            self._words.update(w.lower() for w in _LETTERS.findall(" ".join(words[:-1] if broken else words)))

    def stays(self, first: str, second: str) -> bool:
        """Whether `first` + "-", ending a line, keeps its hyphen before `second`."""
        left = (re.findall(r"[^\W\d_]+$", first) or [""])[0].lower()
        right = (re.findall(r"^[^\W\d_]+", second) or [""])[0]
        if not left or not right or not right[0].islower() or re.search(r"[@/]|\w[.]\w", first + second):
            return True  # an address or a number of a decision, a name of two words
        if self._words[left + right]:
            return False
        if self._words[f"{left}-{right}"]:
            return True
        known = self._words[left] and self._words[right] and len(left) > 2 and len(right) > 2
        return left in _ALWAYS or bool(known) or (left in _OFTEN and bool(self._words[right]))


class Writer:
    """A text in the making; every word written is remembered with its box."""

    def __init__(self, hyphens: Hyphens) -> None:
        self._hyphens = hyphens
        self._parts: list[str] = []
        self._at = 0
        self._boxes: dict[int, list[WordBox]] = {}
        self._starts: dict[int, int] = {}

    def put(self, text: str) -> None:
        """Characters that stand between words."""
        self._parts.append(text)
        self._at += len(text)

    def word(self, word: Word, page: int, text: str) -> None:
        """A printed word, written as `text`."""
        self._starts.setdefault(page, self._at)
        if text:
            box = Rectangle(word.left, word.top, word.right, word.bottom)
            self._boxes.setdefault(page, []).append(WordBox(self._at, self._at + len(text), box))
            self.put(text)

    def words(
        self,
        lines: Sequence[tuple[Sequence[Word], int]],
        marks: frozenset[str],
        breaks: frozenset[int] = frozenset(),
    ) -> None:
        """The words of several printed lines as one, each line with its page. `marks` are of footnotes."""
        for place, (line, page) in enumerate(lines):
            following = lines[place + 1][0] if place + 1 < len(lines) else None
            for index, word in enumerate(line):
                if index and not (word.raised and word.text.strip("()[],") in marks):
                    self.put(word.before)
                final = index == len(line) - 1
                text, joined = self._written(word, marks, line[index - 1].text if index else ""), False
                if final and following and place + 1 not in breaks:
                    text, joined = self._line_end(text, following[0].text)
                self.word(word, page, text.replace("\u00ad", ""))
                if final and following and not joined:
                    self.put("\n" if place + 1 in breaks else " ")

    def _written(self, word: Word, marks: frozenset[str], before: str) -> str:
        if not word.raised:
            return word.text
        if word.text.strip("()[],") in marks:
            return ""
        return superscript(word.text, before)

    def _line_end(self, text: str, following: str) -> tuple[str, bool]:
        """A line's last word and whether the next line's first one follows without a space."""
        if text.endswith("\u00ad"):
            return text.rstrip("\u00ad"), True
        if not text.endswith(("-", "‐", "‑")) or len(text) < 2:
            return text, text.endswith("/") and not text.startswith("http") and following[:1].isupper()
        if text[-2:-1].isspace() or not text[-2].isalnum():
            return text, False
        return (text if self._hyphens.stays(text[:-1], following) else text[:-1]), True

    def paragraph(self, paragraph: Paragraph, marks: frozenset[str]) -> None:
        """A paragraph and the empty line after it."""
        lines = [(placed.line.words, placed.line.page) for placed in paragraph.lines]
        self.words(lines, marks, frozenset(paragraph.breaks))
        self.put("\n\n")

    def note(self, note: Sequence[Line]) -> None:
        """A footnote: "[^3]: its words"."""
        first = note[0].words[0]
        self._starts.setdefault(note[0].page, self._at)
        self.put("[^")
        self.word(first, note[0].page, first.text.strip("()[]."))
        self.put("]: ")
        rest = [(note[0].words[1:], note[0].page), *((line.words, line.page) for line in note[1:])]
        self.words([each for each in rest if each[0]], frozenset())
        self.put("\n\n")

    def row(self, cells: Sequence[Sequence[Word]], page: int, marks: frozenset[str]) -> None:
        """A table row: "| first cell | second cell |"."""
        self._starts.setdefault(page, self._at)
        for cell in cells:
            self.put("| ")
            self.words([(line, line[0].page or page) for line in _cell_lines(cell)], marks)
            self.put(" " if cell else "")
        self.put("|\n")

    def finish(self, pages: Sequence[Printed]) -> Reading:
        """The text with its pages and boxes."""
        text = "".join(self._parts)
        starts = []
        at = len(text)
        for page in reversed(pages):
            at = min(at, self._starts.get(page.number, at))
            starts.append(at)
        starts.reverse()
        if starts:
            starts[0] = 0
        ends = [*starts[1:], len(text)]
        boxes = tuple(
            PageBoxes(page.number, page.width, page.height, tuple(self._boxes.get(page.number, ())))
            for page in pages
        )
        return Reading(text, tuple(zip(starts, ends, strict=True)), boxes)


def _cell_lines(cell: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in cell:
        word.text = word.text.replace("|", "¦")
        last = lines[-1][-1] if lines else None
        if last and last.page == word.page and abs(last.base - word.base) < 0.5 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines
