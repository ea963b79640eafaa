"""Notes, effects and statuses are prose: changed to anything they move no number; the columns beside them do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_changes import changed, scenario

from jibek.ground.errors import InputError
from jibek.network import build

approx = pytest.approx

MISLEADING = (
    "7.5 Mt of it is oil; of which 9 Mt oil",
    "COVID-19 regime, pandemic regime",
    "3 before; 1 Mt before May 2030",
    "100 to 900 lorries a day; 100 to 900 trucks/day",
    "12 pairs/day before 2031-01-01, 99 after; 4 Mt/yr",
)


def numbers(network):
    return [network.capacity_per_day, network.fixed_hours, network.usd_per_tonne, network.open]


@pytest.mark.parametrize("words", MISLEADING)
@pytest.mark.parametrize("year", [2021, 2023, 2026])
def test_words_of_every_row_move_nothing(facts, year, words):
    before = build(facts, scenario(year=year).network)
    tables = dict(facts.tables)
    for stem, column in (
        ("borders", "note"),
        ("ports", "note"),
        ("projects", "effect"),
        ("projects", "note"),
        ("links", "capacity"),
        ("link_attributes", "period"),
    ):
        tables[stem] = tables[stem].assign(**{column: words})
    shut = tables["links"]["status"] != "operating"
    tables["links"] = tables["links"].assign(
        status=tables["links"]["status"].where(~shut, "suspended since 2035 (2001)")
    )
    after = build(replace(facts, tables=tables), scenario(year=year).network)
    assert after.facilities["facility_id"].equals(before.facilities["facility_id"])
    for told, was in zip(numbers(after), numbers(before), strict=True):
        assert np.array_equal(told, was)


def test_oil_of_a_port_is_a_column(facts, baseline):
    """12 Mt less 3 of oil are 9 Mt a year both ways; blank, all 12."""
    share = facts.assume("port_one_way_share")
    for oil, left in ((3.0, 9.0), (np.nan, 12.0)):
        where = {"port": "KZAAU", "metric": "capacity", "year": 2023}
        net = build(changed(facts, "ports", where, oil_mt=oil), baseline.network)
        at = net.facility_index["KZAAU:out"]
        assert net.capacity_per_day[at] == approx(left * 1e6 / 365 * share)


def test_vehicles_of_a_post_are_columns(facts):
    """Alakol: 200 a day both ways until its centre opens in 2024, 600 then; a project without figures says nothing."""
    post = "KZ_ALAKOL"
    where = {"name": "Dostyk trade-logistics centre (Alakol)"}
    for year, cells, both in (
        (2023, {}, 200),
        (2024, {}, 600),
        (2024, {"vehicles_after": 900.0}, 900),
        (2023, {"vehicles_before": np.nan, "vehicles_after": np.nan}, 200),  # the row of borders of 2023
    ):
        net = build(changed(facts, "projects", where, **cells), scenario(year=year).network)
        rows = net.facilities[net.facilities["gateway_id"].astype(str).str.contains(post)]
        assert rows["capacity_per_day"].tolist() == [both / 2, both / 2]


def test_a_regime_ends_by_its_column(facts):
    """Bakhty: 40 vehicles a day in 2021 and 2022 by the rules of those years, no row of its own afterwards."""
    post = "KZ_BAKHTY"

    def each_way(year, **cells):
        where = {"node_a": post, "metric": "capacity", "mode": "road", "year": 2021}
        net = build(changed(facts, "borders", where, **cells), scenario(year=year).network)
        rows = net.facilities[net.facilities["gateway_id"].astype(str).str.contains(post)]
        return rows[rows["mode"] == "road"]["capacity_per_day"].iloc[0]

    assert each_way(2022) == 20
    assert each_way(2023) == facts.assume("road_border_china_trucks_per_day")
    assert each_way(2023, valid_until=2023.0) == 20
    assert each_way(2030, valid_until=np.nan) == 20


def test_opening_and_suspension_are_columns(facts):
    """L075 opens in 2028 as read from "2027-28"; L124 is out of service from 2022."""
    for link, year, cells, runs in (
        ("L075", 2027, {}, False),
        ("L075", 2028, {}, True),
        ("L075", 2027, {"open_from": 2027.0}, True),
        ("L124", 2021, {}, True),
        ("L124", 2022, {}, False),
        ("L124", 2022, {"open_until": 2024.0}, True),
        ("L124", 2021, {"open_until": np.nan}, False),
    ):
        net = build(changed(facts, "links", {"id": link}, **cells), scenario(year=year).network)
        assert (net.arcs["link_id"] == link).any() == runs, (link, year, cells)


def test_capacity_of_a_line_and_its_date_are_columns(facts):
    beside = facts.assume("line_trains_over_container_trains")
    for cells, pairs in (
        ({}, 12),
        ({"earlier_pairs_per_day": 20.0}, 20),
        ({"capacity_since": "2022-12-31"}, 60),
        ({"capacity_since": "2023-07"}, 12),
    ):
        net = build(changed(facts, "links", {"id": "L071"}, **cells), scenario(year=2023).network)
        assert net.capacity_per_day[net.facility_index["L071"]] == approx(2 * pairs * beside)


def test_an_attribute_counts_from_its_column(facts):
    where = {"link_id": "L071", "attribute": "speed_kmh"}
    early = build(changed(facts, "link_attributes", where, since="2023"), scenario(year=2023).network)
    assert early.fixed_hours[early.arc_index["L071+"]] == approx(308 / 62.5)
    never = build(changed(facts, "link_attributes", where, since=None), scenario(year=2026).network)
    assert never.fixed_hours[never.arc_index["L071+"]] == approx(308 / 33)


def test_unions_of_the_table_decide_where_there_is_a_gateway(facts, baseline, network):
    """Ukraine in the market: no gateway between it and Poland; Kyrgyzstan out of its union: customs at its border."""
    groups = facts.table("country_groups")
    joined = pd.concat([groups, pd.DataFrame([{"group": "EU27", "member": "UKR", "iso2": "UA"}])])
    net = build(replace(facts, tables={**facts.tables, "country_groups": joined}), baseline.network)
    gone = set(network.gateways["gateway_id"]) - set(net.gateways["gateway_id"])
    assert gone
    lands = network.gateways.set_index("gateway_id").loc[sorted(gone), ["country_a", "country_b"]]
    assert (lands == "UA").any(axis=1).all()
    left = groups[~((groups["group"] == "EAEU") & (groups["member"] == "KGZ"))]
    net = build(replace(facts, tables={**facts.tables, "country_groups": left}), baseline.network)
    both = net.gateways.merge(network.gateways, on="gateway_id")
    moved = both[both["clearance_hours_x"] != both["clearance_hours_y"]]
    assert len(moved)
    assert (moved[["country_a_x", "country_b_x"]] == "KG").any(axis=1).all()


def test_a_crossing_is_played_because_its_row_says_so(facts, baseline):
    gates = build(facts, baseline.network).gateways
    assert set(gates[gates["is_simulated"]]["gateway_id"]) == {
        "CN_KHORGOS-KZ_ALTYNKOL",
        "CN_ALASHANKOU-KZ_DOSTYK",
    }
    where = {"gateway_id": "CN_ALASHANKOU-KZ_DOSTYK"}
    gates = build(changed(facts, "crossings", where, acceptance=None), baseline.network).gateways
    assert gates[gates["is_simulated"]]["gateway_id"].tolist() == ["CN_KHORGOS-KZ_ALTYNKOL"]


def test_a_crossing_of_no_gateway_is_refused_with_the_nearest(facts, baseline):
    where = {"gateway_id": "CN_ALASHANKOU-KZ_DOSTYK"}
    slip = changed(facts, "crossings", where, gateway_id="CN_ALASHANKU-KZ_DOSTYK")
    with pytest.raises(InputError) as caught:
        build(slip, baseline.network)
    assert caught.value.code == "network.unknown_crossing"
    assert "CN_ALASHANKOU-KZ_DOSTYK" in caught.value.problems[0].fix


def test_an_inland_sea_is_where_its_port_lies(facts, baseline, network):
    """Without the row of the Caspian its ports count as ocean: tariffs and hours of a deep-sea port."""
    seas = facts.table("inland_seas")
    net = build(
        replace(facts, tables={**facts.tables, "inland_seas": seas[seas["sea"] != "caspian"]}),
        baseline.network,
    )
    at = network.arcs["arc_id"].eq("KZKUR.load.sea") | network.arcs["arc_id"].str.startswith("KZAAU.load.sea")
    assert at.any()
    assert (net.arcs["hours_mean"][at] > network.arcs["hours_mean"][at]).all()
