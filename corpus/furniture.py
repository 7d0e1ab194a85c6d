"""What a page prints around its text: page numbers, rules, running heads and feet, distribution notes."""

from __future__ import annotations

import re
from collections import Counter

#: Longer lines are never furniture or titles.
LONGEST_TITLE = 260
_FURNITURE = re.compile(
    r"(?i)(?:[-–—]\s*\d{1,4}\s*[-–—]"
    # a page's number, also beside the document's symbol
    r"|(?:[A-Z][\w.]*(?:[/.-][\w.]+)+(?:\s+[-–—|,]\s+|\s{2,}|,\s+))?page\s+\d+(?:\s*(?:of|/)\s*\d+)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|\[?page break\]?"
    r"|[_=*–—-]{3,}(?:\s+[_=–—-]{3,})*|distr\.?\s*:?.{0,30}|(?:original|languages?)\s*:.{0,30}|english only"
    # the heads of a contents table's columns
    r"|(?:(?:paragraphs?|chapters?|sections?|articles?|nos?\.)\s+)?pages?"
    r"|[A-Z]{1,2}[.\s]?\d{2}-?\d{5}(?:\s+[\[(][A-Z][\])])?(?:\s+\d{6})?)?$"
)
#: A document's symbol printed alone, or with the page number, at the head of a page.
SYMBOL_LINE = re.compile(r"(?:\d{1,4}\s+)?(?P<symbol>[A-Z][A-Za-z]*(?:/[\w.-]+){2,})(?:\s+\d{1,4})?$")
_IN_FIELD = re.compile(r":\s*(?P<symbol>[A-Z][A-Za-z]*(?:/[\w.-]+){2,})(?=\s|$)")
#: A number at one edge of the page and a symbol or number of the document at the other.
_RUNNING_HEAD = re.compile(r"(?:\d{1,3}\s{8,}(?P<right>\S.*)|(?P<left>\S.*?)\s{8,}\d{1,3})$")
_NOTE = re.compile(r"(?i).*\S\s{3,}Distr\.?\s*:.{0,40}$")
_BODY_NUMBER = re.compile(r"[\s\f]*\d{1,4}[\s\f]*$")
_PAGE = re.compile(
    r"(?i)[\s\f]*(?:[-–—]\s*\d{1,4}\s*[-–—]"
    r"|(?:[A-Z][\w.]*(?:[/.-][\w.]+)+\s+(?:[-–—|]\s+)?)?page\s+\d+(?:\s*(?:of|/)\s*\d+)?)[\s\f]*$"
)


def _shape(line: str) -> str:
    """A line with its digits made alike; empty where it is too long for a running head."""
    line = line.strip(" \t\f\r")
    return re.sub(r"\d+", "#", line) if len(line) < 110 else ""


def is_furniture(line: str, stripped: str, gap: bool, heads: set[str]) -> bool:
    """Whether a page prints `line` around its text: a page number, a rule, a distribution note."""
    if not stripped:
        return True
    if len(stripped) > LONGEST_TITLE:
        return False
    if _FURNITURE.match(stripped) or _NOTE.match(stripped) or _shape(line) in heads:
        return True
    return bool(_BODY_NUMBER.match(stripped)) and (gap or "\f" in line)


def repeated_heads(lines: list[str]) -> set[str]:
    """Lines that stand at page breaks or recur, their digits aside: running heads and feet."""
    breaks = [i for i, line in enumerate(lines) if "\f" in line or (len(line) < 200 and _PAGE.match(line))]
    edges: Counter[str] = Counter()
    for i in {j for b in breaks for j in range(b - 3, b + 4) if 0 <= j < len(lines)}:
        edges[_shape(lines[i])] += 1
    return {shape for shape, n in edges.items() if n >= 2 and shape}


def is_running_head(stripped: str) -> bool:
    """Whether a page's number stands at one edge, and words that hold a number at the other."""
    match = _RUNNING_HEAD.match(stripped) if len(stripped) < 130 else None
    return match is not None and any(c.isdigit() for c in match["left"] or match["right"])


def symbols_told(lines: list[str]) -> set[str]:
    """The symbols in the fields of the head ("Reference: MC/SEC/2026/017"): its pages repeat them."""
    return {m["symbol"] for line in lines[:60] if len(line) < 160 and (m := _IN_FIELD.search(line))}


def recurs(line: str, seen: set[str]) -> bool:
    """Whether `line` prints a symbol that a line before it printed: a running head without a page break."""
    match = SYMBOL_LINE.match(line) if len(line) < 110 else None
    if match is None:
        return False
    known = match["symbol"] in seen
    seen.add(match["symbol"])
    return known
