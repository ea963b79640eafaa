"""Itineraries on a network worked by hand; days, cost and CO2e of legs are added in the text of the tests."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from hand import DOSTYK, KHORGOS, ROWS, HandFacts, network, quantiles

from jibek.ground.errors import InputError
from jibek.network.names import corridor_of
from jibek.routes import Cargo, along, obstacles, od_table, search
from jibek.routes.days import DRAWS, Waits, arc_hours, sigma, stratified
from jibek.routes.itineraries import CRITERIA
from jibek.scenario import Scenario

FACTS = HandFacts()
DELAY = np.array([6.0, 9.0, 0.0])


def find(origin="A", destination="D", cargo=None, *, net=None, waits=True, facts=FACTS, delay=DELAY):
    net = net or network()
    played = quantiles() if waits is True else (None if waits is False else waits)
    return search(net, delay, played, facts, origin, destination, cargo, year=2023)


def over(routes, corridor, *gateways):
    hits = [
        i for i in routes.itineraries if i.corridor == corridor and i.gateways[: len(gateways)] == gateways
    ]
    return min(hits, key=lambda i: i.days_p50)


def all_paths(net, origin, destination):
    """Every path that enters no state twice, group by group, by depth-first search: the slow reference."""
    start, end = net.state_index[f"{origin}|gate"], net.state_index[f"{destination}|arrival"]
    found = {}
    for g, row in zip(net.groups, net.open, strict=True):
        stack = [(start, (), frozenset([start]))]
        while stack:
            at, path, seen = stack.pop()
            if at == end:
                found.setdefault(path, corridor_of(g))
                continue
            for a in np.flatnonzero(row & (net.tail == at)):
                if int(net.head[a]) not in seen:
                    stack.append((int(net.head[a]), (*path, int(a)), seen | {int(net.head[a])}))
    return found


def test_the_sum_of_legs_by_hand():
    r"""Khorgos and Russia, one FEU of 14 t, mean waits of 6 h at Khorgos (nothing played).

    hours  12 + 60 + (12 + 6) + 5 + 35 + 60 + 70 + 6 + 12 = 278 = 11.5833 days
    USD    100 + 1200 + 150 + 250 + 800 + 1400 + 1500 + 250 + 100 = 5750
    low    80 + 1000 + 100 + 120 + 400 + 600 + 900 + 120 + 80 = 3400
    high   120 + 1500 + 200 + 400 + 950 + 1700 + 1900 + 400 + 120 = 7290
    kg     14 * (1 + 50 + 0.1 + 1.2 + 25 + 26 + 40 + 1.2 + 1) = 14 * 145.5 = 2037
    km     3000 + 6 + 1400 + 2400 + 2000 = 8806
    """
    i = over(find(waits=False), "northern", KHORGOS)
    assert i.days_mean == pytest.approx(278 / 24, abs=1e-4)  # rounded to four digits
    assert (i.cost_usd, i.cost_low_usd, i.cost_high_usd) == (5750.0, 3400.0, 7290.0)
    assert i.co2e_kg == pytest.approx(2037.0, abs=0.01)
    assert i.distance_km == 8806.0
    assert (i.transfers, i.modes, i.countries) == (2, ("rail",), ("CN", "KZ", "RU", "DE"))
    assert [leg.what for leg in i.legs] == [
        "load", "haul", "border", "gauge_change", "haul", "haul", "gauge_change", "unload",
    ]  # fmt: skip
    # Both hauls through Russia are one leg: 60 + 70 h, 1400 + 1500 USD, 14 * (26 + 40) kg, 4400 km.
    leg = i.legs[5]
    assert (leg.from_, leg.to, leg.country, leg.arcs) == ("H", "D", "RU", ("H-M", "M-D"))
    assert (leg.hours_mean, leg.cost_usd, leg.co2e_kg, leg.distance_km) == (130.0, 2900.0, 14 * 66.0, 4400.0)
    border = i.legs[2]
    assert (border.hours_mean, border.gateway_id) == (18.0, KHORGOS)


def test_legs_add_up_to_their_itinerary():
    for i in find().itineraries:
        assert sum(leg.hours_mean for leg in i.legs) / 24 == pytest.approx(i.days_mean, abs=1e-4)  # rounding
        assert sum(leg.cost_usd for leg in i.legs) == pytest.approx(i.cost_usd, abs=0.01)
        assert sum(leg.co2e_kg for leg in i.legs) == pytest.approx(i.co2e_kg, abs=0.01)
        assert sum(leg.distance_km for leg in i.legs) == pytest.approx(i.distance_km, abs=0.1)


def test_every_leg_names_its_sources():
    bare = network()
    bare.arcs["source"] = [None, *["by hand"] * (len(bare.arcs) - 1)]
    routes = find(net=bare)
    assert all(leg.sources and all(leg.sources) for i in routes.itineraries for leg in i.legs)
    border = over(routes, "northern", KHORGOS).legs[2]
    assert border.sources == ("by hand", f"simulation.quantiles: {KHORGOS}:out")


def test_each_corridor_and_both_crossings_are_offered():
    routes = find()
    assert {i.corridor for i in routes.itineraries} == {"sea", "northern", "transcaspian"}
    for corridor in ("northern", "transcaspian"):
        for gateway in (KHORGOS, DOSTYK):
            assert over(routes, corridor, gateway)


def test_days_come_in_order_and_the_quickest_first():
    rows = find().itineraries
    assert all(i.days_p10 < i.days_p50 < i.days_p90 for i in rows)
    assert [i.days_p50 for i in rows] == sorted(i.days_p50 for i in rows)
    assert len({i.itinerary_id for i in rows}) == len(rows)


def test_the_flag_of_pareto_is_true_of_the_rows_that_no_row_dominates():
    rows = [[getattr(i, c) for c in CRITERIA] for i in find().itineraries]
    for i, row in zip(find().itineraries, rows, strict=True):
        beaten = any(all(o <= r for o, r in zip(other, row, strict=True)) and other != row for other in rows)
        assert i.pareto is not beaten


def test_the_best_of_all_paths_are_found():
    """All paths of the hand network enumerated: the best by days, cost and CO2e are offered, of each corridor too."""
    net, routes = network(), find(waits=False)
    delay = np.append(DELAY, 0.0)[net.facility]
    sums = {
        "days_mean": (net.fixed_hours + delay) / 24,
        "cost_usd": net.arcs["usd_per_feu"].to_numpy(float),
        "co2e_kg": 14 * net.co2e_kg_per_tonne[0],
    }
    paths = all_paths(net, "A", "D")
    assert len(paths) == 5  # two crossings on two corridors, and the sea
    for corridor in (None, "sea", "northern", "transcaspian"):
        for name, per_arc in sums.items():
            best = min(per_arc[list(p)].sum() for p, c in paths.items() if corridor in (None, c))
            offered = [i for i in routes.itineraries if corridor in (None, i.corridor)]
            # days and money are rounded to 1e-4 and 0.01 when an itinerary is made
            assert min(getattr(i, name) for i in offered) == pytest.approx(best, abs=0.011)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_best_are_found_whatever_the_figures(seed):
    """Hours and prices drawn at random: what enumeration finds best is offered, and nothing that is no path."""
    net = network()
    rng = np.random.default_rng(seed)
    factor = rng.uniform(0.2, 5, (3, len(net.arcs)))
    net.fixed_hours = net.fixed_hours * factor[0]
    for column in ("usd_per_feu", "usd_per_feu_low", "usd_per_feu_high"):
        net.arcs[column] = net.arcs[column] * factor[1]
    net.co2e_kg_per_tonne = net.co2e_kg_per_tonne * factor[2]
    paths = all_paths(net, "A", "D")
    ids = {tuple(net.arcs["arc_id"].iloc[list(p)]) for p in paths}
    routes = find(net=net, waits=False)
    assert {tuple(a for leg in i.legs for a in leg.arcs) for i in routes.itineraries} <= ids
    for name, per_arc in (
        ("days_mean", (net.fixed_hours + np.append(DELAY, 0.0)[net.facility]) / 24),
        ("cost_usd", net.arcs["usd_per_feu"].to_numpy(float)),
        ("co2e_kg", 14 * net.co2e_kg_per_tonne[0]),
    ):
        best = min(per_arc[list(p)].sum() for p in paths)
        tolerance = 0.6 if name == "days_mean" else 0.011  # the quickest is chosen by P50, not by the mean
        assert min(getattr(i, name) for i in routes.itineraries) == pytest.approx(
            best, abs=tolerance, rel=0.02
        )


def test_a_wider_range_of_a_leg_widens_the_days():
    wide = tuple((*r[:7], r[6] * 2.0, *r[8:]) if r[0] in ("M-D", "A-KH") else r for r in ROWS)
    narrow = over(find(), "northern", KHORGOS)
    wider = over(find(net=network(rows=wide)), "northern", KHORGOS)
    assert wider.days_p90 - wider.days_p10 > narrow.days_p90 - narrow.days_p10
    assert wider.days_mean == narrow.days_mean


def test_more_correlation_widens_the_days():
    loose, tight = (HandFacts({**FACTS.values, "leg_time_correlation": r}) for r in (0.0, 1.0))
    a, b = (over(find(facts=f), "northern", KHORGOS) for f in (loose, tight))
    assert b.days_p90 - b.days_p10 > 1.2 * (a.days_p90 - a.days_p10)


def test_six_hours_less_of_clearance_are_a_quarter_of_a_day():
    """Clearance stands in the hours of the border arc; its range narrows with it, so P50 moves by about 6 h.

    0.03 days: over seeds the change of the median scatters by 0.01 around 0.24 (4,000 draws, right-skewed sum).
    """
    fast = tuple((*r[:6], 6, 9, *r[8:]) if r[0] == "KH-KA" else r for r in ROWS)
    before, after = find(), find(net=network(rows=fast))
    for corridor in ("northern", "transcaspian"):
        gain = over(before, corridor, KHORGOS).days_p50 - over(after, corridor, KHORGOS).days_p50
        assert gain == pytest.approx(0.25, abs=0.03)
        assert over(before, corridor, DOSTYK) == over(after, corridor, DOSTYK)


def test_played_waits_move_the_tail():
    calm, busy = (over(find(waits=quantiles(k)), "northern", KHORGOS) for k in (1.0, 4.0))
    assert busy.days_p90 - calm.days_p90 > busy.days_p50 - calm.days_p50 > 0


def test_a_certain_journey_is_the_sum_of_its_hours():
    """No range, nothing played: all quantiles are the mean."""
    still = tuple((*r[:7], r[6], *r[8:]) for r in ROWS)
    for i in find(net=network(rows=still), waits=False).itineraries:
        assert i.days_p10 == i.days_p50 == i.days_p90 == i.days_mean


def test_the_same_question_has_the_same_answer():
    assert find().to_json() == find().to_json()


def test_closing_transit_over_russia_takes_the_northern_route_away():
    banned = network(ban="RU")
    assert {i.corridor for i in find(net=banned).itineraries} == {"sea", "transcaspian"}
    to_russia = find("A", "M", net=banned)
    assert {i.corridor for i in to_russia.itineraries} == {"northern"}


def test_no_route_names_what_is_in_the_way():
    banned = network(ban="RU", closed=("C-B", "N-R"))
    with pytest.raises(InputError) as caught:
        find(net=banned)
    assert caught.value.code == "routes.no_path"
    assert caught.value.message == "no route from A to D: through traffic over RU is forbidden"


def test_a_gateway_without_capacity_is_named():
    net = network(closed=("C-B", "N-R"))
    net.capacity_per_day = np.array([0.0, 0.0, 5000.0])
    with pytest.raises(InputError) as caught:
        find(net=net)
    assert caught.value.code == "routes.no_path"
    assert f"gateway {KHORGOS} is closed" in caught.value.message


def test_a_closed_gateway_is_remembered_from_the_scenario():
    """Arcs of a closed gateway are not in the network; the scenario knows what it closed."""
    gone = network(closed=("KH-KA", "AL-KD", "N-R"))
    shut = Scenario.from_dict({"name": "shut", "gateway": {KHORGOS: {"capacity_factor": 0}}})
    with pytest.raises(InputError) as caught:
        search(gone, DELAY, None, FACTS, "A", "D", year=2023, scenario=shut)
    assert caught.value.message == f"no route from A to D: gateway {KHORGOS} is closed"


def test_a_link_that_does_not_exist_is_said():
    with pytest.raises(InputError) as caught:
        find(net=network(closed=("M-D", "C-B", "N-R")))
    assert "no link of the year" in caught.value.message


def test_nobody_leaves_a_country_and_comes_back_over_a_change_of_gauge():
    """From KA back into China, round to KD and on: cheap here, but no railway sells it."""
    back = (
        (
            "KA-KH",
            "KA|r2",
            "KH|r2",
            "rail",
            "border",
            6,
            1,
            1,
            1,
            1,
            1,
            0,
            KHORGOS,
            "",
            "KZ-CN",
            ("northern",),
        ),
        (
            "gauge.KH",
            "KH|r2",
            "KH|r5",
            "rail",
            "gauge_change",
            0,
            1,
            1,
            1,
            1,
            1,
            0,
            "",
            "",
            "CN",
            ("northern",),
        ),
        ("KH-AL", "KH|r5", "AL|r5", "rail", "haul", 6, 1, 1, 1, 1, 1, 0, "", "", "CN", ("northern",)),
        ("load.KA", "KA|gate", "KA|r2", "rail", "load", 0, 1, 1, 1, 1, 1, 0, "", "", "KZ", ("northern",)),
    )
    rows = tuple((*r[:6], 500, 600, *r[8:]) if r[0] == "KA-H" else r for r in ROWS)
    offered = find("KA", "H", net=network(rows=(*rows, *back)))
    assert [i.countries for i in offered.itineraries] == [("KZ",)]


@pytest.mark.parametrize(
    ("ends", "code"),
    [(("A", "A"), "routes.same_place"), (("A", "C"), "routes.no_gate"), (("X", "D"), "routes.no_gate")],
)
def test_ends_that_are_none(ends, code):
    with pytest.raises(InputError) as caught:
        find(*ends)
    assert caught.value.code == code


def test_cargo_scales_cost_and_emissions():
    """Two FEU cost twice one; a TEU 0.625 of a FEU and weighs 7 t; 28 t of ore pay half of the box's USD/t."""
    one = over(find(), "northern", KHORGOS)
    two = over(find(cargo=Cargo.of(FACTS, feu=2)), "northern", KHORGOS)
    teu = over(find(cargo=Cargo.of(FACTS, teu=1)), "northern", KHORGOS)
    ore = over(find(cargo=Cargo.of(FACTS, tonnes=28, commodity="dry_bulk")), "northern", KHORGOS)
    assert (two.cost_usd, two.co2e_kg) == (2 * one.cost_usd, pytest.approx(2 * one.co2e_kg))
    assert (teu.cost_usd, teu.co2e_kg) == (
        pytest.approx(0.625 * one.cost_usd),
        pytest.approx(one.co2e_kg / 2),
    )
    assert ore.cost_usd == pytest.approx(one.cost_usd * 28 / 14 * 0.5, abs=0.01)
    assert ore.cost_low_usd / ore.cost_usd < 1 < ore.cost_high_usd / ore.cost_usd
    assert two.days_p50 == one.days_p50


