"""Path flows that treat all pairs alike, where equilibrium leaves open which pair takes which way.

Two ways between the same two points, both in use, cost a class the same. What each carries is fixed; which pairs it
carries is not, and a solver leaves that as its order of work had it. Here every pair of a class and group that passes
both points is divided between the two ways in the proportion of all that pass them.

    way 1: A 60        way 1: A 42, B 18        what the ways carry, 60 and 40, stays
    way 2: A 10, B 30  way 2: A 28, B 12        what A and B ship, 70 and 30, stays

Method  proportionality of paired alternative segments: Bar-Gera (2010), Traffic assignment by paired alternative
        segments; Bar-Gera, Boyce and Nie (2012), User-equilibrium route flows and the condition of proportionality.
        Each step keeps the flow of every arc and the tonnes of every pair, and raises the entropy of path flows
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.flows.projection.memory import Paths

Segment = tuple[int, ...]  # arcs in a row
Pair = tuple[int, int]  # origin and destination

# Steps are repeated until none moves more than this share of a class and group, as sums of path flows round at 1e-11.
_SETTLED = 1e-10

_SWEEPS = 200

# Ways in a row multiply: a pair is not divided further once it has so many paths.
_MOST_PATHS = 32


def proportional(kept: Paths) -> Paths:
    """The same arc flows by class and group, and the same tonnes by pair, on paths with flow alone.

    Parameters
    ----------
    kept
        As a solver left them; paths without flow are dropped.
    """
    found: list[tuple[int, int, int, int, float, Segment]] = []
    number = list(range(int(kept.arcs.max(initial=-1)) + 1))  # each once in memory, whatever paths hold it
    used = np.flatnonzero(kept.flow > 0)
    keys = kept.cls[used].astype(np.int64) * len(kept.groups) + kept.group[used]
    for key in np.unique(keys):
        mine = used[keys == key]
        whole: dict[tuple[Pair, Segment], float] = {}
        for p in mine:  # a solver may keep a path twice; divided as two, one of the two would be lost
            arcs = tuple([number[a] for a in kept.arcs[kept.arc_at[p] : kept.arc_at[p + 1]]])
            path = (int(kept.origin[p]), int(kept.destination[p])), arcs
            whole[path] = whole.get(path, 0.0) + float(kept.flow[p])
        flows = [(*path, tonnes) for path, tonnes in whole.items()]
        at = (int(kept.cls[mine[0]]), int(kept.group[mine[0]]))
        found += [(*at, *pair, flow, arcs) for pair, arcs, flow in _divided(flows)]
    cls, group, origin, destination, flow, arcs = zip(*found, strict=True) if found else ((),) * 6
    return replace(
        kept,
        cls=np.array(cls, np.int64),
        group=np.array(group, np.int64),
        origin=np.array(origin, np.int64),
        destination=np.array(destination, np.int64),
        flow=np.array(flow, float),
        arc_at=np.concatenate([[0], np.cumsum([len(a) for a in arcs])]).astype(np.int64),
        arcs=np.array([a for path in arcs for a in path], kept.arcs.dtype),
    )


def _divided(flows: list[tuple[Pair, Segment, float]]) -> list[tuple[Pair, Segment, float]]:
    """The paths of one class and group, divided alike."""
    listed = [(pair, arcs) for pair, arcs, _ in flows]
    ways = _alternatives(listed)
    if not ways:
        return flows
    paths = _Known(listed, {way[0] for both in ways for way in both})
    twins: list[tuple[Array, Array]] = []
    count = -1
    while count < len(paths.listed):  # a path that one alternative adds may pass another
        count = len(paths.listed)
        twins = [_twins(first, second, paths) for first, second in ways]
    volume = np.zeros(len(paths.listed))
    volume[: len(flows)] = [x for _, _, x in flows]
    least = _SETTLED * volume.sum()
    for _ in range(_SWEEPS):
        moved = 0.0
        for one, other in twins:
            both = volume[one] + volume[other]
            part = volume[one].sum() / both.sum() if both.sum() > 0 else 0.0
            moved = max(moved, float(np.abs(part * both - volume[one]).max(initial=0.0)))
            volume[one], volume[other] = part * both, (1.0 - part) * both
        if moved <= least:
            break
    return [(*path, float(x)) for path, x in zip(paths.listed, volume, strict=True) if x > 0]


class _Known:
    """Paths that are looked at, each once: number by path, and the paths that pass one of the arcs ``begins``."""

    def __init__(self, paths: list[tuple[Pair, Segment]], begins: set[int]) -> None:
        self.begins = begins
        self.listed: list[tuple[Pair, Segment]] = []
        self.number: dict[tuple[Pair, Segment], int] = {}
        self.passing: dict[int, list[int]] = {}
        self.of_pair: dict[Pair, int] = {}
        for path in paths:
            self.add(path)

    def add(self, path: tuple[Pair, Segment]) -> None:
        self.number[path] = len(self.listed)
        for arc in self.begins.intersection(path[1]):
            self.passing.setdefault(arc, []).append(len(self.listed))
        self.of_pair[path[0]] = self.of_pair.get(path[0], 0) + 1
        self.listed.append(path)


def _alternatives(paths: list[tuple[Pair, Segment]]) -> list[tuple[Segment, Segment]]:
    """Two ways between the same two points, of pairs that use both."""
    by_pair: dict[Pair, list[Segment]] = {}
    for pair, arcs in paths:
        by_pair.setdefault(pair, []).append(arcs)
    found: dict[tuple[Segment, Segment], None] = {}
    for mine in by_pair.values():
        for a, b in pairwise(sorted(mine)):
            found |= dict.fromkeys(_apart(a, b))
    return list(found)


def _apart(a: Segment, b: Segment) -> list[tuple[Segment, Segment]]:
    """Where two paths of a pair part until they meet on the same arc again; both cost least, so each part does too."""
    place = {arc: j for j, arc in enumerate(b)}
    found, low_a, low_b = [], 0, 0
    for i in range(len(a) + 1):
        j = place.get(a[i], -1) if i < len(a) else len(b)
        if j < low_b:
            continue
        if i > low_a and j > low_b:
            found.append((a[low_a:i], b[low_b:j]))
        low_a, low_b = i + 1, j + 1
    return found


def _twins(first: Segment, second: Segment, paths: _Known) -> tuple[Array, Array]:
    """Paths that take the first way, and the same with the second instead; those not there are added."""
    pairs: dict[tuple[int, int], None] = {}
    for here, there, swapped in ((first, second, False), (second, first, True)):
        for i in list(paths.passing.get(here[0], ())):
            pair, arcs = paths.listed[i]
            at = arcs.index(here[0])
            if arcs[at : at + len(here)] != here:
                continue
            other = (pair, arcs[:at] + there + arcs[at + len(here) :])
            if other not in paths.number:
                if paths.of_pair[pair] >= _MOST_PATHS or len(set(other[1])) < len(other[1]):
                    continue
                paths.add(other)
            pairs[(paths.number[other], i) if swapped else (i, paths.number[other])] = None
    found = np.array(list(pairs), np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]
