"""Many people ask at once, each again when answered: fifty for a while, then steps from one to sixteen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from soaking.asking import Tally, asker, questions
from soaking.server import Server, Watch, started

STEPS = (1, 4, 8, 16)


def crowd(askers: int, seconds: float, most_seconds: float) -> Iterator[str]:
    """So many at once; what came of it, and a line that begins with FAILED where it was not good enough."""
    tally, watch = Tally(), Watch()
    with started(askers) as server:
        asyncio.run(_measured(server, askers, seconds, tally, watch))
    yield f"{askers} askers, {seconds:g} s: {len(tally.seconds) / seconds:.1f} a second; {tally.said()}"
    memory = watch.memory
    yield f"memory, MiB: {memory[0]:.0f} at first, {max(memory):.0f} at most, {memory[-1]:.0f} at last"
    if tally.errors or tally.at(0.95) > most_seconds:
        yield f"FAILED: there were errors, or the slowest twentieth waited longer than {most_seconds:g} s"


def steps(seconds: float) -> Iterator[str]:
    """1, 4, 8 and 16 at once; each question must be answered from the passages that a single asker gets."""
    alone: dict[str, set[tuple[str, ...]]] = {}
    with started(max(STEPS)) as server:
        for askers in STEPS:
            tally = Tally()
            asyncio.run(_measured(server, askers, seconds, tally, Watch()))
            yield f"{askers} askers, {seconds:g} s: {tally.said()}"
            alone = alone or tally.cited
            others = [q for q, cited in tally.cited.items() if len(cited) > 1 or cited != alone.get(q, cited)]
            if tally.errors or others:
                yield f"FAILED: errors, or {len(others)} questions answered from other passages"


async def _measured(server: Server, askers: int, seconds: float, tally: Tally, watch: Watch) -> None:
    """All askers at once, after each question has been asked a first time."""
    asked = questions()
    warm = time.monotonic() + 3
    await asyncio.gather(*(asker(server.address, server.keys[0], asked, warm, Tally()) for _ in "12"))
    ends = time.monotonic() + seconds
    everybody = (
        asker(server.address, key, asked[n:] + asked[:n], ends, tally)
        for n, key in enumerate(server.keys[:askers])
    )
    await asyncio.gather(watch.until(ends, server, 2), *everybody)
