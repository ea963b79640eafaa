"""Indicators and events of the systems that the cooperation consists of."""

from __future__ import annotations

from jibek.ground.table import Column, Table, number, text
from jibek.ground.vocabulary import EVENT_KINDS, EVENT_STATUS
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
