"""User equilibrium over paths that are found as they are needed, and over corridors where shippers choose them.

    find paths (trees at present delays: also the exact gap)  ->  gap small enough?  done
        ^                                                           |
        +-- shift flow between known paths, sweep after sweep <-----+
            before that, where shippers choose: all of them and their paths at once; after that, where freight answers
    to cost: it is asked what it wants now

Knows arrays only: classes, groups, states, arcs, facilities. ``flows.assignment`` and ``flows.tntp`` bring them here.

Method  column generation with greedy gradient projection: Jayakrishnan et al. (1994); Xie, Nie and Liu (2018).
"""

from __future__ import annotations

import numpy as np

from jibek.flows.delay import Delay, evaluate_all
from jibek.flows.problem import AssignmentProblem, Pairs, Shippers, Solved, Wanted, worst_gap
from jibek.flows.projection.choice import choose, gather
from jibek.flows.projection.columns import find_paths, set_costs
from jibek.flows.projection.kernels import Jam, Sets, add_arc_flows, least_costs, set_loads, sweep
from jibek.flows.projection.memory import Paths, keep, take_up
from jibek.flows.projection.pinned import Pinned
from jibek.flows.projection.response import choose_at
from jibek.flows.projection.together import together
from jibek.flows.projection.wanted import ask
from jibek.flows.turns import lanes_of, turning
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

# Where shippers choose, a path cheaper by _SPREAD of what moves a share of the logit e-fold takes all of a pair (where
# paths alone move: of _PATHS_ALONE of the mean cost); this falls while steps are found, and rises where they are not,
# between these bounds.
_PATHS_ALONE = 0.05

_SPREAD, _LEAST_SPREAD, _NARROWER, _WIDER = 0.3, 0.001, 0.1, 4.0

# Steps of all at once before paths are searched again, and sweeps over paths after each. After _KEEN steps the
# aim is neared no more than to _NEARLY of it: what is left then falls slowly.
_TOGETHER, _AFTER, _KEEN, _NEARLY = 20, 20, 4, 0.5

# Part of the aim that such a step may leave in the delays.
_REST = 0.1


# Times that freight is asked before paths are searched again. Flows need not be balanced closer than to _CLOSER of
# what the last answer moved, and no looser than _LOOSEST times their target.
_ASKED, _CLOSER, _LOOSEST = 30, 0.03, 30.0


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
    jam = Jam(
        np.empty(len(background)),
        np.empty(len(background)),
        np.empty(len(background)),
        lanes_of(problem.turns, background),
        turning(problem.turns),
    )
    cost = np.empty_like(net.fixed)
    excess, spent = np.zeros(problem.rows), np.zeros(problem.rows)
    lost = np.zeros(len(pairs.row), bool)
    shippers, wanted = problem.shippers, problem.wanted
    if shippers is not None:  # changed in place
        shippers = _copied(shippers)
    pinned = None if problem.pins is None or shippers is None else Pinned(problem.pins, shippers)
    # The part of tonnes on other corridors counts as a gap, in the measure of paths.
    weight = 1.0 if shippers is None else gap / shippers.settled
    aim, reached, iteration = _AIM * gap, np.inf, 0
    if (sets.first < 0).any():
        _reload(delay, pairs, sets, None, jam)
        set_costs(net, jam.hours, cost)
        sets = find_paths(net, delay, jam, pairs, _with_room(sets), cost, True, excess, spent, lost)
        iteration = 1
    # A start that is good enough stays as it is, so that no change changes nothing.
    measured = shippers is None
    while iteration < most and not lost.any():
        target = max(_INNER * aim, _EARLY * reached if np.isfinite(reached) else 0.0)
        if measured:
            _settle(delay, jam, pairs, sets, shippers, pinned, wanted, weight, aim, target, excess, spent)
        measured = True
        iteration += 1
        _reload(delay, pairs, sets, shippers, jam)
        set_costs(net, jam.hours, cost)
        sets = find_paths(net, delay, jam, pairs, _with_room(sets), cost, False, excess, spent, lost)
        reached = max(worst_gap(excess, spent), weight * _unrest(jam, pairs, sets, shippers, pinned))
        if wanted is not None:
            # New paths bear no freight yet, so what they let freight want is too early to follow.
            reached = max(reached, aim / wanted.settled * ask(wanted, np.inf, jam, pairs, sets, shippers))
        if reached <= aim:
            break
    flow = np.zeros((problem.rows, len(net.tail)))
    add_arc_flows(sets, pairs.row, flow)
    kept = keep(problem, sets)
    chosen = None if shippers is None else shippers.tonnes
    return Solved(flow, worst_gap(excess, spent), iteration, reached <= gap, lost, kept, chosen)


def _copied(shippers: Shippers) -> Shippers:
    """The same, with what the solver changes in place its own."""
    own = {name: getattr(shippers, name).copy() for name in ("tonnes", "total", "worth", "door_usd")}
    return shippers._replace(**own)


