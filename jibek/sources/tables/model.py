"""What the model takes and no document prints: assumptions, markets, pivots, comparisons."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.ground.units import UNITS
from jibek.ground.vocabulary import (
    BACKTEST_READINGS,
    CLASSES,
    CORRIDORS,
    LABELS,
    PIVOT_KINDS,
    PIVOT_UNITS,
    QUANTITIES,
)
from jibek.sources.tables.columns import added, declare, named_in, node

ASSUMPTIONS = declare(
    "assumptions",
    "A number that no source gives, with its range and reason.",
    ["assumption_id"],
    {
        "assumption_id": text("Stable id."),
        "low": number("Lower end.", **named_in()),
        "central": number("Value used unless a scenario says otherwise.", **named_in()),
        "high": number("Upper end.", **named_in()),
        "unit": text("Unit of the three numbers.", choices=tuple(UNITS)),
        "reason": text("Why this range."),
        "varies_with": added(
            text(
                "Assumption that says the same thing, whose score it takes in every world; blank: its own.",
                refers_to="sources.assumptions",
            )
        ),
    },
)

MARKETS = declare(
    "markets",
    "A group of country pairs and one commodity class: how its tonnes are worked out, their value, where they go.",
    ["market_id"],
    {
        "market_id": text("Stable id."),
        "exporters": text(
            "Countries that sell, alpha-3 or a group, joined by semicolons.",
            refers_to="sources.countries_and_groups",
            list_of=";",
        ),
        "importers": text("Countries that buy.", refers_to="sources.countries_and_groups", list_of=";"),
        "commodity_class": text("Class of freight.", choices=CLASSES),
        "tonnes_working": text("Working of the tonnes a year on facts and assumptions.", optional=True),
        "value_share": text(
            "Assumption of the share of the value of trade in this market; with a minus before it, the rest of trade.",
            optional=True,
            refers_to="sources.factors",
        ),
        "factor": text(
            "Assumption that multiplies the tonnes; with a minus before it, its complement does.",
            optional=True,
            refers_to="sources.factors",
        ),
        "usd_per_tonne_working": text("Working of the value of a tonne on facts and assumptions, USD."),
        "origins": node("Places where the freight starts, if not by weight.", optional=True, list_of=";"),
        "destinations": node("Places where it ends, if not by weight.", optional=True, list_of=";"),
        "corridors": text("Corridors open to it.", choices=CORRIDORS, list_of=";"),
        "reason": text("Why so."),
    },
)

PIVOTS = declare(
    "pivots",
    "A published amount on a corridor that a constant is fitted to, or that tests it, with its working.",
    ["pivot_id"],
    {
        "pivot_id": text("Stable id."),
        "kind": text(
            "A pivot fits the constant of its corridor and classes, an assumption that of its own markets, a door that"
            " of what takes it.",
            choices=PIVOT_KINDS,
        ),
        "corridor": text("Corridor.", choices=CORRIDORS),
        "classes": text(
            "Classes of freight, joined by semicolons, or all.",
            choices=CLASSES,
            list_of=";",
            instead=("all",),
        ),
        "markets": text(
            "Markets it counts, joined by semicolons, or all.",
            refers_to="sources.markets",
            list_of=";",
            instead=("all",),
        ),
        "door": text(
            "Of a door, the crossing or link of ships; blank in other rows.",
            optional=True,
        ),
        "unit": text("Unit of the working.", choices=PIVOT_UNITS),
        "working": text("Working on facts and assumptions."),
        "reason": text("Why so."),
    },
)

OBSERVATIONS = declare(
    "observations",
    "A published figure of a modelled quantity: what worlds are weighed by, or what the model is judged on.",
    ["observation_id"],
    {
        "observation_id": text("Stable id; that of the published row where there is one."),
        "quantity": text("Modelled quantity.", choices=tuple(QUANTITIES)),
        "working": text("The published figure, worked out from facts."),
        "year": integer("Year of the published figure.", unit="year", at_least=2000, at_most=2035),
        "unit": text("Unit of both.", choices=tuple(dict.fromkeys(QUANTITIES.values()))),
        "label": text(
            "Fitted to it, seen while the model was built, or unseen; frozen in observations.sha256.",
            choices=LABELS,
        ),
        "year_part": text(
            "First days of the year that the published row covers, over all of its days; 1: the whole year.",
            pattern=r"1|[1-9]\d{0,2}/[1-9]\d{0,2}",
            form="1 or a fraction of two whole numbers such as 181/365",
        ),
        "error_percent": number(
            "Standard error: rounding of the source, and how far its definition may lie from the model's.",
            unit="%",
            above=0,
            at_most=200,
        ),
        "counts": text("What the published figure counts."),
    },
)

DOMESTIC_RAIL = declare(
    "domestic_rail",
    "Domestic rail freight of Kazakhstan by origin and destination, where a row supports it.",
    ["flow_id"],
    {
        "flow_id": text("Stable id."),
        "origin": node("Place where it starts."),
        "destination": node("Place where it ends."),
        "tonnes_working": text("Working of the tonnes a year on facts and assumptions."),
        "reason": text("Why so."),
    },
)

BACKTESTS = declare(
    "backtests",
    "An event of the past told to the model by what was known before it, and what happened; nothing is fitted to it.",
    ["backtest_id"],
    {
        "backtest_id": text("Stable id."),
        "event": text("What happened, for people."),
        "scenario": text("Shipped scenario of the event; blank: the baseline of the year.", optional=True),
        "year": integer("Year of the run.", unit="year", at_least=2000, at_most=2035),
        "known_to": integer(
            "Last year of which the run sees any series; blank: all that is published.",
            unit="year",
            optional=True,
        ),
        "reading": text("How the figure is read from the run.", choices=BACKTEST_READINGS),
        "of": text("What it is read of: a quantity, sides of gateways, two countries, two places."),
        "working": text(
            "The published figure, worked out from facts; blank: none is published yet.", optional=True
        ),
        "reaches": number("Its other end, where a range is published.", **named_in(), optional=True),
        "unit": text("Unit of all of these."),
        "counts": text("What the published figure counts and what the model does."),
    },
)

INFORMED = declare(
    "informed",
    "How an observed quantity moves with the normal score of an assumption, at the central values: its log, or of "
    "hours at a crossing less the inverse of what exceeds half of those observed.",
    ["observation_id", "assumption_id"],
    {
        "observation_id": text("The observation.", refers_to="sources.observations"),
        "assumption_id": text("The assumption.", refers_to="sources.assumptions"),
        "slope": number("Change for one standard deviation above the centre.", unit="1"),
        "slope_below": number(
            "The same below it, counted upwards; blank: as above.", unit="1", optional=True
        ),
    },
)
