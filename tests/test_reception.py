"""Questions in time: a deadline ends what takes too long, and every place is given back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.errors import ComposerUnavailable, TooSlow
from assistant.metrics import Metrics
from assistant.places import Places
from assistant.reception import Reception, Steps
from assistant.settings import AssistantSettings, ServerSettings
from assistant.streaming import EventStream, events


class Held:
    """An assistant that answers once it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.closed = False

    def ask(self, question: str, history: Any = (), filters: Any = None) -> Answer:
        """Wait, then answer; "break" raises."""
        if question == "break":
            raise RuntimeError("secret")
        self.go.wait(10)
        return Answer(question, question, "answered", "Yes. [1]")

    def stream(self, question: str, history: Any = (), filters: Any = None) -> Iterator[tuple[str, Any]]:
        """Sources at once, the answer once it is let go."""
        try:
            yield "sources", ()
            yield "answer", self.ask(question)
        finally:
            self.closed = True


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held()
    yield held
    held.go.set()


def reception(held: Held, seconds: float = 0.1) -> Reception:
    settings = ServerSettings(concurrent_answers=1, asking=AssistantSettings(answer_seconds=seconds))
    places = Places(1, 1, patience=0.2)
    return Reception(held, settings, places, Metrics(places))  # type: ignore[arg-type]


def soon(true: Callable[[], bool]) -> bool:
    """Whether it becomes true within seconds."""
    ends = time.monotonic() + 5
    while not true() and time.monotonic() < ends:
        time.sleep(0.01)
    return true()


def test_an_answer_that_takes_too_long_is_given_up_but_keeps_its_place_until_it_is_done(held: Held) -> None:
    desk = reception(held)

    async def run() -> None:
        started = time.monotonic()
        with pytest.raises(TooSlow):
            await desk.answer(desk.asked("Why?"))
        assert time.monotonic() - started < 2
        assert desk.places.at_work == 1, "its thread still works: another must not be put beside it"
        held.go.set()
        assert soon(lambda: desk.places.at_work == 0)
        assert (await desk.answer(desk.asked("Why?"))).status == "answered"

    asyncio.run(run())
    assert 'minamata_answers_total{status="answered"} 1.0' in desk.metrics.text().decode()


def test_a_failure_gives_its_place_back(held: Held) -> None:
    desk = reception(held)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asyncio.run(desk.answer(desk.asked("break")))
    assert desk.places.at_work == 0


def test_a_stream_ends_in_time_and_says_so(held: Held) -> None:
    desk = reception(held)

    async def run() -> list[bytes]:
        steps = await desk.steps(desk.asked("Why?"))
        try:
            return [event async for event in events(steps, "id")]
        finally:
            steps.close()

    told = asyncio.run(run())
    assert told[0].startswith(b"event: sources") and b"too_slow" in told[-1]
    assert desk.places.at_work == 1
    held.go.set()
    assert soon(lambda: held.closed and desk.places.at_work == 0)


def test_a_reader_who_goes_before_the_first_event_leaves_no_place_taken(held: Held) -> None:
    desk = reception(held)

    async def run() -> None:
        steps = await desk.steps(desk.asked("Why?"))

        async def send(_: Any) -> None:
            raise OSError("gone")

        async def receive() -> Any:
            await asyncio.sleep(10)

        response = EventStream(events(steps, "id"), steps)
        with pytest.raises(BaseException):  # noqa: B017, PT011 - whatever the server makes of it
            await response({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)

    asyncio.run(run())
    assert held.closed is False, "it had not begun"
    assert desk.places.at_work == 0


def test_a_stream_is_closed_once() -> None:
    released = []
    steps = Steps(iter([]), 1, lambda: released.append(1), Metrics(Places(1, 1)))
    steps.close()
    steps.close()
    assert released == [1]


def test_a_model_that_is_not_set_up_cannot_be_asked(held: Held) -> None:
    with pytest.raises(ComposerUnavailable):
        reception(held).asked("Why?", composer="model")
