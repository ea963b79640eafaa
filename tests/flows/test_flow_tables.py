"""Tables of the stage, and the check that reads nothing but tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from flow_cases import corridor_grid, demand, linear_curves, network

from jibek.flows import assign, bottlenecks, certify, tables_of
from jibek.flows.certificate import cost_error, measure
from jibek.flows.frames import demand_frame


def worked_case():
    """Two crossings; the north may not use the second."""
    net = network(
        [0, 0],
        [1, 1],
        hours=[2.0, 2.0],
        usd=[10.0, 11.0],
        facility=[0, 1],
        capacity=(100.0, 50.0),
        units=0.001,
        value=(0.5,),
        open_arcs=[[True, True], [True, False], [True, True]],
        groups=("idle", "north", "any"),
    )
    curves = linear_curves([4.0, 6.0])
    wanted = demand([(0, 1, 0, 1, 365_000.0), (0, 1, 0, 2, 730_000.0)])
    return net, curves, assign(net, curves, wanted)


def test_arc_flows_have_a_row_for_every_open_arc_of_groups_with_demand():
    net, curves, found = worked_case()
    # Load of F0: 3 trains a day, delay 4 * 0.03 = 0.12 h. Cost: 10 + 0.5 * 2.12 = 11.06; F1 empty: 11 + 0.5 * 2 = 12.
    expected = pd.DataFrame(
        {
            "arc_id": ["A0000", "A0000", "A0001"],
            "class": ["class_0"] * 3,
            "group": ["north", "any", "any"],
            "commodity": ["class_0"] * 3,
            "tonnes_per_year": [365_000.0, 730_000.0, 0.0],
            "generalised_cost_usd": [11.06, 11.06, 12.0],
        }
    )
    pd.testing.assert_frame_equal(
        tables_of(net, curves, found)["flows.arc_flows"], expected, check_dtype=False, rtol=1e-12
    )


def test_facilities_say_what_each_uses_and_loses():
    net, curves, found = worked_case()
    expected = pd.DataFrame(
        {
            "facility_id": ["F0", "F1"],
            "kind": ["gateway"] * 2,
            "unit": ["trains"] * 2,
            "load_per_day": [3.0, 0.0],
            "laden_per_day": [3.0, 0.0],
            "empty_per_day": [0.0, 0.0],
            "background_per_day": [0.0, 0.0],
            "capacity_per_day": [100.0, 50.0],
            "use": [0.03, 0.0],
            "delay_hours": [0.12, 0.0],
            "delay_hours_per_further_unit": [0.04, 0.12],
            "tonnes_per_year": [1_095_000.0, 0.0],
            "tonne_hours_lost_per_year": [131_400.0, 0.0],
        }
    )
    pd.testing.assert_frame_equal(
        tables_of(net, curves, found)["flows.facilities"], expected, check_dtype=False, rtol=1e-9
    )


def test_bottlenecks_are_ranked_by_use_and_by_loss():
    frame = pd.DataFrame(
        {
            "facility_id": ["a", "b", "c", "d"],
            "use": [0.5, 0.9, np.nan, 0.9],
            "tonne_hours_lost_per_year": [9.0, 2.0, 0.0, 5.0],
        }
    )
    ranked = bottlenecks(frame)
    assert ranked["facility_id"].tolist() == ["d", "b", "a", "c"]
    assert ranked["rank_by_use"].tolist() == [1, 1, 3, 4]
    assert ranked["rank_by_loss"].tolist() == [2, 3, 1, 4]
    assert bottlenecks(frame, 1)["facility_id"].tolist() == ["d"]


def test_gap_and_balance_are_recomputed_from_files(tmp_path):
    net, curves, wanted = corridor_grid(2, total=1.5e8)
    found = assign(net, curves, wanted)
    written = {
        **tables_of(net, curves, found),
        "demand.tonnes": demand_frame(net, wanted),
        "network.arcs": net.arcs,
    }
    for name, frame in written.items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    read = {name: pd.read_parquet(tmp_path / f"{name}.parquet") for name in written}
    checks = certify(read["network.arcs"], read["flows.arc_flows"], read["demand.tonnes"], gap=1e-4)
    assert [c.ok for c in checks] == [True, True, True]
    assert checks[1].value == pytest.approx(
        found.gap, abs=1e-9
    )  # the solver's own gap, summed in another order
    # Loads from the files' tonnes, delays from the curves, costs again: rounding alone.
    assert cost_error(net, curves, read["flows.arc_flows"]) < 1e-9


def spoiled(net, curves, found, **changes):
    frame = tables_of(net, curves, found)["flows.arc_flows"].copy()
    for column, change in changes.items():
        frame[column] = change(frame[column].to_numpy().copy())
    return frame


def test_the_check_sees_lost_tonnes_wrong_costs_and_wrong_routes():
    net, curves, wanted = corridor_grid(2, total=4e8)
    found = assign(net, curves, wanted)
    needed = demand_frame(net, wanted)
    less = spoiled(net, curves, found, tonnes_per_year=lambda t: t * 0.999)
    assert not certify(net.arcs, less, needed)[2].ok
    dearer = spoiled(
        net, curves, found, generalised_cost_usd=lambda c: c * np.where(np.arange(len(c)) % 7, 1, 1.01)
    )
    assert cost_error(net, curves, dearer) == pytest.approx(0.01, rel=1e-6)
    # Flows of a network without queues, priced with them: most take jammed crossings.
    idle = assign(net, linear_curves(np.zeros(len(net.capacity_per_day))), wanted)
    wrong = spoiled(net, curves, found)
    free = tables_of(net, curves, idle)["flows.arc_flows"]
    wrong["tonnes_per_year"] = free["tonnes_per_year"].to_numpy()
    assert not certify(net.arcs, wrong, needed)[0].ok


def test_demand_without_rows_or_without_a_path_has_an_infinite_gap():
    net, _, found = worked_case()
    arc_flows = pd.DataFrame(
        {
            "arc_id": ["A0000"],
            "class": ["class_0"],
            "group": ["any"],
            "tonnes_per_year": [1.0],
            "generalised_cost_usd": [1.0],
        }
    )
    needed = pd.DataFrame(
        {
            "origin": ["S001"],
            "destination": ["S000"],
            "class": ["class_0"],
            "group": ["any"],
            "tonnes_per_year": [1.0],
        }
    )
    assert measure(net.arcs, arc_flows, needed)["relative_gap"].tolist() == [np.inf]
    needed["group"] = "nowhere"
    assert sorted(measure(net.arcs, arc_flows, needed)["relative_gap"]) == [1.0, np.inf]
    assert found.converged
