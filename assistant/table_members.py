"""Whether a table lists a row at all; a refusal where it lists all but the State asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.evidence import Draft, Point
from assistant.table_choice import MOST, Fit, columns_meant
from assistant.wording import flat, listed, quoted, whole
from corpus.places import countries_in
from corpus.words import stem

if TYPE_CHECKING:
    from assistant.desk import Desk

_LISTED = re.compile(
    r"(?i)^\W*(?:and\s+)?(?:is|are|was|were|do|does|did)\b.*"
    r"\b(?:listed|included|appears?|named|in the (?:\w+\s+){0,2}(?:list|table|scale|annex))\b"
)


def member(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """Whether a row is in a table, with that row; a refusal where a State asked about is in none."""
    fit, text = fits[0], desk.question.text
    if not _LISTED.search(text) or not fit.clear:
        return None
    if fit.share >= MOST and fit.rows and all(n.whole for n in fit.named):
        rows = [row.passage for row in fit.rows]
        lead = Point("Yes", tuple(whole(p) for p in rows), "register", layout="lead")
        return Draft("answered", (lead, *(Point(quoted(flat(p.text)), (whole(p),)) for p in rows)))
    return None if fit.rows else _refused(desk, fit)


def missing(desk: Desk, fits: Sequence[Fit]) -> Draft | None:
    """A refusal where a table of figures fits all but the State asked about, which it does not list."""
    fit, question = fits[0], desk.question
    if question.want not in {"amount", "compare", "content"} or not fit.clear or not fit.table.numeric:
        return None
    columns, named = columns_meant(fit.table, question.text, fit.table.numeric)
    return _refused(desk, fit) if columns and (named or question.want != "content") else None


def _refused(desk: Desk, fit: Fit) -> Draft | None:
    """A refusal that names the States asked about, where the table lists none of them and has all else."""
    text = desk.question.text
    names = [n for n in countries_in(text) if not _in_named(n, fit, text)]
    own = {stem(part) for n in names for part in n.split()}
    if not names or not fit.left or not all(set(t.stems) & own or stem(t.word) in own for t in fit.left):
        return None
    remark = f"The table does not list {listed(names)}."
    return Draft("not_in_documents", remark=remark, nearest=(whole(fit.table.head),))


def _in_named(name: str, fit: Fit, text: str) -> bool:
    return any(name in text[n.start : n.end] or text[n.start : n.end] in name for n in fit.named)
