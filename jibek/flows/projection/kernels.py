"""The solver's compiled loops over known paths: adding up loads, shifting flow from costlier to cheaper.

A path is known by its arcs, its fixed cost and its visits to facilities: since only facilities jam, that is all
that a shift of flow needs. Flow moves between two paths of a pair by a Newton step (gradient projection) that is
corrected until both cost the same, one pair after the other, each seeing the loads that the last one left.

Method  Jayakrishnan et al. (1994), A faster path-based algorithm for traffic assignment;
        Xie, Nie and Liu (2018), A greedy path-based algorithm for traffic assignment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jibek.flows.delay import Delay, evaluate_one
from jibek.flows.turns import Lanes, bring, load_after, load_all, rise
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean

if TYPE_CHECKING:
    from jibek.flows.problem import Pairs


class Jam(NamedTuple):
    """load: units a day; hours: delay; steep: hours per unit a day. Shape (facility,) each; lanes: what comes back;
    turning: whether anything does.

    Changed in place, together.
    """

    load: Array
    hours: Array
    steep: Array
    lanes: Lanes
    turning: bool = True


class Sets(NamedTuple):
    """Known paths. Those of a pair form a list: ``first`` (pair,), then ``following`` (path,), -1 at its end.

    flow: tonnes a year; fixed: USD per tonne at zero delay (path,). Arcs and visits of path p stand at
    ``arc_at[p]:arc_at[p + 1]`` and ``visit_at[p]:visit_at[p + 1]``; a visit is a lane of a facility and the units a
    day that a tonne a year adds to it. Arrays are longer than what is used; ``used`` (3,): paths, arcs, visits.
    """

    first: Array
    following: Array
    pair: Array
    flow: Array
    fixed: Array
    arc_at: Array
    visit_at: Array
    arcs: Array
    visit: Array
    unit: Array
    used: Array


@lean()
def add_units(delay: Delay, jam: Jam, lane: int, kind: int, more: float) -> int:
    """Add laden units to a lane, as `bring`, which need not be asked where nothing comes back."""
    if jam.turning:
        return bring(delay, jam.lanes, jam.load, jam.hours, jam.steep, lane, kind, more)  # type: ignore[no-any-return]
    f = lane >> 1
    jam.load[f] += more
    jam.hours[f], jam.steep[f] = evaluate_one(delay, f, jam.load[f])
    return -1


@kernel()
def set_loads(pairs: Pairs, sets: Sets, jam: Jam) -> None:
    """Loads of background and of all path flows, with what comes back."""
    lanes = jam.lanes
    jam.load[:] = lanes.background
    lanes.laden[:] = 0.0
    for p in range(sets.used[0]):
        if sets.flow[p] > 0.0:
            kind = pairs.kind[sets.pair[p]]
            for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
                lane, units = sets.visit[v], sets.unit[v] * sets.flow[p]
                if lanes.reverse[lane] >= 0:
                    lanes.laden[lane, kind] += units
                else:
                    jam.load[lane >> 1] += units
    load_all(lanes, jam.load)


@lean()
def add_arc_flows(sets: Sets, row: Array, out: Array) -> None:
    """Add path flows to ``out`` (row, arc); ``row`` (pair,) is the class and group of each pair."""
    for p in range(sets.used[0]):
        if sets.flow[p] > 0.0:
            for a in range(sets.arc_at[p], sets.arc_at[p + 1]):
                out[row[sets.pair[p]], sets.arcs[a]] += sets.flow[p]


@lean()
def path_cost(sets: Sets, p: int, per_hour: float, hours: Array) -> float:
    """USD per tonne of path ``p`` at the delays ``hours``."""
    waiting = 0.0
    for v in range(sets.visit_at[p], sets.visit_at[p + 1]):
        waiting += hours[sets.visit[v] >> 1]
    return sets.fixed[p] + per_hour * waiting


@lean()
def cheapest(sets: Sets, pair: int, per_hour: float, hours: Array) -> tuple[float, int]:
    """Cost and number of the cheapest known path of a pair; infinite and -1 if none is known."""
    best, least = -1, np.inf
    p = sets.first[pair]
    while p >= 0:
        cost = path_cost(sets, p, per_hour, hours)
        if cost < least:
            best, least = p, cost
        p = sets.following[p]
    return least, best


@lean()
def least_costs(pairs: Pairs, sets: Sets, hours: Array, out: Array) -> None:
    """USD per tonne by the cheapest known path of each pair, into ``out`` (pair,)."""
    for k in range(len(out)):
        out[k], _ = cheapest(sets, k, pairs.per_hour[k], hours)


@kernel()
def sweep(
    delay: Delay, jam: Jam, pairs: Pairs, sets: Sets, damp: float, ignore: float, excess: Array, spent: Array
) -> None:
    """Once through all pairs: shift flow from each costlier path to the cheapest.

    ``excess`` and ``spent`` (row,) receive, as met on the way, the sums of flow times cost above the cheapest and
    of flow times cost. A path whose relative excess is below ``ignore`` is left; ``damp`` multiplies each shift.
    """
    lanes = 2 * len(jam.load)
    which = np.empty(max(1, lanes), np.int32)
    visits, adds = np.zeros(lanes), np.zeros(lanes)
    _sweep(delay, jam, pairs, sets, damp, ignore, excess, spent, which, visits, adds)


@lean()
def _sweep(
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    damp: float,
    ignore: float,
    excess: Array,
    spent: Array,
    which: Array,
    visits: Array,
    adds: Array,
) -> None:
    """`sweep` with its work space (lane,) given."""
    excess[:] = 0.0
    spent[:] = 0.0
    for pair in range(len(pairs.row)):
        per_hour, row, kind = pairs.per_hour[pair], pairs.row[pair], pairs.kind[pair]
        least, q = cheapest(sets, pair, per_hour, jam.hours)
        p = sets.first[pair]
        while p >= 0:
            if sets.flow[p] > 0.0:
                cost, over = least, 0.0
                if p != q:
                    cost = path_cost(sets, p, per_hour, jam.hours)
                    over = cost - path_cost(sets, q, per_hour, jam.hours)
                spent[row] += cost * sets.flow[p]
                if over > 0.0:
                    excess[row] += over * sets.flow[p]
                    if over > ignore * cost:
                        _shift(delay, jam, sets, p, q, kind, over, per_hour, damp, which, visits, adds)
            p = sets.following[p]


@lean()
def _shift(
    delay: Delay,
    jam: Jam,
    sets: Sets,
    p: int,
    q: int,
    kind: int,
    excess: float,
    per_hour: float,
    damp: float,
    which: Array,
    visits: Array,
    adds: Array,
) -> None:
    """Move flow from path ``p`` to the cheaper ``q`` until they cost the same or ``p`` is empty.

    ``which, visits, adds`` (lane,) are work space; the last two are zero before and after.
    """
    touched = _differ(sets, p, -1.0, 0, which, visits, adds)
    touched = _differ(sets, q, 1.0, touched, which, visits, adds)
    rate = 0.0
    for i in range(touched):
        lane = which[i]
        more = visits[lane] * jam.steep[lane >> 1] * adds[lane]
        rate += more * rise(jam.lanes, lane, kind) if jam.turning else more
    most = sets.flow[p]
    moved = most
    if per_hour > 0.0 and touched > 0:
        hours = excess / per_hour
        if rate > 0.0 and hours < rate * most:
            moved = hours / rate
        moved = _settle(delay, jam, touched, kind, which, visits, adds, hours, moved, most)
    moved *= damp
    # What rounding would leave behind is moved too, so that emptied paths are empty.
    if most - moved < 1e-13 * (most + sets.flow[q]):
        moved = most
    sets.flow[p] -= moved
    sets.flow[q] += moved
    for i in range(touched):
        lane = which[i]
        add_units(delay, jam, lane, kind, moved * adds[lane])
        visits[lane] = 0.0
        adds[lane] = 0.0


@lean()
def _differ(
    sets: Sets, path: int, sign: float, touched: int, which: Array, visits: Array, adds: Array
) -> int:
    """Add a path's visits and units to the difference between two paths; lanes in ``which[:touched]``."""
    for v in range(sets.visit_at[path], sets.visit_at[path + 1]):
        f = sets.visit[v]
        if visits[f] == 0.0 and adds[f] == 0.0:
            which[touched] = f
            touched += 1
        visits[f] += sign
        adds[f] += sign * sets.unit[v]
        if visits[f] == 0.0 and adds[f] == 0.0:
            for i in range(touched):
                if which[i] == f:
                    touched -= 1
                    which[i] = which[touched]
                    break
    return touched


