"""Compiled loops of the choice of corridor, over pairs and corridors.

They add up in the order in which NumPy would, so that they give the same bits as the formulas in `choice`.
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array
from jibek.ground.compiled import lean


@lean("void(f8[:,::1], f8[::1], b1[::1], f8, i8[:,::1], i8[:,::1], f8[:,::1])")
def add_moves(
    share: Array, tonnes: Array, land: Array, scale: float, carried: Array, counted: Array, moves: Array
) -> None:
    """Add to ``moves``, shape (target, constant), how the tonnes counted for each target move with each constant.

    Parameters
    ----------
    share, carried, counted : shape (pair, corridor)
        Shares as `choice.nested_shares` gives them; the constant that a cell carries and the target that it counts
        for, the number of targets where there is none.
    tonnes : shape (pair,)
    land, scale
        As in `choice.nested_shares`.
    """
    count = len(moves)
    for p in range(len(share)):
        nest = 0.0
        for d in range(len(land)):
            if land[d]:
                nest += share[p, d]
        for c in range(len(land)):
            if counted[p, c] == count:
                continue
            for d in range(len(land)):
                if carried[p, d] == count:
                    continue
                slope = 0.0
                if c == d:
                    slope = 1.0 / scale if land[c] else 1.0
                if land[c] and land[d] and nest > 0.0:
                    slope += (1.0 - 1.0 / scale) * (share[p, d] / nest)
                moves[counted[p, c], carried[p, d]] += tonnes[p] * (share[p, c] * (slope - share[p, d]))


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
