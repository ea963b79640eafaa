"""What a road network and its trips must be before they are assigned, every fault at once, and what is worth saying."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jibek.flows.road_check import unreachable
from jibek.flows.tntp import lost_problems
from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, refuse
from jibek.sources.formats.roads import RoadInput
from jibek.sources.formats.tntp import TntpNet, TntpTrips

# A delay beyond this leaves no digits for what other links cost.
_MOST_DELAY = 1e150


@dataclass(frozen=True, slots=True)
class Roads:
    """A network and trips that can be assigned, and warnings as the ``--json`` contract has them."""

    net: TntpNet
    trips: TntpTrips
    names: Array
    warnings: tuple[dict[str, Any], ...]


def checked(
    given: RoadInput,
    *,
    toll_factor: float | None = None,
    distance_factor: float | None = None,
    drop_unreachable: bool = False,
) -> Roads:
    """The input as it is assigned; trips that no links join are left out where that is asked for.

    Raises
    ------
    InputError
        ``assign.bad_input``: all faults of both files, links whose cost is negative, loads whose delay has no number,
        pairs of zones that no links join (unless ``drop_unreachable``).
    """
    net, trips = given.net, given.trips
    problems = list(given.problems)
    if net is not None:
        problems += _costs(given, net, toll_factor, distance_factor)
        problems += _saturated(given, net)
        if not drop_unreachable:
            fix = "Add links, remove these trips, or leave them out with --drop-unreachable."
            problems += lost_problems(net, trips, given.trip_file, given.trip_line, given.names, fix)
    files = f"{given.net_file} and {given.trip_file}"
    refuse("assign.bad_input", f"{files} cannot be assigned: {len(problems)} problem(s)", problems)
    assert net is not None
    warnings = _remarks(given, net)
    if drop_unreachable:
        lost = unreachable(net, trips)
        kept = np.delete(np.arange(len(trips.trips)), lost)
        if len(lost):
            said = f"{len(lost)} pair(s) with {trips.trips[lost].sum():g} trips are not joined by links: left out"
            warnings.append(_warning("assign.dropped", said, _pairs(given, trips, lost)))
        trips = replace(
            trips, origin=trips.origin[kept], destination=trips.destination[kept], trips=trips.trips[kept]
        )
    return Roads(net, trips, given.names, tuple(warnings))


def loaded_warnings(roads: Roads, flow: Array) -> tuple[dict[str, Any], ...]:
    """Links that carry more than their capacity, the fullest first."""
    net = roads.net
    ratio = np.where(net.b > 0, flow / np.where(net.b > 0, net.capacity, 1.0), 0.0)
    over = np.flatnonzero(ratio > 1.0)
    over = over[np.argsort(-ratio[over], kind="stable")]
    if not len(over):
        return ()
    said = (
        f"{len(over)} of {len(flow)} links carry more than their capacity, up to {ratio[over[0]]:.2f} times"
    )
    ends = [f"{roads.names[net.tail[i]]} -> {roads.names[net.head[i]]}" for i in over[:20]]
    return (_warning("assign.saturated", said, ends),)


def _remarks(given: RoadInput, net: TntpNet) -> list[dict[str, Any]]:
    found = []
    trips = given.trips
    within = trips.origin == trips.destination
    if within.any():
        said = f"{trips.trips[within].sum():g} trips stay within their zone: left out"
        found.append(
            _warning("assign.within_zone", said, given.names[np.unique(trips.origin[within])].tolist())
        )
    ends, count = np.unique(net.tail * net.nodes + net.head, return_counts=True)
    twice = ends[count > 1]
    if len(twice):
        rows = [f"{given.names[e // net.nodes]} -> {given.names[e % net.nodes]}" for e in twice]
        said = f"{len(twice)} pair(s) of nodes are joined by parallel links: each is kept"
        found.append(_warning("assign.parallel_links", said, rows))
    bare = np.ones(net.nodes, bool)
    bare[net.tail] = bare[net.head] = False
    if bare.any():
        said = f"{int(bare.sum())} node(s) of {net.nodes} have no link"
        found.append(_warning("assign.nodes_without_links", said, given.names[bare].tolist()))
    return found


def _costs(
    given: RoadInput, net: TntpNet, toll_factor: float | None, distance_factor: float | None
) -> list[Problem]:
    tolls = (net.toll_factor if toll_factor is None else toll_factor) * net.toll
    lengths = (net.distance_factor if distance_factor is None else distance_factor) * net.length
    cost = net.free_time + tolls + lengths
    # A negative time is told of where the file is read.
    return [
        Problem(
            "assign.negative_cost",
            given.net_file,
            row=int(given.link_line[i]),
            value=float(cost[i]),
            expected="free-flow time + toll factor * toll + distance factor * length of at least 0",
            fix="Correct the line or the factors.",
        )
        for i in np.flatnonzero((net.free_time >= 0) & (cost < 0))
    ]


def _saturated(given: RoadInput, net: TntpNet) -> list[Problem]:
    """Links whose delay has no number if all trips took them."""
    total = float(given.trips.trips.sum())
    jams = (net.b > 0) & (net.capacity > 0) & (net.power >= 1)
    size = np.where(net.free_time == 0, 1e-6, np.abs(net.free_time)) * np.where(jams, net.b, 1.0)
    exponent = np.where(jams, net.power, 0.0) * np.log10(
        np.maximum(total, 1e-300) / np.where(jams, net.capacity, 1.0)
    )
    worst = exponent + np.log10(np.maximum(size, 1e-300))
    return [
        Problem(
            "assign.saturated",
            given.net_file,
            row=int(given.link_line[i]),
            column="capacity",
            value=float(net.capacity[i]),
            expected=f"a delay below {_MOST_DELAY:g} if all {total:g} trips took the link",
            fix="Correct the capacity or the power.",
        )
        for i in np.flatnonzero(jams & (worst > np.log10(_MOST_DELAY)))
    ]


def _pairs(given: RoadInput, trips: TntpTrips, which: Array) -> list[str]:
    return [f"{given.names[trips.origin[i]]} -> {given.names[trips.destination[i]]}" for i in which]


def _warning(code: str, message: str, rows: list[str]) -> dict[str, Any]:
    return {"code": code, "message": message, "rows": rows}
