"""Tables of the window: cells that lead to passages, as HTML and, from the same rows, as CSV.

What stands in a table is chosen in `registers`; sorting, filtering and searching happen in the page
(`style/register.js`), which is why cells carry what they are sorted and filtered by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from assistant.listings import csv_text
from assistant.web.viewer import address
from assistant.web.wording import Words
from corpus.passage import Passage

#: Links shown in a cell before the others are folded away.
_MOST_LINKS = 4
#: Between the values of one cell that a filter chooses from; no text holds it.
_APART = "\x1f"
_NUMBERS = re.compile(r"([0-9]+)")


def natural(text: str) -> tuple[int | str, ...]:
    """A sort key that puts "COP-5" before "COP-10"."""
    return tuple(int(part) if part.isdigit() else part.casefold() for part in _NUMBERS.split(text))


@dataclass(frozen=True, slots=True)
class Link:
    """Words that open a passage, or another address where `passage_id` is empty; `title` says more."""

    text: str
    href: str
    passage_id: str = ""
    title: str = ""

    def html(self) -> str:
        """The link; the page's script opens passages beside the table."""
        opens = f' class="opens" data-passage="{escape(self.passage_id)}"' if self.passage_id else ""
        title = f' title="{escape(self.title)}"' if self.title else ""
        return f'<a href="{escape(self.href)}"{opens}{title}>{escape(self.text)}</a>'


