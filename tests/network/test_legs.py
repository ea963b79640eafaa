"""Legs worked by hand, distances of whole routes, and what a scenario changes on them."""

from __future__ import annotations

import pytest

import jibek.record
import jibek.sources
from jibek.ground.errors import InputError
from jibek.network import build
from jibek.scenario import Scenario

approx = pytest.approx

KHORGOS = "CN_KHORGOS-KZ_ALTYNKOL"
DOSTYK = "CN_ALASHANKOU-KZ_DOSTYK"

# The hand calculation below uses these values; pinned, so that a better assumption does not break arithmetic.
PINNED = {
    "rail_usd_per_feu_km_china": 0.47,
    "rail_usd_per_feu_km_1520": 0.59,
    "loading_hours_rail_end": 24,
    "reloading_hours": 5,
    "border_link_speed_kmh": 20,
    "gauge_change_usd_per_feu": 250,
    "tonnes_per_teu_rail": 10,
    "rail_bulk_usd_per_tkm": 0.022,
    "bulk_handling_usd_per_t": 4,
    "tonnes_per_wagon_bulk": 66,
    "usd_per_tonne_container": 4500,
    "value_of_day_percent_container": 0.8,
    "rail_kwh_per_tkm": 0.027,
    "rail_diesel_g_per_tkm": 5,
    "rail_empty_running_share": 0.2,
    "empty_train_emission_share": 0.45,
    "grid_loss_share": 0.08,
    "grid_intensity_spread": 1,
    "fuel_factor_spread": 1,
    "hub_emission_spread": 1,
}


@pytest.fixture(scope="module")
def pinned(baseline):
    return build(jibek.record.establish(jibek.sources.read(), 2023, PINNED), baseline.network)


def test_a_container_from_xian_to_almaty_worked_by_hand(pinned, path):
    """Xi'an - Khorgos - Almaty, 2023, a box of 20 t.

    km     China 676 + 1335.4 + 568.6 + 240 + 178 + 286 = 3284; border 16; Kazakhstan 293 + 50 = 343; sum 3643
    hours  loading 24; China 3284 / 50 = 65.68; border 16 / 20 + 12 = 12.8; reloading 5;
           Kazakhstan 343 / 39 = 8.7949; unloading 24; sum 140.2749, 5.84 days
    USD    cartage 550 of 2020, twice, at CPI 304.702 / 258.811:  2 x 647.5231 = 1295.046
           China 3284 x 0.47 = 1543.48; border 16 x (0.47 + 0.59) / 2 = 8.48; Kazakhstan 343 x 0.59 = 202.37
           crossing 215 of 2022 at CPI 304.702 / 292.655 = 223.850; gauge 250; sum 3523.226
    kg/t   three handlings of 1.2 = 3.6; a fifth of the way empty: x 1 + 0.2 / 0.8 x 0.45 = 1.1125;
           diesel 5 g x 1.1125 x 42.8 MJ x (75.26 + 22.56) = 23.2885 g; electric 0.027 kWh x 1.1125 / 0.92 x grid:
           China 583 g x 0.0326495 = 19.0346, Kazakhstan 827 g: 27.0011;
           China 3284 x 19.0346 = 62.5097; border diesel 16 x 23.2885 = 0.3726; Altynkol - Zhetygen diesel
           293 x 23.2885 = 6.8235; Zhetygen - Almaty electric 50 x 27.0011 = 1.3501; sum 74.6559
    """
    leg = path(pinned, "CNCHN", "KZALA", "northern", avoid=(DOSTYK,))
    assert leg["distance_km"].sum() == approx(3643.0, abs=1e-6)
    assert leg["hours_mean"].sum() == approx(140.2749, abs=1e-3)  # worked to four figures after the point
    assert leg["usd_per_feu"].sum() == approx(3523.226, abs=0.01)
    assert leg["co2e_kg_per_tonne_container"].sum() == approx(74.6559, abs=1e-3)
    assert list(leg["kind"]).count("gauge_change") == 1
    at = leg.index
    assert pinned.usd_per_tonne[0, at].sum() == approx(3523.226 / 20, abs=0.001)
    assert pinned.class_hour_usd[0] == approx(4500 * 0.008 / 24)


