"""Paths kept from one assignment and taken up by the next, so that a small change costs little.

Arcs, states and groups are matched by their ids: the next network may differ. A path that lost an arc is dropped;
the rest carries the pair's new tonnes in the old proportions. Pairs without a usable path start anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.flows.problem import AssignmentProblem, Net, Pairs
from jibek.flows.projection.kernels import Sets
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

# Paths that carry nothing are still worth keeping: they may be wanted after the next change. A few a pair suffice.
_KEEP = 8


@dataclass(frozen=True, slots=True)
class Paths:
    """cls, group, origin, destination, flow: shape (path,), tonnes a year; arcs of path p at arc_at[p]:arc_at[p + 1].

    arc_ids, states, groups: what the indices mean.
    """

    cls: Array
    group: Array
    origin: Array
    destination: Array
    flow: Array
    arc_at: Array
    arcs: Array
    arc_ids: Array
    states: Array
    groups: Array

    def taken(self, rows: Array) -> Paths:
        """These paths of them, in the order of ``rows`` (path,)."""
        sizes = (self.arc_at[1:] - self.arc_at[:-1])[rows]
        arc_at = _ends(sizes)
        places = np.repeat(self.arc_at[rows] - arc_at[:-1], sizes) + np.arange(arc_at[-1])
        cls, group, origin = self.cls[rows], self.group[rows], self.origin[rows]
        flow, arcs = self.flow[rows], self.arcs[places]
        ends = (cls, group, origin, self.destination[rows], flow, arc_at, arcs)
        return Paths(*ends, self.arc_ids, self.states, self.groups)

    def among(self, origin: Array, destination: Array, cls: Array, group: Array) -> Array:
        """Position of each path's own origin, destination, class and group among distinct ones, -1 for none: (path,).

        Parameters
        ----------
        origin, destination, cls, group : shape (trip,)
        """
        own = (self.origin, self.destination, self.cls, self.group)
        number, wanted = np.zeros(len(self.flow), np.int64), np.zeros(len(origin), np.int64)
        for mine, theirs in zip(own, (origin, destination, cls, group), strict=True):
            size = 1 + max(int(mine.max(initial=0)), int(theirs.max(initial=0)))
            number, wanted = number * size + mine, wanted * size + theirs
        if not len(wanted):
            return np.full(len(number), -1)
        order = np.argsort(wanted, kind="stable")
        at = order[np.minimum(np.searchsorted(wanted, number, sorter=order), len(wanted) - 1)]
        return np.where(wanted[at] == number, at, -1)


def keep(problem: AssignmentProblem, sets: Sets) -> Paths:
    """The paths of a solution; of those without flow only the first few of a pair."""
    pairs, count = problem.pairs, int(sets.used[0])
    pair = sets.pair[:count].astype(np.int64)
    order = np.argsort(pair, kind="stable")
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count) - np.searchsorted(pair[order], pair[order])
    kept = order[(sets.flow[order] > 0) | (rank[order] < _KEEP)]
    sizes = (sets.arc_at[1 : count + 1] - sets.arc_at[:count])[kept]
    arc_at = _ends(sizes)
    places = np.repeat(sets.arc_at[:count][kept] - arc_at[:-1], sizes) + np.arange(arc_at[-1])
    tree_of = np.repeat(np.arange(len(pairs.tree_class)), np.diff(pairs.tree_at))[pair[kept]]
    return Paths(
        pairs.tree_class[tree_of],
        pairs.tree_group[tree_of],
        pairs.tree_origin[tree_of],
        pairs.destination[pair[kept]],
        sets.flow[kept],
        arc_at,
        sets.arcs[places],
        problem.arc_ids,
        problem.states,
        problem.groups,
    )


def take_up(old: Paths, problem: AssignmentProblem, empty: Sets) -> Sets:
    """Sets that start from old paths: usable ones, with the tonnes of the pairs as they are now."""
    net, pairs, states = problem.net, problem.pairs, problem.states
    arc = _translation(old.arc_ids, problem.arc_ids)
    state = _translation(old.states, states)
    origin, destination = state[old.origin], state[old.destination]
    group = _translation(old.groups, problem.groups)[old.group]
    pair = _pair_of(pairs, old.cls, group, origin, destination, len(problem.groups), len(states))
    visits = np.empty(len(pair), np.int64)
    _walk(
        net,
        problem.head,
        problem.open,
        old.arc_at,
        old.arcs,
        arc,
        old.cls,
        group,
        pair,
        origin,
        destination,
        visits,
    )
    kept = np.flatnonzero(visits >= 0)
    if not len(kept):
        return empty
    kept = kept[np.argsort(pair[kept], kind="stable")]
    return _sets(net, pairs, empty, old, arc, pair[kept].astype(np.int32), kept, visits[kept])


def _sets(
    net: Net, pairs: Pairs, empty: Sets, old: Paths, arc: Array, pair: Array, kept: Array, visits: Array
) -> Sets:
    """Sets of the kept old paths, which are sorted by pair."""
    arc_at = _ends((old.arc_at[1:] - old.arc_at[:-1])[kept])
    visit_at = _ends(visits)
    fresh = np.ones(len(kept), bool)
    fresh[1:] = pair[1:] != pair[:-1]
    following = np.where(np.append(fresh[1:], True), -1, np.arange(1, len(kept) + 1)).astype(np.int32)
    first = empty.first.copy()
    first[pair[fresh]] = np.flatnonzero(fresh)
    flow = old.flow[kept].copy()
    carried = np.bincount(pair, flow, len(first))
    flow[fresh & (carried[pair] <= 0)] = 1.0
    carried = np.bincount(pair, flow, len(first))
    flow *= pairs.tonnes[pair] / carried[pair]
    fixed = np.empty(len(kept))
    arcs, visit = np.empty(arc_at[-1], np.int32), np.empty(visit_at[-1], np.int32)
    unit = np.empty(visit_at[-1])
    _lay_out(net, old.arc_at, old.arcs, arc, old.cls, kept, arc_at, visit_at, fixed, arcs, visit, unit)
    used = np.array([len(kept), len(arcs), len(visit)], np.int64)
    return Sets(first, following, pair, flow, fixed, arc_at, visit_at, arcs, visit, unit, used)


def _ends(sizes: Array) -> Array:
    """Where things of these sizes begin and end when they stand in a row; (thing + 1,)."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@kernel()
