"""Deadlines as rows: all that a question selects, each once, the first or the last, the next to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.asking import asks
from assistant.evidence import Draft, Point
from assistant.recurring import recurring_day
from assistant.rows import Selector
from assistant.wording import excerpt, flat, listed, part, quoted, whole
from corpus.dates import find_dates
from corpus.register import DeadlineRow
from corpus.words import content_words

#: Asks for dates of any kind, not only for those by which something is due.
_ALL_DATES = re.compile(
    r"(?i)^(?!.*\b(?:deadlines?|due)\b).*\b(?:all|every|each|which|what|list|the)\s+(?:the\s+)?"
    r"(?:(?!closing|submission|target|cut-?off|end)\w+\s+)?dates\b(?! (?:by|on) which)"
)
_DATED_ROLES = frozenset({"operative", "item", "table_row"})
#: Share of a table row's words that a paragraph must print too, for the row to sum it up.
_SUMMED_UP = 0.5


def deadline_point(row: DeadlineRow, selector: Selector, limit: int = 40, layout: str = "item") -> Point:
    """A deadline as a bullet: the day, then what is due in the document's words."""
    passage = selector.catalogue.passages[row.passage_id]
    quote = whole(passage)
    at = passage.text.find(row.what)
    body = (
        excerpt(part(passage, (at, at + len(row.what))), (), limit, row.phrase) if at >= 0 else flat(row.what)
    )
    printed = [d for d in row.decisions if d in passage.decisions]  # others stand in a paragraph above
    named = f" ({', '.join(printed)})" if printed and layout == "item" else ""
    return Point(f"**{flat(row.phrase)}** — {quoted(body)}{named}", (quote,), "register", layout=layout)


def deadlines(selector: Selector) -> list[Point]:
    """The dated deadlines asked for, else the undated ones; other days and yearly ones after them."""
    rows = selector.deadlines()
    dated = _each_once([r for r in rows if r.date], selector)
    points = [deadline_point(row, selector) for row in (dated or rows)]
    return points + _other_days(rows, selector) + _every_year(selector)


def decision_of_day(selector: Selector) -> Draft | None:
    """The decision behind what is due on the one day that the question names and is about, or None."""
    question = selector.question
    telling = [t for t in selector.terms if not asks("due", t.word)]
    if question.since is None or question.since != question.until or telling or question.decisions:
        return None
    rows = [r for r in selector.deadlines() if r.date == question.since and r.decisions]
    found = list(dict.fromkeys(d for row in rows for d in row.decisions))
    if not found:
        return None
    quotes = tuple(whole(selector.catalogue.passages[row.passage_id]) for row in rows)
    word = "Decision" if len(found) == 1 else "Decisions"
    lead = Point(f"{word} {listed(found)}", quotes, "register", layout="lead")
    return Draft("answered", (lead, *(deadline_point(row, selector, layout="quote") for row in rows)))


def _other_days(rows: Sequence[DeadlineRow], selector: Selector) -> list[Point]:
    """What else prints a day in the text of a decision whose dates, not deadlines, are asked for."""
    question = selector.question
    if not question.decisions or not _ALL_DATES.search(question.text) or question.since or question.until:
        return []
    taken = {row.passage_id for row in rows}
    points = []
    for passage in selector.passages():
        days = [d for d in find_dates(passage.text) if d.precision == "day"]
        if days and passage.id not in taken and passage.role in _DATED_ROLES:
            said = passage.text[days[0].start : days[0].end]
            body = quoted(excerpt(whole(passage), (), 40, said))
            points.append(Point(f"**{flat(said)}** — {body}", (whole(passage),), "quoted", layout="item"))
    return points


def _each_once(rows: Sequence[DeadlineRow], selector: Selector) -> list[DeadlineRow]:
    """`rows` without those rows of tables that print again what a paragraph of the same document sets."""
    said = [r for r in rows if selector.catalogue.passages[r.passage_id].role != "table_row"]
    return [r for r in rows if r in said or not any(_again(r, other, selector) for other in said)]


def _again(row: DeadlineRow, other: DeadlineRow, selector: Selector) -> bool:
    """Whether the table row `row` sums up what `other` sets: on the same day, mostly in its words."""
    if row.date != other.date or row.document_id != other.document_id:
        return False
    own = {w.stem for w in content_words(row.what) if not w.text.isdigit()}
    passage = selector.catalogue.passages[other.passage_id]
    known = {w.stem for text in (passage.text, *passage.section) for w in content_words(text)}
    return len(own & known) >= _SUMMED_UP * len(own)


def _every_year(selector: Selector) -> list[Point]:
    """What is due on a day of every year, in the document, decision or workstream that is asked about."""
    q = selector.question
    if q.want != "list" or q.since or q.until or selector.topical:
        return []
    named = [
        p
        for p in selector.catalogue.passages.values()
        if selector.allows(p)
        and (p.decision in q.decisions if q.decisions else q.documents or p.workstream in q.workstreams)
    ]
    points = []
    for passage in named:
        day_of_year = recurring_day(passage.text)
        if day_of_year:
            body = quoted(excerpt(whole(passage), (), 40, day_of_year))
            points.append(
                Point(f"**{flat(day_of_year)}** — {body}", (whole(passage),), "quoted", layout="item")
            )
    return points


def ordered(selector: Selector) -> Draft | None:
    """The first or last deadline, or the next one before or after a day or another deadline."""
    question = selector.question
    everything = Selector(question, selector.catalogue, (), selector.filters)
    rows = [r for r in everything.deadlines(bounded=False) if r.date]
    if not rows:
        return None
    if question.order in {"after", "before"}:
        pivot = question.until if question.order == "after" and question.until else question.since
        pivot = pivot or question.until
        if pivot is None:
            meant = selector.pivot()
            if meant is None:
                return None
            pivot = meant.date
        return _beside(pivot, selector) if pivot else None
    within = [r for r in selector.deadlines() if r.date]
    if not within and not selector.terms and not (question.since or question.until):
        within = rows
    if not within:
        return None
    edge = within[0].date if question.order != "last" else within[-1].date
    return _dated([r for r in within if r.date == edge], selector)


def _beside(pivot: date, selector: Selector) -> Draft | None:
    """The next deadlines after `pivot`, or the last before it, whatever decision or workstream named it."""
    question = selector.question
    free = replace(question, decisions=(), workstreams=())
    everyone = Selector(free, selector.catalogue, (), selector.filters).deadlines(bounded=False)
    after = question.order == "after"
    days = [r.date for r in everyone if r.date and (r.date > pivot if after else r.date < pivot)]
    if not days:
        return None
    chosen = min(days) if after else max(days)
    return _dated([r for r in everyone if r.date == chosen], selector)


def _dated(rows: Sequence[DeadlineRow], selector: Selector) -> Draft:
    points = [deadline_point(row, selector, 40, "lead" if i == 0 else "item") for i, row in enumerate(rows)]
    return Draft("answered", tuple(points))
