"""What was counted, timed, traded, promised and published."""

from __future__ import annotations

from jibek.ground.table import integer, number, text
from jibek.ground.timetables import STATED_SERVICES, TIMED, TRANSIT_KINDS, TRANSIT_MODES
from jibek.ground.vocabulary import CLASSES, EVIDENCE_TOPICS, FLOWS, MODES_OF_STUDIES, REPORTERS, VOLUME_UNITS
from jibek.sources.tables.columns import added, day, declare, named_in, origin, place

TRANSIT_TIMES = declare(
    "transit_times",
    "A published transit time between two places; kind tells actual from scheduled and claimed.",
    ["id"],
    {
        "id": text("Stable id, e.g. TT001."),
        "origin": place("From."),
        "destination": place("To."),
        "mode": text("Modes joined by +.", choices=TRANSIT_MODES, list_of="+"),
        "via": text("Places and countries passed, joined by semicolons.", optional=True),
        "year": integer("Year of the journey.", unit="year", at_least=1990, at_most=2060),
        "days_min": number("Shortest published time.", unit="days", above=0),
        "days_max": number("Longest published time.", unit="days", above=0),
        "distance_km": number("Published length of the route.", unit="km", optional=True, above=0),
        "cost": number("Published price.", unit="the row's cost_unit", optional=True, at_least=0),
        "cost_unit": text("Currency and quantity.", optional=True),
        "kind": text("How the time was come by.", choices=TRANSIT_KINDS),
        "note": text("What the source adds.", optional=True),
        **origin(),
    },
)

STATEMENTS = declare(
    "statements",
    "A kind of published transit time: what it holds, and how far such times lie from the model and each other.",
    ["kind", "mode"],
    {
        "kind": text("How a time was come by; any: of any other kind.", choices=(*TRANSIT_KINDS, "any")),
        "mode": text("By which modes; any: by any others.", choices=(*TRANSIT_MODES, "any")),
        "covers": text(
            "gate: from gate to gate; line: without loading and unloading; door: with days at both ends; sailing: hauls"
            " at calculated speed.",
            choices=TIMED,
        ),
        "service": text("By which services it is read.", choices=STATED_SERVICES),
        "best_of": text("Working of the journeys of which it is the shortest; blank: 1.", optional=True),
        "factor": number("Published over modelled, estimated; blank: 1.", unit="1", optional=True, above=0),
        "spread": number(
            "Logarithm of P90 over P50, and of P50 over P10, over that of the journey, estimated; blank: 1.",
            unit="1",
            optional=True,
            above=0,
        ),
        "rows": integer("Visible rows of the kind behind factor and spread.", unit="rows", at_least=0),
        "reason": text("Why so."),
    },
)

VOLUMES = declare(
    "volumes",
    "A published count of trains, boxes, tonnes or vehicles on one object.",
    ["id"],
    {
        "id": text("Stable id, e.g. V029."),
        "object": place("Place, crossing, corridor or system."),
        "measure": text("What is counted and over which part of the year."),
        "year": integer("Year of the count.", unit="year", at_least=1990, at_most=2060),
        "value": number("The count.", **named_in()),
        "unit": text("Unit of the value.", choices=VOLUME_UNITS),
        "note": text("What the source adds; … stands for a figure that is not passed on.", optional=True),
        **origin(),
        "all_trains": added(
            text("yes where it counts all container trains of its object, both ways.", choices=("yes",))
        ),
        "part_from": added(day("First day of such a count; blank: the whole year.", exact=True)),
        "part_to": added(day("Last day of such a count; blank: the whole year.", exact=True)),
        "growth_percent": added(number("Growth of the count over the year before, as printed.", unit="%")),
    },
)

DEMAND_EVIDENCE = declare(
    "demand_evidence",
    "One figure on who ships what: population, regional product, trade, loads, capacities, elasticities.",
    ["topic", "key", "year", "area", "counterpart", "reporter"],
    {
        "topic": text("Group of the figure.", choices=EVIDENCE_TOPICS),
        "key": text("What exactly is counted."),
        "value": number("The figure; blank where only a range is published.", **named_in(), optional=True),
        "low": number("Lower end as published.", **named_in(), optional=True),
        "high": number("Upper end as published.", **named_in(), optional=True),
        "unit": text("Unit of value, low and high."),
        "year": text("Year or span of the figure."),
        "area": text("Country, region or place it is about."),
        "counterpart": text("The other side of a flow.", optional=True),
        "reporter": text("Whose figure it is.", optional=True),
        "definition": text("What the source means by it.", optional=True),
        **origin(basis=False),
        "stands_for": added(
            text("What the model reads the row as.", choices=("goods_output_to_gdp",)),
        ),
    },
)

