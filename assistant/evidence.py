"""Evidence: the passages and register rows an answer may draw on, and the draft made of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.answer import Status, Support
from assistant.understanding import Question
from corpus.passage import Passage
from index.hit import Hit, Term


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters ``document.text[start:end]`` of a passage (of its document), to be cited."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found for a question, and how well it bears on it.

    `cover` is the share of the question's subject words that the passage itself has, weighted by
    rarity, 0..1; `context` the same with its headings, lead and document title and with words alike;
    `spoken` is how far it speaks of each word, 0..1, in the order of the terms; `missing` the words
    that stand in neither; `best` the sentence or clause that has most of the words.
    """

    hit: Hit
    cover: float
    context: float
    missing: tuple[Term, ...]
    spoken: tuple[float, ...]
    best: tuple[int, int]

    @property
    def passage(self) -> Passage:
        """The passage found."""
        return self.hit.passage

    @property
    def standing(self) -> float:
        """What candidates are ordered by, 0..1: coverage with context first, then likeness."""
        return 0.6 * self.context + 0.4 * max(0.0, min(1.0, self.hit.score))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question, candidates best first. `tier` says which sources were searched."""

    question: Question
    candidates: tuple[Candidate, ...] = ()
    terms: tuple[Term, ...] = ()
    tier: str = "documents"
    likelihood: float = 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One statement to be: its words, what it cites, and which of its numbers were counted, not quoted.

    `layout` "lead" stands first, "quote" as a quotation, "item" as a bullet, "heading" carries no
    fact of its own, "note" is a remark of the program about its sources.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    support: Support = "quoted"
    counted: tuple[int, ...] = ()
    layout: str = "quote"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification: points in order, or a refusal with the nearest quotes."""

    status: Status
    points: tuple[Point, ...] = ()
    remark: str = ""
    nearest: tuple[Quote, ...] = field(default=())

    def with_remark(self, more: str) -> Draft:
        """The draft with `more` after what it remarks already."""
        return replace(self, remark=f"{self.remark} {more}".strip())
