"""Choice of mode and corridor: an incremental nested logit, pivoted on what was published.

Utility of corridor c for a pair = -per_usd * generalised cost + constant of corridor and class, where ``per_usd`` is
what a dollar weighs (sensitivity.py).
Constants are found once, in the run that is its own base, so that the published rows are met; scenarios reuse them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import kernel, lean


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
    return chosen(utility, land, scale)[0]


def logsum_cost(utility: Array, land: Array, scale: float, per_usd: Array | float) -> Array:
    """Cost of the choice as a whole, USD per tonne: minus the inclusive value over the scale.

    It never exceeds the cheapest corridor's disutility, and falls when any corridor gets cheaper.

    Parameters
    ----------
    utility, land, scale
        As in `nested_shares`.
    per_usd
        Utility of one USD per tonne, positive; shape (pair,) or one for all.

    Returns
    -------
    shape (pair,)
        USD per tonne, up to the constant that all corridors share; ``inf`` where nothing is open.
    """
    return -chosen(utility, land, scale)[1] / per_usd


def chosen(utility: Array, land: Array, scale: float) -> tuple[Array, Array]:
    """Shares of corridors, (pair, corridor), and the inclusive value of all, (pair,); arguments of `nested_shares`."""
    share, inclusive = np.empty(utility.shape), np.empty(len(utility))
    _choose_all(np.array(utility, np.float64), np.asarray(land, bool), scale, share, inclusive)
    return share, inclusive


@lean("f8(f8[::1], b1[::1], f8, f8[::1])")
def _choose(utility: Array, land: Array, scale: float, share: Array) -> float:
    """One pair's shares, into ``share``; returns the inclusive value of all corridors, ``-inf`` if none is open."""
    top, peak = -np.inf, -np.inf
    for c in range(len(utility)):
        if land[c]:
            top = max(top, utility[c])
        else:
            peak = max(peak, utility[c])
    nest, inclusive, mass = 0.0, -np.inf, 0.0
    for c in range(len(utility)):
        share[c] = 0.0
        if land[c] and utility[c] > -np.inf:
            share[c] = np.exp((utility[c] - top) / scale)
            nest += share[c]
    if nest > 0.0:
        inclusive = top + scale * np.log(nest)
        peak = max(peak, inclusive)
        mass = np.exp(inclusive - peak)
    whole = mass
    for c in range(len(utility)):
        if not land[c] and utility[c] > -np.inf:
            share[c] = np.exp(utility[c] - peak)
            whole += share[c]
    if whole <= 0.0:
        return -np.inf
    for c in range(len(utility)):
        share[c] *= (mass / nest if land[c] and nest > 0.0 else 1.0) / whole
    return peak + np.log(whole)


