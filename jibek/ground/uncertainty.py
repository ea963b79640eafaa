"""Half-widths and quantiles that several rooms use: Student's interval, root sums of squares, the lognormal law."""

from __future__ import annotations

import math
from collections.abc import Sequence


def root_sum(
    moves: Sequence[tuple[float, float]], below: float, above: float | None = None
) -> tuple[float, float]:
    """Half-widths below and above: root sum of squares over assumptions and the simulation.

    Parameters
    ----------
    moves
        Of each assumption, how far the number moves at its low and at its high end.
    below, above
        Half-widths of the simulation's own interval; ``above`` is ``below`` where not given.

    >>> root_sum([(-3.0, 1.0)], 4.0)
    (5.0, 4.123105625617661)
    """
    down = math.hypot(below, *(max(0.0, -low, -high) for low, high in moves))
    up = math.hypot(below if above is None else above, *(max(0.0, low, high) for low, high in moves))
    return down, up


def half_width(sample: list[float]) -> float:
    """Half of the 95 % t interval of the mean of at least two values."""
    from statistics import stdev

    from scipy.special import stdtrit

    return float(stdtrit(len(sample) - 1, 0.975)) * stdev(sample) / math.sqrt(len(sample))


Z90 = 1.2815515655446004  # the 90 % point of the normal law
