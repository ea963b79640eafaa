"""How far each target is, by whose count.

Reads   record.targets, trade.flows, quantities of the flows, routes.od
Writes  appraisal.targets

A target whose actual no row gives is a gap; what the run gives stands beside it as modelled, never in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.appraisal.targets import measure as measure

__getattr__, __all__ = face(
    __name__,
    targets=("measure",),
)
