"""Passages of the shipped letter, found by their words, and quotes cut from them."""

from __future__ import annotations

from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from corpus.document import Document
from corpus.passage import Passage

LETTER = "letter-mc-cop5-2023-190"


def letter_of(catalogue: Catalogue) -> Document:
    """The shipped letter."""
    return catalogue.documents[LETTER]


def passage_with(catalogue: Catalogue, words: str) -> Passage:
    """The one smallest passage of the letter that prints `words`."""
    found = [p for p in catalogue.passages.values() if p.document_id == LETTER and words in p.text]
    return min(found, key=lambda p: len(p.text))


def quote_of(catalogue: Catalogue, words: str) -> Quote:
    """The whole passage that prints `words`, as a quote."""
    passage = passage_with(catalogue, words)
    return Quote(passage, passage.start, passage.end)
