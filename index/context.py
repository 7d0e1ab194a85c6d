"""The context of a passage: what a reader has in mind who comes to it from above.

"The mandate of the group ends on 31 March" says what it is about only under its headings and in its document.
So the words around a passage are embedded once for all passages below them, and joined with those of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from corpus.document import Document
from corpus.passage import Passage
from corpus.titles import title_of_passages
from index.packing import Matrix

#: Words of a title or heading, of the paragraph that a passage belongs to, and of all together.
_HEADING_WORDS, _PARAGRAPH_WORDS, _WORDS = 12, 20, 40
_HEADINGS = 2  # the nearest ones

#: What a context's vector counts in a window's, against 1 for its own. Tried: docs/decisions/0012.
SHARE = 0.5


def contexts(document: Document, passages: Sequence[Passage]) -> dict[str, str]:
    """For each passage id the words around it; none for a heading, which is context itself.

    They are the document's title, the nearest headings and the paragraph it belongs to, each cut short.
    """
    by_id = {p.id: p for p in passages}
    found = {}
    for passage in passages:
        parent = by_id.get(passage.parent or "")
        parts = [_cut([title_of_passages(document.title)], _HEADING_WORDS)]
        parts += [_cut([heading], _HEADING_WORDS) for heading in passage.section[-_HEADINGS:]]
        parts.append(_cut([parent.text], _PARAGRAPH_WORDS) if parent else "")
        words = _cut((part.rstrip(".:; ") + "." for part in parts if part), _WORDS)
        if words and passage.role != "heading":
            found[passage.id] = words
    return found


def joined(own: Matrix, around: Matrix | None) -> Matrix:
    """The unit vector of a window with that of its context."""
    if around is None:
        return own
    both = own + SHARE * around
    return np.asarray(both / np.linalg.norm(both), np.float32)


def _cut(parts: Iterable[str], most: int) -> str:
    return " ".join(" ".join(parts).split()[:most])
