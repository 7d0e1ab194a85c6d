"""What the documents hold, looked up by name: the side of the register that questions are read with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from corpus.document import Document
from corpus.meetings import find_meetings, meetings_of
from corpus.passage import Passage
from corpus.register import DecisionRow, Register, WorkstreamRow
from corpus.titles import title_of_passages
from corpus.words import fold, words

#: Characters of a text in which its head stands.
_HEAD_CHARACTERS = 900


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Documents, passages by id, and register of one corpus version."""

    documents: dict[str, Document]
    passages: dict[str, Passage]
    register: Register
    corpus_version: str = ""
    _children: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def prefix(self) -> str | None:
        """The body whose decisions the documents name most ("MC"), or None."""
        counts = Counter(
            row.id.split("-", 1)[0]
            for row in self.register.decisions
            if "-" in row.id and (row.named_in or row.passages)
        )
        return counts.most_common(1)[0][0] if counts else None

    @cached_property
    def decisions(self) -> dict[str, DecisionRow]:
        """Rows by id."""
        return {row.id: row for row in self.register.decisions}

    def known_decision(self, written: str) -> str | None:
        """The known id for `written`: itself, or the one that ends in a number without a body."""
        if written in self.decisions:
            return written
        folded = written.casefold()
        same = [i for i in self.decisions if i.casefold() == folded]
        if same:
            return same[0]
        number = written.rsplit("-", 1)[-1]
        ending = [i for i in self.decisions if i.rsplit("-", 1)[-1] == number]
        return ending[0] if len(ending) == 1 and ("-" not in written) else None

    def decisions_in(self, text: str) -> tuple[str, ...]:
        """Known decisions whose number stands in `text` as printed, in order; case does not matter."""
        found = []
        for decision in self.decisions:
            match = re.search(rf"(?i)(?<![\w/.-]){re.escape(decision)}(?![\w/])", text)
            if match:
                found.append((match.start(), decision))
        return tuple(d for _, d in sorted(found))

    def has_kind(self, kind: str) -> bool:
        """Whether a document of this kind is loaded."""
        return any(d.kind == kind for d in self.documents.values())

    @cached_property
    def primary(self) -> tuple[Document, ...]:
        """All documents but the public summaries."""
        return tuple(d for d in self.documents.values() if d.kind != "summary")

    @cached_property
    def meetings(self) -> dict[str, frozenset[str]]:
        """Of each document the meetings that its head names, or whose decisions it holds the text of."""
        named = {d.id: {m.value for m in find_meetings(d.text[:_HEAD_CHARACTERS])} for d in self.primary}
        for row in self.register.decisions:
            for passage in row.passages[:1]:
                named[self.passages[passage].document_id] |= meetings_of(row.id)
        return {i: frozenset(found) for i, found in named.items()}

    def children(self, passage: Passage) -> tuple[Passage, ...]:
        """The passages that stand directly under `passage`, in order."""
        return tuple(self._by_parent.get(passage.id, ()))

    @cached_property
    def _by_parent(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            if passage.parent:
                found.setdefault(passage.parent, []).append(passage)
        return found

    def workstream(self, name: str) -> WorkstreamRow | None:
        """The row of the workstream called `name`."""
        return next((w for w in self.register.workstreams if w.name == name), None)

    @cached_property
    def people(self) -> dict[str, str]:
        """Folded full names to the name as printed."""
        found: dict[str, str] = {}
        for row in self.register.contacts:
            if row.name:
                name = re.sub(r"^(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+", "", row.name.split(",")[0])
                found.setdefault(fold(name), name)
        return found

    def people_in(self, text: str) -> tuple[str, ...]:
        """People and offices of the documents that `text` names, surname alone and small slips included."""
        given = [fold(w.text) for w in words(text)]
        found = []
        for folded, name in self.people.items():
            parts = [p for p in folded.split() if len(p) > 2]
            if not parts or len(parts) > 3:
                continue
            surname = parts[-1]
            spelt = len(surname) > 4  # a short name is too near to common words ("Toda", "today")
            if any(w == surname or (spelt and len(w) > 4 and fuzz.ratio(w, surname) >= 83) for w in given):
                found.append(name)
        return tuple(found)


def head_of(document: Document) -> str:
    """The words a reader knows a document by: title, symbol, the fields of its head, its first lines."""
    fields = [f.value for f in document.header if f.name != "salutation"]
    return " \n ".join(
        [title_of_passages(document.title), document.symbol or "", *fields, document.text[:160]]
    )
