"""How the network of a scenario is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.errors import Problem, nearest, refuse
from jibek.ground.vocabulary import CLASSES
from jibek.network import frames
from jibek.network.arcs import Arc, connectors, link_arcs, modes_at, place_arcs
from jibek.network.corridors import open_arcs, under_bans
from jibek.network.cost.emissions import Emissions
from jibek.network.cost.money import Money
from jibek.network.cost.steps import Price, Pricer, clearing_of, liner_km, times
from jibek.network.cost.tonnes import class_hour_usd, returns, units_per_tonne, usd_per_tonne
from jibek.network.dated import Figure, Rows
from jibek.network.doors import Doors
from jibek.network.facilities import facilities_of, reverse_lanes, side_of
from jibek.network.gateways import Gateway, basins, china_distance, factor, gateways_of
from jibek.network.inputs import Link, Place, Range, Ranges, cell, links_of, places_of, without
from jibek.network.layers import layered
from jibek.network.model import Network
from jibek.network.names import arrival_id, country_gate, state_id
from jibek.network.periods import WAYS, Stop, calendar_of, standing, stops_of
from jibek.network.sailings import Line, lines_of, served
from jibek.network.sections import section_capacities
from jibek.record import Facts
from jibek.scenario import Ids, NetworkPart, Scenario

if TYPE_CHECKING:
    from jibek.network.facilities import Facility

STORAGE = "storage_usd_per_feu_day"


def build(facts: Facts, scenario: NetworkPart) -> Network:
    """The network of the scenario's year with the scenario's changes.

    Raises
    ------
    InputError
        ``scenario.unknown_id`` for unknown gateways, links, countries and assumptions, with the nearest names;
        ``network.unknown_crossing`` for a row of crossings.csv about no gateway;
        ``network.bad_link``, ``network.bad_capacity`` for figures that cannot be used, all at once;
        ``network.bad_sailing`` as in `sailings.lines_of`;
        ``network.no_tariff``, ``network.no_emission_factor`` if a row that prices depend on is missing.
    """
    places = places_of(facts)
    every = links_of(facts, scenario, places)
    rate = Ranges(facts)
    rows = Rows(facts, scenario.year, every, places)
    crossings, ports = gateways_of(every, places, rows, rate)
    known = [*crossings.values(), *ports.values()]
    ids = _ids(known, every, places, rate)
    _refuse_unknown(rows.crossing_ids - ids.gateways, ids.gateways)
    scenario.check_ids(ids)
    left = {g.gateway_id: factor(g, scenario, _factor_of(g.link, every)) for g in known}
    _refuse_bad([(g.gateway_id, g.capacity.value * left[g.gateway_id]) for g in known])
    stops = stops_of(scenario, {g.gateway_id for g in known})
    shut = {p for s in standing(stops, scenario.year) if s.for_all for p in s.passages}
    passing = {
        g.gateway_id
        for g in known
        if g.capacity.value * left[g.gateway_id] > 0 and not {f"{g.gateway_id}:{way}" for way in WAYS} <= shut
    }
    links = without(every, {x for x, g in crossings.items() if g.gateway_id not in passing})
    crossings = {x: g for x, g in crossings.items() if g.gateway_id in passing}
    return _assemble(
        facts, scenario, places, every, links, crossings, ports, passing, left, stops, rows, rate
    )


def known_ids(facts: Facts) -> Ids:
    """What a scenario may name on these facts; ids do not depend on the year."""
    places = places_of(facts)
    any_year = Scenario.example("baseline").network
    every = links_of(facts, any_year, places)
    rate = Ranges(facts)
    crossings, ports = gateways_of(every, places, Rows(facts, any_year.year, every, places), rate)
    return _ids([*crossings.values(), *ports.values()], every, places, rate)


def _ids(
    gateways: Sequence[Gateway], links: Sequence[Link], places: Mapping[str, Place], rate: Ranges
) -> Ids:
    return Ids(
        frozenset(g.gateway_id for g in gateways),
        frozenset(x.link_id for x in links),
        frozenset(p.country for p in places.values()) - {"XX"},
        frozenset(rate.ids()),
    )


def _factor_of(link_id: str, links: Sequence[Link]) -> float:
    return next((x.factor for x in links if x.link_id == link_id), 1.0)


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


def _refuse_bad(capacities: Sequence[tuple[str, float]]) -> None:
    refuse(
        "network.bad_capacity",
        "capacities that cannot be used",
        [
            Problem(
                "network.bad_capacity",
                name,
                value=value,
                column="capacity_per_day",
                expected="a number, at least 0",
                fix="Correct the row of borders, ports or assumptions that it rests on.",
            )
            for name, value in capacities
            if not value >= 0 or value == np.inf
        ],
    )


def _assemble(
    facts: Facts,
    scenario: NetworkPart,
    places: Mapping[str, Place],
    every: Sequence[Link],
    links: Sequence[Link],
    crossings: Mapping[str, Gateway],
    ports: Mapping[str, Gateway],
    passing: set[str],
    left: Mapping[str, float],
    stops: Sequence[Stop],
    rows: Rows,
    rate: Ranges,
) -> Network:
    """Arcs of the open links, then states of all links, so that states do not depend on what is closed."""
    running = [x for x in links if x.is_open]
    gates, lone = _gates(facts, places, modes_at(list(every), places))
    sections = section_capacities(running, places, set(crossings), rate)
    _refuse_bad([(x, f.value) for x, f in sections.items()])
    lines = lines_of(facts, every, rate, china_distance(every, places, "rail"))
    arcs = _arcs(running, places, crossings, ports, passing, sections, lines, gates, lone, rows.seas)
    states = _states(modes_at(list(every), places), gates, lone)
    jams = facilities_of(arcs, crossings, ports, sections, lines, links, left)
    money = Money(facts, rate, places, scenario.cost, scenario.year, liner_km(list(every)))
    pricer = Pricer(rate, money, Emissions(facts, rate, places), rows, places, lines, served(running, lines))
    asked = {g: c.clearance_hours for g, c in scenario.gateway.items()}
    prices = [
        pricer.price(
            a, clearing_of(a.gateway.clearance, asked.get(a.gateway.gateway_id)) if a.gateway else None
        )
        for a in arcs
    ]
    passes = [a.facility_id if a.gateway else "" for a in arcs]
    banned = sorted(x for x, t in scenario.transit.items() if not t.allowed)
    groups, is_open, doors = open_arcs(arcs, banned, {s: i for i, (s, _, _) in enumerate(states)})
    stops = [s for s in stops if s.gateway_id in passing]
    always = standing(stops, scenario.year)
    groups, is_open = under_bans(groups, is_open, passes, stops, always)
    usual = _network(
        places,
        states,
        arcs,
        prices,
        jams,
        groups,
        is_open,
        doors,
        crossings,
        ports,
        left,
        stops,
        scenario,
        rate,
    )
    calendar = calendar_of([s for s in stops if s not in always], scenario.year)
    if len(calendar.periods) == 1:
        return usual
    storage = times(rate(STORAGE), money.deflator)
    held = Range(*storage, rate(STORAGE).rests_on)
    return layered(usual, calendar, passes, held, 2.0 * rate("tonnes_per_teu_rail").value)


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
    links: Sequence[Link],
    places: Mapping[str, Place],
    crossings: Mapping[str, Gateway],
    ports: Mapping[str, Gateway],
    passing: set[str],
    sections: Mapping[str, Figure],
    lines: Mapping[str, Line],
    gates: set[str],
    lone: Mapping[str, list[str]],
    seas: Mapping[str, str],
) -> list[Arc]:
    water = basins(links, places, seas)
    arcs = list(link_arcs(list(links), places, crossings, {x: x for x in sections}, lines, water))
    breaks = {
        end: crossings[x.link_id]
        for x in links
        if len(x.gauges) > 1 and x.link_id in crossings
        for end in (x.tail, x.head)
    }
    for place, modes in sorted(modes_at(list(links), places).items()):
        own = ports.get(place)
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


def _network(
    places: Mapping[str, Place],
    states: Sequence[tuple[str, str, str]],
    arcs: Sequence[Arc],
    prices: Sequence[Price],
    jams: Sequence[Facility],
    groups: tuple[str, ...],
    is_open: Array,
    doors: tuple[Doors, ...],
    crossings: Mapping[str, Gateway],
    ports: Mapping[str, Gateway],
    left: Mapping[str, float],
    stops: Sequence[Stop],
    scenario: NetworkPart,
    rate: Ranges,
) -> Network:
    index = {s: i for i, (s, _, _) in enumerate(states)}
    jam = {j.facility_id: i for i, j in enumerate(jams)}
    facility = np.array([jam.get(a.facility_id, -1) for a in arcs], np.int32)
    arrival = np.full(len(states), -1, np.int32)
    for state, i in index.items():
        if state.endswith("|gate"):
            arrival[i] = index[arrival_id(state)]
    usd, co2e = usd_per_tonne(arcs, prices, rate), np.array([p.co2e for p in prices]).T
    units = units_per_tonne(arcs, facility, rate)
    used = [
        g
        for g in {g.gateway_id: g for g in (*crossings.values(), *ports.values())}.values()
        if any(f"{g.gateway_id}:{w}" in jam for w in ("out", "in"))
    ]
    return Network(
        places=frames.places(places),
        states=frames.states(states, places),
        arcs=frames.arcs(arcs, prices),
        arc_costs=frames.arc_costs(arcs, prices, usd, co2e, units),
        gateways=frames.gateways(used, places, scenario, left, stops),
        facilities=frames.facilities(jams, places, scenario.year),
        tail=np.array([index[a.tail] for a in arcs], np.int32),
        head=np.array([index[a.head] for a in arcs], np.int32),
        fixed_hours=np.array([p.hours[1] for p in prices]),
        usd_per_tonne=usd,
        co2e_kg_per_tonne=co2e,
        units_per_tonne=units,
        usd_per_feu=np.array([p.usd_per_feu[1] for p in prices]),
        facility=facility,
        side=np.array([side_of(a) for a in arcs], np.int8),
        kind=np.arange(len(CLASSES)),
        capacity_per_day=np.array([j.capacity for j in jams]),
        reverse=reverse_lanes(jams, jam),
        returns=returns(rate),
        arrival=arrival,
        state_index=index,
        arc_index={a.arc_id: i for i, a in enumerate(arcs)},
        facility_index=jam,
        groups=groups,
        open=is_open,
        doors=doors,
        class_hour_usd=class_hour_usd(rate),
        stops=tuple(s for s in stops if not s.for_all),
    )
