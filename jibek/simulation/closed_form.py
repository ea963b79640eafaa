"""Mean wait over a dated year in closed form: the queue as a Brownian motion that cannot fall below zero.

Method  Harrison (1985), Brownian Motion and Stochastic Flow Systems; the variance as in Kingman (1961), so that
        far below capacity the wait is the Pollaczek-Khinchine mean of an M/D/1 queue

    load below capacity    settles at  variance / (2 * (capacity - load))
    load at capacity       grows as    the square root of time
    load above capacity    grows as    (load - capacity) * time

A queue from empty is the maximum of a Brownian motion so far; for every path that is convex in the load.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(24)  # on [-1, 1]; smooth in the root of time


def mean_maximum(drift: Floats, variance: Floats, days: Floats) -> Floats:
    """Mean of the largest value so far of a Brownian motion that starts at zero.

    Parameters
    ----------
    drift, variance : broadcast
        Per day; variance > 0.
    days : broadcast
        Time, > 0.

    Returns
    -------
    Same shape; units of the motion.
    """
    from scipy.special import ndtr

    sd = np.sqrt(variance * days)
    z = drift * days / sd
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    # (2 * ndtr(z) - 1) / z tends to sqrt(2 / pi) at z = 0
    small = np.abs(z) < 1e-6
    ratio = np.where(small, np.sqrt(2.0 / np.pi), (2.0 * ndtr(z) - 1.0) / np.where(small, 1.0, z))
    return 0.5 * sd * ratio + drift * days * ndtr(z) + sd * density


def mean_queue(drift: Floats, variance: Floats, *, warm_up_days: float, year_days: float) -> Floats:
    """Mean over the year of the queue that was empty ``warm_up_days`` before it; shape of ``drift``."""
    low, high = np.sqrt(warm_up_days), np.sqrt(warm_up_days + year_days)
    root = 0.5 * (high - low) * _POINTS + 0.5 * (high + low)
    weight = _WEIGHTS * 0.5 * (high - low) * 2.0 * root / year_days  # dt = 2 * root * droot
    return mean_maximum(drift[..., None], variance[..., None], root**2) @ weight


def gate_wait_hours(
    ratio: Floats,
    capacity_per_day: float,
    *,
    lump: float,
    arrival_cv: float,
    daily_cv: float,
    warm_up_days: float,
    year_days: float,
) -> Floats:
    """Mean hours in the queue of a gate, by load over capacity.

    Parameters
    ----------
    ratio : any shape
        Load over capacity, >= 0.
    capacity_per_day
        Units a day, > 0.
    lump
        Units that arrive together (a ship's load); 1 for vehicles.
    arrival_cv, daily_cv
        Spread of the time between arrivals, and of the daily capacity.

    Returns
    -------
    Shape of ``ratio``; 0 where it is 0.
    """
    load = np.maximum(ratio, 1e-9) * capacity_per_day
    variance = load * (lump * arrival_cv**2 + capacity_per_day * daily_cv**2)
    queue = mean_queue(
        load - capacity_per_day, np.maximum(variance, 1e-12), warm_up_days=warm_up_days, year_days=year_days
    )
    return np.where(ratio > 0, 24.0 * queue / capacity_per_day, 0.0)
