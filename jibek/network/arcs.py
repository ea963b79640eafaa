"""The steps of the virtual network: which state leads to which, before hours and prices.

    CN_KHORGOS|rail-1435 --border--> KZ_ALTYNKOL|rail-1435 --gauge_change--> KZ_ALTYNKOL|rail-1520 --haul-->

A train crosses a border on the gauge of the country it leaves and is changed at the receiving place; so no arc
but a gauge change joins two gauges. Freight enters at `gate` and ends at `arrival`; nothing passes through.
At a place with two gauges only the country's own gauge is loaded and exchanged with other modes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from jibek.ground.vocabulary import ON_WATER
from jibek.network.gateways import Gateway, is_far_break
from jibek.network.inputs import Link, Place
from jibek.network.names import arrival_id, country_gate, state_id
from jibek.network.sailings import sailing_id

# Kinds of places where freight may change between rail and road.
RAIL_ROAD = ("dry port", "border crossing", "rail station", "seaport")


@dataclass(frozen=True, slots=True)
class Arc:
    """One step; ``vehicle`` is rail, road, sea, ferry or none, ``place`` where a step without a link happens."""

    arc_id: str
    tail: str
    head: str
    vehicle: str
    kind: str
    lands: tuple[str, str]
    link: Link | None = None
    gateway: Gateway | None = None
    facility_id: str = ""
    place: str = ""
    basin: str = ""


def vehicle(mode: str) -> str:
    """rail of rail-1435; other modes are their own name; gates have none."""
    return "none" if mode in ("gate", "arrival") else mode.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A link travelled in one direction between two modes of state."""

    link: Link
    tail: str
    head: str
    mode: str
    sign: str


def steps(link: Link, places: Mapping[str, Place]) -> Iterator[Step]:
    """Both directions of a link, the first alone of a one-way link, on the gauge each direction runs on."""
    ways = ((link.tail, link.head, "+"), (link.head, link.tail, "-"))
    for tail, head, sign in ways[:1] if link.one_way else ways:
        if link.mode != "rail":
            yield Step(link, tail, head, link.mode, sign)
            continue
        for gauge in _running_gauges(link, tail, places):
            mark = f"{sign}.{gauge}" if len(link.gauges) > 1 and _parallel(link, places) else sign
            yield Step(link, tail, head, f"rail-{gauge}", mark)


def _parallel(link: Link, places: Mapping[str, Place]) -> bool:
    """Tracks of both gauges side by side within one country (Altynkol - Khorgos Gateway)."""
    return places[link.tail].network_country == places[link.head].network_country


def _running_gauges(link: Link, tail: str, places: Mapping[str, Place]) -> tuple[str, ...]:
    if len(link.gauges) < 2 or _parallel(link, places):
        return link.gauges
    if is_far_break(link, places):
        return (own_gauge(link.tail, link.gauges, places),)  # to the far end, where the break is drawn
    return (own_gauge(tail, link.gauges, places),)


def own_gauge(place: str, known: tuple[str, ...], places: Mapping[str, Place]) -> str:
    """The first gauge of the place that is among the known ones, else the first known."""
    return next((g for g in places[place].gauges if g in known), known[0])


def modes_at(links: list[Link], places: Mapping[str, Place]) -> dict[str, set[str]]:
    """Modes that the links bring to each place; the own gauge of an end with a break is among them."""
    found: dict[str, set[str]] = {}
    for link in links:
        for step in steps(link, places):
            found.setdefault(step.tail, set()).add(step.mode)
            found.setdefault(step.head, set()).add(step.mode)
        if len(link.gauges) > 1:
            for end in (link.tail, link.head):
                found[end].add(f"rail-{own_gauge(end, link.gauges, places)}")
    return found


