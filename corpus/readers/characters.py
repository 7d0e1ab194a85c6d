"""The characters of a PDF page as they are seen, in points from the page's top left corner.

What a reader of the page cannot see (invisible, off the page, white on white) is counted, not read.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from corpus.readers.text import INVISIBLE

_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "\u00ad"}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "•", "\uf076": "•", "\uf0fc": "•"}
_CLEAN = {"\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " "}


@dataclass(frozen=True, slots=True)
class _Style:
    """What a text object says of its characters."""

    seen: bool
    pale: bool
    bold: bool
    level: bool
    size: float = 0.0


@dataclass(slots=True)
class Character:
    """A printed character; `base` is its baseline, `size` that of its font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    style: _Style


class Frame:
    """From the coordinates of a PDF page to points from the top left of what a reader sees."""

    def __init__(self, page: Any) -> None:
        self.width, self.height = page.get_size()
        x, y = ctypes.c_int(), ctypes.c_int()
        found = []
        for px, py in ((0, 0), (1000, 0), (0, 1000)):
            pdfium.FPDF_PageToDevice(
                page, 0, 0, round(100 * self.width), round(100 * self.height), 0, px, py, x, y
            )
            found.append((x.value / 100, y.value / 100))
        (self._x, self._y), (ax, ay), (bx, by) = found
        self._a, self._b = round((ax - self._x) / 1000, 3), round((bx - self._x) / 1000, 3)
        self._c, self._d = round((ay - self._y) / 1000, 3), round((by - self._y) / 1000, 3)

    @property
    def scale(self) -> float:
        """Points seen for one unit of the page."""
        return math.hypot(self._b, self._d)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page is seen."""
        return self._x + self._a * x + self._b * y, self._y + self._c * x + self._d * y

    def level(self, a: float, b: float) -> bool:
        """Whether writing in the direction (a, b) is seen running from left to right."""
        right, down = self._a * a + self._b * b, self._c * a + self._d * b
        return right > 0 and abs(down) < 0.1 * right


def _style(thing: Any, frame: Frame) -> _Style:
    if not thing:
        return _Style(True, False, False, True)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    colour = [ctypes.c_uint() for _ in range(4)]
    pale = False
    if pdfium.FPDFPageObj_GetFillColor(thing, *colour):
        red, green, blue, alpha = (each.value for each in colour)
        pale = alpha < 26 or min(red, green, blue) > 229
    matrix = pdfium.FS_MATRIX()
    known = pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    level = not known or frame.level(matrix.a, matrix.b)
    height = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(thing, height)
    size = height.value * (math.hypot(matrix.c, matrix.d) * frame.scale if known else 1.0)
    font = pdfium.FPDFTextObj_GetFont(thing)
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    bold = b"bold" in name.value.lower() or b"black" in name.value.lower() or b"heavy" in name.value.lower()
    return _Style(mode not in (3, 7), pale, bold, level, size)


def _written(code: int) -> str:
    """A character as it is written down; empty where it is none or cannot be seen."""
    text = chr(code) if code < 0x110000 else ""
    text = _HYPHENS.get(text) or _LIGATURES.get(text) or _BULLETS.get(text) or _CLEAN.get(text, text)
    return "" if INVISIBLE.match(text) else text


def characters(text_page: Any, frame: Frame) -> list[Character]:
    """The characters of a page as printed, in the order of the file; spaces have a box too."""
    found: list[Character] = []
    styles: dict[int, _Style] = {}
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in (0, 10, 13):
            continue
        thing = pdfium.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key not in styles:
            styles[key] = _style(thing, frame)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        left, top = frame.point(box.left, box.top)
        right, bottom = frame.point(box.right, box.bottom)
        text = chr(code) if 32 <= code < 127 else _written(code)
        if not text:
            continue
        style, base = styles[key], frame.point(x.value, y.value)[1]
        size = style.size if style.size > 0.5 else abs(bottom - top)
        found.append(
            Character(text, min(left, right), min(top, bottom, base - 0.7 * size), max(left, right),
                       max(top, bottom, base + 0.2 * size), base, size, style)
        )  # fmt: skip
    return found


def visible(
    found: Sequence[Character], frame: Frame, pixels: tuple[bytes, int, int, float] | None, scanned: bool
) -> tuple[list[Character], int]:
    """The characters that a reader sees, and how many letters are hidden.

    `pixels` is the page drawn in grey (bytes, width, height, pixels a point), needed where text is pale.
    On a scan the recognised words lie unseen over their picture: those are kept.
    """
    kept: list[Character] = []
    hidden = 0
    for each in found:
        inside = 0 <= (each.left + each.right) / 2 <= frame.width and 0 <= each.base <= frame.height + 2
        seen = inside and each.style.level and (each.style.seen or scanned)
        if seen and each.style.pale and not scanned and each.text.strip():
            seen = _contrasts(each, pixels)
        if seen:
            kept.append(each)
        elif each.text.strip():
            hidden += 1
    return kept, hidden


def _contrasts(each: Character, pixels: tuple[bytes, int, int, float] | None) -> bool:
    if pixels is None:
        return True
    data, width, height, scale = pixels
    low, high = 255, 0
    for row in range(max(0, int(each.top * scale)), min(height, math.ceil(each.bottom * scale))):
        first = max(0, int(each.left * scale))
        part = data[row * width + first : row * width + min(width, math.ceil(each.right * scale))]
        if part:
            low, high = min(low, min(part)), max(high, max(part))
    return high - low > 40
