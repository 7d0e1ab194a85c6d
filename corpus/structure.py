"""From a document to its passages: headings, paragraphs, bullets, numbered paragraphs, table rows.

The rules speak of forms only. Headed groups are read in three prints: a line of its own, a numbered
or capital line, and words run in before a paragraph that opens a list ("Training - The Secretariat
will:"). Numbering is kept as printed; a list belongs to the paragraph that opens it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpus.deadlines import find_deadlines
from corpus.document import Document
from corpus.head import Head, read_head
from corpus.lines import Block, split
from corpus.passage import Deadline, Mention, Mentions, Passage, Role, passage_id
from corpus.people import find_emails, find_people, name_in_field
from corpus.references import (
    find_annexes,
    find_articles,
    find_decisions,
    find_meetings,
    id_patterns,
    own_prefix,
    roman,
)
from corpus.dates import find_dates
from corpus.vocabulary import load

_RUN_IN = re.compile(r"(?P<head>[A-ZÀ-Þ][^.;:!?\n]{2,90}?)(?:\s+(?:[-–—]{1,2})\s+|:\s+)(?=[\"“(]?[A-ZÀ-Þ])")
#: What opens a line of a public summary that says where the fact above it stands.
SOURCE_MARK = "    Source "
_ENDS = re.compile(r"[.;,!?]$")


@dataclass
class _Level:
    """An open list level: its style, its last mark, and the passage last put there."""

    style: str
    mark: str
    passage: Passage
    count: int = 1


@dataclass
class _State:
    """Where the reader stands: heading path, open lists, and the decision whose text this is."""

    section: list[tuple[str, str]] = field(default_factory=list)  # (style, heading)
    lists: list[_Level] = field(default_factory=list)
    counts: dict[tuple[str, ...], int] = field(default_factory=dict)
    lead: Passage | None = None
    decision: str | None = None
    annex: str | None = None
    run_in: bool = False
    row_header: Passage | None = None


@lru_cache(maxsize=1)
def decision_title() -> re.Pattern[str]:
    """A line that opens a decision's text: "Decision 5/CMA.9", "MC-9/2: Mercury waste"."""
    forms = (re.sub(r"[?]P<\w+>", "?:", p.pattern.pattern) for p in id_patterns())
    ids = "|".join(f"(?i:{form.removeprefix('(?i)')})" for form in forms)
    return re.compile(rf"[ \t]*(?P<mark>(?:(?:Decision|DECISION|Draft decision|Resolution)\s+)(?:{ids})|(?:{ids})(?=\s*[:.–—-]\s+[A-ZÀ-Þ]))(?![,;)\w/]|\.\d)(?=\s*(?:[:.–—-]|$))")


def passages(document: Document) -> list[Passage]:
    """The passages of `document` in the order of its text, each with what it names."""
    return parse(document)[0]


def parse(document: Document) -> tuple[list[Passage], list[tuple[int, int]]]:
    """Passages, and the spans of furniture: together they hold every printed character."""
    if document.kind == "summary":
        return _facts(document)
    blocks, furniture = split(document.text, decision_title())
    return _Reader(document, blocks).read(), furniture


