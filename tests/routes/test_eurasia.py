"""Itineraries on the shipped data, without queues."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek import network, record, sources
from jibek.routes import along, od_table, search
from jibek.scenario import Scenario

KHORGOS, DOSTYK = "CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK"


@pytest.fixture(scope="module")
def facts():
    return record.establish(sources.read(), 2023, {})


def itineraries(facts, origin, destination, **scenario):
    net = network.build(facts, Scenario.from_dict({"name": "try", **scenario}).network)
    return search(
        net, np.zeros(len(net.facilities)), None, facts, origin, destination, year=2023, mixed=False
    ).itineraries


def test_from_xian_to_duisburg_all_corridors_and_both_crossings_are_offered(facts):
    offered = itineraries(facts, "CNCHN", "DEDUI")
    assert {i.corridor for i in offered} == {
        "sea",
        "northern",
        "transsib",
        "transcaspian",
        "southern",
        "road",
    }
    northern = [i for i in offered if i.corridor == "northern"]
    assert {i.gateways[0] for i in northern} == {KHORGOS, DOSTYK}
    sea = min((i for i in offered if i.corridor == "sea"), key=lambda i: i.cost_usd)
    # What everybody knows of the two: by rail less than half of the days, for more than the price.
    assert northern[0].days_p50 < sea.days_p50 / 2
    assert northern[0].cost_usd > sea.cost_usd
    assert all(leg.sources for i in offered for leg in i.legs)


def test_a_closed_country_is_passed_by_no_itinerary_through_it(facts):
    offered = itineraries(facts, "CNCHN", "DEDUI", transit={"RU": {"allowed": False}})
    assert not any("RU" in i.countries for i in offered)
    assert {"transcaspian", "southern", "sea"} <= {i.corridor for i in offered}
    assert "RU" in itineraries(facts, "CNCHN", "RUMOW", transit={"RU": {"allowed": False}})[0].countries


def test_six_hours_of_clearance_are_a_quarter_of_a_day_at_khorgos_alone(facts):
    """0.03 days for the noise of the median, as in test_search."""
    before = itineraries(facts, "CNCHN", "KZALA")
    after = itineraries(facts, "CNCHN", "KZALA", gateway={KHORGOS: {"clearance_hours": 6.0}})
    days = [{i.gateways[0]: i.days_p50 for i in rows if i.corridor == "northern"} for rows in (before, after)]
    assert days[0][KHORGOS] - days[1][KHORGOS] == pytest.approx(0.25, abs=0.03)
    assert days[0][DOSTYK] == days[1][DOSTYK]


def test_the_table_and_given_paths_agree_with_the_search(facts):
    net = network.build(facts, Scenario.example("baseline").network)
    delay = np.zeros(len(net.facilities))
    table = od_table(net, delay, None, facts, pairs=[("CNCHN", "KZALA"), ("KZ_ALTYNKOL", "GEPTI")])
    assert {"northern", "transcaspian"} <= set(table["corridor"])
    offered = itineraries(facts, "CNCHN", "KZALA")
    paths = {tuple(net.arc_index[a] for leg in i.legs for a in leg.arcs): i.corridor for i in offered}
    told = along(net, delay, None, facts, paths)
    assert told == tuple(replace(i, legs=(), pareto=False) for i in offered)


def test_an_ocean_box_by_hand_from_port_to_port(facts):
    """2 TEU x 46.9 g x km, and loading and unloading of 14 t at 1.2 kg."""
    (sea,) = [i for i in itineraries(facts, "CNSGH", "NLRTM") if i.modes == ("sea",)]
    assert sea.co2e_kg == pytest.approx(2 * 46.9 * sea.distance_km / 1000 + 2 * 14 * 1.2, abs=0.01)
    assert sea.to_json()["subsidy_usd"] is None


def test_china_adds_to_boxes_by_rail_to_europe_and_to_no_others(facts):
    """2,500 USD in the year of the assumption; none is told of to Almaty, by sea or by truck."""
    for destination in ("DEDUI", "KZALA"):
        for i in itineraries(facts, "CNCHN", destination):
            added = i.to_json()["subsidy_usd"]
            by_rail = i.corridor not in ("sea", "road")
            assert added == (2500.0 if destination == "DEDUI" and by_rail else None)
            assert i.paid.price_year == 2023
            assert "2020" <= i.paid.price_valid[:4] <= i.paid.price_valid[-4:] <= "2023"


def rail_only(found):
    return [i for i in found if set(i.modes) == {"rail"}]


@pytest.mark.parametrize(("score", "end"), [(-1.0, "cost_low_usd"), (1.0, "cost_high_usd")])
@pytest.mark.parametrize("destination", ["DEDUI", "KZALA"])
def test_a_score_of_prices_takes_a_route_to_the_end_that_it_is_printed_with(facts, destination, score, end):
    """All four scores for ways with ships and trucks; that of rail alone where nothing but trains runs."""
    usual = itineraries(facts, "CNCHN", destination)
    names = [f"{mode}_price_score" for mode in ("rail", "road", "sea", "ferry")]
    for chosen, some in ((names, usual), (names[:1], rail_only(usual))):
        moved = itineraries(facts.assuming(dict.fromkeys(chosen, score)), "CNCHN", destination)
        at = {i.itinerary_id: i for i in moved}
        both = [(i, at[i.itinerary_id]) for i in some if i.itinerary_id in at]
        assert both
        for one, other in both:
            assert other.cost_usd == pytest.approx(getattr(one, end), abs=0.011)  # both are rounded to a cent
            assert (other.cost_low_usd, other.cost_high_usd) == (one.cost_low_usd, one.cost_high_usd)
            assert (other.days_p50, other.co2e_kg) == (one.days_p50, one.co2e_kg)
