"""Transit times are read off the itineraries of their year; kinds of times differ by what they hold."""

from __future__ import annotations

from typing import Any

import pytest

from jibek.validation.days import Unreadable
from jibek.validation.nulls_of_times import Straight
from jibek.validation.statements import statements
from jibek.validation.states import Year
from jibek.validation.transit import Transit, Unroutable, vehicles


@pytest.fixture(scope="module")
def transit(base_state: Any) -> Transit:
    only = Year(base_state.network.usual, base_state.facts, base_state)
    return Transit(base_state.facts, lambda _: only)


def test_via_tells_one_way_from_another(transit: Transit) -> None:
    north = transit.predict("CNCHN", "DEDUI", "rail", "Kazakhstan;Russia", 2023, "typical")
    east = transit.predict("CNCHN", "DEDUI", "rail", "Manzhouli", 2023, "typical")
    assert "northern" in north.told
    assert "transsib" in east.told


def test_a_way_that_nobody_would_choose_is_found_where_it_is_named(transit: Transit) -> None:
    """Around the Cape are some 6,000 km more than by Suez: eight days at 16 knots."""
    suez, cape = (
        transit.predict("CNSGH", "NLRTM", "sea", way, 2023, "calculated").days[1]
        for way in ("Suez", "Cape of Good Hope")
    )
    assert suez == pytest.approx(
        19_631 / 29.6 / 24, rel=0.15
    )  # distance over speed, the spread is not symmetric
    assert cape - suez == pytest.approx(8.4, rel=0.25)


def test_kinds_of_times(transit: Transit) -> None:
    asked = ("CNCHN", "KZALA", "rail", "Khorgos", 2023)
    usual = transit.predict(*asked, "actual").days
    record = transit.predict(*asked, "record").days
    doors = transit.predict(*asked, "door-to-door").days
    assert record[1] < usual[0]  # of twenty journeys the shortest is most often below the tenth percentile
    ends = 2 * transit._facts.assume("door_days_each_end")
    factors = [statements(transit._facts)[kind, "any"].factor for kind in ("actual", "door-to-door")]
    assert doors[1] / factors[1] == pytest.approx(usual[1] / factors[0] + ends)


@pytest.mark.parametrize(
    ("change", "fault", "said"),
    [
        ({"mode": "barge"}, Unreadable, "barge"),
        ({"mode": "rail+air"}, Unroutable, "no itinerary"),
        ({"mode": "road+sea"}, Unroutable, "no itinerary"),
        ({"origin": "Xian dry prt"}, Unreadable, "Xian dry prt"),
        ({"destination": "CNCHN"}, Unroutable, "both origin"),
        ({"kind": "rumoured"}, Unreadable, "rumoured"),
        ({"year": "2O23"}, Unreadable, "no number"),
    ],
)
def test_what_cannot_be_told_has_a_reason(transit: Transit, change, fault, said) -> None:
    row = {
        "origin": "CNCHN",
        "destination": "KZALA",
        "mode": "rail",
        "via": "",
        "year": 2023,
        "kind": "actual",
    }
    with pytest.raises(fault, match=said):
        transit.predict(**{**row, **change})


def test_by_air_there_are_two_ends_and_a_flight(transit: Transit) -> None:
    """Two ends of 36 hours, one in ten of them 96, and half a day in the air."""
    days = transit.predict("CNCHN", "DEDUI", "air", "", 2023, "typical").days
    assert 0.5 < days[0] < days[1] < 3.5 < days[2] < 8.5


def test_a_stated_kind_of_service_is_taken(transit: Transit) -> None:
    """Two drivers and lanes of their own: between what driving three quarters of the hours saves and twice that."""
    usual, tir = (transit.predict("CNCHN", "UZTAS", "road", via, 2023, "typical") for via in ("", "TIR"))
    assert "TIR-FROM-CHINA" in tir.told
    assert "TIR" not in usual.told
    assert 0.5 < tir.days[1] / usual.days[1] < 0.8


def test_a_ferry_alone_is_told_as_the_crossing(transit: Transit) -> None:
    """Alat to Turkmenbashi, 310 km at 18 km/h: 17 hours."""
    days = transit.predict("AZALA", "TMKRW", "ferry", "", 2023, "typical").modelled
    assert days[1] < 310 / 18 / 24 * 1.3


def test_ships_of_any_kind_are_one_vehicle() -> None:
    assert vehicles("rail+sea") == vehicles("ferry + rail") == vehicles("river+rail")


def test_null_models_know_the_great_circle_alone(transit: Transit) -> None:
    straight = Straight(transit._facts, transit)
    row = {
        "origin": "CNCHN",
        "destination": "DEDUI",
        "mode": "rail",
        "via": "",
        "year": "2031",
        "kind": "actual",
    }
    said = straight.predict(row)
    # cos d = sin 34.3 sin 51.43 + cos 34.3 cos 51.43 cos 102.1: 70.6 degrees or 7,850 km, by 1.3 at 38 km/h; a terminal
    # may lie 20 km off.
    assert said["default_speed"] == pytest.approx(7_850 * 1.3 / 38 / 24, rel=0.005)
    assert 8 < said["usual_speed"] < 20
