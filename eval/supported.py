"""Whether citations carry what is said: citation recall and precision as ALCE defines them.

A statement counts for recall where the words that it cites carry it. A citation counts for precision where
its statement is carried and it is needed: alone it carries the statement, or without it the others do not
(Gao et al., 2023, section 4). The judge is `assistant.supporting`; `eval.supporting` says how far it agrees
with people.

Both are taken by passage and by decision: there a statement that cites a decision cites every quote of it
in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Statement
from assistant.planted import visible, without_planted
from assistant.supporting import Cited, unsupported
from assistant.wording import flat
from eval.wording import MARKER, normalised, plain

Judge = Callable[[str, Sequence[Citation]], bool]
Unit = tuple[Citation, ...]
_MARKS = " \"'.;,"  # as `normalised` writes quotation marks


@dataclass(frozen=True, slots=True)
class Carried:
    """Shares of statements carried (`recall`) and of citations needed (`precision`); None of nothing."""

    recall: float | None
    precision: float | None


NOTHING = Carried(None, None)


def verifier(embedder: object = None) -> Judge:
    """The judge by the rules and weights that check language models; `embedder` gives it likeness."""
    known: dict[tuple[str, tuple[Citation, ...]], bool] = {}

    def carries(statement: str, citations: Sequence[Citation]) -> bool:
        key = statement, tuple(citations)
        if key not in known:
            said = _without_places(statement, citations)
            known[key] = _verbatim(said, citations) or unsupported(said, _cited(citations), embedder) is None
        return known[key]

    return carries


def _without_places(statement: str, citations: Sequence[Citation]) -> str:
    """The words of a statement, without the places in the documents that it names as those cited."""
    said = MARKER.sub("", statement)
    for citation in citations:
        said = said.replace(citation.locator.text, "")
    return " ".join(plain(said).split())


def _verbatim(said: str, citations: Sequence[Citation]) -> bool:
    """Whether all of a quotation stands in the quotes; dots stand for what it leaves out."""
    quotes = [normalised(c.quote) for c in citations]
    pieces = [normalised(piece).strip(_MARKS) for piece in re.split(r"\[?(?:…|\.\.\.)\]?", said)]
    return all(any(piece in quote for quote in quotes) for piece in pieces if piece)


def by_passage(answer: Answer, judge: Judge) -> Carried:
    """Over the statements of `answer`, each citation by itself."""
    marked = {c.marker: c for c in answer.citations}
    units: list[tuple[Statement, list[Unit]]] = [
        (s, [(marked[m],) for m in dict.fromkeys(s.citations) if m in marked]) for s in answer.statements
    ]
    return _carried(units, judge)


def by_decision(answer: Answer, judge: Judge) -> Carried:
    """The same, each decision cited being all that the answer quotes of it; None where none is cited."""
    marked = {c.marker: c for c in answer.citations}
    units: list[tuple[Statement, list[Unit]]] = []
    for statement in answer.statements:
        named = dict.fromkeys(d for m in statement.citations if m in marked for d in marked[m].decisions)
        if named:
            units.append((statement, [tuple(c for c in answer.citations if d in c.decisions) for d in named]))
    return _carried(units, judge)


def _carried(units: Iterable[tuple[Statement, list[Unit]]], judge: Judge) -> Carried:
    recalls: list[bool] = []
    needed: list[bool] = []
    for statement, cited in units:
        carried = bool(cited) and judge(statement.text, _joined(cited))
        recalls.append(carried)
        for place, unit in enumerate(cited):
            others = _joined(cited[:place] + cited[place + 1 :])
            alone = len(cited) == 1 or (carried and judge(statement.text, unit))
            needed.append(carried and (alone or not judge(statement.text, others)))
    return Carried(_share(recalls), _share(needed))


def _joined(units: Sequence[Unit]) -> list[Citation]:
    return list(dict.fromkeys(c for unit in units for c in unit))


def _cited(citations: Sequence[Citation]) -> Cited:
    """What is known of the citations without their documents: quotes, headings, workstream, title."""
    around = [t for c in citations for t in (*c.locator.section, c.workstream or "", c.document_title)]
    return Cited(
        tuple(t for c in citations if (t := flat(without_planted(visible(c.quote))))),
        flat(without_planted(visible(" ; ".join(dict.fromkeys(around))))),
        tuple(dict.fromkeys(d for c in citations for d in c.decisions)),
    )


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
