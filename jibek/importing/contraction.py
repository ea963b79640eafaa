"""Chains of nodes that only pass on become one edge; distances between the nodes that stay do not change.

nodes 0 - 1 - 2 - 3, of which 0 and 3 stay      ->      one edge 0 - 3 as long as the three
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Contracted:
    """Edges that are left: tail, head, shape (edge,), and of each given edge the one that it became part of.

    into: shape (given edge,), -1 for those of rings that nothing else touches and of loops back to their own node,
    which no shortest way uses. nodes: those that stay, sorted.
    """

    tail: Ints
    head: Ints
    into: Ints
    nodes: Ints

    def sums(self, given: Floats) -> Floats:
        """What given edges add up to on the edges that are left, shape (edge,)."""
        used = self.into >= 0
        return np.bincount(self.into[used], weights=given[used], minlength=len(self.tail)).astype(np.float64)


def contract(tail: Ints, head: Ints, kind: Ints, stays: Flags, one_way: Flags | None = None) -> Contracted:
    """Contract every chain.

    Parameters
    ----------
    tail, head : shape (edge,)
        Nodes from 0; both directions.
    kind : shape (edge,)
        Edges of different kinds are never joined.
    stays : shape (node,)
        Nodes that are not contracted whatever their edges are.
    one_way : shape (edge,)
        Edges that lead from tail to head alone, of other kinds than the rest; None: there are none. They are joined
        where one leads in and the other out, and so is what they become.

    Notes
    -----
    A node is passed on through where exactly two edges of one kind meet in it. Edges joined by such nodes are a
    component of the graph whose nodes are edges, and its two free ends are those of the new edge.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes, edges = len(stays), len(tail)
    ends = np.concatenate([tail, head])
    degree = np.bincount(ends, minlength=nodes)
    order = np.argsort(ends, kind="stable")  # half-edges by node
    begin = np.concatenate([[0], np.cumsum(degree)])[:-1]
    two = np.flatnonzero((degree == 2) & ~stays)
    half_a, half_b = order[begin[two]], order[begin[two] + 1]
    a, b = half_a % edges, half_b % edges
    joins = (kind[a] == kind[b]) & (a != b)
    if one_way is not None:
        joins &= ~one_way[a] | ((half_a < edges) != (half_b < edges))
    passed = two[joins]
    a, b = a[joins], b[joins]
    graph = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(edges, edges))
    count, label = connected_components(graph, directed=False) if edges else (0, np.zeros(0, np.int64))
    inner = np.zeros(nodes, bool)
    inner[passed] = True
    free = np.flatnonzero(~inner[ends])  # half-edges at nodes that stay
    chain, node, leads_in = label[free % edges], ends[free], free < edges
    by_chain = np.argsort(chain, kind="stable")
    chain, node, leads_in = chain[by_chain], node[by_chain], leads_in[by_chain]
    held = np.bincount(chain, minlength=count)
    first = np.concatenate([[0], np.cumsum(held)])[:-1]
    open_ = held == 2  # a ring that nothing touches has no free end
    left = np.zeros(count, np.int64)
    right = np.zeros(count, np.int64)
    left[open_], right[open_] = node[first[open_]], node[first[open_] + 1]
    good = open_ & (left != right)
    new = np.cumsum(good) - 1
    into = np.where(good[label], new[label], -1) if edges else np.zeros(0, np.int64)
    # Direction and order of the first edge of each chain, so that what was not joined stays as it was.
    begun = np.full(int(good.sum()), edges)
    used = into >= 0
    np.minimum.at(begun, into[used], np.flatnonzero(used))
    turn = np.argsort(begun, kind="stable")
    place = np.empty_like(turn)
    place[turn] = np.arange(len(turn))
    into[used] = place[into[used]]
    out_tail, out_head = left[good][turn], right[good][turn]
    flip = out_tail > out_head
    if one_way is not None:
        directed = one_way[begun[turn]]
        flip = np.where(directed, ~leads_in[first[good][turn]], flip)
    alone = np.bincount(into[used], minlength=len(turn)) == 1
    out_tail, out_head = np.where(flip, out_head, out_tail), np.where(flip, out_tail, out_head)
    out_tail[alone], out_head[alone] = tail[begun[turn][alone]], head[begun[turn][alone]]
    kept = np.flatnonzero(~inner & (degree > 0))
    return Contracted(out_tail, out_head, into, kept)
