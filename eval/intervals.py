"""Small statistics: quantiles, means that may be empty, and bootstrap intervals.

Everything is drawn with one fixed seed, so that the same answers give the same report.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

SEED = 20231215
RESAMPLES = 2000


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are there; None where there are none."""
    known = [float(v) for v in values if v is not None]
    return sum(known) / len(known) if known else None


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of `values` lie, interpolated; None of nothing."""
    if not values:
        return None
    return _at(sorted(values), share)


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """The 95% bootstrap interval of the mean of `values` (percentiles); None of nothing."""
    if not values:
        return None
    draw = random.Random(SEED)
    size = len(values)
    means = sorted(sum(draw.choices(values, k=size)) / size for _ in range(RESAMPLES))
    return _at(means, 0.025), _at(means, 0.975)


def share_interval(hits: Sequence[bool]) -> tuple[float, float] | None:
    """The 95% interval of the share of `hits`: bootstrap, or exact where all are alike.

    Where every one or none is a hit no resample differs, and the bootstrap would claim certainty
    from three cases; the exact (Clopper-Pearson) bound is taken then.
    """
    if not hits or len(set(hits)) > 1:
        return interval([float(hit) for hit in hits])
    bound = 0.025 ** (1 / len(hits))
    return (bound, 1.0) if hits[0] else (0.0, 1.0 - bound)


def _at(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
