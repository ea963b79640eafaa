"""Trips sum what shares a road and hand its cost back to everyone who uses it."""

import numpy as np

from jibek.demand.markets import Pairs
from jibek.demand.trips import Trips


def test_two_markets_between_the_same_gates_are_one_trip():
    """Pairs 0 and 1 share gates and class; corridor 1 is closed to pair 1."""
    ints = np.zeros(2, np.int32)
    pairs = Pairs(ints, ints + 5, ints, ints, np.array([0, 1], np.int32), ints, ints, np.array([10.0, 30.0]),
                  np.full(2, 885.0), np.array([[0, 1], [0, -1]], np.int32), np.zeros((2, 2), np.int32),
                  np.full((2, 2), 5, np.int32), np.zeros((2, 2)))  # fmt: skip
    trips = Trips.of(pairs)
    assert len(trips.origin) == 2
    tonnes = np.array([[4.0, 6.0], [30.0, 0.0]])
    total = trips.total(tonnes)
    assert sorted(total.tolist()) == [6.0, 34.0]
    cost = trips.spread(np.array([7.0, 9.0]))
    assert cost[0, 0] == cost[1, 0]
    assert np.isinf(cost[1, 1])
