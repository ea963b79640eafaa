"""How long freight that comes at any time waits for the next ship.

Method  the residual life of a renewal process: its density is (1 - F(x)) / mean, its mean (1 + cv ** 2) / 2 of the
        interval (Cox, 1962). Intervals are gamma; without spread they are a timetable and the wait is uniform.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Wait(NamedTuple):
    """Hours: a tenth of the freight waits less than ``p10``, a tenth more than ``p90``."""

    p10: float
    mean: float
    p90: float


def residual_hours(interval_hours: float, cv: float) -> Wait:
    """P10, mean and P90 of the wait for the next of sailings at uneven intervals.

    Parameters
    ----------
    interval_hours
        Mean hours between sailings, above 0.
    cv
        Spread of an interval over its mean, at least 0.
    """
    mean = 0.5 * (1.0 + cv * cv) * interval_hours
    if cv == 0.0:
        return Wait(0.1 * interval_hours, mean, 0.9 * interval_hours)
    return Wait(_quantile(0.1, cv) * interval_hours, mean, _quantile(0.9, cv) * interval_hours)


@lru_cache(maxsize=64)
def _quantile(level: float, cv: float) -> float:
    """Quantile of the residual life of gamma intervals of mean 1, by bisection."""
    from scipy.special import gammaincc

    shape = 1.0 / (cv * cv)

    def longer(x: float) -> float:
        """Share of the freight that waits longer than x: the integral of 1 - F beyond it."""
        return float(gammaincc(shape + 1.0, x * shape) - x * gammaincc(shape, x * shape))

    low, high = 0.0, 1.0
    while longer(high) > 1.0 - level:
        high *= 2.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if longer(middle) > 1.0 - level else (low, middle)
    return 0.5 * (low + high)
