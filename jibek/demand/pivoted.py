"""What the freight of a base answers to its own loads: tonnes that meet the pivots at the cost of their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.demand.corridors import Cells, pivot, split
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
        self, total: Total, trips: Trips, cells: Cells, cost: Array, start: Constants | None, settled: float
    ) -> None:
        """``cost``: (trip,) USD per tonne to start at; infinite where no path is open."""
        self.settled = settled
        self._total, self._trips, self._cells = total, trips, cells
        self._cost = cost
        self._open = np.isfinite(cost)
        self._relaxation = Relaxation(cost[self._open], step=_STEP)
        self.constants = pivot(total, trips.spread(cost), start, cells)
        self.need = split(total, trips.spread(cost), self.constants, cells)

    def __call__(self, cost: Array, settled: float) -> tuple[Array, float]:
        """Tonnes of trips, and the part that the answer to ``cost`` (trip,) moves; they stand if it is ``settled``."""
        total, trips, cells = self._total, self._trips, self._cells
        # Trips that ship nothing stay at the cost of the start.
        paid = np.where(np.isfinite(cost), cost, self._cost)
        answer = split(total, trips.spread(paid), self.constants, cells)
        moved = float(np.abs(answer.tonnes - self.need.tonnes).sum() / self.need.tonnes.sum())
        if moved > settled:
            self._relaxation.step(paid[self._open])
            paid[self._open] = self._relaxation.value
            self.constants = pivot(total, trips.spread(paid), self.constants, cells)
            self.need = split(total, trips.spread(paid), self.constants, cells)
        return trips.total(self.need.tonnes), moved
