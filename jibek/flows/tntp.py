"""Equilibrium on a road network of the assignment literature, by the same solvers as freight.

    cost = free time * (1 + b * (flow / capacity) ** power) + toll_factor * toll + distance_factor * length

Every link is a facility; one class, one group; a trip is a unit. Zones below the first node that may be passed
are split in two states: links leave one, links reach the other, so no path leads through. A free-flow time of 0 counts
as 1e-6, a positive one stands: Braess' network has links of 1e-8 that matter by their slope alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from jibek.flows.delay import from_power
from jibek.flows.problem import AssignmentProblem, network_arrays, sorted_pairs
from jibek.flows.road_check import road_check, unreachable
from jibek.flows.solvers import SOLVERS
from jibek.flows.turns import no_turns
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.sources.formats.tntp import TntpNet, TntpTrips

_ZERO_TIME = 1e-6

ROUNDING = 1e-13  # of sums over some thousand links, between the solver's gap and that of the check


@dataclass(frozen=True, slots=True)
class RoadFlows:
    """What a solver found: flow, cost: by link, in the order of the network; gap: by the solver's own sums.

    objective: sum over links of cost integrated over flow (Beckmann et al., 1956), at an optimum of cost times flow,
    which is what each has least. iterations: searches for shortest paths. cpu_s: of the solver alone, compilation left
    out.
    """

    flow: Array
    cost: Array
    gap: float
    objective: float
    iterations: int
    converged: bool
    cpu_s: float


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
    method
        One of ``solvers.SOLVERS``.

    Raises
    ------
    InputError
        ``flows.no_path``: trips between zones that no links join, all listed; ``flows.unknown_index``: a zone that
        the network lacks.
    """
    _refuse_unknown(net, trips)
    refuse("flows.no_path", "trips are not joined by links", lost_problems(net, trips))
    found = solve_road(
        net,
        trips,
        gap,
        toll_factor=toll_factor,
        distance_factor=distance_factor,
        method=method,
        max_iterations=max_iterations,
    )
    checked = road_check(net, trips, found.flow, found.cost, toll_factor, distance_factor)
    return TntpAssignment(
        found.flow,
        found.cost,
        checked.gap,
        checked.balance_error,
        found.objective,
        found.iterations,
        found.converged and -ROUNDING <= checked.gap <= gap + ROUNDING,
    )


def solve_road(
    net: TntpNet,
    trips: TntpTrips,
    gap: float,
    *,
    toll_factor: float | None = None,
    distance_factor: float | None = None,
    method: str,
    max_iterations: int,
    optimum: bool = False,
) -> RoadFlows:
    """Flows as a solver leaves them, unchecked; every pair must be joined by links. Arguments as `assign_tntp`.

    With ``optimum`` the flows are those of least total cost: the equilibrium of trips that pay what they cost all, flow
    times the slope of the cost besides the cost itself (Beckmann et al., 1956). For a power law that is the same law,
    its delay times power + 1. ``cost`` stays what a trip pays itself, ``gap`` is measured at what is minimised.
    """
    began = time.process_time()
    scale, power, fixed = _costs(net, toll_factor, distance_factor)
    problem = _problem(net, trips, scale * (power + 1.0) if optimum else scale, power, fixed)
    found = SOLVERS[method](problem, None, gap, max_iterations)
    flow = found.flow[0]
    congestion = scale * (flow / np.where(scale > 0, net.capacity, 1.0)) ** power
    return RoadFlows(
        flow,
        fixed + congestion,
        found.gap,
        float(np.sum(flow * (fixed + congestion / (1.0 if optimum else power + 1.0)))),
        found.iterations,
        found.converged,
        time.process_time() - began,
    )


def lost_problems(
    net: TntpNet,
    trips: TntpTrips,
    where: str = "trips",
    line: Array | None = None,
    names: Array | None = None,
    fix: str = "Add links or remove these trips.",
) -> list[Problem]:
    """One problem for each cell of the trip table that no links join."""
    lost = unreachable(net, trips)
    names = np.arange(1, net.nodes + 1) if names is None else names
    return [
        Problem(
            "flows.no_path",
            where,
            row=None if line is None else int(line[i]),
            value=f"{names[trips.origin[i]]} -> {names[trips.destination[i]]}",
            message=f"{trips.trips[i]:g} trips",
            expected="a path of links",
            fix=fix,
        )
        for i in lost
    ]


def _problem(net: TntpNet, trips: TntpTrips, scale: Array, power: Array, fixed: Array) -> AssignmentProblem:
    links, states = len(net.tail), net.nodes + net.first_thru
    leaves = np.where(net.tail < net.first_thru, net.tail + net.nodes, net.tail)
    starts = np.where(trips.origin < net.first_thru, trips.origin + net.nodes, trips.origin)
    within = trips.origin == trips.destination
    one = np.zeros(len(trips.trips), np.int64)
    is_open = np.ones((1, links), bool)
    return AssignmentProblem(
        network_arrays(
            leaves,
            net.head,
            states,
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
        no_turns(links),
        np.arange(links),
        np.arange(states),
        np.zeros(1, np.int64),
    )


def _costs(
    net: TntpNet, toll_factor: float | None, distance_factor: float | None
) -> tuple[Array, Array, Array]:
    """Scale and power of the delay, and fixed cost, by link: ``scale * (flow / capacity) ** power + fixed``."""
    free = np.where(net.free_time == 0, _ZERO_TIME, net.free_time)
    scale = free * net.b
    tolls = (net.toll_factor if toll_factor is None else toll_factor) * net.toll
    lengths = (net.distance_factor if distance_factor is None else distance_factor) * net.length
    return scale, np.where(scale > 0, net.power, 1.0), free + tolls + lengths


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
