"""Curves: shape, the closed form against its limits, and against the same years played."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.scenario import Scenario
from jibek.simulation import delay
from jibek.simulation.closed_form import gate_wait_hours, mean_maximum, mean_walk
from jibek.simulation.crossing import Line
from jibek.simulation.delay import curves
from jibek.simulation.queues import KNOTS, Section, alike, simulated_waits
from jibek.simulation.smooth import evaluate, fit_convex

BASE = Scenario.from_dict({"name": "base", "simulation": {"replications": 10}})


@pytest.fixture
def drawn(network, facts):
    return curves(network, facts, BASE.played)


def test_every_facility_has_a_convex_increasing_smooth_curve(network, drawn):
    assert drawn.facility_ids == tuple(network.facilities["facility_id"])
    assert all(c.ok for c in drawn.certificates), drawn.certificates
    assert (np.diff(drawn.slope, axis=1) >= 0).all()
    for ratio in np.linspace(0.01, 2.2, 60):
        at = np.full(len(drawn.facility_ids), ratio)
        hours, slope = drawn.evaluate(at)
        step = 1e-6
        above, below = drawn.evaluate(at + step)[0], drawn.evaluate(at - step)[0]
        assert (hours >= 0).all()
        # central differences of a piecewise quadratic: exact but for rounding (1e-12 * 5000 h / 1e-6) and knots
        assert slope == pytest.approx((above - below) / (2 * step), rel=1e-3, abs=0.05)


def test_without_load_nothing_waits_but_for_the_fit(drawn):
    """The crossing's first point is at a tenth of capacity: its wait there is minutes."""
    assert (drawn.at_rest() < 0.2).all()


def test_far_beyond_capacity_hours_rise_as_in_a_year_long_queue(drawn):
    """Half a year and the warm-up of 28 days per unit of load over capacity; sections have no warm-up."""
    slope = drawn.evaluate(np.full(len(drawn.facility_ids), 3.0))[1]
    assert slope[:-1] == pytest.approx(np.full(8, 24 * (365 / 2 + 28)), rel=0.03)
    assert slope[-1] == pytest.approx(24 * 365 / 2, rel=0.03)


def test_the_crossings_curve_is_the_simulated_mean(network, facts, drawn):
    line = Line("CN_KHORGOS-KZ_ALTYNKOL:out", 11.4, 12.0, 0.35, 5.0, 17, 7, 0.3, 0.62, 1.0)
    share = (7762 / 365 / 2) / (7762 / 365 / 2 + 1.0)
    waits = np.mean(simulated_waits(line, share, 1, 10), axis=0)
    hours = [drawn.evaluate(np.full(9, r))[0][0] for r in KNOTS[1:]]
    assert hours == pytest.approx(waits, rel=0.1, abs=0.1)  # the fit's own certificate


def test_curves_are_remembered_and_follow_what_they_rest_on(network, facts, drawn):
    again = curves(network, facts, BASE.played)
    assert np.array_equal(again.hours, drawn.hours)
    wilder = curves(network, facts.but(acceptance_daily_cv=0.5), BASE.played)
    busy = np.full(9, 0.9)
    moved = wilder.evaluate(busy)[0] > drawn.evaluate(busy)[0]
    assert moved[:4].all()  # both directions of the two railways
    assert np.array_equal(wilder.hours[4:], drawn.hours[4:])


def test_clearance_is_no_part_of_the_wait(network, facts, drawn):
    """Half the clearance moves the queue by less than a tenth: trains are scattered less before it."""
    quick = replace(network, gateways=network.gateways.assign(clearance_hours=6.0))
    a, b = drawn.evaluate(np.full(9, 0.9))[0], curves(quick, facts, BASE.played).evaluate(np.full(9, 0.9))[0]
    assert b[0] == pytest.approx(a[0], rel=0.1)


def test_mean_maximum_of_a_brownian_motion():
    """Limits: variance / (2 |drift|) below zero, sqrt(2 t / pi) at zero, drift * t + the same above."""
    one = np.array([1.0])
    assert mean_maximum(-one, one, 1e4 * one)[0] == pytest.approx(0.5, rel=1e-6)
    assert mean_maximum(0 * one, one, 9 * one)[0] == pytest.approx(3 * np.sqrt(2 / np.pi), rel=1e-12)
    assert mean_maximum(one, one, 1e4 * one)[0] == pytest.approx(1e4 + 0.5, rel=1e-9)
    assert mean_maximum(1e-7 * one, one, one)[0] == pytest.approx(
        mean_maximum(2e-6 * one, one, one)[0], rel=1e-5
    )


