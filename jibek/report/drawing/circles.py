"""Circles moved off one another, each bound to its place by a line.

Method  circles push apart along the line between their centres until none overlap, as in cartograms of Dorling (1996)
"""

from __future__ import annotations

import numpy as np

from jibek.ground.arrays import Array

ROUNDS = 200  # some tens end it for the crossings of a run; more only where a crowd has no room

GOLDEN = 2.399963  # radians; circles at one place leave it in directions that differ


def spread(at: Array, radius: Array, gap: float) -> Array:
    """Centres such that circles stay ``gap`` apart, near where they stood.

    Parameters
    ----------
    at
        shape (circle, 2), drawing units.
    radius
        shape (circle,)
    gap
        Least distance between two rims.

    Returns
    -------
    shape (circle, 2)

    Examples
    --------
    >>> spread(np.array([[0.0, 0.0], [4.0, 0.0]]), np.array([3.0, 3.0]), 0.0).round(2).tolist()
    [[-1.0, 0.0], [5.0, 0.0]]
    """
    count = len(at)
    turn = GOLDEN * np.arange(count)
    moved = np.asarray(at, float) + 1e-3 * np.column_stack([np.cos(turn), np.sin(turn)])
    wanted = radius[:, None] + radius[None, :] + gap
    for _ in range(ROUNDS):
        apart = moved[:, None] - moved[None, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        short = np.where(np.eye(count, dtype=bool), 0.0, np.maximum(wanted - distance, 0.0))
        if short.max(initial=0.0) < 1e-3:
            break
        push = short / np.maximum(distance, 1e-9) / 2
        moved = moved + (push[..., None] * apart).sum(axis=1)
    return np.where(np.abs(moved - at) < 0.01, at, moved)
