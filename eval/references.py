"""Reference answers: exact match and token F1 as SQuAD defines them.

The definition is that of the official evaluation script of SQuAD 2.0: case, punctuation, articles and
white space do not count; the best of the reference answers does; where there rightly is no answer, an empty
one scores 1 and any other 0.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def squad_tokens(text: str) -> list[str]:
    """The words of `text` as SQuAD compares them."""
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def exact_match(said: str, answers: Sequence[str]) -> float:
    """1 where `said` is one of `answers`, else 0; `said` is empty where nothing was answered."""
    return max(float(squad_tokens(said) == squad_tokens(answer)) for answer in answers or [""])


def token_f1(said: str, answers: Sequence[str]) -> float:
    """The best F1 over words of `said` against one of `answers`, 0..1."""
    return max(_f1(squad_tokens(said), squad_tokens(answer)) for answer in answers or [""])


def _f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    shared = sum((Counter(said) & Counter(wanted)).values())
    return 2 * shared / (len(said) + len(wanted))
