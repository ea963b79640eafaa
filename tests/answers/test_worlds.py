"""Worlds: the laws that they are drawn by, and what observations make of them, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from jibek.answers import worlds
from jibek.answers.worlds import Observed, Prior
from jibek.ground.uncertainty import quantile


def prior(count=2, lead=None):
    names = tuple(f"a{i}" for i in range(count))
    leads = names if lead is None else tuple(names[i] for i in lead)
    scored = tuple(dict.fromkeys(leads))
    at = np.array([scored.index(n) for n in leads])
    return Prior(names, np.zeros(count), np.full(count, 1.0), np.full(count, 3.0), at, scored)


FREE = Observed(*np.zeros((2, 1, 2)), np.zeros(1), np.ones(1))  # a quantity that nothing moves


def test_a_score_has_the_triangular_law():
    """SciPy's triangular distribution, through the normal law's own probabilities."""
    z = np.linspace(-5.0, 5.0, 41)
    want = stats.triang(0.5, loc=-1.0, scale=2.0).ppf(stats.norm.cdf(z))
    assert worlds.score(z) == pytest.approx(want, abs=1e-9)  # ppf of SciPy rounds at 1e-10 in the tails
    assert worlds.score(np.array([-60.0, 0.0, 60.0])).tolist() == [-1.0, 0.0, 1.0]


def test_half_of_the_worlds_lie_below_the_centre_and_none_beyond_the_ends():
    p = prior()
    z = worlds.draw(p, 1024, 1, FREE).z
    values = np.array([p.values(row)["a0"] for row in z])
    # taken from even candidates by chance: half of 1,024, known to some 1 / (2 sqrt(1024)), times three
    assert (values < 1.0).mean() == pytest.approx(0.5, abs=0.05)
    assert 0.0 < values.min() < 0.1
    assert 2.9 < values.max() < 3.0


def test_assumptions_that_say_one_thing_move_as_one():
    p = prior(3, lead=[0, 0, 2])
    assert p.scored == ("a0", "a2")
    for row in worlds.draw(p, 8, 1, FREE).z:
        found = p.values(row)
        assert found["a0"] == found["a1"] != found["a2"]


def test_names_and_seeds_address_draws():
    p = prior()
    one, again, other = (worlds.draw(p, 16, seed, FREE).z for seed in (7, 7, 8))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    # another assumption beside it leaves the draws of the first: what differs is which candidates are taken
    alone = worlds._even(("a0",), 64, 7)
    assert np.array_equal(alone[:, 0], worlds._even(("a0", "b"), 64, 7)[:, 0])


def linear(count, slopes, observed, error, told=None, seed=1):
    """Weighted worlds of a model whose logs of quantities are linear in z, drawn where slopes ``told`` say."""
    p = prior(slopes.shape[1])
    told = slopes if told is None else told
    drawn = worlds.draw(p, count, seed, Observed(told, told, observed, error))
    log = drawn.log_ratio - 0.5 * (((drawn.z @ slopes.T - observed) / error) ** 2).sum(axis=1)
    weight = np.exp(log - log.max())
    return drawn.z, weight / weight.sum()


def effective(weight):
    return 1.0 / (weight**2).sum()


@pytest.mark.parametrize("slack", [1.0, worlds.SLACK])
def test_worlds_of_a_linear_model_have_the_exact_posterior(monkeypatch, slack):
    """Two parameters, two observations: mean and covariance by the normal equations (Tarantola 2005, 3.2)."""
    monkeypatch.setattr(worlds, "SLACK", slack)
    slopes, observed, error = np.array([[1.0, 0.5], [0.2, -0.4]]), np.array([0.8, 0.1]), np.array([0.3, 0.2])
    z, weight = linear(2048, slopes, observed, error)
    precision = np.eye(2) + slopes.T @ np.diag(error**-2.0) @ slopes
    cov = np.linalg.inv(precision)
    mean = cov @ slopes.T @ (observed / error**2)
    if slack == 1.0:
        assert effective(weight) == pytest.approx(2048, rel=1e-9)  # drawn from the posterior: all weigh alike
    # 2,048 worlds from 131,072 even candidates: means known to some 1 / sqrt(2,048) of a standard deviation
    assert weight @ z == pytest.approx(mean, abs=0.03)
    assert np.cov(z.T, aweights=weight) == pytest.approx(cov, abs=0.05)


def test_weights_put_right_a_table_of_slopes_that_is_wrong():
    """Drawn by wrong slopes, weighed by right ones: the exact posterior, from fewer effective worlds."""
    wrong = np.array([[0.6, 0.5]])
    z, weight = linear(4096, np.array([[1.0, 0.0]]), np.array([0.5]), np.array([0.5]), wrong)
    # conjugate: precision 1 + 1 / 0.25, mean 0.5 x 4 / 5; some thousand effective worlds know a mean to 0.03
    assert weight @ z[:, 0] == pytest.approx(0.4, abs=0.04)
    assert weight @ z[:, 1] == pytest.approx(0.0, abs=0.1)
    spread = np.sqrt(weight @ (z[:, 0] - weight @ z[:, 0]) ** 2)
    assert spread == pytest.approx(np.sqrt(0.2), abs=0.04)
    assert effective(weight) < 4096


def test_two_slopes_are_met_where_a_quantity_answers_more_on_one_side(monkeypatch):
    """Log q is 2 z above the centre and z below it: drawn by that table, all worlds weigh alike but a heavy one."""
    monkeypatch.setattr(worlds, "SLACK", 1.0)
    p = prior(1)
    above, below, gap, error = np.array([[2.0]]), np.array([[1.0]]), np.array([0.2]), np.array([0.4])
    drawn = worlds.draw(p, 2048, 1, Observed(above, below, gap, error))
    change = np.where(drawn.z > 0, 2.0 * drawn.z, drawn.z)[:, 0]
    log = drawn.log_ratio - 0.5 * ((change - gap) / error) ** 2
    assert (
        np.abs(log - np.median(log)) > 1e-9
    ).sum() <= 2  # of the tail, taken once where it stands for more
    # the same by quadrature over the normal law
    z = np.linspace(-6, 6, 20_001)
    density = np.exp(-0.5 * z**2 - 0.5 * ((np.where(z > 0, 2 * z, z) - 0.2) / 0.4) ** 2)
    weight = np.exp(log - log.max())
    assert weight @ drawn.z[:, 0] / weight.sum() == pytest.approx(
        (z * density).sum() / density.sum(), abs=0.02
    )


def test_an_observation_that_tells_nothing_leaves_the_prior():
    z, weight = linear(2048, np.array([[0.0, 0.0]]), np.array([3.0]), np.array([0.1]))
    assert np.ptp(weight) < 1e-15
    assert weight @ z == pytest.approx([0.0, 0.0], abs=0.05)  # 2,048 worlds: 1 / sqrt(2,048) is 0.02
    assert np.sqrt(weight @ z**2) == pytest.approx([1.0, 1.0], abs=0.05)


def test_an_observation_of_the_quantity_itself_gives_the_conjugate_answer():
    """Prior 1, error 1: half way to what was observed, with spread 1 / root of 2."""
    z, weight = linear(2048, np.array([[1.0, 0.0]]), np.array([1.0]), np.array([1.0]))
    assert weight @ z[:, 0] == pytest.approx(0.5, abs=0.04)
    assert np.sqrt(weight @ (z[:, 0] - 0.5) ** 2) == pytest.approx(np.sqrt(0.5), abs=0.04)


def test_quantiles_of_a_weighted_sample():
    values = np.arange(1.0, 6.0)
    even = np.ones(5)
    assert quantile(values, even, 0.5) == pytest.approx(3.0, abs=1e-12)
    assert quantile(values, even, 0.0) == 1.0
    assert quantile(values[::-1], even, 0.9) == quantile(values, even, 0.9) == 5.0
    heavy = np.array([1.0, 1.0, 1.0, 1.0, 96.0])
    assert quantile(values, heavy, 0.5) == pytest.approx(4.95, abs=0.05)  # nearly all weight stands at 5
    rng = np.random.default_rng(1)
    sample = rng.standard_normal(20_000)
    weight = rng.random(20_000)
    # weights that know nothing of the values leave the quantile; the error of one of 20,000 is some 0.015
    assert quantile(sample, weight, 0.95) == pytest.approx(stats.norm.ppf(0.95), abs=0.05)


def test_what_is_worked_out_ahead_spoils_no_weight(monkeypatch):
    """A table of slopes that knows nothing of one observation: worked out for candidates, it costs hardly a world."""
    monkeypatch.setattr(worlds, "TRIED", 4)  # one in five of the candidates agrees with it
    right, observed, error = np.array([[1.0, 0.5], [0.2, -2.0]]), np.array([0.5, 1.0]), np.array([0.5, 0.4])
    told = right * [[1.0], [0.0]]
    p = prior()

    def known(z):
        found = (observed - z @ right.T) / error
        found[:, 0] = np.nan  # only a settled state tells the first
        return found

    effective_of = {}
    for name, ahead in (("alone", None), ("ahead", known)):
        drawn = worlds.draw(p, 1024, 1, Observed(told, told, observed, error), ahead)
        log = drawn.log_ratio - 0.5 * (((drawn.z @ right.T - observed) / error) ** 2).sum(axis=1)
        weight = np.exp(log - log.max())
        weight /= weight.sum()
        effective_of[name] = effective(weight)
        precision = np.eye(2) + right.T @ np.diag(error**-2.0) @ right
        mean = np.linalg.solve(precision, right.T @ (observed / error**2))
        # some hundreds of effective worlds at least, of a spread below one half
        assert weight @ drawn.z == pytest.approx(mean, abs=0.08)
    assert effective_of["ahead"] > 800 > 600 > effective_of["alone"]
    assert len(np.unique(drawn.z[:, 0])) == 1024  # no two alike


def test_a_sample_taken_without_repeats_stands_for_all_of_it():
    """Sums over 4,000 shuffles: each thinned sample is expected to give the sum over the whole."""
    log_weight = np.log(np.array([50.0, 3.0, 2.0, 1.0, 1.0, 0.5, 0.5, 1e-9]))
    figure = np.arange(8.0)
    sums = []
    for seed in range(4000):
        chosen, kept = worlds._taken(log_weight, 4, seed)
        assert len(set(chosen.tolist())) == 4
        assert 0 in chosen  # the heaviest is sure
        sums.append((np.exp(kept) * figure[chosen]).sum())
    want = (np.exp(log_weight - log_weight.max()) * figure).sum()
    assert np.mean(sums) == pytest.approx(want, abs=4 * np.std(sums) / np.sqrt(4000))


def test_where_too_few_weigh_anything_the_rest_is_taken_with_no_weight():
    chosen, kept = worlds._taken(np.array([0.0, -np.inf, -np.inf, -1.0, -np.inf]), 4, 1)
    assert {0, 3} <= set(chosen.tolist())
    weight = np.exp(kept)
    assert weight[~np.isin(chosen, [0, 3])] == pytest.approx(0.0, abs=1e-200)
