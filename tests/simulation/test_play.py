"""The played year: tables, intervals, and crossings under published trains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek.ground.errors import InputError
from jibek.scenario import Scenario
from jibek.simulation import curves, play, play_outward, refit, simulate
from jibek.simulation.lines import directions
from jibek.simulation.published import arrivals, counts
from jibek.simulation.replications import play_direction
from jibek.simulation.told import interval

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"
BASE = Scenario.from_dict({"name": "base", "simulation": {"replications": 10}})


@pytest.fixture
def played(network, facts, loads):
    return play(network, *loads, facts, BASE.played)


def test_tables_have_a_row_for_every_gateway(network, played):
    assert played.waits["gateway_id"].tolist() == network.gateways["gateway_id"].tolist()
    assert len(played.waits_by_direction) == 8
    assert len(played.quantiles) == 8 * 102
    assert all(c.ok for c in played.certificates), played.certificates
    assert {c.name for c in played.certificates} == {
        "littles_law",
        "events_against_recursion",
        "curve_against_play",
        "other_curves_against_play",
    }


def test_the_row_of_a_gateway_is_that_away_from_china(loads, played):
    row = played.waits.set_index("gateway_id").loc[KHORGOS]
    both = played.waits_by_direction.set_index(["gateway_id", "direction"])
    assert row["hours_mean"] == both.loc[(KHORGOS, "out"), "hours_mean"]
    assert row["trains_per_day"] == pytest.approx(loads[0][0] + loads[0][1], rel=1e-12)
    assert row["hours_mean_low"] < row["hours_mean"] < row["hours_mean_high"]
    assert row["hours_p50"] < row["hours_p90"] < row["hours_p99"]
    assert row["bottleneck"] == "acceptance"
    stations = ["inspection_hours", "acceptance_hours", "gauge_change_hours"]
    assert both.loc[(KHORGOS, "out"), stations].sum() == pytest.approx(row["hours_mean"], rel=1e-9)


def test_queue_is_littles(played):
    """Waiting trains = arrivals an hour * hours of waiting; trains that wait over a year's end leave 3 %."""
    row = played.waits.set_index("gateway_id").loc[KHORGOS]
    assert row["queue_mean"] == pytest.approx(row["arrivals"] / 8760 * row["wait_hours_mean"], rel=0.03)
    assert row["arrivals"] == pytest.approx(
        10.5 * 365, rel=0.01
    )  # a year of arrivals varies by 0.6 * sqrt(3,800)
    assert row["utilisation"] == pytest.approx(10.5 / 11.4, rel=0.02)  # so does its acceptance


def test_a_gateway_without_traffic_has_its_clearance_and_no_wait(played):
    row = played.waits_by_direction.set_index(["gateway_id", "direction"]).loc[("KZ_A-RU_B", "in")]
    assert row["method"] == "no traffic"
    assert row["hours_mean"] == 2.0
    assert row["wait_hours_mean"] == 0.0
    assert row["replications"] == 0


def test_quantiles_agree_with_the_waits(played):
    row = played.waits.set_index("gateway_id").loc[KHORGOS]
    part = played.quantiles[
        (played.quantiles["gateway_id"] == KHORGOS) & (played.quantiles["direction"] == "out")
    ]
    part = part.set_index("quantile")
    for p, name in ((0.5, "hours_p50"), (0.9, "hours_p90"), (0.99, "hours_p99")):
        assert part.loc[p, "crossing_hours"] == row[name]
    assert part["hours"].is_monotonic_increasing
    assert np.interp((np.arange(400) + 0.5) / 400, part.index, part["hours"]).mean() == pytest.approx(
        row["wait_hours_mean"], rel=0.02
    )  # a mean from 102 quantiles


def test_same_bits_again_and_for_a_part_of_the_gateways(network, facts, loads, played):
    again = play(network, *loads, facts, BASE.played)
    assert again.waits_by_direction.equals(played.waits_by_direction)
    assert again.quantiles.equals(played.quantiles)
    part = play(network, *loads, facts, BASE.played, gateways=[KHORGOS])
    assert part.waits.iloc[0].equals(played.waits.iloc[0])


