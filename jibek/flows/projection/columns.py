"""New paths for the solver: one shortest path tree for each class, group and origin.

Without ``fill`` the trees stand on fixed delays, and the same pass gives the exact relative gap. With ``fill``
(a cold start) each new path is loaded at once and the next tree already sees it, so that the first flows spread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.delay import Delay
from jibek.flows.problem import Pairs
from jibek.flows.projection.kernels import Jam, Sets, cheapest, path_cost
from jibek.flows.trees import tree_of
from jibek.flows.turns import bring
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

if TYPE_CHECKING:
    from jibek.flows.problem import Net

# A new path must be better than the known ones by more than the rounding of a sum of a few hundred terms.
_BETTER = 1e-11


@kernel()
def set_costs(net: Net, hours: Array, cost: Array) -> None:
    """Generalised cost of each arc by class, into ``cost`` (class, arc)."""
    for k in range(cost.shape[0]):
        for a in range(cost.shape[1]):
            f = net.facility[a]
            cost[k, a] = net.fixed[k, a]
            if f >= 0:
                cost[k, a] += net.class_hour[k] * hours[f]


@kernel()
def find_paths(
    net: Net,
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    cost: Array,
    fill: bool,
    excess: Array,
    spent: Array,
    lost: Array,
) -> Sets:
    """Add the shortest path of each pair where it beats the known ones; a pair without paths ships all by it.

    ``excess`` and ``spent`` (row,) receive numerator and denominator of the relative gap by class and group;
    ``lost`` (pair,) is set where no open arcs join a pair. ``cost`` (class, arc) must fit ``jam``; with ``fill``
    both follow each new load. Returns the sets, whose arrays may have grown; there must be room for one more path
    a pair.
    """
    states = net.start.shape[1] - 1
    dist, pred = np.empty(states), np.empty(states, np.int32)
    heap, place = np.empty(states, np.int32), np.empty(states, np.int32)
    wanted = np.zeros(states, np.bool_)
    excess[:] = 0.0
    spent[:] = 0.0
    for t in range(len(pairs.tree_class)):
        k, here = pairs.tree_class[t], pairs.tree_origin[t]
        low, high = pairs.tree_at[t], pairs.tree_at[t + 1]
        tree_of(net, pairs, t, cost, wanted, dist, pred, heap, place)
        for pair in range(low, high):
            least = dist[pairs.destination[pair]]
            if not np.isfinite(least):
                lost[pair] = True
                continue
            _measure(pairs, sets, jam, pair, least, excess, spent)
            known, _ = cheapest(sets, pair, pairs.per_hour[pair], jam.hours)
            if known <= least + _BETTER * least:
                continue
            new = sets.first[pair] < 0
            sets = _append(net, pairs, sets, pair, k, here, pred)
            if new:
                p = sets.first[pair]
                sets.flow[p] = pairs.tonnes[pair]
                spent[pairs.row[pair]] += least * sets.flow[p]
                if fill:
                    _load(net, delay, jam, sets, p, net.kind[k], cost)
    return sets


@kernel()
def _measure(
    pairs: Pairs, sets: Sets, jam: Jam, pair: int, least: float, excess: Array, spent: Array
) -> None:
    """Add a pair's flow times cost, and flow times cost above the shortest path, to its class and group."""
    row = pairs.row[pair]
    p = sets.first[pair]
    while p >= 0:
        if sets.flow[p] > 0.0:
            paid = path_cost(sets, p, pairs.per_hour[pair], jam.hours)
            spent[row] += paid * sets.flow[p]
            excess[row] += max(0.0, paid - least) * sets.flow[p]
        p = sets.following[p]


@kernel()
def _append(net: Net, pairs: Pairs, sets: Sets, pair: int, k: int, here: int, pred: Array) -> Sets:
    """Add the path of a pair along ``pred``, without flow."""
    length = 0
    state = pairs.destination[pair]
    while state != here:
        length += 1
        state = net.tail[pred[state]]
    new, n_arcs, n_visits = sets.used[0], sets.used[1], sets.used[2]
    arcs = _room_i(sets.arcs, n_arcs, length)
    visit = _room_i(sets.visit, n_visits, length)
    unit = _room_f(sets.unit, n_visits, length)
    state = pairs.destination[pair]
    for i in range(length - 1, -1, -1):
        arcs[n_arcs + i] = pred[state]
        state = net.tail[pred[state]]
    fixed = 0.0
    for i in range(length):
        a = arcs[n_arcs + i]
        fixed += net.fixed[k, a]
        if net.facility[a] >= 0:
            visit[n_visits] = net.lane[a]
            unit[n_visits] = net.unit[k, a]
            n_visits += 1
    sets.pair[new] = pair
    sets.fixed[new] = fixed
    sets.flow[new] = 0.0
    sets.following[new] = sets.first[pair]
    sets.first[pair] = new
    sets.arc_at[new + 1] = n_arcs + length
    sets.visit_at[new + 1] = n_visits
    sets.used[0] = new + 1
    sets.used[1] = n_arcs + length
    sets.used[2] = n_visits
    return Sets(
        sets.first,
        sets.following,
        sets.pair,
        sets.flow,
        sets.fixed,
        sets.arc_at,
        sets.visit_at,
        arcs,
        visit,
        unit,
        sets.used,
    )


@kernel()
def _load(net: Net, delay: Delay, jam: Jam, sets: Sets, p: int, kind: int, cost: Array) -> None:
    """Put the flow of path ``p`` on its facilities and bring their delays and the arcs' costs up to date."""
    for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
        lane = sets.visit[v]
        more = sets.unit[v] * sets.flow[p]
        other = bring(delay, jam.lanes, jam.load, jam.hours, jam.steep, lane, kind, more)
        _set_costs_at(net, jam, lane >> 1, cost)
        if other >= 0:
            _set_costs_at(net, jam, other, cost)


@kernel()
def _set_costs_at(net: Net, jam: Jam, f: int, cost: Array) -> None:
    for j in range(net.of_start[f], net.of_start[f + 1]):
        a = net.of_arc[j]
        for k in range(cost.shape[0]):
            cost[k, a] = net.fixed[k, a] + net.class_hour[k] * jam.hours[f]


@kernel()
def _room_i(cells: Array, used: int, more: int) -> Array:
    if used + more <= len(cells):
        return cells
    out = np.empty(2 * (used + more), np.int32)
    out[:used] = cells[:used]
    return out


@kernel()
def _room_f(cells: Array, used: int, more: int) -> Array:
    if used + more <= len(cells):
        return cells
    out = np.empty(2 * (used + more), np.float64)
    out[:used] = cells[:used]
    return out
