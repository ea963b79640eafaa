"""User equilibrium over paths that are found as they are needed.

    find paths (trees at present delays: also the exact gap)  ->  gap small enough?  done
        ^                                                           |
        +-- shift flow between known paths, sweep after sweep <-----+

Knows arrays only: classes, groups, states, arcs, facilities. ``flows.assignment`` and ``flows.tntp`` bring them here.

Method  column generation with greedy gradient projection: Jayakrishnan et al. (1994); Xie, Nie and Liu (2018).
"""

from __future__ import annotations

import numpy as np

from jibek.flows.delay import Delay, evaluate_all
from jibek.flows.problem import AssignmentProblem, Pairs, Solved, worst_gap
from jibek.flows.projection.columns import find_paths, set_costs
from jibek.flows.projection.kernels import Jam, Sets, add_arc_flows, add_loads, sweep
from jibek.flows.projection.memory import Paths, keep, take_up
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


def solve(problem: AssignmentProblem, start: Paths | None, gap: float, most: int) -> Solved:
    """Flows at which no class of a pair gains by another path, as `Solver` says."""
    net, delay, pairs, background = problem.net, problem.delay, problem.pairs, problem.background
    sets = no_sets(len(pairs.row))
    if start is not None:
        sets = take_up(start, problem, sets)
    jam = Jam(np.empty(len(background)), np.empty(len(background)), np.empty(len(background)))
    cost = np.empty_like(net.fixed)
    excess, spent = np.zeros(problem.rows), np.zeros(problem.rows)
    lost = np.zeros(len(pairs.row), bool)
    aim, reached, iteration = _AIM * gap, np.inf, 0
    if (sets.first < 0).any():
        _reload(delay, sets, background, jam)
        set_costs(net, jam.hours, cost)
        sets = find_paths(net, delay, jam, pairs, _with_room(sets), cost, True, excess, spent, lost)
        iteration = 1
    while iteration < most and not lost.any():
        target = max(_INNER * aim, _EARLY * reached if np.isfinite(reached) else 0.0)
        _balance(delay, jam, pairs, sets, background, target, excess, spent)
        iteration += 1
        _reload(delay, sets, background, jam)
        set_costs(net, jam.hours, cost)
        sets = find_paths(net, delay, jam, pairs, _with_room(sets), cost, False, excess, spent, lost)
        reached = worst_gap(excess, spent)
        if reached <= aim:
            break
    flow = np.zeros((problem.rows, len(net.tail)))
    add_arc_flows(sets, pairs.row, flow)
    return Solved(flow, reached, iteration, reached <= gap, lost, keep(problem, sets))


def _balance(
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    background: Array,
    target: float,
    excess: Array,
    spent: Array,
) -> None:
    """Sweep until the known paths balance; shifts are halved where ten sweeps in a row gain nothing.

    Shifts of one pair always bring its costs together, but classes that load facilities in unlike units need not
    have a common potential, so progress is watched instead of assumed.
    """
    _reload(delay, sets, background, jam)
    best, since, damp = np.inf, 0, 1.0
    for _ in range(_SWEEPS):
        sweep(delay, jam, pairs, sets, damp, _IGNORE * target, excess, spent)
        now = worst_gap(excess, spent)
        if now <= target:
            return
        best, since = (now, 0) if now < best else (best, since + 1)
        if since >= 10 and damp > 0.1:
            damp, since = 0.5 * damp, 0


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
