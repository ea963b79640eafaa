"""The tables that answer the question, beside those of the stages."""

from __future__ import annotations

from jibek.ground.table import Table, integer, number, text
from jibek.ground.vocabulary import LABELS, PER

_ENDS = ("result:headline:{id}|{reporter}", "table:headline_by_world")
_WORLD = ("result:headline:{headline}|{reporter}:central", "table:assumptions_by_world")

QUANTITIES = Table(
    "quantities",
    "A figure of this run that statistics count too; comparisons, targets and indicators read it here.",
    key=["quantity_id"],
    quantity_id=text("Stable name, as in the table of comparisons."),
    value=number("The figure; blank where the scenario has none.", optional=True),
    low=number("Its P5 over worlds; blank where none was worked out.", optional=True),
    high=number("Its P95.", optional=True),
    median=number("Weighted median over worlds.", optional=True),
    unit=text("Unit of value, median, low and high."),
    year=integer("Year of the figure."),
    words=text("The name for people, short."),
    what=text("What is counted."),
    tables=text("Tables that it is counted on, joined by semicolons."),
)

HEADLINE = Table(
    "headline",
    "A number that answers the question, with whose statistics it rests on where that matters.",
    key=["id", "reporter"],
    id=text("Stable id."),
    name=text("What the number is, in words."),
    short=text("The same for a table's width."),
    group=text("What it belongs with."),
    value=number("Weighted median over worlds; the central figure where none were drawn.", optional=True),
    low=number("P5 over worlds.", optional=True, traced_to=_ENDS),
    high=number("P95 over worlds.", optional=True, traced_to=_ENDS),
    central=number("The number with every assumption at its central value.", optional=True),
    interval_method=text("How the interval was made.", optional=True),
    unit=text("Unit of value, low and high."),
    year=integer("Year that the number is for.", optional=True),
    reporter=text("Country whose figures are used, alpha-3.", optional=True),
    difference=number(
        "Weighted median of the change against the base in the same world; blank in a run that is its own base.",
        optional=True,
    ),
    difference_low=number("Its P5.", optional=True),
    difference_high=number("Its P95.", optional=True),
    reason=text("Why the scenario does not have the number.", optional=True),
)

BESIDE_PUBLISHED = Table(
    "beside_published",
    "A modelled figure next to the published one that it can be compared with.",
    key=["quantity", "volume_id", "year"],
    quantity=text("What is compared.", refers_to="quantities"),
    words=text("The same for people."),
    role=text("Fitted to it (pivot) or only compared with it (test).", choices=("pivot", "test")),
    volume_id=text("Row of the published figure.", optional=True),
    unit=text("Unit of modelled and published."),
    year=integer("Year of the published figure.", optional=True),
    modelled=number(
        "This run's figure, brought to the published row's part of the year.",
        optional=True,
        traced_to=("result:quantities:{quantity}",),
    ),
    published=number("The published figure.", optional=True),
    low=number("P5 of the modelled figure over worlds.", optional=True),
    high=number("P95.", optional=True),
    ratio=number(
        "Modelled over published.",
        unit="1",
        optional=True,
        traced_to=tuple(
            f"result:beside_published:{{quantity}}|{{volume_id}}|{{year}}:{side}"
            for side in ("modelled", "published")
        ),
    ),
    source=text("Who published it.", optional=True),
)

