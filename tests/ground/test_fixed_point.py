"""The search finds fixed points whose plain iteration diverges, and stays non-negative."""

import numpy as np
import pytest

from jibek.ground.fixed_point import Relaxation


def iterate(map_, start, rounds):
    point = Relaxation(np.array(start, dtype=float))
    for _ in range(rounds):
        point.step(map_(point.value))
    return point.value


def test_a_steep_map_that_plain_iteration_cannot_solve():
    """x = 10 - 4 x has its fixed point at 2; plain iteration multiplies the error by -4 a round."""
    assert iterate(lambda x: 10 - 4 * x, [0.0], 12) == pytest.approx([2.0], abs=1e-6)


def test_a_coupled_convex_delay():
    """Two queues that trade traffic: fixed point of the map, checked by applying it once more."""

    def map_(x):
        share = 1 / (1 + np.exp(0.3 * (x[0] - x[1])))
        load = np.array([12 * share, 12 * (1 - share)])
        return 5 * np.exp(0.6 * (load - 5))

    value = iterate(map_, [0.0, 60.0], 40)
    assert map_(value) == pytest.approx(value, rel=1e-5)  # forty rounds shrink the residual far below this


def test_never_negative():
    assert (iterate(lambda x: -5 + 0 * x, [1.0, 2.0], 10) >= 0).all()
