"""System optimum: closed forms, Braess, Sioux Falls, and a search over all splits where classes differ."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest
from flow_cases import changed, corridor_grid, demand, linear_curves, network, queue_curves
from test_tntp import BRAESS, SIX, by_hand

from jibek.flows.certificate import measure
from jibek.flows.frames import arc_flows, demand_frame
from jibek.flows.optimum import TolledCurves, system_optimum
from jibek.flows.road_check import road_check
from jibek.flows.tntp import solve_road
from jibek.sources.formats.tntp import read_net, read_trips

FOLDER = Path(os.environ.get("JIBEK_REFERENCE", "")) / "tntp"
published = pytest.mark.skipif(
    not os.environ.get("JIBEK_REFERENCE"), reason="JIBEK_REFERENCE is not set: no optimum of Sioux Falls"
)


def total(found):
    return math.fsum(found.flow * found.cost)


@pytest.mark.parametrize("method", ["algorithm-b", "projection"])
def test_braess_bridge_stays_empty_at_the_optimum(tmp_path, method):
    """Six trips: 552 in all with the bridge, 498 where three go either way around it (10 * 3 + 53 = 83 each)."""
    net, trips = by_hand(tmp_path, BRAESS.format(links=5, middle="3 4 1 0 10 0.1 1 0 0 1 ;"), SIX)
    best, selfish = (
        solve_road(net, trips, 1e-10, method=method, max_iterations=200, optimum=x) for x in (True, False)
    )
    np.testing.assert_allclose(best.flow, [3, 3, 3, 3, 0], atol=1e-6)
    # A gap of 1e-10 of some 1000 leaves the total, flat at its least, off by far less.
    assert total(best) == pytest.approx(498.0, abs=1e-6)
    assert total(selfish) == pytest.approx(552.0, abs=1e-4)
    assert best.objective == pytest.approx(total(best))


def test_pigou_with_a_power_of_four(tmp_path):
    """A road of 1 and one of x ** 4, one trip: optimal where 5 x ** 4 = 1, total 1 - x + x ** 5."""
    links = "1 2 1 0 1 0 0 0 0 1 ;\n1 2 1 0 1e-9 1e9 4 0 0 1 ;\n"
    head = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 2\n<FIRST THRU NODE> 1\n<END OF METADATA>\n"
    net, trips = by_hand(tmp_path, head + links, SIX.replace("6.0", "1.0"))
    found = solve_road(net, trips, 1e-12, method="algorithm-b", max_iterations=200, optimum=True)
    x = 0.2**0.25
    # The free time of 1e-9 shifts the answer by as much.
    np.testing.assert_allclose(found.flow, [1 - x, x], atol=1e-7)
    assert total(found) == pytest.approx(1 - x + x**5, abs=1e-8)


@published
def test_sioux_falls_has_the_least_total_time():
    """Total time is convex: what one tonne costs all, times flow, less the same by SciPy's paths bounds its least."""
    net, trips = read_net(FOLDER / "SiouxFalls_net.tntp"), read_trips(FOLDER / "SiouxFalls_trips.tntp")
    found = solve_road(net, trips, 1e-10, method="algorithm-b", max_iterations=200, optimum=True)
    checked = road_check(net, trips, found.flow, found.cost, optimum=True)
    assert checked.gap <= 1e-10
    assert checked.cost_error <= 1e-12
    paid = total(found)
    slope = net.free_time * net.b * net.power * (found.flow / net.capacity) ** net.power
    bound = checked.gap * (paid + math.fsum(found.flow * slope))
    assert bound < 1e-2  # so the least total lies within a hundredth of a vehicle-minute of ours
    # As printed wherever the optimum of this network is, in vehicle-minutes.
    assert paid == pytest.approx(7_194_256, abs=1.0)
    selfish = solve_road(net, trips, 1e-8, method="algorithm-b", max_iterations=200)
    assert total(selfish) / paid == pytest.approx(1.0397, abs=1e-4)
    # And at the equilibrium the optimum's own gap is far from nothing.
    assert road_check(net, trips, selfish.flow, selfish.cost, optimum=True).gap > 1e-2


