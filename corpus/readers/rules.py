"""The ruling lines drawn on a PDF page: borders of tables, rules above footnotes."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from corpus.readers.characters import Frame
from corpus.readers.glyphs import Printed

_MOST = 4000  # of a page; more are a drawing, not a table
_THIN = 3.0
_SHORTEST = 6.0


def add_rules(page: Any, frame: Frame, printed: Printed) -> None:
    """Put the level and upright lines of `page` into `printed`."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 50_000)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH:
            _path(thing, frame, printed)
        if len(printed.across) + len(printed.down) > _MOST:
            printed.across.clear()
            printed.down.clear()
            return


def _path(thing: Any, frame: Frame, printed: Printed) -> None:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(thing), 2000)):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = frame.point(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last:
            _edge(last, here, printed)
        last = here
        if pdfium.FPDFPathSegment_GetClose(segment) and start:
            _edge(here, start, printed)
            last = start


def _edge(one: tuple[float, float], other: tuple[float, float], printed: Printed) -> None:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    whole = wide > 0.97 * printed.width or high > 0.97 * printed.height  # the page's own background
    if whole or max(wide, high) < _SHORTEST:
        return
    if high <= _THIN / 2:
        printed.across.append(((one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
    elif wide <= _THIN / 2:
        printed.down.append(((one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))
