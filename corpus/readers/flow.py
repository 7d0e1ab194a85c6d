"""From lines in reading order to paragraphs: line ends, page and column breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.readers.columns import Placed
from corpus.readers.glyphs import MARKER, Line

_GOES_ON = re.compile(r"\b(?:for|of|the|and|or|in|to|on|by|with|a|an|from|at|as|its|their|under|that)$")
_BULLETS = re.compile(r"[-–—•*▪◦●○·‣o]$")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `breaks`: places in `lines` before which a line was ended by hand."""

    lines: list[Placed]
    breaks: set[int] = field(default_factory=set)


def leading(lines: Sequence[Placed]) -> float:
    """From baseline to baseline within a paragraph, in sizes of its letters."""
    steps = []
    for above, below in zip(lines, lines[1:], strict=False):
        step = (below.line.base - above.line.base) / above.line.size
        full = above.line.right > above.right - 4 * above.line.size
        if above.column == below.column and 0.5 < step < 3 and full and below.line.text[:1].islower():
            steps.append(step)
    return median(steps) if steps else 1.25


def paragraphs(lines: Iterable[Placed], step: float) -> list[Paragraph]:
    """Lines in reading order as paragraphs. `step` is what `leading` found."""
    found: list[Paragraph] = []
    last: Placed | None = None
    for placed in lines:
        if last is None or not found:
            join = "new"
        elif last.column == placed.column and last.line.page == placed.line.page:
            join = _under(found[-1], last, placed, step)
        else:
            join = "same" if _over(found[-1], last, placed) else "new"
        if join == "new":
            found.append(Paragraph([placed]))
        else:
            if join == "break":
                found[-1].breaks.add(len(found[-1].lines))
            found[-1].lines.append(placed)
        last = placed
    return found


def marked(line: Line) -> bool:
    """Whether a line begins with a list's number, letter or bullet."""
    return len(line.words) > 1 and bool(MARKER.match(line.words[0].text))


def _room(above: Placed, below: Line) -> bool:
    """Whether the next line's first word would have fitted on the line above: its end was set by hand."""
    first = last = below.words[0]
    if len(below.words) > 1 and (below.words[1].text[:1].isdigit() or first.text.isdigit()):
        last = below.words[1]  # a line end does not part "Article 14" or "30 June"
    return above.line.right + (last.right - first.left) + 0.8 * below.size < above.right


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= 0.08 * max(one.size, other.size) and one.bold == other.bold


def _centred(placed: Placed) -> bool:
    middle = (placed.left + placed.right) / 2
    return (
        abs((placed.line.left + placed.line.right) / 2 - middle) < 0.03 * (placed.right - placed.left)
        and placed.line.left > placed.left + 2 * placed.line.size
    )


def _open(line: Line) -> bool:
    """Whether a line ends in the middle of a sentence."""
    return line.text[-1] not in ".;:!?" and not line.text.endswith((" and", " or"))


def _under(paragraph: Paragraph, above: Placed, below: Placed, step: float) -> str:
    """How `below` joins the line right above it: "same" paragraph, "new" one, or "break" within it."""
    line, gap = below.line, below.line.base - above.line.base
    size = max(above.line.size, line.size)
    if gap > 1.2 * step * size or gap < 0:
        return "new"
    hyphen = above.line.text.endswith(("-", "\u00ad"))
    if marked(line) and not _broken_number(paragraph, above, below):
        return "new"
    if not _alike(above.line, line) and not (line.text[:1].islower() and not _room(above, line)):
        return "new"
    if hyphen or (_centred(above) and _centred(below)):
        return "same"
    if _indented(paragraph, above, below):
        return "new"
    if not _room(above, line):
        return "same"
    if not _open(above.line) and not (line.text[:1].islower() and above.line.text[-1] not in ".;:!?"):
        return "new"
    return "same" if line.text[:1].islower() or _GOES_ON.search(above.line.text) else "break"


def _indented(paragraph: Paragraph, above: Placed, below: Placed) -> bool:
    """Whether `below` opens a paragraph by its indent alone."""
    if below.line.left < above.line.left + 0.8 * below.line.size or _open(above.line):
        return False
    return not (len(paragraph.lines) == 1 and marked(above.line))


def _broken_number(paragraph: Paragraph, above: Placed, below: Placed) -> bool:
    """Whether a marker at a line's beginning is a number that the line end put there ("Article / 6. The")."""
    if _BULLETS.match(below.line.words[0].text):
        opened = marked(paragraph.lines[0].line) and paragraph.lines[0].line.left < below.line.left - 2
        return (
            opened
            and _open(above.line)
            and not _room(above, below.line)
            and below.line.words[0].text in "-–—"
        )
    if not _open(above.line) or _room(above, below.line):
        return False
    aligned = abs(below.line.left - above.line.left) < 2
    return aligned and not (len(paragraph.lines) == 1 and marked(above.line))


def _over(paragraph: Paragraph, above: Placed, below: Placed) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if marked(below.line) or not _alike(above.line, below.line):
        return False
    if above.line.text.endswith(("-", "\u00ad")):
        return True
    if below.line.text[:1].islower() and above.line.text[-1] not in ".;:!?":
        return True
    if not _open(above.line):
        # In numbered paragraphs a full last line goes on where the lines above it began.
        numbered = len(paragraph.lines) > 1 and marked(paragraph.lines[0].line)
        return numbered and not _room(above, below.line) and abs(below.line.left - above.line.left) < 3
    return not _room(above, below.line) and len(above.line.text) > 30
