"""From a document to its passages: headings, paragraphs, bullets, numbered paragraphs, table rows.

The rules speak of forms only. Headed groups are read in three prints: a line of its own, a numbered
or capital line, and words run in before a paragraph that opens a list ("Training - The Secretariat
will:"). Numbering is kept as printed; a list belongs to the paragraph that opens it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.deadlines import find_deadlines
from corpus.decision_ids import (
    NUMBER_BELOW,
    decision_title,
    opening_decision,
    own_prefix,
    same_decision,
)
from corpus.document import Document
from corpus.facts import read_facts
from corpus.head import Head, read_head
from corpus.headings import SESSION_NOTE, heading_style, opening_words, run_in_heading
from corpus.hyphens import on_one_line
from corpus.lines import Block, split
from corpus.mentions import mentions_of, opening_verb, people_in_head
from corpus.outline import Outline
from corpus.passage import Deadline, Mention, Passage, Role, passage_id
from corpus.sections import outside_sections
from corpus.tables import Span, cells, due_cells

_ITEMS = frozenset({"bullet", "number", "letter", "chapter", "part"})
_PAGE_AT_END = re.compile(r"(?:\t|\.{3,}|\s{3,})\s*\d{1,4}$")
#: Also of a heading whose form is told by its file: "3. Follow-up actions".
_NUMBER_BEFORE = re.compile(r"\A\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=\S)")
_RULE = re.compile(r"[\s|:+-]+")


def passages(document: Document) -> list[Passage]:
    """The passages of `document` in the order of its text, each with what it names."""
    return parse(document)[0]


def parse(document: Document) -> tuple[list[Passage], list[tuple[int, int]]]:
    """Passages, and the spans of what is printed around them: together they hold every printed character.

    Around passages stand page numbers, running heads, rules, and the markers of list items.
    """
    if document.kind == "summary":
        return read_facts(document)
    blocks, furniture = split(document.text, decision_title())
    reader = _Reader(document, blocks)
    return reader.read(), sorted([*furniture, *reader.markers])


class _Reader:
    """Walks over the blocks once and writes down passages."""

    def __init__(self, document: Document, blocks: Sequence[Block]) -> None:
        self.document = document
        self.text = document.text
        self.blocks = blocks
        self.prefix = own_prefix(document.text) or (document.decision or "").rpartition("-")[0] or None
        self.page_starts = [start for start, _ in document.pages]
        titles = (self.text[b.start : b.end] for b in blocks if b.form == "decision")
        self.has_decisions = any(title.lower().startswith("decision") for title in titles)
        self.outline = Outline()
        self.row_header: Passage | None = None
        self.columns: list[str] = []  # what the columns of the table are called
        self.passages: list[Passage] = []
        self.markers: list[tuple[int, int]] = []

    def read(self) -> list[Passage]:
        head = read_head(self.text, self.blocks)
        for index, block in enumerate(self.blocks):
            if block.form != "row":
                self.outline.leave_caption()
            if index < head.first or head.last <= index < head.end:
                self._header(block, head)
            elif block.form == "decision":
                self._decision(block)
            elif block.form == "annex" and block.end - block.start < 160 and not self._listed(index):
                self._annex(block)
            elif block.form == "row":
                self._row(block)
            elif block.form == "note":
                self._note(block)
            elif style := heading_style(self.text, self.blocks, index, self.outline, self._last()):
                self._heading(block, style)
            elif block.form in _ITEMS:
                self._item(block)
            else:
                self._paragraph(block, index)
        return outside_sections(self.passages) if head.last < len(self.blocks) else self.passages

    def _listed(self, index: int) -> bool:
        """Whether an annex is only named here, in a table of contents: a page number ends the line."""
        lines = (self.text[b.start : b.end] for b in self.blocks[index : index + 2])
        return any(_PAGE_AT_END.search(line) for line in lines)

    def _last(self) -> Passage | None:
        return self.passages[-1] if self.passages else None

    def _words(self, block: Block) -> str:
        return on_one_line(self.text[block.start : block.end], self.text)

    # -- kinds of block -------------------------------------------------------------------------

    def _header(self, block: Block, head: Head) -> None:
        self.outline.section = []
        self.outline.close_lists()
        start, end = block.begin if block.form == "field" else block.start, block.end
        held = next((f for f in head.fields if f.start < block.start < f.end), None)
        if held and self.passages and self.passages[-1].end > held.start:
            start, end = self.passages.pop().start, max(end, held.end)  # a field of several lines
        elif block.begin < start:
            self.markers.append((block.begin, start))
        self._add(start, end, "header")

    def _decision(self, block: Block) -> None:
        words = self._words(block)
        value = opening_decision(words, self.prefix)
        if value and self.has_decisions and words.lower().startswith("resolution"):
            value = f"Resolution {value}"  # numbered apart, in the same series of numbers
        self.outline = Outline(decision=value, section=[("decision", words)])
        self._add(block.begin, block.end, "heading")

    def _annex(self, block: Block) -> None:
        self.outline.enter_annex(block.mark, self._words(block).rstrip("*†"))
        self._add(block.begin, block.end, "heading")

    def _row(self, block: Block) -> None:
        if _RULE.fullmatch(self.text, block.start, block.end):
            self.markers.append((block.start, block.end))
            return
        last = self._last()
        if last is None or last.role != "table_row":
            self.row_header = None
        elif self.row_header and self._words(block).split() == self.row_header.text.split():
            self.markers.append((block.start, block.end))  # the head of the columns again, on the next page
            return
        spans = cells(self.text, block)
        names = self.columns if self.row_header else []
        row = self._add(block.start, block.end, "table_row", parent=self.row_header, cells=spans, names=names)
        if self.row_header is None:
            self.row_header, self.columns = row, [self.text[a:b] for a, b in spans]

    def _note(self, block: Block) -> None:
        """A footnote: it stands between the paragraphs of a page and ends none of their lists."""
        self.markers.append((block.begin, block.start))
        self._add(block.start, block.end, "paragraph", label=f"footnote {block.mark}")

    def _heading(self, block: Block, style: str) -> None:
        title = not self.passages and block.form in {"text", "markdown"}
        self.outline.close_lists()
        words = self._words(block).rstrip(":").strip("*_# ")
        if block.form == "markdown":
            words = _NUMBER_BEFORE.sub("", words)
        if style == "caption":
            self.outline.enter_caption(words)
        elif not title:
            self.outline.leave_run_in()
            self.outline.enter_heading(style, words)
            self.outline.numbered = int(block.mark) if block.mark.isdigit() else 0
        if block.form == "markdown":
            self.markers.append((block.begin, block.start))
        self._add(block.start if block.form == "markdown" else block.begin, block.end, "heading")

    def _paragraph(self, block: Block, index: int) -> None:
        outline = self.outline
        following = next((b.form for b in self.blocks[index + 1 : index + 9] if b.form != "note"), None)
        opens = following in {"bullet", "number", "letter"}
        head = run_in_heading(self.text, block) if opens else None
        if head:
            outline.enter_run_in(head)
        elif outline.run_in and (outline.lists or opens):
            outline.leave_run_in()
        outline.close_lists()
        if SESSION_NOTE.fullmatch(self._words(block)):
            outline.leave_sections()
        role: Role = "preamble" if outline.in_decision and not outline.operative else "paragraph"
        passage = self._add(block.begin if block.form == "field" else block.start, block.end, role)
        outline.lead = passage if opens or passage.text.endswith((":", "that", "to")) else None
        if NUMBER_BELOW.fullmatch(passage.text) and passage.mentions.decisions:
            self._close_decision(passage.mentions.decisions[0].value)

    def _close_decision(self, value: str) -> None:
        """The numbered paragraph above, with all that stands under it, is the text of decision `value`."""
        if any(f.name == "salutation" for f in self.document.header):
            return
        opened = [i for i, p in enumerate(self.passages) if p.role == "item" and (p.label or "").isdigit()]
        if not opened or self.passages[opened[-1]].section != self.passages[-1].section:
            return
        for index in range(opened[-1], len(self.passages)):
            passage = self.passages[index]
            role: Role = "operative" if passage.role == "item" else passage.role
            self.passages[index] = replace(passage, decision=value, role=role)

    def _item(self, block: Block) -> None:
        place = self.outline.place(block)
        head = opening_words(self.text, block) if block.form in {"number", "letter"} else None
        role: Role = "operative" if self.outline.in_decision else "item"
        if block.begin < block.start:
            self.markers.append((block.begin, block.start))
        passage = self._add(
            block.start, block.end, role, item=place.item, label=place.label, parent=place.parent, head=head
        )
        self.outline.put(place, block, passage)
        self.outline.operative = self.outline.operative or role == "operative"

    # -- writing passages down ------------------------------------------------------------------

    def _add(
        self,
        start: int,
        end: int,
        role: Role,
        *,
        item: int | None = None,
        label: str | None = None,
        parent: Passage | None = None,
        head: str | None = None,
        cells: Sequence[Span] = (),
        names: Sequence[str] = (),
    ) -> Passage:
        text = self.text[start:end]
        mentions = mentions_of(text, start, self.prefix)
        if (again := same_decision(text)) and (meant := self._last_decision()):
            same = Mention(meant, start + again[0], start + again[1])
            if all(m.start > same.start for m in mentions.decisions):
                mentions = replace(mentions, decisions=(same, *mentions.decisions))
        if role == "header":
            named = people_in_head(self.document, start, end)
            mentions = replace(mentions, people=named or mentions.people)
        passage = Passage(
            id=passage_id(self.document.sha256, start, end),
            document_id=self.document.id,
            start=start,
            end=end,
            text=text,
            role=role,
            page=bisect_right(self.page_starts, start) or None,
            section=(*self.outline.path, head) if head else self.outline.path,
            item=item,
            label=label,
            parent=parent.id if parent else None,
            workstream=self.outline.workstream if role != "header" else None,
            decision=self.outline.decision or self.document.decision,
            verb=opening_verb(text) if role in {"operative", "item", "preamble"} else None,
            mentions=mentions,
            deadlines=due_cells(self.text, names, cells, (start, end))
            if cells
            else self._deadlines(text, start, role),
        )
        self.passages.append(passage)
        return passage

    def _last_decision(self) -> str | None:
        """The decision named last in the section: what "the same decision" means."""
        for passage in reversed(self.passages):
            if passage.section != self.outline.path:
                return None
            if passage.mentions.decisions:
                return passage.mentions.decisions[-1].value
        return None

    def _deadlines(self, text: str, offset: int, role: Role) -> tuple[Deadline, ...]:
        if role in {"header", "heading", "preamble"}:
            return ()
        return tuple(replace(d, start=d.start + offset, end=d.end + offset) for d in find_deadlines(text))
