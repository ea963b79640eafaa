"""What the systems stage writes."""

from __future__ import annotations

from jibek.ground.table import Table, integer, number, text
from jibek.ground.vocabulary import AREAS, SCREEN_PARTS, SYSTEM_GROUPS, SYSTEM_TYPES

STATES = ("computed", "recorded", "gap")

SYSTEMS = Table(
    "systems.systems",
    "Something that the texts name as a part of the cooperation, and how much is known of it.",
    key=["system_id"],
    comes_from=["record.facts", "record.claims", "systems.indicators"],
    columns={
        "system_id": text("Stable id."),
        "name": text("English name."),
        "name_ru": text("Russian name.", optional=True),
        "name_kk": text("Kazakh name.", optional=True),
        "name_zh": text("Chinese name.", optional=True),
        "type": text("What kind of thing it is.", choices=SYSTEM_TYPES),
        "group": text("Group of the list.", choices=SYSTEM_GROUPS),
        "area": text("Area of the Belt and Road that it belongs to.", choices=AREAS),
        "said": text("What the texts say of it, in own words."),
        "status": text(
            "computed: an indicator has a value; recorded: rows or statements alone; gap: countable, not counted.",
            choices=STATES,
        ),
        "statements": integer("Statements of the source texts on it.", unit="statements", at_least=0),
        "figures": integer("Figures of the record.", unit="facts", at_least=0),
        "events": integer("Dated events.", unit="events", at_least=0),
        "indicators": integer("Indicators that have a value.", unit="indicators", at_least=0),
        "missing": text(
            "Series that would tell more and that no row holds, joined by a semicolon and a blank.",
            optional=True,
        ),
    },
)

INDICATORS = Table(
    "systems.indicators",
    "A figure of a system, worked out of facts, events, statements, assumptions and quantities of the run.",
    key=["indicator_id"],
    comes_from=["record.facts", "record.assumptions", "record.claims", "quantities"],
    indicator_id=text("Stable id."),
    system_id=text("System.", refers_to="systems.systems"),
    name=text("What the figure says; rows of one name and system are one by several reporters or years."),
    value=number(
        "The figure; blank where this run can give none: see missing.", unit="see unit", optional=True
    ),
    low=number(
        "Least that follows from what it rests on; blank: no such end.",
        unit="see unit",
        optional=True,
        traced_to=("result:systems.indicators:{indicator_id}",),
    ),
    high=number(
        "Most that follows from what it rests on; blank: no such end.",
        unit="see unit",
        optional=True,
        traced_to=("result:systems.indicators:{indicator_id}",),
    ),
    unit=text("Unit of value, low and high."),
    period=text("Day, month, year or span that it holds for; blank where the data name none.", optional=True),
    reporter=text("Whose figures it is made of."),
    formula=text("Working of the value, as the data have it."),
    parents=text(
        "Node ids that the formula and its ends asked for, joined by a semicolon and a blank.", optional=True
    ),
    reason=text("Why it is worked out so, and what it does not say.", optional=True),
    method=text("Source of the method; blank: arithmetic.", optional=True),
    missing=text("Why there is no value in this run.", optional=True),
)

SCREENS = Table(
    "systems.screens",
    "A line of the screen of an area: one of three numbers, a promise, or the deed beside it.",
    key=["area", "part", "place"],
    comes_from=["systems.indicators"],
    area=text("Area of the Belt and Road.", choices=AREAS),
    part=text("What it is on the screen; a deed has the place of its promise.", choices=SCREEN_PARTS),
    place=integer("Order on the screen.", unit="1", at_least=1),
    words=text("What it is, in one line."),
    indicator_id=text(
        "Indicator shown; blank where the words say it all.", refers_to="systems.indicators", optional=True
    ),
)

TRENDS = Table(
    "systems.trends",
    "A point of the trend beside a number of a screen.",
    key=["area", "part", "place", "node_id"],
    comes_from=["record.facts", "systems.indicators"],
    area=text("Area of the Belt and Road.", choices=AREAS),
    part=text("Part of the screen.", choices=SCREEN_PARTS),
    place=integer("Place on the screen.", unit="1", at_least=1),
    node_id=text("Fact or indicator that gives the point, as a node of a derivation."),
    name=text("What the trend shows."),
    year=integer("Year of the point.", unit="year"),
    value=number("The figure.", unit="see unit", traced_to=("{node_id}",)),
    unit=text("Unit of the value."),
    reporter=text("Whose figure it is.", optional=True),
)

TABLES = (SYSTEMS, INDICATORS, SCREENS, TRENDS)
