"""Sums along shortest paths: one tree for each class, group and origin, walked back from each destination."""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel
from jibek.ground.trees import tree


@kernel(
    "void(i8[:, ::1], i8[::1], i4[::1], i4[::1], i4[::1], f8[:, ::1], f8[:, :, ::1],"
    "i8[::1], i8[:, ::1], i8[::1], f8[:, ::1])"
)
def skim_trees(
    start: Array,
    offset: Array,
    arc: Array,
    to: Array,
    tail: Array,
    cost: Array,
    quantity: Array,
    tree_at: Array,
    trees: Array,
    destination: Array,
    out: Array,
) -> None:
    """Cost and sums of quantities along the shortest path of each pair.

    Parameters
    ----------
    start, offset, arc, to, tail, cost
        As in ``ground.trees.GroupGraphs``, ``to`` its heads; ``tail`` (arc,) of the network; ``cost``
        (class, arc) is what is minimised.
    quantity : shape (class, arc, 4)
        What is added up.
    tree_at : shape (tree + 1,)
        Where the pairs of a tree begin; trees: (3, tree) class, group, origin; destination: (pair,).
    out : shape (5, pair)
        Receives the cost (infinite without a path), then the sums (not a number then).
    """
    states = start.shape[1] - 1
    dist, pred = np.empty(states), np.empty(states, np.int32)
    heap, place = np.empty(states, np.int32), np.empty(states, np.int32)
    wanted = np.zeros(states, np.bool_)
    for t in range(trees.shape[1]):
        k, g, here = trees[0, t], trees[1, t], trees[2, t]
        low, high = tree_at[t], tree_at[t + 1]
        count = 0
        for i in range(low, high):
            if not wanted[destination[i]]:
                wanted[destination[i]] = True
                count += 1
        tree(start[g], offset[g], arc, to, cost[k], here, wanted, count, dist, pred, heap, place)
        for i in range(low, high):
            state = destination[i]
            wanted[state] = False
            out[0, i] = dist[state]
            if not np.isfinite(dist[state]):
                continue
            for q in range(4):
                out[1 + q, i] = 0.0
            while state != here:
                a = pred[state]
                for q in range(4):
                    out[1 + q, i] += quantity[k, a, q]
                state = tail[a]
