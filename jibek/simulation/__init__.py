"""How long freight waits where it jams.

    delay  = curves(network, facts, scenario)                       hours against load, before any flow exists
    played = play(network, load, container_share, facts, scenario)  the assigned year: mean, P50, P90, P99
    simulate(facts, network, year=2022).crossings                   the same under published trains
    refit(facts, network)                                           the acceptance that fits the published means

Reads   network.gateways, network.facilities, network.arcs, record.assumptions; flows.facilities for `play`
Writes  simulation.curves, simulation.waits, simulation.waits_by_direction, simulation.quantiles
Method  discrete events, one kernel for every gateway; a recursion that shares no event list is its oracle
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jibek.simulation.counted import Simulated, fit_acceptance, refit, simulate
    from jibek.simulation.delay import Curves, curves
    from jibek.simulation.played import Play, play

__all__ = ["Curves", "Play", "Simulated", "curves", "fit_acceptance", "play", "refit", "simulate"]

_HOME = {
    **dict.fromkeys(("Curves", "curves"), "delay"),
    **dict.fromkeys(("Play", "play"), "played"),
    **dict.fromkeys(("Simulated", "simulate", "fit_acceptance", "refit"), "counted"),
}


def __getattr__(name: str) -> Any:
    """Verbs are imported when first used, so that naming the stage does not load its numerical modules."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
