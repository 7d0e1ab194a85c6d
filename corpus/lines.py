"""From a text to its blocks: what each line is by form, and which lines belong together.

A block is a paragraph, a list item, a heading line, a table row or a field of the head. Lines that a
page prints around its text (page numbers, distribution notes, rules) are furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

Form = Literal["text", "bullet", "number", "letter", "roman", "part", "chapter", "decision", "annex", "row", "field", "markdown"]

_BULLET = re.compile(r"[ \t]*(?P<mark>[-–—•*▪◦●○·‣]|o(?=[ \t]{1,4}[A-Za-z]))[ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*(?P<mark>\d{1,3})[.)][ \t]+(?=\S)")
_DOTTED = re.compile(r"[ \t]*(?P<mark>\d{1,2}(?:\.\d{1,2})+)\.?[ \t]+(?=\S)")
_LETTER = re.compile(r"[ \t]*(?:\((?P<mark>[a-z]{1,2}|[ivxl]{1,6})\)|(?P<mark2>[a-z])\))[ \t]+(?=\S)")
_ROMAN = re.compile(r"[ \t]*(?P<mark>[IVXL]{1,6})[.)][ \t]+(?=\S)")
_PART = re.compile(r"[ \t]*(?P<mark>[A-H])[.)][ \t]+(?=\S)")
_MARKDOWN = re.compile(r"(?P<mark>#{1,6})[ \t]+(?=\S)")
_ANNEX = re.compile(r"[ \t]*(?P<mark>(?:Annex|Appendix|ANNEX|APPENDIX)(?:[ \t]+(?:[IVXL]{1,5}|[A-Z]|\d{1,2}))?)[ \t]*(?:[:.–—-][ \t]*.*|(?:to|of)\b.*)?$")
_FIELD = re.compile(
    r"[ \t]*(?P<mark>(?:our\s+)?ref(?:erence)?(?:\s+no)?|date|place|subject|re|to|from|cc|c\.c|copy|copies|via|attention|attn)"
    r"[ \t]*\.?[ \t]*(?::|\.:)(?=\s|$)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?i)[\s\f]*(?:[-–—]\s*\d{1,4}\s*[-–—]|page\s+\d+(?:\s*(?:of|/)\s*\d+)?|\d{1,4}\s*/\s*\d{1,4}|\[?page break\]?"
    r"|[_=*–—-]{3,}|distr\.?\s*:?.{0,30}|(?:original|languages?)\s*:.{0,30}|english only)?[\s\f]*$"
)
_NOTE = re.compile(r"(?i).*\s{3,}Distr\.?\s*:.{0,40}$")
_BODY_NUMBER = re.compile(r"[\s\f]*\d{1,4}[\s\f]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together; ``text[start:end]`` is without its marker.

    `mark` is the printed marker ("3", "a", "•", "Annex I"), `style` tells bullets of one kind and
    depth from another, `begin` is where the marker itself starts, `alone` says that an empty line
    stands before and after it.
    """

    form: Form
    start: int
    end: int
    begin: int
    mark: str = ""
    style: str = ""
    alone: bool = False
    lines: int = 1


_PAGE = re.compile(r"(?i)[\s\f]*(?:[-–—]\s*\d{1,4}\s*[-–—]|page\s+\d+(?:\s*(?:of|/)\s*\d+)?)[\s\f]*$")


def _shape(line: str) -> str:
    """A line with its digits made alike; empty where it is too long for a running head."""
    line = line.strip(" \t\f\r")
    return re.sub(r"\d+", "#", line) if len(line) < 110 else ""


def _repeated_heads(lines: list[str]) -> set[str]:
    """Lines that stand at page breaks or recur, their digits aside: running heads and feet."""
    breaks = [i for i, line in enumerate(lines) if "\f" in line or _PAGE.match(line)]
    edges: Counter[str] = Counter()
    for i in {j for b in breaks for j in range(b - 3, b + 4) if 0 <= j < len(lines)}:
        edges[_shape(lines[i])] += 1
    return {shape for shape, n in edges.items() if n >= 2 and shape}


