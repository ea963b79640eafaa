"""How freight of places that the drawn roads do not reach gets onto them.

The network draws the main roads only. A place without one sends its road freight to the nearest place of its
country that has one (in Europe: to the nearest of Europe); the way there is paid at the price and speed of the drawn
roads, and is not loaded on any arc. A place without a candidate has no road.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.demand.matrix.gravity import great_circle_km
from jibek.ground.arrays import Array
from jibek.network import Network
from jibek.record import Facts
from jibek.record.groups import members


@dataclass(frozen=True, slots=True)
class Access:
    """gate: int32 (state,), the gate used in place of each gate, -1 for none; usd_per_tonne: (class, state)."""

    gate: Array
    usd_per_tonne: Array


def road_access(network: Network, facts: Facts) -> Access:
    """For every gate of the network the gate by which it reaches the road, and what the way there costs."""
    way = roads(network, facts)
    distance = way.km * facts.assume("road_access_detour")
    per_km = np.median(network.usd_per_tonne[:, way.hauls] / way.haul_km, axis=1)
    hours_per_km = np.median(network.fixed_hours[way.hauls] / way.haul_km)
    cost = (per_km + network.class_hour_usd * hours_per_km)[:, None] * distance[None, :]
    return Access(way.gate, cost)


def of_shape(network: Network) -> tuple[object, ...]:
    """What a thing rests on that follows from states, arcs and groups of a network alone: see `Facts.remembered`."""
    return (network.layout or network,)


@dataclass(frozen=True, slots=True)
class Ways:
    """gate: as in `Access`; km: (state,), great circle to it; hauls: positions of road hauls; haul_km: of them."""

    gate: Array
    km: Array
    hauls: Array
    haul_km: Array


def roads(network: Network, facts: Facts) -> Ways:
    """How each gate reaches the road, without a price."""
    return facts.remembered("ways to roads", lambda record: _ways(network, record), of_shape(network))


def _ways(network: Network, facts: Facts) -> Ways:
    states = network.states
    gates = np.flatnonzero(states["mode"].to_numpy() == "gate")
    loads = (network.arcs["kind"] == "load").to_numpy() & (network.arcs["mode"] == "road").to_numpy()
    kind = states["place_id"].map(network.places.set_index("place_id")["kind"]).to_numpy()[gates]
    on_road = np.isin(gates, network.tail[loads]) & (kind != "border crossing")
    lat, lon, region = positions(network, facts, gates)
    km = great_circle_km(lat, lon)[:, on_road]
    km = np.where(region[:, None] == region[None, on_road], km, np.inf)
    nearest = km.argmin(axis=1)
    least = km.min(axis=1)
    chosen = np.full(len(states), -1, dtype=np.int32)
    chosen[gates] = np.where(np.isfinite(least), gates[on_road][nearest], -1)
    distance = np.zeros(len(states))
    distance[gates] = np.where(np.isfinite(least), least, 0.0)
    haul = ((network.arcs["kind"] == "haul") & (network.arcs["mode"] == "road")).to_numpy()
    return Ways(chosen, distance, haul, network.arcs["distance_km"].to_numpy()[haul])


def gate_distances(network: Network, facts: Facts) -> tuple[Array, Array]:
    """Position of each gate and its arrival among the gates, (state,), -1 elsewhere; km between them, (gate, gate)."""

    def make(record: Facts) -> tuple[Array, Array]:
        gates = np.flatnonzero(network.states["mode"].to_numpy() == "gate")
        lat, lon, _ = positions(network, record, gates)
        at = np.full(len(network.states), -1)
        at[gates] = at[network.arrival[gates]] = np.arange(len(gates))
        return at, great_circle_km(lat, lon)

    return facts.remembered("distances of gates", make, of_shape(network))


def positions(network: Network, facts: Facts, gates: Array) -> tuple[Array, Array, Array]:
    """Latitude, longitude and region of each gate; a country's gate stands at its first gateway."""
    place = network.places.set_index("place_id")[["lat", "lon", "country"]].to_dict("index")
    rows = facts.table("gateways_of_countries").drop_duplicates("iso3").set_index("iso3")
    nodes = facts.table("nodes").set_index("id")
    europe = set(members("EUROPE", facts))
    alpha2 = {
        nodes.loc[n, "country"] for i, n in zip(rows.index, rows["node_id"], strict=True) if i in europe
    }
    alpha2 -= {"RU", "BY", "XX", "TR"}
    lat, lon, region = [], [], []
    for name in network.states["place_id"].to_numpy()[gates]:
        if name.startswith("country:"):
            iso3 = name.removeprefix("country:")
            node = nodes.loc[rows.loc[iso3, "node_id"]]
            region.append("EUROPE" if iso3 in europe else iso3)
            lat.append(node["lat"])
            lon.append(node["lon"])
        else:
            country = place[name]["country"]
            region.append("EUROPE" if country in alpha2 else country)
            lat.append(place[name]["lat"])
            lon.append(place[name]["lon"])
    return np.array(lat, dtype=float), np.array(lon, dtype=float), np.array(region)
