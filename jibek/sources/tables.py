"""The tables of the data package, declared once for reading, packaging and documentation.

    links.csv, borders.csv, …  ->  TABLES["links"], TABLES["borders"], …

A key names what a row is about. In tables that quote several sources on the same thing (``SEVERAL``) shipped
rows may share a key; everywhere else a key stands once. A row of ``--data`` takes the place of all rows with
its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jibek.tables import Column, Table, integer, number, text

CONFIDENCE = ("high", "medium", "low")
GAUGES = ("1435", "1520", "1668", "1435/1520", "1520/1435", "1435/1668", "1668/1435")
MODES = ("rail", "road", "sea", "ferry", "pipeline")

SEVERAL = frozenset(
    {"borders", "ports", "tariffs", "demand_evidence", "link_attributes", "published_numbers"}
    | {f"systems/{part}" for part in ("borders_institutions", "energy_industry", "finance_trade", "people")}
)


def declare(stem: str, meaning: str, key: list[str], columns: Mapping[str, Column]) -> Table:
    """The declaration of a file of the data package, named after it."""
    return Table(f"sources.{stem.replace('/', '_')}", meaning, key=key, columns=columns)


def _origin(*, source: bool = True, basis: bool = True) -> dict[str, Column]:
    """Who says so: the last columns of nearly every table."""
    columns: dict[str, Column] = {}
    if basis:
        columns["basis"] = text("How the figure came about: published, or an estimate and from what.")
    columns["source"] = text(
        "Document the row was read from; blank only on an own estimate.", optional=not source
    )
    columns["source_date"] = text("Day, month or year of that document.", optional=True)
    columns["url"] = text("Where the document stands; blank on own estimates.", optional=True)
    columns["confidence"] = text("How far the figure may be trusted.", choices=CONFIDENCE)
    return columns


def _place(meaning: str, **options: Any) -> Column:
    return text(meaning, refers_to="sources.places", **options)


def _node(meaning: str, **options: Any) -> Column:
    return text(meaning, refers_to="sources.nodes", **options)


def _named_in(unit_column: str = "unit") -> dict[str, str]:
    return {"unit": f"the row's {unit_column}"}


NODES = declare(
    "nodes",
    "A place of the network: seaport, dry port, station, city, crossing, pipeline end or sea chokepoint.",
    ["id"],
    {
        "id": text("Stable id: UN/LOCODE where id_is_unlocode is yes, else COUNTRY_NAME."),
        "name": text("English name."),
        "country": text("ISO 3166 alpha-2 code; chokepoints at sea are XX."),
        "kind": text(
            "What the place is.",
            choices=(
                "seaport",
                "dry port",
                "rail station",
                "city",
                "border crossing",
                "pipeline node",
                "chokepoint",
            ),
        ),
        "lat": number("Latitude, WGS 84.", unit="degree", at_least=-90, at_most=90),
        "lon": number("Longitude, WGS 84.", unit="degree", at_least=-180, at_most=180),
        "gauge_mm": text("Rail gauges present, in mm, joined by a slash.", optional=True, choices=GAUGES),
        "id_is_unlocode": text("Whether the id is a UN/LOCODE code.", choices=("yes", "no")),
        **_origin(source=False),
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
        **_origin(basis=False),
    },
)

LINKS = declare(
    "links",
    "A line, road, sea leg, ferry or pipeline between two places, in its state of 2023; both directions.",
    ["id"],
    {
        "id": text("Stable id, e.g. L071."),
        "from": _node("One end."),
        "to": _node("Other end."),
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
        "status": text("operating, planned, under construction (year), suspended since year."),
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
        "attribute": text("tracks, electrified, gauge, speed_kmh, design_speed_kmh, opened, …"),
        "value": text("Value as printed; numbers, yes/no, or a range such as 1-2."),
        "unit": text("Unit of the value.", optional=True),
        "period": text("When, or on which part of the link.", optional=True),
        **_origin(basis=False),
    },
)

DISTANCES = declare(
    "distances",
    "A cited length of a line or chain of links, with what it covers.",
    ["distance_id"],
    {
        "distance_id": text("Stable id, e.g. D001."),
        "from_id": _node("One end."),
        "to_id": _node("Other end."),
        "via_ids": text("Places passed, joined by semicolons.", optional=True),
        "mode": text("What runs on it.", choices=MODES),
        "distance_km": number("Length as published.", unit="km", above=0),
        "covers": text("What the figure covers."),
        "line_or_operator": text("Line or operator.", optional=True),
        **_origin(basis=False),
    },
)

BORDERS = declare(
    "borders",
    "One published figure on a crossing or terminal in one year.",
    ["node_a", "node_b", "mode", "metric", "year"],
    {
        "node_a": _place("Place, or the side nearer to China."),
        "node_b": _place("Other side; blank if the figure is on one place.", optional=True),
        "mode": text("What crosses.", choices=("rail", "road", "terminal", "all", "sea", "ferry")),
        "gauge_break_mm": text("Gauges that meet, in mm.", optional=True, choices=GAUGES),
        "metric": text("What was measured; a crossing time says which sides it covers."),
        "value": number("The figure.", **_named_in(), at_least=0),
        "unit": text("Unit of the value."),
        "year": integer("Year of the figure.", unit="year", at_least=1990, at_most=2060),
        "note": text("What the source adds.", optional=True),
        **_origin(),
    },
)

PORTS = declare(
    "ports",
    "One published figure on a port in one year.",
    ["port", "metric", "year"],
    {
        "port": _place("The port."),
        "metric": text("What was measured."),
        "value": number("The figure.", **_named_in(), at_least=0),
        "unit": text("Unit of the value."),
        "year": integer("Year of the figure.", unit="year", at_least=1990, at_most=2060),
        "note": text("What the source adds.", optional=True),
        **_origin(source=False),
    },
)

TARIFFS = declare(
    "tariffs",
    "One price, subsidy or value of time as quoted, in the currency of its year.",
    ["mode", "item", "year"],
    {
        "mode": text("Mode, terminal, border or vot (value of time)."),
        "item": text("What is priced."),
        "value": number("The price.", **_named_in(), at_least=0),
        "unit": text("Currency and quantity."),
        "year": integer("Year of the price.", unit="year", at_least=1990, at_most=2060),
        "note": text("What the source adds.", optional=True),
        **_origin(),
    },
)

RATES = declare(
    "rates",
    "Units of a currency per US dollar, or a US price index, averaged over one year.",
    ["currency", "year", "kind"],
    {
        "currency": text("ISO 4217 code; USD_CPI and USD_GDPDEF are price indices."),
        "year": integer("Year.", unit="year", at_least=1990, at_most=2060),
        "per_usd": number("Units per USD; for an index its level.", unit="currency/USD", above=0),
        "kind": text("How the figure was averaged."),
        **_origin(basis=False),
    },
)

EMISSIONS = declare(
    "emissions",
    "One quoted emission factor; single facts that the chain needs, not a factor table.",
    ["mode", "category", "unit"],
    {
        "mode": text("Mode, hub or pipeline."),
        "category": text("Vehicle, vessel or traction."),
        "value": number("The factor.", **_named_in(), at_least=0),
        "unit": text("Mass of CO2 or CO2e per transport unit."),
        "scope": text("WTW: from well to wheel; TTW: from tank to wheel.", optional=True),
        "framework": text("Framework the factor belongs to."),
        "note": text("What the source adds.", optional=True),
        **_origin(source=False),
    },
)

PROJECTS = declare(
    "projects",
    "A work on the corridors: status, opening, cost, effect.",
    ["name"],
    {
        "name": text("Name of the work."),
        "type": text("rail, road, port, terminal, shipping, pipeline, …"),
        "countries": text("Countries concerned, alpha-2, joined by hyphens."),
        "nodes": text("Places concerned, joined by semicolons.", optional=True),
        "status": text("State of the work.", choices=("completed", "under construction", "planned")),
        "open_year": number(
            "Year of opening, done or foreseen.", unit="year", optional=True, at_least=1900, at_most=2100
        ),
        "cost": number("Cost as published.", unit="the row's cost_unit", optional=True, above=0),
        "cost_unit": text("Currency and power of ten.", optional=True),
        "effect": text("What the work is said to change."),
        "note": text("What the source adds.", optional=True),
        **_origin(source=False),
    },
)

TRANSIT_TIMES = declare(
    "transit_times",
    "A published transit time between two places; kind tells actual from scheduled and claimed.",
    ["id"],
    {
        "id": text("Stable id, e.g. TT001."),
        "origin": _place("From."),
        "destination": _place("To."),
        "mode": text("Modes joined by +."),
        "via": text("Places and countries passed, joined by semicolons.", optional=True),
        "year": integer("Year of the journey.", unit="year", at_least=1990, at_most=2060),
        "days_min": number("Shortest published time.", unit="days", above=0),
        "days_max": number("Longest published time.", unit="days", above=0),
        "distance_km": number("Published length of the route.", unit="km", optional=True, above=0),
        "cost": number("Published price.", unit="the row's cost_unit", optional=True, at_least=0),
        "cost_unit": text("Currency and quantity.", optional=True),
        "kind": text("actual, scheduled, claimed, official, typical, index, …"),
        "note": text("What the source adds.", optional=True),
        **_origin(),
    },
)

VOLUMES = declare(
    "volumes",
    "A published count of trains, boxes, tonnes or vehicles on one object.",
    ["id"],
    {
        "id": text("Stable id, e.g. V029."),
        "object": _place("Place, crossing, corridor or system."),
        "measure": text("What is counted and over which part of the year."),
        "year": integer("Year of the count.", unit="year", at_least=1990, at_most=2060),
        "value": number("The count.", **_named_in()),
        "unit": text(
            "Unit of the value.",
            choices=(
                "trains",
                "TEU",
                "containers",
                "Mt",
                "t",
                "Gtkm",
                "vehicles",
                "calls",
                "bcm",
                "USD bn",
                "%",
            ),
        ),
        "note": text("What the source adds; [held out] masks figures kept for blind tests.", optional=True),
        **_origin(),
    },
)

DEMAND_EVIDENCE = declare(
    "demand_evidence",
    "One figure on who ships what: population, regional product, trade, loads, capacities, elasticities.",
    ["topic", "key", "year", "area", "counterpart", "reporter"],
    {
        "topic": text("Group of the figure."),
        "key": text("What exactly is counted."),
        "value": number("The figure; blank where only a range is published.", **_named_in(), optional=True),
        "low": number("Lower end as published.", **_named_in(), optional=True),
        "high": number("Upper end as published.", **_named_in(), optional=True),
        "unit": text("Unit of value, low and high."),
        "year": text("Year or span of the figure."),
        "area": text("Country, region or place it is about."),
        "counterpart": text("The other side of a flow.", optional=True),
        "reporter": text("Whose figure it is.", optional=True),
        "definition": text("What the source means by it.", optional=True),
        **_origin(basis=False),
    },
)

MARKS = declare(
    "marks",
    "A forecast, target or published result of others, to compare with; never an input.",
    ["mark_id"],
    {
        "mark_id": text("Stable id."),
        "topic": text("Group of the mark."),
        "statement": text("What is stated."),
        "value": number("Central figure.", **_named_in(), optional=True),
        "low": number("Lower end.", **_named_in(), optional=True),
        "high": number("Upper end.", **_named_in(), optional=True),
        "unit": text("Unit of value, low and high.", optional=True),
        "base_year": number("Year measured from.", unit="year", optional=True, at_least=1900, at_most=2100),
        "target_year": text("Year or years aimed at.", optional=True),
        "scenario": text("Under which conditions.", optional=True),
        "method": text("How it was found."),
        **_origin(basis=False),
    },
)

CAPITALS = declare(
    "capitals",
    "A point per country for the distances of the gravity prior.",
    ["iso3"],
    {
        "iso3": text("Country, ISO 3166 alpha-3.", refers_to="sources.country_base"),
        "place": text("Name of the point."),
        "lat": number("Latitude, WGS 84.", unit="degree", at_least=-90, at_most=90),
        "lon": number("Longitude, WGS 84.", unit="degree", at_least=-180, at_most=180),
        "basis": text("Where the position comes from."),
    },
)


def _trade(flow: str) -> Column:
    return number(f"{flow}; blank is a missing report, never zero.", unit="bn USD", optional=True, above=0)


COUNTRY_BASE = declare(
    "country_base",
    "Product, people and goods trade of an economy; the row ROW is the rest of the world.",
    ["iso3"],
    {
        "iso3": text("Economy, ISO 3166 alpha-3, or ROW."),
        "name": text("English name."),
        "gdp_2019_busd": number("Gross domestic product 2019.", unit="bn USD", optional=True, above=0),
        "gdp_2023_busd": number("Gross domestic product 2023.", unit="bn USD", optional=True, above=0),
        "pop_2019_m": number("Population 2019.", unit="million", optional=True, above=0),
        "pop_2023_m": number("Population 2023.", unit="million", optional=True, above=0),
        "goods_exports_2023_busd": _trade("Goods exports 2023"),
        "goods_imports_2023_busd": _trade("Goods imports 2023"),
        "exports_to_CHN_2023_busd": _trade("Goods sold to China 2023"),
        "imports_from_CHN_2023_busd": _trade("Goods bought from China 2023"),
        "exports_to_KAZ_2023_busd": _trade("Goods sold to Kazakhstan 2023"),
        "imports_from_KAZ_2023_busd": _trade("Goods bought from Kazakhstan 2023"),
        "source": text("Where the figures come from."),
        "quality_note": text("Artefacts and gaps.", optional=True),
    },
)

GATEWAYS_OF_COUNTRIES = declare(
    "gateways_of_countries",
    "A place through which a country's freight enters the network, with its weight.",
    ["iso3", "node_id", "role"],
    {
        "iso3": text("Country, ISO 3166 alpha-3.", refers_to="sources.country_base"),
        "node_id": _node("The place."),
        "role": text("Why the place counts.", choices=("capital", "main city", "port", "border")),
        "weight_basis": text("What the split over places rests on."),
        "pop_max": number(
            "Population of the place, as a weight only.", unit="persons", optional=True, above=0
        ),
        **_origin(source=False),
    },
)

KAZ_CHN_TRADE = declare(
    "kaz_chn_trade_by_reporter",
    "Kazakhstan-China goods trade of one year as one side reports it.",
    ["year", "flow", "reporter"],
    {
        "year": integer("Year.", unit="year", at_least=1990, at_most=2060),
        "flow": text("Direction, or total for turnover.", choices=("CHN->KAZ", "KAZ->CHN", "total")),
        "reporter": text("Whose figure it is.", choices=("CHN", "KAZ", "BACI")),
        "value_busd": number("Value of goods.", unit="bn USD", above=0),
        "source": text("Where the figure was read."),
    },
)

OFFICIAL_TARGETS = declare(
    "official_targets",
    "A stated goal with its year.",
    ["target", "value", "year"],
    {
        "target": text("What is aimed at."),
        "value": text("The goal: a number, or 'double YEAR'."),
        "unit": text("Unit of the goal.", optional=True),
        "year": text("When it is due, as stated."),
        "source": text("Who reported the goal."),
        "remark": text("For comparison only, never an input.", optional=True),
    },
)

PUBLISHED_NUMBERS = declare(
    "published_numbers",
    "A result of the trade literature to test against.",
    ["group", "quantity"],
    {
        "group": text("Study and table."),
        "quantity": text("Which number."),
        "value": text("As printed."),
        "se": number("Standard error.", unit="the row's unit", optional=True, at_least=0),
        "unit": text("Unit of the value.", optional=True),
        "source": text("Where it was read."),
        "status": text("Whether it was reproduced."),
    },
)

LICENCES = declare(
    "licences",
    "Terms under which the rows of one table that come from one family of sources are shipped.",
    ["table", "source_group"],
    {
        "table": text("File of the package."),
        "source_group": text("Family of sources."),
        "licence": text("Licence or terms, as far as they were read."),
        "redistribute": text("Whether rows may be passed on.", choices=("yes", "facts only", "no")),
        "attribution": text("How to name the source.", optional=True),
        "note": text("Which rows, and what to observe.", optional=True),
    },
)

SOURCES = declare(
    "sources",
    "A document behind rows of one table, with its licence.",
    ["source_id"],
    {
        "source_id": text("Stable id made from table, source and url."),
        "table": text("File of the package."),
        "source": text("Document as the rows name it; blank for own estimates.", optional=True),
        "url": text("Where it stands.", optional=True),
        "source_group": text("Family of sources, as in licences.csv."),
        "licence": text("Licence or terms."),
        "redistribute": text("Whether rows may be passed on.", choices=("yes", "facts only")),
        "attribution": text("How to name it.", optional=True),
        "rows": integer("Rows of the table that rest on it.", unit="rows", at_least=1),
    },
)

ASSUMPTIONS = declare(
    "assumptions",
    "A number that no source gives, with its range and reason.",
    ["assumption_id"],
    {
        "assumption_id": text("Stable id."),
        "low": number("Lower end.", **_named_in()),
        "central": number("Value used unless a scenario says otherwise.", **_named_in()),
        "high": number("Upper end.", **_named_in()),
        "unit": text("Unit of the three numbers."),
        "reason": text("Why this range."),
    },
)


MARKETS = declare(
    "markets",
    "A group of country pairs and one commodity class: how its tonnes are worked out and where they go.",
    ["market_id"],
    {
        "market_id": text("Stable id."),
        "exporters": text("Countries that sell, alpha-3 or a group, joined by semicolons."),
        "importers": text("Countries that buy."),
        "commodity_class": text("Class of freight."),
        "tonnes_working": text("Working of the tonnes a year on facts and assumptions.", optional=True),
        "value_share": text("Assumption of the share of the value of trade in this class.", optional=True),
        "factor": text(
            "Assumption that multiplies the tonnes; with a minus before it, its complement does.",
            optional=True,
        ),
        "usd_per_tonne": text("Assumption of the value per tonne.", optional=True),
        "origins": text("Places where the freight starts, if not by weight.", optional=True),
        "destinations": text("Places where it ends, if not by weight.", optional=True),
        "corridors": text("Corridors open to it.", optional=True),
        "reason": text("Why so."),
    },
)

PIVOTS = declare(
    "pivots",
    "A published amount on a corridor that a constant is fitted to, or that tests it, with its working.",
    ["pivot_id"],
    {
        "pivot_id": text("Stable id."),
        "kind": text("What the row is used for."),
        "corridor": text("Corridor."),
        "classes": text("Classes of freight, joined by semicolons."),
        "markets": text("Markets it counts, joined by semicolons.", optional=True),
        "unit": text("Unit of the working."),
        "working": text("Working on facts and assumptions."),
        "reason": text("Why so."),
    },
)


BESIDE = declare(
    "beside",
    "A published figure that a modelled one is shown next to, and what it counts.",
    ["row_id"],
    {
        "row_id": text("Stable id; that of the published row where there is one."),
        "quantity": text("Modelled quantity."),
        "published_working": text("The published figure, worked out from facts."),
        "year": integer("Year of the published figure."),
        "unit": text("Unit of both."),
        "role": text("Fitted to it (pivot) or only compared (test)."),
        "year_part": text("Part of the year that the published row covers, as a fraction."),
        "counts": text("What the published figure counts."),
    },
)

VARIED = declare(
    "varied",
    "An assumption that headline intervals vary, one at a time: those that move the headline most.",
    ["assumption_id"],
    {
        "assumption_id": text("The assumption."),
        "moves": text("What it moves most."),
    },
)


def _indicators(stem: str, meaning: str, partner: Column | None) -> Table:
    return declare(
        stem,
        meaning,
        ["system", "indicator", *(["partner"] if partner else []), "period", "reporter"],
        {
            "system": text("System of the cooperation, as the texts name it."),
            "indicator": text("What is counted."),
            **({"partner": partner} if partner else {}),
            "period": text("Day, month, year or span."),
            "value": number("The figure.", **_named_in()),
            "low": number("Lower end as published.", **_named_in(), optional=True),
            "high": number("Upper end as published.", **_named_in(), optional=True),
            "unit": text("Unit of value, low and high."),
            "reporter": text("Whose figure it is."),
            "definition": text("What the source means by it."),
            **_origin(basis=False),
        },
    )


BORDERS_INSTITUTIONS = _indicators(
    "systems/borders_institutions",
    "Indicator of a system of borders and institutions.",
    text("Partner country or group."),
)
FINANCE_TRADE = _indicators(
    "systems/finance_trade",
    "Indicator of a system of finance and trade.",
    text("Partner country or group.", optional=True),
)
ENERGY_INDUSTRY = _indicators(
    "systems/energy_industry", "Indicator of a system of energy and industry.", None
)
PEOPLE = _indicators("systems/people", "Indicator of a system of people, study and travel.", None)

EVENTS = declare(
    "systems/events",
    "A dated event of a system: signing, opening, launch, summit.",
    ["event_id"],
    {
        "event_id": text("Stable id."),
        "system": text("System of the cooperation."),
        "kind": text("What happened."),
        "date_start": text("First day, month or year."),
        "date_end": text("Last day, month or year."),
        "place": text("Where.", optional=True),
        "parties": text("Who, joined by semicolons."),
        "title": text("In one line."),
        "status": text("done, planned, superseded, contradicted."),
        **_origin(basis=False),
    },
)

TABLES: dict[str, Table] = {
    "nodes": NODES,
    "aggregates": AGGREGATES,
    "links": LINKS,
    "link_attributes": LINK_ATTRIBUTES,
    "distances": DISTANCES,
    "borders": BORDERS,
    "ports": PORTS,
    "tariffs": TARIFFS,
    "rates": RATES,
    "emissions": EMISSIONS,
    "projects": PROJECTS,
    "transit_times": TRANSIT_TIMES,
    "volumes": VOLUMES,
    "demand_evidence": DEMAND_EVIDENCE,
    "marks": MARKS,
    "capitals": CAPITALS,
    "country_base": COUNTRY_BASE,
    "gateways_of_countries": GATEWAYS_OF_COUNTRIES,
    "kaz_chn_trade_by_reporter": KAZ_CHN_TRADE,
    "official_targets": OFFICIAL_TARGETS,
    "published_numbers": PUBLISHED_NUMBERS,
    "assumptions": ASSUMPTIONS,
    "markets": MARKETS,
    "pivots": PIVOTS,
    "beside": BESIDE,
    "varied": VARIED,
    "licences": LICENCES,
    "sources": SOURCES,
    "systems/borders_institutions": BORDERS_INSTITUTIONS,
    "systems/energy_industry": ENERGY_INDUSTRY,
    "systems/finance_trade": FINANCE_TRADE,
    "systems/people": PEOPLE,
    "systems/events": EVENTS,
}
