"""What is known by year: cited series, the paths drawn through them, and whose trade follows which path."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.ground.vocabulary import REPORTERS
from jibek.sources.tables.columns import declare, named_in, origin

SERIES = declare(
    "series",
    "One figure of one whole year in a series that a run of another year is carried by.",
    ["series_id", "year", "reporter"],
    {
        "series_id": text("What is counted, e.g. trade_chn_kaz: goods sold by China to Kazakhstan."),
        "year": integer("Year of the figure.", unit="year", at_least=1990, at_most=2060),
        "value": number("The figure.", **named_in(), above=0),
        "low": number("Lower end as printed or as rounded.", **named_in(), optional=True, above=0),
        "high": number("Upper end.", **named_in(), optional=True, above=0),
        "unit": text("Unit of value, low and high."),
        "reporter": text("Whose figure it is."),
        "definition": text("What the source means by it.", optional=True),
        **origin(),
    },
)

PATHS = declare(
    "paths",
    "How a series is carried through the years that it has no figure for.",
    ["path_id"],
    {
        "path_id": text("Stable id."),
        "series_id": text("The series.", refers_to="sources.series"),
        "reporter": text("Whose figures of it."),
        "carried_by": text(
            "Path whose growth it follows where it has no figure; blank: even growth.",
            optional=True,
            refers_to="sources.paths",
        ),
        "score": text(
            "Assumption from -1 to 1 that moves the path within its band.", refers_to="sources.assumptions"
        ),
        "between_percent": number(
            "Half-width of the band in the middle of two years without a figure; it grows with the root of time.",
            unit="%",
            at_least=0,
            at_most=100,
        ),
        "after_low": number(
            "Growth a year after the last figure, beyond that of its carrier, lower end.", unit="%/year"
        ),
        "after_central": number("The same, central.", unit="%/year"),
        "after_high": number("The same, upper end.", unit="%/year"),
        "reason": text("Why so."),
    },
)

TRADE_PATHS = declare(
    "trade_paths",
    "Whose trade grows along which path; the first row that names a pair counts.",
    ["exporters", "importers", "reporter"],
    {
        "exporters": text(
            "Countries that sell, alpha-3 or a group, joined by semicolons; all: everyone.",
            refers_to="sources.countries_and_groups",
            list_of=";",
            instead=("all",),
        ),
        "importers": text(
            "Countries that buy.",
            refers_to="sources.countries_and_groups",
            list_of=";",
            instead=("all",),
        ),
        "reporter": text(
            "Whose figures between Kazakhstan and China; blank: of all.", optional=True, choices=REPORTERS
        ),
        "path": text("The path.", refers_to="sources.paths"),
        "reason": text("Why so."),
    },
)