def test_bulk_on_the_same_leg_worked_by_hand(pinned, path):
    """Three handlings of 4 USD = 12; 3643 km x 0.022 = 80.146; crossing 223.850 / 66 t = 3.3917; sum 95.538 USD/t."""
    leg = path(pinned, "CNCHN", "KZALA", "northern", avoid=(DOSTYK,))
    assert pinned.usd_per_tonne[1, leg.index].sum() == approx(95.538, abs=0.001)
    assert pinned.usd_per_tonne[2, leg.index].sum() == approx(95.538, abs=0.001)
    half = (3523.226 / 20 + 95.538) / 2  # general cargo: half box, half bulk
    assert pinned.usd_per_tonne[3, leg.index].sum() == approx(half, abs=0.01)


def test_xian_duisburg_is_as_long_as_published_and_changes_gauge_twice(network, path):
    """Published lengths run from 9,800 to 11,000 km, once 9,400; 2 gauge changes: China's border and Poland's."""
    for avoid in ((DOSTYK,), (KHORGOS,)):
        leg = path(network, "CNCHN", "DEDUI", "northern", avoid=avoid)
        assert 9_000 < leg["distance_km"].sum() < 11_500
        assert list(leg["kind"]).count("gauge_change") == 2
    leg = path(network, "CNCHN", "DEDUI", "transsib")
    assert list(leg["kind"]).count("gauge_change") == 2


def test_sea_route_has_the_published_length_and_rate(network, path):
    """Shanghai - Rotterdam by Suez: 10,600 nautical miles, 19,631 km; SCFI 947 USD/TEU is 1,894 per FEU at sea."""
    leg = path(network, "CNSGH", "NLRTM", "sea")
    assert set(leg["mode"]) == {"sea"}
    assert leg["distance_km"].sum() == approx(19_600, rel=0.02)  # cited 19,631; links are rounded to 10 km
    at_sea = leg[leg["kind"] == "haul"]
    assert at_sea["usd_per_feu"].sum() == approx(2 * 947, rel=1e-9)  # the rate is spread over this very route
    assert 35 < leg["hours_mean"].sum() / 24 < 45  # 30 to 40 days are usual, ends included here


def test_clearance_is_an_input_in_both_directions(facts, baseline, network):
    fast = build(facts, baseline.with_gateway(KHORGOS, clearance_hours=6).network)
    less = network.fixed_hours - fast.fixed_hours
    at = network.arcs["gateway_id"].eq(KHORGOS) & network.arcs["kind"].eq("border")
    assert at.sum() == 2
    assert less[at] == approx([6.0, 6.0])
    assert (less[~at] == 0).all()


@pytest.mark.parametrize(("year", "hours"), [(2022, 12.0), (2023, 12.0), (2024, 7.0), (2026, 7.0)])
def test_clearance_of_the_year(facts, year, hours):
    """Published: 12 h in 2023 before the change, 7 h (6 to 8) in 2024."""
    gateways = build(facts, Scenario(name="t", year=year).network).gateways.set_index("gateway_id")
    assert gateways.loc[KHORGOS, "clearance_hours"] == hours


def test_a_mode_factor_multiplies_the_tariffs_of_that_mode_alone(facts, network):
    dear = build(facts, Scenario.from_dict({"name": "t", "cost": {"rail_factor": 1.1}}).network)
    ratio = dear.usd_per_feu / network.usd_per_feu.clip(1e-9)
    haul = network.arcs["kind"].eq("haul")
    rail = network.arcs["mode"].eq("rail")
    assert ratio[haul & rail] == approx(1.1)
    unmoved = ~(rail & network.arcs["kind"].isin(["haul", "border"])) & (network.usd_per_feu > 0)
    assert ratio[unmoved] == approx(1.0)
    border = network.arcs["kind"].eq("border") & rail
    assert (ratio[border] > 1).all()
    assert (ratio[border] < 1.1).all()  # fees of a crossing are no tariff


def test_speed_of_a_link_changes_its_hours_alone(facts, baseline, network):
    quick = build(facts, baseline.with_link("L045", speed_kmh=78.0).network)  # twice its 39
    at = network.arcs["link_id"].eq("L045")
    assert quick.fixed_hours[at] == approx(network.fixed_hours[at] / 2)
    assert (quick.fixed_hours[~at] == network.fixed_hours[~at]).all()


