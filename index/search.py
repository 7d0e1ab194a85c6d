"""Search: a question to passages, best first. Reads one snapshot of the records and the vector store.

1. understand the words; 2. full text and vectors each name candidates; 3. fuse; 4. read the best by tokens.
Identifiers come first: passages naming a decision asked about stand before all others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import TextVectors
from index.errors import VectorsUnavailable
from index.fulltext import FullText, Understood
from index.fusion import Scored, Weights, align, fuse, refine
from index.hit import Filters, Hit, SearchResult
from index.packing import Matrix, unpack_tokens
from index.records import Records
from index.selecting import Selection, select
from index.serialising import passage_from
from index.vectors import VectorStore, passage_ids

MOST_HITS = 1000
MOST_CHARACTERS = 8000  # of a question; the model reads far less
_MOST_EXACT = 500
_MOST_TOKENS = 64  # of a question, read against every token of the best passages


@dataclass(frozen=True, slots=True)
class Sources:
    """What a search reads; replaced as a whole whenever documents change."""

    records: Records
    store: VectorStore
    text: FullText


def understand(sources: Sources, question: str) -> Understood:
    """The question's terms, and the question as it was meant."""
    with sources.records.database.reading() as read:
        return sources.text.understand(read, question)


def search(
    sources: Sources,
    asked: Understood,
    vectors: TextVectors,
    weights: Weights,
    *,
    k: int,
    filters: Filters,
    exact: Sequence[str] = (),
) -> SearchResult:
    """Up to `k` passages of the visible documents that `filters` allow."""
    with sources.records.database.reading() as read:
        selection = select(read, filters)
        if selection.documents == ():
            return SearchResult((), asked.terms)
        limit = max(weights.candidates, 2 * k)
        lexical = sources.text.best(read, asked, selection, limit, weights.heading)
        named = _naming(read, exact, selection)
        dense = _dense(read, sources.store, vectors.sentence, limit, selection)
        candidates = _candidates(read, {*lexical, *dense, *named}, lexical, vectors.sentence)
        ranked = fuse(candidates, weights)
        ranked = refine(ranked, _alignments(read, ranked[: weights.aligned], vectors.tokens), weights)
        first = [c for c in ranked if c.number in named]
        chosen = (first + [c for c in ranked if c.number not in named])[:k]
        return SearchResult(tuple(_hits(read, chosen, _pieces_of(asked, vectors))), asked.terms)


def _pieces_of(asked: Understood, vectors: TextVectors) -> tuple[tuple[int, ...], ...]:
    """For each term of the question the numbers of its pieces; empty for a term that has none."""
    text = asked.question.lower()
    found = []
    for term in asked.terms:
        at = text.find((term.spelt or term.word).lower())
        end = at + len(term.spelt or term.word)
        pieces = [
            n for n, (a, b) in enumerate(vectors.spans[:_MOST_TOKENS]) if at >= 0 and a < end and b > at
        ]
        found.append(tuple(pieces))
    return tuple(found)


def _naming(read: sqlite3.Connection, decisions: Sequence[str], selection: Selection) -> set[int]:
    """Passages naming any of these decisions."""
    if not decisions:
        return set()
    where = f" AND passage_no IN ({selection.sql})" if selection.sql else ""
    rows = read.execute(
        "SELECT passage_no FROM passage_decisions WHERE decision IN"
        f" ({', '.join('?' * len(decisions))}){where} ORDER BY passage_no LIMIT {_MOST_EXACT}",
        (*decisions, *selection.parameters),
    )
    return {number for (number,) in rows}


def _dense(
    read: sqlite3.Connection, store: VectorStore, vector: Matrix, limit: int, selection: Selection
) -> set[int]:
    """Numbers of the visible passages nearest to the question; none where the store does not answer."""
    ids = _window_ids(read, selection) if selection.narrow else None
    if ids == []:
        return set()
    try:
        near = store.nearest(vector, limit, documents=selection.documents, ids=ids)
    except VectorsUnavailable:
        return set()
    wanted = list(dict.fromkeys(passage_ids(window_id for window_id, _ in near)))
    where = f" AND p.no IN ({selection.sql})" if selection.sql else ""
    sql = (
        "SELECT p.no FROM passages p JOIN documents d ON d.no = p.document_no"
        " WHERE d.state = 'visible' AND p.id IN"
    )
    return {row[0] for row in _each(read, sql, wanted, where, selection.parameters)}


def _window_ids(read: sqlite3.Connection, selection: Selection) -> list[str]:
    rows = read.execute(
        "SELECT p.id || ':' || w.place FROM passages p JOIN windows w ON w.passage_no = p.no"
        f" WHERE p.no IN ({selection.sql})",
        selection.parameters,
    )
    return [window_id for (window_id,) in rows]


def _each(
    read: sqlite3.Connection,
    sql: str,
    values: Sequence[int | str],
    after: str = "",
    parameters: Sequence[int | str] = (),
) -> Iterable[sqlite3.Row | tuple[int, ...]]:
    """Rows of ``sql (values)``, a thousand values at a time."""
    for first in range(0, len(values), 1000):
        part = values[first : first + 1000]
        yield from read.execute(f"{sql} ({', '.join('?' * len(part))}){after}", (*part, *parameters))


def _candidates(
    read: sqlite3.Connection, numbers: set[int], lexical: dict[int, float], question: Matrix
) -> list[Scored]:
    """Every candidate with both scores; the cosine is that of its best window."""
    chosen = sorted(numbers)
    orders = {
        row[0]: tuple(row[1:])
        for row in _each(
            read,
            "SELECT p.no, d.position, d.no, p.place FROM passages p JOIN documents d ON d.no = p.document_no"
            " WHERE p.no IN",
            chosen,
        )
    }
    rows = list(_each(read, "SELECT passage_no, vector FROM windows WHERE passage_no IN", chosen))
    best: dict[int, float] = {}
    if rows:
        grid = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)  # type: ignore[misc]
        for row, cosine in zip(rows, (grid @ question).tolist(), strict=True):
            best[row[0]] = max(best.get(row[0], -1.0), cosine)
    return [Scored(n, orders[n], lexical.get(n, 0.0), min(1.0, best.get(n, 0.0))) for n in chosen]


def _alignments(
    read: sqlite3.Connection, best: Sequence[Scored], question: Matrix
) -> dict[int, tuple[float, ...]]:
    """Token matches of the question in each of `best`; empty where token vectors are not kept."""
    if not len(question) or not best:
        return {}
    rows = list(
        _each(read, "SELECT passage_no, data FROM tokens WHERE passage_no IN", [c.number for c in best])
    )
    tokens = [unpack_tokens(row[1], question.shape[1]) for row in rows]  # type: ignore[arg-type]
    return {row[0]: score for row, score in zip(rows, align(question[:_MOST_TOKENS], tokens), strict=True)}


def _hits(
    read: sqlite3.Connection, chosen: Sequence[Scored], pieces: Sequence[Sequence[int]]
) -> Iterable[Hit]:
    rows = _each(read, "SELECT no, json FROM passages WHERE no IN", [c.number for c in chosen])
    passages = {row[0]: passage_from(str(row[1])) for row in rows}
    for c in chosen:
        likeness = tuple(
            sum(c.matches[n] for n in own) / len(own) if own else 0.0 for own in pieces
        ) if c.matches else ()  # fmt: skip
        yield Hit(passages[c.number], c.score, c.cosine, c.lexical, c.alignment, likeness)
