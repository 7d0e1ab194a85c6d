"""The enumerations that documents print: what opens each, and its members in order.

An enumeration is a passage with the list below it, a table with its rows, a heading with the headings
or items under it, steps, or points numbered inside running text. Form only; which of them a question
means is decided in `enumerating.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.catalogue import Catalogue
from assistant.evidence import Quote
from assistant.printed_tables import is_total
from assistant.wording import flat, whole
from corpus.dates import find_dates
from corpus.passage import Passage

Form = Literal["items", "rows", "headings", "steps", "points"]

_MARKER = re.compile(r"(?<![\w(])\((\d{1,2}|[a-h]|i{1,3}|iv|v|vi{1,3})\)\s+(?=\S)")
_STEP = re.compile(
    r"(?i)^(?:(?:step|stage|phase|option|point|question|task|part)\s+(?:\d{1,2}|[a-h])\b|[a-z]\.\d{1,2}\.)"
)
_LABEL = re.compile(r"\(?(\d{1,2}|[a-h]|i{1,3}|iv|v|vi{1,3})\)")
_TERM = re.compile(r"^(?!(?i:note|table|figure|source)\b)[A-ZÀ-Þ][\w’'() -]{2,40}:\s+\S")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_LEAST = 2
#: What rows print and heads of columns do not.
_DATA: tuple[Callable[[str], object], ...] = (find_dates, re.compile(r"\S@\S+\.\w").search)


@dataclass(frozen=True, slots=True)
class _Mark:
    """The number of a point at `start` of a passage's text: printed there, or the passage's own label."""

    passage: Passage
    start: int
    label: str
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enumeration:
    """What opens a list (None where nothing does) and its members, each a quote, in order.

    `before` is the line right before a table, which often says what it shows.
    """

    form: Form
    opener: Quote | None
    members: tuple[Quote, ...]
    before: str = ""

    @property
    def first(self) -> Passage:
        """The passage that holds the first member."""
        return self.members[0].passage

    @property
    def document_id(self) -> str:
        """The document it stands in."""
        return self.first.document_id

    @property
    def lead(self) -> str:
        """The words that open it, on one line; empty where nothing does."""
        return flat(self.opener.text) if self.opener else ""


@lru_cache(maxsize=4)
def enumerations(catalogue: Catalogue) -> tuple[Enumeration, ...]:
    """Every enumeration of the documents but the public summaries, each set of members once."""
    found: dict[tuple[tuple[str, int], ...], Enumeration] = {}
    kinds = {d.id: d.kind for d in catalogue.primary}
    passages = [p for p in catalogue.passages.values() if p.document_id in kinds and p.role != "header"]
    for one in (*_below(passages, catalogue), *_headed(passages), *_run_in(passages)):
        key = tuple((m.passage.document_id, m.start) for m in one.members)
        found.setdefault(key, one)
    return tuple(found.values())


def _below(passages: Sequence[Passage], catalogue: Catalogue) -> Iterator[Enumeration]:
    """Passages that open a list, and table headers."""
    last: Passage | None = None
    for passage in passages:
        members = catalogue.children(passage)
        if passage.role == "table_row" and members:
            before = last.text if last and last.document_id == passage.document_id else ""
            rows = tuple(whole(m) for m in members if not is_total(m.text))
            if any(all(prints(p.text) for p in (passage, *members)) for prints in _DATA):  # no head
                yield Enumeration("rows", None, (whole(passage), *rows), before)
            else:
                yield Enumeration("rows", whole(passage), rows, before)
        elif len(members) >= _LEAST:
            yield Enumeration("items", whole(passage), tuple(whole(m) for m in members))
        last = passage


def _headed(passages: Sequence[Passage]) -> Iterator[Enumeration]:
    """Headings with the headings, or the items and steps that nothing else opens, under them."""
    below: dict[tuple[str, tuple[str, ...]], list[Passage]] = defaultdict(list)
    heads: dict[tuple[str, tuple[str, ...]], Passage] = {}
    for p in passages:
        if p.role == "heading":
            heads.setdefault((p.document_id, p.section), p)
            below[p.document_id, p.section[:-1]].append(p)
    for key, headings in below.items():
        if len(headings) >= _LEAST and key[1]:
            head = heads.get(key)
            yield Enumeration("headings", whole(head) if head else None, tuple(whole(h) for h in headings))
    under: dict[tuple[str, tuple[str, ...]], list[Passage]] = defaultdict(list)
    for p in passages:
        if p.role != "heading":
            under[p.document_id, _headed_by(p, heads)].append(p)
    for key, own in under.items():
        yield from _listed_under(heads.get(key), own)


def _listed_under(head: Passage | None, own: Sequence[Passage]) -> Iterator[Enumeration]:
    """The items and the steps among the passages of one heading."""
    opener = whole(head) if head else None
    free = [p for p in own if p.role in {"item", "operative"} and _free(p, head)]
    for run in _runs(free):
        form: Form = "steps" if all(p.label and _STEP.match(p.label) for p in run) else "items"
        yield Enumeration(form, opener, tuple(whole(p) for p in run))
    for pattern in (_STEP, _TERM):
        steps = [p for p in own if p.role not in {"table_row"} and pattern.match(p.text)]
        if len(steps) >= _LEAST:
            yield Enumeration("steps", opener, tuple(whole(p) for p in steps))


def _free(passage: Passage, head: Passage | None) -> bool:
    """Whether no passage but the heading opens this item."""
    return passage.parent is None or (head is not None and passage.parent == head.id)


def _runs(items: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Items that count on from one another: a new list begins where bullets start again at one."""
    run: list[Passage] = []
    for p in items:
        if run and (p.item == 1 or (p.item is None) != (run[-1].item is None)):
            if len(run) >= _LEAST:
                yield run
            run = []
        run.append(p)
    if len(run) >= _LEAST:
        yield run


