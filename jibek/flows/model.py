"""What assignment gives: tonnes on arcs, loads and delays at facilities, and how far from equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jibek.flows.inputs import FlowDemand
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate


@dataclass(frozen=True, slots=True)
class Assignment:
    """Flows in equilibrium.

    flow: tonnes a year, shape (class, group, arc); load: units a day, laden: part of it with freight that chooses,
    background: part that does not choose (the rest comes back empty), container_share: part of the load that carries
    containers (not a number without load), delay_hours: shape (facility,) each; cost: USD per tonne, (class, arc).
    gap: relative, the worst of total, classes and groups, by the solver; certificates: by other code.
    iterations: times that shortest paths were searched; demand: what was assigned; method: the solver; start: what it
    may begin the next one from; chosen: tonnes a year by shipper and corridor, None where nobody chose.
    """

    flow: Array
    load: Array
    laden: Array
    background: Array
    container_share: Array
    delay_hours: Array
    cost: Array
    gap: float
    iterations: int
    converged: bool
    certificates: tuple[Certificate, ...]
    demand: FlowDemand
    method: str
    start: Any
    chosen: Array | None = None
