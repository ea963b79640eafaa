"""Curves as the kernels evaluate them."""

from __future__ import annotations

import numpy as np
import pytest
from flow_cases import Knots, queue_curves

from jibek.flows.delay import from_curves, from_power
from jibek.ground.errors import InputError


def test_knots_reproduce_the_curves_within_and_beyond():
    curves, capacity = queue_curves(3, base=2.0), np.array([10.0, 20.0, 5.0])
    delay = from_curves(curves, capacity)
    for ratio in (0.0, 0.3, 0.8, 0.97, 1.2, 5.0):
        hours, slope = curves.evaluate(np.full(3, ratio))
        found, rate = delay.evaluate(ratio * capacity)
        # Parabolas are cubics: only rounding remains.
        np.testing.assert_allclose(found, hours, rtol=1e-12)
        np.testing.assert_allclose(rate, slope / capacity, rtol=1e-10)


def test_knots_are_added_until_another_shape_of_curve_fits():
    class Exponential:
        load = np.tile(np.linspace(0, 2, 5), (2, 1))

        def evaluate(self, load):
            inside = np.minimum(load, 2.0)
            top = np.exp(3 * inside)
            return top + 3 * top * (load - inside), 3 * top

    delay = from_curves(Exponential(), np.ones(2))
    x = np.linspace(0, 3, 101)
    found = np.array([delay.evaluate(np.full(2, v))[0][0] for v in x])
    expected = np.array([Exponential().evaluate(np.full(2, v))[0][0] for v in x])
    # from_curves promises 1e-7 at the middle of each interval.
    np.testing.assert_allclose(found, expected, rtol=2e-7)


def test_the_power_law_of_roads():
    delay = from_power(np.array([0.9, 2.0, 0.0, 1.5]), np.array([4.0, 1.0, 4.0, 2.5]), np.full(4, 100.0))
    hours, slope = delay.evaluate(np.full(4, 50.0))
    np.testing.assert_allclose(hours, [0.9 / 16, 1.0, 0.0, 1.5 * 0.5**2.5], rtol=1e-14)
    np.testing.assert_allclose(
        slope, [4 * 0.9 * 0.125 / 100, 0.02, 0.0, 2.5 * 1.5 * 0.5**1.5 / 100], rtol=1e-14
    )


def test_a_falling_or_unknown_curve_is_refused_with_its_facility():
    curves = Knots(
        np.tile([0.0, 1.0], (3, 1)), np.array([[1.0, 1.0], [1.0, -1.0], [np.nan, 1.0]]), np.zeros(3)
    )
    with pytest.raises(InputError) as fault:
        from_curves(curves, np.ones(3))
    assert fault.value.code == "flows.bad_curve"
    assert [p.row for p in fault.value.problems] == [1, 2]
