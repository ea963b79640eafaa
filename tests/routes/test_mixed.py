r"""Trains and trucks in one itinerary, on a network worked by hand.

R ==road, 100 km== P --rail, 500 km-- Q          Q lies 30 degrees of the equator from P
"""

from __future__ import annotations

import sys
from dataclasses import make_dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import hand

from jibek import network as networks
from jibek import record, sources
from jibek.network.corridors import RULES
from jibek.routes import Cargo, search
from jibek.routes.mixed import widened
from jibek.scenario import Scenario

N = ("northern",)
ROWS = (
    ("P.load.rail", "P|gate", "P|rail-1520", "rail", "load", 0, 24, 30, 600, 500, 700, 1, "", "", "KZ", N),
    ("P.unload.rail", "P|rail-1520", "P|arrival", "rail", "unload", 0, 24, 30, 600, 500, 700, 1, "", "", "KZ", N),
    ("Q.load.rail", "Q|gate", "Q|rail-1520", "rail", "load", 0, 24, 30, 600, 500, 700, 1, "", "", "KZ", N),
    ("Q.unload.rail", "Q|rail-1520", "Q|arrival", "rail", "unload", 0, 24, 30, 600, 500, 700, 1, "", "", "KZ", N),
    ("P-Q", "P|rail-1520", "Q|rail-1520", "rail", "haul", 500, 20, 25, 300, 250, 400, 8, "", "", "KZ", N),
    ("P.load.road", "P|gate", "P|road", "road", "load", 0, 3, 4, 0, 0, 0, 0, "", "", "KZ", ()),
    ("P.unload.road", "P|road", "P|arrival", "road", "unload", 0, 3, 4, 0, 0, 0, 0, "", "", "KZ", ()),
    ("R.load.road", "R|gate", "R|road", "road", "load", 0, 3, 4, 0, 0, 0, 0, "", "", "KZ", ()),
    ("R.unload.road", "R|road", "R|arrival", "road", "unload", 0, 3, 4, 0, 0, 0, 0, "", "", "KZ", ()),
    ("R-P", "R|road", "P|road", "road", "haul", 100, 4, 5, 200, 150, 250, 9.2, "", "", "KZ", ()),
    ("P-R", "P|road", "R|road", "road", "haul", 100, 4, 5, 200, 150, 250, 9.2, "", "", "KZ", ()),
)  # fmt: skip
FACTS = hand.HandFacts({**hand.HandFacts().values, "road_access_detour": 1.3})
AWAY_KM = 30 / 180 * np.pi * 6371.0  # of the great circle from P to Q


def network():
    made = vars(hand.network(rows=ROWS))
    arcs = made["arcs"]
    made["places"] = pd.DataFrame(
        {
            "place_id": ["P", "Q", "R"],
            "name": ["P", "Q", "R"],
            "country": "KZ",
            "lat": 0.0,
            "lon": [0, 30, -1.0],
        }
    )
    made["arc_index"] = {a: i for i, a in enumerate(arcs["arc_id"])}
    made["groups"] = (*made["groups"], "road")
    made["open"] = np.vstack([made["open"], (arcs["mode"] == "road").to_numpy()])
    return make_dataclass("Hand", list(made))(**made)


def find(origin, destination, **options):
    cargo = Cargo("container", 14.0, 1.0)
    return search(
        network(), np.zeros(3), None, FACTS, origin, destination, cargo, year=2023, **options
    ).itineraries


def test_a_truck_to_the_train_by_hand():
    """Load, drive, change at P as a train is loaded there, ride, unload: 3 + 4 + 24 + 20 + 24 = 75 h;
    200 + 600 + 300 + 600 = 1700 USD; 14 * (9.2 + 1 + 8 + 1) = 268.8 kg."""
    (train,) = [i for i in find("R", "Q") if i.corridor == "northern"]
    assert train.days_mean == pytest.approx(75 / 24, abs=1e-4)
    assert (train.cost_usd, train.transfers, train.modes) == (1700.0, 1, ("road", "rail"))
    assert train.co2e_kg == pytest.approx(268.8, abs=0.01)
    assert [(leg.what, leg.mode, leg.from_, leg.to) for leg in train.legs] == [
        ("load", "road", "R", "R"),
        ("haul", "road", "R", "P"),
        ("tranship", "rail", "P", "P"),
        ("haul", "rail", "P", "Q"),
        ("unload", "rail", "Q", "Q"),
    ]
    assert train.mixed


