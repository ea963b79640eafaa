"""Delay on days on which something is shut: of what waits, and of what is sent elsewhere meanwhile.

A queue of W units that drains at the spare capacity s of the days after it costs W ** 2 / (2 s) unit-days, whoever
bears them (conservation of work). All of it is charged to those who made it, so the days of a period pay for the
queue that they leave behind.

held      L units a day come to a shut gateway for D days: each waits D / 2 days on average until it opens, which is a
          number of the network, and L / s times as long in the queue after it, which is the curve: a straight line
elsewhere the curve of the year, but no steeper than a queue of the period's days grows: at a load above capacity c it
          rises by load - c a day for D days and drains at c - usual load

Loads are over capacity, as everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Floats
from jibek.simulation.smooth import integrate

if TYPE_CHECKING:
    from jibek.network.model import Layers


def bent(
    load: Floats, hours: Floats, slope: Floats, layers: Layers, usual_load: Floats, least_spare: float
) -> tuple[Floats, Floats, Floats]:
    """Knots of the curves of all facilities of a layered network: load, hours and slope, shape (facility, knot) each.

    Parameters
    ----------
    load, hours, slope : (facility of the plain network, knot)
        Of the days on which nothing is shut.
    usual_load : (facility of the plain network,)
        Units a day on those days.
    least_spare
        Part of the capacity that a queue can use at least.
    """
    like = np.asarray(layers.like)
    usual = np.minimum(usual_load / layers.usual.capacity_per_day, 1.0 - least_spare)[like]
    load, hours, slope = load[like], hours[like], slope[like]
    for f in range(len(like)):
        half_hours = 24.0 * float(layers.queue_days[f])
        if layers.held[f]:
            slope[f] = half_hours / (1.0 - usual[f])
            hours[f] = slope[f] * load[f]
        elif layers.period[f] > 0:
            slope[f] = np.minimum(slope[f], half_hours * queue_slope(load[f], float(usual[f])))
            hours[f] = integrate(load[f], slope[f], float(hours[f, 0]))
    return load, hours, slope


def queue_slope(load: Floats, usual: float) -> Floats:
    """How fast the mean delay rises with the load of some days, over half of these days; loads over capacity.

    A fluid that comes at ``load`` > 1 for D days leaves a queue of (load - 1) D, which costs (load - 1) D ** 2 / 2
    while it grows and (load - 1) ** 2 D ** 2 / (2 (1 - usual)) while it drains. Over the load * D that came this is D
    / 2 times (load - 1) (load - usual) / (load (1 - usual)), whose derivative is the result. Up to capacity, where
    only chance makes queues, it is 1, that at capacity.

    Parameters
    ----------
    load : (knot,)
    usual
        Load of the other days, below 1.
    """
    above = np.maximum(load, 1.0)
    return np.asarray((1.0 - usual / above**2) / (1.0 - usual))
