"""The loaded network as one table, and two runs side by side."""

from __future__ import annotations

import hand_run
import pandas as pd
import pytest

from jibek.flows.carried import by_arc, by_step, by_way, change, differences, totals

NETWORK = ("network.arcs", "network.gateways", "flows.arc_flows")


def ways(frames):
    return by_way(*(frames[name] for name in NETWORK))


def test_the_loaded_network_has_a_row_an_arc_with_tonnes_load_and_hours():
    frames = hand_run.tables(hand_run.network())
    found = by_arc(frames["network.arcs"], frames["flows.arc_flows"], frames["flows.facilities"]).set_index(
        "arc_id"
    )
    assert found.index.tolist() == frames["network.arcs"]["arc_id"].tolist()
    tonnes = frames["flows.arc_flows"].groupby("arc_id")["tonnes_per_year"].sum()
    pd.testing.assert_series_equal(
        found["tonnes_per_year"].sort_index(), tonnes.sort_index(), check_names=False, rtol=1e-12
    )
    by_class = found[[f"{k}_tonnes_per_year" for k in hand_run.CLASSES]].sum(axis=1)
    assert by_class.to_numpy() == pytest.approx(found["tonnes_per_year"].to_numpy())
    jams = frames["flows.facilities"].set_index("facility_id")
    at = found.loc["L2+"]
    assert at["load_per_day"] == jams.loc[f"{hand_run.ONE}:out", "load_per_day"]
    assert at["hours"] == pytest.approx(4.0 + jams.loc[f"{hand_run.ONE}:out", "delay_hours"])
    assert found.loc["L1+", ["load_per_day", "capacity_per_day"]].isna().all()


def test_each_way_of_a_gateway_and_a_link_is_counted_by_class():
    frames = hand_run.tables(hand_run.network(closed=("L5",)))
    found = ways(frames).set_index(["kind", "id", "direction", "class"])["tonnes_per_year"]
    assert found["gateway", hand_run.ONE, "out", "container"] == pytest.approx(1.8e6)
    assert found["gateway", hand_run.ONE, "out", "general"] == pytest.approx(4e5)
    assert found["gateway", hand_run.ONE, "in", "dry_bulk"] == pytest.approx(5e5)
    assert found["gateway", hand_run.ONE, "in", "container"] == 0.0
    assert found["link", "L8", "KZALA>KZTSE", "container"] == pytest.approx(3e5)
    assert found["link", "L8", "KZTSE>KZALA", "dry_bulk"] == pytest.approx(5e5)
    assert found["arc", "L8-", "", "dry_bulk"] == pytest.approx(5e5)


def test_the_second_less_the_first_the_largest_change_first():
    first, second = (ways(hand_run.tables(hand_run.network(capacity=c))) for c in (10.0, 2.0))
    found = differences(first, second)
    assert (found["difference"] - (found["second"] - found["first"])).abs().max() == 0.0
    assert found["difference"].abs().is_monotonic_decreasing
    assert len(found) == len(first)
    # Over both crossings together nothing is gained or lost.
    both = found[(found["kind"] == "gateway") & (found["direction"] == "out")]
    assert both["difference"].sum() == pytest.approx(0.0, abs=1e-3)


