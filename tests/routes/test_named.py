"""Choices by name, why they are what they are, and whole boxes; worked by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hand import KHORGOS, HandFacts, network

from jibek.ground.errors import InputError
from jibek.routes import Cargo, search
from jibek.routes.itineraries import Itinerary, Leg
from jibek.routes.named import Share, choices, grouped, shares

DELAY = np.array([6.0, 9.0, 0.0])


def way(name, p50, p90, usd, kg, *lands):
    return Itinerary(
        name, "northern", p50, p50 - 1, p50, p90, usd, usd, usd, kg, 1.0, 0, ("rail",), (), lands, ()
    )


LAND = way("land", 15.0, 20.0, 8000.0, 2300.0, "CN", "RU", "DE")
SOUTH = way("south", 20.0, 27.0, 12000.0, 4000.0, "CN", "KZ", "DE")
SEA = way("sea", 40.0, 52.0, 4000.0, 1900.0, "CN", "NL", "DE")
TRUCK = way("truck", 16.0, 20.5, 20000.0, 12000.0, "CN", "RU", "DE")


def by_name(itineraries):
    return {n: c for c in choices(itineraries) for n in c.names}


def test_each_name_goes_to_the_best_and_the_runner_up_says_what_it_lacks():
    """Days in hand: land 5, south 7, sea 12, truck 4.5; a tenth below land's, so the truck is its own choice."""
    found = by_name((LAND, SOUTH, SEA, TRUCK))
    told = {n: (c.itinerary.itinerary_id, c.next_id, c.behind) for n, c in found.items()}
    assert told == {
        "fastest": ("land", "truck", 1.0),
        "cheapest": ("sea", "land", 4000.0),
        "cleanest": ("sea", "land", 4000.0),  # one choice with two names, told by the first
        "most reliable": ("truck", "land", 0.5),
        "avoiding Russia": ("south", "sea", 20.0),
    }
    assert found["cheapest"] is found["cleanest"]


def test_what_draws_cannot_tell_apart_is_no_other_choice():
    """4.95 days in hand against 5: 1 %, where quantiles are known to about 2 %."""
    near = replace(TRUCK, days_p90=20.95)
    assert by_name((LAND, near))["most reliable"].itinerary is LAND


def test_russia_is_avoided_only_where_it_is_passed():
    assert "avoiding Russia" not in by_name((SOUTH, SEA))
    assert "avoiding Russia" not in by_name((LAND, TRUCK))  # and where there is another way
    assert choices(()) == ()
    assert by_name((LAND,))["fastest"].next_id is None


def test_shares_of_days_and_dollars_by_hand():
    """30 h of 40 and 600 of 1000 USD hauling; 6 h and 300 USD in ports; the rest at the terminal."""

    def leg(what, mode, hours, usd):
        return Leg("A", "B", mode, what, 0.0, hours, hours, usd, 0.0, ("by hand",))

    legs = (
        leg("haul", "rail", 30.0, 600.0),
        leg("tranship", "sea", 6.0, 300.0),
        leg("load", "rail", 4.0, 100.0),
    )
    told = [(s.kind, s.of_days, s.of_usd) for s in shares(replace(LAND, legs=legs))]
    assert told == [("haul", 0.75, 0.6), ("port", 0.15, 0.3), ("terminal", 0.1, 0.1)]


def find(**options):
    return search(network(), DELAY, None, HandFacts(), "A", "D", year=2023, **options)


def test_the_text_folds_the_rest_and_names_gateways_by_their_ends():
    routes = replace(find(), names={"KH": "Khorgos", "KA": "Altynkol", "A": "Xi'an", "D": "Duisburg"})
    text = routes.to_text()
    assert text.startswith("Xi'an to Duisburg, 1 FEU of 14 t")
    assert "Khorgos – Altynkol" in text
    assert KHORGOS not in text
    assert "--all" in text
    assert "Other ways" not in text
    shown = replace(routes, everything=True).to_text()
    assert "Other ways" in shown
    assert max(len(line) for line in [*text.splitlines(), *shown.splitlines()]) <= 100


def test_json_holds_choices_and_names():
    told = find().to_json()
    ids = {i["itinerary_id"] for i in told["itineraries"]}
    assert 1 <= len(told["choices"]) <= 5
    for choice in told["choices"]:
        assert choice["itinerary_id"] in ids
        assert sum(s["of_days"] for s in choice["shares"]) == pytest.approx(
            1, abs=1e-3
        )  # rounded to four digits
        assert sum(s["of_usd"] for s in choice["shares"]) == pytest.approx(1, abs=1e-3)
    assert {told["origin"], told["destination"], KHORGOS} <= set(told["names"])


def test_tonnes_of_containers_fill_whole_boxes():
    """3000 / 14 = 214.3: 215 boxes, and it says why; 28 t are two boxes, not three."""
    cargo = Cargo.of(HandFacts(), tonnes=3000)
    assert (cargo.feu, cargo.tonnes) == (215.0, 3000)
    assert "215 whole boxes, 14 t to a box" in cargo.why
    assert Cargo.of(HandFacts(), tonnes=28).feu == 2.0
    assert Cargo.of(HandFacts(), tonnes=28, commodity="dry_bulk").feu is None
    assert Cargo.of(HandFacts(), feu=2).why == ""
    with pytest.raises(InputError, match="whole boxes"):
        Cargo.of(HandFacts(), feu=1.5)


def test_the_parts_of_a_journey_are_told_as_people_name_them_and_nothing_is_lost():
    """Ports are terminals; what is waited for before a departure is one part; a border keeps its queue."""
    parts = [
        Share("haul", 0.5, 0.6),
        Share("port", 0.2, 0.1),
        Share("terminal", 0.1, 0.2),
        Share("ferry wait", 0.1, 0.0),
        Share("departure wait", 0.1, 0.1),
    ]
    told = {s.kind: (s.of_days, s.of_usd) for s in grouped(parts)}
    assert told["hauls"] == (0.5, 0.6)
    assert told["terminals"] == pytest.approx((0.3, 0.3))
    assert told["waits to depart"] == pytest.approx((0.2, 0.1))
    assert next(iter(told)) == "hauls"
