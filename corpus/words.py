"""Words of a text and their stems: one analyser for documents and for questions.

Splitting follows letters and digits, so "capacity-building" is two words and "MC-5/12" is three;
identifiers are recognised by `corpus.references`, not here.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CUT_WORD = re.compile(r"\b([^\W\d_]+)-\n[ \t]*([^\W\d_]+)")


class _Stemmer(threading.local):
    """A stemmer for each thread: one keeps the word it works on, and two threads would mix theirs."""

    def __init__(self) -> None:
        self.stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord


_STEMMER = _Stemmer()

_FUNCTION_WORDS = """
    a about above after again all also am among amongst an and any are as at be because been before being
    below between both but by can could did do does doing down during each either etc few for from further
    had has have having he her here hers him his how i if in into is it its itself just know let like
    me mean more most my no nor not of off on once only or other our out over own per please same say
    says said shall she should so some such tell than that the their them then there these they this
    those through to too under until up us very was we were what when where which while who whom whose
    why will with within without would yes you your"""
_CONTRACTED = """
    aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't shan't
    shouldn't wasn't weren't won't wouldn't cannot i'd i'll i'm i've we'd we'll we're we've you'd you'll
    you're you've they'd they'll they're they've he's she's it's that's there's what's who's where's when's
    how's let's"""
#: Words that carry no subject of their own (function words, also contracted, and the verbs of asking).
STOP: frozenset[str] = frozenset((_FUNCTION_WORDS + _CONTRACTED).split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word at ``text[start:end]`` of the text it was taken from."""

    text: str
    start: int
    end: int
    stem: str


def fold(text: str) -> str:
    """`text` in lower case, without accents, with straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def irregular_forms() -> dict[str, str]:
    """Irregular forms ("written", "criteria") with their base, folded; function words are left out."""
    text = files("corpus.vocabulary").joinpath("word_forms.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {form: base for form, base in pairs if form not in STOP}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The English (Porter 2) stem of one word or of its base form, folded; possessive endings fall away."""
    folded = fold(word)
    plain = folded.split("'")[0] or folded
    return str(_STEMMER.stem(irregular_forms().get(plain, plain)))


def words(text: str) -> list[Word]:
    """All words of `text` in order, function words included.

    A word that a line's end cut in two ("Feb-" and "ruary") is given whole after its two parts.
    """
    found = [Word(m.group(), m.start(), m.end(), stem(m.group())) for m in _WORD.finditer(text)]
    if "-\n" in text:
        for match in _CUT_WORD.finditer(text):
            whole = match[1] + match[2]
            at = next(i for i, word in enumerate(found) if word.end >= match.end())
            found.insert(at + 1, Word(whole, match.start(), match.end(), stem(whole)))
    return found


def content_words(text: str) -> list[Word]:
    """The words of `text` that carry a subject: those not in `STOP`."""
    return [word for word in words(text) if fold(word.text) not in STOP]
