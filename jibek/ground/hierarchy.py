"""Distances between many places of a large network: a contraction hierarchy, made once for a set of costs.

Nodes are contracted one by one, those that need few shortcuts first; a shortcut keeps the distance of two neighbours
that only the contracted node gave. Every shortest path then climbs to its highest node and descends, so a table of
distances takes a sweep upward over what lies above the origins and a sweep downward over what lies above the
destinations, for many origins in one pass. Distances are exact: they are sums of the given costs, in another order.

    h = Hierarchy.of(tail, head, cost, nodes)      seconds to minutes
    h.table(origins, destinations)                 shape (origin, destination), milliseconds

Method  contraction hierarchies (Geisberger, Sanders, Schultes and Delling, 2008); many to many by restricted sweeps
        (RPHAST: Delling, Goldberg and Werneck, 2011)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array, Ints
from jibek.ground.compiled import kernel, lean
from jibek.ground.trees import pop, rise

SETTLED = (
    60  # nodes that a search for another way may settle; fewer make more shortcuts, never a wrong distance
)

LANES = 32  # origins that one sweep carries; a matter of the processor's cache


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Nodes are numbered by rank, the first contracted first: ``rank`` of each node of the network.

    up_start, up_head, up_cost: arcs to higher nodes, by node; down_start, down_tail, down_cost: arcs from higher ones.
    """

    rank: Ints
    up_start: Ints
    up_head: Ints
    up_cost: Array
    down_start: Ints
    down_tail: Ints
    down_cost: Array

    @classmethod
    def of(cls, tail: Array, head: Array, cost: Array, nodes: int) -> Hierarchy:
        """Contract a network.

        Parameters
        ----------
        tail, head : shape (arc,)
            Node numbers, each in ``[0, nodes)``.
        cost : shape (arc,)
            At least 0; infinite or not a number closes an arc.
        """
        cost = np.asarray(cost, float)
        kept = np.isfinite(cost) & (np.asarray(tail) != np.asarray(head))
        first, last, price = (np.asarray(x)[kept] for x in (tail, head, cost))
        order = np.lexsort((price, last, first))  # of arcs side by side the cheapest stays
        first, last, price = first[order], last[order], price[order]
        new = np.ones(len(first), bool)
        new[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1])
        one, two, between = first[new].astype(np.int64), last[new].astype(np.int64), price[new]
        rank, one, two, between = _contracted(one, two, between, nodes, SETTLED)
        one, two = rank[one], rank[two]
        up = one < two
        return cls(
            rank,
            *_sorted(one[up], two[up], between[up], nodes),
            *_sorted(two[~up], one[~up], between[~up], nodes),
        )

    @property
    def arcs(self) -> int:
        """Arcs with the shortcuts among them."""
        return len(self.up_head) + len(self.down_tail)

    def table(self, origins: Array, destinations: Array) -> Array:
        """Least cost between nodes, shape (origin, destination); infinite where no way leads."""
        starts, ends = (self.rank[np.asarray(x, np.int64)] for x in (origins, destinations))
        out = np.empty((len(starts), len(ends)))
        _table(
            self.up_start,
            self.up_head,
            self.up_cost,
            self.down_start,
            self.down_tail,
            self.down_cost,
            starts,
            ends,
            LANES,
            out,
        )
        return out


def _sorted(by: Ints, other: Ints, cost: Array, nodes: int) -> tuple[Ints, Ints, Array]:
    order = np.argsort(by, kind="stable")
    start = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(by, minlength=nodes), out=start[1:])
    return start, other[order], cost[order]


@lean()
def another_way(
    first_out: Array,
    next_out: Array,
    head: Array,
    cost: Array,
    gone: Array,
    origin: int,
    without: int,
    farthest: float,
    settled: int,
    dist: Array,
    heap: Array,
    place: Array,
    touched: Array,
) -> int:
    """Distances from a node, the one to contract left out, as far as a few nodes go; how many nodes were touched.

    ``dist`` is an upper bound everywhere, so a shortcut that it makes needless is needless.
    """
    dist[origin] = 0.0
    heap[0] = origin
    place[origin] = 0
    touched[0] = origin
    count, size = 1, 1
    while size > 0 and settled > 0:
        here = pop(dist, heap, place, size)
        size -= 1
        settled -= 1
        if dist[here] > farthest:
            break
        a = first_out[here]
        while a >= 0:
            there = head[a]
            if not gone[there] and there != without:
                total = dist[here] + cost[a]
                if total < dist[there]:
                    if dist[there] == np.inf:
                        touched[count] = there
                        count += 1
                        dist[there] = total
                        rise(dist, heap, place, size, there)
                        size += 1
                    else:
                        dist[there] = total
                        rise(dist, heap, place, place[there], there)
            a = next_out[a]
    return count


