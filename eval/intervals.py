"""Small statistics: quantiles, means that may be empty, and bootstrap intervals.

Everything is drawn with one fixed seed, so that the same answers give the same report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

SEED = 20231215
RESAMPLES = 2000
_AT_ONCE = 4_000_000  # values held at a time
Sample = NDArray[np.float64]


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are there; None where there are none."""
    known = [float(v) for v in values if v is not None]
    return sum(known) / len(known) if known else None


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of `values` lie, interpolated; None of nothing."""
    if not values:
        return None
    return _at(sorted(values), share)


def interval(
    values: Sequence[float] | Sample, statistic: Callable[[Sample], Sample] | None = None
) -> tuple[float, float] | None:
    """The 95% bootstrap interval (percentiles) of a `statistic` of `values`, their mean by default.

    `statistic` takes resamples (resamples, n, ...) to one number each, NaN where one has none.
    None of nothing.
    """
    if not len(values):
        return None
    drawn = np.random.default_rng(SEED)
    taken = np.asarray(values, np.float64)
    found: list[Sample] = []
    rows = max(1, _AT_ONCE // len(taken))
    for begin in range(0, RESAMPLES, rows):
        places = drawn.integers(len(taken), size=(min(rows, RESAMPLES - begin), len(taken)))
        found.append((statistic or _means)(taken[places]))
    every = np.concatenate(found)
    every = every[~np.isnan(every)]
    if not len(every):
        return None
    low, high = np.quantile(every, (0.025, 0.975))
    return float(low), float(high)


def quantile_interval(values: Sequence[float], share: float) -> tuple[float, float] | None:
    """The 95% bootstrap interval of a quantile."""
    return interval(values, lambda drawn: np.asarray(np.quantile(drawn, share, axis=1)))


def _means(drawn: Sample) -> Sample:
    return np.asarray(drawn.mean(axis=1))


def share_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """The 95% interval of the mean of shares (0..1, True and False too): bootstrap, or exact.

    Where every one is 0 or every one is 1 no resample differs, and the bootstrap would claim certainty
    from three cases; the exact (Clopper-Pearson) bound is taken then.
    """
    if not values or set(values) not in ({0.0}, {1.0}):
        return interval(values)
    bound = 0.025 ** (1 / len(values))
    return (bound, 1.0) if values[0] else (0.0, 1.0 - bound)


def _at(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
