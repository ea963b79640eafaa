"""Days as a distribution: each arc's stated range and each gateway's played waits, drawn and added.

Method  Latin hypercube sampling (McKay, Beckman and Conover, 1979), one addressed Philox stream per arc and
        facility, so that an arc has the same draws in every itinerary and a difference of two itineraries
        carries no noise of its own. Hours of an arc are lognormal with the stated mean and P90; one common
        factor makes a slow journey slow on all its arcs (assumption ``leg_time_correlation``).

Every row of draws has exactly its mean: the mean of a sum is the sum of the means, to the last digit.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from jibek.ground.arrays import Array, Ints
from jibek.ground.uncertainty import Z90 as _Z90

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 4000


def sigma(mean: Array, p90: Array) -> Array:
    """Spread of the logarithm of a lognormal with the given mean and P90.

    From ``p90 / mean = exp(z s - s^2 / 2)``, the smaller root; the ratio of a lognormal cannot exceed
    ``exp(z^2 / 2) = 2.27``, a larger one is read as that limit; a P90 at or below the mean is no spread.

    Parameters
    ----------
    mean, p90 : shape (n,), hours
    """
    ratio = np.ones_like(mean)
    np.divide(p90, mean, out=ratio, where=(mean > 0) & np.isfinite(p90))
    return _Z90 - np.sqrt(np.maximum(_Z90**2 - 2 * np.log(np.maximum(ratio, 1.0)), 0.0))


def stratified(key: str, seed: int, count: int = DRAWS) -> Array:
    """The midpoints of ``count`` equal parts of (0, 1) in an order that only the key and the seed decide."""
    out: Array = (order(key, seed, count) + 0.5) / count
    return out


@lru_cache(maxsize=1)
def scores(count: int = DRAWS) -> Array:
    """Standard normal scores of the midpoints of ``count`` equal parts of (0, 1); not to be written to."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(count) + 0.5) / count))


def order(key: str, seed: int, count: int) -> Ints:
    """The order of ``count`` things that only the key and the seed decide."""
    digest = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
    rng = np.random.Generator(np.random.Philox(key=np.array([seed, digest], dtype=np.uint64)))
    return rng.permutation(count)


@lru_cache(maxsize=1024)
def normals(key: str, seed: int, count: int) -> Array:
    """`stratified`, as standard normal scores; remembered within the process and not to be written to."""
    out: Array = scores(count)[order(key, seed, count)]
    return out


def arc_hours(
    arc_ids: list[str],
    mean: Array,
    p90: Array,
    *,
    correlation: float,
    seed: int,
    count: int = DRAWS,
    scored: Array | None = None,
) -> Array:
    """Draws of the hours of each arc.

    Parameters
    ----------
    arc_ids
        Address of each arc's draws.
    mean, p90 : shape (arc,), hours
    correlation
        Share of the variance (of the logarithm) that all arcs of a journey have in common, 0 to 1.
    scored : shape (draw,)
        ``scores`` where they are at hand: SciPy need not be loaded for them.

    Returns
    -------
    shape (arc, draw), hours; each row's mean is ``mean``.
    """
    spread = sigma(mean, p90)
    own = normals if scored is None else partial(_picked, scored)
    common = own("common", seed, count)
    out = np.repeat(mean[:, None], count, axis=1)
    for i in np.flatnonzero((spread > 0) & (mean > 0)):
        z = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own(f"arc:{arc_ids[i]}", seed, count)
        row = np.exp(spread[i] * z)
        out[i] = mean[i] * row / row.mean()
    return out


def _picked(scored: Array, key: str, seed: int, count: int) -> Array:
    out: Array = scored[order(key, seed, count)]
    return out


class Waits:
    """Waits at facilities: played quantiles where there are any, elsewhere the loaded network's mean delay.

    Parameters
    ----------
    facility_ids
        ``GATEWAY:out``, ``GATEWAY:in`` or a link.
    delay_hours : shape (facility,)
        Mean delay on the loaded network.
    quantiles
        ``simulation.quantiles`` (gateway_id, direction, quantile, hours_open_days): itineraries are of days on which
        nothing is shut; None before anything is played.
    """

    def __init__(self, facility_ids: list[str], delay_hours: Array, quantiles: pd.DataFrame | None) -> None:
        self.ids = facility_ids
        self.mean = np.asarray(delay_hours, float).copy()
        self.curves: dict[int, tuple[Array, Array]] = {}
        if quantiles is None or not len(quantiles):
            return
        known = {f: i for i, f in enumerate(facility_ids)}
        middle = (np.arange(DRAWS) + 0.5) / DRAWS
        for (gateway, direction), part in quantiles.groupby(["gateway_id", "direction"], sort=True):
            i = known.get(f"{gateway}:{direction}")
            if i is None or part["hours_open_days"].isna().any():
                continue
            part = part.sort_values("quantile")
            q, h = (
                part["quantile"].to_numpy(float),
                np.maximum.accumulate(part["hours_open_days"].to_numpy(float)),
            )
            self.curves[i] = (q, h)
            self.mean[i] = float(np.interp(middle, q, h).mean())

    @classmethod
    def kept(cls, facility_ids: list[str], mean: Array, curves: dict[int, tuple[Array, Array]]) -> Waits:
        """Waits as they were worked out: ``mean`` and ``curves`` of another one."""
        waits = cls(facility_ids, mean, None)
        waits.curves = curves
        return waits

    def draw(self, facility: int, seed: int, count: int = DRAWS) -> Any:
        """Draws of one facility's wait, shape (draw,), hours; a plain number where only the mean is known."""
        if facility not in self.curves:
            return self.mean[facility]
        return np.interp(stratified(f"wait:{self.ids[facility]}", seed, count), *self.curves[facility])
