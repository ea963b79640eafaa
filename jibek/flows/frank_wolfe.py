"""User equilibrium by all-or-nothing loadings and a step between them: slow at the end, simple, no memory of paths.

Method  bi-conjugate Frank-Wolfe: Mitradjieva and Lindberg (2013), The stiff is moving: conjugate direction Frank-Wolfe
        methods with applications to traffic assignment, Transportation Science 47: 280-293. The step is where the cost
        of going on changes sign, which needs no common potential of the classes.
        msa, successive averages: the n-th loading gets the share 1 / n (Powell and Sheffi, 1982).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.flows.problem import AssignmentProblem, Solved, worst_gap
from jibek.flows.trees import tree_of
from jibek.flows.turns import loads
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

if TYPE_CHECKING:
    from jibek.flows.problem import Net, Pairs

_HALVINGS = 40  # of the step: its end is known to 1e-12 of its length

_MOST_OLD = 0.99  # share of earlier points; a direction of old points alone would not see the new loading


def solve(problem: AssignmentProblem, start: Any, gap: float, most: int) -> Solved:
    """Flows at which no class of a pair gains by another path, as `Solver` says; ``start`` is not used."""
    return _iterate(problem, gap, most, averages=False)


def solve_msa(problem: AssignmentProblem, start: Any, gap: float, most: int) -> Solved:
    """The same by successive averages."""
    return _iterate(problem, gap, most, averages=True)


def _iterate(problem: AssignmentProblem, gap: float, most: int, *, averages: bool) -> Solved:
    flow, _, lost = _loaded(problem, _cost(problem, problem.background))
    if lost.any():
        return Solved(flow, np.inf, 1, False, lost, None)
    reached, searches = np.inf, 1
    points: list[Array] = []  # where earlier directions led, the last first
    step = 0.0
    while searches < most:
        cost = _cost(problem, _loads(problem, flow))
        shortest, least, _ = _loaded(problem, cost)
        searches += 1
        paid = _by_row(problem, flow, cost)
        reached = worst_gap(np.maximum(paid - least, 0.0), paid)
        if reached <= gap:
            break
        if averages:
            flow = flow + (shortest - flow) / searches
            continue
        goal = _goal(problem, flow, shortest, points, step)
        step = _step(problem, flow, goal - flow)
        if step <= 0.0 and points:
            points, goal = [], shortest
            step = _step(problem, flow, goal - flow)
        flow = flow + step * (goal - flow)
        # A whole step ends where it led: that point no longer shows a direction.
        points = [] if step > 1.0 - 1e-9 else [goal, *points[:1]]
    return Solved(flow, reached, searches, reached <= gap, lost, None)


def _goal(
    problem: AssignmentProblem, flow: Array, shortest: Array, points: list[Array], step: float
) -> Array:
    """Where to go: the loading and up to two earlier points, so that curvature joins it to no earlier direction."""
    if not points:
        return shortest
    here = _loads(problem, flow)
    steep = problem.delay.evaluate(here)[1]
    last, now = _loads(problem, points[0]) - here, _loads(problem, shortest) - here
    bent = float(last @ (steep * last))
    if bent <= 0.0:
        return shortest
    if len(points) == 1:
        share = -float(last @ (steep * now)) / bent
        share = share / (1.0 + share) if share > 0 else 0.0
        share = min(share, _MOST_OLD)
        return share * points[0] + (1.0 - share) * shortest
    older = _loads(problem, points[1]) - here
    mixed = step * last + (1.0 - step) * older
    across = float(mixed @ (steep * (older - last)))
    mu = max(0.0, -float(mixed @ (steep * now)) / across) if across != 0.0 else 0.0
    nu = max(0.0, -float(last @ (steep * now)) / bent + mu * step / (1.0 - step))
    whole = 1.0 + mu + nu
    if (mu + nu) / whole > _MOST_OLD:
        return shortest
    return (shortest + nu * points[0] + mu * points[1]) / whole


def _laden(problem: AssignmentProblem, flow: Array) -> Array:
    """Units a day on each lane by kind, shape (lane, kind)."""
    net, kinds = problem.net, len(problem.turns.returns)
    jams = net.facility >= 0
    by_class = flow.reshape(len(net.class_hour), -1, flow.shape[1]).sum(axis=1)
    at = net.lane[jams] * kinds + net.kind[:, None]
    size = len(problem.turns.reverse) * kinds
    return np.bincount(at.ravel(), (by_class * net.unit)[:, jams].ravel(), size).reshape(-1, kinds)


def _loads(problem: AssignmentProblem, flow: Array) -> Array:
    """Units a day at each facility, shape (facility,)."""
    return loads(problem.turns, _laden(problem, flow), problem.background)


def _cost(problem: AssignmentProblem, load: Array) -> Array:
    """USD per tonne by class and arc at loads in units a day."""
    net = problem.net
    hours = np.append(problem.delay.evaluate(load)[0], 0.0)[net.facility]
    return np.asarray(net.fixed + np.outer(net.class_hour, hours))


def _by_row(problem: AssignmentProblem, flow: Array, cost: Array) -> Array:
    """USD a year of each class and group, shape (row,)."""
    of_row = np.repeat(cost, len(problem.groups), axis=0)
    return np.asarray((flow * np.where(flow > 0, of_row, 0.0)).sum(axis=1))


def _loaded(problem: AssignmentProblem, cost: Array) -> tuple[Array, Array, Array]:
    """All tonnes on shortest paths: flow (row, arc), cost by row, pairs that nothing joins."""
    flow, least = np.zeros((problem.rows, len(problem.net.tail))), np.zeros(problem.rows)
    lost = np.zeros(len(problem.pairs.row), bool)
    _load_all(problem.net, problem.pairs, np.ascontiguousarray(cost), flow, least, lost)
    return flow, least, lost


@kernel()
def _load_all(net: Net, pairs: Pairs, cost: Array, flow: Array, least: Array, lost: Array) -> None:
    """As `_loaded`, into ``flow``, ``least`` and ``lost``."""
    states = net.start.shape[1] - 1
    dist, pred = np.empty(states), np.empty(states, np.int32)
    heap, place = np.empty(states, np.int32), np.empty(states, np.int32)
    wanted = np.zeros(states, np.bool_)
    for t in range(len(pairs.tree_class)):
        here = pairs.tree_origin[t]
        tree_of(net, pairs, t, cost, wanted, dist, pred, heap, place)
        for i in range(pairs.tree_at[t], pairs.tree_at[t + 1]):
            s = pairs.destination[i]
            if not np.isfinite(dist[s]):
                lost[i] = True
                continue
            row = pairs.row[i]
            least[row] += pairs.tonnes[i] * dist[s]
            while s != here:
                flow[row, pred[s]] += pairs.tonnes[i]
                s = net.tail[pred[s]]


def _step(problem: AssignmentProblem, flow: Array, way: Array) -> float:
    """How far to go: where the cost of going on turns from a gain to a loss; 0 where it is a loss at once."""
    net = problem.net
    by_class = way.reshape(len(net.class_hour), -1, way.shape[1]).sum(axis=1)
    fixed = float((np.where(by_class != 0, net.fixed, 0.0) * by_class).sum())
    jams = net.facility >= 0
    worth = (by_class * net.class_hour[:, None]).sum(axis=0)
    weight = np.bincount(net.facility[jams], worth[jams], len(problem.background))
    laden, more = _laden(problem, flow), _laden(problem, way)

    def gains(at: float) -> bool:
        load = loads(problem.turns, np.maximum(laden + at * more, 0.0), problem.background)
        return fixed + float(weight @ problem.delay.evaluate(load)[0]) <= 0

    low, high = 0.0, 1.0
    if gains(high):
        return high
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if gains(middle) else (low, middle)
    return low
