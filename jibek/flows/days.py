"""What comes to gateways and sections day by day, where the year has days on which something is shut.

What waits for an opening comes to the gateway while it is shut and is in the load of the period in which it passes:
here it is counted on the days on which it comes. What a ban keeps off waits before the gateway, and comes to it when it
may pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.assignment import DAYS, turns_of
from jibek.flows.turns import passing
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import BOXED

if TYPE_CHECKING:
    from jibek.flows.model import Assignment
    from jibek.network import Network


@dataclass(frozen=True, slots=True)
class Arrivals:
    """At the facilities of the days on which nothing is shut.

    load: units a day that come, shape (facility,) where all days are alike, else (facility, day of the year);
    container_share: the part that carries containers, same shape, not a number without load; wait_hours: shape
    (facility,), mean over what comes in the year of the delay by its curves, waiting for an opening included.
    """

    load: Array
    container_share: Array
    wait_hours: Array


def arrivals(network: Network, assignment: Assignment) -> Arrivals:
    """What comes to each facility, and how long it waits on average, under assigned flows."""
    layers = network.layers
    load, delay = np.asarray(assignment.load), np.asarray(assignment.delay_hours)
    if layers is None:
        return Arrivals(load, assignment.container_share, delay)
    calendar = layers.calendar
    days = np.array([p.jam_days for p in calendar.periods], float)
    jams = np.array([p.jams for p in calendar.periods])
    passes = ~layers.held
    at = (layers.period[passes], layers.like[passes])
    rate, boxes, waited = np.zeros((3, len(days), len(layers.usual.capacity_per_day)))
    rate[at], waited[at] = load[passes], (load * delay)[passes]
    boxes[at] = np.nan_to_num(load * assignment.container_share)[passes]
    came, waits = (days[:, None] * rate).sum(axis=0), (days[:, None] * waited).sum(axis=0)
    rate, boxes = rate[jams], boxes[jams]
    holds = layers.holds
    for p, stop in dict.fromkeys(zip(holds.period.tolist(), holds.stop.tolist(), strict=True)):
        own = np.flatnonzero((holds.period == p) & (holds.stop == stop))
        first = own[0]
        if not holds.closes[first]:
            continue
        units, boxed = (holds.days[first] * x for x in _held(network, assignment, own))
        queue = np.zeros(len(units))
        queue[holds.facility[own]] = delay[network.facility[holds.arc[own]]]
        waits += units * (24.0 * holds.until_days[first] + queue)
        then = holds.then[first]
        for whole, part in ((rate, units), (boxes, boxed)):
            whole[jams == jams[then]] -= part / days[then]
            whole[p] += part / calendar.periods[p].days
    daily, boxed = (np.maximum(x, 0.0)[np.array(calendar.of_day)].T for x in (rate, boxes))
    return Arrivals(
        daily,
        np.divide(boxed, daily, out=np.full(daily.shape, np.nan), where=daily > 0),
        np.divide(waits, came, out=np.zeros(len(came)), where=came > 0),
    )


def _held(network: Network, assignment: Assignment, own: Array) -> tuple[Array, Array]:
    """Units a day that wait at each facility of the plain network, empties included, and those with containers.

    Over all days of the stop of the holds ``own``; shape (facility,) each.
    """
    assert network.layers is not None
    usual, holds = network.layers.usual, network.layers.holds
    arc = holds.arc[own]
    by_class = assignment.flow.sum(axis=1)[:, arc] * network.units_per_tonne[:, arc] / DAYS
    laden = np.zeros((2 * len(usual.capacity_per_day), len(usual.returns)))
    for kind, units in zip(usual.kind, by_class, strict=True):
        np.add.at(laden[:, kind], 2 * holds.facility[own] + network.side[arc], units)
    by_kind = passing(turns_of(usual), laden).reshape(-1, 2, laden.shape[1]).sum(axis=1)
    return by_kind.sum(axis=1), by_kind[:, usual.kind[BOXED]]
