"""Interval arithmetic: whatever the values are within their ends, the outcome lies within the outcome's ends."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jibek.record.ledger.interval import Interval, bounded, exact, stated

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
SHARES = st.floats(0.0, 1.0)


@st.composite
def inside(draw):
    """An interval and a value in it."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    value = low + draw(SHARES) * (high - low)
    return Interval(low, high), min(max(value, low), high)


def holds(interval, value):
    slack = 1e-9 * max(1.0, abs(value))  # one operation in floating point
    return interval.low - slack <= value <= interval.high + slack


@given(inside(), inside())
def test_sums_differences_and_products_hold_those_of_their_values(one, other):
    (a, x), (b, y) = one, other
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)
    assert holds(a * b, x * y)


@given(inside(), inside())
def test_a_quotient_holds_that_of_its_values_and_is_open_where_the_divisor_may_be_nothing(one, other):
    (a, x), (b, y) = one, other
    made = a / b
    if b.low <= 0 <= b.high:
        assert made == Interval(-math.inf, math.inf)
    else:
        assume(abs(y) > 1e-6)
        assert holds(made, x / y)


@given(inside(), inside(), SHARES, SHARES)
def test_narrower_inputs_give_no_wider_outcome(one, other, left, right):
    (a, x), b = one, other[0]
    inner = Interval(x - left * (x - a.low), x + right * (a.high - x))
    for outer, made in ((a + b, inner + b), (a - b, inner - b), (a * b, inner * b)):
        assert made.low >= outer.low - 1e-3
        assert made.high <= outer.high + 1e-3


@given(inside(), inside())
def test_two_meet_or_lie_apart_and_that_is_mutual(one, other):
    a, b = one[0], other[0]
    assert a.meets(b) == b.meets(a)
    assert (a.apart(b) == 0.0) == a.meets(b)
    assert a.apart(b) == b.apart(a)


def test_an_open_end_stays_open():
    over = bounded(500.0, None)
    assert (over / exact(20_000.0)).low == 0.025
    assert not (over / exact(20_000.0)).closed
    assert (over * exact(0.0)) == exact(0.0)


@pytest.mark.parametrize(
    ("value", "scale", "low", "high"),
    [
        (24.7, 1e9, 24.65e9, 24.75e9),
        (41.0, 1e9, 40.95e9, 41.05e9),  # a table of one decimal
        (31e9, 1.0, 30.5e9, 31.5e9),
        (20e9, 1.0, 19.5e9, 20.5e9),  # twenty billion is known to a billion, not to ten
        (21.9e9, 1.0, 21.85e9, 21.95e9),
        (14_758_685_492.0, 1.0, 14_758_685_491.5, 14_758_685_492.5),
        (109_500.0, 1.0, 109_499.5, 109_500.5),
        (0.2271, 1e9, 0.22705e9, 0.22715e9),
    ],
)
def test_a_printed_figure_is_known_to_half_a_unit_of_its_last_digit(value, scale, low, high):
    made = stated(value, scale)
    assert made.low == pytest.approx(low, rel=1e-12)
    assert made.high == pytest.approx(high, rel=1e-12)


def test_ends_out_of_order_are_refused():
    with pytest.raises(ValueError, match="lies above"):
        Interval(2.0, 1.0)
    with pytest.raises(ValueError, match="lies above"):
        Interval(float("nan"), 1.0)
