"""From a question to its evidence: search in the documents, and in the public summaries after them."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue, head_of
from assistant.evidence import Candidate, Evidence
from assistant.matching import candidate, covers
from assistant.understanding import Question
from corpus.document import Kind
from corpus.words import fold, words
from index import Index
from index.filters import Filters
from index.hit import Hit, Term

DOCUMENT_KINDS: tuple[Kind, ...] = ("letter", "decision", "guidance", "other")
BREADTH = 24
_IN_HEADS = frozenset({"person", "contact", "header", "place"})


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
    filters = replace(filters, source=kinds)
    if question.documents and not filters.documents and tier == "documents":
        filters = replace(filters, documents=question.documents)
    found = index.search(question.text, k=BREADTH, filters=filters, exact=question.decisions)
    terms = _beyond_heads(subject_terms(question, found.terms), question, catalogue)
    hits = [
        hit
        for hit in found.hits
        if hit.passage.id in catalogue.passages  # a document may have come in since the question did
        and (hit.passage.role != "heading" or len(found.hits) < 3)
    ]
    named = tuple(Term(name, (), (tuple(w.stem for w in words(name)),)) for name in question.meetings)
    places = [found.terms.index(t) if t in found.terms else -1 for t in terms]
    candidates = []
    for hit in hits:
        likeness = [hit.likeness[p] if 0 <= p < len(hit.likeness) else 0.0 for p in places]
        candidates.append(candidate(hit, terms, catalogue, terms or named, likeness))
    candidates = [c for c in candidates if names_all(c, question, catalogue, bool(terms))]
    candidates.sort(key=lambda c: (_apart(c, question), -c.standing))
    return Evidence(question, tuple(candidates), terms, tier)


def _apart(found: Candidate, question: Question) -> bool:
    """Whether a candidate is a document's head, and the question asks for nothing that heads print."""
    return found.passage.role == "header" and question.want not in _IN_HEADS


def _beyond_heads(terms: tuple[Term, ...], question: Question, catalogue: Catalogue) -> tuple[Term, ...]:
    """`terms` without those that only describe the document that the question points at."""
    heads = [head_of(catalogue.documents[i]) for i in question.documents]
    beyond = tuple(t for t in terms if not any(covers(t, head) for head in heads))
    return beyond or terms


def _allowed(question: Question, catalogue: Catalogue) -> tuple[Kind, ...]:
    if question.scope == "letter" and catalogue.has_kind("letter"):
        return ("letter",)
    if question.scope == "decision":
        return ("decision",)
    return DOCUMENT_KINDS


def subject_terms(question: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The index's terms that are subject words of the question (all of them where none is)."""
    wanted = {fold(word.text) for word in question.subject}
    kept = [t for t in terms if any(part in wanted for part in fold(t.word).split())]
    # a meeting named counts as one more word: a passage about another meeting answers less
    names = [
        *question.meetings,
        *(f"article {a}" for a in question.articles),
        *(f"annex {a}" for a in question.annexes),
    ]
    own = {stem for name in names for stem in (w.stem for w in words(name))}
    kept = [t for t in kept if not set(t.stems[:1]) & own]
    named = [Term(name, (), (tuple(w.stem for w in words(name)),)) for name in names]
    return (*kept, *named) if kept or question.articles or question.annexes else ()


def names_all(found: Candidate, question: Question, catalogue: Catalogue, subject: bool) -> bool:
    """Whether a candidate names a decision of the question, or its meetings where that is all it is about."""
    passage = found.passage
    document = catalogue.documents[passage.document_id]
    parent = catalogue.passages.get(passage.parent or "")
    held = set(passage.decisions) | ({document.decision} if document.decision else set())
    held |= set(parent.decisions) if parent else set()
    meetings = {m.value for m in passage.mentions.meetings}
    return (not question.decisions or any(d in held for d in question.decisions)) and (
        subject or all(m in meetings for m in question.meetings)
    )


def named_passages(
    question: Question, catalogue: Catalogue, kinds: tuple[str, ...] = DOCUMENT_KINDS
) -> list[Hit]:
    """Every passage that names the question's decisions, in order, as hits of full score."""
    rows = [catalogue.decisions[d] for d in question.decisions if d in catalogue.decisions]
    ids = [i for row in rows for i in (*row.named_in, *row.passages, *row.summarised_in)]
    passages = [catalogue.passages[i] for i in dict.fromkeys(ids)]
    return [Hit(p, 1.0, 1.0, 1.0) for p in passages if catalogue.documents[p.document_id].kind in kinds]
