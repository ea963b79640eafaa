"""Closures: queues of a fluid integrated by hand, the same years played, arrivals that come faster on some days."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from jibek.scenario import Scenario
from jibek.simulation import play
from jibek.simulation.crossing import Line, arrival_hours, by_recursion, luck, play_year
from jibek.simulation.periods import bent, queue_slope
from jibek.simulation.queues import KNOTS, _mean, simulated_waits
from jibek.simulation.smooth import evaluate, fit_convex

BASE = Scenario.from_dict({"name": "base", "simulation": {"replications": 10}})
CAPACITY, USUAL, DAYS = 16.0, 13.5, 31


def area(arriving, serving, days=400.0, step=0.002):
    """Unit-days in the queue of a fluid from empty; rates a day by time."""
    at = np.arange(0.0, days, step) + step / 2
    queue, total = 0.0, 0.0
    for gain in (arriving(at) - serving(at)) * step:
        total += max(queue + gain / 2, 0.0) * step
        queue = max(queue + gain, 0.0)
    assert queue < 1e-6, "the queue is gone at the end"
    return total


def layers(period, held, queue_days):
    return SimpleNamespace(
        like=np.array([0]), period=np.array([period]), held=np.array([held]), queue_days=np.array([queue_days]),
        usual=SimpleNamespace(capacity_per_day=np.array([CAPACITY])),
    )  # fmt: skip


def curve(of, hours, slope, least=0.05):
    return bent(KNOTS[None], hours[None], slope[None], of, np.array([USUAL]), least)


@pytest.mark.parametrize("waiting", [0.5, 3.0, 13.5])
def test_what_waits_pays_for_its_queue(waiting):
    """A closed month of a fluid: half the month and the queue after it, all charged to those who waited."""

    def arriving(t):
        return np.where(t < DAYS, waiting, USUAL)

    total = area(arriving, lambda t: np.where(t < DAYS, 0.0, CAPACITY))
    knots = curve(layers(1, True, DAYS / 2), 0 * KNOTS, 0 * KNOTS)
    hours = evaluate(np.array([waiting / CAPACITY]), *knots)[0][0]
    # steps of 0.002 days on queues of weeks
    assert waiting * DAYS * (DAYS / 2 + hours / 24) == pytest.approx(total, rel=2e-3)


@pytest.mark.parametrize("load", [1.05, 1.3, 1.6])
def test_a_crowded_month_pays_for_the_queue_that_it_leaves(load):
    """At a load above capacity for a month: what grows and what drains after it, over those who came in it."""

    def arriving(t):
        return np.where(t < DAYS, load * CAPACITY, USUAL)

    total = area(arriving, lambda t: np.full(len(t), CAPACITY))
    at = np.linspace(1.0, load, 2001)
    rise = queue_slope(at, USUAL / CAPACITY) * DAYS / 2
    mean_days = float(((rise[1:] + rise[:-1]) / 2 * np.diff(at)).sum())
    assert mean_days == pytest.approx(total / (load * CAPACITY * DAYS), rel=2e-3)  # steps of the fluid


def test_a_curve_of_few_days_is_never_steeper_than_their_queue_nor_than_the_year():
    year = np.maximum(KNOTS - 0.8, 0.0) * 3000.0
    slope = np.where(KNOTS >= 0.8, 3000.0, 0.0)
    short, long = (curve(layers(1, False, d / 2), year, slope) for d in (7, 31))
    assert (short[2] <= long[2] + 1e-9).all()
    assert (long[2] <= slope + 1e-9).all()
    assert (np.diff(short[2]) >= -1e-9).all()
    assert np.array_equal(curve(layers(0, False, 0.0), year, slope)[1][0], year)


def test_the_spare_capacity_has_a_floor():
    """A gateway that is full leaves a twentieth to its queue: 20 times the days that come before a unit."""
    full = bent(
        KNOTS[None], 0 * KNOTS[None], 0 * KNOTS[None], layers(1, True, 5.0), np.array([1.2 * CAPACITY]), 0.05
    )
    assert evaluate(np.array([0.5]), *full)[0][0] == pytest.approx(24 * 5 * 0.5 / 0.05, rel=1e-12)


def test_a_crowded_month_is_the_played_one():
    """A crossing at 0.8, a month at 1.2 of it: mean wait of the year by the curves, and train by train.

    Forty years: the standard error of their mean is 4 % here; bending the curve where chance meets the fluid costs
    more.
    """
    line = Line("x", 11.4, 0.0, daily_cv=0.3, arrival_cv=0.62)
    usual, busy, first = 0.8 * 11.4, 1.2 * 11.4, 150
    rate = np.full(line.days, usual)
    rate[line.warm_up_days + first : line.warm_up_days + first + DAYS] = busy
    played = []
    for number in range(40):
        chance = luck(line, (rate, 0.0), seed=1, replication=number)
        played.append(play_year(line, chance, (rate, 0.0), solve=by_recursion).wait_hours().mean())
    hours, slope = fit_convex(KNOTS[1:], _mean(simulated_waits(line, 1.0, 1, 40)), KNOTS)
    of = layers(1, False, DAYS / 2)
    of.usual.capacity_per_day = np.array([11.4])
    month = bent(KNOTS[None], hours[None], slope[None], of, np.array([usual]), 0.05)
    in_month = evaluate(np.array([1.2]), *month)[0][0]
    outside = evaluate(np.array([0.8]), KNOTS[None], hours[None], slope[None])[0][0]
    came = np.array([usual * (365 - DAYS), busy * DAYS])
    expected = float((came * [outside, in_month]).sum() / came.sum())
    assert expected == pytest.approx(np.mean(played), rel=0.2)
    alone = evaluate(np.array([1.2]), KNOTS[None], hours[None], slope[None])[0][0]
    assert in_month < 0.5 * alone  # a year of it would be another matter


def test_arrivals_come_when_as_many_are_due():
    unit = np.cumsum(np.full(400, 0.5))
    even = arrival_hours(unit, 2.0, 30)
    assert arrival_hours(unit, np.full(30, 2.0), 30) == pytest.approx(even, rel=1e-12)
    rate = np.where(np.arange(30) < 10, 4.0, 1.0)
    found = arrival_hours(unit, rate, 30)
    assert len(found) == np.searchsorted(unit, rate.sum())
    day = np.floor(found / 24 - 1e-9)
    assert np.bincount(day.astype(int), minlength=30) == pytest.approx(2 * rate, abs=1)
    none = np.where(np.arange(30) == 5, 0.0, 2.0)
    assert not (
        (arrival_hours(unit, none, 30) > 5 * 24 + 1e-6) & (arrival_hours(unit, none, 30) < 6 * 24 - 1e-6)
    ).any()


def test_the_same_load_every_day_is_one_load(network, facts, loads):
    """Bit for bit."""
    load, share = loads
    days = np.ones((1, 365))
    once = play(network, load, share, facts, BASE.played)
    daily = play(
        network, load[:, None] * days, share[:, None] * days, facts, BASE.played,
        expected=np.zeros(len(load)),
    )  # fmt: skip
    assert daily.waits.drop(columns="rests_on").equals(once.waits.drop(columns="rests_on"))
    assert daily.quantiles.equals(once.quantiles)


def test_more_trains_in_a_month_wait_in_that_month_and_after_it(network, facts, loads):
    """Twice the trains in July: the mean rises, and the year's arrivals are a twelfth more."""
    load, share = (np.repeat(x[:, None], 365, axis=1) for x in loads)
    crowded = load.copy()
    crowded[:, 181:212] *= 2
    expected = np.zeros(len(load))
    calm, busy = (play(network, x, share, facts, BASE.played, expected=expected) for x in (load, crowded))
    assert (busy.waits["hours_mean"] >= calm.waits["hours_mean"]).all()
    assert busy.waits["arrivals"].to_numpy() == pytest.approx(
        calm.waits["arrivals"].to_numpy() * (365 + 31) / 365, rel=0.03
    )
