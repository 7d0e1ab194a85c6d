"""Which lines are headings, by form alone: numbering, capitals, empty lines around, what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.bare_titles import ENACTS
from corpus.furniture import SYMBOL_LINE
from corpus.lines import Block
from corpus.outline import Outline
from corpus.passage import Passage
from corpus.sentences import is_abbreviation

#: Words run in before a paragraph that opens a list ("Training - The Secretariat will:").
RUN_IN = re.compile(r"(?P<head>[A-ZÀ-Þ][^.;:!?\n]{2,90}?)(?:\s+(?:[-–—]{1,2})\s+|:\s+)(?=[\"“(]?[A-ZÀ-Þ])")
#: What stands above a table or a figure ("Table 1. Indicative values").
CAPTION = re.compile(r"(?:Table|TABLE|Figure|Box|Chart)\s+[\dIVX]{1,4}[A-Za-z]?\s*(?:[.:–—-]\s*\S|$)")
#: One or a few words with a full stop before a numbered paragraph ("1. Venue. The session will ...").
_OPENING_WORDS = re.compile(r"(?P<head>[A-ZÀ-Þ][^.;:!?,\n]{2,50})\.\s+(?=[\"“]?[A-ZÀ-Þ])")
#: What a report prints below a decision ("Fourth plenary session").
SESSION_NOTE = re.compile(r"(?i)[\w-]+(?:[ -]\w+)?\s+(?:plenary|closing|opening)\s+(?:session|meeting)$")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?")  # "A. 2020"
#: Also before a footnote's mark ("parties,[1]", "parties;²"); the number of a decision ("1/CP.21") is none.
_ENDS = re.compile(
    r"[.;,!?](?:\s?(?:\[\^?[\w*†‡]{1,3}\]|⁽?[⁰¹²³⁴-⁹]{1,3}⁾?|[*†‡§]{1,3}))*$|(?<![A-Z])[.;,!?]\d{1,2}$"
)
_VERB = re.compile(r"\b(?:shall|should|must|will|is|are)\b")
_LONGEST = 16  # words
_LONGEST_CHAPTER = 30  # words of "VI. Matters relating to the modalities, procedures and ..."
_LONGEST_TITLE = 45  # words of the title below a decision's or an annex's number
_LISTS = frozenset({"bullet", "number", "letter"})


def run_in_heading(text: str, block: Block) -> str | None:
    """The heading run in before the paragraph `block`, or None."""
    match = RUN_IN.match(text, block.start, block.end)
    words = match["head"].split() if match else []
    return " ".join(words) if 0 < len(words) <= 12 else None


def opening_words(text: str, block: Block) -> str | None:
    """The words that head a numbered paragraph and end in a full stop, or None."""
    match = None if " " in block.mark else _OPENING_WORDS.match(text, block.start, block.end)
    if match is None or is_abbreviation(text[match.start("head") : match.end("head") + 1]):
        return None  # "5. Elects Ms. Catalina Errázuriz"
    words = match["head"].split()
    return " ".join(words) if len(words) <= 4 and not _VERB.search(" ".join(words)) else None


def heading_style(
    text: str, blocks: Sequence[Block], index: int, outline: Outline, last: Passage | None
) -> str | None:
    """The style of heading that block `index` is, or None; `last` is the passage before it.

    Headings of one style stand on one level.
    """
    block = blocks[index]
    if block.form == "markdown":
        return f"markdown{len(block.mark)}"
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or block.end - block.start > 400:
        return None
    line = text[block.start : block.end]
    count = len(line.split())
    if (
        _ENDS.search(line)
        or SYMBOL_LINE.match(line)
        or not (re.search(r"[^\W\d_]", line) or _YEARS.fullmatch(line))
    ):
        return None
    if _is_title(block, line, count, outline, last):
        return "title"
    longest = _LONGEST_CHAPTER if block.form == "chapter" and not _VERB.search(line) else _LONGEST
    if count > longest or (_YEARS.fullmatch(line) and block.form not in {"chapter", "part"}):
        return None
    if block.form in {"chapter", "part"}:
        return block.form
    if block.form == "text" and CAPTION.match(line):
        return "caption"
    if block.form == "number":
        divided = _is_divided(blocks, index, line, count)
        return (
            f"number{block.mark.count('.')}"
            if divided or _is_numbered(block, following, line, count, outline)
            else None
        )
    if block.form == "letter":
        return "lettered" if _is_lettered(following, line, count, outline) else None
    return _unnumbered(block, following, line, count, outline) if block.form == "text" else None


def _is_title(block: Block, line: str, count: int, outline: Outline, last: Passage | None) -> bool:
    """Whether the line is the title right below the number of a decision or an annex."""
    opened = last is not None and last.role == "heading" and bool(outline.section)
    opened = opened and outline.section[-1][0] in {"decision", "annex"}
    return (
        opened
        and block.form == "text"
        and block.lines <= 3
        and line[:1].isupper()
        and count <= _LONGEST_TITLE
    )


def _is_numbered(block: Block, following: Block, line: str, count: int, outline: Outline) -> bool:
    """Whether a numbered line is a heading: short, without a verb, and not one of a run of items."""
    if count > 10 or line.endswith(":") or _VERB.search(line):
        return False
    if block.mark.isdigit() and int(block.mark) > 1 and int(block.mark) == outline.numbered + 1:
        below = following.mark.startswith(f"{block.mark}.") or " " in following.mark
        if following.form not in {"number", "letter"} or below:
            return True
    if following.mark.startswith(f"{block.mark}.") and following.form == "number":
        return not outline.lists  # "2. Which changes count" above "2.1 Changes brought about by people"
    last = outline.number()
    if following.form == "number" and block.mark.isdigit() and following.mark.isdigit():
        own, after = int(block.mark), int(following.mark)
        # "1. Proceedings" between paragraphs 12 and 13: the numbering goes on over it
        return after != own + 1 and (after == last + 1 and own != after - 1 if last else after > 1)
    return following.form in {"text", "bullet", "letter"} and not outline.lists


def _is_divided(blocks: Sequence[Block], index: int, line: str, count: int) -> bool:
    """Whether "4" is the first to stand above "4.1": what is divided so is a section, whatever its words.

    Lists, rows and text may stand between the two ("5. Timetable", a table, "5.1 Late proposals ...").
    """
    mark = blocks[index].mark
    if not mark.replace(".", "").isdigit() or count > _LONGEST or line.endswith(":"):
        return False
    for block in blocks[index + 1 :]:
        if block.mark.startswith(f"{mark}."):
            return block.form == "number" and block.mark == f"{mark}.1"
        if block.form in {"number", "decision", "annex"}:
            return False
    return False


def _is_lettered(following: Block, line: str, count: int, outline: Outline) -> bool:
    """Whether a lettered line is a heading: the numbering goes on over it, and nothing opens a list there."""
    if count > 10 or line.endswith(":") or _VERB.search(line) or not following.mark.isdigit():
        return False
    if any(level.style != "number" or level.passage.text.endswith(":") for level in outline.lists):
        return False
    last = outline.number()
    return following.form == "number" and (
        int(following.mark) == last + 1 if last else int(following.mark) > 1
    )


def _unnumbered(block: Block, following: Block, line: str, count: int, outline: Outline) -> str | None:
    """The style of a line of text: "capital", "plain", or None."""
    if block.lines > 2 or not line[:1].isupper() or SESSION_NOTE.fullmatch(line):
        return None
    if outline.in_decision and not outline.operative and ENACTS.match(line):
        return None
    letters = [c for c in line if c.isalpha()]
    if (len(letters) > 3 or (block.alone and len(letters) > 2)) and sum(
        c.isupper() for c in letters
    ) > 0.8 * len(letters):
        return "capital"
    if line.endswith(":") or RUN_IN.match(line) or not block.alone or count > 12:
        return None
    return "plain"
