"""Lists, counts and orders, made from the register: complete, in order, each row cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import due_rows, naming_rows
from assistant.evidence import Draft, Point
from assistant.rows import Selector
from assistant.wanting import of_each
from assistant.wording import flat, listed, locator_text, quoted, whole
from corpus.passage import Passage

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


_MOST, _FEWEST = re.compile(r"(?i)\b(?:most|longest)\b"), re.compile(r"(?i)\b(?:fewest|least|shortest)\b")


def compose(selector: Selector) -> Draft | None:
    """The list, count or order that the question asks for; None where the register has no such rows."""
    question = selector.question
    if question.want == "order" and question.table in {None, "deadlines", "items"}:
        return due_rows.ordered(selector)
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
    noun = _noun(points, table)
    return Point(f"{number} {noun}{_where(selector)}:", (), "register", counted=(number,), layout="heading")


def _noun(points: Sequence[Point], table: str) -> str:
    """What the points are, of one or several: resolutions where no other decision is among them."""
    noun = _NOUNS[table][len(points) != 1]
    resolved = table == "decisions" and all(p.text.startswith("**Resolution ") for p in points)
    return noun.replace("decision", "resolution") if resolved else noun


def _counted(points: Sequence[Point], table: str, selector: Selector) -> Draft:
    number = len(points)
    noun = _noun(points, table)
    quotes = tuple(dict.fromkeys(q for p in points for q in p.quotes))
    text = f"{number} {noun}{_where(selector)}"
    remark = ""
    if table == "decisions":
        others = len(_summary_only(selector)) - 1
        remark = f"{others} more are known from public summaries only." if others > 0 else ""
    return Draft("answered", (Point(text, quotes, "register", counted=(number,), layout="lead"),), remark)


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
    "deadlines": due_rows.deadlines, "decisions": _decisions, "workstreams": _workstreams, "items": _items,
    "contacts": naming_rows.contacts, "meetings": naming_rows.meetings, "documents": naming_rows.documents,
    "articles": naming_rows.articles, "annexes": naming_rows.annexes,
}  # fmt: skip
