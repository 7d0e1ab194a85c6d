"""Rates, open requests and places, with a clock that stands still unless moved."""

from __future__ import annotations

import asyncio
import threading

import pytest

from assistant.errors import TooBusy
from assistant.limits import Open, Rate
from assistant.places import Places


class Clock:
    """Seconds, moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_then_one_at_a_time() -> None:
    clock = Clock()
    rate = Rate(6, clock)
    assert [rate.wait("a") for _ in range(6)] == [0] * 6
    assert rate.wait("a") == 10
    clock.now += 4
    assert rate.wait("a") == 6
    clock.now += 6
    assert rate.wait("a") == 0
    assert rate.wait("a") == 10
    clock.now += 600
    assert [rate.wait("a") for _ in range(7)] == [0] * 6 + [10]


def test_callers_do_not_use_up_each_others_rate() -> None:
    rate = Rate(1, Clock())
    assert (rate.wait("a"), rate.wait("b"), rate.wait("a")) == (0, 0, 60)


def test_many_callers_do_not_fill_the_memory() -> None:
    clock = Clock()
    rate = Rate(10, clock)
    for n in range(25_000):
        rate.wait(str(n))
        clock.now += 0.001
    assert len(rate._earned) <= 10_000


def test_open_requests_are_counted_until_they_end() -> None:
    held = Open(2)
    assert (held.enter("a"), held.enter("a"), held.enter("a"), held.enter("b")) == (True, True, False, True)
    held.leave("a")
    assert held.enter("a")
    for who in ("a", "a", "b"):
        held.leave(who)
    assert not held._open


def test_who_came_first_is_served_first() -> None:
    async def run() -> list[int]:
        places = Places(1, 3)
        served: list[int] = []
        await places.enter()

        async def wait(n: int) -> None:
            await places.enter()
            served.append(n)
            places.leave()

        waiting = []
        for n in range(3):
            waiting.append(asyncio.create_task(wait(n)))
            await asyncio.sleep(0)
        assert (places.at_work, places.in_line, places.full) == (1, 3, True)
        with pytest.raises(TooBusy):
            await places.enter()
        places.leave()
        await asyncio.gather(*waiting)
        assert (places.at_work, places.in_line) == (0, 0)
        return served

    assert asyncio.run(run()) == [0, 1, 2]


def test_who_waits_too_long_or_goes_away_leaves_the_line() -> None:
    async def run() -> None:
        places = Places(1, 1, patience=0.05)
        await places.enter()
        with pytest.raises(TooBusy):
            await places.enter()
        gone = asyncio.create_task(places.enter())
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert places.in_line == 0
        places.leave()
        assert places.at_work == 0

    asyncio.run(run())


def test_threads_wait_in_the_same_line() -> None:
    places = Places(1, 5)
    places.take()
    done = []

    def work() -> None:
        with places.place():
            done.append(1)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    places.leave()
    for thread in threads:
        thread.join(5)
    assert len(done) == 5 and places.at_work == 0
