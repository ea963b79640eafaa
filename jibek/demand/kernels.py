"""Compiled loops of the choice of corridor, over pairs and corridors.

All but `count_tonnes` add up in the order in which NumPy would, so that they give the same bits as the formulas in
`choice`.
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import lean


@lean("void(f8[:,::1], b1[::1], f8, f8[:,::1], f8[::1])")
def in_nest(utility: Array, land: Array, scale: float, inner: Array, top: Array) -> None:
    """``inner``, (pair, corridor): utility over the scale less the largest in the nest, ``top``; -inf outside it.

    ``top`` is 0 where nothing in the nest is open.
    """
    for p in range(len(utility)):
        most = -np.inf
        for c in range(len(land)):
            if land[c]:
                inner[p, c] = utility[p, c] / scale
                most = max(most, inner[p, c])
            else:
                inner[p, c] = -np.inf
        top[p] = most if np.isfinite(most) else 0.0
        for c in range(len(land)):
            inner[p, c] -= top[p]


@lean("void(f8[:,::1], f8[::1])")
def add_rows(value: Array, total: Array) -> None:
    """Sum of each row, from its first column on."""
    for p in range(len(value)):
        total[p] = value[p, 0]
        for c in range(1, value.shape[1]):
            total[p] += value[p, c]


@lean("void(f8[:,::1], b1[::1], f8, f8[::1], f8[::1], f8[::1], f8[:,::1], f8[::1])")
def above_nest(
    utility: Array, land: Array, scale: float, top: Array, total: Array, log: Array, upper: Array, peak: Array
) -> None:
    """``upper``, (pair, corridor + 1): utility of what stands alone and, last, of the nest, less the largest, ``peak``.

    ``log`` is the logarithm of ``total``, the sum of the nest's exponentials; ``peak`` is 0 where nothing is open.
    """
    last = len(land)
    for p in range(len(utility)):
        upper[p, last] = scale * (top[p] + log[p]) if total[p] > 0.0 else -np.inf
        most = upper[p, last]
        for c in range(last):
            upper[p, c] = -np.inf if land[c] else utility[p, c]
            most = max(most, upper[p, c])
        peak[p] = most if np.isfinite(most) else 0.0
        for c in range(last + 1):
            upper[p, c] -= peak[p]


@lean("void(f8[:,::1], f8[::1], f8[:,::1], f8[::1], f8[:,::1])")
def share_out(weight: Array, total: Array, mass: Array, mass_sum: Array, share: Array) -> None:
    """Shares, (pair, corridor), from the exponentials inside the nest and above it, and their sums."""
    last = share.shape[1]
    for p in range(len(share)):
        nest = mass[p, last] / mass_sum[p] if mass_sum[p] > 0.0 else 0.0
        for c in range(last):
            alone = mass[p, c] / mass_sum[p] if mass_sum[p] > 0.0 else 0.0
            within = weight[p, c] / total[p] if total[p] > 0.0 else 0.0
            share[p, c] = alone + nest * within


@lean(
    "void(f8[:,::1], f8[::1], f8[::1], b1[::1], f8, i8[:,::1], i8[:,::1], f8[::1], f8[:,::1], f8[::1], f8[:,::1])"
)
def count_tonnes(
    systematic: Array,
    constants: Array,
    tonnes: Array,
    land: Array,
    scale: float,
    carried: Array,
    counted: Array,
    utility: Array,
    share: Array,
    model: Array,
    moves: Array,
) -> None:
    """Tonnes counted for each target, into ``model``, and how they move with each constant, into ``moves``.

    Parameters
    ----------
    systematic, carried, counted : shape (pair, corridor)
        Utility without constants, -inf where closed; the constant that a cell carries and the target that it counts
        for, the number of targets where there is none.
    constants, model : shape (target + 1,)
        The last constant is 0; what counts for nothing counts there.
    tonnes : shape (pair,)
    land, scale
        As in `choice.nested_shares`.
    utility : shape (corridor,)
        Work space.
    share : shape (pair, corridor)
        Filled with the shares.
    moves : shape (target + 1, constant + 1)
    """
    model[:] = 0.0
    moves[:, :] = 0.0
    none = len(model) - 1
    for p in range(len(systematic)):
        top, peak, only, ways = -np.inf, -np.inf, -1, 0
        for c in range(len(land)):
            utility[c] = systematic[p, c] + constants[carried[p, c]]
            share[p, c] = 0.0
            if utility[c] > -np.inf:
                only, ways = c, ways + 1
                if land[c]:
                    top = max(top, utility[c])
                else:
                    peak = max(peak, utility[c])
        if ways < 2:
            if ways == 1:
                share[p, only] = 1.0
                model[counted[p, only]] += tonnes[p]
            continue
        nest, inclusive, whole = 0.0, -np.inf, 0.0
        for c in range(len(land)):
            if land[c] and utility[c] > -np.inf:
                share[p, c] = np.exp((utility[c] - top) / scale) if utility[c] < top else 1.0
                nest += share[p, c]
        if nest > 0.0:
            inclusive = top + scale * np.log(nest)
            peak = max(peak, inclusive)
            whole = np.exp(inclusive - peak)
        by_land = whole
        for c in range(len(land)):
            if not land[c] and utility[c] > -np.inf:
                share[p, c] = np.exp(utility[c] - peak)
                whole += share[p, c]
        by_land /= whole
        for c in range(len(land)):
            share[p, c] *= by_land / nest if land[c] and nest > 0.0 else 1.0 / whole
            model[counted[p, c]] += tonnes[p] * share[p, c]
        for c in range(len(land)):
            i = counted[p, c]
            if i == none or share[p, c] == 0.0:
                continue
            for d in range(len(land)):
                j = carried[p, d]
                if j == none or share[p, d] == 0.0:
                    continue
                slope = -share[p, d]
                if c == d:
                    slope += 1.0 / scale if land[c] else 1.0
                if land[c] and land[d]:
                    slope += (1.0 - 1.0 / scale) * share[p, d] / by_land
                moves[i, j] += tonnes[p] * share[p, c] * slope


@lean()
def count_doors(
    at: Array,
    pair: Array,
    corridor: Array,
    own: Array,
    carries: Array,
    counts: Array,
    doors: float,
    tonnes: Array,
    land: Array,
    scale: float,
    share: Array,
    carried: Array,
    counted: Array,
    model: Array,
    moves: Array,
    slope: Array,
) -> None:
    """Tonnes by door added to ``model`` and ``moves``, both of `count_tonnes`, as are the arguments from ``tonnes`` on.

    With shares P of corridors and w of doors in theirs, utility of door f moves the tonnes of door e by
    P(c) w(e) [S(c, d) w(f) + (1(e = f) - 1(c = d) w(f)) / D], and those of corridor c by P(c) S(c, d) w(f), where S is
    how the log of P(c) moves with the utility of corridor d.

    Parameters
    ----------
    at : shape (some + 1,)
        Where the doors of a pair begin.
    pair, corridor, own, carries, counts : shape (door,)
        ``own``: share in its corridor, constants among what it is worth.
    doors
        Scale of the doors of one corridor.
    slope : shape (corridor, corridor)
        Work space.
    """
    corridors = len(land)
    for g in range(len(at) - 1):
        p = pair[at[g]]
        by_land = 0.0
        for c in range(corridors):
            if land[c]:
                by_land += share[p, c]
        for c in range(corridors):
            for d in range(corridors):
                slope[c, d] = -share[p, d]
                if c == d:
                    slope[c, d] += 1.0 / scale if land[c] else 1.0
                if land[c] and land[d] and by_land > 0.0:
                    slope[c, d] += (1.0 - 1.0 / scale) * share[p, d] / by_land
        for e in range(at[g], at[g + 1]):
            c = corridor[e]
            by_it = tonnes[p] * share[p, c] * own[e]
            if by_it == 0.0:
                continue
            model[counts[e]] += by_it
            for d in range(corridors):
                if share[p, d] > 0.0:
                    moves[counts[e], carried[p, d]] += by_it * slope[c, d]
                    moves[counted[p, d], carries[e]] += tonnes[p] * share[p, d] * slope[d, c] * own[e]
            for f in range(at[g], at[g + 1]):
                d = corridor[f]
                moved = slope[c, d] * own[f]
                if c == d:
                    moved += ((1.0 if e == f else 0.0) - own[f]) / doors
                moves[counts[e], carries[f]] += by_it * moved