def test_prices_follow_the_index_of_the_year(facts, network):
    """Assumptions are USD of 2023: in 2022 they are lower by the ratio of the indices, 292.655 / 304.702."""
    before = build(facts, Scenario(name="t", year=2022).network)
    at, then = (n.arc_index["KZ_ALTYNKOL.gauge.1435.1520"] for n in (network, before))
    assert before.usd_per_feu[then] / network.usd_per_feu[at] == approx(292.655 / 304.702)


def test_vehicles_of_a_tonne(network):
    """104 TEU of 10 t are 1,040 t a train, at a border too; 20 t a truck; a port counts tonnes."""
    row = network.arc_costs.set_index(["arc_id", "class"])["units_per_tonne"]
    assert row["L042+", "container"] == approx(1 / 1040)
    assert row["L192+", "dry_bulk"] == approx(1 / 20)
    assert row["KZAAU.tranship.rail-1520.sea", "general"] == 1.0
    assert row["L003+", "container"] == 0.0  # nothing jams there


def test_a_measured_road_post_is_not_the_worse_for_being_measured(facts, network):
    """Nur Zholy's 51.4 h (CPMM 2023) hold at China's other posts too, of which nothing is known; so does its fee. Else
    the largest post would carry no truck. Posts of other borders keep the mean of the sample."""
    gateways = network.gateways.set_index("gateway_id")
    china = gateways[(gateways["mode"] == "road") & (gateways["country_a"] == "CN")]
    assert len(china) > 5
    assert set(china["clearance_hours"]) == {51.4}
    assert set(china["clearance_basis"]) == {
        "published crossing time, 2023",
        "no row: as at CN_KHORGOS_ROAD, the nearest measured post, 2023",
    }
    others = gateways[(gateways["mode"] == "road") & ~gateways.index.isin(china.index)]
    assert (others["clearance_hours"] == 9.9).any()  # mean of the CPMM sample, 2022
    fees = network.arcs[network.arcs["gateway_id"].isin(china.index) & (network.arcs["kind"] == "border")]
    outward = fees[fees["facility_id"].str.endswith(":out")]
    # 1,658 USD of 2020 in prices of 2023, and some USD for the kilometres of each
    assert outward["usd_per_feu"].between(1850, 2150).all()


@pytest.mark.parametrize("mode", ["rail", "road", "sea", "ferry"])
def test_a_score_moves_all_prices_of_its_mode_within_their_ranges_and_no_other(
    facts, baseline, network, mode
):
    mine = (network.arcs["mode"] == mode).to_numpy()
    ends = {-1.0: "usd_per_feu_low", 0.0: "usd_per_feu", 1.0: "usd_per_feu_high"}
    usual = network.usd_per_feu
    for score, end in ends.items():
        moved = build(facts.assuming({f"{mode}_price_score": score}), baseline.network)
        # central + (end - central) rounds once
        assert moved.usd_per_feu[mine] == approx(network.arcs[end].to_numpy()[mine], rel=1e-12)
        assert (moved.usd_per_feu[~mine] == usual[~mine]).all()
        assert (
            moved.arcs[["usd_per_feu_low", "usd_per_feu_high"]]
            == network.arcs[["usd_per_feu_low", "usd_per_feu_high"]]
        ).all(axis=None)
        assert (moved.fixed_hours == network.fixed_hours).all()
        # Bulk has no range of its own and moves in the box's proportion.
        paid = mine & (usual > 0)
        ratio = moved.usd_per_tonne[1, paid] / network.usd_per_tonne[1, paid]
        assert ratio == approx(moved.usd_per_feu[paid] / usual[paid], rel=1e-9)
    half = build(facts.assuming({f"{mode}_price_score": -0.5}), baseline.network)
    low = network.arcs["usd_per_feu_low"].to_numpy()
    assert half.usd_per_feu[mine] == approx((usual + low)[mine] / 2, rel=1e-12)


def test_a_score_beyond_its_range_is_refused(facts):
    with pytest.raises(InputError) as caught:
        facts.assuming({"rail_price_score": -1.5})
    assert caught.value.code == "record.impossible_value"
