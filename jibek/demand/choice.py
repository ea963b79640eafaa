"""Choice of mode and corridor: an incremental nested logit, pivoted on what was published.

Utility of corridor c for a pair = -per_usd * generalised cost + constant of corridor and class, where ``per_usd`` is
what a dollar weighs (sensitivity.py).
Constants are found once, in the run that is its own base, so that the published rows are met; scenarios reuse them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jibek.demand.kernels import above_nest, add_rows, count_tonnes, in_nest, share_out
from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.demand.doors import Doors

# Steps of a fit without a lower miss after which its targets are taken to be out of reach.
_PATIENCE = 12


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
    return choose(utility, land, scale)[0]


def choose(utility: Array, land: Array, scale: float) -> tuple[Array, Array]:
    """Shares as of `nested_shares`, and the inclusive value of the choice, shape (pair,); ``-inf``: nothing is open."""
    utility, land = np.ascontiguousarray(utility, float), np.ascontiguousarray(land, bool)
    pairs, corridors = utility.shape
    inner, share = np.empty((2, pairs, corridors))
    upper = np.empty((pairs, corridors + 1))
    top, total, peak, mass_sum = np.empty((4, pairs))
    in_nest(utility, land, scale, inner, top)
    weight = np.exp(inner)
    add_rows(weight, total)
    with np.errstate(divide="ignore"):
        above_nest(utility, land, scale, top, total, np.log(total), upper, peak)
        mass = np.exp(upper)
        add_rows(mass, mass_sum)
        share_out(weight, total, mass, mass_sum, share)
        return share, peak + np.log(mass_sum)


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
    return -choose(utility, land, scale)[1] / per_usd


@dataclass(frozen=True, slots=True)
class Fit:
    """constants: shape (target,); error: largest relative miss of a target; iterations; share: (pair, corridor)."""

    constants: Array
    error: float
    iterations: int
    share: Array


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
    doors: Doors | None = None,
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
    doors
        Ways of corridors that carry a constant of their own, which ``systematic`` leaves out; None: there are none.

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
    carried, counted = (np.where(of < 0, count, of).astype(np.int64) for of in (carries, counts))
    systematic = np.ascontiguousarray(systematic, float)
    weight, alone = np.ascontiguousarray(tonnes, float), np.ascontiguousarray(land, bool)
    utility, share = np.empty(len(land)), np.empty(systematic.shape)
    model, moves = np.empty(count + 1), np.empty((count + 1, count + 1))
    pace = np.full(count + 1, scale)
    if doors is not None:
        pace[doors.carries] = doors.scale
    pace = pace[:count]

    def miss(constants: Array) -> tuple[Array, Array]:
        """Logs of what is counted over its target, and how they move with the constants."""
        having = np.append(constants, 0.0)
        known = systematic if doors is None else doors.raised(systematic, having)
        count_tonnes(known, having, weight, alone, scale, carried, counted, utility, share, model, moves)
        if doors is not None:
            doors.count(having, weight, alone, scale, share, carried, counted, model, moves)
        found = np.maximum(model[:count], 1e-12)
        return np.log(found / target), moves[:count, :count] / found[:, None]

    constants = np.zeros(count) if start is None else start.astype(float).copy()
    now, slope = miss(constants)
    least, since = np.inf, 0
    iteration = 0
    while iteration < max_iterations and np.abs(now).max(initial=0.0) > tolerance and since < _PATIENCE:
        iteration += 1
        least, since = _watch(least, since, float(np.linalg.norm(now)))
        if np.abs(now).max() > 0.3 and iteration <= max_iterations // 2:
            # Far off, Newton may run into a valley where one corridor has vanished; the contraction does not.
            constants = constants - pace * np.clip(now, -3.0, 3.0)
            now, slope = miss(constants)
            continue
        step = np.clip(-np.linalg.lstsq(slope, now, rcond=1e-12)[0], -4.0, 4.0)
        for part in (1.0, 0.5, 0.25, 0.1, 0.02):
            after, sloping = miss(constants + part * step)
            if np.linalg.norm(after) < np.linalg.norm(now):
                constants = constants + part * step
                break
        else:
            constants = constants - pace * np.clip(now, -3.0, 3.0)
            after, sloping = miss(constants)
        now, slope = after, sloping
    return Fit(constants, float(np.expm1(np.abs(now).max(initial=0.0))), iteration, share)


def _watch(least: float, since: int, now: float) -> tuple[float, int]:
    """The least miss so far, and for how many steps it has not fallen by a twentieth."""
    return (now, 0) if now < 0.95 * least else (least, since + 1)


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
    nest = (share * land).sum(axis=1, keepdims=True)
    within = np.divide(share * land, nest, out=np.zeros_like(share), where=nest > 0)
    both = land[:, None] & land[None, :]
    own = np.where(land, 1.0 / scale, 1.0) * np.eye(len(land))
    nested = np.where(both, (1.0 - 1.0 / scale), 0.0)[None] * within[:, None, :]
    return np.asarray(own[None] + nested - share[:, None, :])