def link_arcs(
    links: list[Link],
    places: Mapping[str, Place],
    gateway_of: Mapping[str, Gateway],
    sections: Collection[str],
    lines: Mapping[str, str],
    basin: Mapping[str, str],
) -> Iterator[Arc]:
    """Haul and border arcs; ``sections``: links that jam; ``gateway_of`` maps a link to its gateway, ``lines`` one with
    ships to its end nearer to China."""
    for link in links:
        gate = gateway_of.get(link.link_id)
        for s in steps(link, places):
            lands = (places[s.tail].network_country, places[s.head].network_country)
            facility = link.link_id if link.link_id in sections else ""
            if link.link_id in lines:
                facility = sailing_id(link.link_id, lines[link.link_id], s.tail)
            if gate:
                facility = f"{gate.gateway_id}:{'out' if s.tail == gate.place_a else 'in'}"
            yield Arc(
                f"{link.link_id}{s.sign}",
                state_id(s.tail, s.mode),
                state_id(s.head, s.mode),
                link.mode,
                "border" if gate else "haul",
                lands,
                link,
                gate,
                facility,
                basin=_waters(s, lands, basin) if link.mode in ON_WATER else "",
            )


def _waters(step: Step, lands: tuple[str, str], basin: Mapping[str, str]) -> str:
    return "ocean" if "XX" in lands else basin[step.tail]


def place_arcs(
    place: Place,
    modes: set[str],
    gate: bool,
    port: Gateway | None,
    basin: str,
    crossings: Mapping[str, Gateway],
) -> Iterator[Arc]:
    """Loading, unloading, gauge change and exchange between modes at one place.

    Parameters
    ----------
    modes
        Modes of the open links here.
    gate
        Whether freight may start and end here.
    port, basin
        The port as a gateway and its waters; None and empty inland.
    crossings
        Rail gateway by place, whose trains are changed here.
    """
    gauges = sorted(m for m in modes if m.startswith("rail-"))
    own = f"rail-{next((g for g in place.gauges if f'rail-{g}' in gauges), '')}"
    if gauges and own not in gauges:
        own = gauges[0]
    usable = sorted(m for m in modes if m not in gauges or m == own)
    for a, b in permutations(gauges, 2):
        yield _here(
            place,
            a,
            b,
            "rail",
            "gauge_change",
            f"gauge.{a[5:]}.{b[5:]}",
            gateway=crossings.get(place.place_id),
        )
    for mode in usable if gate else ():
        if mode == "ferry" and "road" in modes:
            continue  # trucks start on the road and roll on
        yield _here(place, "gate", mode, mode, "load", f"load.{mode}", port, basin)
        yield _here(place, mode, "arrival", mode, "unload", f"unload.{mode}", port, basin)
    for a, b in permutations(usable, 2):
        if not _exchange(place, a, b):
            continue
        kind = "ferry_wait" if b == "ferry" else "tranship"
        yield _here(
            place,
            a,
            b,
            b if b in ON_WATER else a if a in ON_WATER else b,
            kind,
            f"{kind}.{a}.{b}",
            port,
            basin,
        )


def _exchange(place: Place, a: str, b: str) -> bool:
    return bool({a, b} & set(ON_WATER)) or place.kind in RAIL_ROAD


def _here(
    place: Place,
    a: str,
    b: str,
    mode: str,
    kind: str,
    what: str,
    port: Gateway | None = None,
    basin: str = "",
    gateway: Gateway | None = None,
) -> Arc:
    wet = (a in ON_WATER) != (b in ON_WATER)
    facility = ""
    if wet and port:
        facility = f"{port.gateway_id}:{'out' if (b in ON_WATER) == port.loading_is_out else 'in'}"
    return Arc(
        f"{place.place_id}.{what}",
        state_id(place.place_id, a),
        state_id(place.place_id, b),
        vehicle(mode),
        kind,
        (place.network_country, place.network_country),
        None,
        port if wet else gateway,
        facility,
        place.place_id,
        basin if wet or {a, b} <= set(ON_WATER) else "",
    )


def connectors(countries: Mapping[str, list[str]], places: Mapping[str, Place]) -> Iterator[Arc]:
    """Arcs between the gate of a country without weighted places and the gates of its gateway places."""
    for iso3, gateways in countries.items():
        for place in gateways:
            here, there = country_gate(iso3), state_id(place, "gate")
            land = places[place].network_country
            yield Arc(
                f"country:{iso3}.out.{place}", here, there, "none", "connector", (land, land), place=place
            )
            yield Arc(
                f"country:{iso3}.in.{place}",
                arrival_id(there),
                arrival_id(here),
                "none",
                "connector",
                (land, land),
                place=place,
            )
