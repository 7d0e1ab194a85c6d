"""What stands in the window's register: decisions, deadlines, items by decision, contacts. No HTTP here.

The rows are those of `corpus.register`, put into a reader's words; every one leads to its passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assistant.matching import meeting_of
from assistant.web.tables import Cell, Column, Link, Table, natural, to_passage
from assistant.web.typesetting import beginning
from assistant.web.wording import Words
from assistant.wording import flat, locator_text
from corpus.document import Document
from corpus.manifest import summarised_decisions
from corpus.passage import Passage
from corpus.register import ContactRow, DeadlineRow, DecisionRow, LinkRow, Register

if TYPE_CHECKING:
    from index import Index

Standing = Literal["past", "next", "ahead", "undated"]

_STANDINGS: tuple[Standing, ...] = ("next", "ahead", "undated", "past")
_CHANGES = ("amends", "replaces", "terminates")
_OWN_NUMBER = re.compile(r"(?i)^\s*(?:decision|resolution)s?\s+[\w/.-]+\s*[:.–—-]?\s*")
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, eq=False)
class View:
    """The register of one moment, as read on `today` in the language of `words`."""

    index: Index
    words: Words
    today: date

    @cached_property
    def register(self) -> Register:
        """All rows, as they are when they are first asked for."""
        return self.index.register()

    @cached_property
    def documents(self) -> dict[str, Document]:
        """All documents by id."""
        return {document.id: document for document in self.index.documents()}

    @cached_property
    def letters(self) -> int:
        """How many documents there are beside the public summaries."""
        return sum(document.kind != "summary" for document in self.documents.values())

    def passage(self, passage_id: str) -> Passage:
        """One passage of the index."""
        return self.index.passage(passage_id)

    def place(self, passage: Passage) -> Link:
        """A link that says where `passage` stands; with its document where there are several."""
        document = self.documents[passage.document_id]
        where = self.words.place(locator_text(passage, document))
        if self.letters > 1 and document.kind != "summary" and not passage.decision:
            where = f"{document.symbol or document.title}: {where}"
        return to_passage(where, passage, beginning(passage.text))

    @cached_property
    def next_day(self) -> date | None:
        """The day of the next deadline, today's included."""
        days = [row.date for row in self.register.deadlines if row.date and row.date >= self.today]
        return min(days, default=None)

    def standing(self, row: DeadlineRow) -> Standing:
        """How a deadline stands today."""
        if row.date is None:
            return "undated"
        if row.date < self.today:
            return "past"
        return "next" if row.date == self.next_day else "ahead"


# decisions ---------------------------------------------------------------------------------------


def decisions(view: View) -> Table:
    """Every decision, what it is about, whether its text is loaded, and what rests on it."""
    say = view.words
    rows = view.register.decisions
    changed: dict[str, list[LinkRow]] = {}
    for link in view.register.links:
        if link.kind in _CHANGES:
            changed.setdefault(link.source, []).append(link)
            changed.setdefault(link.target, []).append(link)
    columns = (
        Column(say("register.decision")),
        Column(say("register.meeting"), say("register.every_meeting")),
        Column(say("register.subject")),
        Column(say("register.articles"), say("register.every_article")),
        Column(say("register.text"), say("register.every_text")),
        Column(say("register.items")),
        Column(say("register.changes")),
    )
    ordered = sorted(rows, key=lambda row: natural(row.id))
    return Table(
        "decisions", columns, tuple(_decision(row, changed.get(row.id, []), view) for row in ordered)
    )


def _decision(row: DecisionRow, changes: list[LinkRow], view: View) -> tuple[Cell, ...]:
    say = view.words
    meeting = meeting_of(row.id) or ""
    text = "loaded" if row.loaded else "summary" if row.summarised_in else "named"
    opened = view.passage((*row.passages, *row.named_in, *row.summarised_in)[0])
    known = say(f"register.text_{text}")
    articles = _articles(row, view)
    return (
        Cell(links=(to_passage(row.id, opened),), key=row.id),
        Cell(meeting, values=(meeting,) if meeting else ()),
        _subject(row, view),
        Cell(", ".join(articles), values=articles),
        Cell(known, values=(known,), mark=text),
        Cell(links=tuple(view.place(view.passage(named)) for named in row.named_in)),
        Cell(links=tuple(dict.fromkeys(_change(link, row.id, view) for link in changes))),
    )


def _change(link: LinkRow, decision: str, view: View) -> Link:
    """What `decision` does to another, or another to it, leading to the words that say so."""
    own = link.source == decision
    text = view.words(
        f"register.{link.kind}" if own else f"register.{link.kind}_by",
        decision=link.target if own else link.source,
    )
    passage = view.passage(link.passage_id)
    return to_passage(text, passage, beginning(passage.text))


def _subject(row: DecisionRow, view: View) -> Cell:
    """The title of the decision's own text, or else what public pages say it is about, said to be that."""
    if row.title:
        return Cell(_OWN_NUMBER.sub("", row.title) or row.title)
    known = summarised_decisions().get(row.id) if row.summarised_in else None
    if known is None:
        return Cell()
    subject = known.title or known.subject
    return Cell(
        subject[:1].upper() + subject[1:], note=view.words("register.from_summary") if row.loaded else ""
    )


