"""What the network stage writes."""

from __future__ import annotations

from jibek.ground.table import Column, Table, flag, integer, number, text
from jibek.ground.vocabulary import AT_GATEWAYS, CLASSES, FACILITY_KINDS, GATEWAY_UNITS, ROUTED

KINDS = (
    "haul",
    "load",
    "unload",
    "gauge_change",
    "border",
    "ferry_wait",
    "tranship",
    "connector",
    "hold",
)


def _ids(what: str) -> Column:
    return text(
        f"Facts (TABLE:KEY:COLUMN) and assumptions (assumption:ID) behind {what}, joined by ;", optional=True
    )


_HOURS, _SPREAD, _BOX = ("ids in hours_rests_on",), ("ids in spread_rests_on",), ("ids in box_rests_on",)
_CO2E = ("ids in co2e_rests_on",)

PLACES = Table(
    "network.places",
    "A place of the network.",
    key=["place_id"],
    comes_from=["record.facts"],
    place_id=text("UN/LOCODE or COUNTRY_NAME."),
    name=text("English name."),
    name_ru=text("Russian name.", optional=True),
    name_kk=text("Kazakh name.", optional=True),
    name_zh=text("Chinese name.", optional=True),
    country=text("ISO 3166 alpha-2; straits are XX."),
    network_country=text("Country whose railway or road runs it; differs from country at Iletsk only."),
    kind=text("seaport, dry port, rail station, city, border crossing, chokepoint or pipeline node."),
    lat=number("Latitude.", unit="degree", at_least=-90, at_most=90),
    lon=number("Longitude.", unit="degree", at_least=-180, at_most=180),
    gauge_mm=text("Gauges present, the country's own first.", optional=True),
)

STATES = Table(
    "network.states",
    "Being at a place in a mode (and gauge), or at its gate: `gate` to start from, `arrival` to end at.",
    key=["state_id"],
    comes_from=["record.facts"],
    state_id=text("PLACE|MODE; with @shutN on days on which something is shut."),
    place_id=text("The place; country:ISO3 for the gate of a country."),
    mode=text("gate, arrival, rail-1435, rail-1520, rail-1668, road, sea or ferry."),
    country=text("ISO 3166 alpha-2 of the place, alpha-3 for the gate of a country."),
)

ARCS = Table(
    "network.arcs",
    "A step from one state to another: what it takes empty, without queues.",
    key=["arc_id"],
    comes_from=["record.facts", "record.assumptions", "network.states"],
    arc_id=text("Stable id: link or place, and direction."),
    tail=text("State it leaves.", refers_to="network.states"),
    head=text("State it reaches.", refers_to="network.states"),
    mode=text("Mode whose vehicle is used.", choices=(*ROUTED, "none")),
    kind=text("What is done.", choices=KINDS),
    distance_km=number(
        "Length; a border arc has the length of its link.",
        unit="km",
        at_least=0,
        traced_to=("fact:links:{link_id}:distance_km",),
    ),
    link_id=text("Link of a haul or border arc.", optional=True, refers_to="network.links"),
    gateway_id=text("Gateway that the arc passes.", optional=True, refers_to="network.gateways"),
    facility_id=text("What can jam on it.", optional=True, refers_to="network.facilities"),
    country=text("Country of the tail and, across a border, of the head: CN or CN-KZ."),
    collected_by=text(
        "Countries whose carriers and posts the price goes to, ISO 3166 alpha-3, half each where there are two; ROW "
        "for ships of the oceans; blank where nothing is collected.",
        optional=True,
    ),
    hours_mean=number(
        "Hours without queue, clearance and reloading included.", unit="h", at_least=0, traced_to=_HOURS
    ),
    hours_p10=number("A tenth of the trips takes less.", unit="h", at_least=0, traced_to=(*_HOURS, *_SPREAD)),
    hours_p90=number("A tenth takes more.", unit="h", at_least=0, traced_to=(*_HOURS, *_SPREAD)),
    usd_per_feu=number(
        "Price of a forty-foot box, USD of the scenario's year.", unit="USD/FEU", at_least=0, traced_to=_BOX
    ),
    usd_per_feu_low=number(
        "With the low ends of the assumptions.", unit="USD/FEU", at_least=0, traced_to=_BOX
    ),
    usd_per_feu_high=number("With their high ends.", unit="USD/FEU", at_least=0, traced_to=_BOX),
    co2e_kg_per_tonne_container=number(
        "Emissions of a tonne in a container, well to wheel.", unit="kg/t", at_least=0, traced_to=_CO2E
    ),
    co2e_kg_per_tonne_container_low=number(
        "With the low ends of the assumptions.", unit="kg/t", at_least=0, traced_to=_CO2E
    ),
    co2e_kg_per_tonne_container_high=number(
        "With their high ends.", unit="kg/t", at_least=0, traced_to=_CO2E
    ),
    co2e_kg_per_teu=number(
        "Emissions of a box of twenty feet, whatever its load, half those of one of forty; blank where they go by the "
        "tonne.",
        unit="kg/TEU",
        optional=True,
        at_least=0,
        traced_to=_CO2E,
    ),
    source=text("Document or basis of the figures."),
    hours_rests_on=_ids("the mean hours"),
    spread_rests_on=_ids("their P10 and P90, besides"),
    box_rests_on=_ids("the price of a box"),
    bulk_rests_on=_ids("the price of a tonne of bulk"),
    co2e_rests_on=_ids("the emissions of a box"),
)

