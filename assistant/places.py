"""How many questions are worked on and wait at once; one line for the API, other tools and the window."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from contextlib import contextmanager

from assistant.errors import TooBusy


class Places:
    """Work places for questions: `working` at once, `waiting` more in line, the rest turned away.

    Who came first is served first. `take` blocks a thread while it waits, `enter` only its coroutine.
    """

    def __init__(self, working: int, waiting: int, patience: float = 30.0) -> None:
        self._free = working
        self._working = working
        self._most_waiting = waiting
        self._line: deque[Future[None]] = deque()
        self._lock = threading.Lock()
        self._patience = patience

    @property
    def at_work(self) -> int:
        """Questions worked on now."""
        return self._working - self._free

    @property
    def in_line(self) -> int:
        """Questions that wait now."""
        return len(self._line)

    @property
    def full(self) -> bool:
        """Whether the next question would be turned away."""
        return self._free == 0 and len(self._line) >= self._most_waiting

    def take(self) -> None:
        """Wait for a place and take it, at most `patience` seconds. Raises TooBusy."""
        turn = self._stand_in_line()
        try:
            turn.result(self._patience)
        except NotInTime:
            self._give_up(turn)
            raise self._not_started() from None

    async def enter(self) -> None:
        """The same without a thread. Raises TooBusy."""
        turn = self._stand_in_line()
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(turn)), self._patience)
        except TimeoutError:
            self._give_up(turn)
            raise self._not_started() from None
        except asyncio.CancelledError:
            self._give_up(turn)
            raise

    def leave(self) -> None:
        """Give the place back, to who has waited longest."""
        with self._lock:
            if self._line:
                self._line.popleft().set_result(None)
            else:
                self._free += 1

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for as long as the block runs."""
        self.take()
        try:
            yield
        finally:
            self.leave()

    def _stand_in_line(self) -> Future[None]:
        turn: Future[None] = Future()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set_result(None)
            elif len(self._line) < self._most_waiting:
                self._line.append(turn)
            else:
                raise TooBusy("Too many questions are waiting; ask again in a few seconds.", 5)
        return turn

    def _give_up(self, turn: Future[None]) -> None:
        with self._lock:
            if turn in self._line:
                self._line.remove(turn)
                return
        # The turn came in the same moment: the place is ours and nobody will use it.
        self.leave()

    def _not_started(self) -> TooBusy:
        return TooBusy(f"No answer could be started within {self._patience:g} seconds; ask again.", 10)