def test_a_place_without_a_road_is_reached_by_a_straight_line_and_its_detour():
    """All the way by truck: 100 km and 1.3 times the great circle, at 25 km/h and 2 USD a km; 3 h at each end."""
    (truck,) = [i for i in find("R", "Q") if i.corridor == "road"]
    km = 100 + 1.3 * AWAY_KM
    assert truck.distance_km == pytest.approx(km, rel=1e-3)  # the radius of the Earth
    assert truck.days_mean == pytest.approx((6 + km / 25) / 24, rel=1e-3)
    assert truck.cost_usd == pytest.approx(2 * km, rel=1e-3)
    assert "road_access_detour" in truck.legs[1].sources[-1]
    assert not truck.mixed


def test_no_terminal_is_saved_by_a_truck_that_stays_at_the_gate():
    """From P to Q a train is loaded at P; a truck that is loaded there and hands over at once is no way of its own."""
    assert [i.modes for i in find("P", "Q") if "rail" in i.modes] == [("rail",)]
    assert not any(i.mixed for i in find("P", "Q"))


def test_without_mixing_nothing_is_added():
    with pytest.raises(Exception, match="no route"):
        find("R", "Q", mixed=False)


def test_positions_of_the_network_stay_and_its_groups_gain_nothing():
    net = network()
    wider, beside = widened(net, FACTS)
    n = len(net.arcs)
    assert list(wider.arcs["arc_id"][:n]) == list(net.arcs["arc_id"])
    assert np.array_equal(wider.open[:, :n], net.open)
    assert not wider.open[:, n:].any()
    assert (beside >= wider.open).all()


@pytest.fixture(scope="module")
def facts():
    return record.establish(sources.read(), 2023, {})


def test_roads_beside_rails_keep_the_rules_of_the_corridor(facts):
    """No arc in a country that the corridor shuns, no border of China but with the neighbours it enters by."""
    net = networks.build(facts, Scenario.example("baseline").network).usual
    wider, beside = widened(net, facts)
    lands = [c.split("-") for c in wider.arcs["country"]]
    for corridor, rule in RULES.items():
        row = beside[wider.groups.index(corridor)] & ~wider.open[wider.groups.index(corridor)]
        for a in np.flatnonzero(row):
            assert rule.shut.isdisjoint(lands[a])
            if "CN" in lands[a] and len(lands[a]) > 1:
                assert not rule.by.isdisjoint(lands[a])


def test_over_the_passes_to_tashkent_by_train_and_truck(facts):
    """Kashgar, Irkeshtam and Osh: rails end at Kashgar and begin again at Osh, as everybody knows of this route."""
    from jibek.routes.asked import asked_of

    net = networks.build(facts, Scenario.example("baseline").network).usual
    asked = asked_of(facts, "CNLAZ", "UZTAS", modes="rail,road", via=["Kashgar", "Irkeshtam", "Osh"])
    found = search(
        net, np.zeros(len(net.facilities)), None, facts, "CNLAZ", "UZTAS", year=2023, asked=asked
    ).itineraries
    best = found[0]
    assert best.modes == ("rail", "road")
    assert next(leg.from_ for leg in best.legs if leg.what == "tranship") == "CNKSS"
    assert "CN_IRKESHTAM-KG_IRKESHTAM" in best.gateways


def test_trucks_do_not_crowd_out_trains(facts):
    """At most three ways by truck and train, each a tenth quicker or cheaper than any other."""
    net = networks.build(facts, Scenario.example("baseline").network).usual
    for pair in (("CNCHN", "DEDUI"), ("CNCHN", "UZTAS"), ("CNLYG", "KZALA")):
        found = search(net, np.zeros(len(net.facilities)), None, facts, *pair, year=2023).itineraries
        mixed = [i for i in found if i.mixed]
        assert len(mixed) <= 3
        for i in mixed:
            others = [k for k in found if k is not i and not k.mixed]
            assert all(i.days_p50 < 0.9 * k.days_p50 or i.cost_usd < 0.9 * k.cost_usd for k in others)
