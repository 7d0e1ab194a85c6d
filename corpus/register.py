"""The register: what all documents together say of decisions, workstreams, deadlines, people.

Lists, counts and first/last questions are answered from these rows completely, never from the
passages that a search happened to bring up. Rows hold passage ids; the words stay in the passages. They are
made in `registering`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.relations import RelationKind


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision that documents name (`named_in` not empty) or only public summaries know.

    `passages` are those of its own text, `named_in` passages of other documents that name it,
    `summarised_in` passages of its public summary; all in document order. `recalls` are ids of decisions
    that its preamble recalls; `amends`, `replaces` and `terminates` those to which some text says that it
    does so (`Register.links` says where). The rest is what its own text tells of it
    (`particulars.Particulars`).
    """

    id: str
    named_in: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    summarised_in: tuple[str, ...] = ()
    title: str | None = None
    recalls: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    terminates: tuple[str, ...] = ()
    adopted: date | None = None
    adopted_in: tuple[str, ...] = ()
    submitted_in: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()

    @property
    def loaded(self) -> bool:
        """True where the decision's own text is among the documents."""
        return bool(self.passages)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Decision `source` recalls, amends, replaces or terminates decision `target`, as the passage says."""

    kind: RelationKind
    source: str
    target: str
    passage_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class WorkstreamRow:
    """A headed group of work: its name, where the heading stands, and its items in order."""

    name: str
    document_id: str
    heading: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline and the passage that sets it. `date` None where no calendar day is given."""

    date: date | None
    phrase: str
    what: str
    who: str | None
    passage_id: str
    document_id: str
    decisions: tuple[str, ...]
    workstream: str | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person or office that can be written to, or that signs or receives a document.

    `role` is a contact ("contact"), a head field ("from", "to", "through", "cc") or "named". `phone` is
    a number printed beside the address, `about` the words or the table row that say what the contact is for.
    """

    name: str | None
    email: str | None
    role: str
    passage_id: str
    document_id: str
    phone: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting that documents name ("COP-5"), and the passages that do."""

    name: str
    named_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All rows, each table in the order of documents and then of text; deadlines by date."""

    decisions: tuple[DecisionRow, ...] = ()
    workstreams: tuple[WorkstreamRow, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
