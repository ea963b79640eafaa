"""Constants of doors: what one crossing, or line of ships, of a corridor is worth beside what its way costs.

With shares w of the doors of a corridor before their constants v, on the scale D of doors, the corridor is worth

    D ln M   more,   M = 1 + sum of w (exp(v / D) - 1),

and a door has w exp(v / D) / M of it afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jibek.demand.kernels import count_doors
from jibek.ground.arrays import Array


@dataclass(frozen=True, slots=True)
class Doors:
    """Ways that carry a constant or count for a target, in the order of all ways, which is that of their pairs.

    at: (some + 1,), where those of one pair begin; way, pair, corridor, cell: (some,), positions, of ``cell`` in
    ``cells``; carries, counts: (some,), the number of targets where there is none; share: (some,), of each in its
    corridor before constants; cells: positions in (pair, corridor), flat; beside, beside_cell: all ways of these cells.
    scale: of the doors of one corridor.
    """

    at: Array
    way: Array
    pair: Array
    corridor: Array
    cell: Array
    carries: Array
    counts: Array
    share: Array
    cells: Array
    beside: Array
    beside_cell: Array
    scale: float

    @classmethod
    def of(
        cls, carries: Array, counts: Array, pair: Array, corridor: Array, shape: tuple[int, int], scale: float
    ) -> Doors:
        """From what ways carry and count for, (way,), -1 for nothing; ``shape``: number of targets, of corridors."""
        count, corridors = shape
        way = np.flatnonzero((carries >= 0) | (counts >= 0))
        flat = pair * corridors + corridor
        cells, cell = np.unique(flat[way], return_inverse=True)
        beside = np.flatnonzero(np.isin(flat, cells))
        _, first = np.unique(pair[way], return_index=True)
        carried, counted = (np.where(of < 0, count, of)[way].astype(np.int64) for of in (carries, counts))
        return cls(
            np.append(first, len(way)).astype(np.int64), way, pair[way].astype(np.int64),
            corridor[way].astype(np.int64), cell, carried, counted, np.zeros(len(way)), cells, beside,
            np.searchsorted(cells, flat[beside]), scale,
        )  # fmt: skip

    def having(self, share: Array) -> Doors:
        """The same, where ways have these shares of their corridors, (way,), before constants."""
        return replace(self, share=share[self.way])

    def raised(self, utility: Array, constants: Array) -> Array:
        """Utility of corridors, (pair, corridor), with the constants of their doors, (target + 1,), the last 0."""
        out = utility.copy()
        out.reshape(-1)[self.cells] += self.scale * np.log(self._mass(constants))
        return out

    def lift(self, share: Array, constants: Array) -> None:
        """Let the shares of all ways, (way,), have the constants, (target + 1,), in place."""
        share[self.beside] /= self._mass(constants)[self.beside_cell]
        share[self.way] *= np.exp(constants[self.carries] / self.scale)

    def count(
        self,
        constants: Array,
        tonnes: Array,
        land: Array,
        scale: float,
        share: Array,
        carried: Array,
        counted: Array,
        model: Array,
        moves: Array,
    ) -> None:
        """Add the tonnes by door to ``model`` and how constants of doors move them and others to ``moves``.

        Arguments as in `kernels.count_tonnes`, which comes first.
        """
        own = self.share * np.exp(constants[self.carries] / self.scale) / self._mass(constants)[self.cell]
        count_doors(
            self.at, self.pair, self.corridor, own, self.carries, self.counts, self.scale,
            tonnes, land, scale, share, carried, counted, model, moves, np.empty((len(land), len(land))),
        )  # fmt: skip

    def _mass(self, constants: Array) -> Array:
        more = self.share * np.expm1(constants[self.carries] / self.scale)
        return 1.0 + np.bincount(self.cell, more, len(self.cells))
