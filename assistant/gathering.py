"""From a question to its evidence: search in the documents, and in the public summaries after them."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.evidence import Candidate, Evidence
from assistant.matching import candidate
from assistant.understanding import Question
from corpus.document import Kind
from corpus.words import fold
from index import Index
from index.hit import Filters, Hit, Term

DOCUMENT_KINDS: tuple[Kind, ...] = ("letter", "decision", "guidance", "other")
BREADTH = 24


def search(question: Question, index: Index, catalogue: Catalogue, filters: Filters, tier: str) -> Evidence:
    """Candidates for `question` among the documents (`tier` "documents") or the public summaries.

    Only the words of its subject count for coverage; everything it names must be named by a
    candidate too (a decision, a meeting), or by the paragraph the candidate belongs to.
    """
    kinds = ("summary",) if tier == "summaries" else _allowed(question, catalogue)
    if filters.source:
        kinds = tuple(k for k in kinds if k in filters.source)
    if not kinds:
        return Evidence(question, tier=tier)
    found = index.search(question.text, k=BREADTH, filters=replace(filters, source=kinds), exact=question.decisions)
    terms = subject_terms(question, found.terms)
    hits = [hit for hit in found.hits if hit.passage.role != "heading" or len(found.hits) < 3]
    candidates = [candidate(hit, terms, catalogue) for hit in hits]
    candidates = [c for c in candidates if names_all(c, question, catalogue)]
    candidates.sort(key=lambda c: -c.standing)
    return Evidence(question, tuple(candidates), terms, tier)


def _allowed(question: Question, catalogue: Catalogue) -> tuple[Kind, ...]:
    if question.scope == "letter" and catalogue.has_kind("letter"):
        return ("letter",)
    if question.scope == "decision":
        return ("decision",)
    return DOCUMENT_KINDS


def subject_terms(question: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The index's terms that are subject words of the question (all of them where none is)."""
    wanted = [fold(word.text) for word in question.subject]
    kept = tuple(t for t in terms if all(part in wanted for part in fold(t.word).split()))
    return kept


def names_all(found: Candidate, question: Question, catalogue: Catalogue) -> bool:
    """Whether a candidate names the decisions and meetings that the question names."""
    passage = found.passage
    document = catalogue.documents[passage.document_id]
    held = {*passage.decisions, *(m.value for m in passage.mentions.meetings)}
    if document.decision:
        held.add(document.decision)
    parent = catalogue.passages.get(passage.parent or "")
    if parent:
        held |= {*parent.decisions, *(m.value for m in parent.mentions.meetings)}
    return all(name in held for name in question.identifiers)


def named_passages(question: Question, catalogue: Catalogue, kinds: tuple[str, ...] = DOCUMENT_KINDS) -> list[Hit]:
    """Every passage that names the question's decisions, in order, as hits of full score."""
    rows = [catalogue.decisions[d] for d in question.decisions if d in catalogue.decisions]
    ids = [i for row in rows for i in (*row.named_in, *row.passages, *row.summarised_in)]
    passages = [catalogue.passages[i] for i in dict.fromkeys(ids)]
    return [Hit(p, 1.0, 1.0, 1.0) for p in passages if catalogue.documents[p.document_id].kind in kinds]
