"""What a search finds of what a case names: documents with grades, or words of evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from corpus import Document, Passage, document_from_text, passages
from eval import Case
from eval.retrieval import Retrieval, measured, relevant, retrieval
from index import Hit, SearchResult

TEXTS = {
    "lamps": "Lamps hold mercury.\n\nLamps are collected in May.",
    "cells": "Cells hold less of it.",
    "teeth": "Fillings hold it too.",
}
DOCUMENTS = {
    name: document_from_text(text, file_name=f"{name}.pdf", id=f"{name}-1", title=name, kind="other")
    for name, text in TEXTS.items()
}
BY_ID: dict[str, Document] = {d.id: d for d in DOCUMENTS.values()}
PASSAGES = {p.text: p for d in DOCUMENTS.values() for p in passages(d)}


@dataclass
class Ranked:
    """A search that always finds the same."""

    found: tuple[Passage, ...]

    def search(self, question: str, *, k: int = 20) -> SearchResult:
        return SearchResult(tuple(Hit(p, 1.0, 1.0, 1.0) for p in self.found[:k]))


def ranked(*texts: str) -> Ranked:
    return Ranked(tuple(PASSAGES[text] for text in texts))


ALL = ranked(
    "Cells hold less of it.", "Lamps hold mercury.", "Lamps are collected in May.", "Fillings hold it too."
)


def test_documents_are_found_where_their_best_passage_stands() -> None:
    case = Case("c", "k", "q", relevant=(("lamps.pdf", 1), ("teeth", 1)))
    ideal = 1 + 1 / math.log2(3)
    found = retrieval(case, "q", ALL, BY_ID)
    assert (found.recall_5, found.mrr_10) == (1.0, 0.5)
    assert found.ndcg_10 == pytest.approx((1 / math.log2(3) + 1 / math.log2(4)) / ideal)


def test_documents_are_named_by_id_file_name_or_stem() -> None:
    case = Case("c", "k", "q", relevant=(("lamps-1", 2), ("cells.pdf", 1), ("teeth", 1), ("gone", 1)))
    assert relevant(case, BY_ID) == {"lamps-1": 2, "cells-1": 1, "teeth-1": 1, "gone": 1}


def test_evidence_is_found_where_a_passage_first_overlaps_it() -> None:
    case = Case("c", "k", "q", evidence=("collected in\nMay", "printed nowhere"))
    assert retrieval(case, "q", ALL, BY_ID).mrr_10 == pytest.approx(1 / 3)
    assert retrieval(case, "q", ALL, BY_ID).recall_5 == 0.5


def test_what_names_nothing_measures_nothing_and_nothing_found_is_nothing() -> None:
    assert retrieval(Case("c", "k", "q"), "q", ALL, BY_ID) == Retrieval()
    case = Case("c", "k", "q", relevant=(("cells", 1),))
    assert retrieval(case, "q", Ranked(()), BY_ID) == Retrieval(0.0, 0.0, 0.0, 0.0)


def test_beyond_ten_does_not_count() -> None:
    order = [str(n) for n in range(20)]
    fifth = measured({"4": 1}, order)
    assert (fifth.recall_5, fifth.mrr_10) == (1.0, 0.2)
    assert fifth.ndcg_10 == pytest.approx(1 / math.log2(6))
    assert measured({"9": 1}, order).recall_5 == 0.0
    assert measured({"10": 1}, order) == Retrieval(0.0, 0.0, 0.0, 0.0)
    assert measured({"a": 1}, ["b", "b", "a"]).mrr_10 == 0.5
