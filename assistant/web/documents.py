"""The window's Documents as HTML: what is loaded, the place to drop files, what came of each. No HTTP here.

Every word of a document is escaped; the page's script (`style/documents.js`) puts these pieces in place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from assistant.web.viewer import address
from assistant.web.wording import Words
from assistant.wording import locator_text
from corpus.document import Document
from corpus.passage import Passage
from corpus.reading import MAX_BYTES, SUFFIXES

if TYPE_CHECKING:
    from index import AddResult, Index

#: Places shown of those that name a missing decision.
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Held:
    """One loaded document, and how many passages, decisions and deadlines were found in it."""

    document: Document
    passages: int
    decisions: int
    deadlines: int

    @property
    def removable(self) -> bool:
        """Whether the window offers to remove it; what comes with the assistant stays."""
        return self.document.trust != "shipped"


def held(index: Index, document_ids: Iterable[str] | None = None) -> list[Held]:
    """The loaded documents, or those named, in the index's order."""
    wanted = None if document_ids is None else frozenset(document_ids)
    deadlines = Counter(row.document_id for row in index.register().deadlines)
    found = []
    for document in index.documents():
        if wanted is None or document.id in wanted:
            passages = index.passages(document.id)
            named = {decision for passage in passages for decision in passage.decisions}
            named |= {passage.decision for passage in passages if passage.decision}
            found.append(Held(document, len(passages), len(named), deadlines[document.id]))
    return found


@dataclass(frozen=True, slots=True)
class Missing:
    """A decision that documents name and whose own text is not loaded, with the passages that name it."""

    id: str
    named_in: tuple[tuple[Document, Passage], ...]


def missing(index: Index) -> list[Missing]:
    """The decisions that are named but not loaded, in the order of their ids."""
    documents = {document.id: document for document in index.documents()}
    found = []
    for row in index.register().decisions:
        if row.named_in and not row.loaded:
            places = (index.passage(passage) for passage in row.named_in[:_PLACES])
            named = tuple((documents[p.document_id], p) for p in places if p.document_id in documents)
            found.append(Missing(row.id, named))
    return sorted(found, key=lambda one: [int(n) if n.isdigit() else n for n in re.split(r"(\d+)", one.id)])


def place(words: Words) -> str:
    """What stands in Documents before the script has fetched what is loaded."""
    broken = escape(words("documents.broken"))
    return (
        f'<section id="shelf" role="tabpanel" aria-labelledby="tab-documents" data-broken="{broken}">'
        f"<h2>{escape(words('documents.title'))}</h2><p>{escape(words('documents.text'))}</p>"
        '<div class="adding"></div><p class="said" role="status" tabindex="-1"></p>'
        f'<div class="held"><p>{escape(words("documents.loading"))}</p></div>{_question(words)}</section>'
    )


def _question(words: Words) -> str:
    """The question before a document is removed."""
    return (
        f'<dialog aria-labelledby="remove-title" data-question="{escape(words("documents.sure"))}">'
        f'<h3 id="remove-title"></h3><p>{escape(words("documents.sure_note"))}</p><div class="answers">'
        f'<button type="button" class="keep" autofocus>{escape(words("documents.keep"))}</button>'
        f'<button type="button" class="remove">{escape(words("documents.remove"))}</button></div></dialog>'
    )


def listing(found: Sequence[Held], may_change: bool, words: Words, named: Sequence[Missing] = ()) -> str:
    """What may be done here, everything that is loaded, and the decisions `named` that are not.

    Public summaries and decisions that are missing are folded away.
    """
    received = [one for one in found if one.document.kind != "summary"]
    summaries = [one for one in found if one.document.kind == "summary"]
    adding = _zone(words) if may_change else f'<p class="hint">{escape(words("documents.read_only"))}</p>'
    folded = ""
    if summaries:
        heading = escape(words.many("documents.summaries", len(summaries)))
        folded = f"<details><summary>{heading}</summary>{_rows(summaries, may_change, words)}</details>"
    heading = escape(words.many("documents.count", len(received)))
    return (
        f'<div class="adding">{adding}</div>'
        f'<div class="held"><h3>{heading}</h3>{_rows(received, may_change, words)}{folded}'
        f"{_missing(named, may_change, words)}</div>"
    )


def _missing(named: Sequence[Missing], may_change: bool, words: Words) -> str:
    """The decisions that are named but not loaded, each with the places that name it."""
    if not named:
        return ""
    rows = "".join(
        f'<li><div class="what">{escape(one.id)}</div><p class="counts">'
        f"{'; '.join(_place(document, passage) for document, passage in one.named_in)}</p></li>"
        for one in named
    )
    how = f"<p>{escape(words('documents.missing_add'))}</p>" if may_change else ""
    heading = escape(words.many("documents.missing", len(named)))
    return f'<details class="missing"><summary>{heading}</summary>{how}<ul class="rows">{rows}</ul></details>'


