"""Freight on the network of the chain: checked, handed to the solver, read back as flows and delays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from jibek.flows import certificate
from jibek.flows.delay import DelayCurves, from_curves
from jibek.flows.frames import arc_flows, demand_frame
from jibek.flows.inputs import (
    Answer,
    Corridors,
    FlowDemand,
    FreightNetwork,
    check_demand,
    check_network,
    state_names,
)
from jibek.flows.model import Assignment
from jibek.flows.problem import AssignmentProblem, Pairs, Shippers, Wanted, network_arrays, sorted_pairs
from jibek.flows.solvers import CHOOSE, SOLVERS, chooses
from jibek.flows.turns import Turns, passing
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.ground.errors import Problem, refuse
from jibek.ground.vocabulary import BOXED
from jibek.network.classes import class_names
from jibek.network.loaded import generalised_cost

DAYS = 365.0


def assign(
    network: FreightNetwork,
    curves: DelayCurves,
    demand: FlowDemand,
    *,
    gap: float = 1e-4,
    background: Array | None = None,
    warm: Assignment | None = None,
    method: str = "projection",
    max_iterations: int = 60,
    certify: bool = True,
    corridors: Corridors | None = None,
    answer: Answer | None = None,
) -> Assignment:
    """User equilibrium of all classes within each group, with delay at facilities, and of shippers over corridors.

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
        An earlier result, also of another network with the same ids; what its solver kept starts this one.
    method
        One of ``solvers.SOLVERS``.
    max_iterations
        Searches for shortest paths before giving up; the result then says ``converged=False``.
    certify
        Whether ``certificates`` are worked out; it costs more than a warm start, so loops leave it to the last step.
    corridors
        Who chooses between corridors and their doors, solved together with the paths; the tonnes of ``demand`` are then
        where to start, and its rows stand for one (origin, destination, class, group) each. Not every method can.
    answer
        What is wanted at the cost of the flows, solved together with them; the tonnes given are where to start, and
        rows of ``demand`` stand for one each. A method that cannot choose corridors does not ask.

    Raises
    ------
    InputError
        ``flows.bad_demand``, ``flows.bad_network``, ``flows.bad_curve``; ``flows.no_path``: pairs with freight that
        no open arcs join, all of them with origin, destination, class and group; ``flows.no_choice``: ``corridors``
        with a method that finds paths alone.

    References
    ----------
    Wardrop (1952), Some theoretical aspects of road traffic research; Beckmann et al. (1956), Studies in the
    economics of transportation.
    """
    if corridors is not None and not chooses(method):
        expected = "a method that chooses corridors: " + ", ".join(sorted(CHOOSE))
        fix = "Leave [flows] method out, or run a scenario that is its own base."
        told = Problem("flows.no_choice", "flows", column="method", value=method, expected=expected, fix=fix)
        refuse("flows.no_choice", f"{method} finds paths alone", [told])
    facilities = len(network.capacity_per_day)
    loads = np.zeros(facilities) if background is None else np.array(background, np.float64)
    check_network(network, loads)
    check_demand(network, demand)
    capacity = usable_capacity(network)
    groups = len(network.groups)
    tonnes = np.array(demand.tonnes, dtype=float)
    wanted = tonnes > 0 if corridors is None else _referred(corridors, len(demand.origin))
    rows = _rows_of_pairs(demand, wanted) if corridors is not None or answer is not None else np.zeros(0, int)
    pairs = sorted_pairs(
        np.asarray(demand.cls),
        np.asarray(demand.group),
        np.asarray(demand.origin),
        np.asarray(demand.destination),
        tonnes,
        network.class_hour_usd,
        groups,
        wanted,
        network.kind,
    )
    problem = AssignmentProblem(
        network_arrays(
            network.tail,
            network.head,
            len(network.state_index),
            network.usd_per_tonne + np.outer(network.class_hour_usd, network.fixed_hours),
            network.class_hour_usd,
            np.asarray(network.units_per_tonne) / DAYS,
            network.facility,
            facilities,
            network.open,
            network.side,
            network.kind,
        ),
        from_curves(curves, capacity),
        pairs,
        np.asarray(network.head),
        np.asarray(network.open),
        loads,
        turns_of(network),
        network.arcs["arc_id"].to_numpy(),
        np.array(state_names(network), dtype=object),
        np.array(network.groups, dtype=object),
        None if corridors is None else _shippers(corridors, rows, len(demand.origin)),
        None if answer is None else _wanted(answer, rows, len(demand.origin), corridors is not None),
        None if corridors is None else corridors.pins,
    )
    start = warm.start if warm is not None and warm.method == method else None
    found = SOLVERS[method](problem, start, gap, max_iterations)
    _refuse_lost(network, problem.pairs, found.lost)
    flow = found.flow.reshape(-1, groups, len(network.tail))
    load, boxes, laden = facility_loads(network, flow, loads)
    hours = np.array(curves.evaluate(load / capacity)[0], dtype=float) if facilities else np.zeros(0)
    shipped = demand
    if corridors is not None and found.chosen is not None:
        shipped = _shipped(demand, corridors, found.chosen)
    elif answer is not None:
        tonnes[rows] = pairs.tonnes
        shipped = replace(demand, tonnes=tonnes)
    result = Assignment(
        flow,
        load,
        laden,
        loads,
        np.divide(boxes, load, out=np.full(facilities, np.nan), where=load > 0),
        hours,
        generalised_cost(network, hours),
        found.gap,
        found.iterations,
        found.converged,
        (),
        shipped,
        method,
        found.start,
        found.chosen,
    )
    return _certified(network, curves, result, gap) if certify else result


def _referred(corridors: Corridors, trips: int) -> Array:
    """Which trips some shipper may use."""
    out = np.zeros(trips, bool)
    out[corridors.trip[corridors.trip >= 0]] = True
    return out


def _shippers(corridors: Corridors, rows: Array, count: int) -> Shippers:
    """Shippers by the solver's numbers of pairs, of which ``rows`` are the trips."""
    number = np.full(count, -1)
    number[rows] = np.arange(len(rows))
    pair = np.where(corridors.trip >= 0, number[np.maximum(corridors.trip, 0)], -1)
    return Shippers(
        corridors.total,
        np.asarray(corridors.at, np.int64),
        pair,
        np.asarray(corridors.corridor, np.int64),
        corridors.worth,
        np.asarray(corridors.door_usd, float),
        corridors.tonnes,
        corridors.land,
        corridors.per_usd,
        corridors.dissimilarity,
        corridors.doors,
        corridors.settled,
    )


