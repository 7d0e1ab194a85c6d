"""Lists that one sentence prints: "in the six official languages: Arabic, Chinese, English, ... and Spanish".

A question for several things of a kind is answered by the members one by one where the sentence that bears
on it names the kind and then its members. Form only: the kind, what opens the series, commas, "and".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.evidence import Draft, Evidence, Point, Quote
from assistant.lookups import close
from assistant.matching import cover, covers
from assistant.plurals import listed_noun
from assistant.wording import flat, part, quoted
from corpus.sentences import sentences
from corpus.words import stem, words

if TYPE_CHECKING:
    from assistant.desk import Desk

_OPENS = (
    r"(?::|,?\s+(?:namely|i\.e\.|viz\.|that is(?: to say)?|which\s+(?:are|were)|such as|including)(?::|,)?"
    r"|\s+(?:are|were|include|includes|included|comprise|comprises|comprised)(?:\s+the\s+following)?:?)"
)
_MEMBER = r"(?!(?:and|or)\b)[^,;:.()]{2,90}?"
#: At least three members: two joined by "and" are as often one thing.
_COMMAS = rf"{_MEMBER}(?:,\s+{_MEMBER})+,?\s+(?:and|or|as well as)\s+{_MEMBER}"
_SEMICOLONS = r"[^;:.]{2,160}(?:;\s+[^;:.]{2,160}){2,}"
_SERIES = re.compile(
    rf"(?P<opener>{_OPENS})\s+(?P<list>{_SEMICOLONS}|{_COMMAS})(?=[.;:)]|,\s+(?!and\b|or\b)|\s*$)"
)
_COMMA = re.compile(r",\s+(?:and\s+|or\s+|as well as\s+)?")
_LAST = re.compile(r"\s+(?:and|or|as well as)\s+")
#: Characters that may stand between the kind and what opens its members.
_NEAR = 60
#: Share of the question's words that the sentence must have: of those in its passage where that is likely to
#: answer, else of all.
_BEARS, _PRINTS = 0.5, 0.8
_WANTS = frozenset({"list", "content", "person", "place"})


def serial(desk: Desk) -> Draft | None:
    """The members of the series that the question asks for, or None where no sentence prints one."""
    noun = listed_noun(desk.question.text)
    if noun is None or desk.question.want not in _WANTS or desk.question.table in {"decisions", "deadlines"}:
        return None
    evidence = desk.evidence("documents")
    likely = evidence.likelihood >= desk.calibration.threshold
    others = [t for t in evidence.terms if stem(noun.split()[-1]) not in t.stems]
    for candidate in close(evidence, 0.85):
        text = candidate.passage.text
        least = _BEARS * cover(others, text)[0] if likely else _PRINTS
        for start, end in sentences(text):
            if others and cover(others, text[start:end])[0] < least:
                continue
            found = _members(part(candidate.passage, (start, end)), noun, evidence)
            if found is not None:
                return found
    return None


def _members(sentence: Quote, noun: str, evidence: Evidence) -> Draft | None:
    """The series that a sentence prints of `noun`, its opening words first."""
    text = sentence.text
    for match in _SERIES.finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if not _is_kind(before, noun, evidence):
            continue
        members = list(_split(match["list"]))
        if len(members) < 3:
            continue
        opener = text[: match.end("opener")].rstrip()
        lead = Point(quoted(flat(opener)), (sentence,), "quoted", layout="lead")
        return Draft(
            "answered", (lead, *(Point(flat(m), (sentence,), "quoted", layout="item") for m in members))
        )
    return None


def _is_kind(before: str, noun: str, evidence: Evidence) -> bool:
    """Whether the words before the series name what is asked for, in its words or a synonym."""
    head = stem(noun.split()[-1])
    if head in {w.stem for w in words(before)}:
        return True
    return any(head in t.stems and covers(t, before) for t in evidence.terms)


def _split(series: str) -> Iterator[str]:
    """The members of a series, without what joins them."""
    if ";" in series:
        yield from (re.sub(r"^(?:and|or)\s+", "", m).strip() for m in series.split(";"))
        return
    *most, last = _COMMA.split(series)
    yield from (m.strip() for m in most)
    yield from (m.strip() for m in _LAST.split(last, maxsplit=1))
