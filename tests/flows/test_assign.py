r"""Equilibrium of freight by closed forms, a slow second solver and the check that shares nothing with it.

Most cases have two crossings between the same two places:

      F0
     /  \
    S    T        a tonne pays 10 + 1 * delay over F0 and 11 + 1 * delay over F1
     \  /
      F1
"""

from __future__ import annotations

from dataclasses import replace

import frank_wolfe
import numpy as np
import pytest
from flow_cases import changed, corridor_grid, demand, linear_curves, network, queue_curves, scaled

from jibek.flows import assign

TIGHT = 1e-10


def two_crossings(
    *, usd=(10.0, 11.0), capacity=(100.0, 100.0), value=(1.0,), units=1.0, open_arcs=None, groups=None
):
    """One tonne a year is units/365 of a train a day."""
    return network(
        [0, 0],
        [1, 1],
        hours=0.0,
        usd=usd,
        facility=[0, 1],
        capacity=capacity,
        units=units,
        value=value,
        open_arcs=open_arcs,
        groups=groups,
    )


def test_two_routes_with_linear_delay_split_as_the_closed_form_says():
    # 10 + s0 x0 / c0 = 11 + s1 x1 / c1 with x0 + x1 = 150 trains a day, s = (4, 6), c = 100:
    # 0.04 x0 = 1 + 0.06 (150 - x0), x0 = 100.
    net = two_crossings()
    found = assign(net, linear_curves([4, 6]), demand([(0, 1, 0, 0, 150 * 365.0)]), gap=TIGHT)
    # The gap of 1e-10 of a cost of 14 over a slope of 0.1 leaves 1e-7 of the load or less.
    np.testing.assert_allclose(found.load, [100, 50], rtol=1e-6)
    np.testing.assert_allclose(found.delay_hours, [4, 3], rtol=1e-6)
    np.testing.assert_allclose(found.cost[0], [14, 14], rtol=1e-6)
    assert found.converged


def test_little_freight_takes_the_cheaper_route_alone():
    # 0.04 * 20 = 0.8 < 1: the second crossing stays empty.
    found = assign(two_crossings(), linear_curves([4, 6]), demand([(0, 1, 0, 0, 20 * 365.0)]), gap=TIGHT)
    assert found.flow[0, 0].tolist() == [20 * 365.0, 0.0]


def test_background_counts_before_freight_chooses():
    # With 50 trains on F0: 10 + 0.04 (50 + x0) = 11 + 0.06 (150 - x0), x0 = 80.
    found = assign(
        two_crossings(),
        linear_curves([4, 6]),
        demand([(0, 1, 0, 0, 150 * 365.0)]),
        gap=TIGHT,
        background=np.array([50.0, 0.0]),
    )
    np.testing.assert_allclose(found.load, [130, 70], rtol=1e-6)
    np.testing.assert_allclose(found.flow[0, 0] / 365, [80, 70], rtol=1e-6)


def test_dear_freight_takes_the_dear_fast_route_and_cheap_freight_the_other():
    # Class 0 values an hour at 5, class 1 at 0.1. F0 is cheap and slow, F1 costs 3 more. Each brings 60 trains. The
    # delay difference settles where class 0 is indifferent or gone from F0: class 1 never pays 3 USD for < 30 h.
    net = two_crossings(usd=(10.0, 13.0), value=(5.0, 0.1))
    found = assign(
        net,
        linear_curves([4, 1]),
        demand([(0, 1, 0, 0, 60 * 365.0), (0, 1, 1, 0, 60 * 365.0)]),
        gap=TIGHT,
    )
    assert found.flow[1, 0].tolist() == [60 * 365.0, 0.0]
    # Class 0: 10 + 5 * 0.04 (60 + x) = 13 + 5 * 0.01 (60 - x), x = (3 + 3 - 12) / 0.25 < 0: all by F1.
    assert found.flow[0, 0].tolist() == [0.0, 60 * 365.0]


def test_units_per_tonne_turn_tonnes_into_loads():
    # 365,000 t a year at 1/1000 train a tonne is one train a day.
    found = assign(two_crossings(units=0.001), linear_curves([4, 6]), demand([(0, 1, 0, 0, 365_000.0)]))
    np.testing.assert_allclose(found.load, [1.0, 0.0], rtol=1e-12)


def test_a_group_keeps_to_its_open_arcs_and_shares_the_queue():
    open_arcs = [[True, False], [True, True]]
    net = two_crossings(open_arcs=open_arcs, groups=("north", "any"))
    found = assign(
        net,
        linear_curves([4, 6]),
        demand([(0, 1, 0, 0, 100 * 365.0), (0, 1, 0, 1, 50 * 365.0)]),
        gap=TIGHT,
    )
    # Together they are the 150 of the closed form: the bound 100 fill F0, the free 50 go by F1.
    np.testing.assert_allclose(found.load, [100, 50], rtol=1e-5)
    assert found.flow[0, 0, 1] == 0.0


def test_less_capacity_at_one_crossing_moves_flow_to_the_other():
    wanted = demand([(0, 1, 0, 0, 150 * 365.0)])
    before = assign(two_crossings(), queue_curves(2), wanted, gap=TIGHT)
    after = assign(two_crossings(capacity=(70.0, 100.0)), queue_curves(2), wanted, gap=TIGHT, warm=before)
    assert after.load[0] < before.load[0] - 5
    assert after.load[1] > before.load[1] + 5
    assert (after.delay_hours > before.delay_hours).all()


