"""From a text to its blocks: what each line is by form, and which lines belong together.

A block is a paragraph, a list item, a heading line, a table row or a field of the head. Lines that a
page prints around its text (page numbers, distribution notes, rules) are furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from corpus.bare_titles import bare_titles
from corpus.columns import column_lines, wrapped_rows
from corpus.furniture import (
    LONGEST_TITLE,
    is_furniture,
    is_running_head,
    recurs,
    repeated_heads,
    symbols_told,
)

Form = Literal[
    "text",
    "bullet",
    "number",
    "letter",
    "roman",
    "part",
    "chapter",
    "decision",
    "annex",
    "row",
    "field",
    "markdown",
    "note",
]

_BULLET = re.compile(r"[ \t]*(?P<mark>[-–—•*▪◦●○·‣]|o(?=[ \t]{1,4}[A-Za-z]))[ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*[“\"]?(?P<mark>\d{1,3})[.)][ \t]+(?=\S)")  # also within a quotation
_STEP = re.compile(r"[ \t]*(?P<mark>(?:Step|Stage|Phase|STEP|STAGE|PHASE)[ \t]\d{1,2})[.:)][ \t]+(?=\S)")
_DOTTED = re.compile(r"[ \t]*(?P<mark>(?:\d{1,2}|[A-Z])(?:\.\d{1,2})+)\.?[ \t]+(?=\S)")
_LETTER = re.compile(
    r"[ \t]*(?:\((?P<mark>[a-z]{1,2}|[ivxl]{1,6}|\d{1,2})\)|(?P<mark2>[a-z]|[ivxl]{2,6})\))[ \t]+(?=\S)"
)
_DOTTED_LETTER = re.compile(r"[ \t]*(?P<mark>[a-z])\.[ \t]+(?=[“\"]?[^\W\d_])")
_POINT = re.compile(r"[ \t]*(?P<mark>(?:\.\d{1,2}){1,3})[ \t]+(?=[^\W\d_])")  # ".1", ".2.1" of maritime texts
_ROMAN = re.compile(r"[ \t]*(?P<mark>[IVXL]{1,6})[.)][ \t]+(?=\S)")
_PART = re.compile(r"[ \t]*(?P<mark>[A-H])[.)][ \t]+(?=\S)")
_MARKDOWN = re.compile(r"(?P<mark>#{1,6})[ \t]+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^(?P<mark>[^\W_]{1,4}|[*†‡§]{1,3})\]:[ \t]+(?=\S)")
_ANNEX = re.compile(
    r"[ \t]*(?P<mark>(?:Annex|Appendix|ANNEX|APPENDIX)(?:[ \t]+(?:[IVXL]{1,5}|[A-Z]|\d{1,2}))?)[*†‡]{0,3}"
    r"[ \t]*(?:[:.–—-][ \t]*.*|(?i:to|of)[ \t]+(?:(?i:the)[ \t]+)?(?:(?i:present)[ \t]+)?"
    r"(?i:decision|resolution|letter|report|note)\b.*)?$"
)
_FIELD = re.compile(
    r"[ \t]*(?P<mark>(?:our\s)?ref(?:erence)?(?:\sno)?|date|place|subject|object|objet|concern(?:s|ing)|about"
    r"|re|to|from|through|cc|c\.c|cop(?:y|ies)(?:\sto)?|via|attention|attn)[ \t]*\.?[ \t]*(?::|\.:)(?=\s|$)",
    re.IGNORECASE,
)
#: A line that ends so goes on below, however short it is.
_OPEN_END = re.compile(r"\b(?:for|of|the|and|or|in|to|on|by|with|a|an|from|at|as|its|their|under)$")
#: Longer blocks are cut at a sentence's end.
LONGEST_BLOCK = 5000


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together; ``text[start:end]`` is without its marker.

    `mark` is the printed marker ("3", "a", "•", "Annex I"), `style` tells bullets of one kind and
    depth from another, `begin` is where the marker itself starts, `alone` says that an empty line
    stands before and after it; `columns` are the positions in its line at which the cells of a row
    begin that only spaces keep apart.
    """

    form: Form
    start: int
    end: int
    begin: int
    mark: str = ""
    style: str = ""
    alone: bool = False
    lines: int = 1
    columns: tuple[int, ...] = ()


def _classify(line: str, decision_title: re.Pattern[str]) -> tuple[Form, re.Match[str] | None]:
    table = line.count("|") >= 2 or (line.strip("\t").count("\t") >= 2 and not _NUMBER.match(line))
    if len(line) < LONGEST_TITLE:
        if match := decision_title.match(line):
            return "decision", match
        if match := _ANNEX.match(line):
            return "annex", match
    if table:
        return "row", None
    for form, pattern in _MARKED:
        if match := pattern.match(line):
            return form, match
    return "text", None


_MARKED: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("note", _FOOTNOTE),
    ("field", _FIELD),
    ("markdown", _MARKDOWN),
    ("bullet", _BULLET),
    ("chapter", _ROMAN),
    ("part", _PART),
    ("number", _STEP),
    ("number", _DOTTED),
    ("number", _NUMBER),
    ("letter", _LETTER),
    ("letter", _DOTTED_LETTER),
    ("letter", _POINT),
)


