"""Decisions whose text is loaded, by what a question says of them: number, title, meeting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.catalogue import Catalogue
from corpus.decision_ids import find_decisions
from corpus.meetings import find_meetings, meetings_of
from corpus.register import DecisionRow
from corpus.words import STOP, Word, content_words, fold, stem, words

_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "a", "an", "under"})
_HEAD_CHARACTERS = 900
#: Words around a decision that tell nothing of which it is.
_FRAME = frozenset(
    stem(w)
    for w in (
        "decision",
        "resolution",
        "draft",
        "text",
        "document",
        "documents",
        "letter",
        "addendum",
        "report",
        "paper",
        "list",
        "give",
        "name",
        "five",
        "many",
        "meeting",
        "session",
        "plenary",
        "conference",
        "cop",
        "formally",
        "finally",
        "exactly",
        "actually",
        "loaded",
    )
)
_RESOLUTION, _DECISION = re.compile(r"(?i)\bresolutions?\b"), re.compile(r"(?i)\bdecisions?\b")


def loaded(catalogue: Catalogue) -> list[DecisionRow]:
    """The decisions whose own text is among the documents."""
    return [row for row in catalogue.register.decisions if row.loaded]


def of_kind(text: str, rows: Iterable[DecisionRow]) -> list[DecisionRow]:
    """The resolutions of `rows` where `text` speaks of those alone, else the decisions.

    All of them where the documents do not tell the two apart.
    """
    rows = list(rows)
    only = {bool(_RESOLUTION.search(text)), not _DECISION.search(text)}
    if only == {False}:
        found = [r for r in rows if not r.id.startswith("Resolution ")]
    else:
        found = [r for r in rows if r.id.startswith("Resolution ")] if only == {True} else rows
    return found or rows


def of_meetings(decision: str, meetings: Iterable[str]) -> bool:
    """Whether a decision may be of one of `meetings`: by its number, or by the session in it."""
    own = meetings_of(decision)
    return (
        bool(own & set(meetings)) if own else _session(decision) in {m.rsplit("-", 1)[-1] for m in meetings}
    )


def _session(decision: str) -> str:
    """The session part of an id: "4" of MC-4/11, "CMA.5" of 5/CMA.5."""
    number = decision.rsplit("-", 1)[-1]
    first, _, second = number.partition("/")
    return first if second.isdigit() else second.rsplit(".", 1)[-1]


def titled(given: Iterable[Word], row: DecisionRow) -> list[Word]:
    """Those of the words that stand in the title of a decision, or abbreviate words of it ("CDM")."""
    return [
        w for w in given if w.stem in _stems(row.title or "") or fold(w.text) in _initials(row.title or "")
    ]


def besides(text: str, frame: frozenset[str]) -> list[Word]:
    """The words of `text` that describe which decision is meant, without numbers, meetings and `frame`."""
    taken = [(m.start, m.end) for m in (*find_decisions(text), *find_meetings(text))]
    return [
        w
        for w in content_words(text)
        if w.stem not in _FRAME | frame and len(w.text) > 1 and not any(a <= w.start < b for a, b in taken)
    ]


def strange(given: Iterable[Word], row: DecisionRow, catalogue: Catalogue) -> list[Word]:
    """The words that neither the title nor the head of the decision's document prints."""
    own = {w.text for w in titled(given, row)}
    return [w for w in given if w.text not in own and w.stem not in _stems(_head(row, catalogue))]


def _head(row: DecisionRow, catalogue: Catalogue) -> str:
    """What stands above the first decision of the document that holds this one."""
    holder = catalogue.passages[row.passages[0]].document_id
    firsts = (catalogue.passages[r.passages[0]] for r in loaded(catalogue))
    start = min(p.start for p in firsts if p.document_id == holder)
    return catalogue.documents[holder].text[: min(start, _HEAD_CHARACTERS)]


def meant(
    text: str,
    decisions: Iterable[str],
    meetings: Iterable[str],
    catalogue: Catalogue,
    frame: frozenset[str] = frozenset(),
) -> DecisionRow | None:
    """The one loaded decision that `text` speaks of: by its number, or by its kind and words of its title.

    None where `text` says more than number, title and head print: it speaks of something else.
    """
    given = besides(text, frame)
    named = {d for d in decisions if d.rsplit("-", 1)[-1].removeprefix("Resolution ") in text}
    rows = [r for r in loaded(catalogue) if r.id in named]
    if not named and (_DECISION.search(text) or _RESOLUTION.search(text) or set(meetings)):
        held = [r for r in of_kind(text, loaded(catalogue)) if not meetings or of_meetings(r.id, meetings)]
        rows = [r for r in held if titled(given, r)]
    rows = [r for r in rows if not strange(given, r, catalogue)]
    return rows[0] if len(rows) == 1 else None


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    return frozenset(w.stem for w in words(text) if fold(w.text) not in STOP)


@lru_cache(maxsize=2048)
def _initials(title: str) -> frozenset[str]:
    """The initials of each run of two to six telling words of a title, folded."""
    letters = [fold(w.text)[0] for w in words(title) if fold(w.text) not in _SMALL]
    runs = ("".join(letters[i : i + n]) for n in range(3, 7) for i in range(len(letters) - n + 1))
    return frozenset(runs)
