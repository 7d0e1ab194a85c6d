"""Lists and counts out of what the documents themselves enumerate: the opener first, then every member.

A question that asks for several things is matched with the enumerations of the documents
(`enumerations.py`) through the words that open them, the headings and paragraphs above, and what a
search finds. None where no enumeration bears on the question; never members of two lists.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant import amounts, table_cells
from assistant.asking import asks
from assistant.bearing import TABLE, in_scope, is_of, ranked
from assistant.enumerations import Enumeration, enumerations
from assistant.evidence import Draft, Point, Quote
from assistant.matching import covers, weight
from assistant.plurals import counted_noun, listed_noun
from assistant.understanding import Question, understand
from assistant.wanting import WHICH_DECISION, of_each
from assistant.wording import flat, quoted
from corpus.dates import find_dates

if TYPE_CHECKING:
    from assistant.desk import Desk

#: How far a list must bear on the question (0..1) that asks for several things; less where the list says that
#: it is of those things, or where any list will do ("points"); more where one thing may be asked for.
_LISTING, _NAMED, _THINGS, _OPEN = 0.65, 0.35, 0.55, 0.74
_LOOSE = 0.15
#: What a word must weigh to tell something; share of the members that are few.
_TELLING, _FEW_OF = 0.5, 0.2
_MOST = 40
_BESIDE = re.compile(
    r"(?i)\b(?:which|what)\s+(?P<noun>step|stage|phase|point|item|row)s?\b.{0,70}?"
    r"\b(?P<way>before|after|following|follows|preceding|precedes)\s+(?P<what>[^?]+)"
    r"|\bwhat(?:'s|’s| is| comes?| follows| happens| stands| takes place)\s+"
    r"(?:right|directly|immediately|straight|just|next)\s+(?P<then>before|after)\s+(?P<thing>[^?]+)"
)
_NEXT = 0.5
_OPEN_FORM = re.compile(
    r"(?i)\b(?:what|where|which|how)\b.{0,60}?"
    r"\b(?:must|shall|should|may|can|could|might|are|is|do|does|did|will|would|has|have|to)\b"
)


#: Wants that are answered otherwise.
_OTHERWISE = frozenset({"date", "reason", "person", "yes_no", "compare", "order"})
#: Wants of questions that may ask for several things without naming their noun.
_OPEN_WANTS = frozenset({"content", "place", "list"})
_A_DATE = re.compile(r"(?i)\b(?:dates?|days?|deadlines?|when)\b")
#: Nouns whose rows the register keeps.
_OF_DATES = re.compile(r"(?i)\b(?:deadlines?|dates?)$")
_TABLE_OF_DATES = re.compile(
    r"(?i)\b(?:time\s?tables?|calendars?(?! (?:year|date|day|month))|schedules?"
    r"|(?:tables?|summary|list|overview) of (?:the )?(?:\w+ )?dates|table)\b"
)
_OF_REGISTER = re.compile(
    r"(?i)\b(?:decisions?|resolutions?|deadlines?|dates?|meetings?|sessions|documents|e-?mails|addresses"
    r"|contacts|work\s?streams?|headings|sections|blocks|strands|areas)$"
)
_OF_PARTS = re.compile(r"(?i)\b(?:areas|strands|blocks)$")


def enumerated(desk: Desk) -> Draft | None:
    """The list or count the question asks for, from an enumeration of the documents; None without one."""
    question = desk.question
    if _answered_elsewhere(desk):
        return None
    beside = _BESIDE.search(question.text)
    if beside:
        return _next_to(desk, beside)
    counting = counted_noun(question.text)
    if counting and (amounts.is_unit(counting) or _in_a_cell(desk)):
        return None
    if counting and (said := amounts.counted_whole(desk.evidence("documents"))):
        return said
    noun = counting or listed_noun(question.text)
    dated = _dated_rows(desk, noun) if _asks_dated_rows(question, noun) else None
    if dated is not None:
        return dated
    if question.want in _OTHERWISE or (question.want == "decision" and WHICH_DECISION.search(question.text)):
        return None
    if not _may_list(question, noun):
        return None
    chosen = _chosen(desk, noun, counting is not None)
    if chosen is None:
        return None
    chosen = _within(chosen, question)
    if counting and _numbers_each(chosen):
        return None
    return _count(chosen, counting) if counting else _list(chosen)


def _in_a_cell(desk: Desk) -> bool:
    """Whether a cell of a table gives the number of one row."""
    found = table_cells.cell(desk.evidence("documents"), desk.catalogue)
    return found is not None and any(c.isdigit() for c in found.text)


def _answered_elsewhere(desk: Desk) -> bool:
    """Whether the head or the register answers: also "which items mention customs?", which asks for some."""
    question = desk.question
    return (
        question.want in {"rules", "header"}
        or (question.item is not None and bool(question.workstreams))
        or question.table == "workstreams"
        or of_each(question.text)
        or bool(question.traits)
        or (question.table == "items" and (_items_told(desk) or _counts_all(desk)))
    )


def _items_told(desk: Desk) -> bool:
    """Whether the items asked for are those about something: the register's, by the subject's words."""
    selector = desk.selector()
    items = [desk.catalogue.passages[i] for row in desk.catalogue.register.workstreams for i in row.items]
    return selector.topical or (desk.question.want == "list" and selector.prints_subject(items))


def _counts_all(desk: Desk) -> bool:
    """Whether all items of the documents' work areas are to be counted: the register keeps those."""
    everything = desk.question.want == "count" and not desk.selector().terms
    return everything and bool(desk.catalogue.register.workstreams)


