"""How many questions are worked on and wait at once; one count for the API and the window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import TooBusy


class Places:
    """Work places for questions: `working` at once, `waiting` more in line, the rest turned away."""

    def __init__(self, working: int, waiting: int, patience: float = 30.0) -> None:
        self._free = threading.BoundedSemaphore(working)
        self._room = threading.BoundedSemaphore(working + waiting)
        self._patience = patience

    def take(self) -> None:
        """Wait for a place and take it, at most `patience` seconds. Raises TooBusy."""
        if not self._room.acquire(blocking=False):
            raise TooBusy("Too many questions are waiting; ask again in a few seconds.", 5)
        if not self._free.acquire(timeout=self._patience):
            self._room.release()
            raise TooBusy(f"No answer could be started within {self._patience:g} seconds; ask again.", 10)

    def leave(self) -> None:
        """Give the place back."""
        self._free.release()
        self._room.release()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for as long as the block runs."""
        self.take()
        try:
            yield
        finally:
            self.leave()