def to_passage(text: str, passage: Passage, title: str = "", span: tuple[int, int] | None = None) -> Link:
    """A link that opens `passage` with its words marked, or only those of the document's `span`."""
    start, end = span or (passage.start, passage.end)
    return Link(text, address(passage.document_id, start, end, passage.id), passage.id, title)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place of a table says.

    `key` is what it is sorted by where that differs from its words, `values` what a filter of its column
    chooses from, `mark` a kind of emphasis that `register.css` knows, `note` a smaller second line; `inline`
    puts all links on one line.
    """

    text: str = ""
    links: tuple[Link, ...] = ()
    key: str = ""
    values: tuple[str, ...] = ()
    mark: str = ""
    note: str = ""
    inline: bool = False

    @property
    def plain(self) -> str:
        """All its words on one line."""
        return "; ".join(part for part in (self.text, *(link.text for link in self.links), self.note) if part)

    def html(self, words: Words) -> str:
        """Its words, marked and linked; of many links all but the first ones folded away."""
        mark = (
            f'<span class="mark {self.mark}">{escape(self.text)}</span>' if self.mark else escape(self.text)
        )
        most = len(self.links) if self.inline else _MOST_LINKS
        shown, folded = self.links[:most], self.links[most:]
        parts = [mark, " ".join(link.html() for link in shown) if self.inline else _list(shown)]
        if folded:
            more = escape(words("register.more", n=len(folded)))
            parts.append(f"<details><summary>{more}</summary>{_list(folded)}</details>")
        parts.append(f'<span class="under">{escape(self.note)}</span>' if self.note else "")
        return "".join(parts)


def _list(links: Sequence[Link]) -> str:
    if len(links) < 2:
        return "".join(link.html() for link in links)
    return f'<ul class="links">{"".join(f"<li>{link.html()}</li>" for link in links)}</ul>'


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and under it the document that the column is of, where that matters.

    Where it can be filtered, `every` is what the choice of all values is called, `chosen` what the values
    are where the heading does not say it.
    """

    title: str
    every: str = ""
    chosen: str = ""
    document: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the register; the first cell of a row names it, its first link is what the row opens.

    Rows come sorted by column `sorted_by`; `size` is what the table's tab counts, its rows unless given.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sorted_by: int = 0
    size: int | None = None

    @property
    def count(self) -> int:
        """How many things the table is about."""
        return len(self.rows) if self.size is None else self.size

    @cached_property
    def shown(self) -> list[int]:
        """The columns in which any row says something; a page leaves the others out."""
        return [place for place in range(len(self.columns)) if any(row[place].plain for row in self.rows)]

    def values(self, column: int) -> list[str]:
        """What a filter of this column offers, each once, in the order a reader expects."""
        return sorted({value for row in self.rows for value in row[column].values}, key=natural)

    def csv(self, base_url: str, words: Words) -> str:
        """The rows for a spreadsheet, each with the address of the passage that it opens."""
        header = [*(column.title for column in self.columns), words("register.address")]
        return csv_text(
            header, ([*(cell.plain for cell in row), _address(row, base_url)] for row in self.rows)
        )

    def html(self, words: Words) -> str:
        """The table with buttons that sort it. Roles are explicit: narrow screens show rows as cards."""
        head = "".join(self._head(place) for place in self.shown)
        body = "".join(self._row(row, words) for row in self.rows)
        caption = escape(words(f"register.{self.name}.caption"))
        return (
            f'<table role="table" class="{self.name}"><caption>{caption}</caption>'
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table>'
        )

    def _head(self, place: int) -> str:
        column = self.columns[place]
        order = "ascending" if place == self.sorted_by else "none"
        note = f'<span class="under">{escape(column.document)}</span>' if column.document else ""
        return (
            f'<th scope="col" role="columnheader" aria-sort="{order}"{_of(column)}>'
            f'<button type="button" class="sort">'
            f"<span>{escape(column.title)}{note}</span></button></th>"
        )

    def _row(self, row: Sequence[Cell], words: Words) -> str:
        cells = []
        for place in self.shown:
            column, cell = self.columns[place], row[place]
            tag, role = ("th", 'scope="row" role="rowheader"') if place == 0 else ("td", 'role="cell"')
            told = {
                "data-of": column.document,
                "data-label": column.title,
                "data-key": cell.key,
                "data-values": _APART.join(cell.values),
            }
            data = "".join(f' {name}="{escape(value)}"' for name, value in told.items() if value)
            inner = cell.html(words)
            cells.append(f"<{tag} {role}{data}{'' if inner else ' class=blank'}>{inner}</{tag}>")
        return f'<tr role="row">{"".join(cells)}</tr>'

    def tools(self, words: Words, downloads: Iterable[tuple[str, str]]) -> str:
        """Search, filters, how many rows are shown, and files of the table as (address, name)."""
        find = escape(words("register.find"))
        choices = "".join(self._choice(place) for place in self.shown if self.columns[place].every)
        choices += self._documents(words)
        files = "".join(f'<a href="{escape(href)}" download>{escape(name)}</a>' for href, name in downloads)
        return (
            f'<div class="tools"><label class="find"><span>{find}</span>'
            f'<input type="search" autocomplete="off" spellcheck="false"></label>{choices}'
            f'<p class="files">{files}</p></div><p class="count" role="status" '
            f'data-all="{escape(words("register.all"))}" data-some="{escape(words("register.some"))}"></p>'
        )

    def _choice(self, place: int) -> str:
        column = self.columns[place]
        told = f'data-column="{self.shown.index(place)}"'
        return _select(column.chosen or column.title, told, column.every, self.values(place))

    def _documents(self, words: Words) -> str:
        """The choice of one document's columns, where columns are of several."""
        found = dict.fromkeys(self.columns[place].document for place in self.shown)
        names = [name for name in found if name]
        return _select(words("register.document"), "data-of-columns", words("register.every_document"), names)


def _of(column: Column) -> str:
    return f' data-of="{escape(column.document)}"' if column.document else ""


def _select(label: str, told: str, every: str, values: Sequence[str]) -> str:
    if len(values) < 2:
        return ""
    options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
    return (
        f'<label class="choice"><span>{escape(label)}</span><select {told}>'
        f'<option value="">{escape(every)}</option>{options}</select></label>'
    )


def _address(row: Sequence[Cell], base_url: str) -> str:
    href = next((link.href for cell in row for link in cell.links if link.passage_id), "")
    return base_url + href if href else ""