RESTS_ON = Table(
    "rests_on",
    "The part of a headline number's variance over worlds that an assumption brings.",
    key=["headline", "reporter", "assumption_id"],
    comes_from=["headline_by_world", "assumptions_by_world", "worlds"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    assumption_id=text("The assumption.", refers_to="record.assumptions"),
    first_order=number("Its share of the variance by itself.", unit="1"),
    first_order_error=number("Standard error of that share.", unit="1"),
    total=number(
        "With what it brings together with others; blank below the first few.", unit="1", optional=True
    ),
)

MEASURE_NEXT = Table(
    "measure_next",
    "By how much a headline number's interval would narrow, were a quantity measured to 5 %.",
    key=["headline", "reporter", "quantity_id"],
    comes_from=["headline_by_world", "worlds", "quantities"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    quantity_id=text("What would be measured.", refers_to="quantities"),
    narrows_percent=number("Narrowing of the standard deviation.", unit="%"),
)

WORLDS = Table(
    "worlds",
    "A draw of all assumptions at once and how much it weighs, by its agreement with the fitted observations.",
    key=["world"],
    comes_from=["record.assumptions", "observations"],
    world=integer("Number of the draw.", at_least=0),
    weight=number("Part of all weight; 0 where it gave no answer.", unit="1", at_least=0),
    reason=text("Why it gave no answer; blank where it did.", optional=True),
)

HEADLINE_BY_WORLD = Table(
    "headline_by_world",
    "Headline numbers of each world, of the run and of its base; compare pairs these between runs.",
    key=["headline", "reporter", "world"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    world=integer("Number of the draw.", at_least=0),
    value=number("The headline number there.", optional=True, traced_to=_WORLD),
    base_value=number("That of the base there.", optional=True, traced_to=_WORLD),
)

ASSUMPTIONS_BY_WORLD = Table(
    "assumptions_by_world",
    "The value of an assumption in each world.",
    key=["assumption_id", "world"],
    comes_from=["record.assumptions"],
    assumption_id=text("The assumption.", refers_to="record.assumptions"),
    world=integer("Number of the draw.", at_least=0),
    value=number("Its value there."),
)

OBSERVATIONS = Table(
    "observations",
    "A published figure of a quantity: fitted to, seen while the model was built, or unseen.",
    key=["observation_id"],
    observation_id=text("Row of the data table observations."),
    quantity_id=text("What is counted.", refers_to="quantities"),
    year=integer("Year of the figure."),
    value=number("The figure, of the part of the year that it covers."),
    error=number(
        "Standard error of its log: rounding, and how far its definition may lie from the model's.", unit="1"
    ),
    unit=text("Unit of the value."),
    label=text("fitted, seen or unseen.", choices=LABELS),
    year_part=number("Part of the year that it covers.", unit="1"),
    source=text("Who published it.", optional=True),
    counts=text("What it counts."),
    working=text("How it was worked out."),
)

VALUES = Table(
    "flows.values",
    "By how much a figure rises for one hour of clearance, one unit a day of capacity or one dollar of tariff more at "
    "a facility: its slope at the traffic of this run, with queues, other ways, other corridors and trade inside. "
    "Empty in a year with dated closures, whose days are unlike, and from a solver that keeps no paths.",
    key=["facility_id", "quantity_id", "per"],
    comes_from=["flows.arc_flows", "flows.facilities", "simulation.curves", "trade.flows"],
    facility_id=text("The facility.", refers_to="network.facilities"),
    direction=text("out, in or both.", choices=("out", "in", "both")),
    quantity_id=text("The figure."),
    per=text("What rises by one.", choices=PER),
    value=number("Change of the figure.", unit="column unit"),
    unit=text("Of the figure."),
)

TRANSIT_REVENUE = Table(
    "transit_revenue",
    "What Kazakhstan is published to earn by transit, beside what its carriers are paid for transit in this run.",
    key=["fact_id"],
    comes_from=["record.facts", "trade.carriers"],
    fact_id=text("The published figure.", refers_to="record.facts"),
    year=integer("Its year."),
    published=number("As published.", unit="column unit", above=0),
    unit=text("Its currency."),
    published_usd=number("In USD of the scenario's year.", unit="USD/year", above=0),
    basis=text("How it was brought there; blank where there was nothing to bring.", optional=True),
    modelled_usd=number(
        "Paid in this run for transit over Kazakhstan, by rail, road, ferry and at terminals; pipelines and aircraft "
        "are in the published figures alone.",
        unit="USD/year",
        at_least=0,
    ),
    modelled_rail_usd=number("Part of it by rail.", unit="USD/year", at_least=0),
    ratio=number("Modelled over published.", unit="1", at_least=0),
    source=text("Who published it."),
)

SHIPPERS_SAVING = Table(
    "shippers_saving",
    "What shippers of all countries save a year against the base: by lower cost, and by more ways to choose from. "
    "Empty for a run that is its own base and for years with dated closures.",
    key=["part"],
    comes_from=["demand.tonnes", "network.arc_costs"],
    part=text(
        "cost: queues, prices and ways, as if each corridor's freight took the cheapest of what is new; choice: what a "
        "way that opens or shuts is worth beyond that, by the assumption door_dissimilarity.",
        choices=("cost", "choice"),
    ),
    usd_per_year=number("Saved; below zero: lost.", unit="USD/year"),
)

TABLES = (
    TRANSIT_REVENUE,
    SHIPPERS_SAVING,
    QUANTITIES,
    HEADLINE,
    BESIDE_PUBLISHED,
    RESTS_ON,
    MEASURE_NEXT,
    WORLDS,
    HEADLINE_BY_WORLD,
    ASSUMPTIONS_BY_WORLD,
    OBSERVATIONS,
    VALUES,
)
