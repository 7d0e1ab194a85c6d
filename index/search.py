"""Search: a question to passages, best first. Reads one snapshot of the records and the vector store.

1. understand the words; 2. full text and vectors each name candidates; 3. fuse; 4. read the best by tokens.
Identifiers come first: passages naming a decision asked about stand before all others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corpus.passage import Passage
from index.embedding import TextVectors
from index.errors import VectorsUnavailable
from index.filters import Filters
from index.fulltext import FullText, Understood
from index.fusion import Matches, Scored, Weights, align, fuse, mean, refine
from index.hit import Hit, SearchResult
from index.packing import Matrix, Tokens, unpack_tokens, unpack_vector
from index.records import Records
from index.selecting import Selection, select
from index.serialising import passage_from
from index.shelf import Read, Shelf, Standing
from index.vectors import VectorStore, passage_ids

MOST_HITS = 1000
MOST_CHARACTERS = 8000  # of a question; the model reads far less
_MOST_EXACT = 500
_FEW_PASSAGES = 2000  # up to here a filter is told to the vector store by ids, which it applies faster
_MOST_TOKENS = 64  # of a question, read against every token of the best passages


@dataclass(frozen=True, slots=True)
class Sources:
    """What a search reads; replaced as a whole whenever documents change."""

    records: Records
    store: VectorStore
    text: FullText
    shelf: Shelf = field(default_factory=Shelf)


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
        dense = _dense(read, sources, vectors.sentence, limit, selection)
        candidates = _candidates(read, sources.shelf, {*lexical, *dense, *named}, lexical, vectors.sentence)
        ranked = fuse(candidates, weights)
        matches = _matches(read, sources.shelf, ranked[: weights.aligned], vectors.tokens)
        ranked = refine(ranked, matches, weights)
        first = [c for c in ranked if c.number in named]
        chosen = (first + [c for c in ranked if c.number not in named])[:k]
        pieces = _pieces_of(asked, vectors)
        return SearchResult(tuple(_hits(read, sources.shelf, chosen, pieces)), asked.terms)


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
    read: sqlite3.Connection, sources: Sources, vector: Matrix, limit: int, selection: Selection
) -> set[int]:
    """Numbers of the visible passages nearest to the question; none where the store does not answer."""
    by_ids = selection.narrow or (selection.sql and sources.text.passages <= _FEW_PASSAGES)
    ids = _window_ids(read, sources.shelf, selection) if by_ids else None
    if ids == ():
        return set()
    try:
        near = sources.store.nearest(vector, limit, documents=selection.documents, ids=ids)
    except VectorsUnavailable:
        return set()
    wanted = list(dict.fromkeys(passage_ids(window_id for window_id, _ in near)))
    where = f" AND p.no IN ({selection.sql})" if selection.sql else ""
    sql = (
        "SELECT p.no FROM passages p JOIN documents d ON d.no = p.document_no"
        " WHERE d.state = 'visible' AND p.id IN"
    )
    return {row[0] for row in _each(read, sql, wanted, where, selection.parameters)}


def _window_ids(read: sqlite3.Connection, shelf: Shelf, selection: Selection) -> tuple[str, ...]:
    def found(_: Sequence[Selection]) -> dict[Selection, tuple[str, ...]]:
        rows = read.execute(
            "SELECT p.id || ':' || w.place FROM passages p JOIN windows w ON w.passage_no = p.no"
            f" WHERE p.no IN ({selection.sql})",
            selection.parameters,
        )
        return {selection: tuple(window_id for (window_id,) in rows)}

    return shelf.window_ids.take((selection,), found)[selection]


def _each(
    read: sqlite3.Connection,
    sql: str,
    values: Sequence[int | str],
    after: str = "",
    parameters: Sequence[int | str] = (),
) -> Iterable[tuple[Any, ...]]:
    """Rows of ``sql (values)``, a thousand values at a time."""
    for first in range(0, len(values), 1000):
        part = values[first : first + 1000]
        yield from read.execute(f"{sql} ({', '.join('?' * len(part))}){after}", (*part, *parameters))


def _candidates(
    read: sqlite3.Connection, shelf: Shelf, numbers: set[int], lexical: dict[int, float], question: Matrix
) -> list[Scored]:
    """Every candidate with both scores; the cosine is that of its best window."""

    def standing(missing: Sequence[int]) -> dict[int, Standing]:
        orders = _each(
            read,
            "SELECT p.no, d.position, d.no, p.place FROM passages p JOIN documents d ON d.no = p.document_no"
            " WHERE p.no IN",
            missing,
        )
        grids: dict[int, list[Matrix]] = {}
        for number, data in _each(
            read, "SELECT passage_no, vector FROM windows WHERE passage_no IN", missing
        ):
            grids.setdefault(number, []).append(unpack_vector(data))
        nothing = np.zeros((0, len(question)), np.float32)
        return {
            number: Standing(tuple(order), np.stack(grids[number]) if number in grids else nothing)
            for number, *order in orders
        }

    chosen = sorted(numbers)
    found = shelf.standing.take(chosen, standing)
    cosines = _best([found[n].vectors for n in chosen], question)
    return [
        Scored(n, found[n].order, lexical.get(n, 0.0), min(1.0, c))
        for n, c in zip(chosen, cosines, strict=True)
    ]


def _best(grids: Sequence[Matrix], question: Matrix) -> list[float]:
    """For each grid (windows, dim) its best cosine with the question; 0 where it has no window."""
    filled = [place for place, grid in enumerate(grids) if len(grid)]
    best = [0.0] * len(grids)
    if filled:
        cosines = np.concatenate([grids[place] for place in filled]) @ question
        starts = np.cumsum([0] + [len(grids[place]) for place in filled[:-1]])
        for place, cosine in zip(filled, np.maximum.reduceat(cosines, starts).tolist(), strict=True):
            best[place] = cosine
    return best


def _matches(
    read: sqlite3.Connection, shelf: Shelf, best: Sequence[Scored], question: Matrix
) -> dict[int, Matches]:
    """Token matches of the question in each of `best`; empty where token vectors are not kept."""
    if not len(question) or not best:
        return {}

    dim = question.shape[1]

    def tokens(missing: Sequence[int]) -> dict[int, Read]:
        rows = _each(read, "SELECT passage_no, data, context_no FROM tokens WHERE passage_no IN", missing)
        return {number: Read(unpack_tokens(data, dim), context) for number, data, context in rows}

    def contexts(missing: Sequence[int]) -> dict[int, Tokens]:
        rows = _each(read, "SELECT no, data FROM contexts WHERE no IN", missing)
        return {number: unpack_tokens(data, dim) for number, data in rows}

    found = shelf.tokens.take([c.number for c in best], tokens)
    numbers = {one.context for one in found.values() if one.context is not None}
    around = shelf.contexts.take(sorted(numbers), contexts)
    asked = question[:_MOST_TOKENS]
    matched = align(asked, [one.tokens for one in found.values()] + list(around.values()))
    near: dict[int | None, tuple[float, ...]] = dict(zip(around, matched[len(found) :], strict=True))
    return {
        number: Matches(own, _higher(own, near.get(one.context, ())))
        for (number, one), own in zip(found.items(), matched, strict=False)
    }


def _higher(own: tuple[float, ...], near: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(map(max, own, near)) if own and near else own or near


def _hits(
    read: sqlite3.Connection, shelf: Shelf, chosen: Sequence[Scored], pieces: Sequence[Sequence[int]]
) -> Iterable[Hit]:
    def passages(missing: Sequence[int]) -> dict[int, Passage]:
        rows = _each(read, "SELECT no, json FROM passages WHERE no IN", missing)
        return {number: passage_from(text) for number, text in rows}

    found = shelf.passages.take([c.number for c in chosen], passages)
    for c in chosen:
        likeness = tuple(
            mean([c.matches.own[n] for n in own]) for own in pieces
        ) if c.matches and c.matches.own else ()  # fmt: skip
        alignment = mean(c.matches.own) if c.matches else None
        yield Hit(found[c.number], c.score, c.cosine, c.lexical, alignment, likeness)
