"""How well papers are read: dated deadlines and table rows, against a list made by hand.

The list is JSON lines, one a paper: `{"paper": file name without its ending, "deadlines": [{"date", "at",
"who", "what"}], "rows": [["cell", ...]]}`. `at` is a locator (`eval.paragraphs`); a deadline that is
`"optional"` may be found or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.wording import locator_text
from corpus import Document, Passage, build_register, passages, read_document
from corpus.reading import readable_files
from eval.case import json_lines
from eval.errors import BrokenCases
from eval.paragraphs import is_paragraph
from eval.terminal import percent
from eval.wording import normalised


@dataclass(frozen=True, slots=True)
class Papers:
    """What was found in all papers, as counts, and one line for everything that is wrong.

    `named` counts the deadlines found whose actor is the one meant, of the `actors` that have one.
    """

    papers: int
    deadlines: int
    found: int
    told: int
    actors: int
    named: int
    rows: int
    rows_found: int
    wrong: tuple[str, ...]

    def text(self) -> str:
        """The figures, and what is wrong, one line each."""
        recall, precision = _share(self.found, self.deadlines), _share(self.found, self.told)
        return "\n".join(
            (
                f"{self.papers} papers",
                f"deadlines found   {self.found} of {self.deadlines} (recall {recall})",
                f"deadlines right   {self.found} of {self.told} (precision {precision})",
                f"who must, right   {self.named} of {self.actors}",
                f"table rows lost   {self.rows - self.rows_found} of {self.rows}",
                *self.wrong,
            )
        )


def measure(folder: Path, expected: Path) -> Papers:
    """Read every paper in `folder` that the list `expected` names. BrokenCases where there is none."""
    paths = {path.stem: path for path in readable_files(folder)}
    wanted = [(row, paths[row["paper"]]) for row in _listed(expected) if row["paper"] in paths]
    if not wanted:
        raise BrokenCases([f"{folder}: no paper of {expected} is there; name the folder with the papers"])
    read = [_read(row, path) for row, path in wanted]
    return Papers(
        papers=len(read),
        deadlines=sum(each.deadlines for each in read),
        found=sum(each.found for each in read),
        told=sum(each.told for each in read),
        actors=sum(each.actors for each in read),
        named=sum(each.named for each in read),
        rows=sum(each.rows for each in read),
        rows_found=sum(each.rows_found for each in read),
        wrong=tuple(line for each in read for line in each.wrong),
    )


def _listed(path: Path) -> list[dict[str, Any]]:
    rows = list(json_lines(path))
    broken = [f"{path}:{number}: {row}" for number, row in rows if isinstance(row, ValueError)]
    if broken:
        raise BrokenCases(broken)
    return [row for _, row in rows]


def _read(row: dict[str, Any], path: Path) -> Papers:
    document = read_document(path)
    read = passages(document)
    by_id = {p.id: p for p in read}
    left = [d for d in build_register([document], read).deadlines if d.date]
    wrong: list[str] = []
    found, actors, named = 0, 0, 0
    for due in row["deadlines"]:
        same = [d for d in left if str(d.date) == due["date"] and _at(due, by_id[d.passage_id], document)]
        left = [d for d in left if d not in same[:1]]
        if due.get("optional"):
            continue
        found += bool(same)
        if not same:
            wrong.append(f"{path.name}: {due['date']} of {due['at']} is not found")
        elif due["who"]:
            right = normalised(due["who"]) in normalised(same[0].who or "")
            actors += 1
            named += right
            wrong += [] if right else [f"{path.name}: {due['at']} is for {due['who']}, not {same[0].who}"]
    wrong += [
        f"{path.name}: {d.date} ({d.phrase}) of {locator_text(by_id[d.passage_id], document)} is none"
        for d in left
    ]
    lost = [cells for cells in row["rows"] if not any(_holds(p, cells) for p in read)]
    wrong += [f"{path.name}: lost the row {' | '.join(cells)}" for cells in lost]
    wanted = sum(not due.get("optional") for due in row["deadlines"])
    rows = len(row["rows"])
    return Papers(1, wanted, found, found + len(left), actors, named, rows, rows - len(lost), tuple(wrong))


def _at(due: dict[str, Any], passage: Passage, document: Document) -> bool:
    return is_paragraph(due["at"], locator_text(passage, document), passage.text)


def _holds(passage: Passage, cells: Sequence[str]) -> bool:
    said = [normalised(cell) for cell in passage.text.strip("| \n").split("|")]
    return passage.role == "table_row" and said == [normalised(cell) for cell in cells]


def _share(part: int, whole: int) -> str:
    return percent(part / whole if whole else None, 1)
