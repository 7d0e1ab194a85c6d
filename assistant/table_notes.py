"""The notes printed below a table ("a  Not connected yet."), and the marks in cells that point at them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.catalogue import Catalogue
from corpus.passage import Passage
from corpus.vocabulary import load
from corpus.words import fold

_NOTE = re.compile(r"(?P<mark>[a-zªº]|[*†‡§#]{1,3}|\d{1,2}|\([a-z]\))[.)]?[ \t]+(?=\S)")
#: Lines among the notes that no mark points at.
_BESIDE = re.compile(r"(?i)(?:note|notes|source|sources|abbreviations?)\b\s*[:.—–-]")
_MARKS = re.compile(r"(?P<open>\s?[(\[]|\s)?(?P<marks>[a-zªº](?:,\s?[a-zªº])*|[*†‡§#]{1,3}|\d{1,2})[)\]]?$")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FEW = 40


#: Whether a string is a word, and none with the letter that follows it.
IsWord = Callable[[str, str], bool]


class Known(Protocol):
    """What tells a real word from another."""

    def knows_word(self, word: str) -> bool:
        """True where `word` (lower case) is a word."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note below a table: its mark, the passage that holds it, and where its own words begin there."""

    mark: str
    passage: Passage
    start: int

    @property
    def text(self) -> str:
        """The words of the note without its mark."""
        return self.passage.text[self.start :]


def notes_below(
    after: Sequence[Passage], rows: Iterable[str], catalogue: Catalogue, is_word: IsWord
) -> tuple[Note, ...]:
    """The notes among the passages right below a table, whose marks stand in one of its `rows`."""
    found: list[Note] = []
    for passage in after[:_FEW]:
        if passage.role in {"heading", "table_row", "header"}:
            break
        note = _note(passage, catalogue)
        if (note is None and not _BESIDE.match(passage.text)) or (
            note and note.mark in {n.mark for n in found}
        ):
            break
        found += [note] if note else []
    marks = [n.mark for n in found]
    cells = [cell.strip() for row in rows for cell in re.split(r"[|\t]", row)] if found else []
    used = {mark for cell in cells for mark in marked(cell, marks, is_word)[1]}
    return tuple(n for n in found if n.mark in used)


def _note(passage: Passage, catalogue: Catalogue) -> Note | None:
    """The note that a passage is, its mark printed in it, or before it as that of an item."""
    match = _NOTE.match(passage.text)
    if match:
        return Note(match["mark"].strip("()"), passage, match.end())
    text = catalogue.documents[passage.document_id].text
    before = text[text.rfind("\n", 0, passage.start) + 1 : passage.start].strip()
    match = _NOTE.match(f"{before} {passage.text}") if before else None
    return Note(match["mark"].strip("()"), passage, 0) if match else None


def marked(text: str, marks: Sequence[str], is_word: IsWord) -> tuple[int, tuple[str, ...]]:
    """How many characters of a cell come before its marks, and those of `marks` that stand behind it.

    A letter right behind a word is a mark only where the word is one without it, and none with it.
    """
    match = _MARKS.search(text) if marks else None
    base = text[: match.start()] if match else ""
    if match is None or not base.strip():
        return len(text), ()
    found = tuple(re.split(r",\s?", match["marks"]))
    word = _LAST_WORD.search(base)
    glued = match["open"] is None
    if not set(found) <= set(marks):
        return len(text), ()
    if glued and found[0].isalpha() and word and not is_word(word.group(), word.group() + found[0]):
        return len(text), ()
    if found[0].isdigit() and (match["open"] == " " or base[-1:].isdigit()):
        return len(text), ()
    return len(base.rstrip()), found


def telling_words(catalogue: Catalogue, known: Known | None) -> IsWord:
    """A test of whether a string is a word, and none with a letter after it (its second argument)."""
    texts = (d.text for d in catalogue.primary)
    printed = Counter(fold(m.group()) for t in texts for m in _WORD.finditer(t))
    names = {fold(part) for name in load("countries") for part in name.split()}

    def knows(word: str) -> bool:
        return word in names or (known is not None and known.knows_word(word))

    def is_word(plain: str, longer: str) -> bool:
        one, other = fold(plain), fold(longer)
        if knows(other):
            return False
        return knows(one) or printed[one] >= max(1, printed[other])

    return is_word
