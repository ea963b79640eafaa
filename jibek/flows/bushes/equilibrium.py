"""User equilibrium over bushes: arcs that carry the freight of an origin, kept free of circles.

    grow bushes (trees at present delays: also the exact gap)  ->  gap small enough?  done
        ^                                                              |
        +-- shift flow between segments, sweep after sweep  <----------+

No path is kept: memory is the arcs in use and one shortest path tree an origin. One bush after the other: the
result does not depend on how many threads there are.

Method  Algorithm B: Dial (2006); Nie (2010), A class of bush-based algorithms for the traffic assignment problem.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jibek.flows.bushes.bush import Jam, add_arc_flows, no_bushes, reload
from jibek.flows.bushes.growth import grow
from jibek.flows.bushes.shifts import balance
from jibek.flows.problem import AssignmentProblem, Solved, worst_gap
from jibek.flows.turns import lanes_of

# Bushes are balanced to _INNER of the gap asked for, or to _EARLY of the last gap met while arcs are still missing; one
# whose own excess is below _IGNORE of that is left alone. The aim is a little below the gap asked for, since the check
# adds up in another order.
_INNER = 0.2

_EARLY = 0.02

_IGNORE = 0.5

_AIM = 0.9

_SWEEPS = 60

# Growths without a better gap, once it is near what doubles can tell, after which there is no use in going on.
_STALLED = 12


def solve(problem: AssignmentProblem, start: Any, gap: float, most: int) -> Solved:
    """Flows at which no class of a pair gains by another path, as `Solver` says; ``start`` is not used."""
    net, delay, pairs, background = problem.net, problem.delay, problem.pairs, problem.background
    facilities = len(background)
    jam = Jam(
        np.empty(facilities),
        np.empty(facilities),
        np.empty(facilities),
        np.empty_like(net.fixed),
        lanes_of(problem.turns, background),
    )
    excess, spent = np.zeros(problem.rows), np.zeros(problem.rows)
    lost = np.zeros(len(pairs.row), bool)
    bushes = no_bushes(len(pairs.tree_class))
    ways = np.empty((len(pairs.tree_class), net.start.shape[1] - 1), np.int32)
    aim, reached, best, since = _AIM * gap, np.inf, np.inf, 0
    reload(net, delay, jam, pairs, bushes)
    bushes = grow(net, delay, jam, pairs, bushes, ways, True, excess, spent, lost)
    searches = 1
    while searches < most and not lost.any() and since < _STALLED:
        reload(net, delay, jam, pairs, bushes)
        target = max(_INNER * aim, _EARLY * reached if np.isfinite(reached) else 0.0)
        balance(net, delay, jam, pairs, bushes, target, _IGNORE * target, _SWEEPS, excess, spent)
        reload(net, delay, jam, pairs, bushes)
        bushes = grow(net, delay, jam, pairs, bushes, ways, False, excess, spent, lost)
        searches += 1
        reached = worst_gap(excess, spent)
        if reached <= aim:
            break
        best, since = (reached, 0) if reached < best else (best, since + 1)
    flow = np.zeros((problem.rows, len(net.tail)))
    add_arc_flows(pairs, bushes, flow)
    return Solved(flow, reached, searches, reached <= gap, lost, None)
