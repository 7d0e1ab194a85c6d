"""The model composer: statements that a language model writes over the quoting composer's evidence.

The quoting composer has the first word and the last: a refusal of its stays one, its rows stay its rows, and
its quotations stand under what the model wrote. A statement is given on only after `supporting` passed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.catalogue import Catalogue
from assistant.chat_model import ChatModel
from assistant.desk import Desk
from assistant.errors import Trouble
from assistant.evidence import Draft, Point, Quote
from assistant.judging import Judge
from assistant.planted import without_planted
from assistant.prompting import Source, fitting, prompt
from assistant.statements import Written, statements
from assistant.supporting import Cited, cited, unsupported
from assistant.verifying import supported
from assistant.wording import flat, whole
from corpus.dates import find_dates
from corpus.people import find_emails
from corpus.references import find_decisions
from corpus.words import fold, words

_MOST_SOURCES = 8
_MOST_FOUND = 5
_MOST_STATEMENTS = 4
_NEAR = 0.6
_ROWS = frozenset({"list", "count", "order", "date", "header", "contact", "compare"})
_MARKUP = re.compile(r"[*`|~\[\]{}\\$]+|(?<!\w)_+|_+(?!\w)|^[\s#>+-]+")
_NUMBER = re.compile(r"\d[\d,.]*")

_NOTICE: dict[Trouble, str] = {
    "slow": "The language model did not answer in time; these are the documents' own words.",
    "paused": "The language model rests after several failures; these are the documents' own words.",
    "unreachable": "The language model could not be reached; these are the documents' own words.",
    "declined": "The language model declined to answer; these are the documents' own words.",
}
_UNUSABLE = "The language model gave no usable answer; these are the documents' own words."


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked to write: over which evidence, and the line it may only rephrase, if any."""

    question: str
    draft: Draft
    sources: tuple[Source, ...]
    lead: Point | None = None


def notice(trouble: Trouble) -> str:
    """What a reader is told where the model gave nothing of use."""
    return _NOTICE.get(trouble, _UNUSABLE)


def task(desk: Desk, draft: Draft, foreign: str = "") -> Task | None:
    """What a model may add to `draft`; None for a refusal, and for rows without a first line.

    `foreign` is the question in its own language, which the answer is to be in.
    """
    asked = foreign or desk.question.text
    stated = [p for p in draft.points if p.layout != "heading"]
    if draft.status not in {"answered", "partly_answered"} or not stated:
        return None
    quotes = list(dict.fromkeys(q for p in draft.points for q in p.quotes))
    if desk.question.want in _ROWS or any(p.support == "register" for p in draft.points):
        lead = next((p for p in stated if p.layout == "lead" and p.quotes), None)
        return Task(asked, draft, _numbered(quotes), lead) if lead else None
    return Task(asked, draft, _numbered([*quotes, *_found_too(desk, quotes)]))


def _numbered(quotes: list[Quote]) -> tuple[Source, ...]:
    return tuple(Source(number, quote) for number, quote in enumerate(quotes, 1))


def _found_too(desk: Desk, quotes: list[Quote]) -> list[Quote]:
    """Passages of the searches behind the draft that came near, beside those it quotes."""
    taken = {q.passage.id for q in quotes}
    found: list[Quote] = []
    for evidence in desk.found.values():
        best = evidence.candidates[0].standing if evidence.candidates else 0.0
        for candidate in evidence.candidates[:_MOST_FOUND]:
            if candidate.passage.id not in taken and candidate.standing >= _NEAR * best:
                taken.add(candidate.passage.id)
                found.append(whole(candidate.passage, evidence.terms))
    return found[: max(0, _MOST_SOURCES - len(quotes))]


def written(
    asked: Task,
    model: ChatModel,
    catalogue: Catalogue,
    embedder: object = None,
    judge: Judge | None = None,
) -> Iterator[Point]:
    """The model's statements that hold, each once it is checked. Raises ModelFailed, even after some."""
    shown = [s for s in asked.sources[: 2 * _MOST_SOURCES] if without_planted(s.quote.text)]
    shown = fitting(shown, model.words)
    if not shown:
        return
    most = 1 if asked.lead else _MOST_STATEMENTS
    request = prompt(asked.question, shown, catalogue, asked.lead.text if asked.lead else "", most)
    by_number = {source.number: source.quote for source in shown}
    given: set[str] = set()
    with closing(model.write(request.messages)) as pieces:
        for said in statements(pieces):
            point = _point(
                replace(said, text=plain(said.text, request.sign)),
                asked,
                by_number,
                catalogue,
                embedder,
                judge,
            )
            if point is not None and len(given) < most and fold(point.text) not in given:
                given.add(fold(point.text))
                yield point


def plain(text: str, sign: str) -> str:
    """A statement without the request's sign and without Markdown."""
    return flat(_MARKUP.sub(" ", text.replace(sign, " ")))


def _point(
    said: Written,
    asked: Task,
    by_number: dict[int, Quote],
    catalogue: Catalogue,
    embedder: object,
    judge: Judge | None,
) -> Point | None:
    """The statement as a point, or None where it may not be shown or only repeats a quotation."""
    if not said.evidence or not said.text or any(n not in by_number for n in said.evidence):
        return None
    if asked.lead is not None:
        return _rephrased(said, asked.lead, catalogue, embedder, judge)
    quotes = tuple(by_number[n] for n in said.evidence)
    repeated = fold(said.text).strip(" .")
    if any(repeated in fold(p.text) for p in asked.draft.points) or len(words(said.text)) < 3:
        return None
    if unsupported(said.text, cited(quotes, catalogue), embedder, judge):
        return None
    return Point(said.text, quotes, "supported", layout="lead")


def _rephrased(
    said: Written, lead: Point, catalogue: Catalogue, embedder: object, judge: Judge | None
) -> Point | None:
    """The first line of rows in other words, with its own numbers, dates, decisions and addresses."""
    if _facts(said.text) != _facts(lead.text):
        return None
    source = cited(lead.quotes, catalogue)
    line = flat(lead.text.replace("**", ""))
    if unsupported(said.text, Cited((line, *source.texts), source.around, source.decisions), embedder, judge):
        return None
    point = replace(lead, text=said.text, layout="lead")
    return point if supported(replace(point, support="register"), catalogue) else None


def _facts(text: str) -> tuple[frozenset[object], ...]:
    dates = find_dates(text)
    rest = text
    for found in reversed(dates):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    return (
        frozenset((d.first, d.last) for d in dates),
        frozenset(m.value for m in find_decisions(rest)),
        frozenset(m.value for m in find_emails(rest)),
        frozenset(m.group().strip(".,") for m in _NUMBER.finditer(rest)),
    )


def merged(asked: Task, points: tuple[Point, ...]) -> Draft:
    """The answer: the model's statements, and under them the rows or quotations of the quoting composer."""
    if asked.lead is not None:
        kept = tuple(points[0] if p is asked.lead else p for p in asked.draft.points)
        return replace(asked.draft, points=kept)
    below = tuple(replace(p, layout="quote") if p.layout == "lead" else p for p in asked.draft.points)
    return replace(asked.draft, points=(*points, *below))
