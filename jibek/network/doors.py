"""Doors of a corridor: crossings and lines of ships of which its freight has to pass one.

    transcaspian   China -> Kazakhstan    CN_KHORGOS-KZ_ALTYNKOL, CN_ALASHANKOU-KZ_DOSTYK
                   Caspian -> Azerbaijan  L247 (Aktau), L248 (Kuryk), L249 (Turkmenbashi)

Shippers of one corridor do not all see the same door as the best: contracts, wagons, forwarders differ. So the choice
between doors has a scale of its own, and each door, or pair of doors, its own group, to which the others are shut
(``corridors``). Freight passes a set of doors if its ends lie on both sides of it: nothing joins them when all of them
are shut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from jibek.ground.arrays import Array, Flags


@dataclass(frozen=True, slots=True)
class Doors:
    """A set of doors: the corridor, ids of gateways or, of ships, links, and the side on which each state lies.

    side: (state,) number of the part that the corridor falls into without these doors; -1 for states in several of
    those parts that a door leads to, or in none.
    """

    corridor: str
    ids: tuple[str, ...]
    side: Array

    def between(self, origin: Array, destination: Array) -> Flags:
        """Which pairs of states lie on two sides, shape (pair,)."""
        one, other = self.side[origin], self.side[destination]
        return np.asarray((one >= 0) & (other >= 0) & (one != other))


def door_arcs(candidates: Flags, names: Sequence[str]) -> dict[str, Flags]:
    """Arcs of each door, by id in order; ``candidates`` (arc,) are those of the set, ``names`` (arc,) the doors' ids.

    A set of a single door is no choice and gives none.
    """
    of = np.array(names, dtype=object)
    ids = sorted(set(of[candidates]))
    return {name: candidates & (of == name) for name in ids} if len(ids) > 1 else {}


def sides(tail: Array, head: Array, is_open: Flags, doors: Flags, ends: Flags) -> Array:
    """The part of the network in which each state lies, (state,); -1 for those in several or none.

    Parts that no door leads to do not count.

    Parameters
    ----------
    tail, head, is_open, doors
        shape (arc,); ``doors`` are among the open arcs.
    ends
        shape (state,): where freight starts or ends only. Nothing passes through them, so they join nothing. Ends of a
        country lie where those of its gateways do.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    states = len(ends)
    inner = is_open & ~doors & ~ends[tail] & ~ends[head]
    links = coo_matrix((np.ones(inner.sum()), (tail[inner], head[inner])), (states, states))
    _, part = connected_components(links, directed=False)
    reached = np.isin(part, [part[tail[doors]], part[head[doors]]])
    out = np.where(ends | ~reached, -1, part)
    low, high = np.full(states, states), np.full(states, -1)
    for end, beside in ((tail, head), (head, tail)):
        at = is_open & ends[end] & ~ends[beside] & reached[beside]
        np.minimum.at(low, end[at], part[beside[at]])
        np.maximum.at(high, end[at], part[beside[at]])
    near, far = low.copy(), high.copy()
    for end, beside in ((tail, head), (head, tail)):
        at = is_open & ends[end] & ends[beside] & (near[beside] <= far[beside])
        np.minimum.at(low, end[at], near[beside[at]])
        np.maximum.at(high, end[at], far[beside[at]])
    return np.where(ends & (low == high), high, out)


def combinations(sets: Sequence[Mapping[str, Flags]]) -> list[tuple[str, ...]]:
    """Ways through some or all of the sets, by one door of each; the way through none, for freight that needs none,
    first."""
    found = product(*([None, *of] for of in sets))
    return [tuple(door for door in way if door is not None) for way in found]


def shut_by(sets: Sequence[Mapping[str, Flags]], way: Sequence[str], arcs: int) -> Flags:
    """Arcs that are shut to freight of a way, (arc,): the other doors of each set of which it has one."""
    shut = np.zeros(arcs, bool)
    for of in sets:
        if not set(way) & set(of):
            continue
        for door, mask in of.items():
            if door not in way:
                shut |= mask
    return shut
