"""What is measured on a settled state: the crossings played, itineraries searched, quantities counted, targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek import appraisal, flows, network, routes, simulation
from jibek.answers.counts import Measured
from jibek.answers.headline import READ, TARGET_USD_BN, WAYS, Key, Readings, values
from jibek.answers.quantities import ALASHANKOU, KHORGOS, QUANTITIES, amounts
from jibek.scenario import Scenario

if TYPE_CHECKING:
    from jibek.loop import State
    from jibek.routes import Itinerary
    from jibek.simulation import Play

CPMM_YEAR = 2022


def crossings_of_2022(state: State) -> dict[str, dict[str, Any]]:
    """The crossings played with the year set to that of the CPMM report, whose means fix the acceptance."""
    then = Scenario.from_dict({"name": "cpmm", "year": CPMM_YEAR, "seed": state.scenario.seed})
    net = network.build(state.facts, then.network)
    played = simulation.simulate(
        state.facts, net, (KHORGOS, ALASHANKOU), year=CPMM_YEAR, seed=state.scenario.seed
    )
    return {row["gateway_id"]: row for row in played.crossings}


def readings(
    state: State, waits: pd.DataFrame, quantiles: pd.DataFrame, amount: Mapping[str, float]
) -> Readings:
    """What the headline is read from, given the played waits and the quantities."""
    target_usd = state.facts.fact(TARGET_USD_BN) * 1e9
    ways = itineraries(state, quantiles, legs=False)
    return Readings(amount, waits, ways, state.world.countries, target_usd)


def play_crossings(state: State) -> Play:
    """The crossings of the headline, played under the loads of a state."""
    open_now = set(state.network.gateways["gateway_id"])
    came = flows.arrivals(state.network, state.flow)
    return simulation.play(
        state.network,
        came.load,
        came.container_share,
        state.facts,
        state.scenario.played,
        gateways=[g for g in (KHORGOS, ALASHANKOU) if g in open_now],
        expected=came.wait_hours,
    )


def measure(state: State) -> dict[Key, float | None]:
    """Headline values of a state: the two crossings are played, the routes searched, the rest read from the state.

    Of what is played the headline reads the hours away from China, and all `WAYS` lead there.
    """
    came = flows.arrivals(state.network, state.flow)
    waits, quantiles = simulation.play_outward(
        state.network,
        came.load,
        came.container_share,
        state.facts,
        state.scenario.played,
        gateways=(KHORGOS, ALASHANKOU),
    )
    amount = amounts(Measured(state, pd.DataFrame(), {}), READ)
    return values(readings(state, waits, quantiles, amount))


def itineraries(
    state: State, quantiles: pd.DataFrame, *, legs: bool = True
) -> dict[tuple[str, str], Itinerary]:
    """The quickest land itinerary of each of ``WAYS``; one without any is absent."""
    return routes.fastest_land(
        state.network.usual,
        state.usual_delay_hours,
        quantiles,
        state.facts,
        WAYS,
        seed=state.scenario.seed,
        legs=legs,
    )


def targets_of(state: State, amount: Mapping[str, float]) -> pd.DataFrame:
    """appraisal.targets, with what the run gives."""
    known = {name: (value, QUANTITIES[name].what) for name, value in amount.items() if value == value}
    return appraisal.measure(state.facts.targets, known)
