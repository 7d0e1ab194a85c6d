"""What a search may find. Needs no document's part: a command that goes to a server says it too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.document import Kind


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages may be found; an empty tuple or None means no restriction.

    `source` are document kinds; `since` and `until` bound the document's date, both inclusive.
    """

    documents: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    workstreams: tuple[str, ...] = ()
    source: tuple[Kind, ...] = ()
    since: date | None = None
    until: date | None = None
