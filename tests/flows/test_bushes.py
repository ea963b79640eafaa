"""Bushes beside code that shares nothing with them: SciPy's shortest paths, the path-based solver, sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from jibek.flows.bushes.bush import Jam, no_bushes, reload
from jibek.flows.bushes.growth import grow
from jibek.flows.bushes.repair import repair
from jibek.flows.bushes.shifts import balance
from jibek.flows.tntp import _costs, _problem, assign_tntp
from jibek.flows.turns import lanes_of
from jibek.sources.formats.tntp import TntpNet, TntpTrips


def city(seed, *, rows=6, zones=8, first_thru=8, steep=4.0):
    """A grid of two-way streets; zones hang on it by connectors that do not jam."""
    rng = np.random.default_rng(seed)
    inner = [
        (i, j)
        for i in range(rows * rows)
        for j in (i - rows, i + rows, i - 1 if i % rows else -1, i + 1 if (i + 1) % rows else -1)
        if 0 <= j < rows * rows
    ]
    tail, head = (np.array(ends) + zones for ends in zip(*inner, strict=True))
    at = rng.choice(rows * rows, zones, replace=False) + zones
    tail = np.concatenate([tail, np.arange(zones), at])
    head = np.concatenate([head, at, np.arange(zones)])
    size, streets = len(tail), len(inner)
    jams = np.arange(size) < streets
    net = TntpNet(
        zones,
        zones + rows * rows,
        first_thru,
        tail,
        head,
        rng.uniform(5, 60, size),
        np.zeros(size),
        np.where(jams, rng.uniform(1, 9, size), 0.0),
        np.where(jams, rng.choice([0.15, 1.0], size), 0.0),
        np.where(jams, rng.choice([1.0, steep], size), 0.0),
        np.zeros(size),
        0.0,
        0.0,
    )
    o, d = np.divmod(np.arange(zones * zones), zones)
    return net, TntpTrips(zones, o, d, rng.uniform(0, 12, zones * zones))


@pytest.mark.parametrize("seed", range(8))
def test_both_solvers_that_reach_the_end_meet_there(seed):
    net, trips = city(seed, first_thru=8 * (seed % 2), steep=4.0 + seed % 4)
    ours, other = (assign_tntp(net, trips, 1e-11, method=m) for m in ("algorithm-b", "projection"))
    assert ours.gap <= 1e-11
    # The gap bounds what either objective is above the least, as a share of all cost.
    paid = float(ours.flow @ ours.cost)
    assert ours.objective == pytest.approx(other.objective, abs=2e-11 * paid)
    # Costs of links are unique; slopes of 1e-2 and more turn sqrt(gap * paid * slope) into their difference.
    np.testing.assert_allclose(ours.cost, other.cost, rtol=1e-3)


def test_steep_links_that_many_bushes_share_are_no_obstacle():
    """Powers of 10 at four times the capacity: single shifts creep, the stride along a sweep does not."""
    net, trips = city(6, first_thru=0, steep=10.0)
    found = assign_tntp(net, trips, 1e-11, method="algorithm-b")
    assert found.converged
    assert found.gap <= 1e-11


@pytest.mark.parametrize("seed", range(5))
def test_a_repaired_tree_is_as_short_as_a_new_one(seed):
    net, trips = city(seed, rows=9, first_thru=0)
    scale, power, fixed = _costs(net, None, None)
    problem = _problem(net, trips, scale, power, fixed)
    states, rng = net.nodes, np.random.default_rng(seed)
    pred = np.full(states, -1, np.int32)
    goals = np.arange(net.zones)
    dist, heap, place = np.empty(states), np.empty(states, np.int32), np.empty(states, np.int32)
    for part in (1.0, 0.02, 0.3, 1.0):  # from no tree at all, then after changes of few and many costs
        cost = fixed * np.where(rng.random(len(fixed)) < part, rng.uniform(0.2, 5, len(fixed)), 1.0)
        repair(problem.net, 0, cost, 3, goals, dist, pred, heap, place)
        graph = csr_matrix((cost, (net.tail, net.head)), shape=(states, states))
        np.testing.assert_allclose(dist[goals], dijkstra(graph, indices=3)[goals], rtol=1e-13)
        for s in range(states):
            way, u = 0.0, s
            while u != 3 and pred[u] >= 0:
                way, u = way + cost[pred[u]], net.tail[pred[u]]
            # Beyond the farthest goal a label may lag behind the way.
            assert way <= dist[s] * (1 + 1e-12)
            assert s >= net.zones or way == pytest.approx(dist[s], rel=1e-12)


def test_bushes_have_no_circle_and_carry_what_is_shipped():
    net, trips = city(11)
    problem = _problem(net, trips, *_costs(net, None, None))
    pairs, links = problem.pairs, len(net.tail)
    lanes = lanes_of(problem.turns, problem.background)
    jam = Jam(np.empty(links), np.empty(links), np.empty(links), np.empty_like(problem.net.fixed), lanes)
    excess, spent, lost = np.zeros(1), np.zeros(1), np.zeros(len(pairs.row), bool)
    ways = np.empty((len(pairs.tree_class), net.nodes + net.first_thru), np.int32)
    bushes = no_bushes(len(pairs.tree_class))
    gaps = []
    for turn in range(12):
        reload(problem.net, problem.delay, jam, pairs, bushes)
        if turn:
            balance(problem.net, problem.delay, jam, pairs, bushes, 0.0, 0.0, 20, excess, spent)
        bushes = grow(problem.net, problem.delay, jam, pairs, bushes, ways, turn == 0, excess, spent, lost)
        gaps.append(excess[0] / spent[0] if turn else np.inf)
        for t in range(len(pairs.tree_class)):
            first, end = bushes.node_at[t], bushes.node_at[t + 1]
            node = np.repeat(np.arange(first, end), np.diff(bushes.in_at[first : end + 1]))
            arcs = slice(bushes.in_at[first], bushes.in_at[end])
            # Each arc comes from a node that stands before: no circle. It joins the states that the network says.
            assert (bushes.source[arcs] < node).all()
            assert (problem.net.tail[bushes.arc[arcs]] == bushes.state[bushes.source[arcs]]).all()
            assert (net.head[bushes.arc[arcs]] == bushes.state[node]).all()
            assert (bushes.flow[arcs] >= 0).all()
            states = ways.shape[1]
            net_in = np.bincount(bushes.state[node], bushes.flow[arcs], states) - np.bincount(
                bushes.state[bushes.source[arcs]], bushes.flow[arcs], states
            )
            mine = slice(pairs.tree_at[t], pairs.tree_at[t + 1])
            wanted = np.bincount(pairs.destination[mine], pairs.tonnes[mine], states)
            wanted[pairs.tree_origin[t]] -= pairs.tonnes[mine].sum()
            np.testing.assert_allclose(net_in, wanted, atol=1e-11)
    assert gaps[-1] < 1e-10
