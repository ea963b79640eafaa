"""The nested logit against its closed forms, and the fit of constants against what it was given."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibek.demand.choice import fit_constants, logsum_cost, nested_shares

LAND = np.array([False, True, True, True])


def test_plain_logit_when_the_nest_is_open():
    """With a dissimilarity of 1 the nested logit is the logit: shares are exp(u) over their sum."""
    utility = np.array([[0.0, 1.0, -0.5, 0.2]])
    expected = np.exp(utility) / np.exp(utility).sum()
    assert nested_shares(utility, LAND, 1.0) == pytest.approx(
        expected, abs=1e-14
    )  # rounding of four exponentials


def test_nest_by_hand():
    """Two land corridors at u = 0 and sea at u = 0, dissimilarity 0.5.

    Inclusive value of the nest: 0.5 ln(2) ; P(land) = 2**0.5 / (1 + 2**0.5) = 0.585786 ; each corridor half of it.
    """
    shares = nested_shares(np.array([[0.0, 0.0, 0.0, -np.inf]]), LAND, 0.5)
    assert shares[0] == pytest.approx([0.414214, 0.292893, 0.292893, 0.0], abs=1e-6)  # six printed digits


def test_nothing_open_gives_no_share():
    shares = nested_shares(np.full((1, 4), -np.inf), LAND, 0.5)
    assert (shares == 0).all()


def test_price_elasticity_is_the_stated_one():
    """Own elasticity in a nested logit: -s C [(1 - P(c|nest)) / L + P(c|nest) (1 - P(nest))] (Train 2009, ch. 4).

    A change of 1 % is compared with the formula at its middle; the second-order rest is below 1e-4 of the elasticity.
    """
    per_usd, scale = 0.004, 0.5
    cost = np.array([[150.0, 400.0, 450.0, 520.0]])
    constant = np.array([[0.0, -0.4, -1.0, -1.5]])

    def share(factor: float) -> np.ndarray:
        change = np.array([[1.0, factor, 1.0, 1.0]])
        return nested_shares(constant - per_usd * cost * change, LAND, scale)

    middle = share(1.0)[0]
    nest = middle[1:].sum()
    within = middle[1] / nest
    stated = -per_usd * 400 * ((1 - within) / scale + within * (1 - nest))
    measured = (np.log(share(1.005)[0, 1]) - np.log(share(0.995)[0, 1])) / (np.log(1.005) - np.log(0.995))
    assert measured == pytest.approx(stated, rel=1e-4)


@given(st.lists(st.floats(-5, 5), min_size=4, max_size=4), st.floats(0.2, 1.0), st.integers(1, 3))
def test_a_dearer_corridor_never_gains(utility, scale, which):
    before = np.array([utility])
    after = before.copy()
    after[0, which] -= 0.3
    a, b = nested_shares(before, LAND, scale), nested_shares(after, LAND, scale)
    assert b[0, which] <= a[0, which]
    assert a.sum() == pytest.approx(1.0, abs=1e-12)  # rounding
    others = [i for i in range(4) if i != which]
    assert (b[0, others] >= a[0, others] - 1e-12).all()


def test_logsum_falls_with_any_corridor_by_its_share():
    """Derivative of the cost of the choice by a corridor's cost is its share (Daly-Zachary)."""
    per_usd, scale, width = 0.004, 0.5, 1e-4
    cost = np.array([[150.0, 400.0, 450.0, 520.0]])
    base = logsum_cost(-per_usd * cost, LAND, scale, per_usd)
    for corridor in range(4):
        moved = cost.copy()
        moved[0, corridor] += width
        slope = (logsum_cost(-per_usd * moved, LAND, scale, per_usd) - base)[0] / width
        # a one-sided difference over 1e-4 USD of a curve whose second derivative is about per_usd
        assert slope == pytest.approx(nested_shares(-per_usd * cost, LAND, scale)[0, corridor], abs=1e-6)


def test_fit_meets_every_target():
    rng = np.random.default_rng(3)
    pairs = 200
    systematic = -rng.uniform(0, 2, (pairs, 4))
    tonnes = rng.uniform(1, 100, pairs)
    carries = np.tile([-1, 0, 1, 2], (pairs, 1))
    counts = carries.copy()
    counts[100:, 1] = -1  # the first constant is fitted on half of the pairs only
    total = tonnes.sum()
    target = np.array([0.02 * total, 0.05 * total, 0.001 * total])
    fit = fit_constants(systematic, tonnes, LAND, 0.5, carries, counts, target)
    shares = nested_shares(systematic + np.append(fit.constants, 0.0)[carries], LAND, 0.5) * tonnes[:, None]
    model = [shares[:100, 1].sum(), shares[:, 2].sum(), shares[:, 3].sum()]
    assert model == pytest.approx(target, rel=1e-9)  # the fit stops at 1e-10 in logs
    assert fit.iterations < 20


def test_fit_says_when_a_target_is_out_of_reach():
    """Nobody can carry 150 t of 100: the miss is reported, not hidden."""
    systematic = np.array([[0.0, 0.0, -np.inf, -np.inf]])
    carries = np.array([[-1, 0, -1, -1]])
    fit = fit_constants(systematic, np.array([100.0]), LAND, 0.5, carries, carries, np.array([150.0]))
    assert fit.error > 0.3
    assert fit.iterations < 40  # and not sought for long
