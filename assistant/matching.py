"""How well a passage covers a question's words: the measure behind choosing and refusing.

A word is covered by its stem, by a synonym's stem or by an official phrase; words of the passage's
headings, of the paragraph that opens its list and of its document's title count as context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.catalogue import Catalogue, head_of
from assistant.evidence import Candidate
from corpus.passage import Passage
from corpus.references import id_patterns
from corpus.sentences import clauses, sentences
from corpus.words import words
from index.hit import Hit, Term

CONTEXT_SHARE = 0.7
# Token matches of unrelated words lie below the first, of the same word in another sentence about the second.
_UNLIKE, _ALIKE = 0.3, 0.7
_UNKNOWN_WEIGHT = 1.0
_FIRST_PERSON = re.compile(r"\b(?:I|my|me)\b")
_SECOND_PERSON = re.compile(r"\b(?:[Yy]ou|[Yy]our)\b")


@lru_cache(maxsize=20000)
def _stems(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    sequence = tuple(word.stem for word in words(text))
    return frozenset(sequence), sequence


def covers(term: Term, text: str) -> bool:
    """Whether `text` has the term: one of its stems, or one of its phrases as a run of words."""
    known, sequence = _stems(text)
    if any(stem in known for stem in term.stems):
        return True
    for phrase in term.phrases:
        if all(stem in known for stem in phrase):
            size = len(phrase)
            if any(sequence[i : i + size] == phrase for i in range(len(sequence) - size + 1)):
                return True
    return False


def weight(term: Term) -> float:
    """What a term counts, 0.05..1: how rare it is among the documents and in the language at large.

    A word that no document has counts as rare among them.
    """
    return max(0.05, (term.idf if term.known else _UNKNOWN_WEIGHT) * (0.25 + 0.75 * term.rarity))


def resemblance(likeness: float) -> float:
    """How far a token match of `likeness` (-1..1) stands for the word itself, 0..1."""
    return min(1.0, max(0.0, (likeness - _UNLIKE) / (_ALIKE - _UNLIKE)))


def cover(terms: Sequence[Term], text: str, context: str = "") -> tuple[float, float, tuple[Term, ...]]:
    """Weighted share of `terms` in `text`, the same with `context` counting in part, and what is missing."""
    if not terms:
        return 0.0, 0.0, ()
    total = sum(weight(t) for t in terms)
    own = near = 0.0
    missing = []
    for term in terms:
        if covers(term, text):
            own += weight(term)
        elif context and covers(term, context):
            near += weight(term)
        else:
            missing.append(term)
    return own / total, (own + CONTEXT_SHARE * near) / total, tuple(missing)


def shares(terms: Sequence[Term], likeness: Sequence[float], text: str, context: str) -> tuple[float, ...]:
    """For each term how far `text` speaks of it, 0..1: by word, by context, or by what its words resemble."""
    found = []
    for place, term in enumerate(terms):
        alike = resemblance(likeness[place]) if place < len(likeness) else 0.0
        if covers(term, text):
            found.append(1.0)
        elif covers(term, context):
            found.append(max(CONTEXT_SHARE, alike))
        else:
            found.append(alike)
    return tuple(found)


def stems_of(text: str) -> frozenset[str]:
    """The stems of all words of `text`."""
    return _stems(text)[0]


def context_of(passage: Passage, catalogue: Catalogue) -> str:
    """The words a reader has in mind at `passage`: headings, the paragraphs it belongs to, the title."""
    parts = list(passage.section)
    parent = catalogue.passages.get(passage.parent or "")
    while parent is not None:
        parts.append(parent.text)
        parent = catalogue.passages.get(parent.parent or "")
    parts += [meeting for d in passage.decisions if (meeting := meeting_of(d))]
    document = catalogue.documents.get(passage.document_id)
    if document:
        parts.append(head_of(document))
        if document.kind == "letter":
            # in a letter "I" is who signs it and "you" whom it is written to
            for name, words_of in (("from", _FIRST_PERSON), ("to", _SECOND_PERSON)):
                if words_of.search(passage.text):
                    parts += [f.value for f in document.header if f.name == name]
    return " \n ".join(parts)


@lru_cache(maxsize=4096)
def meeting_of(decision: str) -> str | None:
    """The meeting that took a decision, by its number ("COP-5" for MC-5/3), or None."""
    for form in id_patterns():
        match = form.pattern.fullmatch(decision)
        if match and form.meeting and match["session"].isdigit():
            return form.meeting.format(session=match["session"])
    return None


def best_span(terms: Sequence[Term], text: str, limit: int = 60) -> tuple[int, int]:
    """The sentence of `text` that covers most of `terms`; its best clause where it is over `limit` words."""
    spans = sentences(text)
    if not spans:
        return 0, len(text)
    chosen = max(spans, key=lambda s: (cover(terms, text[s[0] : s[1]])[0], -spans.index(s)))
    if len(text[chosen[0] : chosen[1]].split()) <= limit:
        return chosen
    parts = clauses(text, *chosen)
    return max(parts, key=lambda s: (cover(terms, text[s[0] : s[1]])[0], -parts.index(s)))


def candidate(
    hit: Hit,
    terms: Sequence[Term],
    catalogue: Catalogue,
    pointing: Sequence[Term] = (),
    likeness: Sequence[float] = (),
) -> Candidate:
    """`hit` with its coverage of `terms`, `likeness` being the token match of each.

    Its best sentence is chosen by `pointing` where that is given.
    """
    said = hit.passage.mentions
    names = [m.value for m in said.meetings]
    names += [f"article {m.value}" for m in said.articles] + [f"annex {m.value}" for m in said.annexes]
    text = " ; ".join([hit.passage.text, *names])
    context = context_of(hit.passage, catalogue)
    own, _, missing = cover(terms, text, context)
    spoken = shares(terms, likeness, text, context)
    total = sum(weight(t) for t in terms) or 1.0
    near = sum(weight(t) * share for t, share in zip(terms, spoken, strict=True)) / total
    return Candidate(hit, own, near, missing, spoken, best_span(pointing or terms, hit.passage.text))


def adjacent(terms: Sequence[Term], text: str) -> float:
    """Share of neighbouring term pairs that stand within five words of each other in `text`, 0..1."""
    if len(terms) < 2:
        return 1.0 if terms and covers(terms[0], text) else 0.0
    sequence = _stems(text)[1]
    places = [[i for i, s in enumerate(sequence) if s in t.stems] for t in terms]
    close = sum(any(abs(i - j) <= 5 for i in a for j in b) for a, b in zip(places, places[1:], strict=False))
    return close / (len(terms) - 1)
