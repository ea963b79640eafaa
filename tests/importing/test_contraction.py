"""Contraction keeps every distance between the nodes that stay; the referee is Dijkstra on the graph as given."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from jibek.importing.contraction import contract


def distances(tail, head, km, nodes):
    least = np.full((nodes, nodes), np.inf)
    for a, b, w in zip(tail, head, km, strict=True):
        least[a, b] = least[b, a] = min(least[a, b], w)
    least[~np.isfinite(least)] = 0.0
    return dijkstra(csr_array(least), directed=False)


@st.composite
def graphs(draw):
    nodes = draw(st.integers(2, 14))
    node = st.integers(0, nodes - 1)
    edges = draw(st.lists(st.tuples(node, node, st.integers(0, 1), st.integers(1, 50)), max_size=24))
    stays = draw(st.lists(st.booleans(), min_size=nodes, max_size=nodes))
    array = np.array(edges, np.int64).reshape(-1, 4)
    return array[:, 0], array[:, 1], array[:, 2], array[:, 3].astype(float), np.array(stays)


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_distances_between_what_stays_are_kept(graph):
    tail, head, kind, km, stays = graph
    done = contract(tail, head, kind, stays)
    before = distances(tail, head, km, len(stays))
    after = distances(done.tail, done.head, done.sums(km), len(stays))
    left = done.nodes
    assert np.array_equal(before[np.ix_(left, left)], after[np.ix_(left, left)])  # whole numbers add exactly
    used = np.isin(np.arange(len(stays)), np.concatenate([tail, head]))
    assert set(np.flatnonzero(stays & used)) <= set(left.tolist())
    for edge, new in enumerate(done.into.tolist()):
        if new >= 0:
            assert (kind[done.into == new] == kind[edge]).all()


def test_a_chain_a_ring_and_a_loop_by_hand():
    r"""
    0 - 1 - 2 - 3      4 - 5      6 stands for itself
                       \   /      2 changes kind
                         6
    """
    tail, head = np.array([0, 1, 2, 4, 5, 6]), np.array([1, 2, 3, 5, 6, 4])
    kind = np.array([0, 0, 1, 0, 0, 0])
    done = contract(tail, head, kind, np.zeros(7, bool))
    assert list(zip(done.tail, done.head, strict=True)) == [(0, 2), (2, 3)]
    assert done.into.tolist() == [0, 0, 1, -1, -1, -1]
    assert done.sums(np.arange(1.0, 7.0)).tolist() == [3.0, 3.0]
    assert done.nodes.tolist() == [0, 2, 3]


@st.composite
def directed_graphs(draw):
    tail, head, _, km, stays = draw(graphs())
    one_way = np.array(draw(st.lists(st.booleans(), min_size=len(tail), max_size=len(tail))), bool)
    return tail, head, one_way, km, stays


def directed_distances(tail, head, one_way, km, nodes):
    """Floyd and Warshall, for a referee that shares nothing with the contraction."""
    least = np.full((nodes, nodes), np.inf)
    np.fill_diagonal(least, 0.0)
    for a, b, alone, w in zip(tail, head, one_way, km, strict=True):
        least[a, b] = min(least[a, b], w)
        if not alone:
            least[b, a] = min(least[b, a], w)
    for k in range(nodes):
        least = np.minimum(least, least[:, k, None] + least[None, k])
    return least


@settings(max_examples=300, deadline=None)
@given(directed_graphs())
def test_distances_each_way_are_kept_where_links_lead_one_way(graph):
    tail, head, one_way, km, stays = graph
    done = contract(tail, head, one_way.astype(np.int64), stays, one_way)
    alone = np.zeros(len(done.tail), bool)
    used = done.into >= 0
    alone[done.into[used]] = one_way[used]
    before = directed_distances(tail, head, one_way, km, len(stays))
    after = directed_distances(done.tail, done.head, alone, done.sums(km), len(stays))
    left = done.nodes
    assert np.array_equal(before[np.ix_(left, left)], after[np.ix_(left, left)])  # whole numbers add exactly


def test_carriageways_that_meet_head_on_are_not_joined():
    """0 -> 1 -> 2 is one road; 2 -> 3 <- 4 are two."""
    tail, head = np.array([1, 0, 2, 4]), np.array([2, 1, 3, 3])
    one_way = np.ones(4, bool)
    done = contract(tail, head, np.zeros(4, np.int64), np.array([0, 0, 1, 0, 0], bool), one_way)
    assert sorted(zip(done.tail.tolist(), done.head.tolist(), strict=True)) == [(0, 2), (2, 3), (4, 3)]
