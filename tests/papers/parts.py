"""What the printers of the test papers print: a decision from its title to the end of its annex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tests.papers.texts import OPENING, Text

ROMAN = ("i", "ii", "iii", "iv", "v", "vi")
LEVELS = {"1.": 0, "(a)": 1, "(i)": 2}


def numbered(elements: Sequence[tuple[str, object]]) -> Iterator[tuple[str, int, Any]]:
    """(printed marker or kind, level, words) of each element, numbers counted as a reader sees them."""
    counts = [0, 0, 0]
    for kind, words in elements:
        level = LEVELS.get(kind)
        if level is None:
            yield kind, 0, words
            continue
        counts[level] += 1
        counts[level + 1 :] = [0] * (2 - level)
        marker = (f"{counts[0]}.", f"({chr(96 + counts[1])})", f"({ROMAN[counts[2] - 1]})")[level]
        yield marker, level, words


def parts(text: Text) -> list[tuple[str, int, Any]]:
    """A decision from its title to the end of its annex."""
    found: list[tuple[str, int, Any]] = [
        ("title", 0, f"Decision {text.id}: {text.title}"),
        ("para", 0, OPENING),
        *(("para", 0, words) for words in text.preamble),
        *numbered(text.body),
    ]
    if text.annex:
        found += [
            ("annex", 0, f"Annex to decision {text.id}"),
            ("title", 0, text.annex_title),
            *numbered(text.annex),
        ]
    return found


def plain(words: str) -> str:
    """Words without the marks of footnotes."""
    return re.sub(r"\{\d\}", "", words)
