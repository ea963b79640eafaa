"""Kinds of published times: one factor and spread each, estimated over all rows, against closed forms."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibek.ground.timetables import TRANSIT_KINDS
from jibek.validation.statements import (
    ANY,
    MOST_OFF,
    MOST_Z,
    PRIOR_ROWS,
    Told,
    estimate,
    left_out,
    stated,
    statement_of,
    statements,
)

Z90 = NormalDist().inv_cdf(0.9)


def row(kind, off, corridor="north", spread=0.3):
    """A journey of ten days; published ``exp(off)`` times that."""
    return Told(kind, corridor, 10 * math.exp(-spread), 10.0, 10 * math.exp(spread), 10 * math.exp(off))


def test_kinds_that_differ_no_more_than_rows_share_one_factor():
    """Means 0 and 0.1 of rows that lie 0.5 apart within each kind: nothing tells the kinds apart."""
    rows = [row("actual", x) for x in (-0.5, 0.5)] + [row("claimed", x) for x in (-0.4, 0.6)]
    said = estimate(rows, ("actual", "claimed", "record"))
    # products of a few exponentials; 0.05 is the mean of all
    assert [f for f, _ in said.values()] == pytest.approx([math.exp(0.05)] * 3, rel=1e-12)


def test_kinds_that_differ_keep_nearly_their_own():
    """By hand, two rows a kind: means -0.2 and 0.4, within each ±0.1.

    within = 4 * 0.01 / 2 = 0.02; between = 2 * 0.09 * 2 = 0.36; size = 4 - 8 / 4 = 2; apart = (0.36 - 0.02) / 2 = 0.17;
    own = 0.17 / (0.17 + 0.01) = 17 / 18; centre 0.1: 0.1 -+ 0.3 * 17 / 18.
    """
    rows = [row("actual", x) for x in (-0.3, -0.1)] + [row("claimed", x) for x in (0.3, 0.5)]
    said = estimate(rows, ("actual", "claimed"))
    assert math.log(said["actual"][0]) == pytest.approx(0.1 - 0.3 * 17 / 18, abs=1e-12)
    assert math.log(said["claimed"][0]) == pytest.approx(0.1 + 0.3 * 17 / 18, abs=1e-12)


def test_what_corridors_do_not_agree_on_is_no_factor():
    """Means of 0.5 and -0.3 over equal rows: the common mean of 0.1 has a standard error of 0.4."""
    rows = [row("actual", 0.5, "north")] * 4 + [row("actual", -0.3, "sea")] * 4
    assert estimate(rows, ("actual",))["actual"][0] == 1.0
    # 0.5 and 0.3: a mean of 0.4 with an error of 0.1, of which 1 - 1/16 stands
    rows = [row("actual", 0.5, "north")] * 4 + [row("actual", 0.3, "sea")] * 4
    assert math.log(estimate(rows, ("actual",))["actual"][0]) == pytest.approx(0.4 * 15 / 16)


def test_the_spread_is_that_of_the_errors():
    """Errors that are a journey's own spread have spread 1: twice as large ones, drawn to all by ``PRIOR_ROWS``."""
    one = 0.3 / Z90
    rows = [row("actual", x) for x in (-one, one) * 10] + [
        row("claimed", x) for x in (-2 * one, 2 * one) * 10
    ]
    said = estimate(rows, ("actual", "claimed"))
    usual = (20 * 1 + 20 * 4) / 40
    assert said["actual"][1] == pytest.approx(math.sqrt((20 + PRIOR_ROWS * usual) / (20 + PRIOR_ROWS)))
    assert said["claimed"][1] == pytest.approx(math.sqrt((80 + PRIOR_ROWS * usual) / (20 + PRIOR_ROWS)))


def test_one_wild_row_does_not_widen_all():
    rows = [row("actual", x) for x in (-0.1, 0.1) * 20]
    wild = [*rows, row("actual", 5.0)]
    assert math.log(estimate(wild, ("actual",))["actual"][0]) == pytest.approx(MOST_OFF / 41)
    mean = math.log(estimate(wild, ("actual",))["actual"][0])
    one = 0.3 / Z90
    squares = [min(abs(math.log(r.observed / 10) - mean) / one, MOST_Z) ** 2 for r in wild]
    assert estimate(wild, ("actual",))["actual"][1] == pytest.approx(math.sqrt(np.mean(squares)))


@given(st.lists(st.tuples(st.sampled_from(TRANSIT_KINDS), st.floats(-0.69, 0.69)), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_factor_lies_between_the_kind_and_all(pairs):
    rows = [row(k, x) for k, x in pairs]
    said = estimate(rows, TRANSIT_KINDS)
    centre = float(np.mean([x for _, x in pairs]))
    for kind, (factor, spread) in said.items():
        own = [x for k, x in pairs if k == kind]
        mean = float(np.mean(own)) if own else centre
        low, high = sorted((mean, centre))
        assert low - 1e-9 <= math.log(factor) <= high + 1e-9  # sums of at most thirty numbers below one
        assert 0 <= spread <= MOST_Z + 1e-9


def test_published_days_decide_nothing_in_their_own_corridor():
    """Shuffled or doubled, the days of a corridor leave what is said of it as it was."""
    rows = [row("actual", 0.2, "north"), row("actual", -0.1, "north"), row("actual", 0.4, "south")]
    rows += [row("claimed", 0.6, "south"), row("claimed", 0.5, "sea")]
    said = left_out(rows, ("actual", "claimed"))
    north = [r if r.corridor != "north" else Told(*vars_of(r), observed=77.0) for r in rows]
    again = left_out(north, ("actual", "claimed"))
    for r, one, two in zip(rows, said, again, strict=True):
        assert (one == two) is (r.corridor == "north")


def vars_of(r):
    return r.kind, r.corridor, r.p10, r.p50, r.p90


def test_alone_a_corridor_is_as_predicted():
    assert left_out([row("actual", 1.0)], ("actual",)) == [
        pytest.approx((10 * math.exp(-0.3), 10.0, 10 * math.exp(0.3)))
    ]


def test_factor_and_spread_of_days():
    assert stated((8.0, 10.0, 15.0), 1.2, 0.5) == pytest.approx((12 * 0.8**0.5, 12.0, 12 * 1.5**0.5))
    assert stated((8.0, 10.0, 15.0), 1.0, 1.0) == pytest.approx((8.0, 10.0, 15.0))


def test_every_kind_has_a_row(shipped_facts):
    known = statements(shipped_facts)
    for kind in TRANSIT_KINDS:
        assert statement_of(known, kind, "rail").kind == kind
        assert statement_of(known, kind, "ferry").kind in (kind, ANY)
    assert statement_of(known, "typical", "ferry").covers == "sailing"
    assert statement_of(known, "record", "rail").best_of == shipped_facts.assume("journeys_behind_a_record")
