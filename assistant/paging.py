"""Long lists in pages: `limit` and `offset` in, `total` and the address of the next page out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows are wanted; `address` is that of the list and `others` its other parameters."""

    limit: int
    offset: int
    address: str
    others: tuple[tuple[str, str], ...] = ()

    def of(self, name: str, rows: Sequence[Any], corpus_version: str) -> dict[str, Any]:
        """The wanted rows under `name`, with `total` (of all rows) and `next` (None on the last page)."""
        end = self.offset + self.limit
        query = urlencode([*self.others, ("limit", self.limit), ("offset", end)])
        following = f"{self.address}?{query}" if end < len(rows) else None
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
    others = [pair for pair in request.query_params.multi_items() if pair[0] not in ("limit", "offset")]
    return Page(limit, offset, request.url.path, tuple(others))


Wanted = Annotated[Page, Depends(wanted)]