def test_a_cut_that_cannot_carry_all_still_balances():
    # 300 trains a day through 200: the straight end of the curves makes both crossings equally unbearable.
    found = assign(two_crossings(), queue_curves(2), demand([(0, 1, 0, 0, 300 * 365.0)]), gap=1e-6)
    assert found.converged
    assert found.load.sum() == pytest.approx(300, rel=1e-12)
    np.testing.assert_allclose(found.cost[0, 0], found.cost[0, 1], rtol=1e-5)


def test_container_share_is_that_of_the_units():
    net = two_crossings(value=(1.0, 1.0), units=np.array([0.002, 0.001]))
    wanted = demand([(0, 1, 0, 0, 36_500.0), (0, 1, 1, 0, 36_500.0)])
    found = assign(net, linear_curves([4, 6]), wanted)
    assert found.container_share[0] == pytest.approx(2 / 3)
    assert np.isnan(found.container_share[1])


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_a_slow_second_solver_finds_the_same_loads(seed):
    net, curves, wanted = corridor_grid(
        seed, columns=10, rows=4, facilities=8, pairs=25, classes=2, groups=2, total=3e7
    )
    found = assign(net, curves, wanted, gap=1e-9)
    slow, above, below = frank_wolfe.solve(net, curves, wanted, iterations=300)
    ours = frank_wolfe.potential(net, curves, found.load, frank_wolfe.free_hours(net, found.flow.sum(axis=1)))
    # No feasible flow lies below the bound, and the slow solver lies above the optimum; both leave 1e-3 to choose from.
    # A gap of 1e-9 of the cost paid leaves less than rounding of the bound.
    assert below * (1 - 1e-12) <= ours <= above * (1 + 1e-12)
    assert above - below < 1e-3 * above
    # Loads of the slow solver close in as 1/n: within 0.03 of capacity; a wrong weight or unit is off by tenths.
    np.testing.assert_allclose(found.load / net.capacity_per_day, slow / net.capacity_per_day, atol=0.03)


@pytest.mark.parametrize(("seed", "total"), [(1, 2e7), (2, 1e8), (3, 3e8)])
def test_all_classes_and_groups_reach_the_gap_and_every_certificate_holds(seed, total):
    net, curves, wanted = corridor_grid(seed, total=total)
    found = assign(net, curves, wanted)
    assert found.converged
    assert [(c.name, c.ok) for c in found.certificates] == [
        ("relative_gap", True),
        ("relative_gap_of_the_worst_class_and_group", True),
        ("node_imbalance", True),
        ("arc_cost_error", True),
    ]
    # The solver's own gap and the check's agree to rounding: same sums in another order.
    assert found.certificates[1].value == pytest.approx(found.gap, abs=1e-9)


def test_unlike_units_at_each_facility_and_a_class_that_never_hurries_still_converge():
    # Without a common potential: trains of one class, trucks of another at each crossing, by factors of up to 25.
    net, curves, wanted = corridor_grid(5, total=1.5e8)
    rng = np.random.default_rng(5)
    factor = np.exp(rng.uniform(-1.6, 1.6, (4, len(net.capacity_per_day))))[:, net.facility]
    net = changed(
        net,
        units_per_tonne=net.units_per_tonne * factor,
        class_hour_usd=np.array([0.25, 0.0, 0.04, 0.1]),
    )
    found = assign(net, curves, wanted, gap=1e-5)
    assert found.converged
    assert all(c.ok for c in found.certificates)


def test_the_order_of_pairs_changes_nothing():
    net, curves, wanted = corridor_grid(4, total=1.5e8)
    shuffle = np.random.default_rng(0).permutation(len(wanted.tonnes))
    moved = replace(
        wanted,
        **{c: getattr(wanted, c)[shuffle] for c in ("origin", "destination", "cls", "group", "tonnes")},
    )
    a, b = assign(net, curves, wanted), assign(net, curves, moved)
    # Pairs are sorted and summed in order of size first: the same bits, not only the same numbers.
    assert a.flow.tobytes() == b.flow.tobytes()


def test_twice_the_same_gives_the_same_bits():
    net, curves, wanted = corridor_grid(6, total=1.5e8)
    a, b = assign(net, curves, wanted), assign(net, curves, wanted)
    assert a.flow.tobytes() == b.flow.tobytes()
    assert a.load.tobytes() == b.load.tobytes()


def test_a_pair_that_needs_no_arc_moves_nothing():
    found = assign(two_crossings(), linear_curves([4, 6]), demand([(0, 0, 0, 0, 50.0), (0, 1, 0, 0, 10.0)]))
    assert found.flow.sum() == 10.0


def test_no_demand_gives_no_flow():
    found = assign(two_crossings(), linear_curves([4, 6]), scaled(demand([(0, 1, 0, 0, 10.0)]), 0.0))
    assert found.flow.sum() == 0
    assert found.gap == 0
    assert found.converged


def test_a_price_that_is_not_finite_closes_the_arc_to_the_class():
    net = two_crossings(usd=np.array([[np.inf, 11.0], [10.0, 11.0]]), value=(1.0, 1.0))
    wanted = demand([(0, 1, 0, 0, 100.0), (0, 1, 1, 0, 100.0)])
    found = assign(net, linear_curves([4, 6]), wanted)
    assert found.flow[:, 0].tolist() == [[0.0, 100.0], [100.0, 0.0]]


def test_stopping_too_early_says_so():
    net, curves, wanted = corridor_grid(3, total=2e8)
    found = assign(net, curves, wanted, max_iterations=2)
    assert not found.converged
    assert not all(c.ok for c in found.certificates)