def _unrest(jam: Jam, pairs: Pairs, sets: Sets, shippers: Shippers | None, pinned: Pinned | None) -> float:
    """The part of all tonnes that the logit at present delays would have on other ways; constants follow the pins."""
    if shippers is None:
        return 0.0
    cost, carried = np.empty((2, len(pairs.row)))
    tonnes = np.empty_like(shippers.tonnes)
    least_costs(pairs, sets, jam.hours, cost)
    if pinned is None:
        choose_at(shippers, cost, tonnes, carried)
    else:
        pinned.choose(cost, tonnes, carried)
        pinned.take()
    return float(0.5 * np.abs(tonnes - shippers.tonnes).sum() / max(shippers.total.sum(), 1e-300))


def _settle(
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    shippers: Shippers | None,
    pinned: Pinned | None,
    wanted: Wanted | None,
    weight: float,
    aim: float,
    target: float,
    excess: Array,
    spent: Array,
) -> None:
    """Bring known paths and corridors to within ``target`` of balance, and freight to what it wants then."""
    loose = 1.0 if wanted is None else _LOOSEST
    for _ in range(_ASKED):
        _balance(delay, jam, pairs, sets, shippers, pinned, weight, aim, loose * target, excess, spent)
        if wanted is None:
            return
        enough = max(aim, target)
        moved = aim / wanted.settled * ask(wanted, enough / aim * wanted.settled, jam, pairs, sets, shippers)
        if moved <= enough and loose == 1.0:
            return
        loose = min(max(1.0, _CLOSER * moved / target), _LOOSEST)


def _balance(
    delay: Delay,
    jam: Jam,
    pairs: Pairs,
    sets: Sets,
    shippers: Shippers | None,
    pinned: Pinned | None,
    weight: float,
    aim: float,
    target: float,
    excess: Array,
    spent: Array,
) -> None:
    """Bring known paths, and corridors where shippers choose them, to within ``target`` of balance."""
    _reload(delay, pairs, sets, shippers, jam)
    if shippers is None:
        if _sweep(delay, jam, pairs, sets, target, _SWEEPS, excess, spent) or not jam.turning:
            return
        # Where vehicles come back, sweeps may go to and fro between loads that answer to one direction alone.
        scale = spent.sum() / max(float(pairs.tonnes.sum()), 1e-300) * _PATHS_ALONE
    else:
        scale = shippers.doors / float(shippers.per_usd.mean())
    part, least, met = _SPREAD, _LEAST_SPREAD, np.inf
    for number in range(_TOGETHER):
        if number == _KEEN:
            target = max(target, _NEARLY * aim)
        if together(delay, jam, pairs, sets, shippers, part * scale, _REST * target / weight, pinned):
            part = max(_NARROWER * part, least)
        else:
            if shippers is not None:
                choose(delay, jam, pairs, sets, shippers, 1.0, _IGNORE * target / weight)
            part = min(_WIDER * part, 1.0)
        _reload(delay, pairs, sets, shippers, jam)
        rest = _at_rest(delay, jam, pairs, sets, excess, spent)
        if rest > target:
            before = sets.flow.copy()
            _sweep(delay, jam, pairs, sets, target, _AFTER, excess, spent)
            # A sweep counts what it meets on the way. Where a queue is steep, what few tonnes it moves to and fro
            # change the costs of others after they were met; only delays that stand tell.
            _reload(delay, pairs, sets, shippers, jam)
            swept = _at_rest(delay, jam, pairs, sets, excess, spent)
            if swept > rest:
                sets.flow[:] = before
                _reload(delay, pairs, sets, shippers, jam)
            if min(rest, swept) > target:
                if (
                    part == least and rest > 0.5 * met
                ):  # costs that hardly differ need a spread that is as small
                    least *= _NARROWER
                met = rest
                continue
        if weight * _unrest(jam, pairs, sets, shippers, pinned) <= target:
            return


def _at_rest(delay: Delay, jam: Jam, pairs: Pairs, sets: Sets, excess: Array, spent: Array) -> float:
    """The gap over known paths at delays that stand."""
    sweep(delay, jam, pairs, sets, 0.0, np.inf, excess, spent)
    return worst_gap(excess, spent)


def _sweep(
    delay: Delay, jam: Jam, pairs: Pairs, sets: Sets, target: float, most: int, excess: Array, spent: Array
) -> bool:
    """Sweep until known paths balance, if they do; shifts are halved where ten sweeps in a row gain nothing.

    Shifts of one pair always bring its costs together, but classes that load facilities in unlike units need not
    have a common potential, so progress is watched instead of assumed.
    """
    best, since, damp = np.inf, 0, 1.0
    for _ in range(most):
        sweep(delay, jam, pairs, sets, damp, _IGNORE * target, excess, spent)
        now = worst_gap(excess, spent)
        if now <= target:
            return True
        best, since = (now, 0) if now < best else (best, since + 1)
        if since >= 10 and damp > 0.1:
            damp, since = 0.5 * damp, 0
    return False


def _reload(delay: Delay, pairs: Pairs, sets: Sets, shippers: Shippers | None, jam: Jam) -> None:
    """Loads from path flows and background, anew, so that rounding of single shifts does not add up."""
    if shippers is not None:
        gather(pairs, sets, shippers)
    set_loads(pairs, sets, jam)
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
