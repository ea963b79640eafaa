"""The way by air: beside the network, only for who asks."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hand import HandFacts, network, quantiles

from jibek.routes import Cargo, search
from jibek.routes.asked import Asked, asked_of
from jibek.routes.booked import Booking

FACTS = HandFacts()


def find(asked, cargo=None, **more):
    net = network()
    net.places = pd.DataFrame(
        {"place_id": ["A", "D"], "name": ["A", "D"], "country": ["CN", "DE"], "lat": 0.0, "lon": [90.0, 0.0]}
    )
    return search(net, np.zeros(3), quantiles(), FACTS, "A", "D", cargo, year=2023, asked=asked, **more)


def test_by_hand():
    """A quarter of the equator, 6371 * pi / 2 km, times 1.1 at 800 km/h; 30 h at each end; 14 t at 4 USD a kg."""
    (only,) = find(asked_of(None, "A", "D", modes="air")).itineraries
    km = 6371.0 * np.pi / 2 * 1.1
    assert only.modes == ("air",)
    assert only.distance_km == pytest.approx(km, rel=1e-4)  # the radius is told with four digits
    assert only.days_mean == pytest.approx((60 + km / 800) / 24, rel=1e-4)
    assert only.days_p10 < only.days_p50 < only.days_mean < only.days_p90  # P90 at an end is twice its mean
    assert only.cost_usd == pytest.approx(56_000.0)
    assert only.co2e_kg == pytest.approx(14 * 0.7 * km, rel=1e-4)
    assert [leg.what for leg in only.legs] == ["load", "haul", "unload"]
    assert sum(leg.cost_usd for leg in only.legs) == pytest.approx(only.cost_usd)


def test_nobody_flies_unasked_and_others_stay_as_they_are():
    usual = find(None)
    assert all("air" not in i.modes for i in usual.itineraries)
    both = find(Asked(frozenset({"air", "rail", "sea"})))
    ground = [i for i in both.itineraries if i.corridor != "air"]
    assert {i.itinerary_id for i in ground} == {i.itinerary_id for i in usual.itineraries}
    assert both.itineraries[0].corridor == "air"  # the quickest first
    assert both.itineraries[0].pareto


def test_tonnes_and_days():
    by = asked_of(None, "A", "D", modes="air")
    (light,) = find(by, Cargo.of(FACTS, tonnes=2.0, commodity="general")).itineraries
    assert light.cost_usd == pytest.approx(8_000.0)
    (there,) = find(by, booking=Booking(arrive=date(2023, 6, 30))).itineraries
    assert there.dates.p90 <= date(2023, 6, 30)
    (going,) = find(by, booking=Booking(ready=date(2023, 6, 1))).itineraries
    assert going.dates.p50 == date(2023, 6, 1) + timedelta(days=int(going.days_p50))
