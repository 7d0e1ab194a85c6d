"""Ten invented decisions in the form of the United Nations (`decisions.yaml`): the test papers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OPENING = "The Conference of the Parties,"
Elements = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Text:
    """A decision as its authors wrote it; elements are (kind, words), tables (kind, rows)."""

    id: str
    title: str
    preamble: tuple[str, ...]
    body: Elements
    annex: Elements = ()
    annex_title: str = ""
    notes: tuple[str, ...] = ()

    @property
    def symbol(self) -> str:
        session, number = self.id.removeprefix("MC-").split("/")
        return f"UNEP/MC/COP.{session}/Dec.{number}"


def _elements(rows: list[dict[str, Any]]) -> Elements:
    return tuple(pair for row in rows for pair in row.items())


def _texts() -> tuple[Text, ...]:
    rows = yaml.safe_load((Path(__file__).parent / "decisions.yaml").read_text(encoding="utf-8"))
    return tuple(
        Text(**row | {part: _elements(row.get(part, [])) for part in ("body", "annex")}) for row in rows
    )


DECISIONS = _texts()
