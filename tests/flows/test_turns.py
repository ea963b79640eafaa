"""What comes back: trains by direction from laden ones, by hand and by code that shares nothing with the kernels."""

from __future__ import annotations

import numpy as np
import pytest
from flow_cases import changed, demand, linear_curves, network, queue_curves
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.flows import assign
from jibek.flows.turns import Turns, bring, lanes_of, load_after, loads, rise

TIGHT = 1e-10


def border(*, out_usd=(0.0, 0.0), in_usd=(0.0, 0.0), capacity=100.0, classes=1, returns=1.0):
    """Crossings side by side between S0 and S1; of each the direction out is an even facility, in the next one."""
    crossings = len(out_usd)
    tail, head = [0] * crossings + [1] * crossings, [1] * crossings + [0] * crossings
    facility = [2 * c for c in range(crossings)] + [2 * c + 1 for c in range(crossings)]
    net = network(
        tail,
        head,
        hours=0.0,
        usd=np.array([*out_usd, *in_usd]),
        facility=facility,
        capacity=(capacity,) * (2 * crossings),
        value=(1.0,) * classes,
    )
    reverse = np.full(4 * crossings, -1, np.int32)
    reverse[::4], reverse[2::4] = np.arange(2, 4 * crossings, 4), np.arange(0, 4 * crossings, 4)
    return changed(net, reverse=reverse, returns=np.full(classes, returns))


def section(returns=1.0):
    """One line between S0 and S1 that both directions share."""
    net = network([0, 1], [1, 0], hours=0.0, usd=1.0, facility=[0, 0], capacity=(100.0,))
    return changed(
        net, side=np.array([0, 1], np.int8), reverse=np.array([1, 0], np.int32), returns=np.array([returns])
    )


def test_ten_out_and_four_in_are_ten_each_way():
    wanted = demand([(0, 1, 0, 0, 10 * 365.0), (1, 0, 0, 0, 4 * 365.0)])
    found = assign(border(out_usd=(1.0,), in_usd=(1.0,)), linear_curves([4, 4]), wanted, gap=TIGHT)
    np.testing.assert_allclose(found.load, [10, 10], rtol=1e-12)
    np.testing.assert_allclose(found.laden, [10, 4], rtol=1e-12)
    np.testing.assert_allclose(found.delay_hours, [0.4, 0.4], rtol=1e-12)
    on_line = assign(section(), linear_curves([4]), wanted, gap=TIGHT)
    np.testing.assert_allclose([on_line.load[0], on_line.laden[0]], [20, 14], rtol=1e-12)


def test_what_does_not_come_back_is_counted_once():
    wanted = demand([(0, 1, 0, 0, 10 * 365.0), (1, 0, 0, 0, 4 * 365.0)])
    found = assign(
        border(out_usd=(1.0,), in_usd=(1.0,), returns=0.0), linear_curves([4, 4]), wanted, gap=TIGHT
    )
    np.testing.assert_allclose(found.load, [10, 4], rtol=1e-12)
    # Half of ten come back: one of the five has no freight.
    half = assign(
        border(out_usd=(1.0,), in_usd=(1.0,), returns=0.5), linear_curves([4, 4]), wanted, gap=TIGHT
    )
    np.testing.assert_allclose(half.load, [10, 5], rtol=1e-12)


def test_kinds_of_train_come_back_apart():
    # Boxes 10 out and 4 in, ore 5 in: 10 + 5 each way, since ore wagons carry no boxes.
    wanted = demand([(0, 1, 0, 0, 10 * 365.0), (1, 0, 0, 0, 4 * 365.0), (1, 0, 1, 0, 5 * 365.0)])
    found = assign(border(out_usd=(1.0,), in_usd=(1.0,), classes=2), linear_curves([4, 4]), wanted, gap=TIGHT)
    np.testing.assert_allclose(found.load, [15, 15], rtol=1e-12)
    np.testing.assert_allclose(found.laden, [10, 9], rtol=1e-12)
    assert found.container_share[1] == pytest.approx(10 / 15)  # with those that are empty


@pytest.mark.parametrize("method", ["projection", "algorithm-b", "frank-wolfe"])
def test_freight_one_way_jams_the_other(method):
    """100 out, 80 in; in by the second crossing costs 1 more. Both crossings must be as full, or what goes out would
    change, so all that comes in takes the first: 80 in and 20 out there, 80 out at the second, 80 trains everywhere."""
    net = border(in_usd=(0.0, 1.0))
    wanted = demand([(0, 1, 0, 0, 100 * 365.0), (1, 0, 0, 0, 80 * 365.0)])
    found = assign(net, linear_curves([4] * 4), wanted, gap=1e-8, method=method)
    np.testing.assert_allclose(found.load, [80, 80, 80, 80], rtol=1e-4)
    np.testing.assert_allclose(found.laden, [20, 80, 80, 0], atol=1e-2)