def test_bad_cargo_is_refused_all_at_once():
    with pytest.raises(InputError) as caught:
        Cargo.of(FACTS, feu=-1, tonnes=2, commodity="contaner")
    assert caught.value.code == "routes.bad_cargo"
    assert len(caught.value.problems) == 3
    with pytest.raises(InputError):
        Cargo.of(FACTS, commodity="dry_bulk")


def test_a_given_path_is_timed_and_priced_as_the_search_does_it():
    net, played = network(), quantiles()
    offered = find().itineraries
    at = {arc: n for n, arc in enumerate(net.arcs["arc_id"])}
    paths = {tuple(at[a] for leg in i.legs for a in leg.arcs): i.corridor for i in offered}
    told = along(net, DELAY, played, FACTS, paths)
    assert told == tuple(replace(i, legs=(), pareto=False) for i in offered)


def test_what_shuts_the_corridors_asked_for_is_named_though_others_are_open():
    shut = Scenario.from_dict({"name": "shut", "gateway": {KHORGOS: {"capacity_factor": 0}}})
    land = ("northern", "transcaspian")
    net = network(ban="RU", closed=("C-B",))
    told = ["through traffic over RU is forbidden", f"gateway {KHORGOS} is closed"]
    assert obstacles(net, DELAY, FACTS, "A", "D", land, shut) == told
    assert obstacles(net, DELAY, FACTS, "A", "D", ("sea",), shut) == []


