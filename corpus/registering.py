"""How the register is made: from the passages of all documents to its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.contacts import about
from corpus.deadlines import actor
from corpus.document import Document
from corpus.particulars import particulars
from corpus.passage import Passage
from corpus.people import find_contacts
from corpus.register import (
    ContactRow,
    DeadlineRow,
    DecisionRow,
    LinkRow,
    MeetingRow,
    Register,
    WorkstreamRow,
)
from corpus.relations import RelationKind, relations
from corpus.sections import group_items, of_work

_KINDS: tuple[RelationKind, ...] = ("recalls", "amends", "replaces", "terminates")


def build_register(documents: Sequence[Document], passages: Iterable[Passage]) -> Register:
    """All rows that `passages` of `documents` give.

    Public summaries add what is known of decisions; they never add workstreams, deadlines, contacts
    or meetings, since those tables say what the documents themselves state.
    """
    order = {document.id: i for i, document in enumerate(documents)}
    by_id = {document.id: document for document in documents}
    ordered = sorted(
        (p for p in passages if p.document_id in order), key=lambda p: (order[p.document_id], p.start)
    )
    texts = [p for p in ordered if by_id[p.document_id].kind != "summary"]
    links = _links(texts)
    return Register(
        decisions=_decisions(ordered, by_id, links),
        workstreams=_workstreams([p for p in texts if by_id[p.document_id].kind != "decision"], by_id),
        deadlines=_deadlines(texts),
        contacts=_contacts(documents, texts),
        meetings=_meetings(texts),
        links=links,
    )


def _decisions(
    passages: list[Passage], documents: dict[str, Document], links: tuple[LinkRow, ...]
) -> tuple[DecisionRow, ...]:
    named: dict[str, list[str]] = {}
    own: dict[str, list[Passage]] = {}
    known: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for index, passage in enumerate(passages):
        document = documents[passage.document_id]
        if document.kind == "summary":
            if document.decision:
                known.setdefault(document.decision, []).append(passage.id)
            continue
        if passage.decision:
            own.setdefault(passage.decision, []).append(passage)
            if passage.role == "heading" and passage.decision not in titles:
                titles[passage.decision] = _title_of(passage, passages[index + 1 : index + 2])
        for mention in passage.mentions.decisions:
            if mention.value != passage.decision:
                rows = named.setdefault(mention.value, [])
                if passage.id not in rows:
                    rows.append(passage.id)
    done: dict[str, dict[RelationKind, dict[str, None]]] = {}
    for link in links:
        done.setdefault(link.source, {}).setdefault(link.kind, {})[link.target] = None
    ids = dict.fromkeys([*named, *own, *known])
    return tuple(
        DecisionRow(
            i,
            tuple(named.get(i, ())),
            tuple(p.id for p in own.get(i, ())),
            tuple(known.get(i, ())),
            titles.get(i),
            **_of_itself(own.get(i, ()), done.get(i, {})),
        )
        for i in ids
    )


def _of_itself(passages: Sequence[Passage], done: dict[RelationKind, dict[str, None]]) -> dict[str, Any]:
    """What the text of a decision tells of it, and what it does to others, by the row's columns."""
    return asdict(particulars(passages)) | {kind: tuple(done.get(kind, ())) for kind in _KINDS}


def _links(passages: list[Passage]) -> tuple[LinkRow, ...]:
    """What the texts say that decisions do to one another."""
    by_id = {p.id: p for p in passages}
    return tuple(
        LinkRow(each.kind, each.source, each.target, passage.id, passage.document_id)
        for passage in passages
        for each in relations(passage, _above(passage, by_id))
    )


def _above(passage: Passage, by_id: dict[str, Passage]) -> list[Passage]:
    """The paragraphs that `passage` stands under, nearest first."""
    found: list[Passage] = []
    while (passage.parent or "") in by_id:
        passage = by_id[passage.parent or ""]
        found.append(passage)
    return found


