"""How a command reaches the documents: it opens the data folder, or goes through the process that owns it.

One process owns a data folder. Where a server does, its lock file says where it answers, and the same
verbs go to it over HTTP; both ways give the same JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answer import Answer, Turn
from assistant.commands.here import Here
from assistant.commands.output import note, progress_bar
from assistant.commands.there import There

if TYPE_CHECKING:
    from assistant import Assistant
    from corpus.document import Document
    from index import IndexSettings
    from index.filters import Filters
    from index.progress import Progress

Told = Callable[[str, int, int], None]


class Reach(Protocol):
    """The verbs that commands share. Rows are those of the API."""

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """The answer to `question` after the turns of `history`, from what `filters` allow."""

    def listing(self, name: str) -> dict[str, Any]:
        """All "documents", "decisions" or "deadlines", under that name."""

    def deadlines_file(self, kind: str) -> bytes:
        """The deadlines as "ics" or "csv"."""

    def add(self, paths: Sequence[Path]) -> dict[str, Any]:
        """Add the documents in these files and folders, as `POST /api/v1/documents` tells it."""

    def remove(self, document_id: str) -> None:
        """Remove a document; nothing of it is left when this returns."""

    def backup(self, file: Path) -> None:
        """Write documents and conversations to one file, which is replaced when the new one is whole."""

    def index_status(self) -> dict[str, Any]:
        """What the index holds and what built it, as `GET /api/v1/index` tells it."""

    def index_verify(self) -> Sequence[str]:
        """What is wrong with the index, one line each."""


@contextmanager
def reached(data_dir: Path | None, documents: Path | Sequence[Document] | None = None) -> Iterator[Reach]:
    """The documents of `data_dir`, through their owner where there is one."""
    from index import FolderOwned, from_environment, owner_of

    # asked before anything is opened: all that answering needs takes seconds to load
    owner = owner_of(data_dir or from_environment().data_dir)
    found = None if owner is None or documents is not None else (owner.address, owner.token)
    if found is None or found[0] is None:
        try:
            with progress_bar() as told:
                here = Here(open_here(data_dir, documents, told))
        except FolderOwned as owned:
            if owned.address is None or documents is not None:  # the owner answers from its own documents
                raise
            found = owned.address, owned.token or ""
        else:
            with here.assistant.index:
                yield here
            return
    there = There(found[0] or "", found[1])
    with there.client:
        yield there


def open_here(data_dir: Path | None, documents: Path | Sequence[Document] | None, told: Told) -> Assistant:
    """The assistant in this process; what opening mended is said on stderr."""
    from assistant import open_assistant

    def hears(progress: Progress) -> None:
        told(progress.stage, progress.done, progress.total)

    assistant = open_assistant(data_dir, documents, hears)
    for line in assistant.index.mended:
        note(line)
    return assistant


def index_settings(data_dir: Path | None) -> IndexSettings:
    """The settings of the index, for the folder that the command names."""
    from index import from_environment

    settings = from_environment()
    return replace(settings, data_dir=data_dir) if data_dir else settings