def test_the_table_has_the_quickest_of_each_corridor_and_crossing():
    table = od_table(network(), DELAY, quantiles(), FACTS, pairs=[("A", "D"), ("A", "C")])
    assert set(zip(table["corridor"], table["gateway"], strict=True)) == {
        ("northern", KHORGOS), ("northern", DOSTYK), ("transcaspian", KHORGOS), ("transcaspian", DOSTYK), ("sea", "S"),
    }  # fmt: skip
    ids = {i.itinerary_id for i in find().itineraries}
    assert set(table["itinerary_id"]) <= ids


def test_text_fits_a_terminal_and_json_the_contract():
    routes = find()
    assert max(len(line) for line in routes.to_text().splitlines()) <= 100
    shown = routes.to_json()
    assert {"origin", "destination", "cargo", "year", "scenario", "itineraries", "jibek", "warnings"} <= set(
        shown
    )
    assert set(shown["itineraries"][0]) >= set(
        "itinerary_id pareto distance_km days_mean days_p10 days_p50 days_p90 cost_usd cost_low_usd cost_high_usd "
        "co2e_kg transfers modes gateways countries legs".split()
    )
    assert set(shown["itineraries"][0]["legs"][0]) >= set(
        "from to mode distance_km hours_mean hours_p90 cost_usd co2e_kg what sources".split()
    )


