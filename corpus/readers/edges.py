"""What a PDF prints at the edges of its pages: running heads and feet, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.decision_ids import decision_title
from corpus.readers.glyphs import Line, Printed

_EDGE = 0.14  # of the page's height
_NUMBER = re.compile(
    r"(?i)(?:[-–—]\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*[-–—])?$|page\s+\d+(?:\s*(?:of|/|\|)\s*\d+)?$|\d{1,4}\s*(?:/|of|\|)\s*\d{1,4}$"
)
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3}|[a-z])$")
_LONGEST = 120


def _prints(line: Line, page: int) -> Iterator[tuple[str, int]]:
    """What a running head looks like on each of its pages: its words, or these with a page number."""
    text = line.text.strip()
    yield text, 0
    if decision_title().match(text):
        return  # decisions that begin on one page after the other
    for number in re.finditer(r"^\d{1,4}(?=\s)|(?<=\s)\d{1,4}$|(?i:(?<=page )\d{1,4})", text):
        yield f"{text[: number.start()]}#{text[number.end() :]}", int(number.group()) - page


def take_out(pages: Sequence[Printed]) -> list[str]:
    """Remove running heads, feet and page numbers from `pages`; the lines removed, each once.

    A head that begins on the first page stays there: it may be the only place of the symbol.
    """
    edges = [
        [*((line, True) for line in above), *((line, False) for line in below)]
        for above, below in map(_at_edge, pages)
    ]
    seen: defaultdict[tuple[str, int, bool], list[tuple[int, float]]] = defaultdict(list)
    for page, lines in zip(pages, edges, strict=True):
        for line, top in lines:
            for words, step in _prints(line, page.number):
                seen[words, step, top].append((page.number, line.base if top else page.height - line.base))
    removed: dict[str, None] = {}
    for page, lines in zip(pages, edges, strict=True):
        gone: set[int] = set()
        for line, top in lines:
            number = bool(_NUMBER.match(line.text.strip()))
            place = line.base if top else page.height - line.base
            again = len(line.text) <= _LONGEST and any(
                0 < abs(other - page.number) <= 2 and abs(place - at) <= 8
                for words, step in _prints(line, page.number)
                for other, at in seen[words, step, top]
            )
            if again and not number:
                removed[line.text] = None
            if number or (again and not (top and page is pages[0])):
                gone.add(id(line))
        # A list's number at the page's edge recurs as well: a printed line goes as a whole or not at all.
        kept = [line.base for line in page.lines if id(line) not in gone]
        leaving = [line for line in page.lines if id(line) in gone]
        gone -= {id(line) for line in leaving if any(abs(line.base - base) < 2 for base in kept)}
        page.lines = [line for line in page.lines if id(line) not in gone]
    return list(removed)


def _at_edge(page: Printed) -> tuple[list[Line], list[Line]]:
    """Lines in the uppermost and in the lowest part of a page, from top to bottom."""
    lines = sorted(page.lines, key=lambda line: (line.base, line.left))
    above = [line for line in lines if line.base < _EDGE * page.height]
    below = [line for line in lines if line.base > (1 - _EDGE) * page.height]
    return above[:6], below[-6:]


def body_size(pages: Sequence[Printed]) -> float:
    """The height of most letters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def notes(page: Printed, size: float) -> list[list[Line]]:
    """Take the footnotes out of `page`: each a list of lines, the first beginning with the note's mark."""
    lines = sorted(page.lines, key=lambda line: (line.base, line.left))
    rule = _note_rule(page, lines)
    first = len(lines)
    while first and (lines[first - 1].base > rule if rule else lines[first - 1].size <= 0.93 * size):
        first -= 1
    found: list[list[Line]] = []
    for line in lines[first:]:
        if _opens_note(line):
            found.append([line])
        elif found:
            found[-1].append(line)
    taken = {id(line) for note in found for line in note}
    page.lines = [line for line in page.lines if id(line) not in taken]
    return found


def _note_rule(page: Printed, lines: Sequence[Line]) -> float | None:
    """The height of the short rule above the footnotes, if there is one."""
    if not lines:
        return None
    width = max(line.right for line in lines) - min(line.left for line in lines)
    under = [
        y for y, left, right in page.across
        if y > 0.4 * page.height and right - left < 0.5 * width
        and (below := [line for line in lines if line.base > y]) and _opens_note(below[0])
        and not any(
            min(abs(x - left), abs(x - right)) < 4 and top - 3 <= y <= bottom + 3
            for x, top, bottom in page.down
        )
    ]  # fmt: skip
    return max(under) if under else None


def _opens_note(line: Line) -> bool:
    first = line.words[0]
    if not _NOTE_MARK.match(first.text) or len(line.words) < 2:
        return False
    return first.raised or first.size < 0.82 * line.size or not first.text[:1].isalpha()
