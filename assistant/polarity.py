"""Yes, no, or neither: what a sentence says to a question, by its form alone.

"Yes" where the sentence holds what is asked and nothing weakens it, "No" where what is asked stands only
in what the passage denies. Anything less is left to the reader, who sees the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evidence import Candidate
from assistant.matching import cover, covers, weight
from corpus.sentences import sentences
from index.hit import Term

Polarity = Literal["Yes", "No"]

_NEGATION = re.compile(r"(?i)\b(?:not|no|none|never|neither|nor|cannot|unable)\b|n[’']t\b")
#: Negations that bound or join and deny nothing.
_BOUNDS = re.compile(
    r"(?i)\b(?:not|no)\s+(?:later|earlier|less|more|fewer|longer|larger|smaller|older|exceeding|only|necessarily|yet\s+known)\b"
    r"|\b(?:whether\s+or|if|or)\s+not\b|\bnot\s+to\s+exceed\b|\bno\.\s*\d"
)
#: A verb is denied, and with it the whole clause: "candidates ... cannot be considered".
_OF_VERB = re.compile(
    r"(?i)\b(?:is|are|was|were|be|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would|need|am)\s+not$"
    r"|cannot$|n[’']t$|\bunable$|\bnever$"
)
_OPENS = re.compile(r"[;:.]\s|\b(?:but|that|which|who)\b|,\s+(?:and|but)\b")
_DIGITS = re.compile(r"\d+")
_STOP = re.compile(r"[;:.]|,\s+(?:but|and)\b|\b(?:but|unless|except)\b")
#: Words that a question asks about and that no plain sentence answers by holding the others.
_STRONG = re.compile(
    r"(?i)\b(?:must|have\s+to|has\s+to|obliged|obligation|required|mandatory|binding|compulsory|only|all|every|always"
    r"|never|not|no|already|yet|same|alone|instead|without|both)\b|n[’']t\b"
)
_DUTY = re.compile(
    r"(?i)\b(?:must|have\s+to|has\s+to|need(?:s|ed)?(?:\s+to)?|obliged|required|mandatory|compulsory)\b"
)
_BINDS = re.compile(r"(?i)\b(?:must|shall|required|mandatory|obliged)\b")
_ASKS_FACT = re.compile(r"(?i)^\W*(?:\w+\W+){0,2}?(?:will|did|has|have|was|were)\b")
_DIRECTS = re.compile(
    r"(?i)\b(?:invit|request|encourag|urg|call|recommend)\w*\b|^\W*(?:to\s+[a-z]|should\b)|\bto\s+be\s+\w+ed\b"
)
#: What is only looked forward to has not been done by it.
_AWAITS = re.compile(r"(?i)\b(?:expected|planned|supposed|scheduled|due|about|proposed)\s+to\b")
_WEAKENS = re.compile(
    r"(?i)\b(?:if|unless|except|only|subject\s+to|provided|whether|could|might|proposal\s+on|consider(?:s|ing)?|depend\w*)\b"
)
#: Asks whether the documents speak of something: they do where they print it.
_MENTIONED = re.compile(
    r"(?i)\b(?:talks?|speaks?|says?|mentions?|refers?|deals?)\b.{1,80}\b(?:at all|anywhere|somewhere)\b"
    r"|\bmentioned\b(?:\s+at all|\s+anywhere)?\W*$"
)
#: Shares of the question's words, by weight: that the passage itself must hold, that are all of them,
#: that may be missing; and how far a word must be spoken of, not to be.
_OWN, _ALL, _MISSING = 0.6, 0.98, 0.25
#: Share of them that must stand in the passage, not only above it.
_GIVEN = 0.5
_SPOKEN = 0.7
#: Words of a sentence by which it is found again.
_OPENING = 4


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a passage says to a question, and the words in it that say so (empty: its best sentence)."""

    says: Polarity
    words: str = ""


def polarity(asked: str, found: Candidate, terms: Sequence[Term]) -> Ruling | None:
    """What the passage `found` says to the yes/no question `asked` of the words `terms`."""
    text = found.passage.text
    if not terms or set(_DIGITS.findall(asked)) - set(_DIGITS.findall(text)):
        return None
    # what stands only above the passage, in headings and title, is what it speaks of
    given = [t for t in terms if covers(t, text) or t in found.missing]
    total = sum(weight(t) for t in terms)
    faint = sum(weight(t) for t, share in zip(terms, found.spoken, strict=True) if share < _SPOKEN)
    if not faint and len(given) > 1 and sum(weight(t) for t in given) >= _GIVEN * total:
        for start, end in sentences(text):
            if cover(given, text[start:end])[0] >= _ALL and _affirms(text[start:end], asked, given):
                return Ruling("Yes", " ".join(text[start:end].split()[:_OPENING]))
    denials = _denials(text)
    stated = _without(text, denials)
    for start, at, end in denials:
        held = [t for t in terms if covers(t, text[start:end])]
        only = any(not covers(t, stated) for t in held)
        if held and (only or start < at):
            sure = faint <= _MISSING * total and not _STRONG.search(asked)
            return Ruling("No", " ".join(text[at:end].split()[:3])) if sure and only else None
    best = text[slice(*found.best)]
    if _MENTIONED.search(asked):
        return Ruling("Yes") if cover(terms, text)[0] >= _ALL else None
    if faint > 0 and cover(terms, best)[0] < _ALL or cover(terms, stated)[0] < _OWN:
        return None
    return Ruling("Yes") if _affirms(best, asked, ()) else None


def _affirms(sentence: str, asked: str, given: Sequence[Term]) -> bool:
    """Whether a sentence that has what is asked says so without a condition, and denies none of `given`."""
    stated = _without(sentence, _denials(sentence))
    if not all(covers(t, stated) for t in given):
        return False
    duty = _DUTY.search(asked)
    rest = asked[: duty.start()] + asked[duty.end() :] if duty else asked
    if _STRONG.search(rest) or _weakened(sentence, asked) or (duty and not _BINDS.search(sentence)):
        return False
    return not (_ASKS_FACT.match(asked) and (_DIRECTS.search(sentence) or _AWAITS.search(sentence)))


def _weakened(text: str, asked: str) -> bool:
    """Whether the sentence makes a condition that the question does not make."""
    return any(m.group().lower() not in asked.lower() for m in _WEAKENS.finditer(text))


def _without(text: str, denials: Sequence[tuple[int, int, int]]) -> str:
    """`text` with what it denies taken out."""
    kept = [text[i] for i in range(len(text)) if not any(a <= i < b for a, _, b in denials)]
    return "".join(kept)


def _denials(text: str) -> list[tuple[int, int, int]]:
    """What `text` denies: (start, place of the negation, end) of each span.

    A negation bears on what follows it; one of a verb on the whole clause ("these cannot be considered").
    """
    bounds = [m.span() for m in _BOUNDS.finditer(text)]
    spans = []
    for match in _NEGATION.finditer(text):
        if any(a <= match.start() < b for a, b in bounds):
            continue
        stop = _STOP.search(text, match.end())
        start = match.start()
        if _OF_VERB.search(text[: match.end()]):
            start = max((m.end() for m in _OPENS.finditer(text, 0, start)), default=0)
        spans.append((start, match.start(), stop.start() if stop else len(text)))
    return spans
