"""Lists, counts and orders, made from the register: complete, in order, each row cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant import naming_rows
from assistant.evidence import Draft, Point
from assistant.recurring import recurring_day
from assistant.rows import Selector
from assistant.wanting import of_each
from assistant.wording import excerpt, flat, listed, locator_text, part, quoted, whole
from corpus.dates import find_dates
from corpus.passage import Passage
from corpus.register import DeadlineRow
from corpus.words import content_words

_NONE = {
    "decision": "The documents name no decision for this item.",
    "date": "The documents give no date for this item.",
}
_NOUNS = {
    "decisions": ("decision", "decisions"),
    "workstreams": ("workstream", "workstreams"),
    "items": ("item", "items"),
    "deadlines": ("dated deadline", "dated deadlines"),
    "contacts": ("contact", "contacts"),
    "meetings": ("meeting", "meetings"),
    "documents": ("document", "documents"),
    "articles": ("article", "articles"),
    "annexes": ("annex", "annexes"),
}


#: Share of a table row's words that a paragraph must print too, for the row to sum it up.
_SUMMED_UP = 0.5
#: Asks for dates of any kind, not only for those by which something is due.
_ALL_DATES = re.compile(
    r"(?i)\b(?:all|every|each|which|what|list|the)\s+(?:the\s+)?(?:\w+\s+)?dates\b(?! (?:by|on) which)"
)
_DATED_ROLES = frozenset({"operative", "item", "table_row"})
_MOST, _FEWEST = re.compile(r"(?i)\b(?:most|longest)\b"), re.compile(r"(?i)\b(?:fewest|least|shortest)\b")


def compose(selector: Selector) -> Draft | None:
    """The list, count or order that the question asks for; None where the register has no such rows."""
    question = selector.question
    if question.want == "order" and question.table in {None, "deadlines", "items"}:
        return _ordered(selector)
    if question.want == "order" and question.table == "decisions" and question.decisions:
        return None  # "the first revision (decision 5/1)" orders nothing
    table = question.table or "items"
    if (
        table != "workstreams"
        and question.item is not None
        and question.workstreams
        and question.want != "count"
    ):
        return _one_item(selector)
    if of_each(question.text):
        table = "workstreams"
    if selector.shared:
        table = "decisions"
    points = _TABLES[table](selector)
    if not points:
        return None
    if question.want == "count" and not of_each(question.text):
        return _counted(points, table, selector)
    extra = _summary_only(selector) if table == "decisions" else ()
    return Draft("answered", (_head(points, table, selector), *points, *extra))


def _where(selector: Selector) -> str:
    names = selector.question.workstreams
    return f" under {' and '.join(names)}" if names else ""


def _head(points: Sequence[Point], table: str, selector: Selector) -> Point:
    number = len(points)
    noun = _NOUNS[table][number != 1]
    return Point(f"{number} {noun}{_where(selector)}:", (), "register", counted=(number,), layout="heading")


def _counted(points: Sequence[Point], table: str, selector: Selector) -> Draft:
    number = len(points)
    noun = _NOUNS[table][number != 1]
    quotes = tuple(dict.fromkeys(q for p in points for q in p.quotes))
    text = f"{number} {noun}{_where(selector)}"
    remark = ""
    if table == "decisions":
        others = len(_summary_only(selector)) - 1
        remark = f"{others} more are known from public summaries only." if others > 0 else ""
    return Draft("answered", (Point(text, quotes, "register", counted=(number,), layout="lead"),), remark)


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


def _deadlines(selector: Selector) -> list[Point]:
    rows = selector.deadlines()
    dated = _each_once([r for r in rows if r.date], selector)
    points = [deadline_point(row, selector) for row in (dated or rows)]
    return points + _other_days(rows, selector) + _every_year(selector)


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


def _ordered(selector: Selector) -> Draft | None:
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


def _decisions(selector: Selector) -> list[Point]:
    points = []
    for row, passages in selector.decisions():
        places = [p for p in dict.fromkeys(_place(p, selector) for p in passages) if p]
        text = f"**{row.id}** — {'; '.join(places)}" if places else f"**{row.id}**"
        points.append(Point(text, tuple(whole(p) for p in passages), "register", layout="item"))
    return points


def _place(passage: Passage, selector: Selector) -> str:
    """Where a passage stands, with its document's title where there are several documents."""
    document = selector.catalogue.documents[passage.document_id]
    where = locator_text(passage, document)
    several = len(selector.catalogue.primary) > 1 and document.title and not passage.workstream
    return f"{where} of {document.title[:60]}" if several else where


