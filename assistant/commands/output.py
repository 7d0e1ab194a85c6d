"""What a command writes: text on stdout, notes and progress on stderr, and how both are laid out.

Documents and answers are other people's text: control characters, with which a text could move the
cursor or hide words on a terminal, are left out wherever text is meant for a person.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

MOST_COLUMNS = 100
_KEPT = "\n\t\u200c\u200d"  # the joiners belong to the spelling of some scripts
_PREFIX = re.compile(r"^(\s*(?:[-*+]|\d+[.)]|>)?\s*)(.*)$", re.DOTALL)


def say(text: str = "") -> None:
    """A line (or lines) of the result, on stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """The result as JSON on stdout, for programs; text is kept as it is."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """A line beside the result, on stderr."""
    sys.stderr.write(visible(text) + "\n")
    sys.stderr.flush()


def visible(text: str) -> str:
    """`text` without control and direction characters; line ends and tabs stay."""
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def width() -> int:
    """Columns to fill: the terminal's, at most `MOST_COLUMNS`."""
    return max(40, min(MOST_COLUMNS, shutil.get_terminal_size((MOST_COLUMNS, 24)).columns))


def wrapped(text: str, first: str = "", later: str | None = None) -> str:
    """`text` as one paragraph within `width`; `first` stands before its first line, `later` before others."""
    later = " " * len(first) if later is None else later
    return textwrap.fill(
        " ".join(visible(text).split()),
        width(),
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def plain(markdown: str) -> str:
    """Markdown as plain text within `width`: no markup signs, bullets and quotes hang."""
    lines = []
    for line in visible(markdown).expandtabs(4).split("\n"):
        line = re.sub(r"^#{1,6}\s+", "", line)
        line = re.sub(r"(?<!\w)(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", line)
        line = re.sub(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])", r"\2", line)
        line = re.sub(r"(?<!!)\[([^\]]+)\]\((?:[^()\s]|\([^()\s]*\))*\)", r"\1", line)
        line = re.sub(r"\\([\\`*_{}\[\]()#+\-.!<>|~])", r"\1", line)
        match = _PREFIX.match(line)
        prefix, rest = match.groups() if match else ("", line)
        later = prefix if prefix.strip() == ">" else " " * len(prefix)
        lines.append(wrapped(rest, prefix, later) if rest.strip() else "")
    return "\n".join(lines).strip("\n")


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """`rows` under `head`; every column as wide as it needs but the last, which is wrapped."""
    cells = [[" ".join(visible(cell).split()) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head) - 1)]
    lines = []
    for row in cells:
        first = "".join(f"{cell.ljust(size)}  " for cell, size in zip(row, widths, strict=False))
        lines.append(wrapped(row[-1], first, " " * len(first)) if row[-1] else first.rstrip())
    return "\n".join(lines)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 document`, `2 documents`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A function to tell progress to (stage, done, total); it shows bars on a terminal and else nothing."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    bars: dict[str, TaskID] = {}
    shown = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:

        def told(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=total)
            progress.update(bars[stage], completed=done, total=total)

        yield told
