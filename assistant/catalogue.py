"""What the documents hold, looked up by name: the side of the register that questions are read with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from corpus.document import Document
from corpus.passage import Passage
from corpus.register import DecisionRow, Register, WorkstreamRow
from corpus.words import STOP, fold, words

_COMMON = 0.5
_POINTING = 0.9
_DOCUMENT_NOUN = re.compile(
    r"(?i)\b(?:letters?|memo(?:randum)?s?|notifications?|circulars?|notes?|decisions?|papers?|documents?|guidance|annex(?:es)?|"
    r"reports?|resolutions?|table|work plan)\b|'s\b"
)


@dataclass(frozen=True)
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

    def documents_in(self, text: str) -> tuple[str, ...]:
        """The document that `text` points at, where there are several: by symbol, or by words of its head.

        Words count the more the fewer documents' heads have them; a lone common word points at nothing.
        """
        folded = fold(text)
        named = tuple(
            d.id for d in self.primary if d.symbol and len(d.symbol) > 4 and fold(d.symbol) in folded
        )
        if named or len(self.primary) < 2:
            return named
        number = {t for t in re.findall(r"[\w./-]*\d{2,}[\w./-]*", folded) if len(t) > 4}
        by_number = tuple(d.id for d in self.primary if d.symbol and any(n in fold(d.symbol) for n in number))
        if len(by_number) == 1:
            return by_number
        if not _DOCUMENT_NOUN.search(text):
            return ()
        given = {w.stem for w in words(text) if fold(w.text) not in STOP}
        scores = sorted(
            ((sum(self._telling_heads[d.id].get(s, 0.0) for s in given), d.id) for d in self.primary),
            reverse=True,
        )
        best, second = scores[0], scores[1]
        return (best[1],) if best[0] >= _POINTING and best[0] >= 1.4 * second[0] else ()

    @cached_property
    def _telling_heads(self) -> dict[str, dict[str, float]]:
        """For each document the stems of its head, each weighted by how few heads share it."""
        heads = {d.id: {w.stem for w in words(head_of(d)) if fold(w.text) not in STOP} for d in self.primary}
        counts = Counter(s for stems in heads.values() for s in stems)
        return {i: {s: 1.0 / counts[s] for s in stems} for i, stems in heads.items()}

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

    def workstreams_in(self, text: str) -> tuple[str, ...]:
        """Workstreams that `text` names: by their whole name, or by most of its telling words."""
        rows = self.register.workstreams
        given = {w.stem for w in words(text) if fold(w.text) not in STOP}
        folded = fold(text)
        whole = tuple(dict.fromkeys(w.name for w in rows if fold(w.name) in folded))
        if whole:
            return whole
        shares: dict[str, float] = {}
        for row in rows:
            own = self._telling[row.name]
            share = sum(weight for s, weight in own.items() if _near(s, given)) / (sum(own.values()) or 1.0)
            if share >= _COMMON:
                shares[row.name] = share
        best = max(shares.values(), default=0.0)
        return tuple(name for name, share in shares.items() if share >= best - 1e-9)

    @cached_property
    def _telling(self) -> dict[str, dict[str, float]]:
        """For each workstream its name's stems, each weighted by how few names share it."""
        names = {
            w.name: {x.stem for x in words(w.name) if fold(x.text) not in STOP}
            for w in self.register.workstreams
        }
        counts = Counter(s for stems in names.values() for s in stems)
        return {name: {s: 1.0 / counts[s] for s in stems} for name, stems in names.items()}

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
    return " \n ".join([document.title, document.symbol or "", *fields, document.text[:160]])


def _near(stem: str, given: set[str]) -> bool:
    return stem in given or (len(stem) > 5 and any(len(g) > 4 and fuzz.ratio(stem, g) >= 88 for g in given))
