"""User equilibrium by all-or-nothing loadings and a step between them: slow at the end, simple, no memory of paths.

Method  Frank and Wolfe (1956); the step is where the cost of going on changes sign, which needs no common potential of
        the classes (LeBlanc, Morlok and Pierskalla, 1975, Transportation Research 9: 309-318, for one class)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jibek.flows.problem import AssignmentProblem, Solved, worst_gap
from jibek.ground.arrays import Array
from jibek.ground.trees import Graph, trees

_HALVINGS = 40  # of the step: its end is known to 1e-12 of its length


def solve(problem: AssignmentProblem, start: Any, gap: float, most: int) -> Solved:
    """Flows at which no class of a pair gains by another path, as `Solver` says; ``start`` is not used."""
    flow, _, lost = _loaded(problem, _cost(problem, problem.background))
    if lost.any():
        return Solved(flow, np.inf, 1, False, lost, None)
    reached, searches = np.inf, 1
    while searches < most:
        cost = _cost(problem, _loads(problem, flow))
        shortest, least, _ = _loaded(problem, cost)
        searches += 1
        paid = _by_row(problem, flow, cost)
        reached = worst_gap(np.maximum(paid - least, 0.0), paid)
        if reached <= gap:
            break
        flow = flow + _step(problem, flow, shortest - flow) * (shortest - flow)
    return Solved(flow, reached, searches, reached <= gap, lost, None)


def _loads(problem: AssignmentProblem, flow: Array) -> Array:
    """Units a day at each facility, shape (facility,)."""
    net = problem.net
    jams = net.facility >= 0
    by_class = flow.reshape(len(net.class_hour), -1, flow.shape[1]).sum(axis=1)
    units = (by_class * net.unit).sum(axis=0)
    brought = np.bincount(net.facility[jams], units[jams], len(problem.background))
    return np.asarray(problem.background + brought)


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
    net, pairs, groups = problem.net, problem.pairs, len(problem.groups)
    flow, least = np.zeros((problem.rows, len(net.tail))), np.zeros(problem.rows)
    lost = np.zeros(len(pairs.row), bool)
    for t in range(len(pairs.tree_class)):
        k, g, origin = int(pairs.tree_class[t]), int(pairs.tree_group[t]), int(pairs.tree_origin[t])
        row, end = k * groups + g, int(net.offset[g] + net.start[g, -1])
        graph = Graph(net.start[g], net.arc[net.offset[g] : end], net.to[net.offset[g] : end])
        dist, pred = trees(graph, cost[k], np.array([origin]))
        for i in range(int(pairs.tree_at[t]), int(pairs.tree_at[t + 1])):
            state = int(pairs.destination[i])
            lost[i] = not np.isfinite(dist[0, state])
            if lost[i]:
                continue
            least[row] += pairs.tonnes[i] * dist[0, state]
            while state != origin:
                arc = int(pred[0, state])
                flow[row, arc] += pairs.tonnes[i]
                state = int(net.tail[arc])
    return flow, least, lost


def _step(problem: AssignmentProblem, flow: Array, way: Array) -> float:
    """How far to go: where the cost of going on turns from a gain to a loss."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        cost = np.repeat(_cost(problem, _loads(problem, flow + middle * way)), len(problem.groups), axis=0)
        rising = float((np.where(way != 0, cost, 0.0) * way).sum()) > 0
        low, high = (low, middle) if rising else (middle, high)
    return low
