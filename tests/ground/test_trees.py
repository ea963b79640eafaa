"""Shortest path trees against SciPy and by the definition of a tree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from jibek.flows.certificate import shortest
from jibek.ground.trees import graph, tree, trees

# Sums of at most 60 costs below 10 in doubles, taken in another order.
ROUNDING = 1e-12


def random_graph(seed, states=60, arcs=240):
    rng = np.random.default_rng(seed)
    pairs = np.unique(rng.integers(0, states, (arcs, 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return pairs[:, 0], pairs[:, 1], rng.uniform(0.1, 10, len(pairs)), rng


@pytest.mark.parametrize("seed", range(8))
def test_distances_are_those_of_scipy_on_random_graphs_with_closed_arcs(seed):
    tail, head, cost, rng = random_graph(seed)
    open_arcs = rng.random(len(tail)) > 0.2
    origins = np.arange(0, 60, 7)
    matrix = csr_matrix((cost[open_arcs], (tail[open_arcs], head[open_arcs])), shape=(60, 60))
    dist, _ = trees(graph(tail, head, 60, open_arcs), cost, origins)
    np.testing.assert_allclose(dist, dijkstra(matrix, indices=origins), rtol=ROUNDING)


@pytest.mark.parametrize("seed", range(4))
def test_walking_back_gives_the_distance(seed):
    tail, head, cost, _ = random_graph(seed)
    dist, pred = trees(graph(tail, head, 60), cost, np.array([0]))
    for state in range(60):
        total, at = 0.0, state
        while pred[0, at] >= 0:
            total += cost[pred[0, at]]
            at = tail[pred[0, at]]
        if np.isfinite(dist[0, state]):
            assert at == 0
            assert total == pytest.approx(dist[0, state], rel=ROUNDING)
        else:
            assert pred[0, state] == -1


def test_an_infinite_or_unknown_cost_closes_an_arc():
    dist, _ = trees(graph([0, 1, 0], [1, 2, 2], 3), [1.0, np.inf, np.nan], [0])
    assert dist.tolist() == [[0.0, 1.0, np.inf]]


def test_among_equal_arcs_the_lowest_index_is_kept():
    # Parallel arcs 0 to 2 cost the same, and so does the way round by state 2.
    dist, pred = trees(graph([0, 0, 0, 0, 2], [1, 1, 1, 2, 1], 3), [2.0, 2.0, 2.0, 1.0, 1.0], [0])
    assert dist[0].tolist() == [0.0, 2.0, 1.0]
    assert pred[0].tolist() == [-1, 0, 3]


def test_arcs_of_zero_cost_leave_a_tree():
    tail, head = [0, 1, 2, 1, 2, 3], [1, 2, 1, 3, 3, 1]
    dist, pred = trees(graph(tail, head, 4), np.zeros(6), [0])
    assert dist[0].tolist() == [0.0] * 4
    for state in range(1, 4):
        at = state
        for _ in range(4):
            at = at if pred[0, at] < 0 else tail[pred[0, at]]
        assert at == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_tree_is_the_interpreted_one(seed):
    tail, head, cost, _ = random_graph(seed, 30, 90)
    g = graph(tail, head, 30)
    out = []
    for search in (tree, tree.py_func):
        dist, pred = np.empty(30), np.empty(30, np.int32)
        work = np.empty(30, np.int32), np.empty(30, np.int32)
        search(g.start, 0, g.arc, g.head, cost, 3, np.zeros(30, bool), -1, dist, pred, *work)
        out.append((dist.tolist(), pred.tolist()))
    assert out[0] == out[1]


def test_stopping_early_leaves_wanted_distances_right():
    tail, head, cost, _ = random_graph(11)
    g = graph(tail, head, 60)
    full, _ = trees(g, cost, [5])
    wanted = np.zeros(60, bool)
    wanted[[9, 23, 40]] = True
    dist, pred = np.empty(60), np.empty(60, np.int32)
    tree(
        g.start,
        0,
        g.arc,
        g.head,
        cost,
        5,
        wanted,
        3,
        dist,
        pred,
        np.empty(60, np.int32),
        np.empty(60, np.int32),
    )
    assert dist[wanted].tolist() == full[0, wanted].tolist()


def test_the_check_s_own_shortest_paths_take_parallel_and_free_arcs():
    # Independent of the kernels above: cheapest of parallel arcs, and a cost of zero is an arc.
    tail, head, cost = np.array([0, 0, 1]), np.array([1, 1, 2]), np.array([5.0, 3.0, 0.0])
    assert shortest(tail, head, cost, 3, np.array([0])).tolist() == [[0.0, 3.0, 3.0]]
