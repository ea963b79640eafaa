"""By which paths the freight of two places goes over the year.

A path is told on the network of a day on which nothing is shut. That of another day is the one that it copies, and what
waits for an opening counts on the path that it then takes: so the paths of a year with closures can be timed and priced
as those of any other, and their tonnes say what the closures did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.projection.memory import Paths
from jibek.flows.proportional import proportional
from jibek.ground.arrays import Array, Ints
from jibek.ground.trees import graph, trees
from jibek.ground.vocabulary import CORRIDORS
from jibek.network.names import arrival_id, corridor_of, state_id

if TYPE_CHECKING:
    from jibek.flows.model import Assignment
    from jibek.network import Network


@dataclass(frozen=True, slots=True)
class PairPath:
    """arcs: positions in ``network.usual``, in the order of travel; corridor: the first whose freight takes it."""

    corridor: str
    arcs: tuple[int, ...]
    tonnes_per_year: float


def paths_between(
    network: Network,
    assignment: Assignment,
    origin: str,
    destination: str,
    commodity: int,
    corridors: Collection[str],
) -> tuple[PairPath, ...]:
    """The paths with flow from one place to another, those of most tonnes first.

    Parameters
    ----------
    network, assignment
        Of a settled state. Of a solver that keeps no paths, each group's freight is on its path of least cost.
    origin, destination
        Place ids.
    commodity
        Position of the commodity class, all of whose classes of freight count.
    corridors
        Whose freight counts.

    Returns
    -------
    Each path once, with the tonnes of all days of the year; none where no freight goes.
    """
    usual = network.usual
    gate = state_id(origin, "gate")
    arrival = arrival_id(state_id(destination, "gate"))
    if gate not in usual.state_index or arrival not in usual.state_index:
        return ()
    start, end = np.array([usual.state_index[gate]]), usual.state_index[arrival]
    if network.layers is not None:
        start, end = network.layers.state[:, start[0]], int(network.layers.state[0, end])
    of_it = network.commodity == commodity
    kept = assignment.start
    found = (
        _kept(kept, start, end, of_it)
        if isinstance(kept, Paths)
        else _least(network, assignment, start, end, of_it)
    )
    tonnes: dict[tuple[int, ...], float] = {}
    first: dict[tuple[int, ...], int] = {}
    for group, arcs, flow in found:
        corridor = corridor_of(network.groups[group])
        if corridor in corridors:
            path, place = _usual(network, arcs), CORRIDORS.index(corridor)
            tonnes[path] = tonnes.get(path, 0.0) + flow
            first[path] = min(first.get(path, place), place)
    ordered = sorted(tonnes, key=lambda path: (-tonnes[path], path))
    return tuple(PairPath(CORRIDORS[first[path]], path, tonnes[path]) for path in ordered)


def _kept(kept: Paths, start: Ints, end: int, of_it: Array) -> Iterator[tuple[int, Ints, float]]:
    """Group, arcs and tonnes of the paths that a solver kept, divided as ``flows.paths`` has them."""

    def mine(paths: Paths) -> Array:
        ends = np.isin(paths.origin, start) & (paths.destination == end)
        return np.asarray((paths.flow > 0) & ends & of_it[paths.cls])

    same = kept.cls.astype(np.int64) * len(kept.groups) + kept.group
    rows = np.flatnonzero((kept.flow > 0) & np.isin(same, np.unique(same[mine(kept)])))
    # Where each pair of a class and group has one path, there is nothing to divide.
    pair = (same[rows] * len(kept.states) + kept.origin[rows]) * len(kept.states) + kept.destination[rows]
    order = np.argsort(pair, kind="stable")
    twice = order[1:][pair[order][1:] == pair[order][:-1]]
    open_ = np.isin(same[rows], same[rows[twice]])
    for paths in (kept.taken(rows[~open_]), proportional(kept.taken(rows[open_]))):
        for p in np.flatnonzero(mine(paths)):
            yield int(paths.group[p]), paths.arcs[paths.arc_at[p] : paths.arc_at[p + 1]], float(paths.flow[p])


def _least(
    network: Network, assignment: Assignment, start: Ints, end: int, of_it: Array
) -> Iterator[tuple[int, Ints, float]]:
    """Group, arcs of the path of least cost on the loaded network, and tonnes of each row of the demand."""
    wanted = assignment.demand
    here = np.isin(wanted.origin, start) & (np.asarray(wanted.destination) == end) & of_it[wanted.cls]
    for row in np.flatnonzero(here & (np.asarray(wanted.tonnes) > 0)):
        group, root = int(wanted.group[row]), int(wanted.origin[row])
        arcs = graph(network.tail, network.head, len(network.states), network.open[group])
        _, via = trees(arcs, assignment.cost[wanted.cls[row]], np.array([root], np.int32))
        path, at = [], end
        while at != root:
            path.append(int(via[0, at]))
            at = int(network.tail[path[-1]])
        yield group, np.array(path[::-1]), float(wanted.tonnes[row])


def _usual(network: Network, arcs: Ints) -> tuple[int, ...]:
    """The arcs of the plain network that a path copies; what waits before a shut gateway copies none."""
    if network.layers is None:
        return tuple(arcs.tolist())
    names, index = network.arcs["arc_id"].to_numpy(), network.usual.arc_index
    plain = (index.get(str(name).partition("@shut")[0]) for name in names[arcs])
    return tuple(arc for arc in plain if arc is not None)
