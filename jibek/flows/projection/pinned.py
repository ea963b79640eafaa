"""Shippers whose choice of corridor and door keeps some tonnes as they are: constants follow every cost that is met.

The fit is that of a base (`demand.choice.fit_constants`), at the cost of known paths. So what the solver sees answers
to delays with its constants: where a queue grows, the pinned tonnes stay and the constants move instead.
"""

from __future__ import annotations

import numpy as np

from jibek.demand.choice import fit_constants
from jibek.demand.doors import Doors
from jibek.flows.problem import Pins, Shippers
from jibek.flows.projection.response import choose_doors, ship
from jibek.ground.arrays import Array

# Relative miss of a target at which the fit may stop: a hundredth of what the base may leave of all tonnes.
_MET = 1e-8


class Pinned:
    """value: (constant,) as found last; ``take`` puts them into what corridors and doors are worth, in place."""

    def __init__(self, pins: Pins, shippers: Shippers) -> None:
        self._pins, self._shippers = pins, shippers
        self._worth = shippers.worth - np.append(pins.value, 0.0)[pins.carries]
        shipper = np.repeat(np.arange(len(shippers.total)), np.diff(shippers.at))
        self._per_usd = shippers.per_usd[shipper]
        self._free = shippers._replace(door_usd=shippers.door_usd - self._door_usd(pins.value))
        shape = len(pins.target), len(shippers.land)
        self._doors = Doors.of(
            pins.door_carries, pins.door_counts, shipper, shippers.corridor, shape, shippers.doors
        )
        self._utility, self._door = np.empty_like(shippers.worth), np.empty_like(shippers.tonnes)
        self.value = pins.value

    def choose(self, cost: Array, tonnes: Array, carried: Array) -> None:
        """Tonnes chosen at the cost of pairs, (pair,) USD per tonne, into ``tonnes`` (way,) and ``carried`` (pair,)."""
        pins, shippers = self._pins, self._shippers
        choose_doors(self._free, cost, self._utility, self._door)
        doors = self._doors.having(self._door)
        fit = fit_constants(
            self._utility + self._worth, shippers.total, shippers.land, shippers.dissimilarity,
            pins.carries, pins.counts, pins.target, self.value, doors=doors, tolerance=_MET,
        )  # fmt: skip
        self.value = fit.constants
        doors.lift(self._door, np.append(self.value, 0.0))
        ship(shippers, fit.share, self._door, tonnes, carried)

    def take(self) -> None:
        """Let shippers have the constants found last."""
        self._shippers.worth[:] = self._worth + np.append(self.value, 0.0)[self._pins.carries]
        self._shippers.door_usd[:] = self._free.door_usd + self._door_usd(self.value)

    @property
    def carried(self) -> tuple[Array, Array, Array, Array]:
        """What each corridor of each shipper carries and counts for, (shipper, corridor), and each way, (way,); -1 for
        nothing."""
        pins = self._pins
        return pins.carries, pins.counts, pins.door_carries, pins.door_counts

    def _door_usd(self, value: Array) -> Array:
        return np.append(value, 0.0)[self._pins.door_carries] / self._per_usd
