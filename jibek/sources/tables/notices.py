"""What a forwarder asks of a place or crossing beside kilometres and hours: codes, clocks, opening hours, flags."""

from __future__ import annotations

from jibek.ground.table import number, text
from jibek.ground.vocabulary import ALPHA2, FLAGS, ROUTED
from jibek.sources.tables.columns import day, declare, node, origin

PLACE_CODES = declare(
    "place_codes",
    "The UN/LOCODE and the clock of a place.",
    ["place_id"],
    {
        "place_id": node("The place."),
        "unlocode": text(
            "UN/LOCODE of the place or of the town that it serves; blank where none is known for sure.",
            optional=True,
            pattern=r"[A-Z]{2}[A-Z2-9]{3}",
            form="five characters, such as KZAAU",
        ),
        "time_zone": text(
            "Name in the IANA time zone database, which knows its changes by date; blank at sea.",
            optional=True,
            pattern=r"[A-Z][a-z]+/[A-Z][A-Za-z_]+",
            form="such as Asia/Almaty",
        ),
        "code_source": text("Where the code was looked up; blank without one.", optional=True),
    },
)

FLAGS_TABLE = declare(
    "flags",
    "What a source warns of on a way: of a country, of the crossings between two, of a gateway or of a place.",
    ["flag_id"],
    {
        "flag_id": text("Stable id."),
        "flag": text("Kind of warning.", choices=FLAGS),
        "countries": text(
            "Alpha-2 of the country that a way touches, or of two, joined by a hyphen, between which it crosses.",
            optional=True,
            choices=ALPHA2,
            list_of="-",
        ),
        "gateway_id": text("The gateway that a way passes.", optional=True),
        "place_id": node("The place where a leg begins or ends.", optional=True),
        "modes": text("Vehicles that it concerns; blank: all.", optional=True, choices=ROUTED, list_of=";"),
        "valid_from": day("From when.", optional=True),
        "valid_until": day("Until when; blank: no end is known.", optional=True),
        "note": text("What it says, in own words."),
        **origin(basis=False),
    },
)

OPENINGS = declare(
    "openings",
    "Hours a day in which a crossing works over some time, as a source states them; 0: not at all.",
    ["gateway_id", "valid_from"],
    {
        "gateway_id": text("The crossing, as in network.gateways."),
        "hours_per_day": number("Hours in which vehicles pass.", unit="h/day", at_least=0, at_most=24),
        "valid_from": day("From when, local days."),
        "valid_until": day("Until when; blank: no end is known.", optional=True),
        "note": text("What the source adds, in own words.", optional=True),
        **origin(basis=False),
    },
)
