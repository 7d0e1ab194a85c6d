"""What rows must have or lack, as a question puts it: "items without a date", "more than one decision".

Forms of English only. A trait is of decisions, dates or articles that a row's passages print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.passage import Passage

Kind = Literal["decisions", "deadlines", "articles"]

_NOUNS: dict[Kind, str] = {
    "decisions": r"(?:decisions?|resolutions?|mandating decisions?)",
    "deadlines": r"(?:dates?|dead-?lines?|due dates?|closing dates?|time limits?)",
    "articles": r"(?:articles?(?!\s+\d)(?: of the [\w-]+)?)",
}
_ADJECTIVE = r"(?:(?!(?:and|or|the)\b)[\w-]+\s+){0,2}?"
_VERB = (
    r"(?:ha(?:s|ve|ving)|bear(?:s|ing)?|carr(?:y|ies|ying)|contain(?:s|ing)?|nam(?:es?|ing)|giv(?:es?|ing)|sets?"
    r"|setting|includ(?:es?|ing)|mention(?:s|ing)?|cit(?:es?|ing)|come(?:s)? with|show(?:s|ing)?)"
)
_LACKING = (
    rf"\b(?:{_VERB}\s+)?(?:no|without(?:\s+an?|\s+any)?|lack(?:s|ing)?(?:\s+an?|\s+any)?"
    rf"|(?:not|\w+n['’]t)\s+(?:\w+\s+){{0,3}}?(?:an?|any))\s+{_ADJECTIVE}"
)
_SEVERAL = (
    rf"\b(?:{_VERB}\s+)?(?:more than one|two(?: or more)?|several|multiple|at least two|many|a pair of)"
    r"\s+(?:different\s+)?"
)
_HAVING = rf"\b(?:with|{_VERB})\s+(?:an?|any)\s+{_ADJECTIVE}"
_TRAILING = (
    r"(?:\s+(?:attached|assigned|set|given|named|mentioned|behind\s+\w+|at all|of (?:its|their) own))*"
)
_SHARED = re.compile(
    r"(?i)\b(?:(?:rest|stand|based|built|founded|depend)\w*\s+on|share|have|under|from|name|cite)\s+"
    r"(?:the|a)\s+(?:very\s+)?(?:same|common)\s+(?:decision|resolution)"
    r"|\b(?:appear|named?|mention(?:ed)?|cited?|occur|used|referred to|quoted|behind|listed"
    r"|(?:come|crop|turn)s?\s+up|come\s+back)s?\b"
    r".{0,20}\b(?:more than once|twice|repeatedly|several times"
    r"|(?:more than one|two|several|different|multiple) "
    r"(?:items?|bullets?|points?|places?|work\s?streams?|headings?|entries))\b"
)


@dataclass(frozen=True, slots=True)
class Trait:
    """That a row prints `least` to `most` different ones of `kind` (`most` None: any number).

    `shared` means: rows of `kind` that stand in two passages or more.
    """

    kind: Kind
    least: int = 1
    most: int | None = None
    shared: bool = False

    def holds(self, passages: Sequence[Passage]) -> bool:
        """Whether a row with these passages has the trait."""
        number = len({value for p in passages for value in _printed(p, self.kind)})
        return number >= self.least and (self.most is None or number <= self.most)


def _printed(passage: Passage, kind: Kind) -> set[str]:
    if kind == "decisions":
        return set(passage.decisions)
    if kind == "articles":
        return {m.value for m in passage.mentions.articles}
    return {d.phrase for d in passage.deadlines if d.date}


_FORMS: tuple[tuple[re.Pattern[str], Trait], ...] = tuple(
    (re.compile(rf"(?i){how}{noun}\b{_TRAILING}"), Trait(kind, least, most))
    for how, least, most in ((_LACKING, 0, 0), (_SEVERAL, 2, None), (_HAVING, 1, None))
    for kind, noun in _NOUNS.items()
) + (
    (re.compile(r"(?i)\bundated\b"), Trait("deadlines", 0, 0)),
    (_SHARED, Trait("decisions", shared=True)),
)


def traits_of(text: str, table: str | None) -> tuple[tuple[Trait, int, int], ...]:
    """The traits that rows of `table` must have, each with where in `text` that is said.

    Rows have no trait of their own kind ("no decision" of decisions); nothing is asked of rows where
    the text names no table.
    """
    if table not in {"items", "workstreams", "decisions"}:
        return ()
    found: list[tuple[Trait, int, int]] = []
    for pattern, trait in _FORMS:
        for match in pattern.finditer(text):
            free = not any(a < match.end() and match.start() < b for _, a, b in found)
            if free and (trait.shared or trait.kind != table):
                found.append((trait, *match.span()))
    return tuple(found)
