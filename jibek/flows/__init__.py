"""Assign demand to paths until no shipper gains by switching.

Reads   network.arcs, network.arc_costs, network.facilities, simulation.curves, demand.tonnes
Writes  flows.arc_flows, flows.facilities
Method  column generation with greedy gradient projection (Jayakrishnan et al., 1994; Xie, Nie and Liu, 2018)

    origin      destination    class      group     tonnes        arc          class      group     tonnes
    CNCHN|gate  KZALA|arrival  container  northern  600      ->   L071:out     container  northern  1000
    CNURC|gate  KZALA|arrival  container  northern  400           ...
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jibek.certificate import Certificate
from jibek.errors import Problem, refuse
from jibek.flows.inputs import FlowDemand, FreightNetwork, check_demand, check_network, state_names
from jibek.network.names import CLASSES

if TYPE_CHECKING:
    from jibek.flows.delay import DelayCurves
    from jibek.flows.memory import Paths

Array = np.ndarray[Any, Any]

DAYS = 365.0

__all__ = ["Assignment", "FlowDemand", "assign", "bottlenecks", "certify", "generalised_cost", "tables_of"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Flows in equilibrium.

    flow: tonnes a year, shape (class, group, arc); load: units a day with background, background: part of it that
    does not choose, container_share: part of the load that carries containers (not a number without load),
    delay_hours: shape (facility,) each; cost: USD per tonne, shape (class, arc).
    gap: relative, the worst of total, classes and groups, by the solver; certificates: by other code.
    iterations: times that shortest paths were searched; demand: what was assigned; paths: start of the next one.
    """

    flow: Array
    load: Array
    background: Array
    container_share: Array
    delay_hours: Array
    cost: Array
    gap: float
    iterations: int
    converged: bool
    certificates: tuple[Certificate, ...]
    demand: FlowDemand
    paths: Paths


def assign(
    network: FreightNetwork,
    curves: DelayCurves,
    demand: FlowDemand,
    *,
    gap: float = 1e-4,
    background: Array | None = None,
    warm: Assignment | None = None,
    max_iterations: int = 60,
    certify: bool = True,
) -> Assignment:
    """User equilibrium of all classes within each group, with delay at facilities.

    A tonne of class k pays on arc a ``usd_per_tonne[k, a] + class_hour_usd[k] * (fixed_hours[a] + delay)``; the delay
    of a facility follows the units a day that all classes and groups bring to it.

    Parameters
    ----------
    network, curves
        As built by the stages before; ``curves.evaluate`` takes the ratio of load to capacity.
    demand
        Tonnes a year between states.
    gap
        Relative gap, (cost paid - cost by shortest paths) / cost paid, to reach in total and by class and group.
    background : shape (facility,)
        Units a day that pass without choosing; absent: none.
    warm
        An earlier result, also of another network with the same ids; its paths start this one.
    max_iterations
        Searches for shortest paths before giving up; the result then says ``converged=False``.
    certify
        Whether ``certificates`` are worked out; it costs more than a warm start, so loops leave it to the last step.

    Raises
    ------
    InputError
        ``flows.bad_demand``, ``flows.bad_network``, ``flows.bad_curve``; ``flows.no_path``: pairs with freight that
        no open arcs join, all of them with origin, destination, class and group.

    References
    ----------
    Wardrop (1952), Some theoretical aspects of road traffic research; Beckmann et al. (1956), Studies in the
    economics of transportation.
    """
    from jibek.flows import equilibrium as eq
    from jibek.flows.delay import from_curves
    from jibek.flows.memory import keep, take_up

    facilities = len(network.capacity_per_day)
    loads = np.zeros(facilities) if background is None else np.array(background, np.float64)
    check_network(network, loads)
    check_demand(network, demand)
    capacity = _usable_capacity(network)
    groups = len(network.groups)
    net = eq.network_arrays(
        network.tail,
        network.head,
        len(network.state_index),
        network.usd_per_tonne + np.outer(network.class_hour_usd, network.fixed_hours),
        network.class_hour_usd,
        np.asarray(network.units_per_tonne) / DAYS,
        network.facility,
        facilities,
        network.open,
    )
    pairs = eq.sorted_pairs(
        np.asarray(demand.cls),
        np.asarray(demand.group),
        np.asarray(demand.origin),
        np.asarray(demand.destination),
        np.asarray(demand.tonnes, dtype=float),
        network.class_hour_usd,
        groups,
    )
    sets = eq.no_sets(len(pairs.row))
    if warm is not None:
        sets = take_up(warm.paths, network, net, pairs, sets)
    rows = len(network.class_hour_usd) * groups
    found = eq.solve(
        net,
        from_curves(curves, capacity),
        pairs,
        rows,
        loads,
        sets,
        gap=gap,
        max_iterations=max_iterations,
    )
    _refuse_lost(network, pairs, found.lost)
    flow = _arc_flows(found.sets, pairs, rows, len(network.tail)).reshape(-1, groups, len(network.tail))
    load, boxes = facility_loads(network, flow, loads)
    hours = np.array(curves.evaluate(load / capacity)[0], dtype=float) if facilities else np.zeros(0)
    result = Assignment(
        flow,
        load,
        loads,
        np.divide(boxes, load, out=np.full(facilities, np.nan), where=load > 0),
        hours,
        generalised_cost(network, hours),
        found.gap,
        found.iterations,
        found.converged,
        (),
        demand,
        keep(network, pairs, found.sets),
    )
    return _certified(network, curves, result, gap) if certify else result