def _summary_only(selector: Selector) -> tuple[Point, ...]:
    """Decisions that only public summaries know, under a heading of their own."""
    question = selector.question
    named = (question.scope, question.workstreams, question.articles, question.meetings)
    bounded = (question.since, question.until, selector.terms, question.traits)
    if any((*named, *bounded, selector.filters.source, selector.filters.documents)):
        return ()
    points = [Point("Known from public summaries only:", (), "register", layout="heading")]
    for row in selector.catalogue.register.decisions:
        if row.summarised_in and not row.named_in and not row.passages:
            passage = selector.catalogue.passages[row.summarised_in[0]]
            points.append(
                Point(f"**{row.id}** — public summary", (whole(passage),), "register", layout="item")
            )
    return tuple(points) if len(points) > 1 else ()


def _workstreams(selector: Selector) -> list[Point]:
    points = []
    rows = selector.workstreams()
    asked = selector.question.text
    if of_each(asked) and (_MOST.search(asked) or _FEWEST.search(asked)):
        rows.sort(key=lambda pair: len(pair[0].items), reverse=bool(_MOST.search(asked)))
    for row, items in rows:
        heading = selector.catalogue.passages[row.heading]
        narrowed = tuple(p.id for p in items) != row.items
        quotes = tuple(whole(p) for p in items[:6]) if narrowed else (whole(heading),)
        places = ", ".join(_within(p) for p in items[:6])
        note = places if narrowed else f"{len(row.items)} items"
        if not row.items:
            points.append(Point(f"**{row.name}**", quotes, "register", layout="item"))
            continue
        points.append(
            Point(f"**{row.name}** — {note}", quotes, "register", counted=(len(row.items),), layout="item")
        )
    return points


def _within(passage: Passage) -> str:
    """Where in its workstream a passage stands, in a word or two."""
    if passage.item:
        return f"item {passage.item}"
    return f"paragraph {passage.label}" if passage.label else "opening paragraph"


def _items(selector: Selector) -> list[Point]:
    return [Point(flat(p.text).rstrip(";"), (whole(p),), "quoted", layout="item") for p in selector.items()]


def _one_item(selector: Selector) -> Draft | None:
    """The item with the number asked for, whole."""
    question = selector.question
    rows = [
        w
        for w in selector.catalogue.register.workstreams
        if not question.workstreams or w.name in question.workstreams
    ]
    if len(rows) != 1 or question.item is None:
        return None
    ids = rows[0].items
    position = question.item - 1 if question.item > 0 else len(ids) + question.item
    if not 0 <= position < len(ids):
        return None
    passage = selector.catalogue.passages[ids[position]]
    own = Point(quoted(flat(passage.text)), (whole(passage),), "quoted", layout="lead")
    if question.want not in {"decision", "date"}:
        return Draft("answered", (own,))
    days = [flat(d.phrase) for d in passage.deadlines]
    found = passage.decisions if question.want == "decision" else days
    if not found:
        return Draft("not_in_documents", remark=_NONE[question.want], nearest=(whole(passage),))
    lead = Point(listed(found), (whole(passage),), "register", layout="lead")
    return Draft("answered", (lead, replace(own, layout="quote")))


_TABLES = {
    "deadlines": _deadlines, "decisions": _decisions, "workstreams": _workstreams, "items": _items,
    "contacts": naming_rows.contacts, "meetings": naming_rows.meetings, "documents": naming_rows.documents,
    "articles": naming_rows.articles, "annexes": naming_rows.annexes,
}  # fmt: skip
