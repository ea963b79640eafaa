"""What the demand stage writes."""

from __future__ import annotations

from jibek.demand.matrix import TRADE
from jibek.network.names import CLASSES
from jibek.tables import Table, integer, number, text

__all__ = ["BACKGROUND", "MARKETS", "PIPELINES", "PIVOTS", "TONNES", "TRADE"]

MARKETS = Table(
    "demand.markets",
    "Freight of one class between two groups of countries: what is in scope, and its tonnes.",
    key=["market_id"],
    comes_from=["demand.trade", "record.facts", "record.assumptions"],
    market_id=text("Stable id."),
    commodity_class=text("Commodity class.", choices=CLASSES),
    corridors=text("Corridors that the freight may choose, semicolons between."),
    tonnes_per_year=number("Tonnes of the year, both published and assumed.", unit="t/year", at_least=0),
    working=text("How the tonnes were found."),
    reason=text("Why the market is cut this way."),
)
TONNES = Table(
    "demand.tonnes",
    "Tonnes from a gate to a gate by class and group (corridor, and the end that a transit ban spares).",
    key=["origin", "destination", "class", "group"],
    comes_from=["demand.markets", "demand.pivots", "network.arcs"],
    columns={
        "origin": text("Gate state where freight starts.", refers_to="network.states"),
        "destination": text("Arrival state where it ends.", refers_to="network.states"),
        "class": text("Commodity class.", choices=CLASSES),
        "group": text(
            "Corridor, or corridor:COUNTRY for freight with an end in a country closed to transit."
        ),
        "tonnes_per_year": number("Tonnes a year.", unit="t/year", at_least=0),
    },
)
PIVOTS = Table(
    "demand.pivots",
    "What the choice of mode and corridor is pivoted on: published rows with their working, or assumed shares.",
    key=["pivot_id"],
    comes_from=["record.facts", "record.assumptions"],
    pivot_id=text("Stable id."),
    kind=text("Fitted to published rows, or an assumed share.", choices=("pivot", "assumption")),
    corridor=text("Corridor."),
    classes=text("Commodity classes that carry the constant."),
    markets=text("Markets whose tonnes count."),
    working=text("Arithmetic over published rows and assumptions."),
    value=number("Result of the working.", unit="see unit", at_least=0),
    unit=text("TEU, t or share."),
    target_tonnes_per_year=number("The result in tonnes.", unit="t/year", at_least=0),
    model_tonnes_per_year=number("What the run that is its own base gives.", unit="t/year", at_least=0),
    constant=number("Constant in utility that brings the two together.", unit="1"),
    parents=text("Node ids of the facts and assumptions in the working, a semicolon and a blank between."),
    reason=text("Why this row, how it was carried to the year."),
)
BACKGROUND = Table(
    "demand.background",
    "Domestic rail freight of Kazakhstan on each section: no row gives its origins and destinations.",
    key=["link_id"],
    comes_from=["record.assumptions", "network.arcs"],
    link_id=text("Rail section.", refers_to="network.links"),
    distance_km=number("Length.", unit="km", above=0),
    tonnes_per_year=number("Tonnes over the section, both directions.", unit="t/year", at_least=0),
    trains_per_day=number("Trains a day, both directions.", unit="trains/day", at_least=0),
)
PIPELINES = Table(
    "demand.pipelines",
    "Published volumes that go by pipe, outside the choice of route and outside the tonnes of this run.",
    key=["fact_id"],
    comes_from=["record.facts"],
    fact_id=text("Published row.", refers_to="record.facts"),
    object=text("Pipeline system."),
    measure=text("What is counted."),
    year=integer("Year."),
    value=number("Volume.", unit="see unit", at_least=0),
    unit=text("Mt or bcm."),
)
