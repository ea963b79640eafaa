"""Choice of mode and corridor: an incremental nested logit, pivoted on what was published.

Utility of corridor c for a pair = -scale * generalised cost + constant of corridor and class.
Constants are found once, in the run that is its own base, so that the published rows are met; scenarios reuse them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray


def nested_shares(utility: np.ndarray, land: np.ndarray, scale: float) -> np.ndarray:
    """Two-level nested logit: sea alone, the land corridors in one nest.

    Parameters
    ----------
    utility
        shape (pair, corridor); ``-inf`` where a corridor is not open to the pair.
    land
        shape (corridor,), true for corridors in the land nest.
    scale
        Dissimilarity of the land nest, in (0, 1]; 1 gives the plain logit.

    Returns
    -------
    shape (pair, corridor)
        Shares; a row sums to 1, or to 0 where nothing is open.

    References
    ----------
    Daly and Zachary (1978); Ortuzar and Willumsen (2011), Modelling Transport, ch. 7.
    """
    inner = np.where(land, utility / scale, -np.inf)
    top = inner.max(axis=1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    weight = np.exp(inner - top)
    total = weight.sum(axis=1, keepdims=True)
    within = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    with np.errstate(divide="ignore"):
        inclusive = np.where(total > 0, scale * (top + np.log(total)), -np.inf)
    alone = np.where(land, -np.inf, utility)
    upper = np.concatenate([alone, inclusive], axis=1)
    peak = upper.max(axis=1, keepdims=True)
    peak = np.where(np.isfinite(peak), peak, 0.0)
    mass = np.exp(upper - peak)
    mass_sum = mass.sum(axis=1, keepdims=True)
    probability = np.divide(mass, mass_sum, out=np.zeros_like(mass), where=mass_sum > 0)
    return probability[:, :-1] + probability[:, -1:] * within


def logsum_cost(utility: Array, land: Array, scale: float, per_usd: float) -> Array:
    """Cost of the choice as a whole, USD per tonne: minus the inclusive value over the scale.

    It never exceeds the cheapest corridor's disutility, and falls when any corridor gets cheaper.

    Parameters
    ----------
    utility, land, scale
        As in `nested_shares`.
    per_usd
        Utility of one USD per tonne, positive.

    Returns
    -------
    shape (pair,)
        USD per tonne, up to the constant that all corridors share; ``inf`` where nothing is open.
    """
    inner = np.where(land, utility / scale, -np.inf)
    top = np.where(np.isfinite(inner.max(axis=1)), inner.max(axis=1), 0.0)
    total = np.exp(inner - top[:, None]).sum(axis=1)
    with np.errstate(divide="ignore"):
        nest = np.where(total > 0, scale * (top + np.log(total)), -np.inf)
    upper = np.concatenate([np.where(land, -np.inf, utility), nest[:, None]], axis=1)
    peak = np.where(np.isfinite(upper.max(axis=1)), upper.max(axis=1), 0.0)
    with np.errstate(divide="ignore"):
        inclusive = peak + np.log(np.exp(upper - peak[:, None]).sum(axis=1))
    return -inclusive / per_usd


@dataclass(frozen=True, slots=True)
class Fit:
    """constants: shape (target,); error: largest relative miss of a target; iterations."""

    constants: Array
    error: float
    iterations: int


def fit_constants(
    systematic: Array,
    tonnes: Array,
    land: Array,
    scale: float,
    carries: Array,
    counts: Array,
    target: Array,
    start: Array | None = None,
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 60,
) -> Fit:
    """Constants that make the tonnes counted for each target equal to it.

    Parameters
    ----------
    systematic
        shape (pair, corridor); utility without constants, ``-inf`` where closed.
    tonnes
        shape (pair,); tonnes a year to be split.
    land, scale
        As in `nested_shares`.
    carries
        shape (pair, corridor), int; the constant in the cell's utility, -1 for none.
    counts
        shape (pair, corridor), int; the target that the cell's tonnes count for, -1 for none.
    target
        shape (constant,); tonnes a year.
    start
        shape (constant,); first guess, zeros by default.

    Returns
    -------
    Fit
        ``error`` above ``tolerance`` means that the targets cannot all be met; the caller decides.

    Notes
    -----
    Newton in logs, the Jacobian by differences and kept while it serves; where Newton does not help, the contraction
    of Berry, Levinsohn and Pakes (1995).
    """
    count = len(target)
    carried = np.where(carries < 0, count, carries)
    counted = np.where(counts < 0, count, counts).ravel()

    def miss(constants: Array) -> Array:
        utility = systematic + np.append(constants, 0.0)[carried]
        flow = nested_shares(utility, land, scale) * tonnes[:, None]
        model = np.bincount(counted, weights=flow.ravel(), minlength=count + 1)[:count]
        return np.log(np.maximum(model, 1e-12) / target)

    constants = np.zeros(count) if start is None else start.astype(float).copy()
    now = miss(constants)
    jacobian: Array | None = None
    iteration = 0
    while iteration < max_iterations and np.abs(now).max(initial=0.0) > tolerance:
        iteration += 1
        if jacobian is None:
            jacobian = _jacobian(miss, constants, now)
        step = -np.linalg.lstsq(jacobian, now, rcond=None)[0]
        tried = constants + np.clip(step, -3.0, 3.0)
        after = miss(tried)
        worse = np.abs(after).max() > 0.5 * np.abs(now).max()
        if np.abs(after).max() >= np.abs(now).max():
            tried = constants - scale * np.clip(now, -3.0, 3.0)
            after = miss(tried)
        constants, now = tried, after
        if worse:
            jacobian = None
    return Fit(constants, float(np.expm1(np.abs(now).max(initial=0.0))), iteration)


def _jacobian(miss: Callable[[Array], Array], constants: Array, now: Array) -> Array:
    """Differences of the log misses by each constant; the step is far above rounding, far below curvature."""
    width = 1e-5
    columns = [(miss(constants + width * unit) - now) / width for unit in np.eye(len(constants))]
    return np.stack(columns, axis=1)
