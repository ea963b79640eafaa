"""Border crossings and ports: which links and places are gateways, and what they are called.

Which links are gateways  rail and road links between two countries, unless both are in the European Union;
                          every place with ships. The side nearer to China over the network comes first.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jibek.ground.vocabulary import AT_GATEWAYS, ON_LAND, ON_WATER
from jibek.network.capacities import clearance, port_capacity, rail_capacity, road_capacity
from jibek.network.dated import Figure, Rows
from jibek.network.inputs import Link, Place, Ranges
from jibek.network.periods import Stop, days_of
from jibek.scenario import NetworkPart
from jibek.sources.gazetteer import bare


@dataclass(frozen=True, slots=True)
class Gateway:
    """A crossing (``link`` given) or a port (``link`` empty), whose waters are its ``basin``; ``played`` train by
    train. How much it passes and how long it inspects say `capacity_of` and `clearance_of`.
    """

    gateway_id: str
    mode: str
    place_a: str
    place_b: str
    link: str
    unit: str
    basin: str = ""
    loading_is_out: bool = True
    played: bool = False


def china_distance(links: Iterable[Link], places: Mapping[str, Place], mode: str) -> dict[str, float]:
    """Kilometres from the nearest place in China over operating links of a mode and ships; others are absent."""
    sources = sorted(p for p in places if places[p].country == "CN")
    return distances([x for x in links if x.operating and x.mode in (mode, *ON_WATER)], sources)


def distances(links: Iterable[Link], sources: Iterable[str]) -> dict[str, float]:
    """Shortest kilometres from the nearest source, both directions of every link (Dijkstra, 1959)."""
    near: dict[str, list[tuple[str, float]]] = {}
    for x in links:
        near.setdefault(x.tail, []).append((x.head, x.distance_km))
        near.setdefault(x.head, []).append((x.tail, x.distance_km))
    queue = [(0.0, s) for s in sources]
    found: dict[str, float] = {}
    while queue:
        km, place = heapq.heappop(queue)
        if place in found:
            continue
        found[place] = km
        for other, step in near.get(place, ()):
            if other not in found:
                heapq.heappush(queue, (km + step, other))
    return found


def basins(links: Iterable[Link], places: Mapping[str, Place], seas: Mapping[str, str]) -> dict[str, str]:
    """caspian, black or ocean for every place with ships: waters joined without passing a strait.

    ``seas`` names a port on each of the inland ones.
    """
    wet = [x for x in links if x.mode in ON_WATER]
    calm = [x for x in wet if places[x.tail].country != "XX" and places[x.head].country != "XX"]
    found = {p: "ocean" for x in wet for p in (x.tail, x.head)}
    for name, port in seas.items():
        found.update(dict.fromkeys(distances(calm, [port]) if port in found else (), name))
    return found


def crossing_id(
    link: Link, places: Mapping[str, Place], from_china: Mapping[str, float], one_market: frozenset[str]
) -> str:
    """``CN_KHORGOS-KZ_ALTYNKOL`` for a link that is a border crossing, else an empty text."""
    a, b = places[link.tail].network_country, places[link.head].network_country
    if link.mode not in ON_LAND or a == b or {a, b} <= one_market or is_far_break(link, places):
        return ""
    far = float("inf")
    ends = sorted((link.tail, link.head), key=lambda p: (places[p].country != "CN", from_china.get(p, far)))
    return "-".join(ends)


def is_far_break(link: Link, places: Mapping[str, Place]) -> bool:
    """A long line with a break of gauge under way (Duisburg - Madrid): drawn as a haul, the break at its end."""
    kinds = (places[link.tail].kind, places[link.head].kind)
    return len(link.gauges) > 1 and "border crossing" not in kinds


def crossing(link: Link, gateway_id: str, rows: Rows) -> Gateway:
    """The gateway on a link."""
    a, _, b = gateway_id.partition(".")[0].partition("-")
    played = bool(rows.crossing(gateway_id).acceptance)
    return Gateway(gateway_id, link.mode, a, b, link.link_id, AT_GATEWAYS[link.mode].unit, played=played)


def port(place: str, modes: set[str], basin: str, outward: bool) -> Gateway:
    """A port as a gateway; ``outward``: loading a ship leads away from China."""
    mode = "port" if "sea" in modes else "ferry"
    return Gateway(place, mode, place, place, "", AT_GATEWAYS["port"].unit, basin, outward)


def capacity_of(
    gateway: Gateway, links: Mapping[str, Link], places: Mapping[str, Place], rows: Rows, rate: Ranges
) -> Figure:
    """Vehicles (of a port tonnes) a day each direction, the scenario not applied."""
    if not gateway.link:
        return port_capacity(gateway.place_a, gateway.basin, rows, rate)
    ends = frozenset((gateway.place_a, gateway.place_b))
    lands = frozenset(places[p].network_country for p in ends)
    if gateway.mode == "rail":
        return rail_capacity(gateway.gateway_id, links[gateway.link], lands, rows, rate)
    return road_capacity(ends, lands, rows, rate)


def clearance_of(gateway: Gateway, places: Mapping[str, Place], rows: Rows, rate: Ranges) -> Figure:
    """Hours of inspection and documents, the scenario not applied."""
    if not gateway.link:
        return Figure(0.0, "inside the hours at the port", "convention of the model", ())
    ends = frozenset((gateway.place_a, gateway.place_b))
    lands = frozenset(places[p].network_country for p in ends)
    return clearance(gateway.gateway_id, gateway.mode, ends, lands, rows, rate)


def gateways_of(
    links: Sequence[Link], places: Mapping[str, Place], rows: Rows
) -> tuple[dict[str, Gateway], dict[str, Gateway]]:
    """Crossings by link id and ports by place, of all links whether open or not."""
    from_china = {mode: china_distance(links, places, mode) for mode in ON_LAND}
    crossings: dict[str, Gateway] = {}
    taken: dict[str, str] = {}
    for x in sorted(links, key=lambda x: x.mode):  # rail before road
        name = crossing_id(x, places, from_china.get(x.mode, {}), rows.unions.one_market)
        if name and taken.setdefault(name, x.mode) != x.mode:
            name = f"{name}.{x.mode}"  # road beside the railway of the same two places
        if name:
            crossings[x.link_id] = crossing(x, name, rows)
    wet = [x for x in links if x.mode in ON_WATER]
    water = basins(links, places, rows.seas)
    ports = {}
    for place in sorted(water):
        if places[place].country == "XX":
            continue
        over = [(x, x.head if x.tail == place else x.tail) for x in wet if place in (x.tail, x.head)]
        far = [from_china["rail"].get(other, np.inf) for _, other in over]
        outward = bool(np.mean(far) > from_china["rail"].get(place, np.inf))
        modes = {x.mode for x, _ in over}
        ports[place] = port(place, modes, water[place], outward)
    return crossings, ports


def shut_share(stops: Sequence[Stop], gateway_id: str, year: int) -> float:
    """Part of the year's days on which nobody may pass a gateway; overlapping closures count once."""
    own = [s for s in stops if s.gateway_id == gateway_id and s.closes]
    if not own:
        return 0.0
    days = days_of(year)
    return sum(any(s.shut_on(day) for s in own) for day in days) / len(days)


def gateway_name(gateway: Gateway, places: Mapping[str, Place]) -> str:
    """``Khorgos / Horgos rail port – Altynkol station``."""
    a, b = (bare(places[p].name) for p in (gateway.place_a, gateway.place_b))
    return a if gateway.place_a == gateway.place_b else f"{a} – {b}"


def factor(gateway: Gateway, scenario: NetworkPart, link_factor: float) -> float:
    """What the scenario leaves of the capacity of an open day: factors of gateway and link."""
    change = scenario.gateway.get(gateway.gateway_id)
    return (change.capacity_factor if change else 1.0) * link_factor
