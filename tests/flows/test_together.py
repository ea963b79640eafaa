"""Shippers and paths in one step: shares by a generic solver, slopes by differences, the end by single steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flow_cases import linear_curves
from scipy.optimize import minimize
from test_corridors_and_paths import fan, shippers, solved

from jibek.flows import Pins
from jibek.flows.projection import equilibrium, pinned, response, together
from jibek.flows.projection.kernels import Jam, Sets


def spread_shares(cost, now, spread):
    """Shares of one pair by the kernel."""
    paths = len(cost)
    sets = Sets(
        np.zeros(1, np.int32), np.append(np.arange(1, paths), -1).astype(np.int32), np.zeros(paths, np.int32),
        np.asarray(now, float), np.asarray(cost, float), np.zeros(paths + 1, np.int64),
        np.zeros(paths + 1, np.int64), np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0),
        np.array([paths, 0, 0], np.int64),
    )  # fmt: skip
    pairs = type("P", (), {"row": np.zeros(1, np.int64), "per_hour": np.ones(1)})()
    share, paid = np.zeros(paths), np.zeros(1)
    response.share_out.py_func(pairs, sets, np.asarray(now, float), np.zeros(1), spread, share, paid)
    return share, paid[0]


@pytest.mark.parametrize("seed", range(6))
def test_shares_are_the_nearest_that_pay(seed):
    """Against a generic solver of the same small problem."""
    rng = np.random.default_rng(seed)
    cost, now, spread = rng.uniform(0, 4, 4), rng.dirichlet(np.ones(4)), rng.uniform(0.5, 6.0)
    share, paid = spread_shares(cost, now, spread)

    def value(s):
        return s @ cost + 0.5 * spread * ((s - now) ** 2).sum()

    best = minimize(
        value, now, bounds=[(0, 1)] * 4, constraints={"type": "eq", "fun": lambda s: s.sum() - 1}, method="SLSQP",
        jac=lambda s: cost + spread * (s - now), options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    assert share.sum() == pytest.approx(1.0, abs=1e-12)
    assert paid == pytest.approx(value(share), abs=1e-12)
    # the generic solver stops 1e-14 above the least value, which is 1e-7 in shares
    np.testing.assert_allclose(share, best.x, atol=2e-6)


def matrix_and_slopes(monkeypatch, step=1e-5):
    """What `together` is first called with gives its matrix, and central differences of the miss, as a dict later."""
    caught: dict[str, Any] = {}
    whole = equilibrium.together

    def look(delay, jam, pairs, sets, shippers, spread, settled, pins):
        if "done" not in caught:
            hours = jam.hours.copy()
            seen = Jam(jam.load.copy(), hours, jam.steep.copy(), jam.lanes, jam.turning)
            found = together._Response(delay, seen, pairs, sets, shippers, spread, pins)
            found.miss(hours)
            found.weigh()
            kept, inverse = found.newton()
            caught["done"] = (kept, np.linalg.inv(inverse))
            slope = np.zeros((len(hours), len(hours)))
            for f in range(len(hours)):
                up, down = hours.copy(), hours.copy()
                up[f] += step
                down[f] -= step
                slope[:, f] = (found.miss(up) - found.miss(down)) / (2 * step)
            caught["slope"] = slope
        return whole(delay, jam, pairs, sets, shippers, spread, settled, pins)

    monkeypatch.setattr(equilibrium, "together", look)
    return caught


def test_the_matrix_of_newton_is_the_slope_of_the_miss(monkeypatch):
    """By central differences of the miss, at delays where no share of a path begins or ends."""
    caught = matrix_and_slopes(monkeypatch)
    net = fan(3, usd=[10.0, 14.0, 5.0])
    choice = shippers([80 * 365.0, 60 * 365.0], [[0.2, 0.0, -1.0], [0.0, 0.4, -0.5]], trip=[[0, 1, 2]] * 2)
    solved(net, linear_curves([40.0, 25.0, 10.0]), choice, [(0, 1, 0, g, 1.0) for g in range(3)])
    kept, matrix = caught["done"]
    assert len(kept) == 3
    # central differences of a smooth map at steps of 1e-5 hours: rounding and curvature are below 1e-6
    np.testing.assert_allclose(-caught["slope"][np.ix_(kept, kept)], matrix, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("by_corridor", "by_door"), [(True, False), (False, True), (True, True)])
def test_the_matrix_knows_that_constants_follow_what_is_pinned(monkeypatch, by_corridor, by_door):
    """Two doors in one corridor, a corridor of one door and one that stands alone, by two shippers. Both carry the
    constant of the first door, the first shipper alone counts for it; both count for the corridor of the two doors."""
    # So that differences see the slope and not where the fit stops.
    monkeypatch.setattr(pinned, "_MET", 1e-13)
    caught = matrix_and_slopes(monkeypatch, 1e-4)
    trip = [[0, 1, 2, 3]] * 2
    choice = shippers(
        [90 * 365.0, 60 * 365.0], [[0.2, 0.0, 0.1], [0.0, 0.4, 0.3]], trip=trip, of=[0, 0, 1, 2],
        land=[True, True, False],
    )  # fmt: skip
    none = np.full((2, 3), -1)
    cells, ways, counted = none.copy(), np.full((2, 4), -1), np.full((2, 4), -1)
    target = []
    if by_corridor:
        cells[:, 0] = len(target)
        target.append(70 * 365.0)
    if by_door:
        ways[:, 0], counted[0, 0] = len(target), len(target)
        target.append(20 * 365.0)
    pins = Pins(cells, cells, ways.ravel(), counted.ravel(), np.array(target), np.zeros(len(target)))
    net = fan(4, usd=[10.0, 14.0, 5.0, 9.0])
    rows = [(0, 1, 0, g, 1.0) for g in range(4)]
    found = solved(net, linear_curves([40.0, 25.0, 10.0, 30.0]), replace(choice, pins=pins), rows).chosen
    kept, matrix = caught["done"]
    assert len(kept) == 4
    # central differences over 1e-4 hours of misses that the fit leaves 1e-12 off
    np.testing.assert_allclose(-caught["slope"][np.ix_(kept, kept)], matrix, rtol=1e-5, atol=1e-5)
    # settled to 1e-10 of the tonnes
    if by_corridor:
        assert found[:, :2].sum() == pytest.approx(70 * 365.0, rel=1e-8)
    if by_door:
        assert found[0, 0] == pytest.approx(20 * 365.0, rel=1e-8)


def test_without_the_step_the_same_answer_is_found_more_slowly(monkeypatch):
    """Shippers one by one are the second opinion."""
    net = fan(3, usd=[10.0, 14.0, 5.0])
    choice = shippers([80 * 365.0, 60 * 365.0], [[0.2, 0.0, -1.0], [0.0, 0.4, -0.5]], trip=[[0, 1, 2]] * 2)
    rows = [(0, 1, 0, g, 1.0) for g in range(3)]
    quick = solved(net, linear_curves([40.0, 25.0, 10.0]), choice, rows)
    monkeypatch.setattr(equilibrium, "together", lambda *_: False)
    slow = solved(net, linear_curves([40.0, 25.0, 10.0]), choice, rows)
    # either may leave 1e-10 of the tonnes to move, and a queue holds back most of what would
    np.testing.assert_allclose(quick.chosen, slow.chosen, rtol=1e-7)
