"""Addressed draws against published test vectors and against the laws they claim to follow."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from jibek.simulation import draws

AT = {"seed": 7, "replication": 3, "station": 11, "purpose": 5}
N = 50_000


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ([0, 0, 0, 0], (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 4, (0xFFFFFFFF, 0xFFFFFFFF), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_published_words(counter, key, expected):
    """Known answers for philox4x32-10, printed with Random123 (Salmon et al., 2011)."""
    words = draws.words(np.array([counter], dtype=np.uint32), key)
    assert " ".join(f"{w:08x}" for w in words[0]) == expected


@pytest.mark.parametrize(
    ("values", "law"),
    [
        (draws.uniforms(N, low=2.0, high=5.0, **AT), stats.uniform(2, 3)),
        (draws.exponentials(N, 4.0, **AT), stats.expon(scale=4)),
        (draws.gammas(N, 3.0, 0.62, **AT), stats.gamma(1 / 0.62**2, scale=3 * 0.62**2)),
        (draws.gammas(N, 3.0, 1.5, **AT), stats.gamma(1 / 2.25, scale=3 * 2.25)),
        (
            draws.lognormals(N, 12.0, 4.2, **AT),
            stats.lognorm(np.sqrt(np.log1p(0.1225)), scale=12 / np.sqrt(1.1225)),
        ),
    ],
    ids=["uniform", "exponential", "gamma", "gamma below one", "lognormal"],
)
def test_draws_follow_their_law(values, law):
    """Kolmogorov-Smirnov at 1e-4: five tests with a fixed seed, so chance fails the set less than once in 2,000."""
    assert stats.kstest(values, law.cdf).pvalue > 1e-4


def test_a_draw_depends_on_its_address_alone():
    whole = draws.gammas(100, 1.0, 0.9, **AT)
    assert np.array_equal(draws.gammas(30, 1.0, 0.9, first=50, **AT), whole[50:80])
    for name in AT:
        assert not np.array_equal(draws.gammas(100, 1.0, 0.9, **{**AT, name: AT[name] + 1}), whole)


def test_draws_that_are_kept_are_the_same_however_they_were_asked_for():
    """The same bits, whatever mean and spread were asked for before; gammas with refused attempts and of both forms."""
    where = {**AT, "seed": 8}
    for of, law in (
        (draws.lognormals, {"mean": 12.0, "sd": 4.2}),
        (draws.lognormals, {"mean": 6.0, "sd": 1.0}),
        (draws.gammas, {"mean": 1.0, "cv": 0.62}),
        (draws.gammas, {"mean": 2.0, "cv": 0.98}),
        (draws.gammas, {"mean": 1.0, "cv": 1.4}),
    ):
        for count, first in ((10, 0), (500, 0), (30, 480), (20, 3)):
            plain = of(count, **law, first=first, **where)
            assert np.array_equal(of(count, **law, first=first, kept=True, **where), plain)


def test_entities_are_not_correlated_with_their_neighbours():
    """Lag-one correlation of independent draws is below five standard errors."""
    u = draws.uniforms(N, **AT)
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 5 / np.sqrt(N)


def test_no_spread_gives_the_mean():
    assert np.array_equal(draws.gammas(3, 2.0, 0.0, **AT), np.full(3, 2.0))
    assert np.allclose(draws.lognormals(3, 2.0, 0.0, **AT), 2.0, rtol=1e-15)
    assert np.array_equal(draws.lognormals(3, 0.0, 0.0, **AT), np.zeros(3))


def test_a_shorter_mean_scales_every_clearance():
    """The same luck at 6 h as at 12 h: rounding of exp and log leaves 1e-12."""
    long, short = (draws.lognormals(1000, m, 0.35 * m, **AT) for m in (12.0, 6.0))
    assert np.allclose(short / long, 0.5, rtol=1e-12)
