"""Freight that answers to the cost of its paths: what is shipped is what is wanted at the cost that it causes."""

from __future__ import annotations

import numpy as np
from flow_cases import demand, linear_curves, network

from jibek.flows import assign


class Falling:
    """Tonnes that fall by ``steep`` for each USD per tonne; never below nothing."""

    settled = 1e-7

    def __init__(self, most, steep):
        self.most, self.steep, self.now = np.asarray(most, float), steep, np.asarray(most, float)

    def __call__(self, cost, settled):
        wanted = np.maximum(self.most - self.steep * cost, 0.0)
        moved = float(np.abs(wanted - self.now).sum() / self.now.sum())
        if moved > settled:
            self.now = 0.5 * (self.now + wanted)
        return self.now, moved


def test_two_roads_and_a_demand_by_hand():
    """Roads cost 10 + 4 x and 11 + 6 x at x of their 100 units a day; 250 - 2 cost tonnes a day are wanted.

    Both are in use: 25 (c - 10) and 100 / 6 (c - 11) units a day at cost c; their sum is 250 - 2 c.
    """
    net = network([0, 0], [1, 1], hours=0.0, usd=[10.0, 11.0], facility=[0, 1], capacity=(100.0, 100.0))
    answer = Falling([365 * 250.0], 365 * 2.0)
    wanted = demand([(0, 1, 0, 0, 365 * 250.0)])
    found = assign(net, linear_curves([4, 6]), wanted, gap=1e-9, answer=answer)
    cost = (250 + 250 + 1100 / 6) / (2 + 25 + 100 / 6)
    assert found.converged
    np.testing.assert_allclose(found.demand.tonnes, 365 * (250 - 2 * cost), rtol=1e-6)
    np.testing.assert_allclose(found.load, [25 * (cost - 10), 100 / 6 * (cost - 11)], rtol=1e-6)
    assert all(c.ok for c in found.certificates)
