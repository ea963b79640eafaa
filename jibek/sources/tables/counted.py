"""What published volumes count, how a row says it, and figures of the same counts that stand in other tables."""

from __future__ import annotations

from jibek.ground.table import text
from jibek.ground.vocabulary import FIGURE_KINDS, MEASURE_WORDS, QUANTITIES, VOLUME_UNITS
from jibek.sources.tables.columns import day, declare, place

COUNTS = declare(
    "counts",
    "Something that is counted year after year, and what the model gives for it.",
    ["count_id"],
    {
        "count_id": text("Stable id."),
        "unit": text("Unit of the count.", choices=VOLUME_UNITS),
        "quantity": text(
            "Modelled quantity; blank where no flow tells.", choices=tuple(QUANTITIES), optional=True
        ),
        "family": text(
            "Kind of freight and group, joined by a slash: counts of one kind or group move together.",
            pattern="[a-z ]+/[a-z ]+",
            form="two names joined by a slash",
        ),
        "level": text("Counts of one name are the same freight in other units, or nearly so.", optional=True),
        "load": text("Working of what one of its units is in those of the level; blank: 1.", optional=True),
        "since": day(
            "When it began: a count over all years begins then; blank: long ago, or not known.", optional=True
        ),
        "what": text("What is counted, and where the model counts something else."),
    },
)

MEASURES = declare(
    "measures",
    "Which count a row of volumes means, by its object, unit and words: the row of which most words stand in it.",
    ["object", "unit", "words"],
    {
        "object": place("Object of the row of volumes."),
        "unit": text("Its unit; containers are read as TEU and t as Mt.", choices=VOLUME_UNITS),
        "words": text(
            "Words of the measure, joined by semicolons; part: any part of a year; blank: any.",
            optional=True,
            choices=MEASURE_WORDS,
            list_of=";",
        ),
        "count_id": text("The count.", refers_to="sources.counts"),
        "factor": text("Working of what the row is of the count; blank: the same.", optional=True),
        "reason": text("Why so.", optional=True),
    },
)

COUNTED = declare(
    "counted",
    "A figure of a count that does not stand in volumes.csv: of another table, or worked out from several.",
    ["count_id", "first_day", "last_day", "working"],
    {
        "count_id": text("The count.", refers_to="sources.counts"),
        "first_day": day("First day counted.", exact=True),
        "last_day": day("Last day counted.", exact=True),
        "working": text("The figure, worked out from facts and assumptions."),
        "kind": text("How near it is to the count.", choices=FIGURE_KINDS),
        "reason": text("Why it stands for the count."),
    },
)