@lean()
def _excess(
    delay: Delay,
    jam: Jam,
    touched: int,
    kind: int,
    which: Array,
    visits: Array,
    adds: Array,
    now: float,
    shift: float,
) -> float:
    """Hours by which the costlier path still exceeds the cheaper one after ``shift`` tonnes moved."""
    total = now
    for i in range(touched):
        lane, f = which[i], which[i] >> 1
        load = jam.load[f] + shift * adds[lane]
        if jam.turning:
            load = load_after(jam.lanes, jam.load, lane, kind, shift * adds[lane])
        hours, _ = evaluate_one(delay, f, load)
        total -= visits[lane] * (hours - jam.hours[f])
    return total


@lean()
def _settle(
    delay: Delay,
    jam: Jam,
    touched: int,
    kind: int,
    which: Array,
    visits: Array,
    adds: Array,
    now: float,
    step: float,
    most: float,
) -> float:
    """The shift in [0, most] that leaves at most a hundredth of the excess: the Newton step, else enclosed.

    The balance is enclosed by the Illinois variant of false position (Dowell and Jarratt, 1971).
    """
    near = 0.01 * now
    low, at_low = 0.0, now
    high, at_high = step, _excess(delay, jam, touched, kind, which, visits, adds, now, step)
    if at_high > near and step < most:
        low, at_low = high, at_high
        high, at_high = most, _excess(delay, jam, touched, kind, which, visits, adds, now, most)
    if at_high >= -near:
        return high
    for _ in range(40):
        guess = low + (high - low) * at_low / (at_low - at_high)
        found = _excess(delay, jam, touched, kind, which, visits, adds, now, guess)
        if abs(found) <= near:
            return guess
        if found > 0.0:
            low, at_low = guess, found
            at_high *= 0.5
        else:
            high, at_high = guess, found
            at_low *= 0.5
    return low
