"""Worlds: what all assumptions may be at once, and draws of them.

Reads   assumptions (low, central, high, varies_with), the table informed
Gives   draws of values of assumptions, and how much likelier each is by the prior than by the way it was drawn

Each assumption has a score from -1 to 1 by the symmetric triangular law: 0 is its central value, -1 and 1 its ends, and
half of the probability lies on either side of the centre. Scores are independent, but that an assumption which
``varies_with`` another has its score. A score comes from a standard normal number z by the laws' quantiles. Numbers z
are drawn by a Sobol sequence, each assumption with a digital shift of its own that its name and the seed address.

Draws lie where the observations leave room. A linear model of the observed quantities, the slopes H of the table
``informed`` with errors R, has z normal around m with covariance C:

    C = I - H'(HH' + R)^-1 H        m = C H' R^-1 (observed - central)

Candidates are drawn from that law, many for each world, and weighed by the prior and by what a model of two slopes for
each assumption, above and below its centre, makes of the observations. A few for each world are taken from them, for
which those observations are worked out that need no settled state; of these the worlds are taken. What is left for the
weights of the worlds is by how much the chain itself agrees better or worse than that model with the other
observations: the table makes draws better, never the answer other.

Reference: Sobol (1967); L'Ecuyer and Lemieux (2002), digital shifts; Tarantola (2005), Inverse Problem Theory, 3.2;
Rubin (1988), sampling and importance resampling; Fearnhead and Clifford (2003), resampling without repeats; Christen
and Fox (2005), a cheap likelihood before the dear one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array, Ints

if TYPE_CHECKING:
    from jibek.record import Facts

# Bits of a digital shift, as many as a Sobol number has.
_BITS = 30

CANDIDATES = 64  # for each world, told by slopes alone, from which it is drawn

TRIED = 2  # for each world, of which the observations are worked out that need no settled state

_LEAST = 1e-300  # a weight that is none, and yet can be taken where too few have one

# The model of slopes errs by some 0.7 to 1 standard errors of an observation: candidates are judged by errors so much
# wider, since a draw narrower than what it stands for leaves a few worlds with all the weight.
SLACK = 1.25


@dataclass(frozen=True, slots=True)
class Prior:
    """Assumptions with a range, in the order of their table.

    low, central, high: shape (assumption,); at: (assumption,), the score that each takes; scored: whose it is.
    """

    names: tuple[str, ...]
    low: Array
    central: Array
    high: Array
    at: Array
    scored: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts) -> Prior:
        """All assumptions whose ends differ."""
        frame = facts.table("assumptions")
        frame = frame[frame["low"] < frame["high"]]
        names = frame["assumption_id"].tolist()
        leads = [n if lead is None else lead for n, lead in zip(names, frame["varies_with"], strict=True)]
        scored = tuple(dict.fromkeys(leads))
        low, central, high = (frame[c].to_numpy(float) for c in ("low", "central", "high"))
        return cls(tuple(names), low, central, high, np.array([scored.index(n) for n in leads]), scored)

    def values(self, z: Array) -> dict[str, float]:
        """Assumptions of a world from its normal numbers, shape (score,)."""
        value = self.value(slice(None), score(z)[self.at])
        return dict(zip(self.names, value.tolist(), strict=True))

    def value(self, at: int | slice, s: Array) -> Array:
        """Values of one assumption, or of each, at scores of it."""
        low, central, high = self.low[at], self.central[at], self.high[at]
        return np.asarray(central + np.where(s > 0, s * (high - central), s * (central - low)))


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known of quantities before a world is settled, on the scale of `observed.coordinate`.

    above, below: (observation, score), change for a unit of z above and below the centre; gap, error: (observation,),
    observed less central, and the standard error; misfit: of changes (world, observation), the gaps that they leave in
    standard errors, where that is not linear.
    """

    above: Array
    below: Array
    gap: Array
    error: Array
    misfit: Callable[[Array], Array] | None = None

    def misfits(self, z: Array) -> Array:
        """Of worlds z, (world, score), by the model of two slopes, in widened errors: (world, observation)."""
        change = np.maximum(z, 0.0) @ self.above.T + np.minimum(z, 0.0) @ self.below.T
        found = (self.gap - change) / self.error if self.misfit is None else self.misfit(change)
        return np.asarray(found / SLACK)


@dataclass(frozen=True, slots=True)
class _Law:
    """Along ``axes``, shape (score, axis), orthonormal, z is normal around ``mean`` (axis,) with standard deviations
    ``spread`` (axis,); across them it is standard normal."""

    axes: Array
    mean: Array
    spread: Array

    @classmethod
    def of(cls, seen: Observed) -> _Law:
        """What observations leave, were everything linear."""
        scaled = 0.5 * (seen.above + seen.below) / seen.error[:, None]
        left, size, axes = np.linalg.svd(scaled, full_matrices=False)
        used = size > 1e-9
        size, axes, left = size[used], axes[used], left[:, used]
        spread = 1.0 / np.sqrt(1.0 + size**2)
        return cls(axes.T, (left.T @ (seen.gap / seen.error)) * size * spread**2, spread)