def _walk(
    net: Net,
    head: Array,
    open_arcs: Array,
    arc_at: Array,
    arcs: Array,
    arc: Array,
    cls: Array,
    group: Array,
    pair: Array,
    origin: Array,
    destination: Array,
    visits: Array,
) -> None:
    """Visits of each old path to facilities, (path,); -1 where it leads no pair now.

    That is where its pair is gone, an arc is gone or closed, or its arcs no longer join origin and destination.
    """
    for p in range(len(pair)):
        visits[p] = 0 if pair[p] >= 0 else -1
        here = origin[p]
        for i in range(arc_at[p], arc_at[p + 1]):
            if visits[p] < 0:
                break
            a = arc[arcs[i]]
            if (
                a < 0
                or not open_arcs[group[p], a]
                or net.tail[a] != here
                or not np.isfinite(net.fixed[cls[p], a])
            ):
                visits[p] = -1
            else:
                here = head[a]
                visits[p] += net.facility[a] >= 0
        if visits[p] >= 0 and here != destination[p]:
            visits[p] = -1


@kernel()
def _lay_out(
    net: Net,
    old_at: Array,
    old_arcs: Array,
    arc: Array,
    cls: Array,
    kept: Array,
    arc_at: Array,
    visit_at: Array,
    fixed: Array,
    arcs: Array,
    visit: Array,
    unit: Array,
) -> None:
    """Arcs, visits and fixed costs of the kept old paths, into the arrays of `Sets`."""
    for new in range(len(kept)):
        p = kept[new]
        k, i, v = cls[p], arc_at[new], visit_at[new]
        fixed[new] = 0.0
        for j in range(old_at[p], old_at[p + 1]):
            a = arc[old_arcs[j]]
            arcs[i] = a
            i += 1
            fixed[new] += net.fixed[k, a]
            if net.facility[a] >= 0:
                visit[v] = net.lane[a]
                unit[v] = net.unit[k, a]
                v += 1


def _translation(old: Array, new: Array) -> Array:
    """New index of each old name, -1 where the name is gone."""
    if len(old) == len(new) and (old is new or np.array_equal(old, new)):
        return np.arange(len(new))
    place = {name: i for i, name in enumerate(new)}
    return np.array([place.get(name, -1) for name in old], np.int64)


def _pair_of(
    pairs: Pairs, cls: Array, group: Array, origin: Array, destination: Array, groups: int, states: int
) -> Array:
    """Number of the pair with these keys, -1 if there is none now."""
    if not len(pairs.row):
        return np.full(len(cls), -1, np.int64)
    tree_of = np.repeat(np.arange(len(pairs.tree_class)), np.diff(pairs.tree_at))
    known = (pairs.row * states + pairs.tree_origin[tree_of]) * states + pairs.destination
    wanted = ((cls * groups + group) * states + origin) * states + destination
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    there = (known[at] == wanted) & (group >= 0) & (origin >= 0) & (destination >= 0)
    return np.where(there, at, -1)
