"""Waits without flows, for routes on a network that no run has loaded.

    rail crossing with a published count of trains     played under those trains: mean and quantiles
    any other that is played train by train            its curve where hardly a train comes
    all else                                           its curve at rest: no queue

Hours of clearance, reloading and until a ship sails are not waits of a queue; they stand on the arcs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek.ground.arrays import Floats
from jibek.simulation.counted import simulate
from jibek.simulation.published import counts
from jibek.simulation.queues import KNOTS, Drawn, Queue, queues_of
from jibek.simulation.told import quantiles_of

if TYPE_CHECKING:
    from jibek.network import Network
    from jibek.record import Facts
    from jibek.scenario import PlayedPart


@dataclass(frozen=True, slots=True)
class Unloaded:
    """hours: mean wait, shape (facility,); quantiles: ``simulation.quantiles`` of the crossings with a published count;
    published: the year of that count by gateway."""

    hours: Floats
    quantiles: pd.DataFrame
    published: dict[str, int]


def unloaded(network: Network, facts: Facts, scenario: PlayedPart) -> Unloaded:
    """Waits at ``network.facilities`` of the days on which nothing is shut, before any flow exists.

    A count of the latest year up to that of the scenario is taken; crossings are played under it in that year.

    Raises
    ------
    InputError
        ``record.unknown_assumption``, ``record.unknown_fact``.
    """
    network = network.usual
    hours = np.array([_at_rest(q) for q in queues_of(network, facts, scenario)], float)
    gateways = network.gateways
    played = gateways.loc[gateways["is_simulated"].astype(bool), "gateway_id"].astype(str)
    latest = {g: max((y for y in counts(facts, g) if y <= scenario.year), default=0) for g in played}
    published = {g: year for g, year in latest.items() if year}
    found = [
        p
        for gateway, year in published.items()
        for p in simulate(facts, network, [gateway], year=year, seed=scenario.seed).played.played.values()
    ]
    where = {str(f): i for i, f in enumerate(network.facilities["facility_id"])}
    for p in found:
        hours[where[p.direction.facility_id]] = float(p.mean("wait_mean")) if p.runs else 0.0
    return Unloaded(hours, quantiles_of(found), published)


def _at_rest(queue: Queue) -> float:
    """Mean hours at the least load that a crossing has a wait at; without load elsewhere."""
    if isinstance(queue, Drawn):
        return float(queue.hours(KNOTS[1:2])[0]) if queue.crossing else 0.0
    return float(queue.hours(KNOTS[:1])[0])
