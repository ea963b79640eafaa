"""Hours that freight of a line of ships loses because ships are full, beyond the wait for the next one.

Method  bulk service seen at departures (Bailey, 1954): what a ship leaves behind is the highest point so far of a walk
        that gains what came in an interval and loses a shipload. Its mean over the year is Spitzer's sum
        (`closed_form.mean_walk`), with a step an interval instead of a day. Freight comes in consignments, at times of
        its own; an interval is longer or shorter, so the variance of a step, in shiploads, is

            load * consignment / ship  +  (load * cv of the interval) ** 2

        The wait follows from the freight left behind (Little, 1961): whole intervals, at most what has come.

    load far below capacity    0: no ship leaves anybody behind
    load at capacity           grows as the square root of the sailings
    load above capacity        grows as (load - capacity) * time
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from jibek.ground.arrays import Floats
from jibek.simulation.closed_form import mean_walk


def left_behind_hours(
    ratio: Floats,
    sailings_per_day: float,
    ship_tonnes: float,
    *,
    consignment_tonnes: float,
    interval_cv: float,
    warm_up_days: int,
    year_days: int,
) -> Floats:
    """Mean hours beyond the first ship, over a year that begins with an empty quay.

    Parameters
    ----------
    ratio : shape (load,)
        Load over capacity, >= 0.
    sailings_per_day, ship_tonnes
        Each way; > 0.
    consignment_tonnes, interval_cv
        Freight that comes at once; spread of an interval over its mean.

    Returns
    -------
    shape (load,)
        0 where the ratio is 0.
    """
    load = np.maximum(ratio, 1e-9)
    step = load * consignment_tonnes / ship_tonnes + (load * interval_cv) ** 2
    walk = mean_walk(
        load,
        np.maximum(step, 1e-9),
        warm_up_days=round(warm_up_days * sailings_per_day),
        year_days=max(1, round(year_days * sailings_per_day)),
    )
    return np.where(ratio > 0, 24.0 / sailings_per_day * walk / np.minimum(load, 1.0), 0.0)


@lru_cache(maxsize=512)
def sailing_points(
    at: tuple[float, ...],
    sailings_per_day: float,
    ship_tonnes: float,
    consignment_tonnes: float,
    interval_cv: float,
    warm_up_days: int,
    year_days: int,
) -> tuple[float, ...]:
    """`left_behind_hours` at loads over capacity, remembered within the process."""
    return tuple(
        left_behind_hours(
            np.array(at),
            sailings_per_day,
            ship_tonnes,
            consignment_tonnes=consignment_tonnes,
            interval_cv=interval_cv,
            warm_up_days=warm_up_days,
            year_days=year_days,
        )
    )
