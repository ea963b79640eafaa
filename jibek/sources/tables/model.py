"""What the model takes and no document prints: assumptions, markets, pivots, comparisons."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.sources.tables.columns import declare, named_in

ASSUMPTIONS = declare(
    "assumptions",
    "A number that no source gives, with its range and reason.",
    ["assumption_id"],
    {
        "assumption_id": text("Stable id."),
        "low": number("Lower end.", **named_in()),
        "central": number("Value used unless a scenario says otherwise.", **named_in()),
        "high": number("Upper end.", **named_in()),
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
