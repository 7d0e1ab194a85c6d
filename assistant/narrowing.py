"""How a question says which rows of the register it wants: about what, for whom, of which decisions."""

from __future__ import annotations

import re

from assistant.understanding import Question
from corpus.words import fold

_TOPICAL = re.compile(
    r"(?i)\b(?:about|concerning|regarding|concern(?:s|ed)?|relat(?:ed|ing) to|deal(?:s|t|ing)? with"
    r"|mention(?:s|ed|ing)?|cover(?:s|ed|ing)?|touch(?:es|ing)?|involv(?:es|ing))\b"
    r"|\b(?:have|has|having|to) (?:any\w+ |some\w+ |)do with\b|\bcomes? up\b|\bappears?\b"
    r"|\b(?:items|bullets|points|activities|tasks|entries)\s+(?:ask|call|require|invite|request|name|contain|include"
    r"|speak|talk|use|foresee|need|want)\b"
    r"|\b(?:deadlines?|dates?|decisions?|resolutions?|items?|activities|tasks?|work|submissions?|work\s?streams?"
    r"|headings?|sections?|meetings?|bullets?|points?|\w+thing)\s+(?:\w+\s+){0,2}?on\b"
)
#: "The deadlines for Parties", "dates that concern the Secretariat".
_FOR_WHOM = re.compile(
    r"(?i)\b(?:deadlines|dates|submissions)\b.{0,40}\b(?:for|concern\w*|affect\w*"
    r"|appl(?:y|ies|ying)|bind\w*|addressed to|set .{0,12}for)\b"
)
#: "What workstreams does the Secretariat propose": all of them, whatever else is said.
_ALL_STREAMS = re.compile(
    r"(?i)\b(?:which|what|list|name|all)\s+(?:are\s+)?(?:(?:the|those|its|all)\s+)*(?:\w+\s+)?"
    r"(?:work\s?-?streams|headings|areas of work)\b"
)
#: Decisions whose own text a document holds, not those that it names.
_PRINTED = re.compile(r"(?i)\b(?:printed|reproduced|set out in full)\b")
_TAKEN = re.compile(r"(?i)\b(?:adopt(?:ed)?|(?:took|taken?)(?! (?:note|into|part|place))|passed|decided)\b")


def says_about(question: Question) -> bool:
    """Whether rows must be about something: a word says so, other than of a workstream's name.

    "The deadlines on cosmetics" does, "the part about <a workstream's name>" does not.
    """
    text = fold(question.text)
    named = [fold(name) for name in question.workstreams if fold(name) in text]
    for name in named:
        text = text.replace(name, " ")
    return any(not named or text[m.end() :].strip(" .?!") for m in _TOPICAL.finditer(text))


def names_whom(text: str) -> bool:
    """Whether deadlines are asked for by whom they bind."""
    return _FOR_WHOM.search(text) is not None


def all_workstreams(text: str) -> bool:
    """Whether the workstreams are asked for as a whole."""
    return _ALL_STREAMS.search(text) is not None


def printed(text: str) -> bool:
    """Whether only decisions are asked for whose own text a document holds."""
    return _PRINTED.search(text) is not None


def taken(text: str) -> bool:
    """Whether decisions are asked for that were taken, not only named."""
    return _TAKEN.search(text) is not None