ELASTICITIES = declare(
    "elasticities",
    "A published range of price elasticities of freight by mode.",
    ["study_id"],
    {
        "study_id": text("Stable id."),
        "authors": text("Who published it."),
        "year": integer("Year of publication.", unit="year", at_least=1950, at_most=2100),
        "priced": text("Mode whose price changes.", choices=MODES_OF_STUDIES),
        "answering": text("Mode whose freight answers; the same for an own price.", choices=MODES_OF_STUDIES),
        "classes": text(
            "Classes of freight it covers, joined by semicolons, or all.",
            choices=CLASSES,
            list_of=";",
            instead=("all",),
        ),
        "lowest": number("Lowest figure, percent per percent.", unit="1", at_least=-100, at_most=100),
        "highest": number("Highest figure.", unit="1", at_least=-100, at_most=100),
        "region": text("Where."),
        "measure": text("Of what, and how found."),
        **origin(),
    },
)

MARKS = declare(
    "marks",
    "A forecast, target or published result of others, to compare with; never an input.",
    ["mark_id"],
    {
        "mark_id": text("Stable id."),
        "topic": text("Group of the mark."),
        "statement": text("What is stated."),
        "value": number("Central figure.", **named_in(), optional=True),
        "low": number("Lower end.", **named_in(), optional=True),
        "high": number("Upper end.", **named_in(), optional=True),
        "unit": text("Unit of value, low and high.", optional=True),
        "base_year": number("Year measured from.", unit="year", optional=True, at_least=1900, at_most=2100),
        "target_year": text("Year or years aimed at.", optional=True),
        "scenario": text("Under which conditions.", optional=True),
        "method": text("How it was found."),
        **origin(basis=False),
    },
)

KAZ_CHN_TRADE = declare(
    "kaz_chn_trade_by_reporter",
    "Kazakhstan-China goods trade of one year as one side reports it.",
    ["year", "flow", "reporter"],
    {
        "year": integer("Year.", unit="year", at_least=1990, at_most=2060),
        "flow": text("Direction, or total for turnover.", choices=FLOWS),
        "reporter": text("Whose figure it is.", choices=REPORTERS),
        "value_busd": number("Value of goods.", unit="bn USD", above=0),
        "source": text("Where the figure was read."),
    },
)

TARGET_QUANTITIES = (
    "kaz_chn_trade_busd",
    "china_central_asia_trade_busd",
    "kaz_transit_china_mt",
    "transcaspian_mt",
    "altynkol_poti_days",
)

OFFICIAL_TARGETS = declare(
    "official_targets",
    "A stated goal with its year.",
    ["target", "value", "year"],
    {
        "target": text("What is aimed at."),
        "value": text(
            "The goal: a number, or 'double YEAR'.",
            pattern=r"\d+(\.\d+)?|double \d{4}",
            form="a number, or double and a year",
        ),
        "unit": text("Unit of the goal.", optional=True),
        "year": text("When it is due, as stated."),
        "source": text("Who reported the goal."),
        "remark": text("For comparison only, never an input.", optional=True),
        "due_year": added(
            integer("Last year in which the goal is due.", unit="year", at_least=1900, at_most=2200)
        ),
        "doubles_year": added(
            integer("The goal is twice the actual of this year.", unit="year", at_least=1900, at_most=2200)
        ),
        "less_is_better": added(text("yes where the goal is an upper end.", choices=("yes",))),
        "actual_working": added(
            text("What was counted in a year, by reporter: REPORTER: working, joined by semicolons.")
        ),
        "quantity": added(text("What a run gives for it, by name.", choices=TARGET_QUANTITIES)),
    },
)

PUBLISHED_NUMBERS = declare(
    "published_numbers",
    "A result of the trade literature to test against.",
    ["group", "quantity"],
    {
        "group": text("Study and table."),
        "quantity": text("Which number."),
        "value": text("As printed."),
        "se": number("Standard error.", unit="the row's unit", optional=True, at_least=0),
        "unit": text("Unit of the value.", optional=True),
        "source": text("Where it was read."),
        "status": text("Whether it was reproduced."),
    },
)
