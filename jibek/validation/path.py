"""The path of counts through the years: what published figures say of the days between and beyond them.

Method  the logarithm of a count's rate moves as a random walk in continuous time, one part of it shared by all counts
        of a kind, one by those of a group, one its own; a kind has a trend besides, and what began lately begins
        small. A published figure is the mean of
        the path over its days, with the noise of months and of print. Everything is normal, so what is asked follows
        by conditioning (kriging): between two figures the log-linear path, beyond the last its carrying on with the
        growth of kind and group, and every figure weighs by its precision.

    figure  2022   1.00       asked 2023   1.41   (P10-P90 as the walk strays between)
    figure  2024   2.00
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.ground.arrays import Array, Ints
from jibek.ground.vocabulary import FIGURE_KINDS

if TYPE_CHECKING:
    from jibek.record import Facts

Mean = tuple[str, str, str, float, float, float]

_START = 1985.0  # the walks begin before the first year of any count; where, the level's free spread makes no matter
_FREE = 10.0  # spread of the level of a count in logarithms: nothing is known of it beforehand
_ROUNDS, _STEP, _STILL = 100, 0.5, 1e-6  # of the search for the path that figures over many years lead to
_MIDDLE = 2020.0  # trends turn about this year; free levels make it no matter


@dataclass(frozen=True, slots=True)
class Errors:
    """Spreads of logarithms: of the walks in a year, of a trend, of a year's mean, between counts of one level, of what
    a service grows by from its beginning (start: its mean), of figures by kind, of the model."""

    own: float
    near: float
    far: float
    trend: float
    month: float
    level: float
    young: float
    start: float
    figure: dict[str, float]
    model: float

    @classmethod
    def of(cls, facts: Facts) -> Errors:
        """As assumed."""
        a = facts.assume
        return cls(
            own=a("volume_step_own"),
            near=a("volume_step_near"),
            far=a("volume_step_far"),
            trend=a("volume_trend"),
            month=a("volume_month_noise"),
            level=a("volume_level_error"),
            young=a("volume_young_error"),
            start=a("volume_young_start"),
            figure={k: a(f"volume_{k}_error") for k in FIGURE_KINDS},
            model=a("volume_model_error"),
        )


@dataclass(frozen=True, slots=True)
class Means:
    """Means of paths over intervals of time, of each its count, level, family and the year that the count began in.

    first, last, began: years, shape (n,); began is far back where it is not known.
    """

    count: tuple[str, ...]
    level: tuple[str, ...]
    family: tuple[str, ...]
    began: Array
    first: Array
    last: Array

    @classmethod
    def of(cls, rows: Sequence[Mean]) -> Means:
        """From rows of count, level, family, began, first, last."""
        counts, levels, families, *times = zip(*rows, strict=True)
        return cls(tuple(counts), tuple(levels), tuple(families), *(np.array(t, float) for t in times))

    @property
    def youth(self) -> Array:
        """What is left of the beginning: 1 on the first day, a half after a year, shape (n,)."""
        out: Array = 1.0 / (1.0 + np.maximum(0.5 * (self.first + self.last) - self.began, 0.0))
        return out


def covariance(a: Means, b: Means, errors: Errors) -> Array:
    """Covariance of two lists of means of paths, without the noise of figures, shape (a, b)."""
    kind = _same([f.partition("/")[0] for f in a.family], [f.partition("/")[0] for f in b.family])
    group, own = _same(a.family, b.family), _same(a.count, b.count)
    level = _same(a.level, b.level)
    length = (a.last - a.first)[:, None] * (b.last - b.first)[None, :]
    walk = _walked(a, b) / length
    trend = (0.5 * (a.first + a.last) - _MIDDLE)[:, None] * (0.5 * (b.first + b.last) - _MIDDLE)[None, :]
    both = np.minimum(a.last[:, None], b.last) - np.maximum(a.first[:, None], b.first)
    months = np.maximum(both, 0.0) / length
    out: Array = (
        kind * (errors.far**2 * walk + errors.trend**2 * trend)
        + group * errors.near**2 * walk
        + level * (_FREE**2 + errors.young**2 * np.outer(a.youth, b.youth))
        + own * (errors.level**2 + errors.own**2 * walk + errors.month**2 * months)
    )
    return out


def _same(a: Sequence[str], b: Sequence[str]) -> Array:
    return (np.array(a, object)[:, None] == np.array(b, object)[None, :]).astype(float)


def _walked(a: Means, b: Means) -> Array:
    """The covariance min(s, t) of a random walk, integrated over each pair of intervals, shape (a, b)."""

    def whole(x: Array, y: Array) -> Array:
        low, high = np.minimum(x, y), np.maximum(x, y)
        return low**2 * high / 2.0 - low**3 / 6.0

    af, al, bf, bl = (np.asarray(t) - _START for t in (a.first, a.last, b.first, b.last))
    af, al = af[:, None], al[:, None]
    return whole(al, bl) - whole(af, bl) - whole(al, bf) + whole(af, bf)


def condition(
    known: Means, value: Array, noise: Array, asked: Means, errors: Errors, figure: Ints | None = None
) -> tuple[Array, Array]:
    """Mean and covariance of what is asked, given figures.

    Parameters
    ----------
    known : shape (n,)
        Means of paths over the days of figures; a figure over many years has one for each year.
    value, noise : shape (figure,)
        Logarithms of the mean rates that figures give, and the variances of their noise.
    asked : shape (m,)
    figure : shape (n,)
        The figure of each of ``known``; None: each has its own. The mean rate of a figure of several is the mean of
        the exponentials by their lengths, made linear about the path that it leads to (Gauss-Newton).

    Returns
    -------
    shape (m,), shape (m, m)
    """
    small, prior = -errors.start * asked.youth, covariance(asked, asked, errors)
    if not len(value):
        return small, prior
    figure = np.arange(len(value)) if figure is None else figure
    begun, of_known = -errors.start * known.youth, covariance(known, known, errors)
    cross = covariance(asked, known, errors)
    part = np.zeros((len(value), len(figure)))
    part[figure, np.arange(len(figure))] = known.last - known.first
    part /= part.sum(axis=1)[:, None]
    at = value[figure]
    for _ in range(_ROUNDS):
        rate = part * np.exp(at)
        share = rate / rate.sum(axis=1)[:, None]
        told = value - np.log(rate.sum(axis=1)) + share @ at
        gram = share @ of_known @ share.T + np.diag(noise)
        gain = np.linalg.solve(gram, told - share @ begun)
        moved = begun + of_known @ share.T @ gain - at
        if np.abs(moved).max() < _STILL or len(value) == len(figure):
            break
        at = at + _STEP * moved
    weight = np.linalg.solve(gram, share @ cross.T).T
    return small + weight @ (told - share @ begun), prior - weight @ share @ cross.T
