"""The systems that the cooperation consists of: their facts, events and the indicators worked out of them."""

from __future__ import annotations

from jibek.ground.table import Column, Table, integer, number, text
from jibek.ground.vocabulary import (
    AREAS,
    EVENT_KINDS,
    EVENT_STATUS,
    SCREEN_PARTS,
    SYSTEM_GROUPS,
    SYSTEM_TYPES,
    TEXTS,
)
from jibek.sources.tables.columns import declare, named_in, origin


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
            "value": number("The figure.", **named_in()),
            "low": number("Lower end as published.", **named_in(), optional=True),
            "high": number("Upper end as published.", **named_in(), optional=True),
            "unit": text("Unit of value, low and high."),
            "reporter": text("Whose figure it is."),
            "definition": text("What the source means by it."),
            **origin(basis=False),
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
        "kind": text("What happened.", choices=EVENT_KINDS),
        "date_start": text("First day, month or year."),
        "date_end": text("Last day, month or year."),
        "place": text("Where.", optional=True),
        "parties": text("Who, joined by semicolons."),
        "title": text("In one line."),
        "status": text("What became of it.", choices=EVENT_STATUS),
        **origin(basis=False),
    },
)

SYSTEMS = declare(
    "systems",
    "Something that the texts name as a part of the cooperation: a crossing, a plant, an agreement, a principle.",
    ["system_id"],
    {
        "system_id": text("Stable id."),
        "name": text("Name, as the column system of the tables systems/ has it."),
        "name_ru": text("Russian name.", optional=True),
        "name_kk": text("Kazakh name.", optional=True),
        "name_zh": text("Chinese name.", optional=True),
        "aliases": text("Other names under which it is looked for, joined by semicolons.", optional=True),
        "type": text("What kind of thing it is.", choices=SYSTEM_TYPES),
        "group": text("Group of the list.", choices=SYSTEM_GROUPS),
        "area": text("Area of the Belt and Road that it belongs to.", choices=AREAS),
        "texts": text("Source texts that name it, joined by semicolons.", choices=TEXTS, list_of=";"),
        "said": text("What the texts say of it, in own words."),
        "wanted": text(
            "Series that would tell more and that no row holds, joined by semicolons; blank: it is counted in nothing.",
            optional=True,
        ),
    },
)

SYSTEM_ROWS = declare(
    "system_rows",
    "Rows of other tables that belong to a system: those of a table whose cell holds a word.",
    ["system_id", "table", "column", "word"],
    {
        "system_id": text("System.", refers_to="sources.systems"),
        "table": text("Table of the package, or quantities for what a run gives."),
        "column": text("Column of the table."),
        "word": text("What stands in the column."),
        "label": text("What these rows are called; blank: as their table has it.", optional=True),
    },
)

INDICATORS = declare(
    "indicators",
    "A figure of a system that is worked out of facts, events, assumptions and kept quantities of a run.",
    ["indicator_id"],
    {
        "indicator_id": text("Stable id."),
        "system_id": text("System.", refers_to="sources.systems"),
        "name": text(
            "What the figure says; rows of one name and system are one indicator by several reporters or years."
        ),
        "formula": text("Working of the value."),
        "low": text(
            "Working of the lower end; blank: from the ends of what the formula rests on.", optional=True
        ),
        "high": text("Working of the upper end; blank: as low.", optional=True),
        "unit": text("Unit of the value."),
        "period": text(
            "Day, month, year or span that it holds for; blank: the year of the run.", optional=True
        ),
        "year": integer(
            "Year that the run must be of, where the formula sets it beside figures of that year; blank: any.",
            unit="year",
            optional=True,
            at_least=2000,
            at_most=2035,
        ),
        "reporter": text("Whose figures it is made of."),
        "reason": text("Why it is worked out so, and what it does not say.", optional=True),
        "method": text("Source of the method; blank: arithmetic.", optional=True),
    },
)

SCREENS = declare(
    "screens",
    "What the screen of an area shows: three numbers, and a promise beside its deed.",
    ["area", "part", "place"],
    {
        "area": text("Area of the Belt and Road.", choices=AREAS),
        "part": text("What it is on the screen.", choices=SCREEN_PARTS),
        "place": integer("Order on the screen.", unit="1", at_least=1, at_most=9),
        "indicator_id": text(
            "Indicator shown; blank where the words say it all.", refers_to="sources.worked", optional=True
        ),
        "words": text("What it is, in one line."),
        "series": text(
            "Facts that draw its trend, ids joined by semicolons; blank: indicators of the same name.",
            optional=True,
        ),
    },
)
