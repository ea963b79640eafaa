"""Slopes of trade beside the full solution of costs a little higher and a little lower."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.trade.hat import solve_hat
from jibek.trade.slopes import slopes
from jibek.trade.takings import Takings


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_slopes_are_those_of_the_full_solution(seed):
    """Two-sided differences of 1e-4 are exact to 1e-8 of the slope; markets clear to 1e-13, which leaves 1e-9."""
    rng = np.random.default_rng(seed)
    n, theta = 7, 5.0
    flows = rng.lognormal(0.0, 1.5, (n, n)) + np.diag(rng.uniform(20, 200, n))
    start = solve_hat(flows, rng.uniform(0.8, 1.25, (n, n)), theta)
    a, b = np.array([0, 3, 6, 2]), np.array([1, 2, 0, 2])
    found = slopes(start, theta, a, b)
    step = 1e-4
    for i in range(len(a)):
        tau = [np.ones((n, n)), np.ones((n, n))]
        for t, sign in zip(tau, (1, -1), strict=True):
            t[a[i], b[i]] = np.exp(sign * step)
        up, down = (solve_hat(start.flows, t, theta) for t in tau)
        for name, ours in (("wage_hat", found.wage), ("welfare", found.welfare)):
            slope = (np.log(getattr(up, name)) - np.log(getattr(down, name))) / (2 * step)
            np.testing.assert_allclose(ours[:, i], slope, atol=2e-7)
        slope = (np.log(up.flows) - np.log(down.flows)) / (2 * step)
        np.testing.assert_allclose(found.flow[:, :, i], slope, atol=2e-6)


def test_a_dearer_way_hurts_buyers_and_nobody_gains_from_all_ways_dearer():
    flows = np.array([[90.0, 10.0], [10.0, 90.0]])
    start = solve_hat(flows, np.ones((2, 2)), 5.0)
    found = slopes(start, 5.0, np.array([0, 1]), np.array([1, 0]))
    assert found.welfare[:, :2].sum(axis=1) == pytest.approx(
        [-0.1, -0.1]
    )  # an envelope: the share of spending that gets dearer
    assert found.flow[0, 1, :2].sum() < 0
    assert found.flow[1, 0, :2].sum() < 0


def test_slopes_by_what_carriers_take_are_those_of_the_full_solution():
    """A dollar more charged on the goods of 2 and collected by 4; tolerances as above, in log units a dollar."""
    rng = np.random.default_rng(4)
    n, theta, step = 6, 5.0, 1e-3
    flows = rng.lognormal(0.0, 1.0, (n, n)) + np.diag(rng.uniform(20, 60, n))
    charged, collected = rng.uniform(0.0, 0.5, n), rng.uniform(0.0, 0.5, n)
    collected *= charged.sum() / collected.sum()
    one, two = np.eye(n)[2], np.eye(n)[4]
    tau, none = np.ones((n, n)), np.array([], np.int64)
    start = solve_hat(flows, tau, theta, takings=Takings(charged, collected, charged, collected))
    up, down = (
        solve_hat(
            flows, tau, theta, takings=Takings(charged, collected, charged + d * one, collected + d * two)
        )
        for d in (step, -step)
    )
    found = slopes(start, theta, none, none)
    for name, ours in (("wage_hat", found.wage), ("welfare", found.welfare), ("flows", found.flow)):
        slope = (np.log(getattr(up, name)) - np.log(getattr(down, name))) / (2 * step)
        np.testing.assert_allclose(ours[..., 4] + ours[..., n + 2], slope, atol=2e-6)
