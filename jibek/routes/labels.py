"""All that a shipper could weigh up between two states, within a stated factor: label setting in several criteria.

A label is a way from the origin to a state with what it takes by each criterion. Two rules drop labels:

- another label of the same state takes no more in any criterion: nothing is lost;
- a way to the destination is known that takes at most 1 + epsilon times what the label has taken and at least still
  needs, in every criterion at once. What it needs is the least by each criterion alone, from trees to the destination.

So for every way P there is a way S among those known and found with S <= (1 + epsilon) P in every criterion: the second
rule drops no way but those for which this holds, and the bound does not grow with the number of arcs, as it does where
labels are merged under way.

Method  label setting (Martins, 1984) in the order of the sum of what is taken and needed, each over the least possible;
        bounds from trees (Tung and Chew, 1992); epsilon-dominance (Laumanns, Thiele, Deb and Zitzler, 2002)
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean
from jibek.ground.trees import Graph, trees

EPSILON = 0.01  # what gains less in every criterion is not another choice

MOST = 200_000  # labels of one search; the bound is not kept where more would be needed, and that is told


def further(
    ahead: Graph,
    back: Graph,
    criteria: Array,
    known: Array,
    origin: int,
    destination: int,
    *,
    epsilon: float = EPSILON,
    most: int = MOST,
) -> tuple[list[tuple[int, ...]], bool]:
    """Ways that those known do not stand for, and whether the bound holds.

    Parameters
    ----------
    ahead, back
        Open arcs by tail and by head.
    criteria : shape (criterion, arc)
        What adds up along a way; above 0 somewhere on every circle.
    known : shape (way, criterion)
        What ways that are known take.
    epsilon
        At least 0; at 0 the ways known and found hold every efficient one, or one that takes as much.

    Returns
    -------
    ways
        Arcs in the order of travel, no state twice.
    complete
        False where ``most`` labels did not suffice.
    """
    need = np.array([trees(back, row, np.array([destination]))[0][0] for row in criteria])
    if not np.isfinite(need[:, origin]).all():
        return [], True
    scale = np.where(need[:, origin] > 0, need[:, origin], 1.0)
    flat, ends, complete = _further(
        ahead.start,
        ahead.arc,
        ahead.head,
        np.ascontiguousarray(criteria, float),
        need,
        scale,
        np.ascontiguousarray(known, float).reshape(-1, len(criteria)),
        origin,
        destination,
        1.0 + epsilon,
        most,
    )
    arcs = flat.tolist()
    return [tuple(arcs[a:b]) for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)], complete


@lean()
def stands_for(ways: Array, count: int, least: Array, factor: float) -> bool:
    """True if one of the ways takes at most the factor times the least, in every criterion."""
    for w in range(count):
        good = True
        for k in range(len(least)):
            if ways[w, k] > factor * least[k]:
                good = False
                break
        if good:
            return True
    return False


@lean()
def push(heap: Array, key: Array, size: int, label: int) -> None:
    """Put a label on a binary heap of ``size`` labels."""
    at = size
    while at > 0 and key[heap[(at - 1) // 2]] > key[label]:
        heap[at] = heap[(at - 1) // 2]
        at = (at - 1) // 2
    heap[at] = label


@lean()
def take(heap: Array, key: Array, size: int) -> int:
    """Take the first label off a binary heap of ``size`` labels."""
    top, last, at = heap[0], heap[size - 1], 0
    while True:
        child = 2 * at + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and key[heap[child + 1]] < key[heap[child]]:
            child += 1
        if key[heap[child]] >= key[last]:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = last
    return top


@kernel(
    "Tuple((i4[::1], i8[::1], b1))(i8[::1], i4[::1], i4[::1], f8[:, ::1], f8[:, ::1], f8[::1], f8[:, ::1], "
    "i8, i8, f8, i8)"
)
def _further(
    start: Array,
    arc: Array,
    head: Array,
    criteria: Array,
    need: Array,
    scale: Array,
    known: Array,
    origin: int,
    destination: int,
    factor: float,
    most: int,
) -> tuple[Array, Array, bool]:
    kinds, states = len(criteria), need.shape[1]
    room = 1024
    taken, key = np.empty((room, kinds)), np.empty(room)
    at_state, by, before, following = (
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )
    heap, gone = np.empty(room, np.int64), np.zeros(room, np.bool_)
    first = np.full(
        states, -1, np.int64
    )  # the last label made of each state; ``following`` leads to the others
    ways = np.empty((len(known) + 1024, kinds))
    ways[: len(known)] = known
    solved, found = len(known), np.empty(1024, np.int64)
    hits, complete = 0, True
    new, least = np.empty(kinds), np.empty(kinds)
    taken[0] = 0.0
    key[0] = 0.0
    at_state[0], by[0], before[0], following[0] = origin, -1, -1, -1
    first[origin] = 0
    heap[0] = 0
    size, labels = 1, 1
    while size > 0:
        here = take(heap, key, size)
        size -= 1
        if gone[here]:
            continue
        state = at_state[here]
        for k in range(kinds):
            least[k] = taken[here, k] + need[k, state]
        if stands_for(ways, solved, least, factor):
            continue
        if state == destination:
            if hits == len(found):
                complete = False
                break
            ways[solved] = taken[here]
            found[hits] = here
            solved += 1
            hits += 1
            continue
        for at in range(start[state], start[state + 1]):
            there, a = head[at], arc[at]
            if not np.isfinite(need[0, there]):
                continue
            total = 0.0
            for k in range(kinds):
                new[k] = taken[here, k] + criteria[k, a]
                least[k] = new[k] + need[k, there]
                total += least[k] / scale[k]
            if stands_for(ways, solved, least, factor):
                continue
            other, dropped = first[there], False
            while other >= 0:
                if not gone[other]:
                    worse, better = False, False  # the new one against the other
                    for k in range(kinds):
                        worse |= new[k] > taken[other, k]
                        better |= new[k] < taken[other, k]
                    if not better:
                        dropped = True
                        break
                    if not worse:
                        gone[other] = True
                other = following[other]
            if dropped:
                continue
            if labels == most:
                complete = False
                break
            if labels == room:
                room *= 2
                taken = np.concatenate((taken, np.empty_like(taken)))
                key = np.concatenate((key, np.empty_like(key)))
                at_state = np.concatenate((at_state, at_state))
                by, before = np.concatenate((by, by)), np.concatenate((before, before))
                following, heap = np.concatenate((following, following)), np.concatenate((heap, heap))
                gone = np.concatenate((gone, np.zeros_like(gone)))
            taken[labels] = new
            key[labels] = total
            at_state[labels], by[labels], before[labels], following[labels] = there, a, here, first[there]
            first[there] = labels
            push(heap, key, size, labels)
            size += 1
            labels += 1
        if not complete:
            break
    flat, ends = np.empty(hits * states, np.int32), np.zeros(hits + 1, np.int64)
    for h in range(hits):
        n, label = 0, found[h]
        while before[label] >= 0:
            n += 1
            label = before[label]
        ends[h + 1] = ends[h] + n
        label = found[h]
        for i in range(n):
            flat[ends[h + 1] - 1 - i] = by[label]
            label = before[label]
    return flat[: ends[hits]].copy(), ends, complete
