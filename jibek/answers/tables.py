"""The tables that answer the question, beside those of the stages."""

from __future__ import annotations

from jibek.ground.table import Table, integer, number, text
from jibek.ground.vocabulary import PER

_ENDS = ("result:headline:{id}|{reporter}", "table:rests_on")
_VARIED = ("assumption:{assumption_id}", "result:headline:{headline}|{reporter}")

QUANTITIES = Table(
    "quantities",
    "A figure of this run that statistics count too; comparisons, targets and indicators read it here.",
    key=["quantity_id"],
    quantity_id=text("Stable name, as in the table of comparisons."),
    value=number("The figure; blank where the scenario has none.", optional=True),
    low=number("Lower end of its interval; blank where none was worked out.", optional=True),
    high=number("Upper end.", optional=True),
    unit=text("Unit of value, low and high."),
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
    value=number("The number.", optional=True),
    low=number("Lower end of the interval.", optional=True, traced_to=_ENDS),
    high=number("Upper end of the interval.", optional=True, traced_to=_ENDS),
    interval_method=text("How the interval was made.", optional=True),
    unit=text("Unit of value, low and high."),
    year=integer("Year that the number is for.", optional=True),
    reporter=text("Country whose figures are used, alpha-3.", optional=True),
    difference=number("Change against the base's run; blank in a run that is its own base.", optional=True),
    difference_low=number("Lower end of its interval.", optional=True),
    difference_high=number("Upper end.", optional=True),
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
    "What a headline number becomes when one assumption moves to the end of its range.",
    key=["headline", "reporter", "assumption_id"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    assumption_id=text("The assumption.", refers_to="record.assumptions"),
    at_low=number(
        "The headline number with the assumption at its low end.", optional=True, traced_to=_VARIED
    ),
    at_high=number(
        "The headline number with the assumption at its high end.", optional=True, traced_to=_VARIED
    ),
)

INTERVALS = Table(
    "intervals",
    "Headline numbers recomputed with one assumption at a time moved; compare pairs these between runs.",
    key=["headline", "reporter", "assumption_id", "level"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    assumption_id=text("The assumption.", refers_to="record.assumptions"),
    level=text("Where in its range the assumption stands.", choices=("low", "central", "high")),
    value=number("The headline number there.", optional=True, traced_to=_VARIED),
)

REPLICATIONS = Table(
    "simulation_replications",
    "Headline numbers of the played year, one value per replication; equal numbers are equal random draws.",
    key=["headline", "reporter", "replication"],
    headline=text("Headline id.", refers_to="headline"),
    reporter=text("Reporter of the headline number.", optional=True),
    replication=integer("Number of the replication.", at_least=0),
    value=number(
        "The headline number of this replication.",
        optional=True,
        traced_to=("result:headline:{headline}|{reporter}",),
    ),
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

TABLES = (
    QUANTITIES,
    HEADLINE,
    BESIDE_PUBLISHED,
    RESTS_ON,
    INTERVALS,
    REPLICATIONS,
    VALUES,
)
