"""The passages of a public summary: a line a fact, followed by the lines that say where it stands."""

from __future__ import annotations

import re

from corpus.document import Document
from corpus.mentions import mentions_of
from corpus.passage import Passage, passage_id

#: What opens a line of a public summary that says where the fact above it stands.
SOURCE_MARK = "    Source "


def read_facts(document: Document) -> tuple[list[Passage], list[tuple[int, int]]]:
    """The facts of a summary as passages, and the spans of its source lines."""
    found: list[Passage] = []
    sources: list[tuple[int, int]] = []
    prefix = (document.decision or "").rpartition("-")[0] or None
    for line in re.finditer(r"[^\n]+", document.text):
        if line.group().startswith(SOURCE_MARK):
            sources.append(line.span())
            continue
        found.append(
            Passage(
                id=passage_id(document.sha256, *line.span()),
                document_id=document.id,
                start=line.start(),
                end=line.end(),
                text=line.group(),
                role="fact",
                decision=document.decision,
                mentions=mentions_of(line.group(), line.start(), prefix),
            )
        )
    return found, sources