def test_tolled_curves_have_the_slope_that_they_say_and_leap_at_knots():
    curves = TolledCurves(queue_curves(3, base=1.0), np.array([0.0, 1.0, 0.4]))
    rng = np.random.default_rng(1)
    for load in rng.uniform(0.02, 1.5, (30, 3)):
        step = 1e-5
        if np.abs(load[:, None] - curves.curves.load).min() < 2 * step:
            continue
        rise = (curves.evaluate(load + step)[0] - curves.evaluate(load - step)[0]) / (2 * step)
        # Hours of up to 1000 round at 1e-13, over steps of 1e-5 and 1e-7.
        np.testing.assert_allclose(curves.evaluate(load)[1], rise, rtol=1e-4, atol=1e-4)
    hours, slope = curves.curves.evaluate(np.full(3, 0.9))
    np.testing.assert_allclose(curves.evaluate(np.full(3, 0.9))[0], hours + curves.weight * 0.9 * slope)


def two_crossings(units=(0.001,), value=(1.0,)):
    """A short crossing and one that is 20 USD dearer, both linear in their load."""
    return network(
        [0, 0], [1, 1], hours=0.0, usd=[10.0, 30.0], facility=[0, 1], capacity=(10.0, 10.0), units=units,
        value=value,
    )  # fmt: skip


def test_one_class_on_two_crossings_in_closed_form():
    """Hours 40 x / 10 on either, 10 trains a day: in equilibrium 7.5 and 2.5, at the optimum 6.25 and 3.75."""
    net, curves = two_crossings(), linear_curves([40.0, 40.0])
    found = system_optimum(net, curves, demand([(0, 1, 0, 0, 3.65e6)]), gap=1e-9)
    assert found.converged
    assert found.rounds == 1
    # A gap of 1e-9 of costs of 60 over slopes of 8 leaves trains misplaced by some 1e-4.
    np.testing.assert_allclose(found.equilibrium.load, [7.5, 2.5], atol=1e-3)
    np.testing.assert_allclose(found.optimum.load, [6.25, 3.75], atol=1e-3)
    # A train's toll is what its 1000 tonnes' neighbours lose: V h' = 1000 * L * 4.
    np.testing.assert_allclose(found.toll_usd, [25_000.0, 15_000.0], rtol=1e-3)
    x = np.array([6.25, 3.75])
    best = 365_000.0 * (x @ np.array([10.0, 30.0]) + 4 * (x @ x))
    assert found.cost_usd == pytest.approx(best, rel=1e-7)
    assert found.price_of_anarchy > 1.0
    assert found.hours == pytest.approx(365_000.0 * 4 * (x @ x), rel=1e-3)


def test_two_classes_of_unlike_trains_against_a_search_over_all_splits():
    """Boxes are dear and light, ore cheap and heavy: the toll is by the train, and no split is better."""
    net = two_crossings(units=(0.001, 0.0004), value=(1.5, 0.02))
    curves = queue_curves(2, base=1.0)
    tonnes = np.array([3.0e6, 3.0e6])
    found = system_optimum(net, curves, demand([(0, 1, k, 0, tonnes[k]) for k in (0, 1)]), gap=1e-7)
    assert found.converged
    assert found.gap <= 1e-7
    usd, value, unit = np.array([10.0, 30.0]), np.array([1.5, 0.02]), np.array([0.001, 0.0004])
    parts = np.linspace(0.0, 1.0, 401)
    first, second = np.meshgrid(parts, parts, indexing="ij")
    paid = np.zeros(first.shape)
    for c in (0, 1):
        share = np.stack([first, second]) if c == 0 else 1.0 - np.stack([first, second])
        here = share * tonnes[:, None, None]
        load = np.tensordot(unit, here, 1) / 365.0 / 10.0
        hours = np.array([curves.evaluate(np.array([x, x]))[0][0] for x in load.ravel()]).reshape(load.shape)
        paid += usd[c] * here.sum(axis=0) + np.tensordot(value, here, 1) * hours
    # The grid's best point is at most a cell away from the least; cost is flat there.
    assert found.cost_usd <= paid.min() * (1 + 1e-6)
    assert found.cost_usd == pytest.approx(paid.min(), rel=1e-3)
    assert found.equilibrium_cost_usd > found.cost_usd * 1.001


