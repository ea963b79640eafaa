"""What the scenario, the year and the user's facts open, close and refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jibek.ground.errors import InputError
from jibek.network import build
from jibek.scenario import Scenario

approx = pytest.approx

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"
DOSTYK = "CN_ALASHANKOU-KZ_DOSTYK"
BAKHTY = "CN_TACHENG-KZ_BAKHTY"


def scenario(**sections):
    return Scenario.from_dict({"name": "t", **sections})


def changed(facts, table, where, **cells):
    """Facts in which the cells of the rows that match ``where`` differ."""
    frame = facts.table(table).copy()
    rows = frame[list(where)].eq(list(where.values())).all(axis=1)
    assert rows.any()
    for column, value in cells.items():
        frame.loc[rows, column] = value
    return replace(facts, tables={**facts.tables, table: frame})


SHUT = {"L042": {"capacity_factor": 0}, "L044": {"capacity_factor": 0}}


def test_a_closed_link_has_no_arcs_and_no_path(facts, path):
    closed = build(facts, scenario(link=SHUT).network)
    assert not closed.arcs["link_id"].isin(["L042", "L044"]).any()
    assert path(closed, "CNCHN", "KZALA", "northern") is None
    assert KHORGOS not in set(closed.gateways["gateway_id"])


def test_a_gateway_of_no_capacity_is_closed_and_half_is_half(facts, network, path):
    closed = build(facts, scenario(gateway={KHORGOS: {"capacity_factor": 0}}).network)
    leg = path(closed, "CNCHN", "KZALA", "northern")
    assert DOSTYK in set(leg["gateway_id"])
    assert KHORGOS not in set(closed.arcs["gateway_id"].dropna())
    half = build(facts, scenario(gateway={KHORGOS: {"capacity_factor": 0.5}}).network)
    for way in ("out", "in"):
        at = f"{KHORGOS}:{way}"
        full = network.capacity_per_day[network.facility_index[at]]
        assert half.capacity_per_day[half.facility_index[at]] == approx(full / 2)


def test_a_closed_port_is_passed_by(facts, path):
    closed = build(
        facts, scenario(gateway={"KZAAU": {"capacity_factor": 0}, "TMKRW": {"capacity_factor": 0}}).network
    )
    leg = path(closed, "CNCHN", "AZBAK", "transcaspian")
    assert "KZKUR" in set(leg["gateway_id"])


def test_closed_days_leave_open_days_their_capacity(facts, network):
    """15 November to 14 December are 30 of 365 days; the overlap counts once, days of other years do not."""
    intervals = ["2023-11-15/2023-12-14", "2023-12-01/2023-12-10", "2024-01-01/2024-06-30"]
    storm = build(facts, scenario(gateway={"KZAAU": {"closed": intervals}}).network)
    gateway = storm.gateways.set_index("gateway_id").loc["KZAAU"]
    assert gateway["closed_share"] == approx(30 / 365)
    assert gateway["closed"] == " ".join(intervals)
    at = storm.facility_index["KZAAU:out"]
    assert storm.capacity_per_day[at] == network.capacity_per_day[network.facility_index["KZAAU:out"]]


def test_a_link_factor_multiplies_its_section(facts, network):
    double = build(facts, scenario(link={"L071": {"capacity_factor": 2.0}}).network)
    at = network.facility_index["L071"]
    assert double.capacity_per_day[double.facility_index["L071"]] == approx(2 * network.capacity_per_day[at])


def test_the_third_railway_is_a_third_crossing(facts, path):
    third = build(facts, Scenario.example("third-railway").network)
    gateways = third.gateways.set_index("gateway_id")
    assert gateways.loc[BAKHTY, "mode"] == "rail"
    leg = path(third, "CNCHN", "KZ_AYAGOZ", "northern", avoid=(KHORGOS, DOSTYK))
    assert BAKHTY in set(leg["gateway_id"])
    assert list(leg["kind"]).count("gauge_change") == 1
    assert {"L075-", "L076-"} <= set(leg["arc_id"])
    assert {f"{BAKHTY}:out", f"{BAKHTY}:in", "L075"} <= set(third.facilities["facility_id"])


def test_without_the_third_railway_there_is_none(network, path):
    assert BAKHTY not in set(network.gateways["gateway_id"])
    assert path(network, "CNCHN", "KZALA", "northern", avoid=(KHORGOS, DOSTYK)) is None


@pytest.mark.parametrize(
    ("year", "is_open"),
    [
        (2023, {"L047": False, "L075": False, "L088": False, "L124": False, "L188": False, "L158": True}),
        (2021, {"L124": True, "L142": True}),
        (2016, {"L158": False, "L012": False}),  # opened 2017 and 2019
        (2026, {"L047": True, "L058": True, "L088": True, "L075": False}),
        (2027, {"L075": False, "L188": False}),  # "2027-28" counts as 2028
        (2028, {"L075": True, "L076": True, "L188": False}),
        (2030, {"L188": True, "L189": True, "L190": True, "L295": False}),  # Anaklia: no date, planned
    ],
)
def test_links_open_with_the_year(facts, year, is_open):
    arcs = build(facts, scenario(year=year).network).arcs
    assert {x: bool(arcs["link_id"].eq(x).any()) for x in is_open} == is_open


def test_the_second_track_counts_from_its_first_full_year(facts):
    """Opened 30 September 2025: 12 pairs of container trains a day and 33 km/h until then, 60 pairs and 62.5 after.

    The line holds twice the container trains (assumption line_trains_over_container_trains).
    """
    beside = facts.assume("line_trains_over_container_trains")
    for year, trains, hours in ((2025, 24 * beside, 308 / 33), (2026, 120 * beside, 308 / 62.5)):
        later = build(facts, scenario(year=year).network)
        assert later.capacity_per_day[later.facility_index["L071"]] == trains
        assert later.fixed_hours[later.arc_index["L071+"]] == approx(hours)


def test_baku_tbilisi_kars_before_and_after_its_upgrade(facts):
    """1 Mt a year before, 5 from 2024 (crossing) and from May 2024, so 2025 in full (line)."""
    for year, border, line in ((2023, 1, 1), (2024, 5, 1), (2025, 5, 5)):
        then = build(facts, scenario(year=year).network)
        mixed = facts.assume("tonnes_per_train_mixed")
        at = then.facility_index
        assert then.capacity_per_day[at["GEZAI-TRKSY:out"]] == approx(border * 1e6 / 365 / 2 / mixed)
        assert then.capacity_per_day[at["L158"]] == approx(line * 1e6 / 365 / mixed)


def test_aktau_without_its_oil(network, facts):
    """12 Mt of which 7.5 oil are 4.5 Mt a year both ways."""
    share = facts.assume("port_one_way_share")
    at = network.facility_index["KZAAU:out"]
    assert network.capacity_per_day[at] == approx(4.5e6 / 365 * share)


def test_a_transit_ban_spares_freight_with_an_end_there(facts, path):
    banned = build(facts, Scenario.example("northern-route-closed").network)
    assert path(banned, "CNCHN", "DEDUI", "northern") is None
    assert path(banned, "CNCHN", "DEDUI", "sea") is not None
    assert path(banned, "CNCHN", "RUMOW", "northern") is None
    leg = path(banned, "CNCHN", "RUMOW", "northern:RU")
    assert "RUMOW|arrival" in set(leg["head"])
    assert path(banned, "CNHRN", "RUMOW", "transsib:RU") is not None
    assert "transcaspian:RU" not in banned.groups  # that corridor never enters Russia
    # The Kazakh line by Iletsk lies on Russian ground and is run by Kazakhstan: no transit.
    leg = path(banned, "KZALA", "KZURA", "northern")
    assert "KZ_ILETSK|rail-1520" in set(leg["head"])


def test_two_bans_at_once(facts, path):
    banned = build(facts, scenario(transit={"RU": {"allowed": False}, "BY": {"allowed": False}}).network)
    assert path(banned, "CNCHN", "RUMOW", "northern:RU") is not None
    assert path(banned, "CNCHN", "DEDUI", "northern:RU") is None
    assert path(banned, "CNCHN", "BYMSQ", "northern:BY") is None  # Russia lies between


def test_transit_that_is_allowed_changes_nothing(facts, network):
    same = build(facts, scenario(transit={"RU": {"allowed": True}}).network)
    assert same.groups == network.groups
    assert (same.open == network.open).all()


@pytest.mark.parametrize(
    ("sections", "code", "near"),
    [
        ({"gateway": {"CN_KHORGOS-KZ_ALTINKOL": {}}}, "scenario.unknown_gateway", KHORGOS),
        ({"link": {"L0711": {}}}, "scenario.unknown_link", "L071"),
        ({"open": {"links": ["L999"]}}, "scenario.unknown_link", "L09"),
        ({"transit": {"RUS": {"allowed": False}}}, "scenario.unknown_country", "RU"),
    ],
)
def test_unknown_ids_are_refused_with_the_nearest(facts, sections, code, near):
    with pytest.raises(InputError) as caught:
        build(facts, scenario(**sections).network)
    assert caught.value.code == "scenario.unknown_id"
    (problem,) = caught.value.problems
    assert problem.code == code
    assert near in problem.fix


def test_a_planned_gateway_is_known_though_closed(facts):
    build(facts, scenario(gateway={BAKHTY: {"clearance_hours": 3.0}}).network)


def test_negative_capacities_are_refused_by_name(facts, baseline):
    aktau = changed(facts, "ports", {"port": "KZAAU", "metric": "capacity", "year": 2023}, value=-12.0)
    with pytest.raises(InputError) as caught:
        build(aktau, baseline.network)
    assert caught.value.code == "network.bad_capacity"
    assert [p.where for p in caught.value.problems] == ["KZAAU"]


def test_every_bad_link_is_listed_at_once(facts, baseline):
    bad = changed(facts, "links", {"id": "L003"}, distance_km=-676.0)
    bad = changed(bad, "links", {"id": "L005"}, typical_speed_kmh=0.0)
    bad = changed(bad, "links", {"id": "L006"}, to="CN_URUMCHI")
    with pytest.raises(InputError) as caught:
        build(bad, baseline.network)
    assert caught.value.code == "network.bad_link"
    assert {(p.where, p.column) for p in caught.value.problems} == {
        ("links L003", "distance_km"),
        ("links L005", "typical_speed_kmh"),
        ("links L006", "to"),
    }
    assert any("CN_URUMQI" in p.fix for p in caught.value.problems)


def test_a_missing_price_is_asked_for(facts, baseline):
    frame = facts.table("tariffs")
    without = replace(
        facts, tables={**facts.tables, "tariffs": frame[frame["item"] != "SCFI Shanghai-Europe"]}
    )
    with pytest.raises(InputError) as caught:
        build(without, baseline.network)
    assert caught.value.code == "network.no_tariff"


@pytest.mark.parametrize(
    ("table", "where", "cells", "moved"),
    [
        ("links", {"id": "L071"}, {"typical_speed_kmh": 40.0}, {"L071+", "L071-"}),
        ("links", {"id": "L071"}, {"distance_km": 320.0}, {"L071+", "L071-"}),
        (
            "borders",
            {"metric": "gauge_change_fee", "node_a": "CN_ALASHANKOU"},
            {"value": 400.0},
            {"KZ_DOSTYK.gauge.1435.1520", "CN_ALASHANKOU.gauge.1520.1435"},
        ),
        ("borders", {"metric": "train_clearance_time", "year": 2023}, {"value": 9.0}, {"L042+", "L042-"}),
    ],
)
def test_one_fact_moves_what_depends_on_it_and_nothing_else(
    facts, baseline, network, table, where, cells, moved
):
    other = build(changed(facts, table, where, **cells), baseline.network)
    columns = ["arc_id", "distance_km", "hours_mean", "usd_per_feu", "co2e_kg_per_tonne_container"]
    differs = (other.arcs[columns] != network.arcs[columns]).any(axis=1)
    changed_ids = set(network.arcs["arc_id"][differs])
    dostyk_both = {
        "CN_ALASHANKOU.gauge.1435.1520",
        "KZ_DOSTYK.gauge.1520.1435",
    }  # unused directions share the fee
    assert moved <= changed_ids
    assert changed_ids <= moved | dostyk_both
