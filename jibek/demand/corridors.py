"""Which corridor freight takes: constants that meet published splits, the nested logit, trade moving tonnes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from jibek.demand.choice import chosen, fit_constants, nested_shares
from jibek.demand.model import Constants, Need
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.ground.vocabulary import CLASSES, CORRIDORS

if TYPE_CHECKING:
    from jibek.demand.model import Total

# Corridors in the land nest.
LAND = np.array([c != "sea" for c in CORRIDORS])


class Cells(NamedTuple):
    """Which constant each (pair, corridor) carries and which pivot it counts for, -1 for none."""

    carries: Array
    counts: Array


def cells_of(total: Total) -> Cells:
    """Cells of a total; of the scaled total too, as the tonnes do not matter."""
    shape = (len(CLASSES), len(total.markets), len(CORRIDORS))
    carries = np.full(shape, -1)
    counts = np.full(shape, -1)
    for i, item in enumerate(total.pivots):
        column = CORRIDORS.index(item.corridor)
        classes = [CLASSES.index(c) for c in item.classes]
        markets = [m for m, market in enumerate(total.markets) if market.market_id in item.markets]
        counts[np.ix_(classes, markets, [column])] = i
        everywhere = range(len(total.markets)) if item.kind == "pivot" else markets
        block = np.ix_(classes, list(everywhere), [column])
        carries[block] = np.where((carries[block] < 0) | (item.kind == "assumption"), i, carries[block])
    at = total.pairs.commodity, total.pairs.market
    return Cells(carries[at], counts[at])


def pivot(total: Total, cost: Array, start: Constants | None = None, cells: Cells | None = None) -> Constants:
    """Constants of corridors and classes, so that the tonnes that the pivots count equal their targets.

    Parameters
    ----------
    cost
        shape (pair, corridor), generalised cost in USD per tonne; ``inf`` where closed.
    start
        Constants to start from: fewer steps when the cost has moved little.
    cells
        Those of the total, where it is asked again and again.
    """
    carries, counts = cells or cells_of(total)
    systematic = _systematic(total, cost)
    target = _targets(total, systematic)
    fit = fit_constants(
        systematic,
        total.pairs.tonnes,
        LAND,
        total.dissimilarity,
        carries,
        counts,
        target,
        None if start is None else start.value,
    )
    shares = nested_shares(systematic + np.append(fit.constants, 0.0)[carries], LAND, total.dissimilarity)
    flow = shares * total.pairs.tonnes[:, None]
    slot = np.where(counts < 0, len(target), counts).ravel()
    model = np.bincount(slot, weights=flow.ravel(), minlength=len(target) + 1)[:-1]
    error = float(np.abs(model / target - 1.0).max())
    certificate = Certificate(
        "demand", "pivots_met", error, 1e-6, "constants are found to 1e-10; shares are recomputed from them"
    )
    return Constants(fit.constants, target, model, error, certificate)


def split(total: Total, cost: Array, constants: Constants, cells: Cells | None = None) -> Need:
    """Tonnes by corridor at the given cost: the incremental nested logit; ``cells`` as in `pivot`."""
    carries, _ = cells or cells_of(total)
    utility = _systematic(total, cost) + np.append(constants.value, 0.0)[carries]
    shares, inclusive = chosen(utility, LAND, total.dissimilarity)
    return Need(shares * total.pairs.tonnes[:, None], -inclusive / total.per_usd)


def worth(total: Total, constants: Constants) -> Array:
    """Utility of each corridor but for the cost of its path, shape (pair, corridor): access and constant."""
    carries, _ = cells_of(total)
    return np.append(constants.value, 0.0)[carries] - total.per_usd[:, None] * total.pairs.access_usd


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
    open_cells = (total.pairs.group >= 0) & np.isfinite(cost)
    paid = np.where(open_cells, cost, 0.0) + total.pairs.access_usd
    return np.where(open_cells, -total.per_usd[:, None] * paid, -np.inf)


def _targets(total: Total, systematic: Array) -> Array:
    """Targets in tonnes; a share is of the tonnes of its markets that have any corridor open."""
    reachable = np.isfinite(systematic).any(axis=1)
    tonnes = np.bincount(
        total.pairs.market, weights=np.where(reachable, total.pairs.tonnes, 0.0), minlength=len(total.markets)
    )
    position = {market.market_id: i for i, market in enumerate(total.markets)}
    return np.array(
        [
            item.value * sum(tonnes[position[m]] for m in item.markets)
            if item.unit == "share"
            else item.target_tonnes
            for item in total.pivots
        ]
    )
