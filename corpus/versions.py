"""Whether a document is a newer version of another: the same paper given again, changed.

Papers say what they are by decision or symbol and title; files by their names, which many papers share.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel

from corpus.document import Document
from corpus.words import fold

_TRUST = ("uploaded", "official", "shipped")
_REVISION = re.compile(r"/Rev\.(\d+)\b")
_ALIKE, _COMPARED = 0.4, 5000  # words


def is_newer_version(document: Document, held: Document) -> bool:
    """Whether `document`, given now, takes the place of `held`.

    It does where both say that they are the same decision or symbol and bear the same title, or come from
    files of one name and neither their symbols nor their words tell different papers. An earlier revision
    ("/Rev.1" after "/Rev.2") replaces nothing, nor does an uploaded paper one that is trusted more.
    """
    if _TRUST.index(document.trust) < _TRUST.index(held.trust) or "summary" in {document.kind, held.kind}:
        return False
    own, others = _named(document), _named(held)
    if own and others and own != others or _revision(document) < _revision(held):
        return False
    alike = fold(document.title) == fold(held.title)
    if own and others and alike:
        return True
    named = (document.file_name or "").casefold() == (held.file_name or "").casefold() != ""
    return named and (alike or bool(own and others) or _likeness(document, held) >= _ALIKE)


def _named(document: Document) -> str | None:
    """What a paper calls itself, without its revision."""
    return document.decision or (_REVISION.sub("", document.symbol) if document.symbol else None)


def _revision(document: Document) -> int:
    found = _REVISION.search(document.symbol or "")
    return int(found[1]) if found else 0


def _likeness(a: Document, b: Document) -> float:
    """The share of words that two texts have in common in the same order, 0..1, of their beginnings.

    The test documents measure 0.23 with one another at most; a changed paper keeps most of its words.
    """
    own, others = ([fold(w) for w in d.text.split()[:_COMPARED]] for d in (a, b))
    return Indel.normalized_similarity(own, others)