def test_lognormal_hours_have_the_stated_mean_and_p90():
    """Mean to the last digits by construction; P90 to 1 %: 4,000 draws mixed from two stratified normals."""
    mean, p90 = np.array([60.0, 10.0, 5.0]), np.array([72.0, 20.0, 5.0])
    hours = arc_hours(["a", "b", "c"], mean, p90, correlation=0.5, seed=1)
    assert hours.mean(axis=1) == pytest.approx(mean, rel=1e-12)
    assert np.quantile(hours, 0.9, axis=1) == pytest.approx(p90, rel=0.02)
    assert (hours[2] == 5.0).all()
    # exp(z s - s^2/2) = 2 has the smaller root s = z - sqrt(z^2 - 2 ln 2) = 0.7755 with z = 1.2816
    assert sigma(np.array([10.0]), np.array([20.0]))[0] == pytest.approx(0.7755, abs=1e-4)


def test_draws_depend_on_their_address_alone():
    a = stratified("arc:x", 1)
    assert (a == stratified("arc:x", 1)).all()
    assert (a != stratified("arc:y", 1)).any()
    assert (a != stratified("arc:x", 2)).any()
    assert np.sort(a) == pytest.approx((np.arange(DRAWS) + 0.5) / DRAWS)


def test_a_wait_is_drawn_from_its_quantiles():
    """The mean of a piecewise linear quantile function is its integral: 5 * 0.5 + 30 * 0.5 = 17.5."""
    import pandas as pd

    played = pd.DataFrame(
        {
            "gateway_id": "G",
            "direction": "out",
            "quantile": [0.0, 0.5, 1.0],
            "hours_open_days": [0.0, 10.0, 50.0],
        }
    )
    waits = Waits(["G:out", "L1"], np.array([3.0, 2.0]), played)
    assert waits.mean == pytest.approx([17.5, 2.0])
    assert np.median(waits.draw(0, 1)) == pytest.approx(10.0, abs=0.05)  # between two of 4,000 midpoints
    assert waits.draw(1, 1) == 2.0
