"""Days on which something is shut: the calendar by hand, and what the layers of a network are copies of."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.network import build
from jibek.network.names import banned_group, corridor_of, spared_end, stops_of_group
from jibek.network.periods import calendar_of, in_year, standing, stops_of
from jibek.network.tables import ARC_COSTS, ARCS, FACILITIES, STATES
from jibek.scenario import Scenario

KHORGOS, DOSTYK = "CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK"
MARCH = "2023-03-01/2023-03-31"


def scenario(**gateway):
    return Scenario.from_dict({"name": "x", "gateway": gateway})


def calendar(**gateway):
    asked = scenario(**gateway).network
    return calendar_of(stops_of(asked, set(gateway)), asked.year)


def test_a_closure_is_cut_three_days_before_its_end():
    """What comes on the last three days waits 1.5 days on average, what comes on the 28 before 3 + 14."""
    whole = calendar(A={"closed": [MARCH]})
    free, early, late = whole.periods
    assert (free.days, early.days, late.days) == (334, 28, 3)
    assert (free.mark, early.mark, late.mark) == ("", "@shut1", "@shut2")
    (before,), (after,) = early.waits, late.waits
    assert (before.until_days, after.until_days) == (17.0, 1.5)
    assert (before.then, after.then) == (0, 0)
    assert before.queue_days == after.queue_days == 15.5
    assert early.jam_days == late.jam_days == before.days == 31
    assert early.jams == late.jams == 1
    assert early.half_days == late.half_days == 15.5
    assert whole.of_day[58:60] == (0, 1)
    assert whole.of_day[86:91] == (1, 2, 2, 2, 0)
    assert sum(whole.shares) == pytest.approx(1.0, abs=1e-12)


def test_overlapping_closures_have_a_period_each_and_lead_to_the_next():
    """A in March, B from the 15th to 15 April: alone, both, alone; what waits at A goes on where B is still shut."""
    whole = calendar(A={"closed": [MARCH]}, B={"closed": ["2023-03-15/2023-04-15"]})
    shut = [tuple(s.gateway_id for s in p.stops) for p in whole.periods]
    assert shut == [(), ("A",), ("A", "B"), ("A", "B"), ("B",), ("B",)]
    assert [p.days for p in whole.periods] == [319, 14, 14, 3, 12, 3]
    at_a = whole.periods[1].waits[0]
    assert at_a.until_days == 14 / 2 + 17
    assert whole.periods[at_a.then].stops == whole.periods[4].stops
    at_b = whole.periods[2].waits[1]
    assert (at_b.then, at_b.days, at_b.queue_days) == (0, 32, 16.0)


def test_closures_that_touch_count_once_and_other_years_not_at_all():
    one = calendar(A={"closed": ["2023-03-01/2023-03-10", "2023-03-05/2023-03-20", "2023-03-21/2023-03-31"]})
    assert one == calendar(A={"closed": [MARCH]})
    assert len(calendar(A={"closed": ["2025-03-01/2025-03-31"]}).periods) == 1
    assert in_year(["2022-12-05/2023-01-15"], 2023)
    assert not in_year(["2022-12-05/2022-12-31"], 2023)


def test_a_closure_over_new_year_waits_until_its_end():
    """15 December to 15 January: the 17 days of this year wait until the 16th, 15 more days; the queue is of all 32."""
    whole = calendar(A={"closed": ["2023-12-15/2024-01-15"]})
    (wait,) = whole.periods[1].waits
    assert whole.periods[1].days == 17
    assert wait.until_days == 15 + 17 / 2
    assert wait.queue_days == 16.0
    assert wait.then == 0


def test_what_holds_all_year_is_no_period():
    asked = scenario(A={"closed": ["2022-01-01/2024-12-31"], "ban": [{"direction": "out"}]}).network
    stops = stops_of(asked, {"A"})
    assert standing(stops, 2023) == stops
    assert [s.closes for s in stops] == [True, False]


def test_groups_say_their_corridor_their_spared_end_and_their_bans():
    name = banned_group("northern:RU", (3, 1))
    assert (corridor_of(name), spared_end(name), stops_of_group(name)) == ("northern", "RU", {1, 3})
    assert (corridor_of("sea"), spared_end("sea"), stops_of_group("sea")) == ("sea", "", set())


@pytest.fixture(scope="module")
def march(facts):
    return build(facts, scenario(**{KHORGOS: {"closed": [MARCH]}}).network)


def test_the_first_layer_is_the_plain_network(network, march):
    """Ids, prices and hours of the days on which nothing is shut are those of a network without closures."""
    n, f, s = len(network.tail), len(network.capacity_per_day), len(network.state_index)
    assert march.usual.arcs.equals(network.arcs)
    assert march.arcs[:n].equals(network.arcs)
    assert list(march.facility_index)[:f] == list(network.facility_index)
    assert list(march.state_index)[:s] == list(network.state_index)
    for name in ("tail", "head", "facility", "fixed_hours", "usd_per_feu"):
        assert np.array_equal(getattr(march, name)[:n], getattr(network, name))
    assert np.array_equal(march.open[:, :n], network.open)
    # a tonne a year is shipped on 334 days of 365
    assert march.units_per_tonne[:, :n] == pytest.approx(network.units_per_tonne * 365 / 334, rel=1e-12)


def test_a_layer_lacks_the_shut_gateway_and_shares_arrivals(network, march):
    arcs = march.arcs
    assert not (
        (arcs["gateway_id"] == KHORGOS) & (arcs["kind"] == "border") & arcs["arc_id"].str.contains("@")
    ).any()
    assert f"{KHORGOS}:out@shut1" not in march.facility_index
    assert f"{DOSTYK}:out@shut1" in march.facility_index
    ends = march.states["mode"] == "arrival"
    assert ends.sum() == (network.states["mode"] == "arrival").sum()
    index = np.flatnonzero(ends)
    heads = set(march.head[arcs["arc_id"].str.endswith("@shut2")].tolist())
    assert heads & set(index.tolist())
    for layer in march.layers.state:
        assert np.array_equal(layer[network.states["mode"] == "arrival"], index)


def test_what_waits_goes_on_in_the_first_layer_at_its_price(facts, march):
    """24 hours a day of waiting and 30 USD a day for a box; both sides of the crossing, each with its queue."""
    held = march.arcs[march.arcs["kind"] == "hold"]
    assert set(held["tail"].str.partition("@")[0]) == {"CN_KHORGOS|rail-1435", "KZ_ALTYNKOL|rail-1520"}
    assert not held["head"].str.contains("@").any()
    assert set(held["hours_mean"]) == {17 * 24.0, 1.5 * 24.0}
    assert set(held["usd_per_feu"]) == {
        17 * facts.assume("storage_usd_per_feu_day"),
        1.5 * facts.assume("storage_usd_per_feu_day"),
    }
    assert set(held["facility_id"]) == {f"{KHORGOS}:{way}@held1" for way in ("out", "in")}
    row = march.facilities.set_index("facility_id").loc[f"{KHORGOS}:out@held1"]
    assert (row["kind"], row["days"]) == ("held", 31)
    a = held.index[0]
    border = march.usual.arcs.index[
        (march.usual.arcs["gateway_id"] == KHORGOS) & (march.usual.arcs["kind"] == "border")
    ]
    assert march.units_per_tonne[:, a] == pytest.approx(
        march.usual.units_per_tonne[:, border[0]] * 365 / 31, rel=1e-12
    )
    northern = march.groups.index("northern")
    assert march.open[northern, held.index].all()


def test_what_passes_in_a_layer_comes_back_in_it(march):
    """The lanes of a crossing and of a section lead to those of the same days; what waits returns as it waits."""
    at, plain = march.facility_index, march.usual
    pairs = ((f"{DOSTYK}:out", f"{DOSTYK}:in"), ("L071", "L071"))
    for name, other in pairs:
        before = plain.reverse[2 * plain.facility_index[name]]
        assert before // 2 == plain.facility_index[other]
        after = march.reverse[2 * at[f"{name}@shut1"]]
        assert (after // 2, after % 2) == (at[f"{other}@shut1"], before % 2)
    out, back = (at[f"{KHORGOS}:{way}@held1"] for way in ("out", "in"))
    assert (march.reverse[2 * out], march.reverse[2 * back]) == (2 * back, 2 * out)
    assert np.array_equal(march.reverse[: len(plain.reverse)], plain.reverse)


def test_tables_of_layers_keep_their_declarations(march):
    for declared, frame in (
        (STATES, march.states), (ARCS, march.arcs), (ARC_COSTS, march.arc_costs), (FACILITIES, march.facilities),
    ):  # fmt: skip
        assert not declared.check(frame)[list(declared.key)].duplicated().any()
    assert march.arcs["tail"].isin(march.states["state_id"]).all()
    assert march.arcs["head"].isin(march.states["state_id"]).all()
    assert march.arcs["facility_id"].dropna().isin(march.facilities["facility_id"]).all()


def test_mean_load_of_the_year_by_hand(march):
    """334 days of one load and 31 of another, none at the shut crossing; what waits is not counted twice."""
    load = np.where(march.layers.held, 99.0, np.where(march.layers.period == 0, 10.0, 20.0))
    year = march.layers.of_year(load)
    at = march.facility_index
    assert year[at[f"{DOSTYK}:out"]] == pytest.approx((334 * 10 + 31 * 20) / 365, rel=1e-12)
    assert year[at[f"{KHORGOS}:out"]] == pytest.approx(334 * 10 / 365, rel=1e-12)


def test_a_ban_shuts_one_way_for_one_kind_of_freight(facts, path):
    """Ore out over Khorgos to Uzbekistan may not pass: its group alone lacks that way."""
    ban = {"direction": "out", "classes": ["dry_bulk"], "destinations": ["UZ"]}
    net = build(facts, scenario(**{KHORGOS: {"ban": [ban]}}).network)
    assert net.layers is None
    named = banned_group("northern", (1,))
    border = net.arcs[(net.arcs["gateway_id"] == KHORGOS) & (net.arcs["kind"] == "border")]
    out = border.index[border["tail"].str.startswith("CN_")]
    back = border.index[border["tail"].str.startswith("KZ_")]
    group = net.groups.index
    assert net.open[group("northern")][out].all()
    assert not net.open[group(named)][out].any()
    assert net.open[group(named)][back].all()
    assert KHORGOS in set(path(net, "CNCHN", "UZTAS", "northern", avoid=(DOSTYK,))["gateway_id"])
    assert path(net, "CNCHN", "UZTAS", named, avoid=(DOSTYK,)) is None or KHORGOS not in set(
        path(net, "CNCHN", "UZTAS", named, avoid=(DOSTYK,))["gateway_id"]
    )


def test_a_dated_ban_leaves_other_freight_as_it_is(facts):
    """In its layer only the group under the ban lacks the way, and only that group may wait."""
    ban = {"direction": "out", "destinations": ["UZ"], "days": [MARCH]}
    net = build(facts, scenario(**{KHORGOS: {"ban": [ban]}}).network)
    arcs = net.arcs
    border = (arcs["gateway_id"] == KHORGOS) & (arcs["kind"] == "border")
    out = np.flatnonzero(border & arcs["tail"].str.startswith("CN_") & arcs["arc_id"].str.contains("@shut"))
    held = np.flatnonzero(arcs["kind"] == "hold")
    plain, under = net.groups.index("northern"), net.groups.index(banned_group("northern", (1,)))
    assert len(out) == len(held) == 2  # the days before the last three, and these
    assert net.open[plain, out].all()
    assert not net.open[under, out].any()
    assert net.open[under, held].all()
    assert not net.open[plain, held].any()
    first = np.flatnonzero(border & ~arcs["arc_id"].str.contains("@"))
    assert net.open[under, first].all()


def test_shut_all_year_is_as_without_capacity(facts):
    """Ids, arcs and groups are the same, whichever way a gateway is closed for good."""
    dated = build(facts, scenario(**{KHORGOS: {"closed": ["2023-01-01/2023-12-31"]}}).network)
    none = build(facts, scenario(**{KHORGOS: {"capacity_factor": 0.0}}).network)
    assert dated.layers is None
    assert dated.arcs.equals(none.arcs)
    assert np.array_equal(dated.open, none.open)


def test_a_closure_of_another_year_changes_nothing(facts, network):
    later = build(facts, scenario(**{KHORGOS: {"closed": ["2025-03-01/2025-03-31"]}}).network)
    assert later.layers is None
    assert later.arcs.equals(network.arcs)
    assert np.array_equal(later.capacity_per_day, network.capacity_per_day)
    assert later.groups == network.groups


def test_a_closure_of_a_crossing_whose_link_is_suspended_changes_nothing(facts, network):
    shut = build(facts, scenario(**{"RUMOW-UACOP": {"closed": [MARCH]}}).network)
    assert shut.layers is None
    assert shut.arcs.equals(network.arcs)
    # Beside a crossing that is open, it divides no year either.
    both = {KHORGOS: {"closed": [MARCH]}, "RUMOW-UACOP": {"closed": ["2023-05-01/2023-06-30"]}}
    one = build(facts, scenario(**{KHORGOS: {"closed": [MARCH]}}).network)
    assert build(facts, scenario(**both).network).arcs.equals(one.arcs)


def test_a_closure_ends_by_the_clock_of_its_gateway():
    """27 to 29 February 2024 have 73 hours in the east of Kazakhstan: what comes in the middle of the last day waits
    half of 25 hours, and half of the closure is 36.5 hours. By UTC it is 12 and 36."""
    asked = Scenario(name="a", year=2024, gateway={"A": {"closed": ["2024-02-27/2024-02-29"]}}).network
    for zone, last, half in (("Asia/Almaty", 12.5, 36.5), ("", 12.0, 36.0)):
        (stop,) = stops_of(asked, {"A"}, {"A": zone})
        (wait,) = calendar_of((stop,), 2024).periods[1].waits
        assert wait.queue_days == half / 24
        day = stop.intervals[0][1]
        assert 24 * (stop.days(day, day) - 0.5 * stop.days(day, day)) == last
