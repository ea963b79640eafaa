"""Check of flows on a road network that shares nothing with the solvers: costs, sums and SciPy's shortest paths.

cost       worked out again from the flows by the formula of the network
gap        (cost paid - cost by shortest paths) / cost paid; at an optimum, of costs to all instead of costs paid
balance    largest difference at a node between what arrives, leaves, starts and ends there
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components, dijkstra

from jibek.ground.arrays import Array
from jibek.sources.formats.tntp import TntpNet, TntpTrips

# Origins whose distances are held at once: 64 rows of 30,000 nodes are 15 MB.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class RoadCheck:
    """gap: relative; balance_error: trips at the worst node; cost_error: relative, of the worst link."""

    gap: float
    balance_error: float
    cost_error: float


def road_check(
    net: TntpNet,
    trips: TntpTrips,
    flow: Array,
    cost: Array,
    toll_factor: float | None = None,
    distance_factor: float | None = None,
    *,
    optimum: bool = False,
) -> RoadCheck:
    """Gap and balance of link flows; the gap counts the cost worked out here, ``cost`` is compared with it.

    Flows below zero or not finite, and trips without a path, have an infinite gap. Factors that are absent are the
    file's. With ``optimum`` the gap is that of the system optimum: a trip counts what it costs all, the delay that it
    adds to others included.
    """
    expected = link_cost(net, flow, toll_factor, distance_factor)
    error = float(np.max(np.abs(cost - expected) / np.maximum(np.abs(expected), 1e-12), initial=0.0))
    between = (trips.origin != trips.destination) & (trips.trips > 0)  # who does not travel needs no path
    o, d, t = trips.origin[between], trips.destination[between], trips.trips[between]
    balance = [[-x] for x in np.bincount(o, t, net.nodes) - np.bincount(d, t, net.nodes)]
    for i, x in enumerate(flow):
        balance[net.tail[i]].append(x)
        balance[net.head[i]].append(-x)
    off = max(abs(math.fsum(cells)) for cells in balance)
    if not np.isfinite(flow).all() or (flow < 0).any():
        return RoadCheck(math.inf, off, error)
    counted = expected + flow * _rise(net, flow) if optimum else expected
    paid = math.fsum(flow * counted)
    least = math.fsum(t * _distances(net, counted, o, d))
    return RoadCheck(relative_gap(paid, least), off, error)


def relative_gap(paid: float, least: float) -> float:
    """(paid - least) / paid; infinite, never a number that passes for small, where one of them is none or nothing is
    paid for what costs something.
    """
    if not (math.isfinite(paid) and math.isfinite(least)):
        return math.inf
    if paid <= 0.0:
        return 0.0 if least <= 0.0 else math.inf
    return (paid - least) / paid


def link_cost(net: TntpNet, flow: Array, toll_factor: float | None, distance_factor: float | None) -> Array:
    """Cost of each link under a flow, shape (link,); a free-flow time of 0 counts as 1e-6."""
    free = np.where(net.free_time == 0, 1e-6, net.free_time)
    delay = np.zeros(len(flow))
    jams = net.b > 0
    delay[jams] = net.b[jams] * (flow[jams] / net.capacity[jams]) ** net.power[jams]
    toll = (net.toll_factor if toll_factor is None else toll_factor) * net.toll
    length = (net.distance_factor if distance_factor is None else distance_factor) * net.length
    return np.asarray(free * (1.0 + delay) + toll + length)


def _rise(net: TntpNet, flow: Array) -> Array:
    """By how much one more trip lengthens each link, shape (link,): the slope of its cost."""
    free = np.where(net.free_time == 0, 1e-6, net.free_time)
    jams = (net.b > 0) & (flow > 0)
    rise = np.zeros(len(flow))
    part = flow[jams] / net.capacity[jams]
    rise[jams] = (net.b * net.power * free / net.capacity)[jams] * part ** (net.power[jams] - 1.0)
    return rise


def unreachable(net: TntpNet, trips: TntpTrips) -> Array:
    """Cells of the trip table with trips that no links join, as indices; trips within a zone need none."""
    states, tail, start = _split(net, trips.origin)
    graph = csr_matrix((np.ones(len(tail)), (tail, net.head)), shape=(states, states))
    count, part = connected_components(graph, directed=True, connection="strong")
    crossing = part[tail] != part[net.head]
    between = csr_matrix(
        (np.ones(int(crossing.sum())), (part[tail][crossing], part[net.head][crossing])), shape=(count, count)
    )
    lost = np.zeros(len(start), bool)
    for first in np.unique(part[start]):
        mine = np.flatnonzero(part[start] == first)
        reached = np.zeros(count, bool)
        reached[breadth_first_order(between, first, return_predecessors=False)] = True
        lost[mine] = ~reached[part[trips.destination[mine]]]
    return np.flatnonzero(lost & (trips.origin != trips.destination) & (trips.trips > 0))


def _split(net: TntpNet, origin: Array) -> tuple[int, Array, Array]:
    """States, the state that each link leaves, and the state that each trip starts from.

    Zones that are not passed through have a state for those that set out and one for those that arrive.
    """
    tail = np.where(net.tail < net.first_thru, net.nodes + net.tail, net.tail)
    start = np.where(origin < net.first_thru, net.nodes + origin, origin)
    return net.nodes + net.first_thru, tail, start


def _distances(net: TntpNet, cost: Array, origin: Array, destination: Array) -> Array:
    """Least cost of each pair."""
    states, tail, start = _split(net, origin)
    order = np.lexsort((cost, net.head, tail))  # of parallel links the cheapest comes first and counts
    ends = np.stack([tail[order], net.head[order]])
    kept = order[np.append(True, (np.diff(ends) != 0).any(axis=0))[: len(order)]]
    row = np.zeros(states + 1, np.int32)
    np.cumsum(np.bincount(tail[kept], minlength=states), out=row[1:])
    graph = csr_matrix((cost[kept], net.head[kept].astype(np.int32), row), shape=(states, states))
    origins, at = np.unique(start, return_inverse=True)
    least = np.empty(len(start))
    for first in range(0, len(origins), _AT_ONCE):
        dist = np.atleast_2d(dijkstra(graph, indices=origins[first : first + _AT_ONCE]))
        mine = np.flatnonzero((at >= first) & (at < first + _AT_ONCE))
        least[mine] = dist[at[mine] - first, destination[mine]]
    return least