def generalised_cost(network: FreightNetwork, delay_hours: Array) -> Array:
    """USD per tonne by class and arc, shape (class, arc), at delays of shape (facility,)."""
    facility = np.asarray(network.facility)
    jams = facility >= 0
    hours = np.array(network.fixed_hours, dtype=float)
    hours[jams] += np.asarray(delay_hours)[facility[jams]]
    return np.asarray(network.usd_per_tonne) + np.outer(network.class_hour_usd, hours)


def _usable_capacity(network: FreightNetwork) -> Array:
    """Capacity, with 1 where a facility without one has only closed arcs: its load is 0 or background alone."""
    capacity = np.array(network.capacity_per_day, dtype=float)
    return np.where(np.isfinite(capacity) & (capacity > 0), capacity, 1.0)


def _arc_flows(sets: Any, pairs: Any, rows: int, arcs: int) -> Array:
    from jibek.flows.kernels import add_arc_flows

    flow = np.zeros((rows, arcs))
    add_arc_flows(sets, pairs.row, flow)
    return flow


def facility_loads(network: FreightNetwork, flow: Array, background: Array) -> tuple[Array, Array]:
    """Units a day at each facility with background, and the part that carries containers; shape (facility,) each.

    A facility whose ``load_source`` is another one has the load of that one: trains that go out come back.
    """
    facility = np.asarray(network.facility)
    jams = facility >= 0
    units = flow.sum(axis=1) * network.units_per_tonne / DAYS
    by_class = np.array([np.bincount(facility[jams], u[jams], len(background)) for u in units])
    load, boxes = background + by_class.sum(axis=0), by_class[CLASSES.index("container")]
    source = getattr(network, "load_source", None)
    return (load, boxes) if source is None else (load[source], boxes[source])


def tables_of(
    network: FreightNetwork, curves: DelayCurves, assignment: Assignment
) -> dict[str, pd.DataFrame]:
    """``flows.arc_flows`` and ``flows.facilities`` by name, checked against their declarations."""
    from jibek.flows import tables

    return tables.tables(network, curves, assignment)


def bottlenecks(facilities: pd.DataFrame, count: int | None = None) -> pd.DataFrame:
    """Rows of ``flows.facilities``, the fullest first, then by tonne-hours lost; see ``flows.tables.bottlenecks``."""
    from jibek.flows import tables

    return tables.bottlenecks(facilities, count)


def certify(
    arcs: pd.DataFrame, arc_flows: pd.DataFrame, demand: pd.DataFrame, *, gap: float = 1e-4
) -> tuple[Certificate, ...]:
    """Relative gap and node balance worked out again from ``network.arcs``, ``flows.arc_flows``, ``demand.tonnes``."""
    from jibek.flows import certificate

    return certificate.certificates(certificate.measure(arcs, arc_flows, demand), None, gap)


def _certified(network: FreightNetwork, curves: DelayCurves, result: Assignment, gap: float) -> Assignment:
    from dataclasses import replace

    from jibek.flows import certificate
    from jibek.flows.tables import arc_flows, demand_frame

    written = arc_flows(network, result)
    measured = certificate.measure(network.arcs, written, demand_frame(network, result.demand))
    error = certificate.cost_error(network, curves, written, result.background)
    return replace(result, certificates=certificate.certificates(measured, error, gap))


def _refuse_lost(network: FreightNetwork, pairs: Any, lost: Array) -> None:
    from jibek.flows.tables import class_names

    if not lost.any():
        return
    names, classes = state_names(network), class_names(len(network.class_hour_usd))
    tree_of = np.repeat(np.arange(len(pairs.tree_class)), np.diff(pairs.tree_at))
    problems = []
    for i in np.flatnonzero(lost):
        t = tree_of[i]
        ends = f"{names[pairs.tree_origin[t]]} -> {names[pairs.destination[i]]}"
        what = f"{classes[pairs.tree_class[t]]}, {network.groups[pairs.tree_group[t]]}"
        problems.append(
            Problem(
                "flows.no_path",
                "demand.tonnes",
                value=f"{ends} ({what}, {pairs.tonnes[i]:.0f} t a year)",
                expected="a path over arcs open to this group",
                fix="Open a link, or move this freight to another group.",
            )
        )
    refuse("flows.no_path", f"{len(problems)} pair(s) with freight have no open path", problems)
