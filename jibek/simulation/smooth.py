"""A convex, increasing, once differentiable curve through noisy points, and its evaluation.

The slope is piecewise linear between knots, so the curve is piecewise quadratic: convex exactly if the slopes at
the knots do not fall. With the slope's steps as unknowns (none below zero) the nearest such curve is a
non-negative least-squares problem (Lawson and Hanson, 1974); no point is fitted by hand.
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Floats


def fit_convex(at: Floats, hours: Floats, knots: Floats) -> tuple[Floats, Floats]:
    """The nearest convex increasing curve, by relative error (of ``hours`` plus one hour).

    Parameters
    ----------
    at, hours : shape (point,)
        Loads, ascending, and hours >= 0.
    knots : shape (knot,)
        Ascending from 0.

    Returns
    -------
    hours, slope : shape (knot,)
        Hours and hours per unit of load at the knots.
    """
    from scipy.optimize import nnls

    basis = np.column_stack([np.ones(len(at)), at, *(_ramp(at, knots, j) for j in range(1, len(knots)))])
    weight = 1.0 / (hours + 1.0)
    scale = np.maximum(np.abs(basis * weight[:, None]).max(axis=0), 1e-300)
    found, _ = nnls(basis * weight[:, None] / scale, hours * weight)
    steps = found / scale
    slope = np.cumsum(steps[1:])
    return integrate(knots, slope, float(steps[0])), slope


def _ramp(at: Floats, knots: Floats, j: int) -> Floats:
    """Integral up to ``at`` of a slope that rises from 0 at knot j - 1 to 1 at knot j and stays there."""
    width = knots[j] - knots[j - 1]
    inside = np.clip(at - knots[j - 1], 0.0, width)
    return np.asarray(inside**2 / (2.0 * width) + np.maximum(at - knots[j], 0.0))


def integrate(knots: Floats, slope: Floats, first: float) -> Floats:
    """Hours at the knots from the slopes there: shape (knot,)."""
    return np.concatenate([[first], first + np.cumsum(np.diff(knots) * 0.5 * (slope[1:] + slope[:-1]))])


def evaluate(load: Floats, knots: Floats, hours: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """Hours and hours per unit of load of many curves, each at its own load.

    Parameters
    ----------
    load : shape (curve,)
        Not below 0.
    knots, hours, slope : shape (curve, knot)
        As :func:`fit_convex` gives them.

    Returns
    -------
    hours, slope : shape (curve,)
        Beyond the last knot the curve goes on in a straight line.
    """
    last = knots.shape[1] - 1
    j = np.clip((knots <= load[:, None]).sum(axis=1) - 1, 0, last)
    rows = np.arange(len(load))
    nxt = np.minimum(j + 1, last)
    ahead = load - knots[rows, j]
    width = np.where(nxt > j, knots[rows, nxt] - knots[rows, j], 1.0)
    bend = (slope[rows, nxt] - slope[rows, j]) / width
    return hours[rows, j] + ahead * (slope[rows, j] + 0.5 * bend * ahead), slope[rows, j] + bend * ahead
