"""Which corridor freight takes: constants that meet published splits, the nested logit, trade moving tonnes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from jibek.demand.choice import choose, fit_constants
from jibek.demand.doors import Doors
from jibek.demand.model import Constants, Need
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.ground.vocabulary import CORRIDORS

if TYPE_CHECKING:
    from jibek.demand.model import Total
    from jibek.demand.trips import Trips

# Corridors in the land nest.
LAND = np.array([c != "sea" for c in CORRIDORS])


def pivot(total: Total, trips: Trips, cost: Array, start: Constants | None = None) -> Constants:
    """Constants of corridors, doors and classes, so that the tonnes that the pivots count equal their targets.

    Parameters
    ----------
    cost
        shape (way,), generalised cost in USD per tonne; ``inf`` where closed.
    start
        Constants to start from: fewer steps when the cost has moved little.
    """
    of_corridor, share = trips.choose(cost, total.steep)
    systematic = _systematic(total, of_corridor)
    target = _targets(total, systematic)
    shape = len(target), len(LAND)
    doors = Doors.of(total.door_carries, total.door_counts, trips.pair, trips.corridor, shape, total.doors)
    value = fit_constants(
        systematic,
        total.pairs.tonnes,
        LAND,
        total.dissimilarity,
        total.carries,
        total.counts,
        target,
        None if start is None else start.value,
        doors=doors.having(share),
    ).constants
    need = _chosen(total, trips, cost, value)
    model = _counted(total.counts, need.tonnes, len(target)) + _counted(
        total.door_counts, need.ways, len(target)
    )
    error = float(np.abs(model / target - 1.0).max())
    certificate = Certificate(
        "demand", "pivots_met", error, 1e-6, "constants are found to 1e-10; shares are recomputed from them"
    )
    return Constants(value, target, model, error, certificate)


def _counted(counts: Array, tonnes: Array, number: int) -> Array:
    """Tonnes by what they count for, (number,)."""
    return np.bincount(np.where(counts < 0, number, counts).ravel(), tonnes.ravel(), number + 1)[:-1]


def door_usd(total: Total, trips: Trips, value: Array) -> Array:
    """What the door of each way is worth by its constant, (way,) USD per tonne; ``value``: of constants (pivot,)."""
    return np.append(value, 0.0)[total.door_carries] / total.per_usd[trips.pair]


def split(total: Total, trips: Trips, cost: Array, constants: Constants) -> Need:
    """Tonnes by corridor and door at the given cost: the incremental nested logit.

    Parameters
    ----------
    cost
        shape (way,), generalised cost in USD per tonne; ``inf`` where closed.
    """
    return _chosen(total, trips, cost, constants.value)


def _chosen(total: Total, trips: Trips, cost: Array, value: Array) -> Need:
    of_corridor, door = trips.choose(cost - door_usd(total, trips, value), total.steep)
    utility = _systematic(total, of_corridor) + np.append(value, 0.0)[total.carries]
    shares, inclusive = choose(utility, LAND, total.dissimilarity)
    tonnes = shares * total.pairs.tonnes[:, None]
    return Need(tonnes, trips.of_ways(tonnes) * door, -inclusive / total.per_usd)


def worth(total: Total, constants: Constants) -> Array:
    """Utility of each corridor but for cost and door of its path, shape (pair, corridor): access and constant."""
    return np.append(constants.value, 0.0)[total.carries] - total.per_usd[:, None] * total.pairs.access_usd


def scale(total: Total, base: Total, trade_ratio: Array) -> Total:
    """The base's tonnes times what trade did between the two countries.

    Parameters
    ----------
    trade_ratio
        shape (country, country): value of trade over the base's, exporter by importer; or one for each period of the
        year, (period, country, country).
    """
    ratio = trade_ratio.reshape(-1, *trade_ratio.shape[-2:])
    period = np.arange(len(total.pairs.tonnes)) // (len(total.pairs.tonnes) // len(ratio) or 1)
    ratio = ratio[period, total.pairs.exporter, total.pairs.importer]
    return replace(total, pairs=replace(total.pairs, tonnes=base.pairs.tonnes * ratio))


def _systematic(total: Total, cost: Array) -> Array:
    open_cells = (total.pairs.group[:, :, 0] >= 0) & np.isfinite(cost)
    paid = np.where(open_cells, cost, 0.0) + total.pairs.access_usd
    return np.where(open_cells, -total.per_usd[:, None] * paid, -np.inf)


def _targets(total: Total, systematic: Array) -> Array:
    """Targets in tonnes; a share is of the tonnes of its markets that have any corridor open.

    A count that was carried beyond its last year knows nothing of the freight that there is by then: it is held below
    its part of what the shares of other corridors leave. A count of its own year is not: what cannot meet it is wrong.
    """
    reachable = np.isfinite(systematic).any(axis=1)
    open_tonnes = np.where(reachable, total.pairs.tonnes, 0.0)
    tonnes = np.bincount(total.pairs.market, weights=open_tonnes, minlength=len(total.markets))
    position = {market.market_id: i for i, market in enumerate(total.markets)}
    share = np.array([item.value if item.unit == "share" else 0.0 for item in total.pivots] + [0.0])
    left = open_tonnes * (1.0 - np.minimum(share[total.counts].sum(axis=1), 1.0))
    target = np.empty(len(total.pivots))
    for i, item in enumerate(total.pivots):
        if item.unit == "share":
            target[i] = item.value * sum(tonnes[position[m]] for m in item.markets)
        else:
            target[i] = item.target_tonnes
        if item.most_share < 1.0:
            target[i] = min(target[i], item.most_share * float(left[(total.counts == i).any(axis=1)].sum()))
    return target
