"""Places, links, crossings, ports and projects."""

from __future__ import annotations

from jibek.ground.table import Column, integer, number, text
from jibek.ground.timetables import SERVICE_KINDS
from jibek.ground.vocabulary import (
    ALPHA2,
    AT_SEA,
    ATTRIBUTES_OF_LINKS,
    BORDER_METRICS,
    BORDER_MODES,
    CONFIDENCE,
    COVERS,
    GAUGES,
    LINK_STATUS,
    MODES,
    PLACE_KINDS,
    PORT_METRICS,
    PROJECT_STATUS,
    PROJECT_TYPES,
    ROUTED,
    SCHEDULES,
    SHIPS,
)
from jibek.sources.tables.columns import added, day, declare, named_in, node, origin, place


def _year(meaning: str) -> Column:
    return integer(meaning, unit="year", at_least=1900, at_most=2100)


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
        "capacity": text("Capacity as printed; the run reads pairs_per_day and mt_per_year.", optional=True),
        "status": text(
            "operating, or why not; of others the run reads open_from and open_until.",
            pattern=LINK_STATUS,
            form="operating, planned, under construction, under construction (YEAR), suspended since YEAR or"
            " suspended since YEAR until YEAR",
        ),
        "basis": text("How distance_km came about; a cited distance names its row of distances.csv."),
        "attribute_basis": text("What tracks and electrification rest on.", optional=True),
        "source": text("Document the distance was read from; blank on own estimates.", optional=True),
        "source_date": text("Day, month or year of that document.", optional=True),
        "url": text("Where the document stands.", optional=True),
        "confidence": text("How far the distance may be trusted.", choices=CONFIDENCE),
        "tracks_source": added(text("Document of the tracks; blank on own estimates.")),
        "tracks_url": added(text("Where it stands.")),
        "speed_source": added(text("Document of the speed; blank on own estimates.")),
        "speed_url": added(text("Where it stands.")),
        "open_from": added(
            _year(
                "First year in service of a link that does not operate in 2023, or operates again; of a span of years"
                " the last."
            )
        ),
        "open_until": added(_year("First year out of service of a link that is suspended.")),
        "pairs_per_day": added(
            number("Pairs of container trains that the line passes.", unit="pairs/day", above=0)
        ),
        "earlier_pairs_per_day": added(number("The same before capacity_since.", unit="pairs/day", above=0)),
        "mt_per_year": added(number("Freight that the line passes, both ways.", unit="Mt/yr", above=0)),
        "earlier_mt_per_year": added(number("The same before capacity_since.", unit="Mt/yr", above=0)),
        "capacity_since": added(
            day("From when the capacity holds; the earlier one counts until a full year has it.")
        ),
    },
)

LINK_ATTRIBUTES = declare(
    "link_attributes",
    "A cited attribute of one link; one with since applies from that day only.",
    ["link_id", "attribute", "period"],
    {
        "link_id": text("The link.", refers_to="sources.links"),
        "attribute": text(
            "What is told; tracks, electrified, speed_kmh, opened and one_way (yes: nothing goes back) change the "
            "link, all others inform.",
            choices=ATTRIBUTES_OF_LINKS,
        ),
        "value": text("Value as printed; numbers, yes/no, or a range such as 1-2."),
        "unit": text("Unit of the value.", optional=True),
        "period": text("When, or on which part of the link.", optional=True),
        **origin(basis=False),
        "since": added(day("From when the value holds; blank: the state of 2023, or not dated.")),
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
        "covers_kind": added(
            text(
                "What the figure is of: this section, one between other stations, a round figure, another line; blank:"
                " section.",
                choices=COVERS,
            )
        ),
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
        "value_before": added(number("The figure of the years before.", **named_in(), at_least=0)),
        "valid_until": added(_year("Last year that the row speaks for; blank: until a later row.")),
        "between": added(
            text("Two countries, whose crossings of the mode the figure counts together: CN;KZ.")
        ),
    },
)

