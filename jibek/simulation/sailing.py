"""Hours that freight of a line of ships loses because ships are full, beyond the wait for the next one.

Method  bulk service seen at departures (Bailey, 1954): what a ship leaves behind is the highest point so far of a walk
        that gains what came in an interval and loses a shipload; its mean after n sailings is the sum over m <= n of
        E[max(S_m, 0)] / m (Spitzer, 1956). What comes in m intervals is gamma, exactly so where intervals are gamma and
        consignments small; its variance in one interval, in shiploads, is

            load * consignment / ship  +  (load * cv of the interval) ** 2

        The wait follows from the freight left behind (Little, 1961): whole intervals, at most for what has come.

    load far below capacity    0: no ship leaves anybody behind
    load at capacity           grows as the square root of the sailings
    load above capacity        grows as (load - capacity) * time
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Floats


def mean_left_behind(load: Floats, variance: Floats, *, warm_up: int, sailings: int) -> Floats:
    """Mean shiploads that the sailings of a year leave behind, after so many sailings before it from an empty quay.

    Parameters
    ----------
    load, variance : shape (load,)
        Shiploads that come in an interval: mean and variance, > 0.
    """
    from scipy.special import gammaincc

    m = np.arange(1.0, warm_up + sailings + 1.0)
    shape = m * (load**2 / variance)[:, None]
    up_to = m * (load / variance)[:, None]
    left = load[:, None] * m * gammaincc(shape + 1.0, up_to) - m * gammaincc(shape, up_to)
    behind = np.cumsum(np.maximum(left, 0.0) / m, axis=1)
    return np.asarray(behind[:, warm_up:].mean(axis=1))


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
    load = np.maximum(ratio, 1e-3)  # a thousandth of capacity is never left behind
    behind = mean_left_behind(
        load,
        load * consignment_tonnes / ship_tonnes + (load * interval_cv) ** 2,
        warm_up=round(warm_up_days * sailings_per_day),
        sailings=max(1, round(year_days * sailings_per_day)),
    )
    return np.where(ratio > 0, 24.0 / sailings_per_day * behind / np.minimum(load, 1.0), 0.0)
