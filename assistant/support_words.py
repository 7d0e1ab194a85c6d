"""Words of a statement against those of the text it cites: none of meaning that is not there.

Texts come put plainly (`support_vocabulary.plainly`), without their dates and identifiers.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.legal_verbs import verbs_in, weighed
from assistant.support_signals import content
from assistant.support_vocabulary import (
    bound,
    free,
    free_words,
    light,
    spelt_out,
    stands_for,
    stems_of,
    telling,
    told_alike,
)
from corpus.words import STOP, Word, fold, words

_OWN = 0.4
_LITERAL = 0.3
_MEANT = 0.7
_END = 2
_ROOT = 4
_ENDINGS = frozenset({"abl", "ibl", "ag", "ment", "ation", "al", "iti"})
_ACT = re.compile(
    r"(?:[tsc]ion|ment|[lp]sis|ance|ence|[ot]val|view|study|draft|update|report|support|overview)s?$"
)
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th)?")


def foreign_words(said: str, there: str) -> list[str]:
    """Words of `said` that carry a meaning of their own and neither stand in `there` nor for a word there."""
    known = stems_of(there)
    known |= spelt_out({w.stem for w in words(said)}, known)
    verbs = {w.stem for form in verbs_in(said) if weighed(form) for w in words(form.form)}
    backed = known | free() | verbs
    every = words(said)
    foreign = []
    for place, word in enumerate(every):
        if fold(word.text) in STOP or word.stem in backed or _FIGURE.fullmatch(word.text):
            continue
        if stands_for(word.stem, known) or _in_phrase(every, place, known) or _derived(word.stem, known):
            continue
        if word.stem not in light() or not _does_what_is_there(every[place + 1 : place + 6], known):
            foreign.append(word.text)
    return foreign


def _derived(stem: str, known: set[str]) -> bool:
    """Whether a stem is one there with another ending: "tonnage", "tonnes"."""
    return any(
        min(len(stem), len(other)) >= _ROOT
        and (stem.startswith(other) or other.startswith(stem))
        and (stem[len(other) :] or other[len(stem) :]) in _ENDINGS
        for other in known
    )


def _does_what_is_there(following: list[Word], known: set[str]) -> bool:
    """Whether an act that is there follows: "conducts a review" where the text says that somebody reviews."""
    return any(word.stem in known and _ACT.search(fold(word.text)) for word in following)


def _in_phrase(every: list[Word], place: int, known: set[str]) -> bool:
    """Whether a word and its neighbour together stand for something there ("put forward")."""
    pairs = [every[i : i + 2] for i in (place - 1, place) if 0 <= i < len(every) - 1]
    return any(stands_for(f"{a.stem} {b.stem}", known) for a, b in pairs)


def foreign_names(said: str, lending: str) -> list[str]:
    """Capitalised words and short forms that `lending` does not have."""
    known = stems_of(lending)
    known |= {fold(w.text) for w in words(lending)} | free_words()
    known |= spelt_out({w.stem for w in words(said)}, known)
    foreign = []
    for place, word in enumerate(words(said)):
        capital = any(c.isupper() for c in (word.text[1:] if place == 0 else word.text))
        if capital and fold(word.text) not in known and word.stem not in known:
            foreign.append(word.text)
    return foreign


def said_elsewhere(said: str, there: str, around: str) -> bool:
    """Too little of what is said stands in the texts cited, or its end stands there in no word of its own."""
    known = {w.stem for w in words(there)}
    carried = [w.stem for w in content(said) if w.stem not in free()]
    literal = sum(stem in known for stem in carried)
    meant = sum(stem in known or stands_for(stem, known) for stem in carried)
    if literal < _OWN * len(carried) and (literal < _LITERAL * len(carried) or meant < _MEANT * len(carried)):
        return True
    known |= {w.stem for w in words(around)} | free()
    return len(carried) > _END and not any(stem in known for stem in carried[-_END:])


def foreign_telling(said: str, there: str, dated: bool) -> list[str]:
    """Words that change what is asserted and are not `there`; `dated` where the statement gives a date."""
    own = words(said)
    known = Counter(w.stem for w in words(there))
    told = Counter(w.stem for w in own if w.stem in telling())
    found = [stem for stem, times in told.items() if times > known[stem] + _backed(stem, told, known)]
    for word, backing in bound().items():
        if any(fold(w.text) == word for w in own) and not known.keys() & backing and (word != "by" or dated):
            found.append(word)
    return found


def _backed(stem: str, told: Counter[str], known: Counter[str]) -> int:
    """How many words of one meaning with a telling word are there and not said themselves."""
    return sum(max(0, known[other] - told[other]) for other in told_alike().get(stem, ()))
