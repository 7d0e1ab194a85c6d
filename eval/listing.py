"""List questions: is the answer's list exactly the wanted set?

The answer's list is its bullet lines ("- ", "* " or "1. "). A bullet that has bullets below it and
carries no [n] marker is a heading, and those below are the entries; with a marker it is the entry
and those below are its details. An answer without bullets lists by its statements.

Entries and items are paired one to one: an item without an entry is missing, an entry without an
item (or one that says again what another said) is an extra. Only an answer in sentences may name
several items in one sentence, if it is no longer than a sentence (`SENTENCE_WORDS`); a decision
named there that no item has is then an extra. Bullets below a heading that speaks of public
summaries, citing nothing but summaries, are set apart: never extras, though they may be items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from eval.case import Group
from eval.wording import LIST_MARK, markers, normalised, occurs, plain, word_count

SENTENCE_WORDS = 60
_DECISION = re.compile(r"(?<![\w/.-])(?:[a-z]+-)?(\d+/(?:[a-z]+\.)?\d+)(?![\w/])")


@dataclass(frozen=True, slots=True)
class ListResult:
    """How an answer's list compares: `missing` by first spelling, `extras` as the answer says them."""

    gold: int
    missing: tuple[str, ...]
    extras: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """True where the list is the wanted set and nothing else."""
        return not self.missing and not self.extras


@dataclass(slots=True)
class _Bullet:
    indent: int
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    apart: bool = False

    @property
    def said(self) -> str:
        return normalised(plain(self.text))


def compare_list(items: Sequence[Group], answer: Answer) -> ListResult:
    """`answer`'s list against the wanted `items` (each a group of spellings)."""
    entries = _entries(_bullets(answer.text), _summary_markers(answer))
    bulleted = bool(entries)
    if not bulleted:
        entries = [_Entry(s.text) for s in answer.statements] or [_Entry(answer.text)]
    fits = [[any(occurs(s, entry.said) for s in item) for entry in entries] for item in items]
    owner = _paired(fits, len(entries))
    taken = set(owner.values())
    used = set(owner) | {n for n, entry in enumerate(entries) if entry.apart}
    extras: list[str] = []
    if not bulleted:
        short = [n for n, entry in enumerate(entries) if word_count(entry.text) <= SENTENCE_WORDS]
        taken |= {i for i, row in enumerate(fits) if any(row[n] for n in short)}
        used |= {n for n in short if any(row[n] for row in fits)}
        extras += _other_decisions(items, entries)
    extras += [entry.text for n, entry in enumerate(entries) if n not in used]
    missing = [item[0] for i, item in enumerate(items) if i not in taken]
    return ListResult(len(items), tuple(missing), tuple(plain(e).strip() for e in extras))


def _bullets(text: str) -> list[_Bullet]:
    found: list[_Bullet] = []
    section = ""
    for line in text.splitlines():
        if mark := LIST_MARK.match(line):
            indent = len(mark["indent"].expandtabs(4).replace(">", "").rstrip("\n"))
            found.append(_Bullet(indent, line[mark.end() :].strip(), section))
        elif line[:1].isspace() and line.strip() and found:
            found[-1].text += " " + line.strip()
        elif line.strip():
            section = line
    return found


def _entries(bullets: list[_Bullet], summary_markers: frozenset[int]) -> list[_Entry]:
    entries: list[_Entry] = []
    at = 0
    while at < len(bullets):
        top = bullets[at]
        end = at + 1
        while end < len(bullets) and bullets[end].indent > top.indent:
            end += 1
        below = bullets[at + 1 : end]
        cited = markers(top.text)
        if below and not cited:
            entries += _entries(below, summary_markers)
        else:
            apart = "summar" in top.section.casefold() and bool(cited) and cited <= summary_markers
            entries.append(_Entry(" ".join([top.text, *(b.text for b in below)]), apart))
        at = end
    return entries


def _summary_markers(answer: Answer) -> frozenset[int]:
    return frozenset(c.marker for c in answer.citations if c.source == "summary")


def _paired(fits: list[list[bool]], entries: int) -> dict[int, int]:
    """The largest pairing of items with entries, as entry -> item (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(item: int, tried: set[int]) -> bool:
        for entry in range(entries):
            if fits[item][entry] and entry not in tried:
                tried.add(entry)
                if entry not in owner or place(owner[entry], tried):
                    owner[entry] = item
                    return True
        return False

    for item in range(len(fits)):
        place(item, set())
    return owner


def _other_decisions(items: Sequence[Group], entries: list[_Entry]) -> list[str]:
    """Decisions in sentences that no item has; nothing where the items are not decisions."""
    wanted = [{d for spelling in item for d in _DECISION.findall(normalised(spelling))} for item in items]
    if not all(wanted):
        return []
    known = set().union(*wanted)
    return sorted({d for e in entries for d in _DECISION.findall(e.said)} - known)
