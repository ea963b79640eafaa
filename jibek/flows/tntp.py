"""Equilibrium on a road network of the assignment literature, by the same solver as freight.

    cost = free time * (1 + b * (flow / capacity) ** power) + toll_factor * toll + distance_factor * length

Every link is a facility; one class, one group; a trip is a unit. Zones below the first node that may be passed
are split in two states: links leave one, links reach the other, so no path leads through.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.flows.certificate import road_check
from jibek.flows.delay import from_power
from jibek.flows.problem import AssignmentProblem, Pairs, Solved, network_arrays, sorted_pairs
from jibek.flows.solvers import SOLVERS
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.sources.formats.tntp import TntpNet, TntpTrips


@dataclass(frozen=True, slots=True)
class TntpAssignment:
    """flow, cost: by link, in the order of the network; gap and balance_error: from the independent check.

    objective: sum over links of cost integrated over flow (Beckmann et al., 1956).
    """

    flow: Array
    cost: Array
    gap: float
    balance_error: float
    objective: float
    iterations: int
    converged: bool


def assign_tntp(
    net: TntpNet,
    trips: TntpTrips,
    gap: float = 1e-6,
    *,
    toll_factor: float | None = None,
    distance_factor: float | None = None,
    least_free_time: float = 1e-6,
    method: str = "projection",
    max_iterations: int = 200,
) -> TntpAssignment:
    """User equilibrium of trips on a TNTP network.

    Parameters
    ----------
    gap
        Relative gap to reach, (cost paid - cost by shortest paths) / cost paid.
    toll_factor, distance_factor
        Absent: the file's, else 0.
    least_free_time
        A free-flow time below it counts as it. Braess' network has links of 1e-8 that matter by their slope
        alone: pass 0 there.
    method
        One of ``solvers.SOLVERS``.

    Raises
    ------
    InputError
        ``flows.no_path``: trips between zones that no links join, all listed; ``flows.unknown_index``: a zone that
        the network lacks.
    """
    _refuse_unknown(net, trips)
    scale, power, fixed = _costs(net, toll_factor, distance_factor, least_free_time)
    links = len(net.tail)
    leaves = np.where(net.tail < net.first_thru, net.tail + net.nodes, net.tail)
    within = trips.origin == trips.destination
    one = np.zeros(len(trips.trips), np.int64)
    starts = np.where(trips.origin < net.first_thru, trips.origin + net.nodes, trips.origin)
    is_open = np.ones((1, links), bool)
    problem = AssignmentProblem(
        network_arrays(
            leaves,
            net.head,
            2 * net.nodes,
            fixed[None, :],
            np.ones(1),
            np.ones((1, links)),
            np.arange(links),
            links,
            is_open,
        ),
        from_power(scale, power, np.where(scale > 0, net.capacity, 1.0)),
        sorted_pairs(one, one, starts, trips.destination, np.where(within, 0.0, trips.trips), np.ones(1), 1),
        net.head,
        is_open,
        np.zeros(links),
        np.arange(links),
        np.arange(2 * net.nodes),
        np.zeros(1, np.int64),
    )
    found = SOLVERS[method](problem, None, gap, max_iterations)
    _refuse_lost(net, problem.pairs, found.lost)
    return _result(net, trips, found, scale, power, fixed)


def _costs(
    net: TntpNet, toll_factor: float | None, distance_factor: float | None, least: float
) -> tuple[Array, Array, Array]:
    """Scale and power of the delay, and fixed cost, by link: ``scale * (flow / capacity) ** power + fixed``."""
    free = np.maximum(net.free_time, least)
    scale, power = free * net.b, net.power.copy()
    # A power of zero makes the delay a constant.
    flat = power == 0
    constant = np.where(flat, scale, 0.0)
    scale[flat], power[flat] = 0.0, 1.0
    tolls = (net.toll_factor if toll_factor is None else toll_factor) * net.toll
    lengths = (net.distance_factor if distance_factor is None else distance_factor) * net.length
    return scale, power, free + constant + tolls + lengths


def _result(
    net: TntpNet, trips: TntpTrips, found: Solved, scale: Array, power: Array, fixed: Array
) -> TntpAssignment:
    flow = found.flow
    ratio = flow[0] / np.where(scale > 0, net.capacity, 1.0)
    cost = fixed + scale * ratio**power
    objective = float(np.sum(flow[0] * (fixed + scale * ratio**power / (power + 1.0))))
    gap, balance = road_check(net, trips, flow[0], cost)
    return TntpAssignment(flow[0], cost, gap, balance, objective, found.iterations, found.converged)


def _refuse_unknown(net: TntpNet, trips: TntpTrips) -> None:
    refuse(
        "flows.unknown_index",
        "trips name zones that the network lacks",
        [
            Problem(
                "flows.unknown_index",
                "trips",
                row=int(i),
                column=column,
                value=int(zones[i]) + 1,
                expected=f"a zone from 1 to {net.zones}",
                fix="Use the trips of this network.",
            )
            for column, zones in (("origin", trips.origin), ("destination", trips.destination))
            for i in np.flatnonzero((zones < 0) | (zones >= net.zones))
        ],
    )


def _refuse_lost(net: TntpNet, pairs: Pairs, lost: Array) -> None:
    tree_of = np.repeat(np.arange(len(pairs.tree_class)), np.diff(pairs.tree_at))
    origin = pairs.tree_origin[tree_of] % net.nodes
    refuse(
        "flows.no_path",
        f"{int(lost.sum())} pair(s) with trips are not joined by links",
        [
            Problem(
                "flows.no_path",
                "trips",
                value=f"{origin[i] + 1} -> {pairs.destination[i] + 1}",
                expected="a path",
                fix="Add links or remove these trips.",
            )
            for i in np.flatnonzero(lost)
        ],
    )