@kernel("void(f8[:, ::1], b1[::1], f8, f8[:, ::1], f8[::1])")
def _choose_all(utility: Array, land: Array, scale: float, share: Array, inclusive: Array) -> None:
    for i in range(len(utility)):
        inclusive[i] = _choose(utility[i], land, scale, share[i])


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
    max_iterations: int = 120,
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
    From afar the contraction of Berry, Levinsohn and Pakes (1995), then Newton in logs with the analytic Jacobian and
    a line search.
    """
    count = len(target)
    carried = np.where(carries < 0, count, carries)
    counted = np.where(counts < 0, count, counts)
    systematic, tonnes = np.array(systematic, np.float64), np.array(tonnes, np.float64)
    land = np.asarray(land, bool)

    def miss(constants: Array, share: Array) -> Array:
        model = np.zeros(count + 1)
        _count(systematic, np.append(constants, 0.0), carried, counted, tonnes, land, scale, share, model)
        return np.asarray(np.log(np.maximum(model[:count], 1e-12) / target))

    constants = np.zeros(count) if start is None else start.astype(float).copy()
    share, tried = np.empty(systematic.shape), np.empty(systematic.shape)
    now = miss(constants, share)
    iteration = 0
    while iteration < max_iterations and np.abs(now).max(initial=0.0) > tolerance:
        iteration += 1
        if np.abs(now).max() > 0.3 and iteration <= max_iterations // 2:
            # Far off, Newton may run into a valley where one corridor has vanished; the contraction does not.
            constants = constants - scale * np.clip(now, -3.0, 3.0)
            now = miss(constants, share)
            continue
        moves = np.zeros((count + 1, count + 1))
        _moves(share, tonnes, land, scale, carried, counted, moves)
        slope = moves[:count, :count] / (np.exp(now) * target)[:, None]
        step = np.clip(-np.linalg.lstsq(slope, now, rcond=1e-12)[0], -4.0, 4.0)
        for part in (1.0, 0.5, 0.25, 0.1, 0.02):
            after = miss(constants + part * step, tried)
            if np.linalg.norm(after) < np.linalg.norm(now):
                constants = constants + part * step
                break
        else:
            constants = constants - scale * np.clip(now, -3.0, 3.0)
            after = miss(constants, tried)
        share, tried, now = tried, share, after
    return Fit(constants, float(np.expm1(np.abs(now).max(initial=0.0))), iteration)


@kernel("void(f8[:, ::1], f8[::1], i8[:, ::1], i8[:, ::1], f8[::1], b1[::1], f8, f8[:, ::1], f8[::1])")
def _count(
    systematic: Array,
    constants: Array,
    carried: Array,
    counted: Array,
    tonnes: Array,
    land: Array,
    scale: float,
    share: Array,
    model: Array,
) -> None:
    """Shares with constants, into ``share``; their tonnes are added to ``model`` (target,)."""
    utility = np.empty(systematic.shape[1])
    for i in range(len(systematic)):
        for c in range(len(utility)):
            utility[c] = systematic[i, c] + constants[carried[i, c]]
        _choose(utility, land, scale, share[i])
        for c in range(len(utility)):
            model[counted[i, c]] += share[i, c] * tonnes[i]


def log_share_slopes(share: Array, land: Array, scale: float) -> Array:
    """How the log of each share of the nested logit moves with each utility, shape (pair, corridor, corridor).

    In the nest, d ln P(c)/du(d) = 1(c = d) / L + (1 - 1 / L) P(d | nest) - P(d); across nests -P(d).

    Parameters
    ----------
    share
        shape (pair, corridor), as `nested_shares` gives them.
    land, scale
        As in `nested_shares`.
    """
    out = np.empty((*share.shape, share.shape[1]))
    _all_slopes(np.array(share, np.float64), np.asarray(land, bool), scale, out)
    return out


@lean("void(f8[::1], b1[::1], f8, f8[:, ::1])")
def _slopes(share: Array, land: Array, scale: float, out: Array) -> None:
    """One pair's `log_share_slopes`, into ``out`` (corridor, corridor)."""
    nest = 0.0
    for c in range(len(share)):
        if land[c]:
            nest += share[c]
    for c in range(len(share)):
        for d in range(len(share)):
            out[c, d] = -share[d]
            if land[c] and land[d] and nest > 0.0:
                out[c, d] += (1.0 - 1.0 / scale) * share[d] / nest
        out[c, c] += 1.0 / scale if land[c] else 1.0


@kernel("void(f8[:, ::1], b1[::1], f8, f8[:, :, ::1])")
def _all_slopes(share: Array, land: Array, scale: float, out: Array) -> None:
    for i in range(len(share)):
        _slopes(share[i], land, scale, out[i])


def share_slopes(share: Array, land: Array, scale: float) -> Array:
    """How each share moves with each utility, (pair, corridor, corridor): `log_share_slopes` times the share."""
    return np.asarray(share[:, :, None] * log_share_slopes(share, land, scale))


@kernel("void(f8[:, ::1], f8[::1], b1[::1], f8, i8[:, ::1], i8[:, ::1], f8[:, ::1])")
def _moves(
    share: Array, tonnes: Array, land: Array, scale: float, carried: Array, counted: Array, out: Array
) -> None:
    """How the tonnes counted for each target move with each constant, added to ``out`` (target, constant)."""
    corridors = share.shape[1]
    slopes = np.empty((corridors, corridors))
    for i in range(len(share)):
        _slopes(share[i], land, scale, slopes)
        for c in range(corridors):
            for d in range(corridors):
                out[counted[i, c], carried[i, d]] += tonnes[i] * share[i, c] * slopes[c, d]
