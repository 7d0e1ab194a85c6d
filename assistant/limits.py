"""How often one caller may ask, and how many requests of theirs may be open at once. Kept in memory."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Callable

_MOST_CALLERS = 10_000


class Rate:
    """At most `per_minute` events for each caller, all at once or spread; then one each time one is earned.

    Of each caller one number is kept, the time at which everything used so far is earned again (the
    generic cell rate algorithm).
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = 60.0 / per_minute
        self._clock = clock
        self._earned: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, who: str) -> int:
        """0 where this event is within the rate (it is counted), else whole seconds until one is."""
        with self._lock:
            now = self._clock()
            earned = max(self._earned.get(who, now), now)
            early = earned + self._each - now - 60.0
            if early > 1e-9:
                return max(1, math.ceil(early))
            if len(self._earned) >= _MOST_CALLERS and who not in self._earned:
                self._forget(now)
            self._earned[who] = earned + self._each
            return 0

    def _forget(self, now: float) -> None:
        """Drop callers who have earned everything again; where all are busy, those nearest to it."""
        kept = sorted(((at, who) for who, at in self._earned.items() if at > now), reverse=True)
        self._earned = {who: at for at, who in kept[: _MOST_CALLERS // 2]}


class Open:
    """At most `most` requests of one caller open at once, streams that never end included."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()

    def enter(self, who: str) -> bool:
        """Count one more; False where the caller has as many as may be."""
        with self._lock:
            if self._open[who] >= self._most:
                return False
            self._open[who] += 1
            return True

    def leave(self, who: str) -> None:
        """One has ended."""
        with self._lock:
            self._open[who] -= 1
            if self._open[who] <= 0:
                del self._open[who]
