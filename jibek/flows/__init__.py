"""Assign demand to paths until no shipper gains by switching.

Reads   network.arcs, network.arc_costs, network.facilities, simulation.curves, demand.tonnes
Writes  flows.arc_flows, flows.facilities, flows.paths, flows.empties, flows.change
Method  column generation with greedy gradient projection (Jayakrishnan et al., 1994; Xie, Nie and Liu, 2018)

    origin      destination    class      group     tonnes        arc          class      group     tonnes
    CNCHN|gate  KZALA|arrival  container  northern  600      ->   L071:out     container  northern  1000
    CNURC|gate  KZALA|arrival  container  northern  400           ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.flows.assignment import assign as assign
    from jibek.flows.assignment import certify as certify
    from jibek.flows.carried import by_step as by_step
    from jibek.flows.carried import change as change
    from jibek.flows.choosing import of_corridors as of_corridors
    from jibek.flows.days import Arrivals as Arrivals
    from jibek.flows.days import arrivals as arrivals
    from jibek.flows.empty_trains import empties as empties
    from jibek.flows.frames import bottlenecks as bottlenecks
    from jibek.flows.frames import tables_of as tables_of
    from jibek.flows.inputs import Answer as Answer
    from jibek.flows.inputs import Corridors as Corridors
    from jibek.flows.inputs import FlowDemand as FlowDemand
    from jibek.flows.model import Assignment as Assignment
    from jibek.flows.optimum import Optimum as Optimum
    from jibek.flows.optimum import system_optimum as system_optimum
    from jibek.flows.pair_paths import PairPath as PairPath
    from jibek.flows.pair_paths import paths_between as paths_between
    from jibek.flows.problem import Pins as Pins
    from jibek.flows.solvers import chooses as chooses

__getattr__, __all__ = face(
    __name__,
    assignment=(
        "assign",
        "certify",
    ),
    carried=("by_step", "change"),
    choosing=("of_corridors",),
    days=("Arrivals", "arrivals"),
    empty_trains=("empties",),
    inputs=("Answer", "Corridors", "FlowDemand"),
    model=("Assignment",),
    optimum=("Optimum", "system_optimum"),
    pair_paths=("PairPath", "paths_between"),
    frames=(
        "bottlenecks",
        "tables_of",
    ),
    problem=("Pins",),
    solvers=("chooses",),
)
