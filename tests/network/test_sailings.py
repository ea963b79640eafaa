"""Lines of ships: round trips by hand, what a factor on ships does, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek.ground.errors import InputError
from jibek.network import build
from jibek.network.cost.residual import residual_hours
from jibek.scenario import Scenario


def scenario(**parts):
    return Scenario.from_dict({"name": "x", **parts})


def line(network, facility):
    return network.facilities.set_index("facility_id").loc[facility]


def test_kuryk_alat_by_hand(network, facts):
    """15 ferries, six in fourteen on the line, a part in dock; 415 km at 18 km/h and the hours in port, twice."""
    a = facts.assume
    ferries = 15 * 6 / 14 * a("ferry_service_share")
    often = 24 * ferries / (2 * (415 / 18 + a("ferry_port_hours")))
    for way in ("out", "in"):
        row = line(network, f"L248:{way}")
        assert row["kind"] == "sailing"
        assert row["unit"] == "tonnes"
        assert row["sailings_per_day"] == pytest.approx(often, rel=1e-12)
        load = a("ferry_wagons_per_sailing") * a("tonnes_per_ferry_wagon")
        assert row["capacity_per_day"] == pytest.approx(often * load, rel=1e-12)
        assert {"assumption:ferry_port_hours", "ports:AZALA|ferries_available|2023:value"} <= set(
            row["rests_on"].split(";")
        )


def test_fleets_agree_with_what_is_printed_of_them(network, facts):
    """Nothing here is fitted to these figures by the run: they are what the assumptions were judged by.

    Calls at Kuryk: 480 in eight months of 2023. Wagons of the ferries of Alat: 95,000 a year is printed for all of the
    Caspian. Six feeders: 89,000 TEU a year both ways. A fifth is allowed: means of ranges meet rounded figures.
    """
    calls = line(network, "L248:out")["sailings_per_day"] + line(network, "L254:out")["sailings_per_day"]
    assert 243 * calls == pytest.approx(facts.fact("ports:KZKUR|ferry_calls_8m|2023:value"), rel=0.2)
    sailings = sum(
        line(network, f"{x}:{way}")["sailings_per_day"] for x in ("L248", "L249") for way in ("out", "in")
    )
    assert 365 * sailings * facts.assume("ferry_wagons_per_sailing") == pytest.approx(95_000, rel=0.2)
    hours = 2 * (460 / 29.6 + facts.assume("feeder_port_hours"))
    teu = 2 * 8760 * 6 / hours * facts.assume("feeder_teu_per_sailing")
    potential = "demand_evidence:capacity|feeder fleet potential Aktau to Alat|2025|CASPIAN||ASCO:value"
    assert teu == pytest.approx(facts.fact(potential), rel=0.2)


def test_away_from_china_is_out_on_both_seas(network):
    arcs = network.arcs.set_index(["tail", "head"])["facility_id"]
    assert arcs["KZKUR|ferry", "AZALA|ferry"] == "L248:out"
    assert arcs["AZALA|ferry", "KZKUR|ferry"] == "L248:in"
    assert arcs["GEPTI|sea", "ROCND|sea"] == "L257:out"
    assert arcs["TRSSX|sea", "GEPTI|sea"] == "L264:in"  # written from Turkey to Georgia


def test_half_an_interval_is_on_the_voyage(network, facts):
    """Freight waits for a regular ship: on Aktau - Alat for a feeder, not for a chartered one."""
    arcs = network.arcs.set_index("arc_id")
    feeders = 2 * (460 / 29.6 + facts.assume("feeder_port_hours")) / 6
    wait = residual_hours(feeders, facts.assume("sailing_interval_cv"))
    assert arcs.loc["L247+", "hours_mean"] == pytest.approx(460 / 29.6 + wait.mean, rel=1e-12)
    assert arcs.loc["L247+", "hours_p90"] > arcs.loc["L247+", "hours_mean"]
    assert "assumption:sailing_interval_cv" in arcs.loc["L247+", "hours_rests_on"]
    # at the port only boarding is left of what was a constant wait
    assert arcs.loc["KZKUR.ferry_wait.road.ferry", "hours_mean"] == facts.assume("ferry_boarding_hours")
    # the ferry to Great Britain has no row: its wait stays a constant
    assert arcs.loc["NLRTM.ferry_wait.road.ferry", "hours_mean"] == facts.assume("ferry_wait_hours")


def test_twice_the_ships_carry_twice_and_wait_half(network, facts):
    twice = build(facts, scenario(link={"L248": {"capacity_factor": 2.0}}).network)
    assert line(twice, "L248:out")["capacity_per_day"] == pytest.approx(
        2 * line(network, "L248:out")["capacity_per_day"]
    )
    assert line(twice, "L248:out")["sailings_per_day"] == pytest.approx(
        2 * line(network, "L248:out")["sailings_per_day"]
    )
    sail = 415 / 18
    at, now = network.arc_index["L248+"], twice.arc_index["L248+"]
    assert twice.fixed_hours[now] - sail == pytest.approx((network.fixed_hours[at] - sail) / 2)
    # nothing else moves, the ports least of all
    same = [f for f in network.facility_index if not f.startswith("L248")]
    before = network.capacity_per_day[[network.facility_index[f] for f in same]]
    assert (twice.capacity_per_day[[twice.facility_index[f] for f in same]] == before).all()


def test_twice_the_ports_leave_the_ships_alone(network, facts):
    ports = {g: {"capacity_factor": 2.0} for g in ("KZKUR", "KZAAU", "AZALA")}
    twice = build(facts, scenario(gateway=ports).network)
    for name in ("L247:out", "L248:out"):
        assert line(twice, name)["capacity_per_day"] == line(network, name)["capacity_per_day"]
    assert (twice.fixed_hours == network.fixed_hours).all()


def test_no_ships_no_line(facts):
    shut = build(facts, scenario(link={"L248": {"capacity_factor": 0.0}}).network)
    assert "L248:out" not in shut.facility_index
    assert not shut.arcs["link_id"].eq("L248").any()


def test_faster_ships_come_round_sooner(network, facts):
    fast = build(facts, scenario(link={"L248": {"speed_kmh": 36.0}}).network)
    hours = facts.assume("ferry_port_hours")
    ratio = (415 / 18 + hours) / (415 / 36 + hours)
    assert line(fast, "L248:out")["sailings_per_day"] == pytest.approx(
        ratio * line(network, "L248:out")["sailings_per_day"]
    )


@pytest.mark.parametrize("mode", ["sea", "ferry", "road", "rail"])
def test_a_factor_on_a_mode_prices_that_mode_alone(network, facts, mode):
    """Feeders of the Caspian and the Black Sea go with ferries; sea is the ocean, up to the straits."""
    dear = build(facts, scenario(cost={f"{mode}_factor": 3.0}).network)
    arcs = network.arcs
    ratio = np.divide(
        dear.usd_per_feu, network.usd_per_feu, out=np.ones(len(arcs)), where=network.usd_per_feu > 0
    )
    moved = set(arcs.loc[(ratio > 1.0001) & arcs["kind"].eq("haul"), "link_id"])
    inland = {f"L{i}" for i in (247, 250, 251, 252, 253, 255, 257, 258, 264)}
    kinds = arcs[arcs["kind"].isin(["haul", "border"])].groupby("mode")["link_id"].agg(set)
    expected = (
        kinds[mode] - inland if mode == "sea" else kinds["ferry"] | inland if mode == "ferry" else kinds[mode]
    )
    hauls = set(arcs.loc[arcs["kind"].eq("haul"), "link_id"].dropna())
    assert moved == expected & hauls


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"link_id": "L071"}, "link_id"),
        ({"vessels": "0"}, "vessels"),
        ({"load_tonnes": "0 - 5"}, "load_tonnes"),
    ],
)
def test_lines_that_cannot_be_are_refused_row_by_row(facts, change, column):
    rows = facts.table("sailings").copy()
    rows.loc[:1, list(change)] = list(change.values())
    with pytest.raises(InputError) as caught:
        build(replace(facts, tables={**facts.tables, "sailings": rows}), scenario().network)
    assert caught.value.code == "network.bad_sailing"
    assert [p.column for p in caught.value.problems] == [column, column]
    assert all(p.expected and p.fix for p in caught.value.problems)