def _asks_dated_rows(question: Question, noun: str | None) -> bool:
    """Whether days of a table are asked for: all of them, the first or the last."""
    edged = asks("first", question.text) != asks("last", question.text) and _A_DATE.search(question.text)
    if question.table == "deadlines" and question.want == "list" and _TABLE_OF_DATES.search(question.text):
        return True
    return bool(TABLE.search(question.text) and (edged or (noun and _OF_DATES.search(noun))))


def _may_list(question: Question, noun: str | None) -> bool:
    """Whether several things may be asked for: by a noun that is not the register's, or in an open form."""
    if noun:  # parts of a text may be what the decision named sets out: "the following areas"
        return not _OF_REGISTER.search(noun) or bool(question.decisions and _OF_PARTS.search(noun))
    if question.want not in _OPEN_WANTS or question.table == "deadlines":
        return False
    return _OPEN_FORM.search(question.text) is not None


def _chosen(desk: Desk, noun: str | None, counting: bool) -> Enumeration | None:
    """The list that bears on the question most, where it bears on it well enough to answer."""
    found = next(iter(ranked(desk, noun)), None)
    if found is None or (desk.question.want in {"list", "count"} and _in_register(found.enumeration, desk)):
        return None
    if noun and _OF_REGISTER.search(noun) and found.named < 1.0:
        return None
    if desk.question.table in {"articles", "annexes"} and found.named < 1.0:
        return None  # the articles of a treaty that are named, not wares
    if desk.question.want == "wording" and found.named < 1.0 and not found.placed:
        return None
    if noun is None:  # a question that may ask for one thing only
        opens = found.enumeration.lead.rstrip().endswith(":") or found.enumeration.form == "steps"
        sure = opens and found.bearing >= _OPEN and not _of_one_member(found.enumeration, desk)
    elif found.named == 1.0:
        sure = found.bearing >= _NAMED and not (counting and _told(found.bearing, desk))
    elif found.named:
        sure = found.bearing >= (_LISTING if counting else _THINGS)
    else:  # a paragraph that happens to stand above a list opens it less surely than "the following:"
        least = _LISTING + (_LOOSE if _said_out(found.enumeration) else 0.0)
        sure = not counting and found.bearing >= least
    return found.enumeration if sure else None


def _of_one_member(one: Enumeration, desk: Desk) -> bool:
    """Whether a telling word of the question stands in one or a few members alone: those are asked about."""
    near = [one.lead, *one.first.section]
    few = max(1.0, _FEW_OF * len(one.members))
    for term in desk.selector().terms:
        printing = sum(covers(term, m.text) for m in one.members)
        if weight(term) >= _TELLING and 0 < printing <= few and not any(covers(term, t) for t in near):
            return True
    return False


def _told(bearing: float, desk: Desk) -> bool:
    """Whether a sentence tells the number where the list bears on the question only loosely."""
    return bearing < _THINGS and amounts.told(desk.evidence("documents"))


def _within(one: Enumeration, question: Question) -> Enumeration:
    """The list with only those members whose day lies in the time asked for, where members print days."""
    since, until = question.since, question.until
    if since is None and until is None:
        return one
    dated = _dated(one)
    later = question.order == "after" and until is None
    kept = [
        m
        for day, m in dated
        if (since is None or day > since or (day == since and not later)) and (until is None or day <= until)
    ]
    return replace(one, members=tuple(kept)) if len(dated) > 1 and kept else one