def test_a_run_beside_its_base_has_what_each_carries_and_the_line_that_only_one_has():
    """L5 is shut in the base: what the other crossing carried then comes back to it."""
    base, now = (hand_run.tables(hand_run.network(closed=shut)) for shut in (("L5",), ()))
    found = change(*(by_step(f["network.arcs"], f["flows.arc_flows"]) for f in (now, base)))
    for frames, column in ((now, "tonnes_per_year"), (base, "base_tonnes_per_year")):
        place = {
            a: (tail.split("|")[0], head.split("|")[0], mode)
            for a, tail, head, mode, kind in frames["network.arcs"][
                ["arc_id", "tail", "head", "mode", "kind"]
            ].itertuples(index=False)
            if kind != "connector"
        }
        expected: dict[tuple[str, ...], float] = {}
        for arc, k, tonnes in frames["flows.arc_flows"][
            ["arc_id", "commodity", "tonnes_per_year"]
        ].itertuples(index=False):
            if arc in place and place[arc][0] != place[arc][1] and tonnes > 0:
                expected[*place[arc], k] = expected.get((*place[arc], k), 0.0) + tonnes
        carried = found[found[column] > 0].set_index(["from_place", "to_place", "mode", "commodity"])[column]
        assert carried.to_dict() == pytest.approx(expected, rel=1e-12)
    lines = found.groupby("line")[["from_place", "to_place"]].agg(lambda ends: set(ends))
    assert set(lines.index) == {"kept", "opened"}
    shut = now["network.arcs"].set_index("arc_id").loc["L5+"]
    assert lines.loc["opened"].tolist() == [{shut["tail"].split("|")[0], shut["head"].split("|")[0]}] * 2
    other_way = change(*(by_step(f["network.arcs"], f["flows.arc_flows"]) for f in (base, now)))
    assert set(other_way["line"]) == {"kept", "closed"}
    assert (other_way.loc[other_way["line"] == "closed", "tonnes_per_year"] == 0).all()


def test_what_one_run_alone_has_is_blank_in_the_other_and_comes_last():
    whole, shut = (ways(hand_run.tables(hand_run.network(closed=c))) for c in ((), ("L5",)))
    for first, second, lost in ((whole, shut, "second"), (shut, whole, "first")):
        found = differences(first, second)
        gone = found[found["id"].isin([hand_run.TWO, "L5", "L5+", "L5-"])]
        assert gone[lost].isna().all()
        assert gone["difference"].isna().all()
        assert gone.drop(columns=["difference", lost]).notna().all(axis=None)
        assert found["difference"].isna().to_numpy()[-len(gone) :].all()
        total = totals(found)
        blank = total[total["id"] == hand_run.TWO]
        assert blank["difference"].isna().all()
        assert len(blank) == 2
    one = totals(differences(whole, shut)).set_index(["kind", "id", "direction"])
    # All that the shut crossing carried is at the other.
    moved = whole[(whole["id"] == hand_run.TWO) & (whole["direction"] == "out")]["tonnes_per_year"].sum()
    assert one.loc[("gateway", hand_run.ONE, "out"), "difference"] == pytest.approx(moved)


def test_a_run_beside_itself_differs_nowhere():
    found = ways(hand_run.tables(hand_run.network()))
    assert (totals(differences(found, found))["difference"] == 0.0).all()


def test_periods_of_a_year_are_added_up_and_what_waits_is_counted_where_it_passes():
    """Half of the flows moved to copies of the arcs, as on days on which something is shut, and an arc that waits."""
    frames = hand_run.tables(hand_run.network())
    plain, arcs, flows = ways(frames), frames["network.arcs"], frames["flows.arc_flows"]
    copies = arcs.assign(
        **{c: arcs[c] + "@shut1" for c in ("arc_id", "tail", "head")},
        facility_id=arcs["facility_id"] + "@shut1",
    )
    waits = arcs[arcs["arc_id"] == "L2+"].assign(
        arc_id="hold@shut1", kind="hold", facility_id=f"{hand_run.ONE}:out@held1", link_id=None
    )
    half = flows.assign(tonnes_per_year=0.5 * flows["tonnes_per_year"])
    held = half[half["arc_id"] == "L2+"].assign(arc_id="hold@shut1")
    layered = {
        **frames,
        "network.arcs": pd.concat([arcs, copies, waits], ignore_index=True),
        "flows.arc_flows": pd.concat(
            [half, half.assign(arc_id=half["arc_id"] + "@shut1"), held], ignore_index=True
        ),
    }
    pd.testing.assert_frame_equal(ways(layered), plain, rtol=1e-12)
