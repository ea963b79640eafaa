"""Laws of the virtual network: gauge, gates, symmetry, corridors, reach."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from jibek.demand.zones import country_zones
from jibek.network import build
from jibek.network.names import arrival_id
from jibek.network.tables import TABLES
from jibek.record.groups import alpha2
from jibek.scenario import Scenario


def mode(states: pd.Series) -> pd.Series:
    return states.str.partition("|")[2]


def reached(tails, heads, start):
    out = defaultdict(list)
    for a, b in zip(tails, heads, strict=True):
        out[a].append(b)
    seen, queue = {start}, [start]
    while queue:
        for b in out[queue.pop()]:
            if b not in seen:
                seen.add(b)
                queue.append(b)
    return seen


def test_frames_keep_their_declarations(network):
    frames = (
        network.places,
        network.states,
        network.arcs,
        network.arc_costs,
        network.gateways,
        network.facilities,
    )
    known = {
        "network.places": set(network.places["place_id"]),
        "network.states": set(network.states["state_id"]),
        "network.arcs": set(network.arcs["arc_id"]),
        "network.gateways": set(network.gateways["gateway_id"]),
        "network.facilities": set(network.facilities["facility_id"]),
    }
    for table, frame in zip(TABLES, frames, strict=True):
        assert not table.problems(frame, references=known), table.name


def test_arrays_follow_the_frames(network):
    states = network.states["state_id"].to_numpy()
    assert (states[network.tail] == network.arcs["tail"]).all()
    assert (states[network.head] == network.arcs["head"]).all()
    assert (network.fixed_hours == network.arcs["hours_mean"]).all()
    assert (network.capacity_per_day == network.facilities["capacity_per_day"]).all()
    named = network.facilities["facility_id"].to_numpy()[network.facility]
    has = network.facility >= 0
    assert (named[has] == network.arcs["facility_id"][has]).all()
    assert network.arcs["facility_id"][~has].isna().all()
    assert len(network.reverse) == 2 * len(network.capacity_per_day)
    back = network.reverse[network.reverse >= 0]
    assert (network.reverse[back] == np.flatnonzero(network.reverse >= 0)).all()  # and back again


def test_same_inputs_give_the_same_network(facts, baseline, network):
    again = build(facts, baseline.network)
    assert_frame_equal(again.arcs, network.arcs)
    assert_frame_equal(again.facilities, network.facilities)
    assert (again.open == network.open).all()


def test_gauge_changes_only_on_a_gauge_change_arc(network):
    arcs = network.arcs
    rails = mode(arcs["tail"]).str.startswith("rail") & mode(arcs["head"]).str.startswith("rail")
    differs = mode(arcs["tail"]) != mode(arcs["head"])
    changes = arcs["kind"].eq("gauge_change")
    assert (differs[rails] == changes[rails]).all()
    assert rails[changes].all()


def test_no_way_round_a_gauge_change_within_a_place(network):
    """Unloading to another mode and back on the other gauge would be a gauge change without its hours and price."""
    arcs = network.arcs[network.arcs["kind"] != "gauge_change"]
    here = arcs[arcs["link_id"].isna()]
    for state in network.states.loc[network.states["mode"].str.startswith("rail"), "state_id"]:
        place, _, own = state.partition("|")
        around = reached(here["tail"], here["head"], state)
        others = {s for s in around if s.startswith(f"{place}|rail") and s != f"{place}|{own}"}
        assert not others


def test_every_rail_border_of_two_gauges_can_change_gauge(network, facts):
    links = facts.table("links").set_index("id")
    borders = network.arcs[network.arcs["kind"].eq("border") & network.arcs["mode"].eq("rail")]
    for arc in borders.itertuples():
        if "/" not in str(links.loc[arc.link_id, "gauge_mm"]):
            continue
        changes = network.arcs[network.arcs["kind"].eq("gauge_change") & network.arcs["tail"].eq(arc.head)]
        assert len(changes) == 1, arc.arc_id


def test_nothing_passes_through_a_gate(network):
    """Only a country's gate leads to a gate, only an arrival of a place leads on, to its country."""
    arcs = network.arcs
    into_gate = arcs[mode(arcs["head"]).eq("gate")]
    assert into_gate["tail"].str.startswith("country:").all()
    from_arrival = arcs[mode(arcs["tail"]).eq("arrival")]
    assert from_arrival["head"].str.startswith("country:").all()
    gates = network.states[network.states["mode"].eq("gate")]
    arrivals = network.states["state_id"].to_numpy()[network.arrival[gates.index]]
    assert list(arrivals) == [arrival_id(g) for g in gates["state_id"]]


def test_both_directions_are_as_long_as_each_other(network):
    arcs = network.arcs[network.arcs["link_id"].notna()]
    there = arcs.set_index(["tail", "head"])["distance_km"].groupby(level=[0, 1]).min()
    for link, pair in arcs.groupby("link_id"):
        assert len(pair) in (2, 4), link
        assert pair["distance_km"].nunique() == 1, link
        assert len(set(pair["tail"].str.partition("|")[0])) == 2
    assert (there > 0).all()


