"""What must hold on any network: tried on many small random ones."""

from __future__ import annotations

import numpy as np
from flow_cases import changed, corridor_grid, scaled
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.flows import assign

GAP = 1e-8


def small(seed, total):
    return corridor_grid(seed, columns=9, rows=3, facilities=6, pairs=12, classes=2, groups=1, total=total)


def paid(net, found):
    """Cost of all freight, USD a year."""
    used = found.flow.sum(axis=1)
    return float(np.sum(used * np.where(used > 0, found.cost, 0.0)))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000), arc=st.integers(0, 200), more=st.floats(0.5, 20), total=st.floats(5e6, 6e7)
)
def test_more_cost_on_an_arc_never_raises_its_flow(seed, arc, more, total):
    # With a common potential, flows weighted by units over value of time move against the cost that is added to all
    # classes by the same hours (a law of monotone maps); hence hours are added, not USD.
    net, curves, wanted = small(seed, total)
    before = assign(net, curves, wanted, gap=GAP)
    arc = np.flatnonzero(before.flow.sum(axis=(0, 1)) > 0)[
        arc % np.count_nonzero(before.flow.sum(axis=(0, 1)))
    ]
    hours = net.fixed_hours.copy()
    hours[arc] += more
    after = assign(changed(net, fixed_hours=hours), curves, wanted, gap=GAP, warm=before)
    units = net.units_per_tonne[:, arc] @ before.flow.sum(axis=1)[:, arc]
    later = net.units_per_tonne[:, arc] @ after.flow.sum(axis=1)[:, arc]
    # What a gap of 1e-8 of all cost allows to stand on the wrong side, in tonnes over the cost that was added.
    slack = GAP * paid(net, after) / (more * net.class_hour_usd.min()) * net.units_per_tonne.max()
    assert later <= units + 2 * slack + 1e-9 * units


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), factor=st.floats(1.01, 3), total=st.floats(5e6, 6e7))
def test_more_demand_never_costs_less(seed, factor, total):
    net, curves, wanted = small(seed, total)
    before, after = (assign(net, curves, d, gap=GAP) for d in (wanted, scaled(wanted, factor)))
    assert paid(net, after) >= paid(net, before) * (1 - 10 * GAP)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), total=st.floats(1e6, 1e8))
def test_tonnes_are_conserved_at_every_state(seed, total):
    net, curves, wanted = small(seed, total)
    found = assign(net, curves, wanted, certify=False)
    states = len(net.state_index)
    for k in range(2):
        mine = wanted.cls == k
        flow = found.flow[k].sum(axis=0)
        balance = np.bincount(net.head, flow, states) - np.bincount(net.tail, flow, states)
        balance += np.bincount(wanted.origin[mine], wanted.tonnes[mine], states)
        balance -= np.bincount(wanted.destination[mine], wanted.tonnes[mine], states)
        # A dozen path flows of up to 1e8 t meet at a state.
        assert np.abs(balance).max() <= 1e-12 * total


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), total=st.floats(1e6, 1e8))
def test_a_warm_start_ends_where_a_cold_one_does(seed, total):
    net, curves, wanted = small(seed, total)
    rng = np.random.default_rng(seed)
    other = scaled(wanted, rng.uniform(0, 2, len(wanted.tonnes)))
    cold = assign(net, curves, other, gap=GAP)
    warm = assign(net, curves, other, gap=GAP, warm=assign(net, curves, wanted))
    # Loads are unique; a gap of 1e-8 leaves them within its square root where a curve is flat.
    np.testing.assert_allclose(warm.load / net.capacity_per_day, cold.load / net.capacity_per_day, atol=2e-3)
