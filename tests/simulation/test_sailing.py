"""Freight that full ships leave behind, against quays played consignment by consignment."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.network.cost.residual import residual_hours
from jibek.simulation.queues import KNOTS
from jibek.simulation.sailing import left_behind_hours

DAYS = 365


def played_hours(rng, ratio, often, ship, lot, cv, warm_up=0, years=40):
    """Mean hours from arrival to departure: Poisson consignments, gamma intervals, each ship takes what fits.

    Consignments are split when a ship is full, so capacity is never lost, as in the walk.
    """
    total, weight = 0.0, 0.0
    shape = 1.0 / cv**2
    for _ in range(years):
        end = float(warm_up + DAYS)
        sails = np.cumsum(rng.gamma(shape, cv**2 / often, int(3 * often * end + 50)))
        sails = sails[: np.searchsorted(sails, end) + 4000]
        rate = ratio * often * ship / lot
        come = np.sort(rng.uniform(0.0, end, rng.poisson(rate * end)))
        # tonnes that have come and gone by each departure: service is in order, so a lot's last tonne leaves with
        # the first ship by which as much has gone
        there = lot * np.searchsorted(come, sails)
        gone = np.empty(len(sails))
        left = 0.0
        for i, tonnes in enumerate(there):
            left = min(left + ship, tonnes)
            gone[i] = left
        middle = lot * (np.arange(len(come)) + 0.5)
        leaves = np.searchsorted(gone, middle)
        kept = come >= warm_up
        at = sails[np.minimum(leaves, len(sails) - 1)]
        total += float((at - come)[kept].sum())
        weight += int(kept.sum())
    return 24.0 * total / weight


@pytest.mark.parametrize("cv", [0.3, 0.7])
@pytest.mark.parametrize("ratio", [0.3, 0.6, 0.8, 0.9])
def test_wait_for_a_ship_is_residual_life_and_what_is_left_behind(ratio, cv):
    """The two parts, priced apart, add up to the played wait.

    A hundredth of an interval and 12 %: 40 years of 730 sailings near capacity are known to some 5 %; gamma shiploads
    in the walk against the compound Poisson of the play are the rest.
    """
    rng = np.random.default_rng(7)
    often, ship, lot = 2.0, 2000.0, 100.0
    first = residual_hours(24.0 / often, cv).mean
    more = left_behind_hours(
        np.array([ratio]), often, ship, consignment_tonnes=lot, interval_cv=cv, warm_up_days=0, year_days=DAYS
    )[0]
    assert first + more == pytest.approx(
        played_hours(rng, ratio, often, ship, lot, cv), rel=0.12, abs=0.01 * 24 / often
    )


def test_residual_life_against_drawn_intervals():
    """Freight at uniform times in a long row of gamma intervals: mean and both quantiles to 2 %, as 400,000 draws."""
    rng = np.random.default_rng(3)
    for cv in (0.3, 0.7, 1.0):
        ends = np.cumsum(rng.gamma(1 / cv**2, 10.0 * cv**2, 400_000))
        at = rng.uniform(0.0, ends[-2], 400_000)
        wait = ends[np.searchsorted(ends, at)] - at
        found = residual_hours(10.0, cv)
        assert found.mean == pytest.approx(wait.mean(), rel=0.02)
        assert (found.p10, found.p90) == pytest.approx(np.quantile(wait, (0.1, 0.9)), rel=0.02)


def test_a_timetable_and_pure_chance():
    """Without spread the wait is uniform over the interval; with a spread of 1 it is the interval's own law."""
    assert residual_hours(10.0, 0.0) == pytest.approx((1.0, 5.0, 9.0))
    chance = residual_hours(10.0, 1.0)
    # quantiles of an exponential of mean 10 h; the bisection stops far below 1e-9
    assert chance == pytest.approx((-10 * np.log(0.9), 10.0, -10 * np.log(0.1)), rel=1e-9)


def test_hours_left_behind_rise_and_bend_upwards():
    hours = left_behind_hours(
        KNOTS, 1.8, 1700.0, consignment_tonnes=500.0, interval_cv=0.7, warm_up_days=28, year_days=DAYS
    )
    assert hours[0] == 0.0
    assert np.isfinite(hours).all()
    slope = np.diff(hours) / np.diff(KNOTS)
    assert (slope >= 0).all()
    assert (np.diff(slope) >= -1e-6 * slope[1:]).all()  # convex but for rounding
    # far beyond capacity the queue grows all year: half a year and the warm-up per unit of load
    assert slope[-1] == pytest.approx(24 * (DAYS / 2 + 28), rel=0.03)


def test_twice_the_ships_halve_the_time_scale():
    """At the same use of capacity, ships twice as often leave freight behind for half as long while queues settle."""
    at = np.array([0.5, 0.7])
    words = {"consignment_tonnes": 500.0, "interval_cv": 0.7, "warm_up_days": 28, "year_days": DAYS}
    one = left_behind_hours(at, 1.0, 1700.0, **words)
    two = left_behind_hours(at, 2.0, 1700.0, **words)
    assert two == pytest.approx(one / 2, rel=0.02)  # a year's start weighs a little more for the rarer ships
