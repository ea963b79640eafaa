"""Every way in which demand, network or background cannot be used, by code and place, all at once."""

from __future__ import annotations

import numpy as np
import pytest
from flow_cases import changed, demand, linear_curves, network

from jibek.flows import FlowDemand, assign
from jibek.ground.errors import InputError

NET = network(
    [0, 1, 3], [1, 2, 4], hours=1.0, usd=1.0, facility=[0, -1, -1], capacity=(10.0,), open_arcs=None
)
CURVES = linear_curves([1.0])


def refused(**changes):
    given = {"net": NET, "rows": [(0, 1, 0, 0, 5.0)], "background": None} | changes
    wanted = given["rows"] if isinstance(given["rows"], FlowDemand) else demand(given["rows"])
    with pytest.raises(InputError) as fault:
        assign(given["net"], CURVES, wanted, background=given["background"])
    return fault.value


def test_negative_unknown_and_wild_demand_in_one_go():
    fault = refused(
        rows=[
            (0, 1, 0, 0, -1.0),
            (0, 9, 0, 0, 1.0),
            (0, 1, 0, 0, np.nan),
            (0, 1, 7, 3, 1.0),
            (-1, 1, 0, 0, 1.0),
        ]
    )
    assert fault.code == "flows.bad_demand"
    assert {(p.code, p.row, p.column) for p in fault.problems} == {
        ("flows.negative_demand", 0, "tonnes"),
        ("flows.unknown_index", 1, "destination"),
        ("flows.not_a_number", 2, "tonnes"),
        ("flows.unknown_index", 3, "cls"),
        ("flows.unknown_index", 3, "group"),
        ("flows.unknown_index", 4, "origin"),
    }


def test_columns_of_unlike_length():
    fault = refused(
        rows=FlowDemand(np.array([0, 1]), np.array([1]), np.array([0]), np.array([0]), np.array([1.0]))
    )
    assert [(p.code, p.column) for p in fault.problems] == [("flows.unequal_lengths", "origin")]


def test_pairs_without_a_path_are_all_listed():
    fault = refused(rows=[(0, 2, 0, 0, 1.0), (2, 0, 0, 0, 1.0), (0, 4, 0, 0, 2.0)])
    assert fault.code == "flows.no_path"
    assert [p.value for p in fault.problems] == [
        "S000 -> S004 (class_0, only, 2 t a year)",
        "S002 -> S000 (class_0, only, 1 t a year)",
    ]


def test_a_pair_without_a_path_and_without_tonnes_does_not_matter():
    assert assign(NET, CURVES, demand([(2, 0, 0, 0, 0.0), (0, 1, 0, 0, 1.0)])).converged


def test_an_open_arc_without_capacity():
    fault = refused(net=changed(NET, capacity_per_day=np.array([0.0])))
    assert fault.code == "flows.bad_network"
    assert [(p.code, p.where) for p in fault.problems] == [("flows.no_capacity", "F0")]


def test_negative_hours_and_prices():
    fault = refused(
        net=changed(NET, fixed_hours=np.array([1.0, -1.0, 1.0]), usd_per_tonne=np.array([[1.0, 1.0, -2.0]]))
    )
    assert [(p.code, p.where) for p in fault.problems] == [
        ("flows.bad_cost", "A0001"),
        ("flows.bad_cost", "A0002"),
    ]


@pytest.mark.parametrize("background", [np.array([-1.0]), np.array([np.nan]), np.zeros(2)])
def test_background_that_is_no_load(background):
    fault = refused(background=background)
    assert [p.code for p in fault.problems] == ["flows.bad_background"]
