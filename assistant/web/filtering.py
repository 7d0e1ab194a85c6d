"""What an answer may draw on: the chips above the question, and how a choice is read and said. No layout.

The page's script (`style/filters.js`) keeps what is chosen and sends it with each question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.bodies import FiltersBody
from assistant.web.viewer import inert
from assistant.web.wording import Words
from corpus.document import Document
from index.filters import Filters

if TYPE_CHECKING:
    from index import Index

#: Documents that a refusal names as searched; of more, the number is said.
_MOST_NAMED = 4
_KINDS = ("letter", "decision", "guidance", "summary", "other")


def chosen(told: object) -> Filters:
    """The filters that the page told; none where it told nothing that can be used."""
    try:
        return FiltersBody.model_validate(told).filters()
    except ValidationError:
        return Filters()


def stated(filters: Filters) -> dict[str, object]:
    """The same as plain JSON values, as `chosen` reads them; only what restricts."""
    parts: dict[str, object] = {
        "documents": list(filters.documents),
        "decisions": list(filters.decisions),
        "workstreams": list(filters.workstreams),
        "source": list(filters.source),
        "from": filters.since.isoformat() if filters.since else None,
        "to": filters.until.isoformat() if filters.until else None,
    }
    return {name: value for name, value in parts.items() if value}


def said(filters: Filters, index: Index, words: Words) -> tuple[str, ...]:
    """Each restriction in a few words."""
    titles = {document.id: document.title for document in index.documents()} if filters.documents else {}
    return (
        *(titles.get(document_id, document_id) for document_id in filters.documents),
        *(words(f"kind.{kind}") for kind in filters.source),
        *filters.decisions,
        *filters.workstreams,
        *((words("filters.since", day=words.day(filters.since)),) if filters.since else ()),
        *((words("filters.until", day=words.day(filters.until)),) if filters.until else ()),
    )


def searched(filters: Filters, index: Index, words: Words) -> str:
    """Which documents a question was looked for in: the first by name, the others by number."""
    open_to_it = [document for document in index.documents() if _within(filters, document)]
    received = [document for document in open_to_it if document.kind != "summary"]
    names = [document.title for document in received[:_MOST_NAMED]]
    for key, count in (
        ("filters.more", len(received) - _MOST_NAMED),
        ("filters.summaries", len(open_to_it) - len(received)),
    ):
        names += [words.many(key, count)] if count > 0 else []
    if not names:
        return words("filters.searched_none")
    parts = [*filters.decisions, *filters.workstreams]
    within = " " + words("filters.within", parts=", ".join(parts)) if parts else ""
    return words("filters.searched", names="; ".join(names)) + within


def _within(filters: Filters, document: Document) -> bool:
    """Whether a document as a whole passes; decisions and workstreams choose within documents."""
    return (
        (not filters.documents or document.id in filters.documents)
        and (not filters.source or document.kind in filters.source)
        and (filters.since is None or (document.date is not None and document.date >= filters.since))
        and (filters.until is None or (document.date is not None and document.date <= filters.until))
    )


def bar(index: Index, words: Words) -> str:
    """What is chosen, as chips that the script fills in, and the choices behind a button."""
    register, documents = index.register(), index.documents()
    streams = dict.fromkeys(row.name for row in register.workstreams)
    kinds = [kind for kind in _KINDS if any(document.kind == kind for document in documents)]
    choices = (
        _select("documents", _documents(documents, words), words)
        + _select("source", _options((kind, words(f"kind.{kind}")) for kind in kinds), words)
        + _select("decisions", _options((row.id, row.id) for row in register.decisions), words)
        + _select("workstreams", _options((name, name) for name in streams), words)
        + _day("from", words)
        + _day("to", words)
    )
    told = "".join(
        f' data-{name}="{escape(words(f"filters.{key}"))}"'
        for name, key in (("remove", "remove"), ("since", "since"), ("until", "until"))
    )
    return inert(
        f'<div class="filters" role="group" aria-label="{escape(words("filters.label"))}" '
        f'data-language="{escape(words.language)}"{told}>'
        f'<span class="filters-name">{escape(words("filters.name"))}</span>'
        f'<ul class="chips"><li class="every">{escape(words("filters.everything"))}</li></ul>'
        f'<button type="button" class="narrow" aria-expanded="false" aria-controls="choices">'
        f"{escape(words('filters.narrow'))}</button>"
        f'<div id="choices" hidden><p class="choices-note">{escape(words("filters.note"))}</p>{choices}'
        f'<button type="button" class="clear">{escape(words("filters.clear"))}</button></div></div>'
    )


def _documents(documents: Sequence[Document], words: Words) -> str:
    groups = (
        ("filters.received", [d for d in documents if d.kind != "summary"]),
        ("filters.public", [d for d in documents if d.kind == "summary"]),
    )
    return "".join(
        f'<optgroup label="{escape(words(key))}">{_options((d.id, d.title) for d in found)}</optgroup>'
        for key, found in groups
        if found
    )


def _options(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in pairs)


def _select(name: str, options: str, words: Words) -> str:
    every = f'<option value="">{escape(words("filters.any"))}</option>{options}'
    return _labelled(name, f'<select id="filter-{name}" data-filter="{name}">{every}</select>', words)


def _day(name: str, words: Words) -> str:
    return _labelled(name, f'<input id="filter-{name}" type="date" data-filter="{name}">', words)


def _labelled(name: str, control: str, words: Words) -> str:
    return f'<div><label for="filter-{name}">{escape(words(f"filters.{name}"))}</label>{control}</div>'
