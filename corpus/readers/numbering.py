"""The numbers that Word prints before list paragraphs, counted from numbering.xml as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "•", "\uf02d": "-", "o": "•", "": "•"}
_ORDINALS = ("th", "st", "nd", "rd")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written and where it starts."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level whose item starts this one afresh; None: the one above
    legal: bool = False
    style: str | None = None


def number_text(value: int, format: str) -> str:
    """`value` as Word writes it in `format`: decimal, letters, Roman figures."""
    if format in ("lowerLetter", "upperLetter"):
        text = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return text.upper() if format == "upperLetter" else text
    if format in ("lowerRoman", "upperRoman"):
        text = _roman(value)
        return text if format == "upperRoman" else text.lower()
    if format == "decimalZero":
        return f"{value:02d}"
    if format == "ordinal":
        return f"{value}{_ORDINALS[value % 10 if value % 10 < 4 and value % 100 // 10 != 1 else 0]}"
    return "" if format == "none" else str(value)


def _roman(value: int) -> str:
    pairs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    text = ""
    for size, letters in pairs:
        count, value = divmod(max(value, 0), size)
        text += letters * min(count, 20)
    return text


def _value(element: Any, name: str) -> str | None:
    child = element.find(qn(name)) if element is not None else None
    return child.get(qn("w:val")) if child is not None else None


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


@dataclass
class Numbering:
    """Counts the lists of one document. `label` must be called for its paragraphs in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list id
    abstract: dict[str, str] = field(default_factory=dict)  # list id -> what it shares its count with
    starts: dict[str, dict[int, int]] = field(default_factory=dict)  # overrides of list ids
    styles: dict[str, Any] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Any, styles: Any) -> Numbering:
        """From the roots of numbering.xml and styles.xml; either may be None."""
        made = cls()
        if styles is not None:
            made.styles = {s.get(qn("w:styleId")): s for s in styles.iter(qn("w:style"))}
        if numbering is None:
            return made
        abstracts = {a.get(qn("w:abstractNumId")): a for a in numbering.iter(qn("w:abstractNum"))}
        links = {_value(a, "w:styleLink"): key for key, a in abstracts.items() if _value(a, "w:styleLink")}
        for num in numbering.iter(qn("w:num")):
            id, key = num.get(qn("w:numId")), _value(num, "w:abstractNumId")
            linked = _value(abstracts.get(key), "w:numStyleLink")
            key = links.get(linked, key) if linked else key
            if id is None or key is None or key not in abstracts:
                continue
            made.abstract[id] = key
            made.levels[id] = {_level_number(e): _level(e) for e in abstracts[key].iter(qn("w:lvl"))}
            for override in num.iter(qn("w:lvlOverride")):
                at = _integer(override.get(qn("w:ilvl")), 0)
                own = override.find(qn("w:lvl"))
                if own is not None:
                    made.levels[id][at] = _level(own)
                start = _value(override, "w:startOverride")
                if start is not None:
                    made.starts.setdefault(id, {})[at] = _integer(start, 1)
        return made

    def label(self, properties: Any, style_id: str | None) -> str:
        """What is printed before a paragraph with these properties (w:pPr, or None); "" for no list."""
        place = self._place(properties, style_id)
        if place is None:
            return ""
        id, at = place
        level = self.levels[id].get(at)
        if level is None:
            return ""
        counts = self._count(id, at, level)
        if level.format == "bullet":
            return _BULLETS.get(level.text.strip(), level.text.strip()[:1])
        return re.sub(
            r"%([1-9])", lambda m: self._written(id, int(m[1]) - 1, counts, level), level.text
        ).strip()

    def _place(self, properties: Any, style_id: str | None) -> tuple[str, int] | None:
        """The list and level that a paragraph, or its style, names."""
        id, at, style = self._named(properties), self._depth(properties), style_id
        seen: set[str] = set()
        while style and style not in seen and (id is None or at is None):
            seen.add(style)
            element = self.styles.get(style)
            own = element.find(qn("w:pPr")) if element is not None else None
            if id is None:
                id = self._named(own)
                if id and at is None:
                    tied = [n for n, level in self.levels.get(id, {}).items() if level.style == style]
                    at = tied[0] if tied else self._depth(own)
            style = _value(element, "w:basedOn")
        return (id, at or 0) if id and id in self.levels else None

    @staticmethod
    def _named(properties: Any) -> str | None:
        return _value(properties.find(qn("w:numPr")), "w:numId") if properties is not None else None

    @staticmethod
    def _depth(properties: Any) -> int | None:
        depth = _value(properties.find(qn("w:numPr")), "w:ilvl") if properties is not None else None
        return _integer(depth, 0) if depth is not None else None

    def _count(self, id: str, at: int, level: Level) -> list[int | None]:
        counts = self._counts.setdefault(self.abstract[id], [None] * 9)
        override = self.starts.get(id, {}).get(at)
        if override is not None and (id, at) not in self._begun:
            counts[at] = override
        elif counts[at] is None:
            counts[at] = level.start
        else:
            counts[at] = (counts[at] or 0) + 1
        self._begun.add((id, at))
        for below in range(at + 1, 9):
            lower = self.levels[id].get(below)
            if lower is None or lower.restart != 0:
                counts[below] = None
        return counts

    def _written(self, id: str, at: int, counts: list[int | None], own: Level) -> str:
        level = self.levels[id].get(at, Level())
        value = counts[at] if counts[at] is not None else level.start
        return number_text(value or 0, "decimal" if own.legal else level.format)


def _level_number(element: Any) -> int:
    return min(max(_integer(element.get(qn("w:ilvl")), 0), 0), 8)


def _level(element: Any) -> Level:
    return Level(
        format=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText") or "",
        start=_integer(_value(element, "w:start"), 1),
        restart=_integer(_value(element, "w:lvlRestart"), 9) if _value(element, "w:lvlRestart") else None,
        legal=element.find(qn("w:isLgl")) is not None,
        style=_value(element, "w:pStyle"),
    )
