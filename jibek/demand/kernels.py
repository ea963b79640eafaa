"""Compiled loops of the choice of corridor, over pairs and corridors.

They add up in the order in which NumPy would, so that they give the same bits as the formulas in `choice`.
"""

from __future__ import annotations

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
