"""Where every program's question comes in: it is checked, waits for its place and is answered in time.

The API, the OpenAI-style routes and the MCP tools ask here; how an answer is made is in `answering`, how it
is sent in `streaming`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio import CapacityLimiter, to_thread

from assistant.answer import Answer, Turn
from assistant.errors import ComposerUnavailable, TooSlow
from assistant.metrics import Metrics
from assistant.places import Places
from assistant.question import accepted
from assistant.settings import ServerSettings
from index.filters import Filters
from index.hit import SearchResult

if TYPE_CHECKING:
    from assistant import Assistant

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that may be asked: checked, with the earlier turns that count."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    composer: str = "auto"

    def given(self, has_model: bool) -> dict[str, Any]:
        """What the assistant is told beside the question; a composer only where there is one to choose."""
        told: dict[str, Any] = {"history": self.history, "filters": self.filters}
        return told | ({"composer": self.composer} if has_model else {})


class Reception:
    """Takes questions to `assistant` within `places` and the time that `settings` allow."""

    def __init__(
        self, assistant: Assistant, settings: ServerSettings, places: Places, metrics: Metrics
    ) -> None:
        self.assistant = assistant
        self.settings = settings
        self.places = places
        self.metrics = metrics

    @property
    def has_model(self) -> bool:
        """Whether a language model is set up to write answers."""
        return bool(getattr(self.assistant, "has_model", False))

    def asked(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        composer: str = "auto",
    ) -> Asked:
        """The question as it will be asked. Raises QuestionRejected, ComposerUnavailable."""
        if composer == "model" and not self.has_model:
            raise ComposerUnavailable(
                'No language model is set up here; ask with composer "quoting" or "auto".'
            )
        asking = self.settings.asking
        kept = tuple(history)[-asking.max_history_turns :] if asking.max_history_turns else ()
        return Asked(accepted(question, asking.max_question_chars), kept, filters or Filters(), composer)

    async def answer(self, asked: Asked) -> Answer:
        """The finished answer. Raises TooBusy, TooSlow and what answering raises."""
        started = time.perf_counter()
        answer = await self._in_time(
            lambda: self.assistant.ask(asked.question, **asked.given(self.has_model))
        )
        self.metrics.answered(answer.status, time.perf_counter() - started)
        return answer

    async def search(self, question: str, k: int, filters: Filters | None = None) -> SearchResult:
        """The `k` passages nearest to some words. Raises as `asked` does, UnknownFilter, TooBusy, TooSlow."""
        words = accepted(question, self.settings.asking.max_question_chars)
        assistant = self.assistant
        return await self._in_time(
            lambda: assistant.index.search(words, k=k, filters=assistant.allowed(filters or Filters()))
        )

    async def steps(self, asked: Asked) -> Steps:
        """The answer in parts, as soon as there is a place; `Steps.close` gives it back.

        Raises UnknownFilter, TooBusy.
        """
        await self.places.enter()
        try:
            if asked.filters != Filters():  # what they name is looked up before anything is sent
                await to_thread.run_sync(self.assistant.allowed, asked.filters)
            parts: Iterator[tuple[str, Any]] = self.assistant.stream(
                asked.question, **asked.given(self.has_model)
            )
        except BaseException:
            self.places.leave()
            raise
        return Steps(parts, self.settings.asking.answer_seconds, self.places.leave, self.metrics)

    @cached_property
    def _threads(self) -> CapacityLimiter:
        # Places bound them; one that ran out of time keeps its place until it is really done.
        return CapacityLimiter(self.settings.concurrent_answers + 1)

    async def _in_time(self, work: Callable[[], _T]) -> _T:
        """What `work` gives, done in a thread and within a place; TooSlow after `answer_seconds`."""
        await self.places.enter()
        leave = once(self.places.leave)
        begun = threading.Event()

        def run() -> _T:
            begun.set()
            try:
                return work()
            finally:
                leave()

        seconds = self.settings.asking.answer_seconds
        try:
            with anyio.fail_after(seconds):
                return await to_thread.run_sync(run, abandon_on_cancel=True, limiter=self._threads)
        except TimeoutError:
            raise TooSlow(seconds) from None
        finally:
            if not begun.is_set():
                leave()


class Steps:
    """The parts of one answer, each fetched in a thread, all of them before the time is up."""

    def __init__(
        self,
        parts: Iterator[tuple[str, Any]],
        seconds: float,
        release: Callable[[], None],
        metrics: Metrics,
    ) -> None:
        self._parts = parts
        self._seconds = seconds
        self._started = time.monotonic()
        self._release = once(release)
        self._metrics = metrics
        self._fetching = threading.Lock()
        self._closed = False

    async def next(self) -> tuple[str, Any] | None:
        """The next part, None after the last. Raises TooSlow and what answering raises."""
        left = self._started + self._seconds - time.monotonic()
        try:
            with anyio.fail_after(max(left, 0.001)):
                part = await to_thread.run_sync(self._fetch, abandon_on_cancel=True)
        except TimeoutError:
            raise TooSlow(self._seconds) from None
        if part and part[0] == "answer":
            self._metrics.answered(part[1].status, time.monotonic() - self._started)
        return part

    def close(self) -> None:
        """Stop the composer and give the place back, at once or when the part being made is done."""
        self._closed = True
        if self._fetching.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._fetching.release()

    def _fetch(self) -> tuple[str, Any] | None:
        with self._fetching:
            try:
                return None if self._closed else next(self._parts, None)
            finally:
                if self._closed:
                    self._end()

    def _end(self) -> None:
        close = getattr(self._parts, "close", None)
        try:
            if close:
                close()
        finally:
            self._release()


def once(call: Callable[[], None]) -> Callable[[], None]:
    """`call` the first time only: work may end in more than one way."""
    lock = threading.Lock()

    def run() -> None:
        if lock.acquire(blocking=False):
            call()

    return run