def test_mean_walk_is_the_simulated_one():
    """Spitzer's sum against 4,000 walks of 100 days: three standard errors are 2 to 4 per cent."""
    rng = np.random.default_rng(1)
    ratio = np.array([0.5, 0.9, 1.1])
    queue, total = np.zeros((4000, 3)), np.zeros((4000, 3))
    for _ in range(100):
        after = np.maximum(queue + ratio - rng.gamma(4.0, 0.25, (4000, 1)), 0.0)
        total += 0.5 * (queue + after)
        queue = after
    found = mean_walk(ratio, np.full(3, 0.25), warm_up_days=0, year_days=100)
    assert found == pytest.approx(total.mean(axis=0) / 100, rel=0.04)


def test_closed_form_is_an_md1_queue_far_from_capacity():
    """Without day-to-day spread: rho / (2 mu (1 - rho)), to the size of the year's edges."""
    ratio = np.array([0.2, 0.5, 0.8])
    hours = gate_wait_hours(ratio, 20.0, arrival_cv=1.0, daily_cv=1e-3, warm_up_days=28, year_days=365)
    assert hours == pytest.approx(24 * ratio / (2 * 20.0 * (1 - ratio)), rel=0.05)


def test_closed_form_is_near_the_kernel_for_many_vehicles_a_day():
    """The kernel of groups at 16 a day: 4 standard errors of 20 years, 10 per cent and 0.1 h for the grouping."""
    line = Line("", 16.0, 0.0, daily_cv=0.2, arrival_cv=(16 / 200) ** 0.5)
    waits = np.array(simulated_waits(line, 1.0, 1, 20))
    error = waits.std(axis=0, ddof=1) / np.sqrt(20)
    hours = gate_wait_hours(KNOTS[1:], 200.0, arrival_cv=1.0, daily_cv=0.2, warm_up_days=28, year_days=365)
    assert (np.abs(hours - waits.mean(axis=0)) < 4 * error + 0.1 * hours + 0.1).all()


def test_a_gateway_of_a_few_vehicles_a_year_has_a_curve():
    """Seven a year at capacity: in some years nobody comes, and a year without anybody says nothing on hours."""
    line = Line("", 0.02, 0.0, daily_cv=0.2, arrival_cv=1.0)
    assert np.isnan(simulated_waits(line, 1.0, 1, 8)).any()
    queue = alike(line, 1, 8)
    hours, slope, _ = delay._fitted(queue)
    assert queue.method == "simulated"
    assert np.isfinite(hours).all()
    assert (np.diff(hours) >= 0).all()
    assert hours[-1] > hours[0]
    assert (np.diff(slope) >= 0).all()


def test_section_by_hand():
    """4 queues, 24 trains a day, half used: 4 * 12 / 24 * 0.5 / 0.5 = 2 h, to the fit's 5 per cent."""
    hours, slope, _ = delay._fitted(Section(4.0, 24.0, 8760.0))
    found, _ = evaluate(np.array([0.5]), KNOTS[None], hours[None], slope[None])
    assert found[0] == pytest.approx(2.0, rel=0.05)
    assert slope[-1] == pytest.approx(4380, rel=0.03)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=5, max_size=5))
def test_any_points_give_a_convex_increasing_curve(values):
    knots = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    hours, slope = fit_convex(np.array([0.1, 0.3, 0.5, 0.7, 0.9]), np.array(values), knots)
    assert (hours >= 0).all()
    assert (slope >= 0).all()
    assert (np.diff(slope) >= -1e-9).all()


def test_a_convex_curve_is_found_again():
    """A piecewise quadratic with the same knots is its own fit, to the solver's rounding."""
    knots = np.array([0.0, 0.5, 1.0])
    at = np.linspace(0, 1.5, 31)
    truth = evaluate(at, *(np.tile(v, (31, 1)) for v in (knots, [1.0, 1.5, 3.0], [0.0, 2.0, 4.0])))[0]
    hours, slope = fit_convex(at, truth, knots)
    assert hours == pytest.approx([1.0, 1.5, 3.0], abs=1e-9)
    assert slope == pytest.approx([0.0, 2.0, 4.0], abs=1e-9)
