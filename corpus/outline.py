"""Where a reader of a text stands: the headings above, the lists that are open, labels and counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.lines import Block
from corpus.passage import Passage
from corpus.references import roman

_OPENING = re.compile(r"(?i)(?:executive\s+)?summary|abstract|contents|foreword|preface")
_ROMAN_LETTERS = frozenset("ivxl")
_LETTERED = frozenset({"letter", "roman", "dotted"})


@dataclass
class Level:
    """An open list level: its style, its last mark, and the passage last put there."""

    style: str
    mark: str
    passage: Passage
    count: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item goes: its list style, its number among its sisters, its label and its parent."""

    style: str
    count: int
    item: int | None
    label: str | None
    parent: Passage | None


@dataclass
class Outline:
    """Heading path, open lists, and the decision and annex whose text this is."""

    section: list[tuple[str, str]] = field(default_factory=list)  # (style, heading)
    lists: list[Level] = field(default_factory=list)
    counts: dict[tuple[str, ...], int] = field(default_factory=dict)
    lead: Passage | None = None
    decision: str | None = None
    annex: str | None = None
    run_in: bool = False
    numbered: int = 0  # the number of the last numbered heading
    suspended: list[Level] = field(default_factory=list)  # lists that a line of text broke off
    operative: bool = False  # an operative paragraph of this decision has been read

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above, the outermost first."""
        return tuple(heading for _, heading in self.section)

    @property
    def workstream(self) -> str | None:
        """The outermost heading."""
        return self.section[0][1] if self.section else None

    @property
    def in_decision(self) -> bool:
        """Whether the text is a decision's own, not its annex."""
        return self.decision is not None and self.annex is None

    def number(self) -> int | None:
        """The last number of the innermost open numbered list."""
        marks = [level.mark for level in self.lists if level.style.startswith("number")]
        return int(marks[-1]) if marks and marks[-1].isdigit() else None

    def close_lists(self) -> None:
        """No list goes on from here, unless its next letter shows that a line only stands in between."""
        self.suspended = self.lists or self.suspended
        self.lists, self.lead = [], None

    def enter_heading(self, style: str, words: str) -> None:
        """A heading of `style`: it ends the section of its like, and what stood below that.

        What opens a document ("Summary") has no numbered sections below it.
        """
        self.leave_caption()
        if style.startswith(("number", "chapter", "part")):
            self.suspended = []
        if style.startswith("number") and self.section and _OPENING.fullmatch(self.section[-1][1]):
            del self.section[-1]
        styles = [open_style for open_style, _ in self.section]
        if style in styles:
            del self.section[styles.index(style) :]
        self.section.append((style, words))

    def leave_run_in(self) -> None:
        """The heading that was run in before a list governs nothing any more."""
        self.section = [pair for pair in self.section if pair[0] != "run-in"]
        self.run_in = False

    def enter_run_in(self, words: str) -> None:
        """A heading run in before a list governs that list alone."""
        self.leave_run_in()
        self.section.append(("run-in", words))
        self.run_in = True

    def enter_caption(self, words: str) -> None:
        """The caption of a table governs the rows below it alone."""
        self.leave_caption()
        self.section.append(("caption", words))

    def leave_caption(self) -> None:
        """The table below the last caption has ended."""
        self.section = [pair for pair in self.section if pair[0] != "caption"]

    def leave_sections(self) -> None:
        """The headed groups have ended; what follows is about all of them."""
        self.section = [pair for pair in self.section if pair[0] in {"decision", "annex"}]
        self.run_in = False

    def enter_annex(self, mark: str, words: str) -> None:
        """An annex stands below its decision, and above nothing else that was open."""
        self.section = [*(pair for pair in self.section if pair[0] == "decision"), ("annex", words)]
        self.annex = mark[:1] + mark[1:].replace("NNEX", "nnex").replace("PPENDIX", "ppendix")
        self.close_lists()
        self.suspended = []

    def place(self, block: Block) -> Place:
        """The place of a list item; lists inside which it does not stand are closed."""
        if block.form == "letter" and not self.lists:
            self._resume(block)
        self.suspended = []
        style = self._style(block)
        if style == "number" and block.mark != "1" and all(level.style in _LETTERED for level in self.lists):
            self.lists, self.lead = (
                [],
                None if self.lists else self.lead,
            )  # letters hold no number but a first
        depth = next((i for i, level in enumerate(self.lists) if level.style == style), None)
        count = 1
        if depth is not None:
            count = self.lists[depth].count + 1
            del self.lists[depth:]
        parent = self.lists[-1].passage if self.lists else self.lead
        item = None
        if block.form == "bullet":
            item = count if self.lists else self.counts.get(self.path, 0) + 1
            if not self.lists:
                self.counts[self.path] = item
        return Place(style, count, item, self._label(block, style), parent)

    def _resume(self, block: Block) -> None:
        """Open again the lists that `block` carries on over a heading or a line of text."""
        if self.lead and self.lead.text.rstrip().endswith(":"):
            return
        held = self.suspended
        depth = next((i for i, level in enumerate(held) if level.style == "letter"), None)
        if depth is not None:
            after = (
                len(held[depth].mark) == len(block.mark) == 1 and ord(block.mark) == ord(held[depth].mark) + 1
            )
            self.lists = held[: depth + 1] if after else []
        elif held and block.mark == "a" and held[-1].passage.text.rstrip().endswith(":"):
            self.lists = held

    def put(self, place: Place, block: Block, passage: Passage) -> None:
        """`passage` stands at `place`."""
        self.lists.append(Level(place.style, block.mark, passage, place.count))

    def _style(self, block: Block) -> str:
        """The kind of list an item is of; "(i)" and a second "1." are told by what stands before."""
        if block.form == "bullet":
            return f"bullet{block.style}"
        if block.form == "number":
            return self._number_style(block.mark)
        if block.mark.isdigit():
            return "bracket"
        if block.style == "dotted" or block.style.startswith("point"):
            return block.style
        return self._letter_style(block.mark) if block.form == "letter" else block.form

    def _number_style(self, mark: str) -> str:
        """The style "number", or "number+" for a numbered list inside a numbered paragraph that opens it."""
        if mark[:1].isalpha() and " " in mark:
            return "step"
        last = self.lists[-1] if self.lists else None
        if mark == "1" and last and last.style == "number" and last.passage.text.endswith(":"):
            return "number+"
        inner = next((level for level in self.lists if level.style == "number+"), None)
        return "number+" if inner and inner.mark.isdigit() and mark == str(int(inner.mark) + 1) else "number"

    def _letter_style(self, mark: str) -> str:
        levels = {level.style: level.mark for level in self.lists}
        last = levels.get("letter", "")
        if set(mark) <= _ROMAN_LETTERS:
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
        bare = style == "dotted" or style.startswith("point")
        own = block.mark if block.form != "letter" or bare else f"({block.mark})"
        outer = [level.passage.label for level in self.lists if level.passage.label]
        if outer:
            if style.startswith("point"):  # ".2.1" below ".2" of paragraph 1.2 is 1.2.2.1
                return f"{outer[0]}{own}"
            return f"{outer[-1]}, {own}" if style == "number+" else f"{outer[-1]} {own}"
        return f"{self.annex}, {own}" if self.annex else own
