"""Shippers and paths in one step: shares by a generic solver, slopes by differences, the end by single steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flow_cases import linear_curves
from scipy.optimize import minimize
from test_corridors_and_paths import fan, shippers, solved

from jibek.flows.projection import equilibrium, response, together
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


def test_the_matrix_of_newton_is_the_slope_of_the_miss(monkeypatch):
    """By central differences of the miss, at delays where no share of a path begins or ends."""
    caught: dict[str, Any] = {}
    whole = equilibrium.together

    def look(delay, jam, pairs, sets, shippers, spread, settled):
        if "done" not in caught:
            hours = jam.hours.copy()
            seen = Jam(jam.load.copy(), hours, jam.steep.copy(), jam.lanes, jam.turning)
            found = together._Response(delay, seen, pairs, sets, shippers, spread)
            found.miss(hours)
            found.weigh()
            kept, inverse = found.newton()
            caught["done"] = (kept, np.linalg.inv(inverse))
            step = 1e-5
            slope = np.zeros((len(hours), len(hours)))
            for f in range(len(hours)):
                up, down = hours.copy(), hours.copy()
                up[f] += step
                down[f] -= step
                slope[:, f] = (found.miss(up) - found.miss(down)) / (2 * step)
            caught["slope"] = slope
        return whole(delay, jam, pairs, sets, shippers, spread, settled)

    monkeypatch.setattr(equilibrium, "together", look)
    net = fan(3, usd=[10.0, 14.0, 5.0])
    choice = shippers([80 * 365.0, 60 * 365.0], [[0.2, 0.0, -1.0], [0.0, 0.4, -0.5]], trip=[[0, 1, 2]] * 2)
    solved(net, linear_curves([40.0, 25.0, 10.0]), choice, [(0, 1, 0, g, 1.0) for g in range(3)])
    kept, matrix = caught["done"]
    assert len(kept) == 3
    # central differences of a smooth map at steps of 1e-5 hours: rounding and curvature are below 1e-6
    np.testing.assert_allclose(-caught["slope"][np.ix_(kept, kept)], matrix, rtol=1e-6, atol=1e-6)


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
