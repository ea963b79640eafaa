"""Shippers who choose while they are assigned, from the tonnes and costs of the demand stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.demand import LAND, door_usd, worth
from jibek.flows.inputs import Corridors
from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.demand import Constants, Total
    from jibek.demand.trips import Trips


def of_corridors(
    total: Total, trips: Trips, constants: Constants, is_open: Array, ways: Array, settled: float
) -> Corridors:
    """Shippers who choose corridors and doors.

    Parameters
    ----------
    is_open, ways : shape (way,)
        Which ways may be taken; tonnes a year to start from. Pairs without any ship nothing.
    settled
        As in `Corridors`.
    """
    used = np.bincount(trips.pair, ways, trips.shape[0]) > 0
    return Corridors(
        np.where(used, total.pairs.tonnes, 0.0),
        np.searchsorted(trips.pair, np.arange(trips.shape[0] + 1)),
        np.where(is_open, trips.trip, -1),
        trips.corridor,
        worth(total, constants),
        door_usd(total, trips, constants.value),
        ways,
        LAND,
        total.per_usd,
        total.dissimilarity,
        total.doors,
        settled,
    )
