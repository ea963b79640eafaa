"""Delay at facilities against load, in the form that the solver's inner loop evaluates.

Two forms share one kernel: curves given by knots (value and slope at each, a cubic between, a straight line
beyond the last), and the power law of road networks, ``scale * (load / capacity) ** power``
(Bureau of Public Roads, 1964).
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import lean
from jibek.ground.errors import InputError, Problem

KNOTS, POWER = 0, 1

# The cubic between two knots must reproduce the curve it stands for to a thousandth of the gap that flows are
# solved to (1e-4); otherwise knots are added.
_FIT = 1e-7

_MOST_KNOTS = 4096


class DelayCurves(Protocol):
    """What the solver asks of the curves of ``simulation``: load is the ratio to capacity, hours the mean delay."""

    @property
    def load(self) -> Array:
        """Shape (facility, knot), rising from 0."""

    def evaluate(self, load: Array) -> tuple[Array, Array]:
        """Hours and their derivative at one load for each facility, shape (facility,)."""


class Delay(NamedTuple):
    """kind: KNOTS or POWER; at, value, slope: shape (facility, knot); capacity: units a day, shape (facility,).

    KNOTS: hours ``value`` and hours per ratio ``slope`` at the ratio ``at`` of load to capacity.
    POWER: one knot, ``at`` is the power and ``value`` the scale.
    """

    kind: int
    at: Array
    value: Array
    slope: Array
    capacity: Array

    def evaluate(self, load: Array) -> tuple[Array, Array]:
        """Hours and hours per unit a day, shape (facility,) each, at loads in units a day."""
        hours, slope = np.empty(len(load)), np.empty(len(load))
        evaluate_all(self, np.array(load, np.float64), hours, slope)
        return hours, slope


def from_curves(curves: DelayCurves, capacity: Array) -> Delay:
    """The curves as knots, refined until the cubic between knots agrees with ``curves.evaluate``.

    Raises
    ------
    InputError
        ``flows.bad_curve``: a curve that is not finite or falls somewhere, by facility.
    """
    at = np.array(curves.load, np.float64)
    while True:
        values = [curves.evaluate(at[:, k].copy()) for k in range(at.shape[1])]
        hours = np.array([v[0] for v in values], np.float64).T.copy()
        slope = np.array([v[1] for v in values], np.float64).T.copy()
        _refuse_bad(hours, slope)
        delay = Delay(KNOTS, at, hours, slope, np.array(capacity, np.float64))
        middle = 0.5 * (at[:, 1:] + at[:, :-1])
        if at.shape[1] * 2 > _MOST_KNOTS or _agrees(delay, curves, middle):
            return delay
        finer = np.empty((len(at), 2 * at.shape[1] - 1))
        finer[:, ::2] = at
        finer[:, 1::2] = middle
        at = finer


def from_power(scale: Array, power: Array, capacity: Array) -> Delay:
    """The power law, shape (facility,) each."""
    column = np.array(power, np.float64)[:, None]
    return Delay(
        POWER,
        column,
        np.array(scale, np.float64)[:, None],
        np.zeros_like(column),
        np.array(capacity, np.float64),
    )


def _agrees(delay: Delay, curves: DelayCurves, middle: Array) -> bool:
    for k in range(middle.shape[1]):
        expected = np.asarray(curves.evaluate(middle[:, k].copy())[0])
        found = delay.evaluate(middle[:, k] * delay.capacity)[0]
        if np.any(np.abs(found - expected) > _FIT * np.maximum(np.abs(expected), 1e-3)):
            return False
    return True


def _refuse_bad(hours: Array, slope: Array) -> None:
    bad = ~np.isfinite(hours).all(axis=1) | ~np.isfinite(slope).all(axis=1) | (slope < 0).any(axis=1)
    if bad.any():
        raise InputError(
            "flows.bad_curve",
            f"{int(bad.sum())} delay curve(s) cannot be used",
            [
                Problem(
                    "flows.bad_curve",
                    "simulation.curves",
                    row=int(f),
                    column="hours",
                    expected="finite hours that never fall with load",
                    fix="Rebuild the curve of this facility.",
                )
                for f in np.flatnonzero(bad)
            ],
        )


@lean()
def evaluate_one(delay: Delay, f: int, load: float) -> tuple[float, float]:
    """Hours and hours per unit a day of facility ``f`` at a load in units a day."""
    kind, at, value, slope, capacity = delay
    ratio = load / capacity[f]
    if kind == POWER:
        scale, power = value[f, 0], at[f, 0]
        if scale == 0.0:
            return 0.0, 0.0
        if ratio <= 0.0:
            return 0.0, (scale / capacity[f] if power == 1.0 else 0.0)
        if power == 4.0:
            cube = ratio * ratio * ratio
            return scale * cube * ratio, 4.0 * scale * cube / capacity[f]
        if power == 1.0:
            return scale * ratio, scale / capacity[f]
        below = ratio ** (power - 1.0)
        return scale * below * ratio, scale * power * below / capacity[f]
    last = at.shape[1] - 1
    if ratio >= at[f, last]:
        return value[f, last] + slope[f, last] * (ratio - at[f, last]), slope[f, last] / capacity[f]
    if ratio <= at[f, 0]:
        return value[f, 0] + slope[f, 0] * (ratio - at[f, 0]), slope[f, 0] / capacity[f]
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) >> 1
        if at[f, middle] <= ratio:
            low = middle
        else:
            high = middle
    width = at[f, high] - at[f, low]
    t = (ratio - at[f, low]) / width
    # Cubic Hermite polynomial by its Taylor coefficients at the lower knot.
    rise = value[f, high] - value[f, low]
    left, right = slope[f, low] * width, slope[f, high] * width
    c2 = 3.0 * rise - 2.0 * left - right
    c3 = left + right - 2.0 * rise
    hours = value[f, low] + t * (left + t * (c2 + t * c3))
    return hours, (left + t * (2.0 * c2 + 3.0 * t * c3)) / (width * capacity[f])


@lean()
def evaluate_all(delay: Delay, load: Array, hours: Array, per_unit: Array) -> None:
    """``evaluate_one`` for every facility into ``hours`` and ``per_unit``."""
    for f in range(len(load)):
        hours[f], per_unit[f] = evaluate_one(delay, f, load[f])