@dataclass(frozen=True, slots=True)
class Draws:
    """z: shape (draw, score), standard normal numbers; log_ratio: (draw,), log of the prior's density over that by
    which it was drawn; tried: (draw,), its place among the candidates that were worked out."""

    z: Array
    log_ratio: Array
    tried: Ints


def score(z: Array) -> Array:
    """Scores of standard normal numbers: quantile of the triangular law on -1 to 1 at their probability."""
    from scipy.special import ndtr

    below = ndtr(-np.abs(z))  # the lesser side, exact in the tail
    return np.asarray(np.sign(z) * (1.0 - np.sqrt(2.0 * below)))


def draw(
    prior: Prior, count: int, seed: int, seen: Observed, known: Callable[[Array], Array] | None = None
) -> Draws:
    """So many worlds, no two alike, where the observations leave room for them.

    Parameters
    ----------
    known
        Misfits of worlds z, (world, score), worked out, in standard errors, (world, observation); not a number where
        only a settled state tells. Absent: slopes alone tell.
    """
    from scipy.special import ndtri

    law = _Law.of(seen)
    free = ndtri(_even(prior.scored, CANDIDATES * _power_of_two(count), seed))
    along = free @ law.axes
    moved = law.mean + along * law.spread
    z = free + (moved - along) @ law.axes.T
    log_ratio = 0.5 * (along**2 - moved**2).sum(axis=1)
    told = seen.misfits(z)
    likely = _log_likelihood(told)
    chosen, log_ratio = _taken(log_ratio + likely, count if known is None else TRIED * count, seed)
    z, told, likely = z[chosen], told[chosen], likely[chosen]
    tried = np.arange(len(z))
    if known is not None:
        exact = known(z)
        better = _log_likelihood(np.where(np.isnan(exact), told, exact))
        tried, log_ratio = _taken(log_ratio + better - likely, count, seed)
        z, likely = z[tried], better[tried]
    return Draws(z, log_ratio - likely, tried)


def _log_likelihood(misfits: Array) -> Array:
    """Log density by misfits in standard errors, (world, observation), up to a constant; shape (world,)."""
    return np.asarray(-0.5 * (misfits**2).sum(axis=1))


def _taken(log_weight: Array, count: int, seed: int) -> tuple[Ints, Array]:
    """So many of a weighted sample, each at most once, and the logs of weights with which they stand for all of it.

    One is taken with a probability of its weight times a factor, or surely where that exceeds 1. Then it keeps its
    weight; the others, each taken for some that were not, weigh alike.
    """
    weight = np.maximum(np.exp(log_weight - log_weight.max()), _LEAST)
    falling = np.sort(weight)[::-1]
    rest = np.cumsum(falling[::-1])[::-1]
    # With the k heaviest taken surely, the factor is what is left to take over what is left to weigh.
    factors = (count - np.arange(count)) / rest[:count]
    factor = factors[np.argmax(factors * falling[:count] <= 1.0)]
    chance = np.minimum(factor * weight, 1.0)
    # Even steps through a Sobol sequence take points that are alike: the sample is shuffled first.
    order = np.random.default_rng([seed, count]).permutation(len(weight))
    chosen = order[np.searchsorted(np.cumsum(chance[order]), np.arange(count) + 0.5)]
    return chosen, np.log(weight[chosen] / chance[chosen])


def _even(names: tuple[str, ...], count: int, seed: int) -> Array:
    """Shifted Sobol points within (0, 1), shape (count, name)."""
    from scipy.stats import qmc

    points = qmc.Sobol(len(names), scramble=False, bits=_BITS).random(_power_of_two(count))[:count]
    digits = (points * 2**_BITS).astype(np.int64)
    shifts = [np.random.default_rng([seed, zlib.crc32(n.encode())]).integers(2**_BITS) for n in names]
    return np.asarray(((digits ^ np.array(shifts)) + 0.5) / 2**_BITS)


def _power_of_two(count: int) -> int:
    return 1 << max(count - 1, 0).bit_length()


def slopes_of(facts: Facts, prior: Prior, observations: tuple[str, ...]) -> tuple[Array, Array]:
    """Slopes of the table ``informed`` above and below the centre, shape (observation, score) each: 0 where it has
    none; where it gives one, it is that of both sides."""
    above, below = np.zeros((2, len(observations), len(prior.scored)))
    where: Mapping[str, int] = {name: i for i, name in enumerate(prior.scored)}
    for row in facts.table("informed").to_dict("records"):
        if row["observation_id"] in observations and row["assumption_id"] in where:
            at = observations.index(row["observation_id"]), where[row["assumption_id"]]
            above[at] = row["slope"]
            below[at] = row["slope"] if row["slope_below"] != row["slope_below"] else row["slope_below"]
    return above, below