class _Reader:
    """Walks over the blocks once and writes down passages."""

    def __init__(self, document: Document, blocks: list[Block]) -> None:
        self.document = document
        self.text = document.text
        self.blocks = blocks
        self.prefix = own_prefix(document.text) or (document.decision or "").rpartition("-")[0] or None
        self.state = _State()
        self.passages: list[Passage] = []

    def read(self) -> list[Passage]:
        head = read_head(self.text, self.blocks)
        title_seen = False
        for index, block in enumerate(self.blocks):
            if index < head.first or index >= head.last:
                self._header(block, head)
                continue
            if block.form == "decision":
                self._decision(block)
            elif block.form == "annex" and self._is_short(block):
                self._annex(block)
            elif block.form == "row":
                self._row(block)
            elif (style := self._heading_style(index)) is not None:
                title = not title_seen and not self.passages and block.form in {"text", "markdown"}
                self._heading(block, style, title=title)
                title_seen = True
            elif block.form in {"bullet", "number", "letter", "chapter", "part", "field"}:
                self._item(block)
            else:
                self._paragraph(block, index)
        return self.passages

    # -- kinds of block -------------------------------------------------------------------------

    def _header(self, block: Block, head: Head) -> None:
        self.state.section, self.state.lists = [], []
        start, end = block.begin if block.form == "field" else block.start, block.end
        held = next((f for f in head.fields if f.start < block.start < f.end), None)
        if held and self.passages and self.passages[-1].end > held.start:
            start, end = self.passages.pop().start, max(end, held.end)  # a field of several lines
        self._add(start, end, "header")

    def _decision(self, block: Block) -> None:
        line = self.text[block.start : block.end]
        named = find_decisions(line, self.prefix)
        self.state = _State(decision=named[0].value if named else None)
        self.state.section = [("decision", " ".join(line.split()))]
        self._add(block.begin, block.end, "heading")

    def _annex(self, block: Block) -> None:
        kept = [pair for pair in self.state.section if pair[0] == "decision"]
        self.state.section = [*kept, ("annex", " ".join(self.text[block.start : block.end].split()))]
        self.state.annex, self.state.lists, self.state.lead = block.mark, [], None
        self._add(block.begin, block.end, "heading")

    def _row(self, block: Block) -> None:
        if re.fullmatch(r"[\s|:+-]+", self.text[block.start : block.end]):
            return
        previous = self.passages[-1] if self.passages else None
        if previous is None or previous.role != "table_row":
            self.state.row_header = None
        row = self._add(block.start, block.end, "table_row", parent=self.state.row_header)
        if self.state.row_header is None:
            self.state.row_header = row

    def _heading(self, block: Block, style: str, *, title: bool) -> None:
        words = " ".join(self.text[block.start : block.end].split()).rstrip(":").strip("*_# ")
        section = self.state.section
        for depth, (open_style, _) in enumerate(section):
            if open_style == style:
                del section[depth:]
                break
        self.state.lists, self.state.lead, self.state.run_in = [], None, False
        self._add(block.begin, block.end, "heading")
        if not title:
            section.append((style, words))
            self.passages[-1] = replace(self.passages[-1], section=self._path(), workstream=self._workstream())

    def _paragraph(self, block: Block, index: int) -> None:
        opens = index + 1 < len(self.blocks) and self.blocks[index + 1].form in {"bullet", "number", "letter"}
        head = _RUN_IN.match(self.text, block.start, block.end) if opens else None
        if head and len(head["head"].split()) <= 12:
            self.state.section = [p for p in self.state.section if p[0] != "run-in"]
            self.state.section.append(("run-in", " ".join(head["head"].split())))
            self.state.run_in = True
        elif self.state.run_in and (self.state.lists or opens):
            # a heading run in before a list governs that list alone
            self.state.section = [p for p in self.state.section if p[0] != "run-in"]
            self.state.run_in = False
        self.state.lists = []
        role: Role = "preamble" if self._in_preamble() else "paragraph"
        passage = self._add(block.start, block.end, role)
        self.state.lead = passage if self.text[block.start : block.end].endswith((":", "that", "to")) or opens else None

    def _item(self, block: Block) -> None:
        style = self._list_style(block)
        lists = self.state.lists
        depth = next((i for i, level in enumerate(lists) if level.style == style), None)
        count = 1
        if depth is not None:
            count = lists[depth].count + 1
            del lists[depth:]
        parent = lists[-1].passage if lists else self.state.lead
        label = self._label(block, style)
        item = None
        if block.form == "bullet":
            if lists:
                item = count
            else:
                key = self._path()
                item = self.state.counts[key] = self.state.counts.get(key, 0) + 1
        operative = self.state.decision is not None and self.state.annex is None
        passage = self._add(
            block.start, block.end, "operative" if operative else "item",
            item=item, label=label, parent=parent,
        )  # fmt: skip
        lists.append(_Level(style, block.mark, passage, count))

    # -- forms ----------------------------------------------------------------------------------

    def _is_short(self, block: Block) -> bool:
        return block.end - block.start < 160

    def _heading_style(self, index: int) -> str | None:
        """The style of heading that block `index` is by form, or None."""
        block = self.blocks[index]
        line = self.text[block.start : block.end]
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        count = len(line.split())
        if block.form == "markdown":
            return f"markdown{len(block.mark)}"
        if following is None or count > 16 or _ENDS.search(line) or not re.search(r"[^\W\d_]", line):
            return None
        if block.form in {"chapter", "part"}:
            return block.form
        if block.form == "number":
            flat = following.form in {"text", "bullet", "letter"} and not line.endswith(":")
            return f"number{block.mark.count('.')}" if flat and count <= 10 and self._titled(block, line) else None
        if block.form != "text" or block.lines > 2 or not line[:1].isupper():
            return None
        letters = [c for c in line if c.isalpha()]
        if letters and sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(letters) > 3:
            return "capital"
        if self.state.decision and not self.state.section[1:] and self.passages[-1].role == "heading":
            return None if not block.alone and count > 16 else "title"
        if line.endswith(":") and following.form not in {"bullet", "number", "letter"} and count > 8:
            return None
        if self.state.lists and self.state.lists[-1].style.startswith("bullet") and not block.alone:
            return None
        return "plain" if block.alone and count <= 12 and not _RUN_IN.match(line) and not line.endswith(":") else None

    def _titled(self, block: Block, line: str) -> bool:
        """Whether a numbered line is a heading: short, no verb's object, not one of a run of items."""
        return not self.state.lists and not re.search(r"\b(?:shall|should|must|will|is|are)\b", line)

    def _in_preamble(self) -> bool:
        return self.state.decision is not None and self.state.annex is None and not any(
            p.role == "operative" and p.decision == self.state.decision for p in self.passages[-400:]
        )

    def _list_style(self, block: Block) -> str:
        """"number", "letter", "roman" or a bullet with its depth; "(i)" is told by what stands before."""
        if block.form == "bullet":
            return f"bullet{block.style}"
        if block.form == "chapter":
            return "chapter"
        if block.form != "letter":
            return block.form
        mark = block.mark
        levels = {level.style: level.mark for level in self.state.lists}
        last = levels.get("letter", "")
        if set(mark) <= set("ivxl"):
            if "roman" in levels and roman(mark) == roman(levels["roman"]) + 1:
                return "roman"
            if len(mark) == 1 and len(last) == 1 and ord(mark) == ord(last) + 1:
                return "letter"
            if mark == "i" or "roman" in levels or len(mark) > 1:
                return "roman"
        return "letter"

    def _label(self, block: Block, style: str) -> str | None:
        if block.form == "bullet":
            return None
        own = block.mark if style in {"number", "chapter", "part", "field"} else f"({block.mark})"
        outer = [level.passage.label for level in self.state.lists if level.passage.label]
        label = f"{outer[-1]} {own}" if outer else own
        if self.state.annex and not outer:
            label = f"{self.state.annex}, {own}"
        return label

    # -- writing passages down ------------------------------------------------------------------

    def _path(self) -> tuple[str, ...]:
        return tuple(heading for _, heading in self.state.section)

    def _workstream(self) -> str | None:
        return self.state.section[0][1] if self.state.section else None

    def _add(
        self, start: int, end: int, role: Role, *, item: int | None = None, label: str | None = None,
        parent: Passage | None = None,
    ) -> Passage:  # fmt: skip
        text = self.text[start:end]
        own = self.state.decision or self.document.decision
        page = next((i for i, (a, b) in enumerate(self.document.pages, 1) if a <= start < b), None)
        mentions = _mentions(text, start, self.prefix)
        if role == "header":
            mentions = replace(mentions, people=self._people_in_head(start, end) or mentions.people)
        passage = Passage(
            id=passage_id(self.document.sha256, start, end), document_id=self.document.id,
            start=start, end=end, text=text, role=role, page=page, section=self._path(), item=item,
            label=label, parent=parent.id if parent else None,
            workstream=self._workstream() if role != "header" else None, decision=own,
            verb=opening_verb(text) if role in {"operative", "item", "preamble"} else None,
            mentions=mentions, deadlines=self._deadlines(text, start, role),
        )  # fmt: skip
        self.passages.append(passage)
        return passage

    def _people_in_head(self, start: int, end: int) -> tuple[Mention, ...]:
        """Names that head fields within the span begin with."""
        found: dict[tuple[int, int], Mention] = {}
        for head in self.document.header:
            name = name_in_field(head.value) if head.name in {"from", "to", "cc"} else None
            at = self.text.find(name, start, end) if name else -1
            if name and start <= head.start < end and at >= 0:
                found[at, at + len(name)] = Mention(name, at, at + len(name))
        return tuple(found.values())

    def _deadlines(self, text: str, offset: int, role: Role) -> tuple[Deadline, ...]:
        if role in {"header", "heading", "preamble"}:
            return ()
        if role == "table_row" and self.state.row_header:
            return _due_cells(self.state.row_header.text, text, offset)
        return tuple(replace(d, start=d.start + offset, end=d.end + offset) for d in find_deadlines(text))