def _said_out(one: Enumeration) -> bool:
    """Whether the opener is a paragraph that ends in a full stop, not a heading or an opening clause."""
    return one.opener is not None and one.form == "items" and one.lead.rstrip().endswith(".")


def _in_register(one: Enumeration, desk: Desk) -> bool:
    """Whether the members are the items of a workstream that the question names: the register lists those."""
    members = tuple(m.passage.id for m in one.members)
    rows = (desk.catalogue.workstream(name) for name in desk.question.workstreams)
    return any(row is not None and row.items == members for row in rows)


def _next_to(desk: Desk, asked: re.Match[str]) -> Draft | None:
    """The step before or after the one named: its neighbour in the list where it stands."""
    side = understand(asked["what"] or asked["thing"], desk.catalogue)
    noun, way = asked["noun"], (asked["way"] or asked["then"]).lower()
    evidence = desk.evidence("documents", replace(side, want="content", documents=desk.question.documents))
    best = {c.passage.id: c.context for c in evidence.candidates}
    top = max(best.values(), default=0.0)
    if top < _NEXT:
        return None
    step = 1 if way in {"after", "following", "follows"} else -1
    tabled = _TABLE_OF_DATES.search(desk.question.text) is not None
    for one in enumerations(desk.catalogue):
        if tabled and one.form != "rows":
            continue
        if one.form not in {"steps", "points", "items", "rows"} or not in_scope(one, desk):
            continue
        if noun and not is_of(one, noun):
            continue
        at = [i for i, m in enumerate(one.members) if best.get(m.passage.id, 0.0) >= 0.95 * top]
        if len(at) == 1 and 0 <= at[0] + step < len(one.members):
            named, chosen = one.members[at[0]], one.members[at[0] + step]
            return Draft(
                "answered",
                (
                    Point(quoted(_printed(chosen)), (chosen,), "quoted", layout="lead"),
                    Point(quoted(_printed(named)), (named,), "quoted"),
                ),
            )
    return None


def _dated_rows(desk: Desk, noun: str | None) -> Draft | None:
    """The rows of the table asked about that print a date; only the first or the last where that is asked."""
    tables = [r for r in ranked(desk, noun) if r.enumeration.form == "rows" and _dated(r.enumeration)]
    question = desk.question
    headed = [r for r in tables if r.enumeration.first.workstream in question.workstreams]
    only = headed or (tables if question.documents else [])
    rows = only if len(only) == 1 else [r for r in tables if r.bearing >= _THINGS]
    if not rows:
        return None
    one = rows[0].enumeration
    dated = _dated(one)
    text = question.text
    if asks("first", text) != asks("last", text):
        edge = min(d for d, _ in dated) if asks("first", text) else max(d for d, _ in dated)
        chosen = [m for d, m in dated if d == edge]
        points = [Point(quoted(flat(m.text)), (m,), "quoted", layout="lead") for m in chosen]
        return Draft("answered", tuple(points))
    return _list(_within(replace(one, members=tuple(m for _, m in dated)), question))


def _dated(one: Enumeration) -> list[tuple[date, Quote]]:
    """The members that print a date, each with the last one it prints."""
    return [(found[-1].last, m) for m in one.members if (found := find_dates(m.text))]


def _numbers_each(one: Enumeration) -> bool:
    """Whether the members give numbers themselves: "Three members from Africa" is not one member."""
    return 2 * sum(amounts.opens_with_number(m.text) for m in one.members) >= len(one.members)


def _count(one: Enumeration, noun: str) -> Draft:
    """How many members there are, each cited."""
    number = len(one.members)
    quotes = ((one.opener,) if one.opener else ()) + one.members
    lead = Point(f"{number} {noun}", quotes, "register", counted=(number,), layout="lead")
    return Draft("answered", (lead,))


def _list(one: Enumeration) -> Draft:
    """The opener, then the members as they stand."""
    points = []
    if one.opener:
        points.append(Point(quoted(one.lead), (one.opener,), "quoted", layout="lead"))
    points += [Point(_printed(m), (m,), "quoted", layout="item") for m in one.members[:_MOST]]
    return Draft("answered", tuple(points))


def _printed(member: Quote) -> str:
    return flat(member.text).rstrip(";,")
