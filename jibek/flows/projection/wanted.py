"""Freight that answers to the cost of its paths: the solver asks what is wanted at present, until this stands.

    paths and corridors in balance  ->  least cost of each pair  ->  what is wanted at it
        ^                                                                |
        +------ flows in the old proportions, of what is wanted now <----+

Costs here are those of known paths, so that asking is cheap: trees are grown only when all this has settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jibek.flows.projection.choice import carry, gather
from jibek.flows.projection.kernels import Jam, Sets, least_costs

if TYPE_CHECKING:
    from jibek.flows.problem import Pairs, Shippers, Wanted


def ask(
    wanted: Wanted, settled: float, jam: Jam, pairs: Pairs, sets: Sets, shippers: Shippers | None
) -> float:
    """The part of all tonnes that differs from what is wanted at present delays; flows follow, in place.

    They stay where the part is at most ``settled``.
    """
    cost = np.empty(len(pairs.row))
    least_costs(pairs, sets, jam.hours, cost)
    tonnes, moved = wanted.at(cost, settled)
    if moved <= settled:
        return moved
    if shippers is None:
        pairs.tonnes[:] = tonnes
        carry(pairs, sets)
        return moved
    before = shippers.total
    rise = np.divide(tonnes, before, out=np.zeros_like(before), where=before > 0)
    shippers.tonnes[:] *= np.repeat(rise, np.diff(shippers.at))
    shippers.total[:] = tonnes
    gather(pairs, sets, shippers)
    return moved
