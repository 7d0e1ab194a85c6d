"""The routes behind `minamata index`, for commands of the server's own user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends

from assistant.listings import index_row
from assistant.safekeeping import only_the_owner

if TYPE_CHECKING:
    from index import Index


def indexing(index: Index) -> APIRouter:
    """Showing, checking and rebuilding `index` while it serves."""
    routes = APIRouter(prefix="/api/v1/index", dependencies=[Depends(only_the_owner)], tags=["documents"])

    @routes.get("")
    def status() -> dict[str, Any]:
        """What the index holds and what built it."""
        return index_row(index)

    @routes.post("/verify")
    def verify() -> dict[str, Any]:
        """Every stored vector must find itself; `wrong` has a line for each thing that does not hold."""
        return {"wrong": list(index.verify())}

    @routes.post("/build")
    def build() -> dict[str, Any]:
        """Read and embed every document again; answers come from the old index until the new one is whole."""
        index.rebuild()
        return index_row(index)

    return routes
