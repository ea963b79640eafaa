"""Mean wait over a dated year in closed form: a queue from empty is the highest point so far of a random walk.

Method  day to day    Spitzer (1956): the mean highest point after N days is the sum over n <= N of
                      E[max(S_n, 0)] / n; capacity of n days is gamma, so each term is an incomplete gamma function
        within a day  Harrison (1985): the mean highest point of a Brownian motion, with the variance of the
                      arrivals; far below capacity this is the Pollaczek-Khinchine wait of an M/D/1 queue

    load below capacity    settles
    load at capacity       grows as the square root of time
    load above capacity    grows as (load - capacity) * time

For every path the highest point is convex in the load, so its mean is.
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Floats

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


def mean_walk(ratio: Floats, cv2: Floats, *, warm_up_days: int, year_days: int) -> Floats:
    """Mean over the year of a queue that gains ``ratio`` and loses a gamma quota of mean 1 every day.

    Parameters
    ----------
    ratio, cv2 : shape (load,)
        Load over capacity, > 0, and squared spread of the daily quota, > 0.

    Returns
    -------
    shape (load,)
        In days of capacity.
    """
    from scipy.special import gammainc

    n = np.arange(1.0, warm_up_days + year_days + 1.0)
    shape = n / cv2[:, None]
    up_to = n * ratio[:, None] / cv2[:, None]
    rise = n * ratio[:, None] * gammainc(shape, up_to) - n * gammainc(shape + 1.0, up_to)
    evening = np.concatenate([np.zeros((len(ratio), 1)), np.cumsum(rise / n, axis=1)], axis=1)
    day = 0.5 * (evening[:, 1:] + evening[:, :-1])
    return np.asarray(day[:, warm_up_days:].mean(axis=1))


def gate_wait_hours(
    ratio: Floats,
    capacity_per_day: float,
    *,
    arrival_cv: float,
    daily_cv: float,
    warm_up_days: int,
    year_days: int,
) -> Floats:
    """Mean hours in the queue of a gate, by load over capacity.

    The walk over days holds all variance. What the arrivals vary within a day, which the walk does not see, is
    the Brownian queue of the arrivals alone less their walk.

    Parameters
    ----------
    ratio : shape (load,)
        Load over capacity, >= 0.
    capacity_per_day
        Vehicles (ships) a day, > 0.
    arrival_cv, daily_cv
        Spread of the time between arrivals, and of the daily capacity; not both 0.

    Returns
    -------
    shape (load,)
        0 where the ratio is 0.
    """
    load = np.maximum(ratio, 1e-9)
    arriving = np.maximum(load * arrival_cv**2 / capacity_per_day, 1e-9)
    period = {"warm_up_days": warm_up_days, "year_days": year_days}
    within = mean_queue(load - 1.0, arriving, **period) - mean_walk(load, arriving, **period)
    days = mean_walk(load, arriving + daily_cv**2, **period) + np.maximum(within, 0.0)
    return np.where(ratio > 0, 24.0 * days, 0.0)
