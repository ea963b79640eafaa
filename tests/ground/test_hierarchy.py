"""Tables of distances against Dijkstra's trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.ground import hierarchy
from jibek.ground.hierarchy import Hierarchy
from jibek.ground.trees import graph, trees


def by_trees(tail, head, cost, nodes, origins, destinations):
    return trees(graph(tail, head, nodes), cost, origins)[0][:, destinations]


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from((1, 3, 60)))
@settings(max_examples=150, deadline=None)
def test_random_networks_with_loops_doubles_closed_and_free_arcs(seed, nodes, settled):
    """Whole costs: sums are exact in any order. A search for other ways may be cut short; distances stay."""
    rng = np.random.default_rng(seed)
    arcs = int(rng.integers(0, 4 * nodes))
    tail, head = rng.integers(0, nodes, (2, arcs))
    cost = rng.integers(0, 9, arcs).astype(float)
    cost[rng.random(arcs) < 0.1] = np.inf
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hierarchy, "SETTLED", settled)
        made = Hierarchy.of(tail, head, cost, nodes)
    origins, destinations = rng.integers(0, nodes, 7), rng.integers(0, nodes, 5)
    assert sorted(made.rank) == list(range(nodes))
    told = made.table(origins, destinations)
    assert (told == by_trees(tail, head, cost, nodes, origins, destinations)).all()


def test_a_grid_with_more_origins_than_one_sweep_carries():
    """30 by 30, costs in thousandths; a way of 60 arcs adds up with an error of some 60 x 2^-53 of its length."""
    side = 30
    at = np.arange(side * side).reshape(side, side)
    pairs = np.vstack(
        [np.column_stack([a.ravel(), b.ravel()]) for a, b in ((at[:, :-1], at[:, 1:]), (at[:-1], at[1:]))]
    )
    tail, head = np.vstack([pairs, pairs[:, ::-1]]).T
    cost = np.random.default_rng(1).integers(1, 1000, len(tail)) / 1000
    made = Hierarchy.of(tail, head, cost, side * side)
    every = np.arange(side * side)
    right = by_trees(tail, head, cost, side * side, every, every)
    np.testing.assert_allclose(made.table(every, every), right, rtol=60 * 2.0**-53, atol=0)


def test_a_line_by_hand():
    """0 -1- 1 -2- 2 -4- 3, one way: from 0 they are 0, 1, 3 and 7 away, and nothing leads back."""
    made = Hierarchy.of(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([1.0, 2.0, 4.0]), 4)
    assert made.table([0, 3], [0, 1, 2, 3]).tolist() == [[0.0, 1.0, 3.0, 7.0], [np.inf, np.inf, np.inf, 0.0]]
    assert made.table([], [0]).shape == (0, 1)