def _articles(row: DecisionRow, view: View) -> tuple[str, ...]:
    """The articles that its own text names, or else its public summary."""
    own = (view.passage(passage_id) for passage_id in row.passages)
    named = tuple(dict.fromkeys(mention.value for p in own for mention in p.mentions.articles))
    known = summarised_decisions().get(row.id) if row.summarised_in else None
    return named or (known.articles if known else ())


# deadlines ---------------------------------------------------------------------------------------


def deadlines(view: View) -> Table:
    """Every deadline and how it stands today: what is to come first, what is past last."""
    say = view.words
    columns = (
        Column(say("register.date")),
        Column(say("register.standing"), say("register.every_standing")),
        Column(say("register.what")),
        Column(say("register.who"), say("register.every_who")),
        Column(say("register.decisions_column"), say("register.every_decision")),
        Column(say("register.place"), say("register.every_workstream"), say("register.workstream")),
    )
    rows = sorted(view.register.deadlines, key=lambda row: _STANDINGS.index(view.standing(row)))
    return Table("deadlines", columns, tuple(_deadline(row, view) for row in rows), sorted_by=1)


def _deadline(row: DeadlineRow, view: View) -> tuple[Cell, ...]:
    passage = view.passage(row.passage_id)
    start = passage.start + max(passage.text.find(row.what), 0)
    standing = view.standing(row)
    said = view.words(f"register.standing_{standing}")
    shown = view.words.day(row.date) or flat(row.phrase)
    what = to_passage(beginning(row.what), passage, span=(start, start + len(row.what)))
    return (
        Cell(shown, key=row.date.isoformat() if row.date else "9999"),
        Cell(said, values=(said,), mark=standing, key=str(_STANDINGS.index(standing))),
        Cell(links=(what,)),
        Cell(row.who or "", values=(row.who,) if row.who else ()),
        Cell(", ".join(row.decisions), values=row.decisions),
        Cell(links=(view.place(passage),), values=(row.workstream,) if row.workstream else ()),
    )


# items by decision -------------------------------------------------------------------------------


def matrix(view: View) -> Table:
    """Which items of each workstream rest on which decision; those that name none come last."""
    say = view.words
    rows = view.register.workstreams
    several = len({row.document_id for row in rows}) > 1
    columns = [Column(say("register.decision"))]
    cells: dict[str, list[list[Link]]] = {}
    free: list[list[Link]] = [[] for _ in rows]
    for place, row in enumerate(rows):
        document = view.documents[row.document_id]
        columns.append(Column(row.name, document=(document.symbol or document.title) if several else ""))
        for number, passage in enumerate(map(view.passage, row.items), 1):
            link = to_passage(_number(passage, number), passage, beginning(passage.text))
            for decision in passage.decisions:
                cells.setdefault(decision, [[] for _ in rows])[place].append(link)
            if not passage.decisions:
                free[place].append(link)
    body = [
        _crossing(decision, links, view)
        for decision, links in sorted(cells.items(), key=lambda row: natural(row[0]))
    ]
    if any(free):
        body.append((Cell(say("register.no_decision"), key="\uffff"), *map(_cell, free)))
    return Table("workstreams", tuple(columns), tuple(body), size=len(rows))


def _number(passage: Passage, number: int) -> str:
    return passage.label or str(passage.item or number)


def _crossing(decision: str, links: Iterable[list[Link]], view: View) -> tuple[Cell, ...]:
    row = next((row for row in view.register.decisions if row.id == decision), None)
    subject = _subject(row, view).text if row else ""
    return (Cell(decision, key=decision, note=subject), *map(_cell, links))


def _cell(links: list[Link]) -> Cell:
    return Cell(links=tuple(links), key=str(len(links)), inline=True)


# contacts ----------------------------------------------------------------------------------------


def contacts(view: View) -> Table:
    """People and offices, one row each however often documents print them."""
    say = view.words
    merged: dict[tuple[str, str], list[ContactRow]] = {}
    for row in view.register.contacts:
        merged.setdefault((row.name or "", row.email or ""), []).append(row)
    columns = (
        Column(say("register.name")),
        Column(say("register.reach")),
        Column(say("register.role"), say("register.every_role")),
        Column(say("register.about")),
        Column(say("register.place")),
    )
    return Table("contacts", columns, tuple(_contact(rows, view) for rows in merged.values()))


def _contact(rows: list[ContactRow], view: View) -> tuple[Cell, ...]:
    first = rows[0]
    roles = tuple(dict.fromkeys(view.words(f"register.role_{row.role}") for row in rows))
    passages = [view.passage(passage_id) for passage_id in dict.fromkeys(row.passage_id for row in rows)]
    mail = first.email or ""
    links = (Link(mail, f"mailto:{mail}"),) if _MAIL.fullmatch(mail) else ()
    phone = next((row.phone for row in rows if row.phone), "")
    about = next((row.about for row in rows if row.about), "")
    return (
        Cell(links=(to_passage(first.name or mail, passages[0]),)),
        Cell("" if links else mail, links=links, note=phone or ""),
        Cell(", ".join(roles), values=roles),
        Cell(beginning(about or "")),
        Cell(links=tuple(view.place(passage) for passage in passages)),
    )
