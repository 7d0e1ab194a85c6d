"""The vocabulary of asking: which words of a question say what it wants, and slips in them mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.dates import find_dates
from corpus.sentences import sentences
from corpus.vocabulary.loading import from_yaml
from corpus.words import fold

_OWN_WORDS = (
    "whole",
    "compare",
    "definition",
    "wording",
    "count",
    "contact",
    "to",
    "from",
    "neutral",
    "content",
)


@cache
def _rows() -> dict[str, Any]:
    source = files("assistant.vocabulary").joinpath("asking.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = from_yaml(source)
    return rows


@cache
def patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The patterns of each kind of asking, and under "table:..." those that name a table of the register."""
    rows = _rows()
    patterns = {
        key: tuple(re.compile(p, re.IGNORECASE) for p in value)
        for key, value in rows.items()
        if key not in {"tables", "spellings", "slips"}
    }
    patterns |= {f"table:{key}": (re.compile(p, re.IGNORECASE),) for key, p in rows["tables"].items()}
    return patterns


def asks(kind: str, text: str) -> bool:
    """Whether `text` asks in one of the forms of `kind`."""
    return any(p.search(text) for p in patterns()[kind])


def opens(text: str, kind: str) -> bool:
    """Whether `text` begins with one of the forms of `kind`."""
    return any(p.match(text) for p in patterns()[kind])


def plainly(text: str) -> str:
    """`text` without a polite opening ("could you tell me which ...")."""
    for pattern in patterns()["polite"]:
        shorter = pattern.sub("", text, count=1)
        if shorter.strip(" ?.,"):
            text = shorter
    return text


_INTRODUCTION = re.compile(
    r"(?i)^\W*(?:(?:good (?:morning|afternoon|evening|day)|hello|hi|hey|dear \w+|thanks|thank you)\b"
    r"[,.!]*\s*)*"
    r"(?:i|we|my|our|as an?|this is|a colleague|a friend|someone|somebody|people|they)\b"
)
_LEANS = re.compile(
    r"(?i)\b(?:it|that|those|these|this one|them|they|he|she|his|her|their|there|such|instead|else)\b"
)
_AFTER_THAT = re.compile(r"(?i)\b(?:after (?:that|then|this)|afterwards|since then|from then on)\b")


def without_introduction(text: str) -> str | None:
    """The last sentence of `text` where those before it only say who asks, and it leans on none of them.

    "After that" leans on the one date that they give, and is told by it.
    """
    spans = sentences(text)
    if len(spans) < 2 or not all(_INTRODUCTION.match(text[a:b]) for a, b in spans[:-1]):
        return None
    last = text[slice(*spans[-1])]
    days = find_dates(text[: spans[-1][0]])
    if len(days) == 1:
        last = _AFTER_THAT.sub(f"after {text[days[0].start : days[0].end]}", last)
    return last if last.rstrip().endswith("?") and not _LEANS.search(last) else None


def mended(text: str, unknown: Sequence[str]) -> str:
    """`text` with slips in the words of asking mended; `unknown` are its words that no document has."""
    slips = _rows()["slips"]
    text = re.sub(r"[A-Za-z]+", lambda m: slips.get(m.group().lower(), m.group()), text)
    for word in unknown:
        typed = fold(word)
        near = process.extractOne(
            typed, _rows()["spellings"], scorer=OSA.normalized_similarity, score_cutoff=0.6
        )
        alike = near is not None and (
            len(typed) > 5
            or (len(typed) > 3 and near[0][0] == typed[0])
            or sorted(typed) == sorted(near[0])
            or (len(typed) == 3 and len(near[0]) == 4 and near[0][0] == typed[0])
        )
        if near and alike and OSA.distance(typed, near[0]) <= (1 if len(typed) < 7 else 2):
            text = re.sub(rf"(?i)\b{re.escape(word)}\b", near[0], text)
    return text


def as_asked(text: str, taken: Sequence[tuple[str, str]]) -> str:
    """`text` with the words of asking put back that were taken for slips; `taken` are (taken for, typed).

    "Summarise" is no slip of "summaries", though only the latter stands in a document.
    """
    for meant, typed in taken:
        if any(p.search(typed) for kind in _OWN_WORDS for p in patterns()[kind]):
            text = re.sub(rf"(?i)\b{re.escape(meant)}\b", typed, text)
    return text
