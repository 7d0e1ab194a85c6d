"""The Markdown of an answer: how it is read, and the [n] markers in it. Nothing here shows it."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

#: One marker or several, "[1]" or "[1, 2]".
MARKER = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")

#: A row of a document's table within an answer: in quotation marks, or behind the dash of a list.
_ROW = re.compile(r"(?m)(“|^[ \t]*- )\|[ \t]*([^\n]*?\S)[ \t]*\|(?=”|[ \t]*$|[ \t]*\[\d)")


@cache
def parser() -> MarkdownIt:
    """Reads an answer; links, images and raw HTML are off, so it cannot lead or load anything elsewhere."""
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True})
        .enable("table")
        .disable(["link", "image", "autolink", "reference", "html_inline", "html_block"])
    )


def unbarred(text: str) -> str:
    """`text` without the bars around rows of documents' tables that it quotes; those between cells stay."""
    return _ROW.sub(r"\1\2", text)


def on_one_line(quote: str) -> str:
    """The words of a quotation on one line, without the dash of a list and the bars around a row."""
    line = " ".join(quote.removeprefix("- ").split())
    return line.strip("| ") if line.startswith("|") else line


def markers(match: re.Match[str]) -> tuple[int, ...]:
    """The numbers in what `MARKER` found."""
    return tuple(int(part) for part in match[1].split(","))
