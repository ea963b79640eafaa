"""What the freight of a base answers to its own loads: tonnes that meet the pivots at the cost of their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.demand.corridors import pivot, split
from jibek.ground.arrays import Array
from jibek.ground.fixed_point import Relaxation

if TYPE_CHECKING:
    from jibek.demand.model import Constants, Total
    from jibek.demand.trips import Trips

# The part of a first answer that is followed: tonnes answer with a slope of about -0.5, so this lands near.
_STEP = 0.7


class Pivoted:
    """Constants and ``need`` at the costs met last, by Anderson's method; called as the solver of flows asks.

    settled: the part of all tonnes that the answer may still move in the end.
    """

    def __init__(
        self, total: Total, trips: Trips, cost: Array, start: Constants | None, settled: float
    ) -> None:
        """``cost``: (trip,) USD per tonne to start at; infinite where no path is open."""
        self.settled = settled
        self._total, self._trips, self._cells = total, trips, trips.cells
        self._cost = cost
        self._open = np.isfinite(cost)
        self._relaxation = Relaxation(cost[self._open], step=_STEP)
        self._fit(cost, start)

    def __call__(self, cost: Array, settled: float) -> tuple[Array, float]:
        """Tonnes of (pair, corridor) cells with ways, and the part that the answer to ``cost`` (trip,) moves; they
        stand if it is ``settled``."""
        # Trips that ship nothing stay at the cost of the start.
        paid = np.where(np.isfinite(cost), cost, self._cost)
        answer = split(self._total, self._trips, paid[self._trips.trip], self.constants)
        moved = float(np.abs(answer.tonnes - self.need.tonnes).sum() / self.need.tonnes.sum())
        if moved > settled:
            self._relaxation.step(paid[self._open])
            paid[self._open] = self._relaxation.value
            self._fit(paid, self.constants)
        return self.need.tonnes.ravel()[self._cells], moved

    def _fit(self, cost: Array, start: Constants | None) -> None:
        total, trips, of_ways = self._total, self._trips, cost[self._trips.trip]
        self.constants = pivot(total, trips.choose(of_ways, total.steep)[0], start)
        self.need = split(total, trips, of_ways, self.constants)