@pytest.mark.parametrize("method", ["projection", "algorithm-b"])
def test_certificates_hold_where_trains_come_back(method):
    net = border(out_usd=(0.0, 2.0, 5.0), in_usd=(3.0, 0.0, 1.0), classes=2)
    wanted = demand(
        [
            (0, 1, 0, 0, 150 * 365.0),
            (1, 0, 0, 0, 60 * 365.0),
            (0, 1, 1, 0, 20 * 365.0),
            (1, 0, 1, 0, 70 * 365.0),
        ]
    )
    found = assign(net, queue_curves(6), wanted, gap=1e-7, method=method)
    assert found.converged
    assert all(c.ok for c in found.certificates), found.certificates
    assert found.load.sum() > found.laden.sum()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(0, 50), min_size=8, max_size=8),
    st.lists(st.floats(0, 1), min_size=2, max_size=2),
    st.floats(0, 20),
    st.integers(0, 3),
    st.integers(0, 1),
)
def test_kernels_and_sums_agree(freight, shares, more, lane, kind):
    """One at a time or all at once; rounding of some sums of 50 is below 1e-12."""
    reverse = np.array([2, -1, 0, -1], np.int32) if lane % 2 == 0 else np.array([1, 0, 3, 2], np.int32)
    turns, laden = Turns(reverse, np.array(shares)), np.array(freight).reshape(4, 2)
    if lane % 2 == 0:
        laden[[1, 3]] = 0.0
    lanes = lanes_of(turns, np.array([1.0, 2.0]))
    load, hours, steep = lanes.background.copy(), np.zeros(2), np.zeros(2)
    delay = _straight()
    for at in np.ndindex(4, 2):
        if reverse[at[0]] >= 0:
            bring(delay, lanes, load, hours, steep, at[0], at[1], laden[at])
    np.testing.assert_allclose(load, loads(turns, laden, lanes.background), rtol=1e-12)
    assert (load >= laden.reshape(2, 2, 2).sum(axis=(1, 2)) - 1e-9).all()
    ahead = load_after(lanes, load, lane, kind, more)
    steps = (load_after(lanes, load, lane, kind, 1e-3) - load[lane >> 1]) / 1e-3
    laden[lane, kind] += more
    assert ahead == pytest.approx(loads(turns, laden, lanes.background)[lane >> 1], rel=1e-12)
    # Between 1e-3 and rounding a bend may lie; a rise is that of one side of it.
    assert -1e-9 <= steps <= 2.0 + 1e-9
    assert 0.0 <= rise(lanes, lane, kind) <= 2.0


def _straight():
    from jibek.flows.delay import from_power

    return from_power(np.ones(2), np.ones(2), np.full(2, 10.0))


class Deterministic:
    """The mean wait of an M/D/1 queue at a capacity of so many trains a day, hours: Pollaczek and Khinchine."""

    def __init__(self, facilities, capacity):
        self.load = np.tile(np.linspace(0.0, 0.95, 96), (facilities, 1))
        self.service = 24.0 / capacity

    def evaluate(self, load):
        r = np.minimum(load, 0.95)
        hours = self.service * r / (2 * (1 - r))
        slope = self.service / (2 * (1 - r) ** 2)
        return hours + slope * (load - r), slope


def test_each_direction_waits_by_pollaczek_and_khinchine_at_its_own_load():
    """Ten laden out and four in at twelve a day: both wait as at ten, 5 h, not as at seven, 1.4 h."""
    wanted = demand([(0, 1, 0, 0, 10 * 365.0), (1, 0, 0, 0, 4 * 365.0)])
    net = border(out_usd=(1.0,), in_usd=(1.0,), capacity=12.0)
    found = assign(net, Deterministic(2, 12.0), wanted, gap=TIGHT)
    np.testing.assert_allclose(found.delay_hours, 2 * [2.0 * (10 / 12) / (2 * (1 - 10 / 12))], rtol=1e-9)
    alone = assign(changed(net, returns=np.zeros(1)), Deterministic(2, 12.0), wanted, gap=TIGHT)
    np.testing.assert_allclose(alone.delay_hours, [5.0, 2.0 * (4 / 12) / (2 * (1 - 4 / 12))], rtol=1e-9)