@pytest.mark.parametrize("busy", [1.0, 0.0])
def test_hours_away_from_china_are_those_of_the_whole_play_to_the_bit(network, facts, loads, busy):
    loads = (busy * loads[0], loads[1])
    whole = play(network, *loads, facts, BASE.played)
    gateways = whole.waits["gateway_id"].tolist()
    waits, quantiles = play_outward(network, *loads, facts, BASE.played, gateways=gateways)
    for name in waits:
        assert waits[name].tolist() == whole.waits[name].tolist(), name
    out = whole.quantiles[whole.quantiles["direction"] == "out"].reset_index(drop=True)
    for name in out:
        assert quantiles[name].tolist() == out[name].tolist(), name


def test_same_bits_whatever_the_number_of_threads(network, facts, loads, played, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from jibek.simulation import played as module

    monkeypatch.setattr(module, "ThreadPoolExecutor", lambda _: ThreadPoolExecutor(7))
    many = play(network, *loads, facts, BASE.played)
    assert many.waits_by_direction.equals(played.waits_by_direction)
    assert many.quantiles.equals(played.quantiles)


def test_no_gateway_asked_gives_empty_tables(network, facts, loads):
    none = play(network, *loads, facts, BASE.played, gateways=[])
    assert (len(none.waits), len(none.waits_by_direction), len(none.quantiles)) == (0, 0, 0)
    assert none.certificates == ()
    assert none.replication_values(KHORGOS, "hours_mean").size == 0


def test_so_little_traffic_that_nothing_comes(network, facts, loads):
    load = np.zeros_like(loads[0])
    load[2] = 1e-7
    rare = play(network, load, loads[1], facts, BASE.played, gateways=["KZ_A-RU_B"])
    assert rare.waits["method"].tolist() == ["no traffic"]
    assert rare.waits["trains_per_day"].tolist() == [1e-7]


def test_a_seed_changes_the_years(network, facts, loads, played):
    other = play(
        network, *loads, facts, Scenario.from_dict({**BASE.to_dict(), "seed": 2}).played, gateways=[KHORGOS]
    )
    assert other.waits["hours_mean"].iloc[0] != played.waits["hours_mean"].iloc[0]


def test_paired_replications_sharpen_a_difference(network, facts, loads, played):
    """Six hours less clearance: the spread of paired differences is a small part of that of the hours."""
    quick = replace(network, gateways=network.gateways.assign(clearance_hours=6.0))
    fast = play(quick, *loads, facts, BASE.played, gateways=[KHORGOS])
    a, b = (p.replication_values(KHORGOS, "hours_mean") for p in (played, fast))
    assert np.std(a - b) < 0.1 * np.std(a)
    assert np.mean(a - b) == pytest.approx(6.0, abs=0.5)


def test_more_load_at_the_curve_and_in_play_alike(network, facts, loads):
    load, share = loads
    load = load.copy()
    load[0] = 0.5 * 11.4
    light = play(network, load, share, facts, BASE.played, gateways=[KHORGOS])
    expected = curves(network, facts, BASE.played).evaluate(load / network.facilities["capacity_per_day"])[0][
        0
    ]
    wait = light.waits["wait_hours_mean"].iloc[0]
    assert wait == pytest.approx(expected, abs=0.15 * (wait + 18.0))


def test_interval_is_students():
    """Four values 1..4: 2.5 +- 3.1824 * 1.2910 / 2 (t tables, three degrees of freedom)."""
    assert interval(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx((0.4457, 4.5543), abs=1e-4)


def test_counts_of_a_year_and_their_working(facts):
    """2022: printed. 2023 at Alashankou: 16,400 / 1.14 of both less 7,762, over 365 days."""
    assert counts(facts, KHORGOS)[2022].per_day == 19.0
    other = counts(facts, "CN_ALASHANKOU-KZ_DOSTYK")
    assert other[2022].per_day == pytest.approx(3000 / 181)
    assert other[2023].per_day == pytest.approx((16400 / 1.14 - 7762) / 365)
    assert "7762 trains in 2023" in other[2023].working


def test_a_year_without_a_count_names_those_with_one(facts, network):
    with pytest.raises(InputError) as found:
        arrivals(facts, KHORGOS, "out", 2019)
    assert found.value.code == "simulation.no_arrivals"
    assert "2022, 2023" in found.value.problems[0].expected
    with pytest.raises(InputError) as found:
        simulate(facts, network, ["KZ_A-RU_B"], year=2022)
    assert found.value.code == "simulation.no_arrivals"


def test_an_unknown_gateway_is_refused_with_the_nearest(facts, network):
    with pytest.raises(InputError) as found:
        simulate(facts, network, ["CN_KHORGOS-KZ_ALTYNKO"], year=2022)
    assert found.value.code == "simulation.unknown_gateway"
    assert KHORGOS in found.value.problems[0].fix


@pytest.mark.parametrize("options", [{"replications": 1}, {"precision": 0.0}, {"precision": 2.0}])
def test_bad_requests(facts, network, options):
    with pytest.raises(InputError) as found:
        simulate(facts, network, year=2022, **options)
    assert found.value.code == "simulation.bad_request"


def test_simulate_gives_what_the_contract_names(facts, network):
    found = simulate(facts, network, year=2022, replications=10)
    (crossing,) = found.crossings
    wanted = "gateway_id mode year hours_mean hours_mean_low hours_mean_high hours_p50 hours_p90 hours_p99"
    assert set(f"{wanted} queue_mean utilisation arrivals bottleneck".split()) <= set(crossing)
    assert found.replications == 10
    assert found.events > 10 * 2 * 4 * 10 * 365
    assert [r["direction"] for r in found.directions] == ["out", "in"]


def test_precision_is_reached(facts, network):
    found = simulate(facts, network, year=2022, precision=0.05)
    (crossing,) = found.crossings
    half = (crossing["hours_mean_high"] - crossing["hours_mean_low"]) / 2
    assert half <= 0.05 * crossing["hours_mean"]
    assert found.replications % 20 == 0


def test_beyond_capacity_is_a_warning(facts, network):
    small = replace(network, facilities=network.facilities.assign(capacity_per_day=9.0))
    found = simulate(facts, small, year=2022, replications=2)
    assert found.warnings[0]["code"] == "simulation.beyond_capacity"


def test_acceptance_is_found_again(facts, network):
    """The mean that a network's acceptance gives leads back to it; bisection stops at 1e-4 trains a day."""
    mean = simulate(facts, network, year=2022).crossings[0]["hours_mean"]
    facts.tables["borders"].loc[2, "value"] = mean
    assert refit(facts, network)["khorgos_acceptance_trains_per_day"] == pytest.approx(11.4, abs=2e-4)


def test_a_target_below_the_clearance_is_refused(facts, network):
    facts.tables["borders"].loc[2, "value"] = 15.0
    with pytest.raises(InputError) as found:
        refit(facts, network)
    assert found.value.code == "simulation.target_too_low"


def test_groups_of_vehicles_wait_like_single_ones(network, facts):
    """A post at 0.95 of 40 trucks a day, single and in groups of five, other years: 3 standard errors and 10 %."""
    road = next(d for d in directions(network, facts, 2023) if d.mode == "road")
    road = replace(road, line=replace(road.line, capacity_per_day=40.0))
    grouped = play_direction(road, 38.0, 0.0, 1, 20)
    single = play_direction(replace(road, played=True), 38.0, 0.0, 1, 20)
    assert grouped.group == pytest.approx(38 / 8)
    a, b = (np.array([r.wait_mean for r in p.runs]) for p in (grouped, single))
    error = np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / 20)
    assert abs(a.mean() - b.mean()) < 3 * error + 0.1 * b.mean()
