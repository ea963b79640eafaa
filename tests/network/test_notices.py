"""Flags and opening hours: on which step, on which day, and what is refused in a user's rows."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from zoneinfo import available_timezones

import pandas as pd
import pytest

from jibek.network import known_ids
from jibek.network.notices import Flag, faults, flags_of, openings_of

FLAG = dict.fromkeys(
    "flag_id flag countries gateway_id place_id modes valid_from valid_until note source url".split(), ""
)
OPENING = dict.fromkeys("gateway_id valid_from valid_until note source url".split(), "")


def hand(flags=(), openings=()):
    tables = {
        "flags": pd.DataFrame([FLAG | f for f in flags], columns=list(FLAG)),
        "openings": pd.DataFrame([OPENING | {"hours_per_day": 0.0} | o for o in openings]),
    }
    return SimpleNamespace(table=lambda name: tables[name])


def flag(**cells):
    (found,) = flags_of(hand([{"flag_id": "F1", "flag": "permit"} | cells]), 2023)
    return found


def test_one_country_is_touched_two_are_crossed():
    inside, between = flag(countries="RU"), flag(countries="CN-KZ")
    assert inside.touches("rail", ["RU"])
    assert inside.touches("rail", ["KZ", "RU"])
    assert not inside.touches("rail", ["KZ"])
    assert between.touches("road", ["KZ", "CN"])
    assert not between.touches("road", ["CN"])  # a haul within one of them is no crossing


def test_modes_gateways_and_places_narrow_it():
    assert not flag(countries="RU", modes="road").touches("rail", ["RU"])
    assert flag(countries="RU", modes="road;rail").touches("rail-1520", ["RU"])
    at = flag(gateway_id="A-B")
    assert at.touches("rail", [], "A-B")
    assert not at.touches("rail", [], "A-C")
    assert flag(place_id="KZAAU").touches("sea", [], None, ("KZAAU", "AZALA"))
    assert at.where == "A-B"


@pytest.mark.parametrize(
    ("since", "until", "year", "day", "stands"),
    [
        ("2019-07-01", "", 2019, None, True),
        ("2019-07-01", "", 2019, date(2019, 6, 30), False),
        ("2014-08", "2019-06", 2019, date(2019, 6, 30), True),
        ("2014-08", "2019-06", 2020, None, False),
        ("", "2022", 2022, date(2022, 12, 31), True),
        ("2024", "", 2023, None, False),
    ],
)
def test_spans_hold_to_their_last_day(since, until, year, day, stands):
    facts = hand([{"flag_id": "F1", "countries": "RU", "valid_from": since, "valid_until": until}])
    assert bool(flags_of(facts, year, day)) is stands


def test_every_fault_of_a_users_rows_is_told():
    facts = hand(
        [
            {"flag_id": "F1"},
            {"flag_id": "F2", "countries": "RU", "gateway_id": "A-B"},
            {"flag_id": "F3", "gateway_id": "A-C"},
            {"flag_id": "F4", "countries": "CN-KZ-RU"},
            {"flag_id": "F5", "countries": "RU", "valid_from": "2024", "valid_until": "2023-01"},
            {"flag_id": "F6", "countries": "RU", "valid_from": "spring"},
            {"flag_id": "F7", "countries": "RU"},
        ],
        [{"gateway_id": g, "valid_from": "2023-01-01"} for g in ("A-B", "A-D")],
    )
    told = list(faults(facts, {"A-B"}))
    assert [t.partition(":")[0] for t in told] == [
        *("flags F1", "flags F2", "flags F3", "flags F4", "flags F5", "flags F6", "openings A-D 2023-01-01")
    ]


def test_hours_are_given_by_gateway_in_the_order_of_days():
    facts = hand(
        openings=[
            {"gateway_id": "A-B", "valid_from": "2023-10-01", "valid_until": "2023-10-03"},
            {"gateway_id": "A-B", "valid_from": "2023-09-29", "valid_until": "2023-09-29"},
            {"gateway_id": "A-C", "valid_from": "2023-09-29", "valid_until": "2023-09-29"},
        ]
    )
    found = openings_of(facts, 2023)
    assert [o["valid_from"] for o in found["A-B"]] == ["2023-09-29", "2023-10-01"]
    assert set(openings_of(facts, 2023, date(2023, 10, 2))) == {"A-B"}


def test_the_shipped_rows_can_be_understood_and_clocks_are_known(facts):
    assert list(faults(facts, known_ids(facts).gateways)) == []
    assert isinstance(flags_of(facts, 2023)[0], Flag)
    codes = facts.table("place_codes")
    assert set(codes["time_zone"].dropna()) <= available_timezones()
    assert set(codes["place_id"]) == set(facts.table("nodes")["id"])
    # A code bears the country of its place; stations that another railway runs bear that of the land they stand in.
    lands = dict(zip(facts.table("nodes")["id"], facts.table("nodes")["country"], strict=True))
    coded = codes.dropna(subset=["unlocode"])
    assert [p for p, u in zip(coded["place_id"], coded["unlocode"], strict=True) if lands[p] != u[:2]] == []
