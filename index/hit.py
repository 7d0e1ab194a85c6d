"""What a search is asked and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.passage import Passage


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question as the index understood it.

    `stems` are the stems that count as a match (the word's own first, then those of its synonyms),
    `phrases` official phrases (as stems) that match as a whole; `idf` is relative to the collection,
    in 0..1 with 1 = rarest; `known` False where no document has any of its stems; `spelt` is the word
    the index took it for when the typed one is unknown (None when taken as typed). `rarity` is the same
    kind of measure for the language at large (0 = as common as "the", 1 = rare), from the order of the
    embedding model's vocabulary, which goes by frequency.
    """

    word: str
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    idf: float = 1.0
    known: bool = True
    spelt: str | None = None
    rarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. All scores: higher is better.

    `score` fused, 0..1; `cosine` best window against the question, -1..1, both read in the passage's
    context (see `index.context`); `lexical` BM25 divided by the question's best, 0..1; `alignment` mean
    best token match in the passage itself (late interaction), -1..1, or None where not computed;
    `likeness` the same for each term of the result by itself, in the order of `SearchResult.terms`,
    empty where not computed.
    """

    passage: Passage
    score: float
    cosine: float
    lexical: float
    alignment: float | None = None
    likeness: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits best first, and how the question's words were understood."""

    hits: tuple[Hit, ...] = ()
    terms: tuple[Term, ...] = field(default=())
