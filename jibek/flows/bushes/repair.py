"""Shortest path trees carried from one growth to the next: labels worked out along the old tree, then put right.

Costs change little between growths, so few labels are wrong: one pass over the arcs finds where, and Dijkstra's method
(1959) goes on from there. A tree costs a fifth of one from nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import lean
from jibek.ground.trees import pop, rise

if TYPE_CHECKING:
    from jibek.flows.problem import Net

_UNKNOWN = -1  # the place of a state that is not in the heap


@lean()
def repair(
    net: Net,
    g: int,
    cost: Array,
    here: int,
    goals: Array,
    dist: Array,
    pred: Array,
    heap: Array,
    place: Array,
) -> None:
    """Make ``pred`` (state,), a tree from ``here`` over the arcs of group ``g``, shortest for ``cost`` to the goals.

    ``dist`` receives the labels; beyond the farthest goal the way along ``pred`` may not be the shortest, nor the label
    below its cost. ``heap`` and ``place`` are work space, one cell a state.
    """
    tail, arc, to = net.tail, net.arc, net.to
    start, offset = net.start[g], net.offset[g]
    _labels(tail, cost, here, dist, pred, heap, place)
    bound = 0.0
    for i in range(len(goals)):
        bound = max(bound, dist[goals[i]])
    size = 0
    for u in range(len(dist)):
        so_far = dist[u]
        if so_far >= bound:
            continue
        for at in range(start[u] + offset, start[u + 1] + offset):
            v = to[at]
            total = so_far + cost[arc[at]]
            if total < dist[v] and total <= bound:
                dist[v] = total
                pred[v] = arc[at]
                size = _push(dist, heap, place, size, v)
    while size > 0:
        u = pop(dist, heap, place, size)
        place[u] = _UNKNOWN  # it may have to come back
        size -= 1
        so_far = dist[u]
        for at in range(start[u] + offset, start[u + 1] + offset):
            v = to[at]
            total = so_far + cost[arc[at]]
            if total < dist[v] and total <= bound:
                dist[v] = total
                pred[v] = arc[at]
                size = _push(dist, heap, place, size, v)


@lean()
def _labels(
    tail: Array, cost: Array, here: int, dist: Array, pred: Array, stack: Array, place: Array
) -> None:
    """Costs of the ways along ``pred``; infinite where none leads. ``place`` is left as that of an empty heap."""
    for s in range(len(dist)):
        place[s] = _UNKNOWN
        dist[s] = -1.0 if pred[s] >= 0 else np.inf
    dist[here] = 0.0
    for s in range(len(dist)):
        if dist[s] >= 0.0:
            continue
        depth = 0
        u = s
        while dist[u] < 0.0:
            stack[depth] = u
            depth += 1
            u = tail[pred[u]]
        so_far = dist[u]
        while depth > 0:
            depth -= 1
            u = stack[depth]
            so_far += cost[pred[u]]
            dist[u] = so_far


@lean()
def _push(dist: Array, heap: Array, place: Array, size: int, state: int) -> int:
    """Put a state where its label belongs, from its place in the heap or its end; the heap's new size."""
    if place[state] < 0:
        rise(dist, heap, place, size, state)
        return size + 1
    rise(dist, heap, place, place[state], state)
    return size
