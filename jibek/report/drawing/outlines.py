"""Lines of a map file put in order: decoded, joined end to end, cut to a window, thinned to what can be seen.

Points are of shape (point, 2), degrees or drawing units; a ring ends where it begins.

Method  points go by the area of the triangle that each spans with its neighbours, least first (Visvalingam and Whyatt,
        1993); pieces within a window after Liang and Barsky (1984)
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from jibek.ground.arrays import Array

RING = 4  # a ring of fewer points would be no area

Box = tuple[float, float, float, float]  # least x, least y, largest x, largest y


def arcs_of(topology: Mapping[str, Any]) -> list[Array]:
    """Arcs of TopoJSON in degrees; those of a quantised file are steps of its grid.

    Raises
    ------
    TypeError, ValueError, KeyError, IndexError, OverflowError
        For what is no arc.
    """
    raw = [np.array([position[:2] for position in arc], float).reshape(-1, 2) for arc in topology["arcs"]]
    if topology.get("transform") is None:
        return raw
    grid = topology["transform"]
    scale, shift = (np.array(grid[name], float).reshape(2) for name in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + shift for arc in raw]


def joined(arcs: Sequence[Array], indices: Sequence[int]) -> Array:
    """One line of several arcs, a point where two meet once; ``~n`` is arc n from its end."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def area(ring: Array) -> float:
    """Within a ring, without sign."""
    x, y = np.asarray(ring, float).T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def thinned(points: Array, smallest: float) -> Array:
    """Without points whose triangle is smaller than ``smallest``, least first.

    Both ends of a line stay, and four points of a ring.
    """
    closed = len(points) > 1 and bool((points[0] == points[-1]).all())
    line = [(float(x), float(y)) for x, y in (points[:-1] if closed else points)]
    count = len(line)
    before, after = [i - 1 for i in range(count)], [i + 1 for i in range(count)]
    before[0], after[-1] = count - 1, 0

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = line[before[i]], line[i], line[after[i]]
        return abs((ax * by - bx * ay) + (bx * cy - cx * by) + (cx * ay - ax * cy)) / 2

    inner = range(count) if closed else range(1, count - 1)
    size = [triangle(i) if i in inner else np.inf for i in range(count)]
    heap = [(size[i], i) for i in inner]
    heapq.heapify(heap)
    kept, left = [True] * count, count
    while heap and left > (RING if closed else 2):
        least, i = heapq.heappop(heap)
        if not kept[i] or least != size[i]:
            continue
        if least >= smallest:
            break
        kept[i] = False
        left -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if j in inner:
                size[j] = max(triangle(j), least)
                heapq.heappush(heap, (size[j], j))
    found = [p for p, keep in zip(line, kept, strict=True) if keep]
    return np.array([*found, *(found[:1] if closed else [])])


def once(lines: Sequence[Array], kinds: Sequence[bool]) -> list[tuple[Array, bool]]:
    """Each edge a single time, edges joined to lines as long as no other meets them.

    Neighbours draw a common side each for itself; drawn twice, its dashes would fill.

    Parameters
    ----------
    lines, kinds
        Lines and the kind of each; of an edge of both kinds True is kept.

    Returns
    -------
    list of line and kind

    Examples
    --------
    >>> left = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    >>> right = np.array([[1.0, 1.0], [1.0, 0.0], [2.0, 0.0], [1.0, 1.0]])
    >>> sum(len(line) - 1 for line, _ in once([left, right], [False, False]))
    5
    """
    if not lines:
        return []
    points, number = np.unique(np.vstack(lines), axis=0, return_inverse=True)
    number = number.ravel()
    edges: dict[tuple[int, int], bool] = {}
    start = 0
    for line, kind in zip(lines, kinds, strict=True):
        for a, b in pairwise(number[start : start + len(line)].tolist()):
            if a != b:
                edge = (a, b) if a < b else (b, a)
                edges[edge] = edges.get(edge, False) or kind
        start += len(line)
    return [(points[chain], kind) for chain, kind in _chains(edges)]


def _chains(edges: Mapping[tuple[int, int], bool]) -> Iterator[tuple[list[int], bool]]:
    """Edges put together from one meeting to the next, then rings that nothing meets."""
    beside: dict[int, list[int]] = {}
    for a, b in edges:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    left = dict(edges)

    def taken(a: int, b: int) -> bool | None:
        return left.pop((a, b) if a < b else (b, a), None)

    def passes(at: int) -> bool:
        kinds = {edges[min(at, other), max(at, other)] for other in beside[at]}
        return len(beside[at]) == 2 and len(kinds) == 1

    starts = [n for n in beside if not passes(n)]
    for start in (*starts, *beside):
        for first in beside[start]:
            kind = taken(start, first)
            if kind is None:
                continue
            chain = [start, first]
            while chain[-1] != start and passes(chain[-1]):
                onward = next((n for n in beside[chain[-1]] if taken(chain[-1], n) is not None), None)
                if onward is None:
                    break
                chain.append(onward)
            yield chain, kind


def within(line: Array, box: Box) -> list[Array]:
    """The pieces of a line that lie in a box, cut where they leave it.

    Examples
    --------
    >>> [piece.tolist() for piece in within(np.array([[-1.0, 0.5], [3.0, 0.5]]), (0.0, 0.0, 2.0, 1.0))]
    [[[0.0, 0.5], [2.0, 0.5]]]
    """
    if len(line) > 1 and ((line >= box[:2]) & (line <= box[2:])).all():
        return [line]
    begin, step = line[:-1], np.diff(line, axis=0)
    enter, leave = np.zeros(len(step)), np.ones(len(step))
    for axis in (0, 1):
        low, high = box[axis] - begin[:, axis], box[axis + 2] - begin[:, axis]
        still = step[:, axis] == 0
        rise = np.where(still, 1.0, step[:, axis])
        with np.errstate(over="ignore"):  # a step of next to nothing: its ends are as far away as it gets
            ends = np.sort(
                [np.where(still, -np.inf, low / rise), np.where(still, np.inf, high / rise)], axis=0
            )
        outside = still & ((low > 0) | (high < 0))
        enter = np.where(outside, 2.0, np.maximum(enter, ends[0]))
        leave = np.minimum(leave, ends[1])
    pieces: list[list[Array]] = []
    running = False
    for n in np.flatnonzero(enter < leave):
        a, b = (begin[n] + t * step[n] for t in (enter[n], leave[n]))
        if running and enter[n] == 0.0 and (pieces[-1][-1] == begin[n]).all():
            pieces[-1].append(b)
        else:
            pieces.append([a, b])
        running = leave[n] == 1.0
    return [np.array(piece) for piece in pieces]
