"""Where the headed groups of a letter end, and which sections of a document are groups of work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.passage import Passage

#: Headings of what frames a text; what stands below them alone is no group of work.
_FRAME = re.compile(
    r"(?i)(?:the\s+)?(?:background|introduction|(?:executive\s+)?summary|abstract|contents|preface|foreword|purpose|context"
    r"|further\s+information|contacts?(?:\s+\w+)?|enquir(?:y|ies)|conclusions?|closing(?:\s+\w+)?|references|notes?"
    r"|acknowledge?ments?|definitions?|terms(?:\s+\w+)?|glossary)\W*"
)
_NUMBERED = re.compile(r"[ \t]*(?:\d{1,2}|[IVX]{1,5}|[A-H])[.)]\s")
_NUMBER_WORDS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: How many groups of work a letter says it has.
_TOLD = re.compile(
    rf"(?i)\b({'|'.join(_NUMBER_WORDS[2:])}|\d{{1,2}})\s+(?:\w+\s+)?(?:headings|areas|work\s?-?streams|groups|strands|blocks"
    r"|parts|themes|streams|sections|fields)\b"
)
_LISTED = frozenset({"item", "table_row"})


def outside_sections(passages: list[Passage]) -> list[Passage]:
    """The passages of a letter, the paragraphs that close it taken out of its last headed group.

    Where each group before the last ends in its list, the last one does so too; the paragraphs between that
    list and the closing formula speak of all groups, or of none.
    """
    body = [p for p in passages if p.role != "header"]
    groups = list(dict.fromkeys(p.workstream for p in body if p.workstream))
    ends = [[p for p in body if p.workstream == group][-1].role for group in groups]
    if len(groups) < 2 or any(role not in _LISTED for role in ends[:-1]) or ends[-1] in _LISTED:
        return passages
    last = [p for p in body if p.workstream == groups[-1]]
    listed = [p.end for p in last if p.role in _LISTED]
    if not listed:
        return passages
    return [
        replace(p, section=(), workstream=None)
        if p.workstream == groups[-1] and p.role == "paragraph" and p.start > listed[-1]
        else p
        for p in passages
    ]


_Group = tuple[str, Passage, list[Passage]]


def of_work(groups: Sequence[_Group], text: str) -> list[_Group]:
    """Of the groups (name, heading, items) of a document those of work.

    Where the text says how many there are ("grouped under four headings") and so many hold lists, a heading
    over a table of dates or over paragraphs alone ("Next meeting") is none.
    """
    listing = [group for group in groups if group[2][0].role not in {"table_row", "paragraph"}]
    told = {match[1].lower() for match in _TOLD.finditer(text)}
    spelt = _NUMBER_WORDS[len(listing)] if len(listing) < len(_NUMBER_WORDS) else ""
    return listing if {str(len(listing)), spelt} & told else list(groups)


def group_items(name: str, passages: Sequence[Passage], *, letter: bool) -> list[Passage] | None:
    """The items of the section `name` that `passages` stand in; None where it is no group of work.

    Items are its bullets and numbered paragraphs; where it has none of its own, its lettered or numbered
    sections, the rows of its table, or its paragraphs. A section of paragraphs alone counts in a letter, and
    elsewhere where it is numbered; what only frames the text ("Background") does not.
    """
    nested = {p.id for p in passages if p.role == "item"}
    items = [p for p in passages if p.role == "item" and p.parent not in nested]
    parts = [p for p in passages if p.role == "heading" and len(p.section) == 2]
    holding = {p.section[1] for p in items if len(p.section) > 1}
    if len(parts) > 1 and len(holding & {p.section[1] for p in parts}) * 2 < len(parts):
        return parts
    if items:
        return items
    if _FRAME.fullmatch(name) or not (letter or _NUMBERED.match(passages[0].text)):
        return None
    rows = [p for p in passages if p.role == "table_row" and p.parent]
    return rows or [p for p in passages if p.role == "paragraph"] or None
