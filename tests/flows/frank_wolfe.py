"""A slow second solver: Frank and Wolfe (1956) on the potential of Beckmann et al. (1956), in plain NumPy and SciPy.

Classes whose units per tonne do not depend on the facility have a common potential once a class's cost is divided by
its value of time over its units: the delay then stands in it unweighted.
"""

from __future__ import annotations

import numpy as np
from flow_cases import area
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra


def potential(net, curves, load, free):
    """Beckmann's potential in unit-hours a day: integrals of the delays, and ``free`` hours beside them."""
    return float(area(curves, load / net.capacity_per_day) @ net.capacity_per_day) + free


def free_hours(net, flow):
    """The part of arc flows (class, arc) in the potential that no queue changes."""
    weight = net.units_per_tonne[:, net.facility >= 0][:, 0] / 365.0
    fixed = net.usd_per_tonne + np.outer(net.class_hour_usd, net.fixed_hours)
    return float(np.sum(flow * fixed * (weight / net.class_hour_usd)[:, None]))


def solve(net, curves, demand, *, iterations):
    """Load of each facility, the potential there, and a bound that no feasible flow can be below."""
    states, facilities = len(net.state_index), len(net.capacity_per_day)
    jams = net.facility >= 0
    fixed = net.usd_per_tonne + np.outer(net.class_hour_usd, net.fixed_hours)
    weight = net.units_per_tonne[:, jams][:, 0] / 365.0

    def all_or_nothing(load):
        hours = curves.evaluate(load / net.capacity_per_day)[0]
        out, free = np.zeros(facilities), 0.0
        for k, per_hour in enumerate(net.class_hour_usd):
            cost = fixed[k].copy()
            cost[jams] += per_hour * hours[net.facility[jams]]
            for g in range(len(net.groups)):
                mine = (demand.cls == k) & (demand.group == g)
                is_open = np.flatnonzero(net.open[g])
                at = {(net.tail[a], net.head[a]): a for a in is_open}
                matrix = csr_matrix(
                    (cost[is_open], (net.tail[is_open], net.head[is_open])), shape=(states, states)
                )
                for o in np.unique(demand.origin[mine]):
                    _, before = dijkstra(matrix, indices=o, return_predecessors=True)
                    for i in np.flatnonzero(mine & (demand.origin == o)):
                        s = demand.destination[i]
                        while s != o:
                            a = at[(before[s], s)]
                            free += demand.tonnes[i] * fixed[k, a] * weight[k] / per_hour
                            if net.facility[a] >= 0:
                                out[net.facility[a]] += demand.tonnes[i] * weight[k]
                            s = before[s]
        return out, free

    x, free = all_or_nothing(np.zeros(facilities))
    bound = -np.inf
    for _ in range(iterations):
        y, other = all_or_nothing(x)
        slope = curves.evaluate(x / net.capacity_per_day)[0] @ (y - x) + other - free
        bound = max(bound, potential(net, curves, x, free) + slope)
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = 0.5 * (low + high)
            hours = curves.evaluate((x + middle * (y - x)) / net.capacity_per_day)[0]
            rising = hours @ (y - x) + other - free > 0
            low, high = (low, middle) if rising else (middle, high)
        x, free = x + low * (y - x), free + low * (other - free)
    return x, potential(net, curves, x, free), bound
