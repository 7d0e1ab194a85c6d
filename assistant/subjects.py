"""Which words of a question carry its subject, and which name the very thing wanted.

What is left without words of asking, identifiers and dates; forms and vocabulary only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.asking import asks, patterns
from assistant.catalogue import Catalogue
from assistant.wanting import Want
from corpus.dates import find_dates
from corpus.references import find_decisions, find_meetings
from corpus.words import STOP, Word, fold, words


@cache
def _neutral_kinds() -> tuple[str, ...]:
    return (
        "neutral",
        "content",
        "whereabouts",
        "yes_no",
        "list",
        "count",
        "compare",
        "first",
        "last",
        "whole",
    )


def subject_of(
    text: str, want: Want, catalogue: Catalogue, said: Sequence[tuple[int, int]] = ()
) -> tuple[Word, ...]:
    """The words that carry the subject: what is left without words of asking, identifiers and dates.

    `said` are the places of the text that say what rows must have.
    """
    taken: list[tuple[int, int]] = list(said)
    kinds = [want, *_neutral_kinds()]
    kinds += ["decision", "date", "person", "place"] if want not in {"content", "yes_no"} else []
    kinds += ["due"] if want in {"date", "order"} else []
    for kind in dict.fromkeys(kinds):
        for pattern in patterns().get(kind, ()):
            if kind == "yes_no":
                taken += [(m.start(), m.start() + len(m.group().split()[0])) for m in pattern.finditer(text)]
            else:
                taken += [m.span() for m in pattern.finditer(text)]
    for pattern in patterns()["polite"]:
        taken += [m.span() for m in pattern.finditer(text)]
    tables = (
        ("workstreams", "deadlines", "decisions", "items")
        if want in {"list", "count", "order"}
        else ("decisions",)
    )
    for key in tables:
        taken += [m.span() for m in patterns()[f"table:{key}"][0].finditer(text)]
    taken += [(m.start, m.end) for m in (*find_decisions(text, catalogue.prefix), *find_meetings(text))]
    taken += [(d.start, d.end) for d in find_dates(text, years=True)]
    found = [
        word
        for word in words(text)
        if fold(word.text) not in STOP
        and len(word.text) > 1
        and not word.text.isdigit()
        and not any(start <= word.start < end for start, end in taken)
    ]
    focus = focus_of(text)
    telling = [w for w in found if not (fold(w.text) in focus and asks("shell", w.text))]
    return tuple(telling or found)


_ENDS_HEAD = (
    r"(?:is|are|was|were|does|do|did|has|have|had|will|would|can|could|should|may|might|must|shall|of|in|for|on"
    r"|to|by|that|which|from|with|at|about|under|the|a|an)"
)
_HEAD = rf"((?:(?!{_ENDS_HEAD}\b)[\w'’-]+\s*){{1,3}})"

_FOCUS = (
    re.compile(rf"(?i)\b(?:which|what|how many|how much|whose)\s+{_HEAD}"),
    re.compile(
        rf"(?i)\bwhat(?:'s|’s| is| are| was| were)\s+(?:the|a|an|its|his|her|their|[\w.-]+['’]s)\s+{_HEAD}"
    ),
    re.compile(rf"(?i)['’]s\s+{_HEAD}"),
    re.compile(rf"(?i)\bname of (?:the|a|an)\s+{_HEAD}"),
)


def focus_of(text: str) -> tuple[str, ...]:
    """The words that name what is wanted, folded: "brands" of "which brands of cosmetics"."""
    found = [match[1] for pattern in _FOCUS for match in pattern.finditer(text)]
    return tuple(
        dict.fromkeys(fold(w.text) for part in found for w in words(part) if fold(w.text) not in STOP)
    )
