"""Places, links, crossings, ports and projects."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.ground.vocabulary import (
    ALPHA2,
    AT_SEA,
    ATTRIBUTES_OF_LINKS,
    BORDER_METRICS,
    BORDER_MODES,
    CONFIDENCE,
    GAUGES,
    LINK_STATUS,
    MODES,
    PLACE_KINDS,
    PORT_METRICS,
    PROJECT_STATUS,
    PROJECT_TYPES,
)
from jibek.sources.tables.columns import declare, named_in, node, origin, place

NODES = declare(
    "nodes",
    "A place of the network: seaport, dry port, station, city, crossing, pipeline end or sea chokepoint.",
    ["id"],
    {
        "id": text("Stable id: UN/LOCODE where id_is_unlocode is yes, else COUNTRY_NAME."),
        "name": text("English name."),
        "country": text("ISO 3166 alpha-2 code; chokepoints at sea are XX.", choices=(*ALPHA2, AT_SEA)),
        "kind": text("What the place is.", choices=PLACE_KINDS),
        "lat": number("Latitude, WGS 84.", unit="degree", at_least=-90, at_most=90),
        "lon": number("Longitude, WGS 84.", unit="degree", at_least=-180, at_most=180),
        "gauge_mm": text("Rail gauges present, in mm, joined by a slash.", optional=True, choices=GAUGES),
        "id_is_unlocode": text("Whether the id is a UN/LOCODE code.", choices=("yes", "no")),
        **origin(source=False),
        "name_ru": text("Russian name.", optional=True),
        "name_kk": text("Kazakh name, in Kazakhstan.", optional=True),
        "name_zh": text("Chinese name.", optional=True),
        "aliases": text("Other Latin spellings, joined by semicolons.", optional=True),
    },
)

AGGREGATES = declare(
    "aggregates",
    "An id that stands for a country, a corridor or a pipeline system rather than a place.",
    ["id"],
    {
        "id": text("Stable id."),
        "meaning": text("What it stands for."),
        **origin(basis=False),
    },
)

LINKS = declare(
    "links",
    "A line, road, sea leg, ferry or pipeline between two places, in its state of 2023; both directions.",
    ["id"],
    {
        "id": text("Stable id, e.g. L071."),
        "from": node("One end."),
        "to": node("Other end."),
        "mode": text("What runs on it.", choices=MODES),
        "distance_km": number("Length of the route, not of the great circle.", unit="km", above=0),
        "great_circle_km": number("Great circle between the ends.", unit="km", at_least=0),
        "gauge_mm": text("Rail gauges of the line, in mm.", optional=True, choices=GAUGES),
        "tracks": number("Main tracks, 2023.", unit="tracks", optional=True, at_least=1, at_most=8),
        "electrified": text("Whether most of the line is electrified.", optional=True, choices=("yes", "no")),
        "typical_speed_kmh": number(
            "Commercial speed of freight, stops included, borders not.",
            unit="km/h",
            optional=True,
            above=0,
            at_most=400,
        ),
        "speed_basis": text("What the speed rests on.", optional=True),
        "capacity": text("Capacity as printed, with its unit.", optional=True),
        "status": text(
            "operating, planned, under construction (year), suspended since year.",
            pattern=LINK_STATUS,
            form="operating, planned, under construction, under construction (YEAR) or suspended since YEAR",
        ),
        "basis": text("How distance_km came about; a cited distance names its row of distances.csv."),
        "attribute_basis": text("What tracks and electrification rest on.", optional=True),
        "source": text("Document the distance was read from; blank on own estimates.", optional=True),
        "source_date": text("Day, month or year of that document.", optional=True),
        "url": text("Where the document stands.", optional=True),
        "confidence": text("How far the distance may be trusted.", choices=CONFIDENCE),
    },
)

LINK_ATTRIBUTES = declare(
    "link_attributes",
    "A cited attribute of one link; a period 'since DATE' applies from that day only.",
    ["link_id", "attribute", "period"],
    {
        "link_id": text("The link.", refers_to="sources.links"),
        "attribute": text(
            "What is told; tracks, electrified, speed_kmh and opened change the link, all others inform.",
            choices=ATTRIBUTES_OF_LINKS,
        ),
        "value": text("Value as printed; numbers, yes/no, or a range such as 1-2."),
        "unit": text("Unit of the value.", optional=True),
        "period": text("When, or on which part of the link.", optional=True),
        **origin(basis=False),
    },
)

DISTANCES = declare(
    "distances",
    "A cited length of a line or chain of links, with what it covers.",
    ["distance_id"],
    {
        "distance_id": text("Stable id, e.g. D001."),
        "from_id": node("One end."),
        "to_id": node("Other end."),
        "via_ids": place("Places passed, joined by semicolons.", optional=True, list_of=";"),
        "mode": text("What runs on it.", choices=MODES),
        "distance_km": number("Length as published.", unit="km", above=0),
        "covers": text("What the figure covers."),
        "line_or_operator": text("Line or operator.", optional=True),
        **origin(basis=False),
    },
)

BORDERS = declare(
    "borders",
    "One published figure on a crossing or terminal in one year.",
    ["node_a", "node_b", "mode", "metric", "year"],
    {
        "node_a": place("Place, or the side nearer to China."),
        "node_b": place("Other side; blank if the figure is on one place.", optional=True),
        "mode": text("What crosses.", choices=BORDER_MODES),
        "gauge_break_mm": text("Gauges that meet, in mm.", optional=True, choices=GAUGES),
        "metric": text(
            "What was measured; a crossing time says which sides it covers.", choices=BORDER_METRICS
        ),
        "value": number("The figure.", **named_in(), at_least=0),
        "unit": text("Unit of the value."),
        "year": integer("Year of the figure.", unit="year", at_least=1990, at_most=2060),
        "note": text("What the source adds.", optional=True),
        **origin(),
    },
)

PORTS = declare(
    "ports",
    "One published figure on a port in one year.",
    ["port", "metric", "year"],
    {
        "port": place("The port."),
        "metric": text("What was measured.", choices=PORT_METRICS),
        "value": number("The figure.", **named_in(), at_least=0),
        "unit": text("Unit of the value."),
        "year": integer("Year of the figure.", unit="year", at_least=1990, at_most=2060),
        "note": text("What the source adds.", optional=True),
        **origin(source=False),
    },
)

PROJECTS = declare(
    "projects",
    "A work on the corridors: status, opening, cost, effect.",
    ["name"],
    {
        "name": text("Name of the work."),
        "type": text("What is built or agreed.", choices=PROJECT_TYPES),
        "countries": text("Countries concerned, alpha-2, joined by hyphens.", choices=ALPHA2, list_of="-"),
        "nodes": place("Places concerned, joined by semicolons.", optional=True, list_of=";"),
        "status": text("State of the work.", choices=PROJECT_STATUS),
        "open_year": number(
            "Year of opening, done or foreseen.", unit="year", optional=True, at_least=1900, at_most=2100
        ),
        "cost": number("Cost as published.", unit="the row's cost_unit", optional=True, above=0),
        "cost_unit": text("Currency and power of ten.", optional=True),
        "effect": text("What the work is said to change."),
        "note": text("What the source adds.", optional=True),
        **origin(source=False),
    },
)
