"""A question a second and a paper a minute for an hour: what the server holds must not grow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence

import httpx

from soaking.asking import Tally, asker, questions
from soaking.server import Server, Watch, started

#: Share of the time in which memory may still settle.
WARMING = 0.25
MOST_MIB_A_MINUTE, MOST_MORE_FILES = 1.0, 10


def hour(minutes: float, faster: float) -> Iterator[str]:
    """The load of so many minutes, taken so many times faster.

    A line begins with FAILED where memory or files grew.
    """
    tally, watch, uploads = Tally(), Watch(), Tally()
    with started(2) as server:
        asyncio.run(_measured(server, minutes * 60, faster, tally, watch, uploads))
    watch.minutes = [minute * faster for minute in watch.minutes]
    settled = [n for n, minute in enumerate(watch.minutes) if minute >= WARMING * watch.minutes[-1]]
    slope = _slope([watch.minutes[n] for n in settled], [watch.memory[n] for n in settled])
    yield f"{minutes:g} minutes in {minutes / faster:g}, a question a second: {tally.said()}"
    yield f"a paper a minute: {uploads.said()}"
    yield (
        f"memory, MiB: {watch.memory[0]:.0f} at first, {watch.memory[settled[0]]:.0f} once warm, "
        f"{watch.memory[-1]:.0f} at last, {slope:+.2f} a minute since warm"
    )
    files, passing = watch.descriptors, watch.temporary
    yield (
        f"open files: {files[settled[0]]} once warm, {max(files)} at most, {files[-1]} at last; "
        f"temporary files: {max(passing)} at most, {passing[-1]} at last"
    )
    more = files[-1] - files[settled[0]]
    if tally.errors or uploads.errors or slope > MOST_MIB_A_MINUTE or more > MOST_MORE_FILES:
        yield "FAILED: there were errors, or memory or files grew"


async def _measured(
    server: Server, seconds: float, faster: float, tally: Tally, watch: Watch, uploads: Tally
) -> None:
    ends = time.monotonic() + seconds / faster
    asking = asker(server.address, server.keys[0], questions(), ends, tally, pause=1 / faster)
    uploading = _uploading(server, ends, 60 / faster, uploads)
    await asyncio.gather(asking, uploading, watch.until(ends, server, 10 / faster))


async def _uploading(server: Server, ends: float, every: float, uploads: Tally) -> None:
    """Hand in another small paper every so many seconds."""
    headers = {"Authorization": f"Bearer {server.keys[1]}"}
    async with httpx.AsyncClient(
        base_url=server.address, headers=headers, trust_env=False, timeout=60
    ) as client:
        number = 0
        while time.monotonic() < ends:
            number += 1
            begun = time.monotonic()
            files = {"file": (f"mc-8-{number}.txt", _paper(number).encode(), "text/plain")}
            reply = await client.post("/api/v1/documents", files=files)
            if reply.is_success:
                uploads.seconds.append(time.monotonic() - begun)
            else:
                uploads.failed(str(reply.status_code))
            await asyncio.sleep(max(0.0, min(begun + every, ends) - time.monotonic()))


def _paper(number: int) -> str:
    """A decision of a page, unlike the others."""
    paragraphs = (
        f"{n}. Requests Parties to report on measure {n} of programme {number} by {n} June {2030 + number};"
        for n in range(1, 13)
    )
    return f"Decision MC-8/{number}: Programme {number}\n\nThe Conference of the Parties,\n\n" + "\n\n".join(
        paragraphs
    )


def _slope(at: Sequence[float], values: Sequence[float]) -> float:
    """By how much values grow for each 1 of `at`, by least squares."""
    middle, mean = sum(at) / len(at), sum(values) / len(values)
    spread = sum((x - middle) ** 2 for x in at)
    return sum((x - middle) * (y - mean) for x, y in zip(at, values, strict=True)) / spread if spread else 0.0
