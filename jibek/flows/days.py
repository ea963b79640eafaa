"""What comes to gateways and sections day by day, where the year has days on which something is shut.

What waits for an opening comes to the gateway while it is shut and is in the load of the period in which it passes:
here it is counted on the days on which it comes. What a ban keeps off waits before the gateway, and comes to it when it
may pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.assignment import DAYS
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
    source = np.asarray(layers.usual.load_source)
    boxes = np.nan_to_num(load * assignment.container_share)
    held, held_boxes = _held(network, assignment)
    calendar = layers.calendar
    size, periods = len(source), len(calendar.periods)
    days = np.array([p.jam_days for p in calendar.periods], float)
    own_days = np.array([p.days for p in calendar.periods], float)
    jams = np.array([p.jams for p in calendar.periods])
    passing = ~layers.held
    rate, boxed, waited = np.zeros((3, periods, size))
    at = (layers.period[passing], layers.like[passing])
    rate[at], boxed[at] = load[passing], boxes[passing]
    came = (days[:, None] * rate).sum(axis=0)
    waited[at] = load[passing] * delay[passing]
    waits = (days[:, None] * waited).sum(axis=0)
    rate, boxed = rate[jams], boxed[jams]
    holds = layers.holds
    for h in np.flatnonzero(holds.closes):
        p, f = holds.period[h], holds.facility[h]
        units = held[h] * holds.days[h]
        mine = (f == source) | (np.arange(size) == f)
        waits[mine] += units * (24.0 * holds.until_days[h] + delay[network.facility[holds.arc[h]]])
        later = jams == jams[holds.then[h]]
        for whole, part in ((rate, units), (boxed, held_boxes[h] * holds.days[h])):
            whole[np.ix_(later, mine)] -= part / days[holds.then[h]]
            whole[p, mine] += part / own_days[p]
    rate = np.maximum(rate, 0.0)[np.array(calendar.of_day)].T
    boxed = np.maximum(boxed, 0.0)[np.array(calendar.of_day)].T
    return Arrivals(
        rate,
        np.divide(boxed, rate, out=np.full(rate.shape, np.nan), where=rate > 0),
        np.divide(waits, came, out=np.zeros(size), where=came > 0),
    )


def _held(network: Network, assignment: Assignment) -> tuple[Array, Array]:
    """Units a day that each arc of ``layers.holds`` holds, over all days of its stop, and those with containers."""
    assert network.layers is not None
    arc = network.layers.holds.arc
    by_class = assignment.flow.sum(axis=1)[:, arc] * network.units_per_tonne[:, arc] / DAYS
    return by_class.sum(axis=0), by_class[BOXED]
