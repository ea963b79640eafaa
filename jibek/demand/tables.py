"""What the demand stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, flag, integer, number, text
from jibek.ground.vocabulary import CLASSES, CORRIDORS, KNOWN, PIVOT_KINDS

TRADE = Table(
    "demand.trade",
    "Goods that one country sells to another in 2023; domestic sales on the diagonal.",
    key=["exporter", "importer", "reporter"],
    comes_from=["record.facts", "record.assumptions"],
    exporter=text("Selling country, ISO 3166 alpha-3, or ROW."),
    importer=text("Buying country."),
    reporter=text("Whose figure it is; blank where nobody published the cell.", optional=True),
    value_usd=number(
        "Value of goods, fob where BACI is the reporter.",
        unit="USD/year",
        at_least=0,
        traced_to=("ids in fact",),
    ),
    known=text(
        "As published; estimated within totals; a prior on top of them; domestic sales.", choices=KNOWN
    ),
    outside_total_usd=number(
        "Part of the value that the published totals of exporter and importer do not hold; negative for an artefact.",
        unit="USD/year",
    ),
    fact=text("Fact behind a published cell.", optional=True),
    note=text("Why the cell is not simply published or balanced.", optional=True),
)

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

VALUES = Table(
    "demand.values",
    "What a tonne and an hour of each market's goods are worth, and the class of freight that they travel in.",
    key=["market_id"],
    comes_from=["record.facts", "record.assumptions"],
    columns={
        "market_id": text("The market.", refers_to="demand.markets"),
        "class": text("Class of freight, as in demand.tonnes; markets with the same working share one."),
        "commodity": text("Commodity class of the class.", choices=CLASSES),
        "usd_per_tonne": number("Value of a tonne.", unit="USD/t", above=0, traced_to=("ids in parents",)),
        "usd_per_tonne_hour": number(
            "Worth of an hour: the commodity's percent of value a day, times the value.",
            unit="USD/t-h",
            at_least=0,
            traced_to=("ids in parents", "assumption:value_of_day_percent_{commodity}"),
        ),
        "tonnes_per_year": number("Tonnes of the market.", unit="t/year", at_least=0),
        "working": text("How the value was found."),
        "parents": text(
            "Node ids of the facts and assumptions in the working, a semicolon and a blank between."
        ),
    },
)

VALUE_CHECK = Table(
    "demand.value_check",
    "Value of the freight of an ordered pair of countries, all markets, beside what the two trade.",
    key=["exporter", "importer"],
    comes_from=["demand.markets", "demand.values", "demand.trade"],
    exporter=text("Selling country, ISO 3166 alpha-3."),
    importer=text("Buying country."),
    tonnes_per_year=number("Tonnes of all its markets.", unit="t/year", above=0),
    freight_value_usd=number(
        "Sum of tonnes times the value of a tonne.",
        unit="USD/year",
        above=0,
        traced_to=("table:demand.markets", "table:demand.values"),
    ),
    trade_value_usd=number(
        "What the pair trades, base reporter.",
        unit="USD/year",
        at_least=0,
        traced_to=("table:demand.trade",),
    ),
    ratio=number("Value of freight over trade.", unit="1", at_least=0),
    ok=flag("Whether the freight is worth no more than the trade."),
)

TONNES = Table(
    "demand.tonnes",
    "Tonnes from a gate to a gate by class and group (corridor, and the end that a transit ban spares).",
    key=["origin", "destination", "class", "group"],
    comes_from=["demand.markets", "demand.pivots", "network.arcs"],
    columns={
        "origin": text("Gate state where freight starts.", refers_to="network.states"),
        "destination": text("Arrival state where it ends.", refers_to="network.states"),
        "class": text(
            "Class of freight: a commodity class, or commodity/market where an hour is worth something else."
        ),
        "group": text(
            "Corridor; with /DOOR+DOOR the crossing or line of ships of each set that it takes where it has a choice,"
            " with :COUNTRY the end in a country closed to transit, with !N the bans that hold for it."
        ),
        "tonnes_per_year": number("Tonnes a year.", unit="t/year", at_least=0),
        "commodity": text("Commodity class of the class.", choices=CLASSES),
    },
)

PIVOTS = Table(
    "demand.pivots",
    "What the choice of mode and corridor is pivoted on: published rows with their working, or assumed shares.",
    key=["pivot_id"],
    comes_from=["record.facts", "record.assumptions"],
    pivot_id=text("Stable id."),
    kind=text("Fitted to published rows, of one door or not, or an assumed share.", choices=PIVOT_KINDS),
    corridor=text("Corridor."),
    classes=text("Commodity classes that carry the constant."),
    markets=text("Markets whose tonnes count."),
    door=text(
        "Crossing, or link of ships, of the corridor that the row is of; blank: all of it.", optional=True
    ),
    working=text("Arithmetic over published rows and assumptions."),
    value=number("Result of the working.", unit="see unit", at_least=0, traced_to=("ids in parents",)),
    unit=text("TEU, t or share."),
    target_tonnes_per_year=number("The result in tonnes.", unit="t/year", at_least=0),
    model_tonnes_per_year=number("What the run that is its own base gives.", unit="t/year", at_least=0),
    constant=number("Constant in utility that brings the two together.", unit="1"),
    parents=text("Node ids of the facts and assumptions in the working, a semicolon and a blank between."),
    reason=text("Why this row, how it was carried to the year."),
)

ELASTICITIES = Table(
    "demand.elasticities",
    "Percent by which tonnes of a corridor or mode change when a price rises by one percent, at the solution with what "
    "paths cost held fixed; beside the range of published studies.",
    key=["market_id", "priced", "answering"],
    comes_from=["demand.markets", "demand.tonnes", "network.arc_costs", "record.assumptions"],
    market_id=text("The market.", refers_to="demand.markets"),
    priced=text(
        "Whose price rises; rail is all its corridors where a market has several.",
        choices=(*CORRIDORS, "rail"),
    ),
    answering=text(
        "Whose tonnes change; the same for an own-price elasticity.", choices=(*CORRIDORS, "rail")
    ),
    tonnes_per_year=number("Tonnes of what answers.", unit="t/year", above=0),
    elasticity=number(
        "Percent per percent.",
        unit="1",
        traced_to=(
            "assumption:choice_price_sensitivity",
            "assumption:land_nest_dissimilarity",
            "table:demand.tonnes",
            "table:network.arc_costs",
        ),
    ),
    published_low=number(
        "Lowest of the studies; blank where none is of this mode and class.",
        unit="1",
        optional=True,
        traced_to=("ids in rests_on",),
    ),
    published_high=number("Highest of them.", unit="1", optional=True, traced_to=("ids in rests_on",)),
    source=text("Authors and years of the studies, semicolons between.", optional=True),
    rests_on=text("Facts behind the range, joined by ;", optional=True),
)

BACKGROUND = Table(
    "demand.background",
    "Domestic rail freight of Kazakhstan on each section: by origin and destination where a row has them, else spread.",
    key=["link_id"],
    comes_from=["record.assumptions", "network.arcs"],
    link_id=text("Rail section.", refers_to="network.links"),
    distance_km=number("Length.", unit="km", above=0),
    tonnes_per_year=number("Tonnes over the section, both directions.", unit="t/year", at_least=0),
    routed_tonnes_per_year=number("Those of them whose ends a row has.", unit="t/year", at_least=0),
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
    value=number("Volume.", unit="see unit", at_least=0, traced_to=("fact:{fact_id}",)),
    unit=text("Mt or bcm."),
)

TABLES = (
    TRADE,
    MARKETS,
    VALUES,
    VALUE_CHECK,
    TONNES,
    PIVOTS,
    ELASTICITIES,
    BACKGROUND,
    PIPELINES,
)