def _headed_by(passage: Passage, heads: dict[tuple[str, tuple[str, ...]], Passage]) -> tuple[str, ...]:
    """The headings over a passage, without the words that only it runs in with ("(1) Rot. The ...")."""
    path = passage.section
    return path[:-1] if path and passage.label and (passage.document_id, path) not in heads else path


def _run_in(passages: Sequence[Passage]) -> Iterator[Enumeration]:
    """Points numbered inside running text, in one passage or in neighbours of one section."""
    heads = {(p.document_id, p.section): p for p in reversed(passages) if p.role == "heading"}
    marks: list[_Mark] = []
    for p in passages:
        if p.role in {"heading", "table_row"} or p.text.lstrip().startswith("|"):
            continue
        section = _headed_by(p, heads)
        own = _LABEL.fullmatch(p.label or "")
        marks += [_Mark(p, 0, own[1], section)] if own else []
        marks += [_Mark(p, m.start(), m[1], section) for m in _MARKER.finditer(p.text)]
    run: list[_Mark] = []
    for mark in [*marks, None]:
        if mark and run and _follows(run[-1], mark):
            run.append(mark)
            continue
        if len(run) >= _LEAST:
            yield _points(run, heads)
        run = [mark] if mark and _ordinal(mark.label) == 1 else []


def _follows(last: _Mark, mark: _Mark) -> bool:
    p, q = last.passage, mark.passage
    alike = last.label.isdigit() == mark.label.isdigit()
    near = p.document_id == q.document_id and last.section == mark.section and q.start - p.end < 400
    return near and alike and _ordinal(mark.label) == _ordinal(last.label) + 1


def _ordinal(label: str) -> int:
    if label.isdigit():
        return int(label)
    return _ROMAN.index(label) + 1 if label in _ROMAN else ord(label) - ord("a") + 1


def _points(run: Sequence[_Mark], heads: dict[tuple[str, tuple[str, ...]], Passage]) -> Enumeration:
    members = []
    for at, mark in enumerate(run):
        p = mark.passage
        following = run[at + 1] if at + 1 < len(run) else None
        end = following.start if following and following.passage is p else len(p.text)
        text = p.text[mark.start : end].rstrip()
        members.append(Quote(p, p.start + mark.start, p.start + mark.start + len(text)))
    first = run[0]
    before = first.passage.text[: first.start].rstrip()
    head = heads.get((first.passage.document_id, first.section))
    opening = Quote(first.passage, first.passage.start, first.passage.start + len(before))
    return Enumeration("points", opening if before else whole(head) if head else None, tuple(members))