def _classify(line: str, decision_title: re.Pattern[str]) -> tuple[Form, re.Match[str] | None]:
    table = line.count("|") >= 2 or (line.strip("\t").count("\t") >= 2 and not _NUMBER.match(line))
    if (match := decision_title.match(line)) and len(line) < 260:
        return "decision", match
    if (match := _ANNEX.match(line)) and len(line) < 200:
        return "annex", match
    if table:
        return "row", None
    for form, pattern in _MARKED:
        if match := pattern.match(line):
            return form, match
    return "text", None


_MARKED: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("field", _FIELD),
    ("markdown", _MARKDOWN),
    ("bullet", _BULLET),
    ("chapter", _ROMAN),
    ("part", _PART),
    ("number", _DOTTED),
    ("number", _NUMBER),
    ("letter", _LETTER),
)


def _width(lines: list[str]) -> int:
    """The column at which lines were broken by hand, or 0 where each line is a whole paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return 0
    widest = lengths[int(len(lengths) * 0.97)]
    return widest if widest <= 125 else 0


def split(text: str, decision_title: re.Pattern[str]) -> tuple[list[Block], list[tuple[int, int]]]:
    """The blocks of `text` in order, and the spans of its furniture.

    `decision_title` matches a line that opens a decision ("Decision 5/CMA.9"). Every character that
    is not white space or a marker lies in a block or in furniture.
    """
    lines = text.split("\n")
    heads = _repeated_heads(lines)
    width = _width(lines)
    blocks: list[Block] = []
    furniture: list[tuple[int, int]] = []
    position, gap, previous = 0, True, ""
    for line in lines:
        start = position
        position += len(line) + 1
        stripped = line.strip(" \t\f\r")
        page_number = _BODY_NUMBER.match(line) and (gap or "\f" in line)
        if _FURNITURE.match(line) or _NOTE.match(line) or page_number or _shape(line) in heads:
            if stripped:
                furniture.append((start, start + len(line)))
            gap = True
            continue
        lead = len(line) - len(line.lstrip(" \t\f"))
        end = start + len(line.rstrip())
        form, match = _classify(line.lstrip("\f"), decision_title)
        shift = len(line) - len(line.lstrip("\f"))
        broken = bool(blocks) and not gap and _broken_off(blocks[-1], previous, width)
        if form in {"number", "letter", "chapter", "part"} and broken:
            form = "text"  # a number that a line break put first ("Article / 6. Parties ...")
        if form == "text" and not gap and blocks and _continues(blocks[-1], previous, stripped, width):
            blocks[-1] = replace(blocks[-1], end=end, lines=blocks[-1].lines + 1)
        elif form == "text" and gap and blocks and _goes_on(text, blocks[-1], stripped):
            blocks[-1] = replace(blocks[-1], end=end, lines=blocks[-1].lines + 1)
        else:
            mark = ""
            body = start + lead
            if match and form not in {"decision", "annex"}:
                mark = next(g for g in match.groups() if g is not None)
                body = start + shift + match.end()
                body += len(text[body:end]) - len(text[body:end].lstrip())
            elif match:
                mark = match.group("mark").strip()
            style = f"{mark}@{lead}" if form == "bullet" else form
            blocks.append(Block(form, min(body, end), end, start + lead, mark, style, gap))
        previous, gap = stripped, False
    return blocks, furniture


def _continues(block: Block, previous: str, line: str, width: int) -> bool:
    """Whether `line`, right under `previous`, belongs to the same block."""
    if block.form in {"row", "decision", "annex", "markdown"}:
        return False
    if block.form == "field":
        return False
    if line[:1].islower() and not previous.endswith((".", ":")):
        return True
    return bool(width) and len(previous) >= 0.6 * width


def _broken_off(block: Block, line: str, width: int) -> bool:
    """Whether `line` ends in the middle of a sentence because it was broken by hand."""
    return bool(width) and len(line) >= 0.6 * width and line[-1:] not in ".;:!?," and not line.endswith((" and", " or"))


def _goes_on(text: str, block: Block, line: str) -> bool:
    """Whether `line`, after an empty line or a page break, is the rest of a broken paragraph."""
    if block.form in {"row", "decision", "annex", "markdown", "field", "chapter", "part"}:
        return False
    tail = text[block.start : block.end]
    return line[:1].islower() and len(tail) > 40 and tail[-1] not in ".;:!?"
