"""Candidates between two states of one group in one compiled call: what ``candidates.find`` describes.

Arcs that lie on no way from origin to destination are left out first; of what is left the trees are the same, since a
tree is decided by weights and the order of arcs alone.
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean
from jibek.ground.trees import tree


@lean()
def reach(start: Array, arc: Array, head: Array, root: int, seen: Array, stack: Array) -> int:
    """Mark the states that arcs lead to from the root; how many there are."""
    stack[0] = root
    seen[root] = True
    size, count = 1, 1
    while size > 0:
        size -= 1
        here = stack[size]
        for at in range(start[here], start[here + 1]):
            there = head[at]
            if not seen[there]:
                seen[there] = True
                stack[size] = there
                size += 1
                count += 1
    return count


@kernel()
def kept(start: Array, arc: Array, head: Array, on_way: Array) -> tuple[Array, Array, Array]:
    """The graph of the arcs whose both ends are on a way."""
    states = len(start) - 1
    first = np.zeros(states + 1, np.int64)
    arcs, heads = np.empty(len(arc), np.int32), np.empty(len(arc), np.int32)
    n = 0
    for s in range(states):
        if on_way[s]:
            for at in range(start[s], start[s + 1]):
                if on_way[head[at]]:
                    arcs[n], heads[n] = arc[at], head[at]
                    n += 1
        first[s + 1] = n
    return first, arcs[:n].copy(), heads[:n].copy()


@lean()
def walk(pred: Array, other: Array, root: int, state: int, out: Array, at: int, reverse: bool) -> int:
    """Write the arcs between root and state in the order of travel from ``at`` on; where they end, -1 for no path.

    ``other`` is the end of an arc nearer to the root; ``reverse``: the tree leads to its root.
    """
    end = at
    while state != root:
        a = pred[state]
        if a < 0:
            return -1
        out[end] = a
        end += 1
        state = other[a]
    if not reverse:
        i, j = at, end - 1
        while i < j:
            out[i], out[j] = out[j], out[i]
            i += 1
            j -= 1
    return end


@lean()
def simple(path: Array, first: int, last: int, tail: Array, head: Array, stamp: Array, mark: int) -> bool:
    """True if no state is entered twice."""
    stamp[tail[path[first]]] = mark
    for i in range(first, last):
        s = head[path[i]]
        if stamp[s] == mark:
            return False
        stamp[s] = mark
    return True


@lean()
def keep(flat: Array, ends: Array, hashes: Array, count: int, end: int, always: bool) -> int:
    """Keep the path that stands behind the last one, up to ``end``, if it is new: how many there are then.

    ``always``: also if it is known, so that it stays where it stands.
    """
    first = ends[count]
    total = np.uint64(14695981039346656037)
    for i in range(first, end):
        total = (total ^ np.uint64(flat[i])) * np.uint64(1099511628211)
    for p in range(count):
        if always:
            break
        if hashes[p] == total and ends[p + 1] - ends[p] == end - first:
            same = True
            for i in range(end - first):
                if flat[ends[p] + i] != flat[first + i]:
                    same = False
                    break
            if same:
                return count
    hashes[count] = total
    ends[count + 1] = end
    return count + 1


@kernel(
    "Tuple((i4[::1], i8[::1], i8))(i8[::1], i4[::1], i4[::1], i8[::1], i4[::1], i4[::1], i4[::1], i4[::1], "
    "f8[:, ::1], f8[:, ::1], i8[::1], i8, i8, f8, f8, i8, i8)"
)
def candidates_of(
    start: Array,
    arc: Array,
    after: Array,
    back_start: Array,
    back_arc: Array,
    before: Array,
    tail: Array,
    head: Array,
    weights: Array,
    scaled: Array,
    via: Array,
    origin: int,
    destination: int,
    tie: float,
    penalty: float,
    rounds: int,
    halvings: int,
) -> tuple[Array, Array, int]:
    """Arcs of all candidates one after another, where each begins (and the last ends), and how many there are.

    Parameters
    ----------
    start, arc, after, back_start, back_arc, before
        Open arcs by tail and by head, as in ``ground.trees.Graph``.
    weights, scaled : shape (criterion, arc)
        Criteria with hours to break ties, and without.
    via
        Arcs to look for a path through.
    tie, penalty, rounds, halvings
        As in ``candidates``.
    """
    states, arcs = len(start) - 1, len(tail)
    ahead, behind = np.zeros(states, np.bool_), np.zeros(states, np.bool_)
    stack = np.empty(states + 1, np.int64)
    reach(start, arc, after, origin, ahead, stack)
    most = 40 + 3 * len(
        via
    )  # four ends, nine between them, three rounds and one path through each arc by criterion
    flat, ends, hashes = (
        np.empty(most * states, np.int32),
        np.zeros(most, np.int64),
        np.empty(most, np.uint64),
    )
    if not ahead[destination]:
        return flat, ends, 0
    reach(back_start, back_arc, before, destination, behind, stack)
    on_way = ahead & behind
    start, arc, after = kept(start, arc, after, on_way)
    back_start, back_arc, before = kept(back_start, back_arc, before, on_way)
    stamp = np.zeros(states, np.int64)
    heap, place = np.empty(states, np.int32), np.empty(states, np.int32)
    dist, pred, cost = np.empty(states), np.empty(states, np.int32), np.empty(arcs)
    out, into = np.empty((3, states), np.int32), np.empty(states, np.int32)
    nowhere, goal = np.zeros(states, np.bool_), np.zeros(states, np.bool_)
    goal[destination] = True
    count, mark = 0, 0
    best = np.zeros((len(weights), 2), np.int64)  # where the best path by each criterion stands
    for c in range(len(weights)):
        cost[:] = weights[c] + tie
        full = c < 3
        wanted, enough = (nowhere, -1) if full else (goal, 1)
        tree(start, 0, arc, after, cost, origin, wanted, enough, dist, pred, heap, place)
        if full:
            out[c] = pred
        first = ends[count]
        end = walk(pred, tail, origin, destination, flat, first, False)
        count = keep(flat, ends, hashes, count, end, True)
        best[c, 0], best[c, 1] = first, end

    todo = np.empty((64, 7), np.int64)  # two criteria, two paths by where they stand, halvings left
    size = 0
    for i in range(min(len(weights), 3)):
        for j in range(i + 1, min(len(weights), 3)):
            todo[size, 0], todo[size, 1] = i, j
            todo[size, 2:4], todo[size, 4:6] = best[i], best[j]
            todo[size, 6] = halvings if i == 0 and j == 1 else 1
            size += 1
    while size > 0:
        size -= 1
        i, j, a0, a1, b0, b1, depth = todo[size]
        if a1 - a0 == b1 - b0 and (flat[a0:a1] == flat[b0:b1]).all():
            continue
        ai, aj, bi, bj = 0.0, 0.0, 0.0, 0.0
        for at in range(a0, a1):
            ai += scaled[i, flat[at]]
            aj += scaled[j, flat[at]]
        for at in range(b0, b1):
            bi += scaled[i, flat[at]]
            bj += scaled[j, flat[at]]
        one, two = aj - bj, bi - ai  # the direction at right angles to the line through both
        if not (one > 0 and two > 0):
            continue
        total = one + two
        one, two = one / total, two / total
        cost[:] = one * scaled[i] + two * scaled[j] + tie
        tree(start, 0, arc, after, cost, origin, goal, 1, dist, pred, heap, place)
        first = ends[count]
        end = walk(pred, tail, origin, destination, flat, first, False)
        if end - first == a1 - a0 and (flat[first:end] == flat[a0:a1]).all():
            continue
        if end - first == b1 - b0 and (flat[first:end] == flat[b0:b1]).all():
            continue
        count = keep(flat, ends, hashes, count, end, True)
        if depth > 1:
            todo[size + 1, 0], todo[size + 1, 1] = i, j  # and the row itself has them still
            todo[size, 2], todo[size, 3], todo[size, 4], todo[size, 5] = a0, a1, first, end
            todo[size + 1, 2], todo[size + 1, 3], todo[size + 1, 4], todo[size + 1, 5] = first, end, b0, b1
            todo[size, 6] = todo[size + 1, 6] = depth - 1
            size += 2

    for c in range(min(len(weights), 3)):
        cost[:] = weights[c] + tie
        tree(back_start, 0, back_arc, before, cost, destination, nowhere, -1, dist, into, heap, place)
        for v in via:
            if not (on_way[tail[v]] and on_way[head[v]]):
                continue
            first = ends[count]
            middle = walk(out[c], tail, origin, tail[v], flat, first, False)
            flat[middle] = v
            end = walk(into, head, destination, head[v], flat, middle + 1, True)
            mark += 1
            if simple(flat, first, end, tail, head, stamp, mark):
                count = keep(flat, ends, hashes, count, end, False)
        raised = weights[c].copy()
        first, end = best[c]
        for _ in range(rounds):
            for at in range(first, end):
                raised[flat[at]] *= penalty
            cost[:] = raised + tie
            tree(start, 0, arc, after, cost, origin, goal, 1, dist, pred, heap, place)
            first = ends[count]
            end = walk(pred, tail, origin, destination, flat, first, False)
            count = keep(flat, ends, hashes, count, end, False)
    return flat, ends, count
