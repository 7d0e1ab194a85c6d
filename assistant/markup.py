"""The Markdown of an answer: how it is read, and the [n] markers in it. Nothing here shows it."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

#: One marker or several, "[1]" or "[1, 2]".
MARKER = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")


@cache
def parser() -> MarkdownIt:
    """Reads an answer; links, images and raw HTML are off, so it cannot lead or load anything elsewhere."""
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True})
        .enable("table")
        .disable(["link", "image", "autolink", "reference", "html_inline", "html_block"])
    )


def markers(match: re.Match[str]) -> tuple[int, ...]:
    """The numbers in what `MARKER` found."""
    return tuple(int(part) for part in match[1].split(","))
