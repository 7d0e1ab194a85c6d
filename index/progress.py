"""How far a build has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in a stage: "reading" (documents), "embedding" or "storing" (windows), "checking"."""

    stage: str
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


def unheard(_: Progress) -> None:
    """For callers who do not want to know."""