_DUE_COLUMN = re.compile(r"(?i)\b(?:due|deadline|by when|target date|time ?line|time ?frame|until)\b")


def _due_cells(header: str, row: str, offset: int) -> tuple[Deadline, ...]:
    """The deadlines of a table row: dates in a column whose head says that something is due."""
    columns = re.split(r"\s*\|\s*|\t+", header.strip("| \t"))
    cells = list(re.finditer(r"[^|\t]+", row.strip("|")))
    found = []
    for column, cell in zip(columns, cells, strict=False):
        if _DUE_COLUMN.search(column):
            found += [
                Deadline(
                    d.last, cell.group()[d.start : d.end], offset + cell.start() + d.start,
                    offset + cell.start() + d.end, row.strip("| \t"), None,
                )  # fmt: skip
                for d in find_dates(cell.group())
            ]
    return tuple(found)


def _facts(document: Document) -> tuple[list[Passage], list[tuple[int, int]]]:
    """The passages of a public summary: a line a fact; the lines of sources are furniture."""
    found: list[Passage] = []
    sources: list[tuple[int, int]] = []
    prefix = (document.decision or "").rpartition("-")[0] or None
    for line in re.finditer(r"[^\n]+", document.text):
        if line.group().startswith(SOURCE_MARK):
            sources.append(line.span())
            continue
        found.append(
            Passage(
                id=passage_id(document.sha256, *line.span()), document_id=document.id, start=line.start(),
                end=line.end(), text=line.group(), role="fact", decision=document.decision,
                mentions=_mentions(line.group(), line.start(), prefix),
            )  # fmt: skip
        )
    return found, sources


def _mentions(text: str, offset: int, prefix: str | None) -> Mentions:
    def placed(found: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(Mention(m.value, m.start + offset, m.end + offset) for m in found)

    dates = tuple(Mention(d.last.isoformat(), d.start, d.end) for d in find_dates(text) if d.precision == "day")
    return Mentions(
        decisions=placed(find_decisions(text, prefix)),
        articles=placed(find_articles(text)),
        annexes=placed(find_annexes(text)),
        meetings=placed(find_meetings(text)),
        people=placed(find_people(text)),
        emails=placed(find_emails(text)),
        dates=placed(dates),
    )


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    return {form: row["class"] for row in load("legal_verbs") for form in row["forms"]}


def opening_verb(text: str) -> str | None:
    """The legal verb that opens a paragraph ("requests"), lower case, or None."""
    match = re.match(r"\W*(?:(?:also|further|again)\s+)?([A-Za-z]+(?:\s+(?:upon|on|note|to))?)\b", text, re.I)
    if not match:
        return None
    words = match[1].lower()
    known = _verbs()
    return next((w for w in (words, words.split()[0]) if w in known), None)
