"""Ways and trips: by which doors a corridor may be taken, and what of it the roads and rails can tell apart.

    way   a pair, a corridor, and a door of each set that this freight has to pass: what a shipper chooses
    trip  (origin, destination, class, group), each once: what the solver assigns

Several markets may ship between the same gates in the same class and group; the road knows no difference. `Trips`
sums their tonnes for the assignment and hands the cost of the path back to each way.

Between the doors of one corridor freight splits by a logit with a scale of its own, inside that of the corridors:
shares at cost c are exp(-steep c), and the corridor as a whole costs -ln(sum of exp(-steep c)) / steep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jibek.demand.pairs import Pairs
from jibek.ground.arrays import Array


@dataclass(frozen=True, slots=True)
class Trips:
    """origin, destination, cls, group: int32 (trip,).

    cell: (way,) pair and corridor as one number, in order; trip: (way,); shape: pairs and corridors.
    """

    origin: Array
    destination: Array
    cls: Array
    group: Array
    cell: Array
    trip: Array
    shape: tuple[int, int]

    @classmethod
    def of(cls, pairs: Pairs) -> Trips:
        """Ways of all cells whose corridor the market knows, and their trips."""
        pair, corridor, _ = found = np.nonzero(pairs.group >= 0)
        ends = [pairs.start[pair, corridor], pairs.end[pair, corridor]]
        keys = [*ends, pairs.cls[pair], pairs.group[found]]
        # One number for the four: its order is theirs, and it sorts much faster.
        number = np.zeros(len(pair), np.int64)
        for key in keys:
            number = number * (int(key.max(initial=0)) + 1) + key
        _, first, inverse = np.unique(number, return_index=True, return_inverse=True)
        origin, destination, k, group = (np.ascontiguousarray(key[first], dtype=np.int32) for key in keys)
        shape = (pairs.group.shape[0], pairs.group.shape[1])
        cell = pair * shape[1] + corridor
        return cls(origin, destination, k, group, cell, inverse.astype(np.int64), shape)

    @property
    def pair(self) -> Array:
        """Pair of each way."""
        return np.asarray(self.cell // self.shape[1])

    @property
    def corridor(self) -> Array:
        """Corridor of each way."""
        return np.asarray(self.cell % self.shape[1])

    @property
    def cells(self) -> Array:
        """The cells that have ways, in order."""
        return np.unique(self.cell)

    def total(self, tonnes: Array) -> Array:
        """Tonnes a year by trip, from tonnes by way."""
        return np.bincount(self.trip, weights=tonnes, minlength=len(self.origin))

    def by_corridor(self, value: Array) -> Array:
        """Sums over the ways of each pair and corridor, (pair, corridor)."""
        return np.bincount(self.cell, value, self.shape[0] * self.shape[1]).reshape(self.shape)

    def of_ways(self, value: Array) -> Array:
        """A value by (pair, corridor) as one by way."""
        return np.asarray(value.reshape(-1)[self.cell])

    def mean(self, value: Array, tonnes: Array) -> Array:
        """Mean over the ways of each pair and corridor by tonnes, (pair, corridor); ``inf`` where none is used."""
        used = tonnes > 0
        whole = self.by_corridor(np.where(used, tonnes, 0.0))
        summed = self.by_corridor(np.where(used, tonnes * np.where(used, value, 0.0), 0.0))
        return np.divide(summed, whole, out=np.full(self.shape, np.inf), where=whole > 0)

    def of_totals(self, ways: Array, total: Array) -> Array:
        """Tonnes by way whose pairs have these totals, (pair,), in the same shares."""
        pair = self.pair
        now = np.bincount(pair, ways, len(total))
        return np.asarray(ways * np.divide(total, now, out=np.zeros_like(now), where=now > 0)[pair])

    def rescaled(self, ways: Array, tonnes: Array, otherwise: Array) -> Array:
        """Tonnes by way that add up to ``tonnes`` (pair, corridor) in the same shares; where there were none,
        ``otherwise`` (way,)."""
        now, whole = self.of_ways(self.by_corridor(ways)), self.of_ways(tonnes)
        return np.where(
            now > 0, np.divide(ways * whole, now, out=np.zeros_like(now), where=now > 0), otherwise
        )

    def taken(
        self, groups: Sequence[str], ways: Array, other: Trips, other_groups: Sequence[str]
    ) -> Array | None:
        """Tonnes by way as in other trips, by pair, corridor and name of the group, 0 for new ones; None where the
        pairs are others."""
        if self.shape != other.shape:
            return None
        number = {name: i for i, name in enumerate(groups)}
        as_here = np.array([number.get(name, len(groups)) for name in other_groups])
        size = len(groups) + 1
        keys = self.cell * size + self.group[self.trip]
        known = other.cell * size + as_here[other.group[other.trip]]
        order = np.argsort(known, kind="stable")
        at = np.minimum(np.searchsorted(known, keys, sorter=order), len(known) - 1)
        return np.where(known[order[at]] == keys, ways[order[at]], 0.0)

    def choose(self, cost: Array, steep: Array) -> tuple[Array, Array]:
        """The choice between the doors of each corridor.

        Parameters
        ----------
        cost
            shape (way,); USD per tonne, ``inf`` where closed.
        steep
            shape (pair,); how fast shares fall with USD per tonne.

        Returns
        -------
        Cost of each corridor as a whole, (pair, corridor), ``inf`` where no way is open; share of each way in it,
        (way,).
        """
        low = np.full(self.shape[0] * self.shape[1], np.inf)
        np.minimum.at(low, self.cell, cost)
        own, is_open = steep[self.pair], np.isfinite(cost)
        above = np.where(is_open, cost, 0.0) - np.where(is_open, low[self.cell], 0.0)
        weight = np.where(is_open, np.exp(-own * above), 0.0)
        mass = np.bincount(self.cell, weight, len(low))
        share = np.divide(weight, mass[self.cell], out=np.zeros_like(weight), where=is_open)
        more = np.log(np.maximum(mass, 1.0)).reshape(self.shape) / steep[:, None]
        return low.reshape(self.shape) - more, share
