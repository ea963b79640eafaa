"""Shortest path trees over arcs that are open, by Dijkstra's method with an indexed 4-ary heap.

    tail   0 0 1 2          start  0 2 3 4 4         origin 0: dist  0 1 3 4
    head   1 2 3 3    ->    arc    0 1 2 3     ->               pred -1 0 1 2
    cost   1 3 3 2          head   1 2 3 3

Costs are at least zero; an infinite cost closes an arc. Among equally good arcs into a state the one with the
lowest index is kept, as far as this leaves a tree (arcs of zero cost), so results do not depend on the machine.

Method  Dijkstra (1959), A note on two problems in connexion with graphs; d-ary heap: Johnson (1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean

# Marks in the place of a state in the heap.
_NEW, _DONE = -1, -2


@dataclass(frozen=True, slots=True)
class Graph:
    """Arcs by tail: of state s they stand at ``start[s]:start[s + 1]``; ``arc`` is the index in the network."""

    start: Array
    arc: Array
    head: Array

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.start) - 1


def graph(tail: Array, head: Array, states: int, open_arcs: Array | None = None) -> Graph:
    """The open arcs sorted by tail, then by index.

    Parameters
    ----------
    tail, head : shape (arc,)
        State indices, each in ``[0, states)``.
    open_arcs : shape (arc,), bool
        Absent: all are open.
    """
    kept = np.arange(len(tail)) if open_arcs is None else np.flatnonzero(open_arcs)
    order = kept[np.argsort(np.asarray(tail)[kept], kind="stable")]
    start = np.zeros(states + 1, np.int64)
    np.cumsum(np.bincount(np.asarray(tail)[order], minlength=states), out=start[1:])
    return Graph(start, order.astype(np.int32), np.array(head, np.int32)[order])


@dataclass(frozen=True, slots=True)
class GroupGraphs:
    """The open arcs of each group by tail; kernels read all groups from one array.

    start: shape (group, state + 1) into ``arc`` and ``head`` from ``offset`` (group,) on; arc is the index in the
    network.
    """

    start: Array
    offset: Array
    arc: Array
    head: Array


def by_group(tail: Array, head: Array, states: int, open_arcs: Array) -> GroupGraphs:
    """One graph a group.

    Parameters
    ----------
    tail, head : shape (arc,)
        State indices, each in ``[0, states)``.
    open_arcs : shape (group, arc), bool
    """
    graphs = [graph(tail, head, states, mask) for mask in open_arcs]
    sizes = np.array([len(g.arc) for g in graphs], np.int64)
    return GroupGraphs(
        np.array([g.start for g in graphs], np.int64),
        np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        np.concatenate([g.arc for g in graphs]).astype(np.int32),
        np.concatenate([g.head for g in graphs]).astype(np.int32),
    )


def trees(arcs: Graph, cost: Array, origins: Array) -> tuple[Array, Array]:
    """Least cost from each origin to every state, and the arc by which each is reached.

    Parameters
    ----------
    arcs
        From ``graph``.
    cost : shape (arc,)
        Of all arcs of the network, at least 0; not a number counts as closed.
    origins : shape (origin,)
        State indices.

    Returns
    -------
    dist : shape (origin, state)
        Infinite where no open arc leads.
    pred : shape (origin, state), int32
        -1 at the origin and where no arc leads.
    """
    cost = np.array(cost, np.float64)
    cost[np.isnan(cost)] = np.inf
    origins = np.array(origins, np.int64)
    dist = np.empty((len(origins), arcs.states))
    pred = np.empty((len(origins), arcs.states), np.int32)
    _many(arcs.start, arcs.arc, arcs.head, cost, origins, dist, pred)
    return dist, pred


@lean()
def rise(dist: Array, heap: Array, place: Array, at: int, state: int) -> int:
    """Move a state towards the top until its parent is no farther."""
    while at > 0:
        up = (at - 1) >> 2
        other = heap[up]
        if dist[other] <= dist[state]:
            break
        heap[at] = other
        place[other] = at
        at = up
    heap[at] = state
    place[state] = at
    return at


@lean()
def pop(dist: Array, heap: Array, place: Array, size: int) -> int:
    """Take the nearest state off the heap of ``size`` states."""
    top = heap[0]
    place[top] = _DONE
    size -= 1
    if size > 0:
        state = heap[size]
        key = dist[state]
        at = 0
        while True:
            first = 4 * at + 1
            if first >= size:
                break
            best = first
            for child in range(first + 1, min(first + 4, size)):
                if dist[heap[child]] < dist[heap[best]]:
                    best = child
            if dist[heap[best]] >= key:
                break
            heap[at] = heap[best]
            place[heap[at]] = at
            at = best
        heap[at] = state
        place[state] = at
    return top


@lean()
def tree(
    start: Array,
    offset: int,
    arc: Array,
    head: Array,
    cost: Array,
    origin: int,
    wanted: Array,
    count: int,
    dist: Array,
    pred: Array,
    heap: Array,
    place: Array,
) -> None:
    """One tree into ``dist`` and ``pred``; stops once ``count`` states marked ``wanted`` are final (-1: never).

    Of states that are not final by then, ``dist`` is only an upper bound. ``offset`` is added to ``start``;
    ``heap`` and ``place`` are work space, one cell a state.
    """
    for s in range(len(dist)):
        dist[s] = np.inf
        pred[s] = -1
        place[s] = _NEW
    dist[origin] = 0.0
    heap[0] = origin
    place[origin] = 0
    size = 1
    while size > 0:
        here = pop(dist, heap, place, size)
        size -= 1
        if wanted[here]:
            count -= 1
            if count == 0:
                return
        so_far = dist[here]
        for at in range(start[here] + offset, start[here + 1] + offset):
            there = head[at]
            if place[there] == _DONE:
                continue
            total = so_far + cost[arc[at]]
            if total < dist[there]:
                dist[there] = total
                pred[there] = arc[at]
                if place[there] == _NEW:
                    rise(dist, heap, place, size, there)
                    size += 1
                else:
                    rise(dist, heap, place, place[there], there)
            elif total == dist[there] and arc[at] < pred[there]:
                pred[there] = arc[at]


@kernel("void(i8[::1], i4[::1], i4[::1], f8[::1], i8[::1], f8[:, ::1], i4[:, ::1])")
def _many(
    start: Array, arc: Array, head: Array, cost: Array, origins: Array, dist: Array, pred: Array
) -> None:
    states = dist.shape[1]
    heap = np.empty(states, np.int32)
    place = np.empty(states, np.int32)
    wanted = np.zeros(states, np.bool_)
    for i in range(len(origins)):
        tree(start, 0, arc, head, cost, origins[i], wanted, -1, dist[i], pred[i], heap, place)
