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
    distance[gates] = np.where(np.isfinite(least), least, 0.0) * facts.assume("road_access_detour")
    haul = ((network.arcs["kind"] == "haul") & (network.arcs["mode"] == "road")).to_numpy()
    length = network.arcs["distance_km"].to_numpy()[haul]
    per_km = np.median(network.usd_per_tonne[:, haul] / length, axis=1)
    hours_per_km = np.median(network.fixed_hours[haul] / length)
    cost = (per_km + network.class_hour_usd * hours_per_km)[:, None] * distance[None, :]
    return Access(chosen, cost)


def positions(network: Network, facts: Facts, gates: Array) -> tuple[Array, Array, Array]:
    """Latitude, longitude and region of each gate; a country's gate stands at its first gateway."""
    place = network.places.set_index("place_id")
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
            country = place.loc[name, "country"]
            region.append("EUROPE" if country in alpha2 else country)
            lat.append(place.loc[name, "lat"])
            lon.append(place.loc[name, "lon"])
    return np.array(lat, dtype=float), np.array(lon, dtype=float), np.array(region)