ARC_COSTS = Table(
    "network.arc_costs",
    "Price, emissions and vehicles of a tonne of each class on each arc.",
    key=["arc_id", "class"],
    comes_from=["record.facts", "record.assumptions", "network.arcs"],
    columns={
        "arc_id": text("The arc.", refers_to="network.arcs"),
        "class": text("Commodity class.", choices=CLASSES),
        "usd_per_tonne": number(
            "Price, USD of the scenario's year.",
            unit="USD/t",
            at_least=0,
            traced_to=("ids in rests_on",),
        ),
        "income_usd_per_tonne": number(
            "What of the price is more than the step costs: income of those who collect; below 0 where a scenario's "
            "tariff does not cover the cost.",
            unit="USD/t",
        ),
        "co2e_kg_per_tonne": number("Emissions, well to wheel.", unit="kg/t", at_least=0),
        "units_per_tonne": number(
            "Vehicles (or tonnes) that a tonne adds to the facility; 0 where none can jam.",
            unit="vehicles/t",
            at_least=0,
        ),
        "rests_on": _ids("the price"),
    },
)

GATEWAYS = Table(
    "network.gateways",
    "A border crossing or a port that is open in this scenario.",
    key=["gateway_id"],
    comes_from=["record.facts", "record.assumptions"],
    gateway_id=text("China's side first, else the side nearer to China; the place id of a port."),
    mode=text("What passes.", choices=tuple(AT_GATEWAYS)),
    name=text("Names of the two sides, or of the port."),
    place_a=text("Side nearer to China.", refers_to="network.places"),
    place_b=text("Far side; the port again for a port.", refers_to="network.places"),
    country_a=text("Country of place_a."),
    country_b=text("Country of place_b."),
    lat=number("Middle of the two sides.", unit="degree"),
    lon=number("Middle of the two sides.", unit="degree"),
    capacity_per_day=number(
        "Each direction on an open day, scenario applied.",
        unit="column unit, a day",
        above=0,
        traced_to=("ids in capacity_rests_on",),
    ),
    unit=text("What capacity counts.", choices=GATEWAY_UNITS),
    clearance_hours=number(
        "Inspection and documents, per vehicle: an input, not the crossing time.",
        unit="h",
        at_least=0,
        traced_to=("ids in clearance_rests_on",),
    ),
    clearance_waits=flag(
        "Whether a time of the whole crossing stands for clearance: it holds the wait, of which only what is longer is"
        " added."
    ),
    closed_share=number(
        "Part of the year on which the scenario lets nobody pass.", unit="1", at_least=0, at_most=1
    ),
    closed=text("The shut intervals, joined by blanks.", optional=True),
    is_simulated=flag("Played train by train (Khorgos, Alashankou) instead of as one queue."),
    capacity_basis=text("Where the capacity comes from."),
    clearance_basis=text("Where the clearance comes from."),
    source=text("Document or assumption."),
    capacity_rests_on=_ids("the capacity"),
    clearance_rests_on=_ids("the clearance"),
)

FACILITIES = Table(
    "network.facilities",
    "Something that jams: one direction of a gateway or of a line of ships, or a section of line that both directions "
    "share; in a year with days on which something is shut once for each period of it.",
    key=["facility_id"],
    comes_from=["network.gateways", "record.facts", "record.assumptions"],
    facility_id=text(
        "GATEWAY:out (away from China), GATEWAY:in, LINK:out and LINK:in of ships, or the link id of a section; with "
        "@shutN on other days than those on which nothing is shut, with @heldN for what waits at the scenario's stop N."
    ),
    kind=text("What jams; held: what waits at a shut gateway.", choices=FACILITY_KINDS),
    gateway_id=text("The gateway.", optional=True, refers_to="network.gateways"),
    link_id=text("The section or line of ships.", optional=True),
    direction=text("out, in or both.", choices=("out", "in", "both")),
    mode=text("rail, road, port or ferry of a gateway; rail of a section; sea or ferry of a line of ships."),
    name=text("For people."),
    unit=text("What capacity and load count.", choices=GATEWAY_UNITS),
    capacity_per_day=number(
        "Scenario applied.", unit="column unit, a day", above=0, traced_to=("ids in rests_on",)
    ),
    sailings_per_day=number(
        "Ships that leave each way, scenario applied; blank where no ships are counted.",
        unit="1/day",
        optional=True,
        above=0,
        traced_to=("ids in rests_on",),
    ),
    basis=text("Where the capacity comes from."),
    rests_on=_ids("the capacity"),
    days=integer("Days of the year that its load is of.", unit="d", at_least=0),
)

TABLES = (PLACES, STATES, ARCS, ARC_COSTS, GATEWAYS, FACILITIES)
