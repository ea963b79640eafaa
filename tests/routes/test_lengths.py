"""Bands of distances on itineraries: what a sum of links is known by, and what it is worth in days."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from jibek.network.notices import Flag
from jibek.network.reconciled import Reconciled
from jibek.routes import lengths
from jibek.routes.itineraries import Itinerary, Leg, flagged

WAY = {
    "itinerary_id": "it-1",
    "corridor": "northern",
    **dict.fromkeys(("days_mean", "days_p10", "days_p50", "days_p90"), 5.0),
    **dict.fromkeys(("cost_usd", "cost_low_usd", "cost_high_usd", "co2e_kg"), 100.0),
    "transfers": 0,
    "modes": ("rail",),
    "gateways": (),
    "countries": ("KZ",),
}


def leg(arcs: tuple[str, ...], km: float, hours: float) -> Leg:
    return Leg("A", "B", "rail", "haul", km, hours, hours, 10.0, 1.0, ("by hand",), arcs=arcs)


@pytest.fixture
def known():
    """Links of 100 and 300 km; the adjusted ones 110 and 300; errors 3 and 4 km, not together."""
    table = Reconciled(
        ("L1", "L2"),
        (("A", "B"), ("B", "C")),
        ("rail", "rail"),
        ("estimated", "estimated"),
        np.array([100.0, 300.0]),
        np.array([110.0, 300.0]),
        np.diag([9.0, 16.0]),
        (),
    )
    arcs = pd.DataFrame({"arc_id": ["L1+", "L2+"], "link_id": ["L1", "L2"]})
    network = SimpleNamespace(arcs=arcs, fixed_hours=np.array([4.0, 6.0]))
    frame = pd.DataFrame({"assumption_id": ["road_access_detour"], "low": [1.1], "high": [1.6]})
    facts = SimpleNamespace(
        assume=lambda name: 1.3, assumptions=frame, remembered=lambda name, make: make(facts)
    )
    return network, table, lengths.detour_spread(facts)


def test_a_band_holds_the_adjusted_sum_and_the_kilometres_in_use(known):
    """Adjusted 410 ± 1.96 * 5 km is 400.2 to 419.8; 400 km are in use, so the band begins there."""
    way = Itinerary(**WAY, distance_km=400.0, legs=(leg(("L1+", "L2+"), 400.0, 10.0),))
    (found,) = lengths.banded([way], *known)
    assert (found.distance_low_km, found.distance_high_km) == (400.0, 419.8)
    # 4 h on 100 km and 6 h on 300 km: 0.04 and 0.02 h a km, times errors of 3 and 4 km: 0.12 and 0.08 h together.
    assert found.days_by_distance == pytest.approx(
        1.96 * np.hypot(0.12, 0.08) / 24, abs=5e-5
    )  # 4 digits kept


def test_a_road_of_access_errs_by_the_range_of_its_detour(known):
    """130 km are 100 km of great circle; 110 to 160 km is a range of 50, or 2 * 1.645 standard errors."""
    way = Itinerary(**WAY, distance_km=130.0, legs=(leg(("P.access+",), 130.0, 2.6),))
    (found,) = lengths.banded([way], *known)
    half = 1.96 * 50 / (2 * 1.645)
    assert found.distance_high_km == pytest.approx(130 + half, abs=0.05)  # one digit kept
    assert found.distance_low_km == pytest.approx(130 - half, abs=0.05)


def test_an_itinerary_without_legs_stays_as_it_is(known):
    way = Itinerary(**WAY, distance_km=400.0, legs=())
    assert lengths.banded([way], *known) == (way,)


def test_flags_stand_on_itineraries_that_a_leg_of_theirs_touches():
    """A train through Russia: the flag of Russia's trucks is none of its own, that of its transit is."""
    names = "flag_id flag countries gateway_id place_id modes valid_from valid_until note source url".split()
    transit, trucks = (
        Flag(
            **dict.fromkeys(names, ())
            | {"flag_id": i, "flag": "sanctions", "countries": ("RU",), "modes": modes}
        )
        for i, modes in (("F1", ()), ("F2", ("road",)))
    )
    through = replace(leg(("L1+",), 100.0, 4.0), country="RU")
    way = Itinerary(**WAY, distance_km=100.0, legs=(through,))
    (found,) = flagged([way], (transit, trucks))
    assert found.flags == (transit,)
    assert [f["where"] for f in found.to_json()["flags"]] == ["RU"]
    (none,) = flagged([replace(way, legs=(leg(("L1+",), 100.0, 4.0),))], (transit, trucks))
    assert none.flags == ()
