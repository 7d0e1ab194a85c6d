"""Comparing wording: when two pieces of text say the same words, and where words stand in a text.

Matching ignores case, runs of white space, kinds of dashes and quotation marks, and the Markdown of
an answer. It is plain substring matching with two guards, without which "MC-5/1" is found in
"MC-5/12" and "two" in "network": a spelling is not found inside a longer number, and one that is a
number or a short word (up to three letters) counts only where it stands by itself.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

MARKER = re.compile(r"\s?\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
LIST_MARK = re.compile(r"^(?P<indent>[\s>]*)(?:[-*+•]|\d{1,3}[.)])\s+", re.MULTILINE)
_DASH = "[-\u2010-\u2015\u2212]"
_FOLDED = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f"), '"'),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),
}
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
_HEADING_MARK = re.compile(r"^[ \t]*(?:#{1,6}|>+)[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\\)(?:\*+|`+|(?<!\w)_{1,2}|_{1,2}(?!\w))")
_ESCAPE = re.compile(r"\\([^\w\s]|_)")
_NUMBER_WORDS = frozenset(
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
    ]
)


def normalised(text: str) -> str:
    """`text` as it is compared: case folded, one space, one kind of dash and quotation mark."""
    text = unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold()
    return re.sub(r"(?<=\w)- ", "-", " ".join(text.split()))


def plain(markdown: str) -> str:
    """The words of Markdown: no [n] markers, list marks, headings, emphasis, links or escapes."""
    text = MARKER.sub("", _LINK.sub(r"\1", markdown))
    text = _HEADING_MARK.sub("", LIST_MARK.sub(r"\g<indent>", text))
    return html.unescape(_ESCAPE.sub(r"\1", _EMPHASIS.sub("", text)))


def word_count(markdown: str) -> int:
    """How many words a reader of `markdown` reads; markers and marks are none."""
    return sum(any(c.isalnum() for c in word) for word in plain(markdown).split())


def markers(markdown: str) -> frozenset[int]:
    """The numbers of the [n] markers in `markdown`."""
    return frozenset(int(n) for group in MARKER.findall(markdown) for n in group.split(","))


def occurs(spelling: str, text: str) -> bool:
    """True where `spelling`, which may be written in Markdown too, stands in `normalised` text."""
    return _pattern(spelling).search(text) is not None


def names_decision(decision: str, text: str) -> bool:
    """True where `text` (already `normalised`) names `decision`, also as "5/14" for "MC-5/14"."""
    if occurs(decision, text):
        return True
    short = re.fullmatch(r"[a-z]+-(\d+/\d+)", normalised(decision))
    return short is not None and re.search(rf"(?<![\w/-]){short[1]}(?!\d)", text) is not None


def spans(words: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where `words` stand in `text` as (start, end), whatever the white space and dashes between."""
    if not words.strip():
        return ()
    return tuple(m.span() for m in _places(words).finditer(text))


@lru_cache(maxsize=4096)
def _places(words: str) -> re.Pattern[str]:
    parts = (re.sub(_DASH, lambda _: _DASH, re.escape(w).replace(r"\-", "-")) for w in words.split())
    return re.compile(r"\s+".join(parts), re.IGNORECASE)


@lru_cache(maxsize=4096)
def _pattern(spelling: str) -> re.Pattern[str]:
    wanted = normalised(plain(spelling)) or normalised(spelling)
    body = re.escape(wanted)
    if re.fullmatch(r"\d{1,3}", wanted):
        return re.compile(rf"(?<![\w/-])(?<!\d[.,]){body}(?![\w/-])(?![.,]\d)")
    if wanted in _NUMBER_WORDS or re.fullmatch(r"[^\W\d_]{1,3}", wanted):
        return re.compile(rf"(?<!\w){body}s?(?!\w)")
    before = r"(?<!\d)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.compile(before + body + after)