def _width(lines: list[str]) -> int:
    """The column at which lines were broken by hand, or 0 where each line is a whole paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return 0
    widest = lengths[int(len(lengths) * 0.97)]
    return widest if widest <= 125 else 0


@lru_cache(maxsize=1)  # a document's head and its passages are read one after the other
def split(
    text: str, decision_title: re.Pattern[str]
) -> tuple[tuple[Block, ...], tuple[tuple[int, int], ...]]:
    """The blocks of `text` in order, and the spans of its furniture.

    `decision_title` matches a line that opens a decision ("Decision 5/CMA.9"). Every character that
    is not white space or a marker lies in a block or in furniture.
    """
    lines = text.split("\n")
    heads = repeated_heads(lines)
    tables = column_lines(lines) | wrapped_rows(lines)
    opened = bare_titles(lines)
    symbols = symbols_told(lines)
    width = _width(lines)
    blocks: list[Block] = []
    furniture: list[tuple[int, int]] = []
    position, gap, previous = 0, True, ""
    for number, line in enumerate(lines):
        start = position
        position += len(line) + 1
        stripped = line.strip(" \t\f\r")
        if (
            (gap and number not in tables and is_running_head(stripped))
            or is_furniture(line, stripped, gap, heads)
            or recurs(stripped, symbols)
        ):
            if stripped:
                furniture.append((start, start + len(line)))
            gap = True
            continue
        if cell := tables.get(number):
            if cell.opens or not blocks:
                block = _begin(text, line, start, "row", None, gap)
                blocks.append(replace(block, columns=cell.columns))
            else:
                blocks[-1] = replace(blocks[-1], end=start + len(line.rstrip()), lines=blocks[-1].lines + 1)
            previous, gap = stripped, False
            continue
        form, match = _classify(line.lstrip("\f"), decision_title)
        if number in opened:
            form, match = "decision", None
        last = blocks[-1] if blocks else None
        if (
            form in {"number", "letter", "chapter", "part"}
            and last
            and not gap
            and _broken_off(last, previous, width)
        ):
            form = "text"  # a number that a line break put first ("Article / 6. Parties ...")
        if form == "text" and last and _belongs(text, last, previous, stripped, width, gap):
            blocks[-1] = replace(last, end=start + len(line.rstrip()), lines=last.lines + 1)
        else:
            blocks.append(_begin(text, line, start, form, match, gap))
        previous, gap = stripped, False
    return tuple(piece for block in blocks for piece in _cut(text, block)), tuple(furniture)


def _begin(text: str, line: str, start: int, form: Form, match: re.Match[str] | None, gap: bool) -> Block:
    """The block that `line`, standing at `start`, opens."""
    lead = len(line) - len(line.lstrip(" \t\f"))
    end = start + len(line.rstrip())
    mark, body = "", start + lead
    if match and form in {"decision", "annex"}:
        mark = match.group("mark").strip()
    elif match and form != "text":
        mark = next(g for g in match.groups() if g is not None)
        body = start + len(line) - len(line.lstrip("\f")) + match.end()
        body += len(text[body:end]) - len(text[body:end].lstrip())
    style = f"{mark}@{lead}" if form == "bullet" else form
    if form == "letter" and text.startswith(f"{mark}.", start + lead):
        style = "dotted"
    if mark.startswith("."):
        style = f"point{mark.count('.')}"
    return Block(form, min(body, end), end, start + lead, mark, style, gap)


def _cut(text: str, block: Block) -> list[Block]:
    """`block`, or pieces of it where it is too long to cite: cut after a sentence, a space, or anywhere."""
    pieces: list[Block] = []
    while block.end - block.start > LONGEST_BLOCK:
        limit = block.start + LONGEST_BLOCK
        floor = block.start + LONGEST_BLOCK // 2
        at = max(text.rfind(". ", floor, limit) + 1, text.rfind(".\n", floor, limit) + 1)
        at = at or max(text.rfind(" ", floor, limit), text.rfind("\n", floor, limit)) + 1 or limit
        pieces.append(replace(block, end=block.start + len(text[block.start : at].rstrip())))
        rest = at + len(text[at : block.end]) - len(text[at : block.end].lstrip())
        block = Block("text", rest, block.end, rest)
    return [*pieces, block]


def _belongs(text: str, block: Block, previous: str, line: str, width: int, gap: bool) -> bool:
    """Whether a line of text carries on `block`: under it, or after an empty line or page break."""
    return _goes_on(text, block, line) if gap else _continues(block, previous, line, width)


def _continues(block: Block, previous: str, line: str, width: int) -> bool:
    """Whether `line`, right under `previous`, belongs to the same block."""
    if block.form == "decision":  # a title that goes on: "pre- / shipment", "end-of-life / vehicles"
        return bool(width) and (previous.endswith("-") or line[:1].islower()) and block.lines < 4
    if block.form in {"row", "decision", "annex", "markdown", "field", "note"}:
        return False
    if line[:1].islower() and not previous.endswith((".", ":")):
        return True
    if _OPEN_END.search(previous):
        return True
    return bool(width) and len(previous) >= 0.6 * width


def _broken_off(block: Block, line: str, width: int) -> bool:
    """Whether `line` ends in the middle of a sentence because it was broken by hand."""
    return (
        bool(width)
        and len(line) >= 0.6 * width
        and line[-1:] not in ".;:!?,"
        and not line.endswith((" and", " or"))
    )


def _goes_on(text: str, block: Block, line: str) -> bool:
    """Whether `line`, after an empty line or a page break, is the rest of a broken paragraph."""
    if block.form in {"row", "decision", "annex", "markdown", "field", "note", "chapter", "part"}:
        return False
    return line[:1].islower() and block.end - block.start > 40 and text[block.end - 1] not in ".;:!?"