CROSSINGS = declare(
    "crossings",
    "A crossing with assumptions of its own: what plays it train by train, or how long it takes in all.",
    ["gateway_id"],
    {
        "gateway_id": text("The crossing, as in network.gateways."),
        "acceptance": text(
            "Assumption of the trains a day that the far side takes over; given: played train by train.",
            optional=True,
            refers_to="sources.assumptions",
        ),
        "clearance": text(
            "Assumption of the hours of clearance where no row gives them.",
            optional=True,
            refers_to="sources.assumptions",
        ),
        "other_trains_out": text(
            "Assumption of the trains a day that are no container trains, away from China.",
            optional=True,
            refers_to="sources.assumptions",
        ),
        "other_trains_in": text("The same towards China.", optional=True, refers_to="sources.assumptions"),
        "windy_days": text("Fact of the days a year on which wind stops it.", optional=True),
        "counted_with": place("What counts of several crossings together are about.", optional=True),
        "total_hours": text(
            "Assumption of the crossing time in all, reloading included.",
            optional=True,
            refers_to="sources.assumptions",
        ),
        "reason": text("Why it stands here."),
    },
)

INLAND_SEAS = declare(
    "inland_seas",
    "Waters that ships leave by a strait or not at all, named by a port on them.",
    ["sea"],
    {
        "sea": text("Name of the waters.", choices=("caspian", "black")),
        "port": node("A port on them; ports that its ships reach without a strait lie on them too."),
        "reason": text("Why so."),
    },
)

SAILINGS = declare(
    "sailings",
    "Ships of one kind on a line of the links: how many or how often, and what one of them takes.",
    ["link_id", "ships"],
    {
        "link_id": text("The line, a link of mode sea or ferry.", refers_to="sources.links"),
        "ships": text("What sails.", choices=SHIPS),
        "schedule": text(
            "line: sails by itself and freight waits for it; charter: called by its freight.",
            choices=SCHEDULES,
        ),
        "vessels": text("Working of the ships that shuttle on the line.", optional=True),
        "sailings_per_month": text("Working of the sailings a month each way, where printed.", optional=True),
        "load_tonnes": text("Working of the tonnes that a ship takes each way."),
        "port_hours": text(
            "Assumption of the hours at each end of the line, waiting for a berth included.",
            optional=True,
            refers_to="sources.assumptions",
        ),
        "reason": text("Why so."),
    },
)

SERVICES = declare(
    "services",
    "A service that can be booked, and how it differs from the ordinary one: what goes when it is loaded.",
    ["service_id"],
    {
        "service_id": text("Stable id."),
        "kind": text("What sort of service.", choices=SERVICE_KINDS),
        "name": text("What it is called."),
        "mode": text("What it goes by.", choices=ROUTED),
        "from": text(
            "Places or countries where it begins, joined by semicolons; blank: anywhere.", optional=True
        ),
        "to": text("Places or countries where it ends; blank: anywhere.", optional=True),
        "since": day("First day of service; blank: always.", optional=True),
        "until": day("First day without it; blank: never.", optional=True),
        "months": text("Months in which it goes, 1 to 12, joined by semicolons; blank: all.", optional=True),
        "departures_per_week": text("Working of the departures a week; blank: as weekdays.", optional=True),
        "weekdays": text(
            "Days of departure, Mon to Sun, joined by semicolons; blank: not known.", optional=True
        ),
        "haul_factor": text("Working: hours of hauls over ordinary ones; blank: 1.", optional=True),
        "border_factor": text("Working: hours of clearance over ordinary ones; blank: 1.", optional=True),
        "wait_factor": text("Working: hours in queues over ordinary ones; blank: 1.", optional=True),
        "price_factor": text("Working: price of hauls over ordinary ones; blank: 1.", optional=True),
        "load_hours": text(
            "Working: hours from the gate to the departure; blank: as ordinary.", optional=True
        ),
        "unload_hours": text(
            "Working: hours from the arrival to the gate; blank: as ordinary.", optional=True
        ),
        "instead": text("yes: in its months nothing else of its mode goes.", optional=True, choices=("yes",)),
        "reason": text("Why so."),
        **origin(source=False),
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
        "oil_mt": added(number("The part of a capacity that is oil.", unit="Mt/yr", above=0)),
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
        "vehicles_before": added(
            number(
                "Vehicles that a road post passes, both ways, before the opening.",
                unit="vehicles/day",
                above=0,
            )
        ),
        "vehicles_after": added(
            number("The same from the year of opening on.", unit="vehicles/day", above=0)
        ),
    },
)
