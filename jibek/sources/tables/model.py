"""What the model takes and no document prints: assumptions, markets, pivots, comparisons."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.ground.vocabulary import (
    BESIDE_ROLES,
    CLASSES,
    CORRIDORS,
    PIVOT_KINDS,
    PIVOT_UNITS,
    QUANTITIES,
    UNITS,
)
from jibek.sources.tables.columns import declare, named_in, node

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
            "A pivot fits the constant of its corridor and classes, an assumption that of its own markets.",
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
        "unit": text("Unit of the working.", choices=PIVOT_UNITS),
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
        "quantity": text("Modelled quantity.", choices=tuple(QUANTITIES)),
        "published_working": text("The published figure, worked out from facts."),
        "year": integer("Year of the published figure."),
        "unit": text("Unit of both.", choices=tuple(dict.fromkeys(QUANTITIES.values()))),
        "role": text("Fitted to it (pivot) or only compared (test).", choices=BESIDE_ROLES),
        "year_part": text(
            "Part of the year that the published row covers, as a fraction.",
            pattern=r"1|[1-9]\d{0,2}/[1-9]\d{0,2}",
            form="1 or a fraction of two whole numbers such as 181/365",
        ),
        "counts": text("What the published figure counts."),
    },
)

VARIED = declare(
    "varied",
    "An assumption that headline intervals vary, one at a time: those that move the headline most.",
    ["assumption_id"],
    {
        "assumption_id": text("The assumption.", refers_to="sources.assumptions"),
        "moves": text("What it moves most."),
    },
)
