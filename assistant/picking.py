"""Lists of decisions picked by facts of the decisions themselves, not by what is said of them.

Which were adopted when, which a document holds, which have a word in their title, an annex, or were put
forward by somebody. Only decisions whose text is loaded are picked so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.titles import besides, loaded, of_kind, of_meetings, strange, titled
from corpus.passage import Passage
from corpus.register import DecisionRow
from corpus.words import content_words, stem

if TYPE_CHECKING:
    from assistant.rows import Selector

__all__ = ["of_meetings", "picked"]

_IN_TITLE = re.compile(
    r"(?i)\b(?:have|has|having|with|bear|carry|mention|contain|name|use|print)\w*\s+(?P<a>[^?;:]+?)\s+in\s+"
    r"(?:their|its|the)\s+(?:very\s+)?(?:titles?|names?)\b"
    r"|\b(?:whose|the)\s+titles?\s+(?:has|have|contains?|mentions?|names?|includes?|speaks?\s+of)\s+"
    r"(?:the\s+words?\s+)?(?P<b>[^?;:]+)"
    r"|\b(?:titled|entitled)\s+(?P<c>[^?;:]+)"
)
_OR = re.compile(r"(?i),?\s+(?:or|and/or)\s+")
_ITS = re.compile(r"(?i)^(?:its|their|his|her)\b")
_ANNEX = (
    r"(?:annex(?:es)?|one or more annexes)(?=\s*(?:[?.,]|$|attached|of (?:its|their) own|and|to (?:it|them)\b"
    r"|in (?:these|this|the|our)\b))"
)
_WITHOUT = re.compile(
    rf"(?i)\b(?:without|no|lacks?|(?:not|n['’]t)\s+(?:\w+\s+){{0,2}}?(?:an?|any))\s+(?:an?\s+|any\s+)?{_ANNEX}"
)
_WITH = re.compile(
    rf"(?i)\b(?:with|ha(?:s|ve|ving)|com(?:e|es|ing) with|contain(?:s|ing)?|carr(?:y|ies)|includ(?:e|es|ing)"
    rf"|bear|ha(?:s|ve) got)\s+(?:at least\s+|also\s+)?(?:one or more\s+|an?\s+|any\s+|several\s+)?{_ANNEX}"
)
_TAKEN = re.compile(r"(?i)\b(?:adopt(?:ed)?|taken|took|passed)\b(?!\s+(?:note|into|part|place|on board))")
#: Asks for what documents hold, not for what they name.
_HELD = re.compile(
    r"(?i)\b(?:do|did) (?:we|you|i) have\b|\bare (?:loaded|included|printed|reproduced)\b|\bhave we got\b"
    r"|\b(?:contain(?:s|ed)?|hold(?:s)?|comprise(?:s)?|print(?:s|ed)?)\b|\b(?:in|by)\s+(?:the|this|that)\s+(?:[\w-]+\s+){0,3}addendum\b"
)
_SUBMITTED = re.compile(
    r"(?i)\b(?:submitted|put forward|proposed|presented|tabled|sponsored)\s+by\s+(?P<who>[^?;:]+)"
)
_FRAME = frozenset(
    stem(w)
    for w in (
        "adopted",
        "taken",
        "passed",
        "contain",
        "hold",
        "comprise",
        "print",
        "reproduced",
        "included",
        "annexes",
        "annex",
        "titles",
        "come",
        "more",
        "have",
        "bear",
        "carry",
        "day",
        "date",
        "year",
        "loaded",
        "printed",
        "number",
        "attached",
        "here",
        "we",
        "got",
        "complete",
        "full",
        "all",
    )
)

_Row = tuple[DecisionRow, tuple[Passage, ...]]


def picked(selector: Selector) -> list[_Row] | None:
    """The decisions that the question picks by such a fact, each with what shows it; None where by none."""
    q, catalogue = selector.question, selector.catalogue
    text = q.text
    rows = [
        r
        for r in of_kind(text, loaded(catalogue))
        if selector.allows(catalogue.passages[r.passages[0]])
        and (not q.meetings or of_meetings(r.id, q.meetings))
    ]
    if q.decisions or q.workstreams or q.articles or q.traits:
        return None
    title, by, dated = _IN_TITLE.search(text), _SUBMITTED.search(text), bool(q.since or q.until)
    said = (title or by or _WITHOUT.search(text) or _WITH.search(text)) and not dated
    if not rows or q.scope == "letter":
        return [] if said else None  # only the texts of decisions tell their titles and annexes
    if title and said:
        rest = text[: title.start()] + text[title.end() :]
        found = [(r, _heads(r)) for r in rows if _has(r, next(filter(None, title.groups())))]
    elif by and said:
        rest = text[: by.start()] + text[by.end() :]
        found = [(r, r.submitted_in) for r in rows if _printed(r.submitted_in, by["who"], selector)]
    elif said and _WITHOUT.search(text):
        rest, found = text, [(r, _heads(r)) for r in rows if not r.annexes]
    elif said:
        rest, found = text, [(r, r.annexes) for r in rows if r.annexes]
    elif _TAKEN.search(text) or _HELD.search(text):
        rest = text
        found = [(r, (*_heads(r), *(r.adopted_in if dated else ()))) for r in rows if _in_time(r, selector)]
    else:
        return None
    about = {w.text for w in q.subject}
    given = [w for w in besides(rest, _FRAME) if w.text in about]
    if any(strange(given, r, catalogue) for r in rows[:1]):
        return None  # more is said of them than these facts
    return [(r, tuple(catalogue.passages[i] for i in ids)) for r, ids in found]


def _heads(row: DecisionRow) -> tuple[str, ...]:
    return row.passages[:2] if row.title and ": " in row.title else row.passages[:1]


def _has(row: DecisionRow, phrase: str) -> bool:
    """Whether the title has one of the things that `phrase` names ("X or Y")."""
    for name in _OR.split(phrase.strip(" “”\"'")):
        given = content_words(name)
        if given and not _ITS.match(name) and len(titled(given, row)) == len(given):
            return True
    return False


def _printed(ids: tuple[str, ...], who: str, selector: Selector) -> bool:
    given = {w.stem for w in content_words(who)}
    known = {w.stem for i in ids for w in content_words(selector.catalogue.passages[i].text)}
    return bool(given) and given <= known


def _in_time(row: DecisionRow, selector: Selector) -> bool:
    q = selector.question
    if not (q.since or q.until):
        return True
    day = row.adopted
    return day is not None and (q.since is None or day >= q.since) and (q.until is None or day <= q.until)