def test_borders_have_gateways_except_inside_the_union(network, facts):
    union = alpha2("EU27", facts)
    arcs = network.arcs[network.arcs["link_id"].notna() & network.arcs["mode"].isin(["rail", "road"])]
    far_break = arcs["link_id"].eq("L138")  # Duisburg - Madrid: the break of gauge is drawn at Madrid
    for arc in arcs[~far_break].itertuples():
        lands = set(arc.country.split("-"))
        is_border = len(lands) == 2 and not lands <= union
        assert (arc.kind == "border") == is_border, arc.arc_id
        assert (arc.gateway_id is not None) == is_border


def test_gateways_name_the_side_of_china_first(network):
    gateways = network.gateways[network.gateways["mode"].isin(["rail", "road"])]
    china = gateways[gateways["country_b"].eq("CN")]
    assert china.empty
    assert {"CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK", "CNMLX-RU_ZABAIKALSK"} <= set(
        gateways["gateway_id"]
    )
    assert {"KZ_SARYAGASH-UZTAS", "BYBQT-PL_MALASZEWICZE", "AZ_BOYUKKESIK-GEGAR"} <= set(
        gateways["gateway_id"]
    )
    assert set(gateways.loc[gateways["is_simulated"], "gateway_id"]) == {
        "CN_KHORGOS-KZ_ALTYNKOL",
        "CN_ALASHANKOU-KZ_DOSTYK",
    }


def test_ports_load_their_facility_by_direction(network):
    """Westward over the Caspian is out, away from China, at both ends; back is in."""
    facility = network.arcs.set_index("arc_id")["facility_id"]
    assert facility["KZAAU.tranship.rail-1520.sea"] == "KZAAU:out"
    assert facility["AZALA.tranship.sea.rail-1520"] == "AZALA:out"
    assert facility["AZALA.tranship.rail-1520.sea"] == "AZALA:in"
    assert facility["KZAAU.tranship.sea.rail-1520"] == "KZAAU:in"
    assert facility["KZKUR.ferry_wait.rail-1520.ferry"] == "KZKUR:out"
    assert facility["GEPTI.tranship.rail-1520.sea"] == "GEPTI:out"
    assert facility["ROCND.tranship.sea.rail-1435"] == "ROCND:out"


def test_borders_load_their_facility_by_direction(network):
    """From China's side to the far side is out, whichever end the link is written from; trains come back."""
    facility = network.arcs.set_index(["tail", "head"])["facility_id"]
    khorgos, dostyk = "CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK"
    assert facility["CN_KHORGOS|rail-1435", "KZ_ALTYNKOL|rail-1435"] == f"{khorgos}:out"
    assert facility["KZ_ALTYNKOL|rail-1520", "CN_KHORGOS|rail-1520"] == f"{khorgos}:in"
    assert facility["CN_ALASHANKOU|rail-1435", "KZ_DOSTYK|rail-1435"] == f"{dostyk}:out"
    assert facility["CNMLX|rail-1435", "RU_ZABAIKALSK|rail-1435"] == "CNMLX-RU_ZABAIKALSK:out"
    assert facility["RU_ZABAIKALSK|rail-1520", "CNMLX|rail-1520"] == "CNMLX-RU_ZABAIKALSK:in"
    at = network.facility_index
    assert network.reverse[2 * at[f"{khorgos}:in"]] == 2 * at[f"{khorgos}:out"]
    section = at["L045"]
    assert network.reverse[2 * section] == 2 * section + 1
    over = np.flatnonzero(network.facility == section)
    assert sorted(network.side[over]) == [0, 1]  # one arc each way
    assert network.reverse[2 * at["CN_KHORGOS_ROAD-KZ_NURZHOLY:out"]] == -1
    assert facility["CN_KHORGOS_ROAD|road", "KZ_NURZHOLY|road"].endswith(":out")
    assert facility["KZ_NURZHOLY|road", "CN_KHORGOS_ROAD|road"].endswith(
        ":in"
    )  # trucks are counted one by one
    assert facility["BYBQT|rail-1520", "PL_MALASZEWICZE|rail-1520"] == "BYBQT-PL_MALASZEWICZE:out"


def zones(facts):
    return sorted({gate for parts in country_zones(facts).values() for gate, _ in parts})


def test_every_zone_reaches_every_other(network, facts):
    """Finland is the exception: its only line, to St Petersburg, is suspended since 2022."""
    found = defaultdict(set)
    for row in network.open:
        tails, heads = network.arcs["tail"][row], network.arcs["head"][row]
        for origin in zones(facts):
            found[origin] |= reached(tails, heads, origin)
    for origin in zones(facts):
        lacking = {d for d in zones(facts) if d != origin and arrival_id(d) not in found[origin]}
        expected = set(zones(facts)) - {origin} if origin == "FIKVO|gate" else {"FIKVO|gate"}
        assert lacking == expected, origin


