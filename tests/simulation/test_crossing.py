"""What a crossing must do: laws that hold whatever the numbers, and the effects of an input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek.simulation.crossing import (
    Line,
    at_probabilities,
    by_events,
    by_recursion,
    calendar,
    luck,
    measure,
    play_year,
    year_waits,
)

KHORGOS = Line("CN_KHORGOS-KZ_ALTYNKOL:out", 12.45, 12.0, 0.35, 5.0, 17, 7, 0.3, 0.62, 1.0)
LOAD = (9.5, 2.0)
Q = np.array([0.5, 0.9, 0.99])
RUNS = 20


def years(line, load=LOAD, runs=RUNS, solve=by_recursion):
    for r in range(runs):
        yield play_year(line, luck(line, load, seed=1, replication=r), load, solve=solve)


def summary(line, load=LOAD):
    """Mean hours and quantiles (0.5, 0.9, 0.99), means over replications."""
    found = [measure(y, Q) for y in years(line, load)]
    return np.mean([m.hours_mean for m in found]), np.mean([m.quantiles for m in found], axis=0)


def test_less_acceptance_raises_the_mean_and_the_tail_more():
    mean, tail = summary(KHORGOS)
    slow_mean, slow_tail = summary(replace(KHORGOS, capacity_per_day=0.7 * 12.45))
    assert slow_mean > mean
    assert slow_tail[2] - tail[2] > slow_mean - mean
    assert (slow_tail > tail).all()


def test_six_hours_less_clearance_cut_the_crossing_by_six_hours():
    """Tolerance 0.5 h: clearance runs side by side, so the wait for acceptance hardly changes; what changes is that
    6 h at the same spread scatter the trains less before the queue."""
    mean, _ = summary(KHORGOS)
    fast, _ = summary(replace(KHORGOS, clearance_hours=6.0))
    assert mean - fast == pytest.approx(6.0, abs=0.5)


@pytest.mark.parametrize("days", [10, 30])
def test_a_closure_of_d_days_costs_at_least_d_squared_over_two_years(days):
    """Trains that come while it is shut wait D / 2 on average, which alone is D^2 / (2 * 365) days a train; the
    queue behind the gate makes it 1 / (1 - load) of that where it is gone by the end of the year."""
    line = replace(KHORGOS, capacity_per_day=25.0)  # load 0.46, so that the queue is gone within the year
    shut = replace(line, closed=((100, 100 + days - 1),))
    extra = summary(shut)[0] - summary(line)[0]
    least = 24 * days**2 / (2 * 365)
    assert extra > least
    # 20 years of days with a spread of 0.3 leave about 3 per cent on the mean of a closure of 10 days
    assert extra == pytest.approx(least / (1 - sum(LOAD) / 25.0), rel=0.08)


def test_beyond_capacity_the_wait_grows_all_year():
    """(load / capacity - 1) * (year / 2 + warm-up); 3 per cent for the queue's own noise."""
    line = replace(KHORGOS, capacity_per_day=10.0)
    waits = np.mean([y.wait_hours().mean() for y in years(line, (13.0, 0.0))])
    assert waits == pytest.approx(0.3 * 24 * (365 / 2 + 28), rel=0.03)


def test_without_any_spread_the_crossing_takes_what_it_takes():
    """Ten trains a day evenly, twelve accepted evenly: nobody waits, 17 h for all."""
    line = replace(KHORGOS, clearance_cv=0.0, daily_cv=0.0, arrival_cv=0.0, tracks=0)
    year = next(years(line, (10.0, 0.0), 1))
    assert year.crossing_hours() == pytest.approx(
        np.full(3650, 17.0), abs=1e-8
    )  # sums of 1e4 h round at 1e-12


def test_same_seed_same_bits_and_another_replication_other_ones():
    a, b = (next(years(KHORGOS, runs=1)) for _ in range(2))
    assert np.array_equal(a.leave, b.leave)
    other = play_year(KHORGOS, luck(KHORGOS, LOAD, seed=1, replication=1), LOAD, solve=by_recursion)
    assert not np.array_equal(a.leave[-1][:100], other.leave[-1][:100])


