"""Pairs and corridors as the solver wants them: each (origin, destination, class, group) once.

Several markets may ship between the same gates in the same class and corridor; the road knows no difference. `Trips`
sums their tonnes for the assignment and hands the cost of the path back to each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.demand.markets import Pairs
from jibek.ground.arrays import Array


@dataclass(frozen=True, slots=True)
class Trips:
    """origin, destination, cls, group: int32 (trip,); slot: (pair, corridor), the trip of a cell or -1."""

    origin: Array
    destination: Array
    cls: Array
    group: Array
    slot: Array

    @classmethod
    def of(cls, pairs: Pairs) -> Trips:
        """Trips of all cells whose corridor the market knows."""
        pair, corridor = np.nonzero(pairs.group >= 0)
        ends = [pairs.start[pair, corridor], pairs.end[pair, corridor]]
        keys = [*ends, pairs.cls[pair], pairs.group[pair, corridor]]
        # One number for the four: its order is theirs, and it sorts much faster.
        number = np.zeros(len(pair), np.int64)
        for key in keys:
            number = number * (int(key.max(initial=0)) + 1) + key
        _, first, inverse = np.unique(number, return_index=True, return_inverse=True)
        slot = np.full(pairs.group.shape, -1)
        slot[pair, corridor] = inverse
        origin, destination, k, group = (np.ascontiguousarray(key[first], dtype=np.int32) for key in keys)
        return cls(origin, destination, k, group, slot)

    def total(self, tonnes: Array) -> Array:
        """Tonnes a year by trip, from tonnes by (pair, corridor)."""
        inside = self.slot >= 0
        return np.bincount(self.slot[inside], weights=tonnes[inside], minlength=len(self.origin))

    def spread(self, value: Array, missing: float = np.inf) -> Array:
        """A value by trip as (pair, corridor), ``missing`` where there is no trip."""
        return np.where(self.slot >= 0, value[np.maximum(self.slot, 0)], missing)
