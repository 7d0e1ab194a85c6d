"""Six papers with eleven invented decisions (`texts/*.txt`), in the form of several conventions.

A line is an element: its first word says what it is (`%` head, `#` decision, `@` opening words, `>` preamble,
`==` and `=` headings, `|` a table's row, `^1` a footnote, else a printed number), the rest are its words.
`*so*` is printed in italics, `{1}` is the mark of footnote 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
_LEVELS = (r"\d+\.", r"\([a-h]\)", r"\([ivx]+\)")
#: Where the printers may break words: they have no dictionary.
BREAKS = (
    "conser­vation", "Conven­tion", "Secre­tariat", "instru­ments", "labora­tories", "concen­trate",
    "measure­ments", "recycl­ing", "inter­sessional", "infor­mation", "decommis­sioned", "authori­ties",
    "manu­facturers", "hydro­logical", "pro­gramme", "partici­pate", "submis­sions", "refrige­rants",
    "Confer­ence", "Govern­ments", "environ­mental", "assess­ment", "ware­house", "contain­ers", "Organi­zation",
    "subse­quent", "auto­mobile", "insti­tutions", "decla­ration", "fire-­fighting", "water-­repellent",
)  # fmt: skip


@dataclass(frozen=True)
class Element:
    """A kind (head, decision, para, part, heading, note, rows or number) with what it prints."""

    kind: str
    words: str = ""
    marker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def level(self) -> int:
        """How deep its number is nested, from 0."""
        return next(i for i, form in enumerate(_LEVELS) if re.fullmatch(form, self.marker))


_KINDS = {"%": "head", "#": "decision", "@": "para", ">": "para", "==": "part", "=": "heading"}


def paper(name: str, folder: Path = TEXTS) -> tuple[Element, ...]:
    """The elements of `<folder>/<name>.txt` in order, each table as one."""
    found: list[Element] = []
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        sign, _, words = line.partition(" ")
        if sign == "|":
            row = tuple(cell.strip() for cell in words.split("|"))
            rows = found.pop().rows if found[-1].kind == "rows" else ()
            found.append(Element("rows", rows=(*rows, row)))
        elif sign in _KINDS:
            found.append(Element(_KINDS[sign], words))
        else:
            found.append(Element("note" if sign[0] == "^" else "number", words, sign.lstrip("^")))
    return tuple(found)


def plain(words: str) -> str:
    """Words without the signs of italics and footnotes."""
    return re.sub(r"\{\d\}|\*", "", words)


def breakable(words: str) -> str:
    """Words with soft hyphens in them."""
    for word in BREAKS:
        words = words.replace(word.replace("­", ""), word)
    return words
