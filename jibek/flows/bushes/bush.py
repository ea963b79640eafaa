"""Bushes: for each class, group and origin the arcs that its freight uses, without a circle, in the order of travel.

    origin 0      0 -> 1 -> 3        state   0  1  2  3
                  0 -> 2 -> 3        arcs in -  a  b  c d      each with the node it comes from and its flow

Only what carries freight, or has just been found to shorten its way, is in a bush: a few hundred arcs of a network of
tens of thousands, side by side in memory. The arcs into a node stand behind those into every node before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jibek.flows.delay import Delay, evaluate_one
from jibek.flows.turns import Lanes, bring, load_all
from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel

if TYPE_CHECKING:
    from jibek.flows.problem import Net, Pairs


class Jam(NamedTuple):
    """load: units a day; hours: delay; steep: hours per unit a day, shape (facility,); cost: (class, arc) USD a tonne;
    lanes: what comes back.

    Changed in place, together.
    """

    load: Array
    hours: Array
    steep: Array
    cost: Array
    lanes: Lanes


class Bushes(NamedTuple):
    """Nodes of tree t stand at ``node_at[t]:node_at[t + 1]``, its origin first, none before a node that leads to it.

    state: of each node; arcs into node n at ``in_at[n]:in_at[n + 1]``; arc: index in the network; source: the node
    that it comes from; flow: tonnes a year. Arrays are longer than what is used.
    """

    node_at: Array
    state: Array
    in_at: Array
    arc: Array
    source: Array
    flow: Array


def no_bushes(trees: int) -> Bushes:
    """Bushes without a node, for a cold start."""
    return Bushes(
        np.zeros(trees + 1, np.int64),
        np.empty(0, np.int32),
        np.zeros(1, np.int64),
        np.empty(0, np.int32),
        np.empty(0, np.int32),
        np.empty(0),
    )


@kernel(inline="always")
def put(net: Net, delay: Delay, jam: Jam, k: int, a: int, tonnes: float) -> None:
    """Add tonnes of class ``k`` to arc ``a``: its facility's load and delay, and the cost of all arcs that meet it."""
    f = net.facility[a]
    if f < 0:
        return
    more = net.unit[k, a] * tonnes
    other = bring(delay, jam.lanes, jam.load, jam.hours, jam.steep, net.lane[a], net.kind[k], more)
    _set_costs_at(net, jam, f)
    if other >= 0:
        _set_costs_at(net, jam, other)


@kernel(inline="always")
def _set_costs_at(net: Net, jam: Jam, f: int) -> None:
    for j in range(net.of_start[f], net.of_start[f + 1]):
        b = net.of_arc[j]
        for c in range(jam.cost.shape[0]):
            jam.cost[c, b] = net.fixed[c, b] + net.class_hour[c] * jam.hours[f]


@kernel()
def reload(net: Net, delay: Delay, jam: Jam, pairs: Pairs, bushes: Bushes) -> None:
    """Loads from bushes and background, anew, so that rounding of single shifts does not add up."""
    jam.load[:] = jam.lanes.background
    jam.lanes.laden[:] = 0.0
    for t in range(len(pairs.tree_class)):
        k = pairs.tree_class[t]
        for e in range(bushes.in_at[bushes.node_at[t]], bushes.in_at[bushes.node_at[t + 1]]):
            if net.facility[bushes.arc[e]] >= 0:
                add_units(net, jam, k, bushes.arc[e], bushes.flow[e])
    set_delays(net, delay, jam)


@kernel(inline="always")
def add_units(net: Net, jam: Jam, k: int, a: int, tonnes: float) -> None:
    """Add tonnes to the lane of an arc, or to the load where nothing comes back; delays are left as they are."""
    if jam.lanes.reverse[net.lane[a]] >= 0:
        jam.lanes.laden[net.lane[a], net.kind[k]] += net.unit[k, a] * tonnes
    else:
        jam.load[net.facility[a]] += net.unit[k, a] * tonnes


@kernel()
def set_delays(net: Net, delay: Delay, jam: Jam) -> None:
    """Delays and costs of all arcs at the loads, with what comes back."""
    load_all(jam.lanes, jam.load)
    for f in range(len(jam.load)):
        jam.hours[f], jam.steep[f] = evaluate_one(delay, f, jam.load[f])
    for c in range(jam.cost.shape[0]):
        for a in range(jam.cost.shape[1]):
            f = net.facility[a]
            jam.cost[c, a] = net.fixed[c, a]
            if f >= 0:
                jam.cost[c, a] += net.class_hour[c] * jam.hours[f]


@kernel()
def add_arc_flows(pairs: Pairs, bushes: Bushes, out: Array) -> None:
    """Add the flows of bushes to ``out`` (row, arc)."""
    for t in range(len(pairs.tree_class)):
        row = pairs.row[pairs.tree_at[t]]
        for e in range(bushes.in_at[bushes.node_at[t]], bushes.in_at[bushes.node_at[t + 1]]):
            out[row, bushes.arc[e]] += bushes.flow[e]
