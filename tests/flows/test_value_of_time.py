"""Two markets of one commodity, an hour worth more to one: each takes its own path, the tables keep them apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from flow_cases import changed, demand, linear_curves, network

from jibek.flows import assign, certify, tables_of
from jibek.flows.certificate import cost_error, measure
from jibek.flows.frames import demand_frame

CHEAP, DEAR = 0.05, 1.0  # USD per tonne-hour


def two_ways(**more):
    """A fast dear path and a slow cheap one, from state 0 to state 1, for two classes of boxes and one of bulk."""
    net = network(
        [0, 0], [1, 1], hours=[10.0, 100.0], usd=[20.0, 10.0], value=(CHEAP, 0.01, DEAR), units=0.001, **more
    )
    of = np.array([0, 1, 0])  # commodity and kind of vehicle
    return changed(net, classes=("container", "dry_bulk", "container/dear"), commodity=of, kind=of)


def test_markets_of_one_class_choose_differently():
    """Cheap goods pay 20.5 or 15 and go slowly, dear goods 30 or 110 and go fast."""
    net = two_ways()
    found = assign(net, linear_curves([]), demand([(0, 1, 0, 0, 100.0), (0, 1, 2, 0, 70.0)]))
    assert found.flow[:, 0].tolist() == [[0.0, 100.0], [0.0, 0.0], [70.0, 0.0]]
    expected = pd.DataFrame(
        {
            "arc_id": ["A0000", "A0001"] * 2,
            "class": ["container"] * 2 + ["container/dear"] * 2,
            "group": ["only"] * 4,
            "commodity": ["container"] * 4,
            "tonnes_per_year": [0.0, 100.0, 70.0, 0.0],
            "generalised_cost_usd": [20.5, 15.0, 30.0, 110.0],
        }
    )
    pd.testing.assert_frame_equal(
        tables_of(net, linear_curves([]), found)["flows.arc_flows"], expected, check_dtype=False, rtol=1e-12
    )


def test_the_gap_by_class_and_group_is_recomputed_from_the_tables():
    """On jammed paths; read as one class, the same rows are no equilibrium: the key must tell the two apart."""
    net = two_ways(facility=[0, 1], capacity=(100.0, 100.0))
    curves = linear_curves([3e3, 3e3])
    wanted = demand([(0, 1, 0, 0, 4e6), (0, 1, 1, 0, 3e6), (0, 1, 2, 0, 3e6)])
    found = assign(net, curves, wanted, gap=1e-9)
    flows, needed = tables_of(net, curves, found)["flows.arc_flows"], demand_frame(net, wanted)
    assert set(needed["class"]) == {"container", "dry_bulk", "container/dear"}
    assert (flows.groupby(["arc_id", "class", "group"])["generalised_cost_usd"].nunique() == 1).all()
    assert all(c.ok for c in certify(net.arcs, flows, needed, gap=1e-9))
    assert cost_error(net, curves, flows) < 1e-9
    # facility loads are of commodities: the boxes of both classes, and the bulk beside them
    boxes = found.flow[[0, 2], 0].sum(axis=0) * 0.001 / 365
    assert found.container_share == pytest.approx(boxes / found.load)
    mixed = measure(net.arcs, flows.assign(**{"class": "one"}), needed.assign(**{"class": "one"}))
    assert mixed["relative_gap"].iloc[0] > 0.01


def test_an_hour_that_is_worth_more_moves_only_its_own_class():
    net = two_ways()
    wanted = demand([(0, 1, 0, 0, 100.0), (0, 1, 2, 0, 70.0)])
    for value, arc in (
        (0.1, 1),
        (0.12, 0),
    ):  # 10 USD for 90 hours: the worth of an hour where both are equal is 0.111
        found = assign(changed(net, class_hour_usd=np.array([CHEAP, 0.01, value])), linear_curves([]), wanted)
        assert found.flow[2, 0, arc] == 70.0
        assert found.flow[0, 0].tolist() == [0.0, 100.0]