@pytest.mark.parametrize(
    ("group", "lands"),
    [
        ("northern", {"IR", "TR", "GE", "AZ"}),
        ("transsib", {"KZ", "IR", "TR", "GE", "AZ"}),
        ("transcaspian", {"RU", "BY", "IR"}),
        ("southern", {"RU", "BY"}),
    ],
)
def test_corridors_shun_countries(network, group, lands):
    row = network.open[network.groups.index(group)] & network.arcs["kind"].ne("connector").to_numpy()
    touched = {x for both in network.arcs["country"][row] for x in both.split("-")}
    assert not touched & lands


def test_corridors_enter_china_by_their_own_borders(network):
    arcs = network.arcs
    border = arcs["kind"].eq("border") & arcs["country"].str.contains("CN")
    by = {g: set(arcs["gateway_id"][border & network.open[i]]) for i, g in enumerate(network.groups)}
    assert by["sea"] == set()
    assert by["transsib"] == {"CNMLX-RU_ZABAIKALSK", "CNERC-MN_ZAMYNUUD", "CN_SUIFENHE-RU_GRODEKOVO"}
    rail = {"CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK"}
    assert by["northern"] == by["transcaspian"] == by["southern"] == rail
    assert rail.isdisjoint(by["road"])
    assert "CN_KHORGOS_ROAD-KZ_NURZHOLY" in by["road"]


def test_waters_of_the_corridors(network):
    arcs, links = network.arcs, network.arcs["link_id"].fillna("")
    water = arcs["mode"].isin(["sea", "ferry"]) & links.ne("")

    def sails(group):
        row = network.open[network.groups.index(group)]
        return {
            frozenset(x.rpartition("|")[0] for x in pair)
            for pair in zip(arcs["tail"][water & row], arcs["head"][water & row], strict=True)
        }

    britain = frozenset(("NLRTM", "GB_DARTFORD"))
    caspian = {frozenset((a, "AZALA")) for a in ("KZAAU", "KZKUR", "TMKRW")}
    assert sails("northern") == sails("transsib") == {britain}
    assert caspian <= sails("transcaspian")
    assert frozenset(("GEPTI", "ROCND")) in sails("transcaspian")
    assert not any("IR_AMIRABAD" in pair or "RUMCX" in pair for pair in sails("transcaspian"))
    assert sails("southern") - {britain} == {
        frozenset(p) for p in (("KZAAU", "IR_ANZALI"), ("KZAAU", "IR_AMIRABAD"), ("KZKUR", "IR_AMIRABAD"))
    }
    assert not caspian & sails("sea")
    assert frozenset(("X_SUEZ", "X_GIBRALTAR")) in sails("sea")


def test_road_and_rail_do_not_mix(network):
    arcs = network.arcs
    modes = pd.DataFrame({"a": mode(arcs["tail"]), "b": mode(arcs["head"])})
    road = network.open[network.groups.index("road")]
    assert not modes[road].apply(lambda s: s.str.startswith("rail")).to_numpy().any()
    for group in ("sea", "northern", "transsib", "transcaspian", "southern"):
        assert not modes[network.open[network.groups.index(group)]].eq("road").to_numpy().any()


def test_quantiles_and_ranges_are_in_order(network):
    arcs = network.arcs
    assert (arcs["hours_p10"] <= arcs["hours_mean"] + 1e-12).all()
    assert (arcs["hours_mean"] <= arcs["hours_p90"] + 1e-12).all()
    assert (arcs["usd_per_feu_low"] <= arcs["usd_per_feu"] + 1e-9).all()
    assert (arcs["usd_per_feu"] <= arcs["usd_per_feu_high"] + 1e-9).all()


def test_every_arc_rests_on_known_facts_and_assumptions(network, facts):
    known = set(facts.facts["fact_id"]) | {f"assumption:{i}" for i in facts.assumptions["assumption_id"]}
    frames = (network.arcs, network.arc_costs, network.gateways, network.facilities)
    listed = [frame[c] for frame in frames for c in frame if c.endswith("rests_on")]
    assert len(listed) == 5 + 1 + 2 + 1
    for cells in listed:
        assert not {x for cell in cells.dropna() for x in cell.split(";")} - known
    silent = network.arcs["hours_rests_on"].isna()
    assert set(network.arcs["kind"][silent]) == {"connector"}


def test_states_do_not_depend_on_what_is_closed(facts, network):
    closed = build(facts, Scenario.from_dict({"name": "t", "link": {"L042": {"capacity_factor": 0}}}).network)
    assert_frame_equal(closed.states, network.states)
    assert len(closed.arcs) < len(network.arcs)
    assert np.array_equal(closed.arrival, network.arrival)
