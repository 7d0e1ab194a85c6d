"""Long lists in pages: `limit` and `offset` in, `total` and the address of the next page out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows are wanted; `address` is that of the list, for the next page."""

    limit: int
    offset: int
    address: str

    def of(self, name: str, rows: Sequence[Any], corpus_version: str) -> dict[str, Any]:
        """The wanted rows under `name`, with `total` (of all rows) and `next` (None on the last page)."""
        end = self.offset + self.limit
        following = f"{self.address}?limit={self.limit}&offset={end}" if end < len(rows) else None
        return {
            "corpus_version": corpus_version,
            name: list(rows[self.offset : end]),
            "total": len(rows),
            "next": following,
        }


def wanted(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=1000, description="Rows at most.")] = 500,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="Rows to pass over.")] = 0,
) -> Page:
    """The page that a request asks for."""
    return Page(limit, offset, request.url.path)


Wanted = Annotated[Page, Depends(wanted)]
