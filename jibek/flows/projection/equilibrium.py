"""User equilibrium over paths that are found as they are needed.

    find paths (trees at present delays: also the exact gap)  ->  gap small enough?  done
        ^                                                           |
        +-- shift flow between known paths, sweep after sweep <-----+

Knows arrays only: classes, groups, states, arcs, facilities. ``flows.assign`` and ``flows.tntp`` bring them here.

Method  column generation with greedy gradient projection: Jayakrishnan et al. (1994); Xie, Nie and Liu (2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.flows.delay import Delay, evaluate_all
from jibek.flows.problem import Net, Pairs, worst_gap
from jibek.flows.projection.columns import find_paths, set_costs
from jibek.flows.projection.kernels import Jam, Sets, add_loads, sweep
from jibek.ground.arrays import Array

# Known paths are balanced to _INNER of the gap asked for, or to _EARLY of the last gap met while paths are still
# missing, before trees are grown again; a sweep costs a hundredth of the trees. A path whose own excess is below
# _IGNORE of that is left alone. The solver aims a little below the gap asked for, since the check adds up in
# another order.
_INNER = 0.2

_EARLY = 0.02

_IGNORE = 0.02

_AIM = 0.9

_SWEEPS = 60


@dataclass(frozen=True, slots=True)
class Solution:
    """sets: paths and flows; jam: loads and delays; gap: relative, the worst of total, classes and groups.

    iterations: times that trees were grown; sweeps: times that flows were shifted; lost: pairs that nothing joins.
    """

    sets: Sets
    jam: Jam
    gap: float
    iterations: int
    sweeps: int
    converged: bool
    lost: Array


def no_sets(pairs: int) -> Sets:
    """Sets without any path, for a cold start."""
    return Sets(
        np.full(pairs, -1, np.int32),
        np.empty(0, np.int32),
        np.empty(0, np.int32),
        np.empty(0),
        np.empty(0),
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
        np.empty(0, np.int32),
        np.empty(0, np.int32),
        np.empty(0),
        np.zeros(3, np.int64),
    )


def solve(
    net: Net,
    delay: Delay,
    pairs: Pairs,
    rows: int,
    background: Array,
    sets: Sets,
    *,
    gap: float,
    max_iterations: int,
) -> Solution:
    """Flows at which no class of a pair gains by another path, to the relative gap in total and by class and group.

    Parameters
    ----------
    rows
        Number of classes times groups.
    background : shape (facility,)
        Units a day that pass without choosing.
    sets
        Start; each pair with known paths must ship all its tonnes by them.
    gap
        (Cost paid - cost by shortest paths) / cost paid.
    max_iterations
        Times that trees may be grown before the result is returned as not converged.
    """
    jam = Jam(np.empty(len(background)), np.empty(len(background)), np.empty(len(background)))
    cost = np.empty_like(net.fixed)
    excess, spent = np.zeros(rows), np.zeros(rows)
    lost = np.zeros(len(pairs.row), bool)
    aim, sweeps = _AIM * gap, 0
    reached, iteration = np.inf, 0
    if (sets.first < 0).any():
        _reload(delay, sets, background, jam)
        set_costs(net, jam.hours, cost)
        sets = find_paths(net, delay, jam, pairs, _with_room(sets), cost, True, excess, spent, lost)
        iteration = 1
    while iteration < max_iterations and not lost.any():
        target = max(_INNER * aim, _EARLY * reached if np.isfinite(reached) else 0.0)
        used = _balance(delay, jam, pairs, sets, background, target, excess, spent)
        sweeps += used
        iteration += 1
        _reload(delay, sets, background, jam)
        set_costs(net, jam.hours, cost)
        sets = find_paths(net, delay, jam, pairs, _with_room(sets), cost, False, excess, spent, lost)
        reached = worst_gap(excess, spent)
        if reached <= aim:
            break
    return Solution(sets, jam, reached, iteration, sweeps, reached <= gap, lost)


def _balance(
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    background: Array,
    target: float,
    excess: Array,
    spent: Array,
) -> int:
    """Sweep until the known paths balance; shifts are halved where ten sweeps in a row gain nothing.

    Shifts of one pair always bring its costs together, but classes that load facilities in unlike units need not
    have a common potential, so progress is watched instead of assumed.
    """
    _reload(delay, sets, background, jam)
    best, since, damp = np.inf, 0, 1.0
    for used in range(1, _SWEEPS + 1):
        sweep(delay, jam, pairs, sets, damp, _IGNORE * target, excess, spent)
        now = worst_gap(excess, spent)
        if now <= target:
            return used
        best, since = (now, 0) if now < best else (best, since + 1)
        if since >= 10 and damp > 0.1:
            damp, since = 0.5 * damp, 0
    return _SWEEPS


def _reload(delay: Delay, sets: Sets, background: Array, jam: Jam) -> None:
    """Loads from path flows and background, anew, so that rounding of single shifts does not add up."""
    jam.load[:] = background
    add_loads(sets, jam.load)
    evaluate_all(delay, jam.load, jam.hours, jam.steep)


def _with_room(sets: Sets) -> Sets:
    """Sets with room for one more path a pair."""
    needed = int(sets.used[0]) + len(sets.first)
    if len(sets.flow) >= needed:
        return sets
    size = needed + needed // 2

    def longer(cells: Array, length: int) -> Array:
        out = np.zeros(length, cells.dtype)
        out[: len(cells)] = cells
        return out

    return sets._replace(
        following=longer(sets.following, size),
        pair=longer(sets.pair, size),
        flow=longer(sets.flow, size),
        fixed=longer(sets.fixed, size),
        arc_at=longer(sets.arc_at, size + 1),
        visit_at=longer(sets.visit_at, size + 1),
    )
