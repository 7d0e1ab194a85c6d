"""How well reports are read: decisions, numbered paragraphs and lost characters, against labels made by hand.

The labels are offsets into texts that are not part of the project: a folder with the texts is given. How they
were made is told in `docs/decisions/0004-reading-documents.md`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus import Document, Passage, read_document
from corpus.structure import parse
from eval.errors import BrokenCases

_CONTENTS = re.compile(r"^\t+(\d+/(?:CP|CMA|CMP)\.\d+)\t", re.MULTILINE)
_LONGEST_MARK = 12


@dataclass(frozen=True, slots=True)
class Label:
    """A numbered paragraph, or a numbered heading (`label` None), printed at ``text[start:end]`` of `file`.

    `start` is where the number itself begins; `sha256` is of the file's text, its first 12 digits.
    """

    file: str
    sha256: str
    start: int
    end: int
    label: str | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured: counts, and one line for everything that is wrong."""

    documents: int
    decisions: int
    decisions_found: int
    paragraphs: int
    paragraphs_right: int
    characters: int
    wrong: tuple[str, ...]

    def text(self) -> str:
        """The figures, and what is wrong, one line each."""
        return "\n".join(
            (
                f"{self.documents} documents, {self.characters:,} characters",
                f"decisions of the contents tables found  {self.decisions_found} of {self.decisions}",
                f"numbered paragraphs right               {self.paragraphs_right} of {self.paragraphs}",
                *self.wrong,
            )
        )


def labels() -> tuple[Label, ...]:
    """The labels that come with the project."""
    lines = (files("eval") / "cases" / "un_paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Label(**json.loads(line)) for line in lines)


def measure(folder: Path, expected: Sequence[Label] | None = None) -> Reading:
    """Read every text in `folder` and compare it with the labels. BrokenCases where there is none."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise BrokenCases([f"{folder}: no texts (*.txt) are there; name the folder that holds the reports"])
    counts: dict[str, int] = dict.fromkeys(("decisions", "found", "right", "characters"), 0)
    wanted = labels() if expected is None else expected
    wrong: list[str] = []
    measured = 0
    for path in paths:
        document = read_document(path)
        passages, around = parse(document)
        named, missing = _contents(document, passages)
        own = [label for label in wanted if label.file == path.name and label.sha256 == _digest(document)]
        misread = [_line(label, passages) for label in own if not _right(label, _at(label, passages))]
        lost = _lost(document, passages, around)
        wrong += [f"{path.name}: {decision} has no title" for decision in sorted(missing)] + misread
        wrong += [f"{path.name}: {lost} characters are in no passage"] if lost else []
        counts["decisions"] += named
        counts["found"] += named - len(missing)
        counts["right"] += len(own) - len(misread)
        counts["characters"] += len(document.text)
        measured += len(own)
    return Reading(
        len(paths),
        counts["decisions"],
        counts["found"],
        measured,
        counts["right"],
        counts["characters"],
        tuple(wrong),
    )


def _digest(document: Document) -> str:
    return hashlib.sha256(document.text.encode()).hexdigest()[:12]


def _contents(document: Document, passages: Sequence[Passage]) -> tuple[int, set[str]]:
    """How many decisions the contents table names, and those among them without a title in the text."""
    named = set(_CONTENTS.findall(document.text))
    titles = {(p.decision or "").removeprefix("Resolution ") for p in passages if p.role == "heading"}
    return len(named), named - titles


def _lost(document: Document, passages: Sequence[Passage], around: Sequence[tuple[int, int]]) -> int:
    kept = bytearray(len(document.text))
    for start, end in [*((p.start, p.end) for p in passages), *around]:
        kept[start:end] = b"\x01" * (end - start)
    return sum(not kept[i] and not c.isspace() for i, c in enumerate(document.text))


def _at(label: Label, passages: Sequence[Passage]) -> Passage | None:
    return next((p for p in passages if label.start <= p.start <= label.start + _LONGEST_MARK), None)


def _right(label: Label, found: Passage | None) -> bool:
    if found is None or found.end != label.end:
        return False
    if label.label is None:
        return found.role == "heading"
    return (found.label, found.decision) == (label.label, label.decision)


def _line(label: Label, passages: Sequence[Passage]) -> str:
    found = _at(label, passages)
    read = (
        f"{found.role} {found.label} of {found.decision}, {found.start}-{found.end}" if found else "nothing"
    )
    meant = f"{label.label or 'heading'} of {label.decision}"
    return f"{label.file}:{label.start}-{label.end}: {meant} was read as {read}"
