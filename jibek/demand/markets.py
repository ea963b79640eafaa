"""From the trade of countries to tonnes between gates, by class, with the corridors each may choose.

Reads   data tables markets (what goes over land, in which class), demand.trade, zones
Writes  arrays of pairs: origin gate, destination arrival, class, market, tonnes a year

    market            exporter importer  class      tonnes      ->  CNCHN|gate  KZALA|arrival  container  31 000
    chn-kaz-container CHN      KAZ       container  2.9 M           ...

What no market names stays outside: pairs with two coastal ends go by sea, energy by pipe or tanker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.demand.matrix import TradeMatrix
from jibek.demand.zones import country_zones, named_zones
from jibek.errors import InputError, Problem
from jibek.network import Network
from jibek.network.names import CLASSES, CORRIDORS, arrival_id, gate_of, group_id
from jibek.record import Facts
from jibek.working import members, work_out

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Market:
    """One row of the markets table, worked out; parents are the facts and assumptions behind its tonnes."""

    market_id: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    commodity_class: str
    corridors: tuple[str, ...]
    tonnes_by_pair: Mapping[tuple[str, str], float]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    working: str
    parents: tuple[str, ...]
    reason: str

    @property
    def tonnes_per_year(self) -> float:
        return math.fsum(self.tonnes_by_pair.values())


@dataclass(frozen=True, slots=True)
class Pairs:
    """Arrays over pairs of gates.

    origin, destination : int32 (pair,), states of the network
    cls, market, exporter, importer : int32 (pair,)
    tonnes : float (pair,), tonnes a year
    group : int32 (pair, corridor), index in ``network.groups``; -1 where the market does not know the corridor
    """

    origin: Array
    destination: Array
    cls: Array
    market: Array
    exporter: Array
    importer: Array
    tonnes: Array
    group: Array


def read_markets(facts: Facts, matrix: TradeMatrix) -> tuple[Market, ...]:
    """Markets with their tonnes, from a working of their own or from trade value, share and USD per tonne."""
    value = dict(zip(matrix.countries, range(len(matrix.countries)), strict=True))
    markets = []
    for row in facts.table("markets").to_dict("records"):
        exporters, importers = members(row["exporters"]), members(row["importers"])
        cells = {
            (i, j): float(matrix.value_usd[value[i], value[j]])
            for i in exporters
            for j in importers
            if i != j
        }
        if row["tonnes_working"]:
            worked = work_out(row["tonnes_working"], facts, f"markets.csv {row['market_id']}")
            total = math.fsum(cells.values())
            tonnes = {pair: worked.value * usd / total for pair, usd in cells.items()}
            working, parents = row["tonnes_working"], worked.parents
        else:
            share, price = facts.assume(row["value_share"]), facts.assume(row["usd_per_tonne"])
            tonnes = {pair: usd * share / price for pair, usd in cells.items()}
            working = f'trade value * assume("{row["value_share"]}") / assume("{row["usd_per_tonne"]}")'
            parents = (
                f"assumption:{row['value_share']}",
                f"assumption:{row['usd_per_tonne']}",
                "table:demand.trade",
            )
        markets.append(
            Market(
                row["market_id"], exporters, importers, row["commodity_class"], _names(row["corridors"]), tonnes,
                _names(row["origins"]), _names(row["destinations"]), working, parents, row["reason"],
            )
        )  # fmt: skip
    return tuple(markets)


def make_pairs(facts: Facts, network: Network, matrix: TradeMatrix, markets: Sequence[Market]) -> Pairs:
    """Spread each market's tonnes over pairs of gates by the shares of the places.

    Raises
    ------
    InputError
        ``demand.unknown_place``: a market or a gateway table names places that the network does not hold.
    """
    zones = country_zones(facts)
    country = {iso3: i for i, iso3 in enumerate(matrix.countries)}
    alpha2 = dict(zip(facts.table("nodes")["id"], facts.table("nodes")["country"], strict=True))
    columns: list[tuple[int, int, int, int, int, int, float]] = []
    lacking: dict[str, str] = {}
    for index, market in enumerate(markets):
        for (exporter, importer), tonnes in market.tonnes_by_pair.items():
            starts = named_zones(market.origins) if market.origins else zones[exporter]
            ends = named_zones(market.destinations) if market.destinations else zones[importer]
            ends = tuple((arrival_id(gate), share) for gate, share in ends)
            for state, _ in (*starts, *ends):
                if state not in network.state_index:
                    lacking[state] = market.market_id
            if lacking:
                continue
            for start, start_share in starts:
                for end, end_share in ends:
                    if gate_of(end) == start:
                        continue
                    columns.append(
                        (
                            network.state_index[start],
                            network.state_index[end],
                            CLASSES.index(market.commodity_class),
                            index,
                            country[exporter],
                            country[importer],
                            tonnes * start_share * end_share,
                        )
                    )
    if lacking:
        raise InputError(
            "demand.unknown_place",
            f"{len(lacking)} gate(s) are not in the network",
            [
                Problem("demand.unknown_place", m, value=s, expected="a gate of the network")
                for s, m in lacking.items()
            ],
        )
    block = np.array(columns, dtype=float).reshape(-1, 7)
    block = block[block[:, 6] > 0]
    ints = block[:, :6].astype(np.int32)
    group = _groups(network, markets, ints, alpha2)
    return Pairs(*(ints[:, i].copy() for i in range(6)), block[:, 6].copy(), group)


def _groups(network: Network, markets: Sequence[Market], ints: Array, alpha2: Mapping[str, str]) -> Array:
    """The group of each pair and corridor: freight that ends in a country closed to transit keeps it open."""
    known = {name: i for i, name in enumerate(network.groups)}
    banned = sorted({name.partition(":")[2] for name in network.groups if ":" in name})
    states = list(network.state_index)
    country_of = np.array([_country(state, alpha2) for state in states])
    ends = country_of[ints[:, :2]]
    allowed = np.array([[c in market.corridors for c in CORRIDORS] for market in markets])[ints[:, 3]]
    group = np.full((len(ints), len(CORRIDORS)), -1, dtype=np.int32)
    for position, corridor in enumerate(CORRIDORS):
        column = np.full(len(ints), known[corridor], dtype=np.int32)
        for country in banned:
            column[(ends == country).any(axis=1)] = known[group_id(corridor, country)]
        group[:, position] = np.where(allowed[:, position], column, -1)
    return group


def _country(state: str, alpha2: Mapping[str, str]) -> str:
    place = state.partition("|")[0]
    return alpha2.get(place, "")


def _names(cell: str | None) -> tuple[str, ...]:
    return tuple(name for name in (cell or "").split(";") if name)
