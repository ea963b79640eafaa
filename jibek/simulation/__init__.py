"""How long freight waits where it jams.

    delay  = curves(network, facts, scenario.played)                      hours against load, before any flow exists
    played = play(network, load, boxes_share, facts, scenario.played)     the assigned year: mean, P50, P90, P99
    simulate(facts, network, year=2022).crossings                         the same under published trains
    free   = unloaded(network, facts, scenario.played)                    waits before any flow exists
    refit(facts, network)                                                 the acceptance that fits the published means

Reads   network.gateways, network.facilities, network.arcs, record.assumptions; flows.facilities for `play`
Writes  simulation.curves, simulation.waits, simulation.waits_by_direction, simulation.quantiles
Method  discrete events, one kernel for every gateway; a recursion that shares no event list is its oracle
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jibek.ground.faces import face

if TYPE_CHECKING:
    from jibek.simulation.before_flows import Unloaded as Unloaded
    from jibek.simulation.before_flows import unloaded as unloaded
    from jibek.simulation.counted import Simulated as Simulated
    from jibek.simulation.counted import fit_acceptance as fit_acceptance
    from jibek.simulation.counted import refit as refit
    from jibek.simulation.counted import simulate as simulate
    from jibek.simulation.delay import Curves as Curves
    from jibek.simulation.delay import curves as curves
    from jibek.simulation.played import play as play
    from jibek.simulation.played import play_outward as play_outward
    from jibek.simulation.told import Play as Play

__getattr__, __all__ = face(
    __name__,
    before_flows=("Unloaded", "unloaded"),
    counted=(
        "Simulated",
        "fit_acceptance",
        "refit",
        "simulate",
    ),
    delay=(
        "Curves",
        "curves",
    ),
    played=(
        "play",
        "play_outward",
    ),
    told=("Play",),
)
