"""How a document's plain text is set on a screen: rows as tables, note marks raised, numbers unbroken.

Nothing here chooses what is shown; all text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from assistant.markup import on_one_line
from assistant.printed_tables import spans
from corpus.passage import Passage

_DECISION = re.compile(r"\b[A-Z]{2,4}-\d+/\d+\b")
#: The mark of a note as readers of documents write it, in the text ("[^1]") and before the note ("[^1]:").
_NOTE = re.compile(r"\[\^([^\]\s<>]{1,8})\](:(?=</span>|\s|$))?")

Marked = Callable[[int, int], str]


def dressed(html: str) -> str:
    """Escaped text, its tags without attributes: "MC-5/15" is not broken at its hyphen, "[^1]" is raised."""
    return _NOTE.sub(r"<sup>\1</sup>", _DECISION.sub(r'<span class="id">\g<0></span>', html))


def beginning(text: str, most: int = 240) -> str:
    """The first words of a passage on one line, at most `most` characters and a mark that more follow."""
    line = on_one_line(text)
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def is_row(passage: Passage | None) -> bool:
    """Whether a passage is a row whose cells stand between bars."""
    return passage is not None and passage.role == "table_row" and passage.text.startswith("|")


def table(rows: Sequence[tuple[Passage, Marked]], quoted: Sequence[bool], anchors: bool) -> str:
    """Rows that follow each other; a row that others name as their parent is their head.

    With each row comes what gives its characters ``start..end``, counted in the row, as HTML.
    """
    heads = {passage.parent for passage, _ in rows}
    lines = []
    for (passage, marked), here in zip(rows, quoted, strict=True):
        tag = 'th scope="col"' if passage.id in heads else "td"
        cells = "".join(
            f"<{tag}>{dressed(marked(start, end))}</{tag[:2]}>" for start, end in spans(passage.text)
        )
        anchor = f' id="{escape(passage.id)}"' if anchors else ""
        marks = ' class="quoted"' if here else ""
        lines.append(f"<tr{anchor}{marks}>{cells}</tr>")
    # It scrolls by itself where it is wider than the page, by the keyboard too.
    return f'<div class="rows" tabindex="0"><table>{"".join(lines)}</table></div>'
