"""What a reader allows an answer to draw on: filters are made out, and then hold for all that is looked at.

A filtered question sees a catalogue of the allowed passages alone: lists and dates obey as searches do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from assistant.catalogue import Catalogue
from assistant.errors import UnknownFilter
from corpus.document import Document, Kind
from corpus.passage import Passage
from corpus.references import find_decisions
from corpus.register import DecisionRow, Register
from corpus.words import fold
from index.filters import Filters

_EVERYTHING = Filters()
_CLOSE, _SHORTEST = 60, 4
_SOURCES: dict[Kind, str] = {
    "letter": "letters", "decision": "decision texts", "guidance": "guidance", "summary": "public summaries",
    "other": "other documents",
}  # fmt: skip


def made_out(filters: Filters | None, catalogue: Catalogue) -> Filters:
    """The filters with the ids and names that the documents have.

    Documents may be named by id, title (or a part that only one has), symbol, decision or file; capitals do
    not matter. Raises UnknownFilter, with names that come close, for what is not there.
    """
    if filters is None or filters == _EVERYTHING:
        return _EVERYTHING
    if filters.since and filters.until and filters.since > filters.until:
        raise UnknownFilter(f"The dates from {filters.since} to {filters.until} hold no day; swap them.")
    documents, register = tuple(catalogue.documents.values()), catalogue.register
    known = {row.id.casefold(): row.id for row in register.decisions}
    streams = {fold(row.name): row.name for row in register.workstreams}
    return replace(
        filters,
        documents=_each(filters.documents, lambda name: _document(name, documents)),
        decisions=_each(
            filters.decisions,
            lambda name: _known(
                name, known.get(_decision(name, register.decisions)), "decision", known.values()
            ),
        ),
        workstreams=_each(
            filters.workstreams,
            lambda name: _known(name, streams.get(fold(name.strip())), "workstream", streams.values()),
        ),
    )


def restricted(catalogue: Catalogue, filters: Filters) -> Catalogue:
    """The catalogue of what `filters` allow."""
    kept = {p.id: p for p in catalogue.passages.values() if _allows(filters, p, catalogue.documents)}
    held = {p.document_id for p in kept.values()}
    documents = {d.id: d for d in catalogue.documents.values() if d.id in held}
    return Catalogue(documents, kept, _register(catalogue.register, kept), catalogue.corpus_version)


def told(filters: Filters) -> str:
    """What a refusal adds: what alone was looked at. Empty where nothing was filtered."""
    parts = [
        *(f"document {name}" for name in filters.documents),
        *(_SOURCES[kind] for kind in filters.source),
        *(f"decision {name}" for name in filters.decisions),
        *(f"the workstream {name}" for name in filters.workstreams),
        f"documents dated from {filters.since}" if filters.since else "",
        f"documents dated to {filters.until}" if filters.until else "",
    ]
    found = "; ".join(part for part in parts if part)
    return f"Looked at, as filtered: {found}." if found else ""


def _allows(filters: Filters, passage: Passage, documents: dict[str, Document]) -> bool:
    document = documents[passage.document_id]
    day = document.date
    return (
        (not filters.documents or document.id in filters.documents)
        and (not filters.source or document.kind in filters.source)
        and (not filters.workstreams or passage.workstream in filters.workstreams)
        and (not filters.decisions or not set(filters.decisions).isdisjoint(passage.decisions))
        and (filters.since is None or (day is not None and day >= filters.since))
        and (filters.until is None or (day is not None and day <= filters.until))
    )


def _register(register: Register, kept: dict[str, Passage]) -> Register:
    """The rows that `kept` passages give."""

    def only(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(id for id in ids if id in kept)

    decisions = (
        replace(
            row,
            named_in=only(row.named_in),
            passages=only(row.passages),
            summarised_in=only(row.summarised_in),
        )
        for row in register.decisions
    )
    streams = (replace(row, items=only(row.items)) for row in register.workstreams)
    meetings = (replace(row, named_in=only(row.named_in)) for row in register.meetings)
    return Register(
        decisions=tuple(r for r in decisions if r.named_in or r.passages or r.summarised_in),
        workstreams=tuple(
            r if r.heading in kept else replace(r, heading=r.items[0]) for r in streams if r.items
        ),
        deadlines=tuple(r for r in register.deadlines if r.passage_id in kept),
        contacts=tuple(r for r in register.contacts if r.passage_id in kept),
        meetings=tuple(r for r in meetings if r.named_in),
        links=tuple(r for r in register.links if r.passage_id in kept),
    )


def _each(names: Sequence[str], known: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known(name) for name in names))


def _document(name: str, documents: Sequence[Document]) -> str:
    wanted = fold(name.strip())
    named = [d for d in documents if wanted in {fold(n) for n in _names(d) if n}]
    for found in (
        [d for d in named if fold(d.id) == wanted],
        [d for d in named if d.kind != "summary"],
        named,
        [d for d in documents if len(wanted) >= _SHORTEST and wanted in fold(d.title)],
    ):
        if len(found) == 1:
            return found[0].id
    return _known(name, None, "document", [n for d in documents for n in (d.id, d.title)])


def _names(document: Document) -> tuple[str | None, ...]:
    return document.id, document.title, document.symbol, document.decision, document.file_name


def _decision(name: str, rows: Sequence[DecisionRow]) -> str:
    """The id that is meant, in small letters: "5/14" is the one that ends so."""
    named = name.strip().casefold()
    ids = [row.id.casefold() for row in rows]
    ending = [id for id in ids if id.rpartition("-")[2] == named]
    if named in ids or len(ending) == 1:
        return named if named in ids else ending[0]
    mentions = find_decisions(re.sub(r"(?i)^(?:decision\s+)?", "Decision ", name.strip(), count=1))
    return mentions[0].value.casefold() if mentions else named


def _known(name: str, found: str | None, kind: str, every: Iterable[str]) -> str:
    if found is not None:
        return found
    close = [
        m[0] for m in process.extract(name, list(every), scorer=fuzz.WRatio, limit=3, score_cutoff=_CLOSE)
    ]
    meant = f"; close to it: {', '.join(dict.fromkeys(close))}" if close else ""
    raise UnknownFilter(f"No {kind} is called {name!r}{meant}. `minamata {_LISTS[kind]}` lists them.")


_LISTS = {
    "document": "documents",
    "decision": "decisions",
    "workstream": 'ask "Which workstreams are there?"',
}