@lean()
def shortcuts(
    node: int,
    first_out: Array,
    next_out: Array,
    first_in: Array,
    next_in: Array,
    tail: Array,
    head: Array,
    cost: Array,
    gone: Array,
    settled: int,
    dist: Array,
    heap: Array,
    place: Array,
    touched: Array,
    from_: Array,
    to: Array,
    price: Array,
) -> tuple[int, int]:
    """Shortcuts that contracting a node needs, written into the last three; how many, and arcs that it takes away."""
    found, lost, farthest = 0, 0, -1.0
    b = first_out[node]
    while b >= 0:
        if not gone[head[b]]:
            lost += 1
            farthest = max(farthest, cost[b])
        b = next_out[b]
    a = first_in[node]
    while a >= 0:
        u = tail[a]
        if not gone[u]:
            lost += 1
            if farthest >= 0:
                count = another_way(
                    first_out,
                    next_out,
                    head,
                    cost,
                    gone,
                    u,
                    node,
                    cost[a] + farthest,
                    settled,
                    dist,
                    heap,
                    place,
                    touched,
                )
                b = first_out[node]
                while b >= 0:
                    w = head[b]
                    if not gone[w] and w != u and dist[w] > cost[a] + cost[b]:
                        if found == len(from_):
                            return -1, lost
                        from_[found], to[found], price[found] = u, w, cost[a] + cost[b]
                        found += 1
                    b = next_out[b]
                for i in range(count):
                    dist[touched[i]] = np.inf
                    place[touched[i]] = -1
        a = next_in[a]
    return found, lost


@kernel("Tuple((i8[::1], i8[::1], i8[::1], f8[::1]))(i8[::1], i8[::1], f8[::1], i8, i8)")
def _contracted(
    tail: Array, head: Array, cost: Array, nodes: int, settled: int
) -> tuple[Array, Array, Array, Array]:
    """Rank of each node, and all arcs with the shortcuts."""
    arcs = len(tail)
    room = 2 * arcs + 1024
    tails, heads, costs = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    tails[:arcs], heads[:arcs], costs[:arcs] = tail, head, cost
    next_out, next_in = np.empty(room, np.int64), np.empty(room, np.int64)
    first_out, first_in = np.full(nodes, -1, np.int64), np.full(nodes, -1, np.int64)
    for a in range(arcs):
        next_out[a], first_out[tail[a]] = first_out[tail[a]], a
        next_in[a], first_in[head[a]] = first_in[head[a]], a
    gone, depth, rank = np.zeros(nodes, np.bool_), np.zeros(nodes, np.int64), np.empty(nodes, np.int64)
    dist, heap, place = np.full(nodes, np.inf), np.empty(nodes, np.int32), np.full(nodes, -1, np.int32)
    touched = np.empty(nodes, np.int64)
    from_, to, price = np.empty(65536, np.int64), np.empty(65536, np.int64), np.empty(65536)
    key, queue, where = np.empty(nodes), np.empty(nodes, np.int32), np.full(nodes, -1, np.int32)
    size, done = 0, 0
    for v in range(nodes):
        n, lost = shortcuts(
            v,
            first_out, next_out, first_in, next_in, tails, heads, costs,
            gone, settled, dist, heap, place, touched, from_, to, price,
        )  # fmt: skip
        key[v] = 2.0 * n - lost if n >= 0 else np.inf
        rise(key, queue, where, size, v)
        size += 1
    while size > 0:
        v = pop(key, queue, where, size)
        size -= 1
        n, lost = shortcuts(
            v,
            first_out, next_out, first_in, next_in, tails, heads, costs,
            gone, settled, dist, heap, place, touched, from_, to, price,
        )  # fmt: skip
        if n < 0:  # the arrays for shortcuts do not hold them
            wider = 2 * len(from_)
            from_, to, price = np.empty(wider, np.int64), np.empty(wider, np.int64), np.empty(wider)
        now = 2.0 * n - lost + depth[v] if n >= 0 else key[v]
        if n < 0 or (size > 0 and now > key[queue[0]]):  # another one is cheaper meanwhile
            key[v] = now
            where[v] = -1
            rise(key, queue, where, size, v)
            size += 1
            continue
        gone[v] = True
        rank[v] = done
        done += 1
        for i in range(n):
            u, w = from_[i], to[i]
            a = first_out[u]
            while a >= 0 and heads[a] != w:
                a = next_out[a]
            if a >= 0:
                costs[a] = price[i]  # dearer than this, else no shortcut were needed
                continue
            if arcs == room:
                room *= 2
                tails, heads = np.concatenate((tails, tails)), np.concatenate((heads, heads))
                costs = np.concatenate((costs, costs))
                next_out, next_in = np.concatenate((next_out, next_out)), np.concatenate((next_in, next_in))
            tails[arcs], heads[arcs], costs[arcs] = u, w, price[i]
            next_out[arcs], first_out[u] = first_out[u], arcs
            next_in[arcs], first_in[w] = first_in[w], arcs
            arcs += 1
        a = first_out[v]
        while a >= 0:
            depth[heads[a]] = max(depth[heads[a]], depth[v] + 1)
            a = next_out[a]
        a = first_in[v]
        while a >= 0:
            depth[tails[a]] = max(depth[tails[a]], depth[v] + 1)
            a = next_in[a]
    return rank, tails[:arcs].copy(), heads[:arcs].copy(), costs[:arcs].copy()


