"""Who ships what from where to where, by which corridor.

Reads   record.facts, record.assumptions, demand.trade, network.states, skims
Writes  demand.markets, demand.tonnes, demand.pivots, demand.background, demand.pipelines
Method  trade matrix -> markets -> tonnes between gates -> nested logit over corridors, pivoted on published rows

`spread` makes the tonnes, `pivot` finds the constants of corridors in the run that is its own base, `split` chooses
corridors, `scale` lets trade move the tonnes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jibek.certificate import Certificate
from jibek.demand import tables
from jibek.demand.choice import fit_constants, logsum_cost, nested_shares
from jibek.demand.markets import Market, Pairs, make_pairs, read_markets
from jibek.demand.matrix import TradeMatrix, trade_matrix
from jibek.demand.pivots import Pivot, read_pivots
from jibek.network import Network
from jibek.network.names import CLASSES, CORRIDORS
from jibek.record import Facts

__all__ = ["Constants", "Need", "Total", "background", "pipelines", "pivot", "scale", "split", "spread"]

Array = np.ndarray
_LAND = np.array([c != "sea" for c in CORRIDORS])


@dataclass(frozen=True, slots=True)
class Total:
    """Tonnes of the year before the choice of corridor.

    matrix: trade of countries; markets: rows worked out; pairs: arrays over pairs of gates, tonnes of the year.
    per_usd: utility of one USD per tonne; dissimilarity: of the land nest.
    """

    matrix: TradeMatrix
    markets: tuple[Market, ...]
    pivots: tuple[Pivot, ...]
    pairs: Pairs
    per_usd: float
    dissimilarity: float
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class Constants:
    """value, target and model: shape (pivot,), tonnes a year for the latter two; error: largest relative miss."""

    value: Array
    target: Array
    model: Array
    error: float
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Need:
    """tonnes: (pair, corridor) tonnes a year; cost: (pair,) USD per tonne of the choice as a whole."""

    tonnes: Array
    cost: Array


def spread(facts: Facts, network: Network) -> Total:
    """Tonnes by class between gates, from the trade of countries and the markets table.

    Raises
    ------
    InputError
        ``demand.unknown_place``, ``working.invalid``.
    """
    matrix = trade_matrix(facts)
    markets = read_markets(facts, matrix)
    pairs = make_pairs(facts, network, matrix, markets)
    kept = sum(m.tonnes_per_year for m in markets)
    leak = abs(float(pairs.tonnes.sum()) / kept - 1.0)
    certificate = Certificate(
        "demand", "tonnes_of_markets_kept", leak, 1e-9, "shares of places sum to 1; the rest is rounding"
    )
    per_feu_tonne = 2.0 * facts.assume("tonnes_per_teu_rail")
    return Total(
        matrix,
        markets,
        read_pivots(facts, markets),
        pairs,
        facts.assume("choice_scale_per_1000_usd") / 1000.0 * per_feu_tonne,
        facts.assume("land_nest_dissimilarity"),
        (*matrix.certificates, certificate),
    )


def pivot(total: Total, cost: Array, start: Constants | None = None) -> Constants:
    """Constants of corridors and classes, so that the tonnes that the pivots count equal their targets.

    Parameters
    ----------
    cost
        shape (pair, corridor), generalised cost in USD per tonne; ``inf`` where closed.
    start
        Constants to start from: fewer steps when the cost has moved little.
    """
    carries, counts = _cells(total)
    systematic = _systematic(total, cost)
    target = _targets(total, systematic)
    fit = fit_constants(
        systematic,
        total.pairs.tonnes,
        _LAND,
        total.dissimilarity,
        carries,
        counts,
        target,
        None if start is None else start.value,
    )
    shares = nested_shares(systematic + np.append(fit.constants, 0.0)[carries], _LAND, total.dissimilarity)
    flow = shares * total.pairs.tonnes[:, None]
    slot = np.where(counts < 0, len(target), counts).ravel()
    model = np.bincount(slot, weights=flow.ravel(), minlength=len(target) + 1)[:-1]
    error = float(np.abs(model / target - 1.0).max())
    certificate = Certificate(
        "demand", "pivots_met", error, 1e-6, "constants are found to 1e-10; shares are recomputed from them"
    )
    return Constants(fit.constants, target, model, error, certificate)


def split(total: Total, cost: Array, constants: Constants) -> Need:
    """Tonnes by corridor at the given cost: the incremental nested logit."""
    carries, _ = _cells(total)
    utility = _systematic(total, cost) + np.append(constants.value, 0.0)[carries]
    shares = nested_shares(utility, _LAND, total.dissimilarity)
    return Need(
        shares * total.pairs.tonnes[:, None], logsum_cost(utility, _LAND, total.dissimilarity, total.per_usd)
    )


def scale(total: Total, base: Total, trade_ratio: Array) -> Total:
    """The base's tonnes times what trade did between the two countries.

    Parameters
    ----------
    trade_ratio
        shape (country, country): value of trade over the base's, exporter by importer.
    """
    ratio = trade_ratio[total.pairs.exporter, total.pairs.importer]
    return replace(total, pairs=replace(total.pairs, tonnes=base.pairs.tonnes * ratio))


def _systematic(total: Total, cost: Array) -> Array:
    open_cells = (total.pairs.group >= 0) & np.isfinite(cost)
    paid = np.where(open_cells, cost, 0.0) + total.pairs.access_usd
    return np.where(open_cells, -total.per_usd * paid, -np.inf)


def _cells(total: Total) -> tuple[Array, Array]:
    """Which constant each (pair, corridor) carries and which pivot it counts for, -1 for none."""
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
    return carries[total.pairs.cls, total.pairs.market], counts[total.pairs.cls, total.pairs.market]


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


def background(facts: Facts, network: Network) -> pd.DataFrame:
    """Domestic freight of Kazakhstan by section: the assumed turnover spread over track-kilometres.

    A section's tonnes follow its tracks, as lines are doubled where traffic is; direction is not told apart.
    """
    sections = network.facilities[network.facilities["kind"] == "section"]
    arcs = network.arcs[(network.arcs["kind"] == "haul") & (network.arcs["country"] == "KZ")]
    rail = arcs[arcs["mode"].str.startswith("rail")].drop_duplicates("link_id").set_index("link_id")
    links = facts.table("links").set_index("id")
    rail = rail[rail.index.isin(sections["facility_id"])]
    tracks = links["tracks"].reindex(rail.index).fillna(1.0).to_numpy(dtype=float)
    track_km = rail["distance_km"].to_numpy() * tracks
    tonnes = facts.assume("domestic_rail_background_gtkm") * 1e9 * tracks / track_km.sum()
    frame = pd.DataFrame(
        {
            "link_id": rail.index.to_numpy(),
            "distance_km": rail["distance_km"].to_numpy(),
            "tonnes_per_year": tonnes,
            "trains_per_day": tonnes / facts.assume("tonnes_per_train_bulk") / 365.0,
        }
    )
    return tables.BACKGROUND.check(frame)


def pipelines(facts: Facts, year: int) -> pd.DataFrame:
    """Published volumes by pipe within two years of ``year``; they are shown, never routed."""
    volumes = facts.table("volumes")
    rows = volumes[volumes["object"].isin(["gas_CA_CN", "oil_KZ_CN"]) & ((volumes["year"] - year).abs() <= 2)]
    frame = pd.DataFrame(
        {
            "fact_id": [f"volumes:{i}:value" for i in rows["id"]],
            "object": rows["object"].to_numpy(),
            "measure": rows["measure"].to_numpy(),
            "year": rows["year"].astype(int).to_numpy(),
            "value": rows["value"].to_numpy(),
            "unit": rows["unit"].to_numpy(),
        }
    )
    return tables.PIPELINES.check(frame)


def tonnes_table(total: Total, need: Need, network: Network) -> pd.DataFrame:
    """demand.tonnes: one row per origin, destination, class and group with tonnes."""
    pair, corridor = np.nonzero((need.tonnes > 0) & (total.pairs.group >= 0))
    states = np.array(list(network.state_index))
    frame = pd.DataFrame(
        {
            "origin": states[total.pairs.start[pair, corridor]],
            "destination": states[total.pairs.end[pair, corridor]],
            "class": np.array(CLASSES)[total.pairs.cls[pair]],
            "group": np.array(network.groups)[total.pairs.group[pair, corridor]],
            "tonnes_per_year": need.tonnes[pair, corridor],
        }
    )
    summed = frame.groupby(list(tables.TONNES.key), sort=True)["tonnes_per_year"].sum()
    return tables.TONNES.check(summed.reset_index())


def markets_table(total: Total) -> pd.DataFrame:
    """demand.markets."""
    return tables.MARKETS.check(
        pd.DataFrame(
            {
                "market_id": [m.market_id for m in total.markets],
                "commodity_class": [m.commodity_class for m in total.markets],
                "corridors": [";".join(m.corridors) for m in total.markets],
                "tonnes_per_year": [m.tonnes_per_year for m in total.markets],
                "working": [m.working for m in total.markets],
                "reason": [m.reason for m in total.markets],
            }
        )
    )


def pivots_table(total: Total, constants: Constants) -> pd.DataFrame:
    """demand.pivots: the working of each pivot beside what the model gives."""
    return tables.PIVOTS.check(
        pd.DataFrame(
            {
                "pivot_id": [p.pivot_id for p in total.pivots],
                "kind": [p.kind for p in total.pivots],
                "corridor": [p.corridor for p in total.pivots],
                "classes": [";".join(p.classes) for p in total.pivots],
                "markets": [";".join(p.markets) for p in total.pivots],
                "working": [p.working for p in total.pivots],
                "value": [p.value for p in total.pivots],
                "unit": [p.unit for p in total.pivots],
                "target_tonnes_per_year": constants.target,
                "model_tonnes_per_year": constants.model,
                "constant": constants.value,
                "parents": ["; ".join(p.parents) for p in total.pivots],
                "reason": [p.reason for p in total.pivots],
            }
        )
    )
