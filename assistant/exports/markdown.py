"""An export as Markdown: footnotes in the widely read form ``[^1]``, and the annex of quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.exports.transcript import Note, Passage, Transcript, quotation
from assistant.markup import MARKER, markers
from assistant.web.wording import Words

_SPECIAL = re.compile(r"([\\`*_<>\[\]#|~])")


def markdown(export: Transcript, words: Words) -> str:
    """The file's text."""
    lines = [f"# {plain(export.title)}", "", f"*{plain(export.about)}*", ""]
    for passage in export.passages:
        lines += _passage(passage)
    if export.notes:
        lines += [f"## {words('export.annex')}", ""]
        for note in export.notes:
            lines += _quotation(note)
        lines += [f"[^{note.number}]: {plain(note.said)}" for note in export.notes]
    return "\n".join(lines).rstrip() + "\n"


def _passage(passage: Passage) -> list[str]:
    lines = [f"## {plain(passage.question)}", ""]
    for line in passage.about:
        lines += [f"*{plain(line)}*", ""]
    if passage.status:
        lines += [f"**{plain(passage.status)}**", ""]
    lines += [_with_notes(passage.text, passage.notes), ""]
    if passage.searched:
        lines += [f"*{plain(passage.searched)}*", ""]
    return lines


def _with_notes(text: str, notes: Mapping[int, Note]) -> str:
    """The answer with its markers as footnotes; those that the text does not name stand at its end."""
    named: set[int] = set()

    def referred(match: re.Match[str]) -> str:
        wanted = markers(match)
        if not all(marker in notes for marker in wanted):
            return match[0]
        named.update(wanted)
        return "".join(f"[^{notes[marker].number}]" for marker in wanted)

    written = MARKER.sub(referred, text.replace("<", "&lt;").replace("[^", r"\[^"))
    rest = "".join(f"[^{note.number}]" for marker, note in notes.items() if marker not in named)
    return f"{written} {rest}" if rest else written


def _quotation(note: Note) -> list[str]:
    cited = note.citation
    title = plain(cited.document_title)
    return [
        f"{note.number}. [{title}](<{note.address}>){plain(note.said).removeprefix(title)}",
        "",
        f"   > {plain(quotation(cited))}",
        "",
    ]


def plain(text: str) -> str:
    """Text on one line that no reader of Markdown takes for markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