def test_kernel_and_recursion_give_the_same_year():
    pairs = zip(years(KHORGOS, runs=3, solve=by_events), years(KHORGOS, runs=3), strict=True)
    for by_event, recursive in pairs:
        assert np.array_equal(by_event.leave, recursive.leave)
        assert measure(by_event, Q).little < 1e-12  # Little's law, to the rounding of 5,000 terms


def test_more_draws_than_needed_change_nothing():
    chance = luck(KHORGOS, LOAD, seed=1, replication=0)
    more = luck(KHORGOS, (30.0, 30.0), seed=1, replication=0)
    a, b = (play_year(KHORGOS, c, LOAD, solve=by_recursion) for c in (chance, more))
    assert np.array_equal(a.leave, b.leave)


def test_a_faster_crossing_delays_no_train_when_trains_share_their_luck():
    """Without overtaking (no spread of clearance) more acceptance helps every single train."""
    line = replace(KHORGOS, clearance_cv=0.0, tracks=0)
    chance = luck(line, LOAD, seed=1, replication=0)
    faster = luck(replace(line, capacity_per_day=14.0), LOAD, seed=1, replication=0)
    slow, fast = (play_year(line, c, LOAD, solve=by_recursion) for c in (chance, faster))
    assert (fast.leave[1] <= slow.leave[1]).all()


def test_windy_days_keep_their_quota_and_lose_their_hours():
    windy = replace(KHORGOS, windy_days=160.0, wind_hours=8.0)
    times, cum = calendar(windy, seed=1, replication=0)
    still, calm = calendar(KHORGOS, seed=1, replication=0)
    assert cum[::3] == pytest.approx(calm[::3], rel=1e-12)  # at midnight
    assert np.array_equal(times[::3], still[::3])
    shut = np.diff(times)[np.diff(cum) == 0.0].sum()
    assert shut / 8.0 == pytest.approx(160 / 365 * windy.days, abs=4 * np.sqrt(windy.days * 0.25))


def test_closed_days_have_no_quota():
    times, cum = calendar(replace(KHORGOS, closed=((0, 9), (360, 400))), seed=1, replication=0)
    daily = np.diff(cum[::3])
    assert not daily[28:38].any()
    assert not daily[388:].any()
    assert daily[:28].all()
    assert daily[38:388].all()
    assert len(times) == len(cum)


def test_mean_of_the_daily_quota_and_its_spread():
    """13 x 421 days: 5 standard errors of the mean (0.3 * 12.45 / 74) and of the deviation."""
    quotas = np.concatenate([np.diff(calendar(KHORGOS, seed=1, replication=r)[1][::3]) for r in range(13)])
    assert quotas.mean() == pytest.approx(12.45, abs=0.26)
    assert quotas.std() / quotas.mean() == pytest.approx(0.3, abs=0.015)


def test_quantiles_between_values():
    assert at_probabilities(np.array([1.0, 3.0, 7.0]), np.array([0.0, 0.25, 0.5, 1.0])).tolist() == [
        1,
        2,
        3,
        7,
    ]


@pytest.mark.parametrize(
    "line",
    [
        KHORGOS,
        replace(KHORGOS, tracks=0, fronts=0, windy_days=160.0, wind_hours=8.0),
        replace(KHORGOS, waits_within_hours=10.0),
    ],
)
def test_mean_waits_at_many_loads_are_those_of_the_years_played_one_by_one(line):
    """Tolerance: thousands of waits are added up in another order, which rounds at 1e-13 of their mean."""
    share, loads = 0.7, line.capacity_per_day * np.array([1e-4, 0.3, 0.9, 1.0, 1.6])
    top = loads[-1]
    chance = luck(line, (top * share, top * (1.0 - share)), seed=1, replication=3)
    played = [
        play_year(line, chance, (load * share, load * (1.0 - share)), solve=by_events).wait_hours()
        for load in loads.tolist()
    ]
    expected = [hours.mean() if len(hours) else np.nan for hours in played]
    assert year_waits(line, chance, loads, share) == pytest.approx(
        expected, rel=1e-11, abs=1e-11, nan_ok=True
    )
