"""How well the search behind an answer finds what a case is about: recall, reciprocal rank, nDCG.

The measures are those of ir-measures (trec_eval underneath). What a search should find are the documents
that a case names (`relevant`), each found where its best passage stands; else each of its `evidence`, found
where the first passage that overlaps it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from corpus import Document, Passage
from eval.case import Case
from eval.wording import spans
from index import SearchResult

DEPTH = 100  # passages looked at
Found = Sequence[Passage]


class Searching(Protocol):
    """What is searched: an index."""

    def search(self, question: str, *, k: int = 20) -> SearchResult:
        """Passages for a question, best first."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Shares from 0 to 1: recall among the first 5 and 10, reciprocal rank and nDCG within the first 10."""

    recall_5: float | None = None
    recall_10: float | None = None
    mrr_10: float | None = None
    ndcg_10: float | None = None


def retrieval(case: Case, question: str, index: Searching, documents: Mapping[str, Document]) -> Retrieval:
    """What searching for `question` (it stands alone) finds of what `case` names; empty if it names none."""
    if not case.relevant and not case.evidence:
        return Retrieval()
    passages = [hit.passage for hit in index.search(question, k=DEPTH).hits]
    if case.relevant:
        return measured(relevant(case, documents), [p.document_id for p in passages])
    wanted = dict.fromkeys(map(str, range(len(case.evidence))), 1)
    return measured(wanted, _standing(case.evidence, passages, {d.id: d.text for d in documents.values()}))


def measured(wanted: Mapping[str, int], ranking: Sequence[str]) -> Retrieval:
    """The measures of `ranking` (ids, best first; only an id's first place counts) for `wanted` ids."""
    order = list(dict.fromkeys(ranking))
    run = {"q": {name: 1.0 / place for place, name in enumerate(order, start=1)} or {"": 0.0}}
    found = {str(m): v for m, v in _evaluated({"q": dict(wanted)}, run).items()}
    return Retrieval(found["R@5"], found["R@10"], found["RR@10"], found["nDCG@10"])


def relevant(case: Case, documents: Mapping[str, Document]) -> dict[str, int]:
    """The documents that `case` names by id, file name or its stem, with their grades."""
    names: dict[str, str] = {}
    for document in documents.values():
        file_name = document.file_name or document.id
        for name in (document.id, file_name, file_name.rpartition(".")[0]):
            names.setdefault(name, document.id)
    return {names.get(name, name): grade for name, grade in case.relevant}


def _standing(evidence: Sequence[str], found: Found, texts: Mapping[str, str]) -> list[str]:
    """For each passage the numbers of the evidence it is the first to overlap, else its own id."""
    places: dict[tuple[int, str], tuple[tuple[int, int], ...]] = {}
    seen: set[int] = set()
    ranking: list[str] = []
    for passage in found:
        here = []
        for number, words in enumerate(evidence):
            key = number, passage.document_id
            if key not in places:
                places[key] = spans(words, texts.get(passage.document_id, ""))
            if number not in seen and any(a < passage.end and passage.start < b for a, b in places[key]):
                here.append(number)
        seen.update(here)
        ranking += [str(number) for number in here] or [passage.id]
    return ranking


def _evaluated(qrels: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> dict[Any, float]:
    import ir_measures

    found: dict[Any, float] = ir_measures.calc_aggregate(_measures(), qrels, run)
    return found


@cache
def _measures() -> tuple[Any, ...]:
    from ir_measures import RR, R, nDCG

    return (R @ 5, R @ 10, RR @ 10, nDCG @ 10)
