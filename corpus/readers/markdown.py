"""Markdown to text: rendered as a browser would show it, then read as a page is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import UnreadableDocument
from corpus.readers.html import read_html
from corpus.readers.reading import Reading, Refused
from corpus.readers.text import decode

#: The mark of a footnote in the text; other formats print it raised, and it is left out there too.
_REFERENCE = re.compile(r"(?<=\S)\[\^[^\]\s]{1,8}\](?!:)")


def read_markdown(data: bytes) -> Reading:
    """The text of a Markdown file, its lines ending where they were ended; Refused."""
    try:
        text = decode(data, "file")
    except UnreadableDocument as error:
        raise Refused(str(error).removeprefix("file: ")) from error
    # Lines are kept apart: the parser knows which ones belong together ("(a) ...", "Distr.: General").
    markdown = MarkdownIt("commonmark", {"breaks": True}).enable("table")
    # "[^1]: See ..." is a footnote here; as the target of a link it would not be shown.
    markdown.disable("reference")
    tokens = markdown.parse(_REFERENCE.sub("", text))
    _numbered_as_typed(tokens)
    page = markdown.renderer.render(tokens, markdown.options, {})
    return read_html(f'<html><head><meta charset="utf-8"></head>{page}</html>'.encode())


def _numbered_as_typed(tokens: Sequence[Token]) -> None:
    """A browser counts a list through from its first number; a paragraph is cited by its own.

    Where all are typed "1." they are left to be counted.
    """
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            lists.append([])
        elif token.type == "list_item_open" and token.info:
            lists[-1].append(token)
        elif token.type == "ordered_list_close":
            items = lists.pop()
            if len({item.info for item in items}) > 1:
                for item in items:
                    item.attrSet("value", item.info)