def _place(document: Document, passage: Passage) -> str:
    href = escape(address(document.id, passage.start, passage.end, passage.id))
    where = escape(", ".join(part for part in (document.title, locator_text(passage, document)) if part))
    return f'<a href="{href}" target="_blank" rel="noopener">{where}</a>'


def _zone(words: Words) -> str:
    told = {
        "most": MAX_BYTES,
        "too-large": words("documents.too_large", mb=MAX_BYTES // 1_000_000),
        "waiting": words("documents.waiting"),
        "sending": words("documents.sending"),
        "reading": words("documents.reading"),
        "refused": words("documents.refused"),
        "progress": words("documents.progress"),
        "finished": words("documents.finished"),
        "but": words("documents.finished_but"),
    }
    data = "".join(f' data-{name}="{escape(str(value))}"' for name, value in told.items())
    accepted = ",".join(sorted(SUFFIXES))
    return (
        f'<div class="zone"{data}><input type="file" id="files" multiple accept="{escape(accepted)}">'
        f'<label for="files"><strong>{escape(words("documents.drop"))}</strong>'
        f"<span>{escape(words('documents.kinds', mb=MAX_BYTES // 1_000_000))}</span></label></div>"
        f'<div class="course" hidden><progress max="100" value="0" aria-labelledby="course-said"></progress>'
        '<p id="course-said" role="status"></p></div><ul class="results"></ul>'
    )


def _rows(found: Sequence[Held], may_change: bool, words: Words) -> str:
    return f'<ul class="rows">{"".join(_row(one, may_change, words) for one in found)}</ul>'


def _row(one: Held, may_change: bool, words: Words) -> str:
    document = one.document
    facts = [
        words(f"kind.{document.kind}"),
        document.symbol or document.decision or "",
        words.day(document.date),
        words(f"trust.{document.trust}"),
        # Two papers may have one title; whoever added them knows their files.
        (document.file_name or "") if one.removable else "",
    ]
    listed = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    remove = ""
    if may_change and one.removable:
        label = escape(words("documents.remove_this", title=document.title))
        remove = (
            f'<button type="button" class="remove" data-id="{escape(document.id)}" '
            f'data-title="{escape(document.title)}" aria-label="{label}">'
            f"{escape(words('documents.remove'))}</button>"
        )
    return (
        f'<li data-document="{escape(document.id)}"><div class="what">{_link(document)}{remove}</div>'
        f'<p class="facts">{listed}</p><p class="counts">{escape(_counts(one, words))}</p>'
        f"{_warnings(document, words)}</li>"
    )


def _link(document: Document) -> str:
    href, title = escape(address(document.id)), escape(document.title)
    return f'<a href="{href}" target="_blank" rel="noopener">{title}</a>'


def _counts(one: Held, words: Words) -> str:
    numbers = [
        ("pages", len(one.document.pages)),
        ("passages", one.passages),
        ("decisions", one.decisions),
        ("deadlines", one.deadlines),
    ]
    # A text without pages has none to count; every other nought is worth knowing.
    return ", ".join(words.many(f"documents.{name}", n) for name, n in numbers if n or name != "pages")


def _warnings(document: Document, words: Words) -> str:
    return "".join(
        f'<p class="note"><strong>{escape(words("documents.warning"))}</strong> {escape(line)}</p>'
        for line in document.warnings
    )


def added(one: Held, result: AddResult, words: Words) -> str:
    """What came of one file: what was found in it, and what reading could not do."""
    document = one.document
    state = "added"
    if document.id in result.replaced:
        state = "replaced"
    elif document.id in result.unchanged:
        state = "unchanged"
    return (
        f'<p class="outcome"><strong>{escape(words(f"documents.{state}"))}</strong> {_link(document)}</p>'
        f"{_replaces(document, result, words)}"
        f'<p class="counts">{escape(_counts(one, words))}</p>{_warnings(document, words)}'
    )


def _replaces(document: Document, result: AddResult, words: Words) -> str:
    lines = [
        words("documents.replaces", title=r.title) for r in result.replacements if r.newer == document.id
    ]
    return "".join(f'<p class="facts">{escape(line)}</p>' for line in dict.fromkeys(lines))


def removed(document: Document, words: Words) -> str:
    """What is said once a document is gone, as plain text."""
    return words("documents.removed", title=document.title)