@lean()
def above(start: Array, other: Array, roots: Array, mark: Array, bit: int, stack: Array) -> None:
    """Mark all nodes that arcs to higher ones lead to from the roots."""
    for root in roots:
        if mark[root] & bit:
            continue
        mark[root] |= bit
        stack[0] = root
        size = 1
        while size > 0:
            size -= 1
            here = stack[size]
            for at in range(start[here], start[here + 1]):
                there = other[at]
                if not mark[there] & bit:
                    mark[there] |= bit
                    stack[size] = there
                    size += 1


@kernel("void(i8[::1], i8[::1], f8[::1], i8[::1], i8[::1], f8[::1], i8[::1], i8[::1], i8, f8[:, ::1])")
def _table(
    up_start: Array,
    up_head: Array,
    up_cost: Array,
    down_start: Array,
    down_tail: Array,
    down_cost: Array,
    starts: Array,
    ends: Array,
    lanes: int,
    out: Array,
) -> None:
    nodes = len(up_start) - 1
    mark, stack = np.zeros(nodes, np.uint8), np.empty(nodes, np.int64)
    above(up_start, up_head, starts, mark, 1, stack)
    above(down_start, down_tail, ends, mark, 2, stack)
    number, met = np.empty(nodes, np.int64), 0
    for v in range(nodes):  # in the order of rank
        if mark[v]:
            number[v] = met
            met += 1
    # The arcs of both sweeps as they are read, one after another.
    climbs, falls = np.zeros(met + 1, np.int64), np.zeros(met + 1, np.int64)
    for v in range(nodes):
        if mark[v]:
            n = number[v]
            climbs[n + 1] = climbs[n] + (up_start[v + 1] - up_start[v] if mark[v] & 1 else 0)
            falls[n + 1] = falls[n] + (down_start[v + 1] - down_start[v] if mark[v] & 2 else 0)
    to, rise_cost = np.empty(climbs[met], np.int64), np.empty(climbs[met])
    from_, fall_cost = np.empty(falls[met], np.int64), np.empty(falls[met])
    for v in range(nodes):
        if mark[v] & 1:
            for i in range(up_start[v + 1] - up_start[v]):
                to[climbs[number[v]] + i] = number[up_head[up_start[v] + i]]
                rise_cost[climbs[number[v]] + i] = up_cost[up_start[v] + i]
        if mark[v] & 2:
            for i in range(down_start[v + 1] - down_start[v]):
                from_[falls[number[v]] + i] = number[down_tail[down_start[v] + i]]
                fall_cost[falls[number[v]] + i] = down_cost[down_start[v] + i]
    dist = np.empty((met, lanes))
    for first in range(0, len(starts), lanes):
        count = min(lanes, len(starts) - first)
        dist[:] = np.inf
        for k in range(count):
            dist[number[starts[first + k]], k] = 0.0
        for n in range(met):
            for at in range(climbs[n], climbs[n + 1]):
                there, c = to[at], rise_cost[at]
                for k in range(lanes):
                    dist[there, k] = min(dist[there, k], dist[n, k] + c)
        for n in range(met - 1, -1, -1):
            for at in range(falls[n], falls[n + 1]):
                there, c = from_[at], fall_cost[at]
                for k in range(lanes):
                    dist[n, k] = min(dist[n, k], dist[there, k] + c)
        for k in range(count):
            for j in range(len(ends)):
                out[first + k, j] = dist[number[ends[j]], k]