def _rows_of_pairs(demand: FlowDemand, wanted: Array) -> Array:
    """The row behind each of the solver's pairs: rows that are ``wanted``, one for each pair, in its order."""
    kept = np.flatnonzero(wanted)
    keys = [np.asarray(k)[kept] for k in (demand.destination, demand.origin, demand.group, demand.cls)]
    return kept[np.lexsort(keys)]


def _wanted(answer: Answer, rows: Array, count: int, choose: bool) -> Wanted:
    """The answer by the solver's numbers of pairs, or of shippers where these choose."""

    def at(cost: Array, settled: float) -> tuple[Array, float]:
        of_row = np.full(count, np.inf)
        of_row[rows] = cost
        tonnes, moved = answer(of_row, settled)
        return (tonnes if choose else tonnes[rows]), moved

    return Wanted(at, answer.settled)


def _shipped(demand: FlowDemand, corridors: Corridors, chosen: Array) -> FlowDemand:
    """The demand with the tonnes that were chosen."""
    used = corridors.trip >= 0
    tonnes = np.bincount(corridors.trip[used], chosen[used], len(demand.origin))
    return replace(demand, tonnes=tonnes)


def usable_capacity(network: FreightNetwork) -> Array:
    """Capacity, with 1 where a facility without one has only closed arcs: its load is 0 or background alone."""
    capacity = np.array(network.capacity_per_day, dtype=float)
    return np.where(np.isfinite(capacity) & (capacity > 0), capacity, 1.0)


def turns_of(network: FreightNetwork) -> Turns:
    """What comes back over each facility of the network."""
    return Turns(np.array(network.reverse, np.int32), np.array(network.returns, np.float64))


def laden_units(network: FreightNetwork, tonnes: Array) -> Array:
    """Laden units a day on each lane by kind of vehicle, (lane, kind), from tonnes a year by (class, arc)."""
    facility = np.asarray(network.facility)
    jams = facility >= 0
    units = tonnes * network.units_per_tonne / DAYS
    lane = 2 * facility + np.asarray(network.side)
    laden = np.zeros((2 * len(network.capacity_per_day), len(network.returns)))
    for kind, u in zip(network.kind, units, strict=True):
        laden[:, kind] += np.bincount(lane[jams], u[jams], len(laden))
    return laden


def facility_loads(network: FreightNetwork, flow: Array, background: Array) -> tuple[Array, Array, Array]:
    """Units a day at each facility: all with background, those of containers, those with freight; (facility,) each.

    All and those of containers include what comes back empty.
    """
    laden, kinds = laden_units(network, flow.sum(axis=1)), len(network.returns)
    by_facility = passing(turns_of(network), laden).reshape(-1, 2, kinds).sum(axis=1)
    with_freight = laden.reshape(-1, 2, kinds).sum(axis=(1, 2))
    return background + by_facility.sum(axis=1), by_facility[:, network.kind[BOXED]], with_freight


def certify(
    arcs: pd.DataFrame, arc_flows: pd.DataFrame, demand: pd.DataFrame, *, gap: float = 1e-4
) -> tuple[Certificate, ...]:
    """Relative gap and node balance worked out again from ``network.arcs``, ``flows.arc_flows``, ``demand.tonnes``."""
    return certificate.certificates(certificate.measure(arcs, arc_flows, demand), None, gap)


def _certified(network: FreightNetwork, curves: DelayCurves, result: Assignment, gap: float) -> Assignment:
    written = arc_flows(network, result)
    measured = certificate.measure(network.arcs, written, demand_frame(network, result.demand))
    error = certificate.cost_error(network, curves, written, result.background)
    return replace(result, certificates=certificate.certificates(measured, error, gap))


def _refuse_lost(network: FreightNetwork, pairs: Pairs, lost: Array) -> None:
    if not lost.any():
        return
    names, classes = state_names(network), class_names(network)
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
