"""What of a network rests on no assumption: what tables and scenario say, and states, arcs and facilities of it.

A run that sets an assumption prices the arcs anew and keeps what stands here. Only a gateway that comes to pass nothing
changes the layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, nearest, refuse
from jibek.network import frames
from jibek.network.arcs import Arc, connectors, link_arcs, modes_at, place_arcs
from jibek.network.corridors import open_arcs, under_bans
from jibek.network.cost.steps import liner_km
from jibek.network.dated import Rows
from jibek.network.doors import Doors
from jibek.network.facilities import Facility, facilities_of, reverse_lanes, side_of
from jibek.network.gateways import Gateway, basins, china_distance, factor, gateways_of
from jibek.network.inputs import Link, Place, Ranges, cell, links_of, places_of, without
from jibek.network.names import arrival_id, country_gate, state_id
from jibek.network.periods import Calendar, Stop, calendar_of, standing, stops_of
from jibek.network.sailings import near_ends, served
from jibek.network.sections import sections_of
from jibek.record import Facts
from jibek.scenario import Ids, NetworkPart, Scenario


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """What tables and scenario say: places, all links in the state of the year, crossings by link and ports by place.

    left: what the scenario leaves of the capacity of each gateway; near: the end nearer to China of links with lines
    of ships; liner_km: of the sea route to Europe.
    """

    scenario: NetworkPart
    places: Mapping[str, Place]
    links: Sequence[Link]
    rows: Rows
    crossings: Mapping[str, Gateway]
    ports: Mapping[str, Gateway]
    left: Mapping[str, float]
    stops: tuple[Stop, ...]
    near: Mapping[str, str]
    liner_km: float

    @property
    def gateways(self) -> dict[str, Gateway]:
        """All by id, open or not."""
        return {g.gateway_id: g for g in (*self.crossings.values(), *self.ports.values())}


@dataclass(frozen=True, eq=False, slots=True)
class Layout:
    """States, arcs and facilities of the links that are open; arrays and frames as in `Network`.

    steps: positions of the arcs of each kind and vehicle; unit: mode of an arc's link, ``port`` where there is none;
    by_ferry: hauls by ferry; passes: the passage of arcs that pass a gateway, else empty; served: as in `sailings`.
    """

    arcs: tuple[Arc, ...]
    known: tuple[Facility, ...]
    used: tuple[Gateway, ...]
    steps: Mapping[tuple[str, str], Array]
    unit: Array
    by_ferry: Array
    passes: tuple[str, ...]
    served: Set[tuple[str, str]]
    stops: tuple[Stop, ...]
    calendar: Calendar
    places: pd.DataFrame
    states: pd.DataFrame
    arcs_frame: pd.DataFrame
    arc_classes: pd.DataFrame
    tail: Array
    head: Array
    facility: Array
    side: Array
    reverse: Array
    arrival: Array
    state_index: Mapping[str, int]
    arc_index: Mapping[str, int]
    facility_index: Mapping[str, int]
    groups: tuple[str, ...]
    open: Array
    doors: tuple[Doors, ...]


def given(facts: Facts, scenario: NetworkPart) -> Given:
    """What tables and scenario say.

    Raises
    ------
    InputError
        ``scenario.unknown_id``, ``network.unknown_crossing``, ``network.bad_link``, ``network.bad_sailing``.
    """
    places = places_of(facts)
    links = links_of(facts, scenario, places)
    rows = Rows(facts, scenario.year, links, places)
    crossings, ports = gateways_of(links, places, rows)
    every = [*crossings.values(), *ports.values()]
    ids = _ids(every, links, places, facts)
    _refuse_unknown(rows.crossing_ids - ids.gateways, ids.gateways)
    scenario.check_ids(ids)
    part = {x.link_id: x.factor for x in reversed(links)}
    left = {g.gateway_id: factor(g, scenario, part.get(g.link, 1.0)) for g in every}
    stops = stops_of(scenario, set(left), _zones(every, facts))
    near = near_ends(facts, links, china_distance(links, places, "rail"))
    return Given(scenario, places, links, rows, crossings, ports, left, stops, near, liner_km(links))


def _zones(gateways: Sequence[Gateway], facts: Facts) -> dict[str, str]:
    """The clock of each gateway: that of its first end, the side of China or nearer to it. Places without one: UTC."""
    of_place = {
        cell(r, "place_id"): cell(r, "time_zone") for r in facts.table("place_codes").to_dict("records")
    }
    return {g.gateway_id: of_place.get(g.place_a, "") for g in gateways}


def known_ids(facts: Facts) -> Ids:
    """What a scenario may name on these facts; ids do not depend on the year."""
    places = places_of(facts)
    any_year = Scenario.example("baseline").network
    every = links_of(facts, any_year, places)
    crossings, ports = gateways_of(every, places, Rows(facts, any_year.year, every, places))
    return _ids([*crossings.values(), *ports.values()], every, places, facts)


def _ids(
    gateways: Sequence[Gateway], links: Sequence[Link], places: Mapping[str, Place], facts: Facts
) -> Ids:
    countries = frozenset(p.country for p in places.values()) - {"XX"}
    return Ids(
        frozenset(g.gateway_id for g in gateways),
        frozenset(x.link_id for x in links),
        countries,
        countries | frozenset(facts.table("country_groups")["iso2"].dropna()) - {""},
        frozenset(Ranges(facts).ids()),
    )


def _refuse_unknown(crossings: Set[str], known: Set[str]) -> None:
    refuse(
        "network.unknown_crossing",
        "crossings that the network does not have",
        [
            Problem(
                "network.unknown_crossing",
                "crossings.csv",
                column="gateway_id",
                value=name,
                expected="a gateway of the network",
                fix=nearest(name, known),
            )
            for name in sorted(crossings)
        ],
    )


def lay_out(facts: Facts, said: Given, passing: Set[str]) -> Layout:
    """Arcs of the open links, then states of all links, so that states do not depend on what is closed.

    Parameters
    ----------
    passing
        Gateways that anybody may pass on some day.
    """
    places, scenario = said.places, said.scenario
    every = modes_at(list(said.links), places)
    links = without(list(said.links), {x for x, g in said.crossings.items() if g.gateway_id not in passing})
    crossings = {x: g for x, g in said.crossings.items() if g.gateway_id in passing}
    running = [x for x in links if x.is_open]
    sections = sections_of(running, places, crossings)
    gates, lone = _gates(facts, places, every)
    arcs = _arcs(said, running, crossings, passing, sections, gates, lone)
    states = _states(every, gates, lone)
    jams = facilities_of(arcs, (*crossings.values(), *said.ports.values()), sections, said.near, links)
    index = {s: i for i, (s, _, _) in enumerate(states)}
    jam = {j.facility_id: i for i, j in enumerate(jams)}
    passes = tuple(a.facility_id if a.gateway else "" for a in arcs)
    banned = sorted(x for x, t in scenario.transit.items() if not t.allowed)
    groups, is_open, doors = open_arcs(arcs, banned, index)
    known = {g.gateway_id: g for g in (*crossings.values(), *said.ports.values())}
    used = tuple(g for n, g in known.items() if any(f"{n}:{w}" in jam for w in ("out", "in")))
    # A crossing whose link is suspended is passed by nobody: shutting it for some days divides no year.
    stops = [s for s in said.stops if s.gateway_id in passing & {g.gateway_id for g in used}]
    always = standing(stops, scenario.year)
    groups, is_open = under_bans(groups, is_open, passes, stops, always)
    steps: dict[tuple[str, str], list[int]] = {}
    for i, a in enumerate(arcs):
        steps.setdefault((a.kind, a.vehicle), []).append(i)
    arrival = np.full(len(states), -1, np.int32)
    for state, i in index.items():
        if state.endswith("|gate"):
            arrival[i] = index[arrival_id(state)]
    return Layout(
        arcs=tuple(arcs),
        known=tuple(jams),
        used=used,
        steps={step: np.array(at) for step, at in steps.items()},
        unit=np.array([a.link.mode if a.link is not None else "port" for a in arcs]),
        by_ferry=np.array([a.vehicle == "ferry" and a.kind == "haul" for a in arcs]),
        passes=passes,
        served=served(running, said.near),
        stops=tuple(stops),
        calendar=calendar_of([s for s in stops if s not in always], scenario.year),
        places=frames.places(places),
        states=frames.states(states, places),
        arcs_frame=frames.steps(arcs),
        arc_classes=frames.arc_classes(arcs),
        tail=np.array([index[a.tail] for a in arcs], np.int32),
        head=np.array([index[a.head] for a in arcs], np.int32),
        facility=np.array([jam.get(a.facility_id, -1) for a in arcs], np.int32),
        side=np.array([side_of(a) for a in arcs], np.int8),
        reverse=reverse_lanes(jams, jam),
        arrival=arrival,
        state_index=index,
        arc_index={a.arc_id: i for i, a in enumerate(arcs)},
        facility_index=jam,
        groups=groups,
        open=is_open,
        doors=doors,
    )


def _gates(
    facts: Facts, places: Mapping[str, Place], modes: Mapping[str, set[str]]
) -> tuple[set[str], dict[str, list[str]]]:
    """Places with a gate, and gateway places of each country without weighted places."""
    of_country: dict[str, list[tuple[str, bool]]] = {}
    for row in facts.table("gateways_of_countries").to_dict("records"):
        weighted = cell(row, "weight_basis") == "population" and cell(row, "pop_max") != ""
        of_country.setdefault(cell(row, "iso3"), []).append((cell(row, "node_id"), weighted))
    named = {place for rows in of_country.values() for place, _ in rows}
    dry = {p for p in modes if places[p].kind not in ("chokepoint", "pipeline node")}
    lone = {c: [p for p, _ in rows] for c, rows in sorted(of_country.items()) if not any(w for _, w in rows)}
    return dry | named, lone


def _arcs(
    said: Given,
    links: Sequence[Link],
    crossings: Mapping[str, Gateway],
    passing: Set[str],
    sections: Mapping[str, Link],
    gates: set[str],
    lone: Mapping[str, list[str]],
) -> list[Arc]:
    places = said.places
    water = basins(links, places, said.rows.seas)
    arcs = list(link_arcs(list(links), places, crossings, sections, said.near, water))
    breaks = {
        end: crossings[x.link_id]
        for x in links
        if len(x.gauges) > 1 and x.link_id in crossings
        for end in (x.tail, x.head)
    }
    for place, modes in sorted(modes_at(list(links), places).items()):
        own = said.ports.get(place)
        found = place_arcs(places[place], modes, place in gates, own, water.get(place, ""), breaks)
        arcs += [a for a in found if not (a.facility_id and own and own.gateway_id not in passing)]
    return [*arcs, *connectors(lone, places)]


def _states(
    modes: Mapping[str, set[str]], gates: set[str], lone: Mapping[str, list[str]]
) -> list[tuple[str, str, str]]:
    """State id, place and mode, in a fixed order."""
    found = []
    for place in sorted(set(modes) | gates):
        if place in gates:
            gate = state_id(place, "gate")
            found += [(gate, place, "gate"), (arrival_id(gate), place, "arrival")]
        found += [(state_id(place, m), place, m) for m in sorted(modes.get(place, ()))]
    for iso3 in lone:
        gate = country_gate(iso3)
        found += [(gate, f"country:{iso3}", "gate"), (arrival_id(gate), f"country:{iso3}", "arrival")]
    return found