def _title_of(heading: Passage, following: list[Passage]) -> str:
    """The title line of a decision's text, with the line below it where the number stands alone."""
    line = heading.section[-1] if heading.section else " ".join(heading.text.split())
    for below in following:
        if len(line.split()) <= 3 and below.role == "heading" and below.decision == heading.decision:
            return f"{line}: {' '.join(below.text.split())}"
    return line


def _workstreams(passages: list[Passage], documents: dict[str, Document]) -> tuple[WorkstreamRow, ...]:
    groups: dict[tuple[str, str], list[Passage]] = {}
    for passage in passages:
        if passage.workstream and passage.role != "header":
            groups.setdefault((passage.document_id, passage.workstream), []).append(passage)
    found: dict[str, list[tuple[str, Passage, list[Passage]]]] = {}
    for (document, name), below in groups.items():
        items = group_items(name, below, letter=documents[document].kind == "letter")
        if items:
            found.setdefault(document, []).append((name, below[0], items))
    return tuple(
        WorkstreamRow(name, document, heading.id, tuple(p.id for p in items))
        for document, of_document in found.items()
        for name, heading, items in of_work(of_document, documents[document].text)
    )


def _deadlines(passages: list[Passage]) -> tuple[DeadlineRow, ...]:
    by_id = {p.id: p for p in passages}
    rows = []
    for passage in passages:
        parent = by_id.get(passage.parent or "")
        for deadline in passage.deadlines:
            who = deadline.who or (actor(parent.text) if parent else None)
            rows.append(
                DeadlineRow(
                    deadline.date,
                    deadline.phrase,
                    deadline.what,
                    who,
                    passage.id,
                    passage.document_id,
                    _rests_on(passage, deadline.what, by_id),
                    passage.workstream,
                )
            )
    return tuple(sorted(rows, key=lambda r: (r.date is None, r.date or date.max)))


def _rests_on(passage: Passage, what: str, by_id: dict[str, Passage]) -> tuple[str, ...]:
    """The decisions that the clause `what` names, else its passage, else the paragraph above that."""
    start = passage.start + max(passage.text.find(what), 0)
    inside = [m.value for m in passage.mentions.decisions if start <= m.start < start + len(what)]
    if inside and not passage.decision:
        return tuple(dict.fromkeys(inside))
    at: Passage | None = passage
    while at is not None and not at.decisions:
        at = by_id.get(at.parent or "")
    return at.decisions if at else ()


def _contacts(documents: Sequence[Document], passages: list[Passage]) -> tuple[ContactRow, ...]:
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document_id, []).append(passage)
    rows: list[ContactRow] = []
    for document in documents:
        own = by_document.get(document.id, [])
        heads = _head_contacts(document, own)
        in_heads = "\n".join(row.name or "" for row in heads)
        written: set[str] = set()
        rows += heads
        for passage in own:
            contacts = find_contacts(passage.text)
            rows += [
                ContactRow(
                    c.name.value if c.name else None,
                    c.email.value,
                    "contact",
                    passage.id,
                    document.id,
                    c.phone,
                    about(passage, c, contacts),
                )  # fmt: skip
                for c in contacts
            ]
            written |= {c.name.value for c in contacts if c.name}
            rows += [
                ContactRow(m.value, None, "named", passage.id, document.id)
                for m in passage.mentions.people
                if m.value not in written and m.value not in in_heads
            ]
    return tuple(dict.fromkeys(rows))


def _head_contacts(document: Document, passages: list[Passage]) -> list[ContactRow]:
    """Sender, addressees and copies, each with the passage of the head that prints it."""
    rows = []
    for head in document.header:
        holder = next((p for p in passages if p.start <= head.start < p.end), None)
        if head.name in {"from", "to", "through", "cc"} and holder:
            rows.append(ContactRow(head.value, None, head.name, holder.id, document.id))
    return rows


def _meetings(passages: list[Passage]) -> tuple[MeetingRow, ...]:
    named: dict[str, dict[str, None]] = {}
    for passage in passages:
        for mention in passage.mentions.meetings:
            named.setdefault(mention.value, {})[passage.id] = None
    return tuple(MeetingRow(name, tuple(ids)) for name, ids in named.items())
