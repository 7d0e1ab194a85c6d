"""The desk: what composers work with to answer one question."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from assistant.calibration import Calibration
from assistant.catalogue import Catalogue, head_of
from assistant.evidence import Evidence
from assistant.gathering import search, subject_terms
from assistant.matching import covers, stems_of
from assistant.rows import Selector
from assistant.understanding import Question
from corpus.words import words
from index import Index
from index.filters import Filters
from index.hit import Term


@dataclass(frozen=True)
class Desk:
    """What a composer works with: the question, the documents, and what the reader allows.

    `searching` collects the seconds that each search took, `found` what it found: a refusal shows what
    the first search had found.
    """

    question: Question
    index: Index
    catalogue: Catalogue
    calibration: Calibration
    filters: Filters = Filters()
    searching: list[float] = field(default_factory=list)
    found: dict[tuple[str, Question], Evidence] = field(default_factory=dict)

    def evidence(self, tier: str, question: Question | None = None) -> Evidence:
        """What a search of one tier finds, with its likelihood of answering."""
        asked = question or self.question
        key = (tier, asked)
        if key not in self.found:
            start = time.perf_counter()
            found = search(asked, self.index, self.catalogue, self.filters, tier)
            self.searching.append(time.perf_counter() - start)
            self.found[key] = replace(found, likelihood=self.calibration.likelihood(found, self.catalogue))
        return self.found[key]

    def selector(self) -> Selector:
        """The register rows that the question selects."""
        asked = self.index.understand(self.question.text)
        terms = tuple(
            t
            for t in subject_terms(self.question, asked.terms)
            if t.known
            and (self.question.want == "contact" or not self._names_workstream(t))
            and not self._names_document(t)
        )
        if self.question.documents:  # the document is chosen: words it does not have choose nothing in it
            own = [p for p in self.catalogue.passages.values() if p.document_id in self.question.documents]
            terms = tuple(t for t in terms if any(covers(t, p.text) for p in own))
        return Selector(self.question, self.catalogue, terms, self.filters)

    def _names_document(self, term: Term) -> bool:
        return any(covers(term, head_of(self.catalogue.documents[d])) for d in self.question.documents)

    def _names_workstream(self, term: Term) -> bool:
        own = {stem for name in self.question.workstreams for stem in stems_of(name)}
        return all(w.stem in own for w in words(term.word)) or bool(own & set(term.stems[:1]))
