"""From markets to tonnes between gates, by class, with the corridors each may choose.

Reads   markets worked out, zones, the network
Writes  arrays of pairs: origin gate, destination arrival, class, market, tonnes a year

    market            exporter importer  class      tonnes      ->  CNCHN|gate  KZALA|arrival  container  31 000
    chn-kaz-container CHN      KAZ       container  2.9 M           ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from jibek.demand.access import of_shape, road_access, roads
from jibek.demand.markets import Market
from jibek.demand.matrix.build import TradeMatrix
from jibek.demand.zones import country_zones, named_zones
from jibek.ground.arrays import Array
from jibek.ground.errors import InputError, Problem
from jibek.ground.vocabulary import CLASSES, CORRIDORS
from jibek.network import Network
from jibek.network.names import arrival_id, banned_group, gate_of, group_id, spared_end
from jibek.record import Facts


@dataclass(frozen=True, slots=True)
class Pairs:
    """Arrays over pairs of gates.

    origin, destination : int32 (pair,), states of the network
    cls, commodity, market, exporter, importer : int32 (pair,)
        cls is a position among the classes of freight, commodity among the commodity classes
    tonnes, usd_per_tonne : float (pair,), tonnes a year and the value of one
    group : int32 (pair, corridor, way), index in ``network.groups`` of each way through the doors of the corridor; -1
        where there are no more, or the market does not know the corridor
    start, end : int32 (pair, corridor), the states between which the corridor is travelled
    access_usd : float (pair, corridor), USD per tonne from the gate to the start and from the end on
    """

    origin: Array
    destination: Array
    cls: Array
    commodity: Array
    market: Array
    exporter: Array
    importer: Array
    tonnes: Array
    usd_per_tonne: Array
    group: Array
    start: Array
    end: Array
    access_usd: Array

    @property
    def ways(self) -> tuple[Array, ...]:
        """What `Trips` rest on."""
        return self.start, self.end, self.cls, self.group


def make_pairs(facts: Facts, network: Network, matrix: TradeMatrix, markets: Sequence[Market]) -> Pairs:
    """Spread each market's tonnes over pairs of gates by the shares of the places.

    Parameters
    ----------
    network
        With the classes of freight that the markets name (``network.classes.by_value``).

    Raises
    ------
    InputError
        ``demand.unknown_place``: a market or a gateway table names places that the network does not hold.
    """
    ends = facts.remembered(
        "ends of pairs", lambda record: _ends(record, network, matrix.countries, markets), of_shape(network)
    )
    cells = np.array([tonnes for market in markets for tonnes in market.tonnes_by_pair.values()], float)
    tonnes = cells[ends.cell] * ends.start_share * ends.end_share
    some = tonnes > 0
    origin, destination, cls, commodity, of_market, seller, buyer, group, start, end, apart = (
        value if some.all() else value[some] for value in ends.arrays
    )
    usd = road_access(network, facts).usd_per_tonne
    access = np.zeros(start.shape)
    access[:, _ROAD] = np.where(apart, usd[cls, origin] + usd[cls, ends.gate[destination]], 0.0)
    usd_per_tonne = np.array([market.usd_per_tonne for market in markets])[of_market]
    return Pairs(
        origin, destination, cls, commodity, of_market, seller, buyer, tonnes[some], usd_per_tonne, group, start, end,
        access,
    )  # fmt: skip


_ROAD = CORRIDORS.index("road")


@dataclass(frozen=True, slots=True)
class _Ends:
    """What of pairs rests on no assumption, were there tonnes between all.

    arrays: the fields of `Pairs` from origin to buyer, then group, start, end, and whether the way to the road is
    paid; cell: (pair,), the position of the two countries among those of all markets; start_share, end_share: the part
    of their tonnes; gate: (state,), the gate of an arrival, -1 elsewhere.
    """

    arrays: tuple[Array, ...]
    cell: Array
    start_share: Array
    end_share: Array
    gate: Array


def _ends(facts: Facts, network: Network, countries: Sequence[str], markets: Sequence[Market]) -> _Ends:
    zones = facts.remembered("country zones", country_zones)
    country = {iso3: i for i, iso3 in enumerate(countries)}
    alpha2 = dict(zip(facts.table("nodes")["id"], facts.table("nodes")["country"], strict=True))
    columns: list[tuple[int, int, int, int, int, int, int]] = []
    shares: list[tuple[float, float]] = []
    lacking: dict[str, str] = {}
    cell = -1
    for index, market in enumerate(markets):
        for exporter, importer in market.tonnes_by_pair:
            cell += 1
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
                            market.freight_class,
                            index,
                            country[exporter],
                            country[importer],
                            cell,
                        )
                    )
                    shares.append((start_share, end_share))
    if lacking:
        raise InputError(
            "demand.unknown_place",
            f"{len(lacking)} gate(s) are not in the network",
            [
                Problem("demand.unknown_place", m, value=s, expected="a gate of the network")
                for s, m in lacking.items()
            ],
        )
    block = np.array(columns, dtype=np.int32).reshape(-1, 7)
    share = np.array(shares, dtype=float).reshape(-1, 2)
    ints = block[:, :6]
    origin, destination, cls, of_market, seller, buyer = (ints[:, i].copy() for i in range(6))
    commodity = network.commodity[cls].astype(np.int32)
    gate = np.full(len(network.arrival), -1, dtype=np.int32)
    gate[network.arrival[network.arrival >= 0]] = np.flatnonzero(network.arrival >= 0)
    starts_at, ends_at, apart = _by_road(network, facts, origin, destination, gate)
    group = _groups(network, markets, ints, starts_at, ends_at, alpha2)
    group = _under_bans(network, facts, group, ints, countries)
    arrays = (origin, destination, cls, commodity, of_market, seller, buyer, group, starts_at, ends_at, apart)
    return _Ends(arrays, block[:, 6], share[:, 0].copy(), share[:, 1].copy(), gate)


def _by_road(
    network: Network, facts: Facts, origin: Array, destination: Array, gate: Array
) -> tuple[Array, Array, Array]:
    """Where each corridor is entered and left, and which pairs go to the road first: it alone is not at every gate."""
    access = roads(network, facts)
    start = np.repeat(origin[:, None], len(CORRIDORS), axis=1)
    end = np.repeat(destination[:, None], len(CORRIDORS), axis=1)
    enters, leaves = access.gate[origin], access.gate[gate[destination]]
    apart = (enters >= 0) & (leaves >= 0) & (enters != leaves)
    start[:, _ROAD] = np.where(apart, enters, origin)
    end[:, _ROAD] = np.where(apart, network.arrival[np.maximum(leaves, 0)], destination)
    return start, end, apart


def _groups(
    network: Network,
    markets: Sequence[Market],
    ints: Array,
    starts_at: Array,
    ends_at: Array,
    alpha2: Mapping[str, str],
) -> Array:
    """The groups of each pair and corridor, (pair, corridor, way): freight that ends in a country closed to transit
    keeps it open, and freight that has to pass doors has a group for each way through them."""
    banned = sorted({spared_end(name) for name in network.groups} - {""})
    states = list(network.state_index)
    country_of = np.array([_country(state, alpha2) for state in states])
    ends = country_of[ints[:, :2]]
    spared = np.zeros(len(ints), int)
    for number, country in enumerate(banned, 1):
        spared[(ends == country).any(axis=1)] = number
    allowed = np.array([[c in market.corridors for c in CORRIDORS] for market in markets])[ints[:, 3]]
    known = {name: i for i, name in enumerate(network.groups)}
    rows: list[dict[tuple[int, ...], list[int]]] = []
    keys = []
    for position, corridor in enumerate(CORRIDORS):
        sets = [d for d in network.doors if d.corridor == corridor]
        passed = [d.between(starts_at[:, position], ends_at[:, position]) for d in sets]
        key = np.stack([spared, *passed], axis=1).astype(int)
        found = {}
        for at, *needed in np.unique(key, axis=0).tolist():
            through = [d.ids for d, needs in zip(sets, needed, strict=True) if needs]
            country = ["", *banned][at]
            if group_id(corridor, country) not in known:
                country = ""
            names = [group_id(corridor, country, way) for way in product(*through)]
            found[at, *needed] = [known[name] for name in names]
        rows.append(found)
        keys.append(key)
    width = max(len(groups) for found in rows for groups in found.values())
    group = np.full((len(ints), len(CORRIDORS), width), -1, dtype=np.int32)
    for position, (found, key) in enumerate(zip(rows, keys, strict=True)):
        for wanted, groups in found.items():
            mine = (key == wanted).all(axis=1) & allowed[:, position]
            group[mine, position, : len(groups)] = groups
    return group


def _under_bans(network: Network, facts: Facts, group: Array, ints: Array, countries: Sequence[str]) -> Array:
    """The groups of pairs, those of freight that bans of gateways name under these bans; as `_groups` gives them."""
    if not network.stops:
        return group
    known = {name: i for i, name in enumerate(network.groups)}
    code = codes(facts, countries)
    under: dict[tuple[str, str, str], tuple[int, ...]] = {}
    out = group.copy()
    for i, (cls, seller, buyer) in enumerate(ints[:, [2, 4, 5]].tolist()):
        key = (CLASSES[network.commodity[cls]], code[countries[seller]], code[countries[buyer]])
        if key not in under:
            under[key] = tuple(s.number for s in network.stops if s.holds_for(*key))
        if under[key]:
            there = group[i] >= 0
            names = [banned_group(network.groups[g], under[key]) for g in group[i][there]]
            out[i][there] = [known.get(name, -1) for name in names]
    return out


def codes(facts: Facts, countries: Sequence[str]) -> dict[str, str]:
    """Alpha-2 code of each country (alpha-3): that of its group's row, else of the place where its freight enters."""
    rows = facts.table("country_groups")
    found = {m: c for m, c in zip(rows["member"], rows["iso2"], strict=True) if isinstance(c, str) and c}
    places = dict(zip(facts.table("nodes")["id"], facts.table("nodes")["country"], strict=True))
    gateways = facts.table("gateways_of_countries").drop_duplicates("iso3")
    first = {c: places[n] for c, n in zip(gateways["iso3"], gateways["node_id"], strict=True)}
    return {c: str(found.get(c, first.get(c, ""))) for c in countries}


def _country(state: str, alpha2: Mapping[str, str]) -> str:
    place = state.partition("|")[0]
    return alpha2.get(place, "")