def test_a_jammed_grid_of_four_classes_costs_less_and_never_more():
    net, curves, wanted = corridor_grid(3, total=4e8)
    found = system_optimum(net, curves, wanted, gap=1e-4)
    assert found.converged
    assert found.cost_usd < found.equilibrium_cost_usd
    assert 1.0 < found.price_of_anarchy < 3.0
    for flows in (found.optimum, found.equilibrium):
        balance = measure(net.arcs, arc_flows(net, flows), demand_frame(net, wanted))["imbalance"].max()
        # Sums of a thousand path flows of 4e8 tonnes in all round at 1e-12 of them.
        assert balance < 1e-12 * 4e8


def test_nothing_to_gain_where_nothing_jams():
    net, curves, wanted = corridor_grid(3, total=1e3)
    found = system_optimum(net, curves, wanted, gap=1e-6)
    assert found.converged
    # Loads of a millionth of capacity cost others less than a cent in all.
    assert found.price_of_anarchy == pytest.approx(1.0, abs=1e-6)


def test_background_that_waits_makes_the_toll_dearer():
    net, curves = two_crossings(), linear_curves([40.0, 40.0])
    wanted, extra = demand([(0, 1, 0, 0, 3.65e6)]), np.array([1.0, 0.0])
    without = system_optimum(net, curves, wanted, gap=1e-8, background=extra)
    counted = system_optimum(
        net, curves, wanted, gap=1e-8, background=extra, background_hour_usd=np.array([5000.0, 0.0])
    )
    assert counted.converged
    assert without.converged
    assert counted.optimum.load[0] < without.optimum.load[0] < without.equilibrium.load[0]


def test_trains_that_come_back_are_tolled_where_they_come_back():
    """Freight out and a little in, over either of two crossings, every train back: no split costs less."""
    net = changed(
        network(
            [0, 0, 1, 1], [1, 1, 0, 0], hours=0.0, usd=[10.0, 25.0, 10.0, 25.0], facility=[0, 1, 2, 3],
            capacity=(10.0,) * 4, units=(0.001,), value=(1.0,),
        ),
        reverse=np.array([4, -1, 6, -1, 0, -1, 2, -1], np.int32),
        returns=np.ones(1),
    )  # fmt: skip
    curves = linear_curves([40.0, 40.0, 80.0, 80.0])
    out, back = 3.65e6, 1.095e6
    found = system_optimum(net, curves, demand([(0, 1, 0, 0, out), (1, 0, 0, 0, back)]), gap=1e-6)
    assert found.converged
    parts = np.linspace(0.0, 1.0, 401)
    x, y = np.meshgrid(parts, parts, indexing="ij")
    paid = np.zeros(x.shape)
    for share_out, share_in, usd in ((x, y, 10.0), (1 - x, 1 - y, 25.0)):
        trains = np.maximum(share_out * out, share_in * back) / 1000.0 / 365.0 / 10.0
        paid += share_out * out * (usd + 40.0 * trains) + share_in * back * (usd + 80.0 * trains)
    # The grid's best point is at most a cell away from the least; cost is flat there.
    assert found.cost_usd <= paid.min() * (1 + 1e-6)
    assert found.cost_usd == pytest.approx(paid.min(), rel=1e-3)
    assert found.equilibrium_cost_usd > found.cost_usd
