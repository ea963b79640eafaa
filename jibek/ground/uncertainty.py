"""Quantiles that several rooms use: of weighted samples, each value sharp or blurred; of the normal law."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from jibek.ground.arrays import Array


def quantile(values: Array, weights: Array, probability: float) -> float:
    """Quantile of a weighted sample: the distribution rises by each weight evenly around its value.

    Parameters
    ----------
    values, weights : shape (draw,)
        At least one; weights are not negative and not all 0.

    >>> quantile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]), 0.5)
    2.0
    """
    order = np.argsort(values, kind="stable")
    weight = weights[order] / weights.sum()
    return float(np.interp(probability, np.cumsum(weight) - 0.5 * weight, values[order]))


_PARTS = 199
_SCORES = [NormalDist().inv_cdf((i + 0.5) / _PARTS) for i in range(_PARTS)]


def blurred(values: Array, weights: Array, error: float) -> tuple[Array, Array]:
    """A weighted sample each of whose values is lognormal about itself, as a longer sample.

    Parameters
    ----------
    values, weights : shape (draw,)
    error
        Standard deviation of the log; 0: the sample itself.
    """
    if error == 0.0:
        return values, weights
    return (values[:, None] * np.exp(error * np.array(_SCORES))).ravel(), np.repeat(weights / _PARTS, _PARTS)


Z90 = 1.2815515655446004  # the 90 % point of the normal law
