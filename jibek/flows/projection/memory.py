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


def keep(problem: AssignmentProblem, sets: Sets) -> Paths:
    """The paths of a solution; of those without flow only the first few of a pair."""
    pairs, count = problem.pairs, int(sets.used[0])
    pair = sets.pair[:count].astype(np.int64)
    order = np.argsort(pair, kind="stable")
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count) - np.searchsorted(pair[order], pair[order])
    kept = order[(sets.flow[order] > 0) | (rank[order] < _KEEP)]
    sizes = (sets.arc_at[1 : count + 1] - sets.arc_at[:count])[kept]
    arc_at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
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
    pairs, states = problem.pairs, problem.states
    arcs = _translated(old.arcs, old.arc_ids, problem.arc_ids)
    origin = _translated(old.origin, old.states, states)
    destination = _translated(old.destination, old.states, states)
    group = _translated(old.group, old.groups, problem.groups)
    pair = _pair_of(pairs, old.cls, group, origin, destination, len(problem.groups), len(states))
    usable = (pair >= 0) & ~_broken(problem, old, arcs, group, origin, destination)
    kept = np.flatnonzero(usable)
    kept = kept[np.argsort(pair[kept], kind="stable")]
    if not len(kept):
        return empty
    return _sets(problem.net, pairs, empty, old, arcs, pair[kept].astype(np.int32), kept)


def _sets(net: Net, pairs: Pairs, empty: Sets, old: Paths, arcs: Array, pair: Array, kept: Array) -> Sets:
    """Sets of the kept old paths, which are sorted by pair."""
    sizes = np.diff(old.arc_at)[kept]
    arc_at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    of_path = np.repeat(np.arange(len(kept)), sizes)
    used = arcs[np.repeat(old.arc_at[:-1][kept] - arc_at[:-1], sizes) + np.arange(arc_at[-1])]
    cls = old.cls[kept]
    jams = net.facility[used] >= 0
    visits = np.bincount(of_path[jams], minlength=len(kept))
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
    return Sets(
        first,
        following,
        pair,
        flow,
        np.bincount(of_path, net.fixed[cls[of_path], used], len(kept)),
        arc_at,
        np.concatenate([[0], np.cumsum(visits)]).astype(np.int64),
        used.astype(np.int32),
        net.lane[used[jams]].astype(np.int32),
        net.unit[cls[of_path[jams]], used[jams]],
        np.array([len(kept), len(used), int(jams.sum())], np.int64),
    )


def _translated(index: Array, old: Array, new: Array) -> Array:
    """Old indices as new ones by name, -1 where the name is gone."""
    if len(old) == len(new) and (old is new or np.array_equal(old, new)):
        return index.astype(np.int64)
    place = {name: i for i, name in enumerate(new)}
    return np.array([place.get(name, -1) for name in old], np.int64)[index]


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


def _broken(
    problem: AssignmentProblem,
    old: Paths,
    arcs: Array,
    group: Array,
    origin: Array,
    destination: Array,
) -> Array:
    """Paths with an arc that is gone or closed, or whose arcs no longer join origin and destination."""
    sizes = np.diff(old.arc_at)
    of_path = np.repeat(np.arange(len(sizes)), sizes)
    safe = np.maximum(arcs, 0)
    closed = (arcs < 0) | ~problem.open[np.maximum(group, 0)[of_path], safe]
    closed |= ~np.isfinite(problem.net.fixed[old.cls[of_path], safe])
    tail, head = problem.net.tail[safe], problem.head[safe]
    starts = np.zeros(len(arcs), bool)
    starts[old.arc_at[:-1][sizes > 0]] = True
    came_from = np.where(starts, origin[of_path], np.roll(head, 1))
    ends = np.zeros(len(arcs), bool)
    ends[old.arc_at[1:][sizes > 0] - 1] = True
    closed |= (tail != came_from) | (ends & (head != destination[of_path]))
    return np.bincount(of_path[closed], minlength=len(sizes)) > 0
