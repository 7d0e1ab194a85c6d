"""Documents, passages and register rows to JSON and back, field for field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from corpus.document import Document, HeaderField
from corpus.passage import Deadline, Mention, Mentions, Passage
from corpus.register import ContactRow, DeadlineRow, DecisionRow, LinkRow, MeetingRow, Register, WorkstreamRow

_MENTION_KINDS = ("decisions", "articles", "annexes", "meetings", "people", "emails", "dates")


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be stored")


def to_json(row: Any) -> str:
    """A dataclass as JSON; dates as ISO strings, tuples as lists. A document goes without its file."""
    if isinstance(row, Document):
        fields = asdict(replace(row, original=None))
        del fields["original"]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return json.dumps(asdict(row), ensure_ascii=False, separators=(",", ":"), default=_plain)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def document_from(text: str) -> Document:
    """The document that `to_json` wrote."""
    row = json.loads(text)
    row["date"] = _day(row["date"])
    row["header"] = tuple(HeaderField(**field) for field in row["header"])
    row["pages"] = tuple((start, end) for start, end in row["pages"])
    row["urls"] = tuple(row["urls"])
    row["warnings"] = tuple(row.get("warnings", ()))
    return Document(**row)


def passage_from(text: str) -> Passage:
    """The passage that `to_json` wrote."""
    row = json.loads(text)
    row["section"] = tuple(row["section"])
    row["mentions"] = Mentions(
        **{kind: tuple(Mention(**m) for m in row["mentions"][kind]) for kind in _MENTION_KINDS}
    )
    row["deadlines"] = tuple(Deadline(**(d | {"date": _day(d["date"])})) for d in row["deadlines"])
    return Passage(**row)


def content_digest(document: Document, passages: Sequence[Passage]) -> str:
    """Changes whenever the document, or how it was cut into passages and read, changes."""
    digest = hashlib.sha256(to_json(document).encode())
    for passage in passages:
        digest.update(to_json(passage).encode())
    return digest.hexdigest()


def register_rows(register: Register) -> list[tuple[str, int, str]]:
    """(table, position, JSON) of every row of the register."""
    tables: dict[str, Sequence[Any]] = {
        "decisions": register.decisions,
        "workstreams": register.workstreams,
        "deadlines": register.deadlines,
        "contacts": register.contacts,
        "meetings": register.meetings,
        "links": register.links,
    }
    return [(name, place, to_json(row)) for name, rows in tables.items() for place, row in enumerate(rows)]


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def register_from(rows: Sequence[tuple[str, str]]) -> Register:
    """The register of (table, JSON) rows, each table in its own order."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for table, text in rows:
        tables.setdefault(table, []).append(_tuples(json.loads(text)))
    return Register(
        decisions=tuple(
            DecisionRow(**(r | {"adopted": _day(r["adopted"])})) for r in tables.get("decisions", ())
        ),
        workstreams=tuple(WorkstreamRow(**row) for row in tables.get("workstreams", ())),
        deadlines=tuple(DeadlineRow(**(r | {"date": _day(r["date"])})) for r in tables.get("deadlines", ())),
        contacts=tuple(ContactRow(**row) for row in tables.get("contacts", ())),
        meetings=tuple(MeetingRow(**row) for row in tables.get("meetings", ())),
        links=tuple(LinkRow(**row) for row in tables.get("links", ())),
    )
