"""What is measured on a settled state: the crossings played, boxes followed, quantities counted, targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from jibek import appraisal, flows, network, simulation
from jibek.answers.by_rail import boxes_by_rail, why_none
from jibek.answers.counts import Measured
from jibek.answers.headline import ITEMS, PAIRS, TARGET_USD_BN, Readings, values
from jibek.answers.quantities import ALASHANKOU, KHORGOS, QUANTITIES, amounts
from jibek.ground.language import mark
from jibek.scenario import Scenario

if TYPE_CHECKING:
    from jibek.loop import State
    from jibek.record import Facts
    from jibek.simulation import Play

CPMM_YEAR = 2022


def crossings_of_2022(facts: Facts, seed: int) -> dict[str, dict[str, Any]]:
    """The crossings away from China played under the published trains of the year of the CPMM report, whose means fix
    the acceptance."""
    then = Scenario.from_dict({"name": "cpmm", "year": CPMM_YEAR, "seed": seed})
    net = network.build(facts, then.network)
    played = simulation.simulate(facts, net, (KHORGOS, ALASHANKOU), year=CPMM_YEAR, seed=seed, one_way=True)
    return {row["gateway_id"]: row for row in played.crossings}


def hours_of_2022(facts: Facts, seed: int) -> dict[str, float | None]:
    """Their hours by ``quantities:NAME``: observed, and known of a record before anything is settled."""
    played = crossings_of_2022(facts, seed)
    return {
        f"quantities:{name}": float(played[quantity.gateway]["hours_mean"])
        for name, quantity in QUANTITIES.items()
        if quantity.gateway is not None
    }


def readings(
    state: State, waits: pd.DataFrame, quantiles: pd.DataFrame, amount: Mapping[str, float]
) -> Readings:
    """What the headline is read from, given the played waits and the quantities."""
    target_usd = state.facts.fact(TARGET_USD_BN) * 1e9
    boxes = boxes_by_rail(state, quantiles, PAIRS)
    return Readings(amount, waits, boxes, state.world.countries, target_usd)


def play_crossings(state: State) -> Play:
    """The crossings of the headline, and the gateways that its boxes pass, played under the loads of a state."""
    boxes = boxes_by_rail(state, None, PAIRS).values()
    passed = {g for found in boxes for i in found.itineraries for g in i.gateways}
    open_now = set(state.network.gateways["gateway_id"])
    return play_at(state, open_now & {KHORGOS, ALASHANKOU, *passed})


def play_at(state: State, gateways: Collection[str]) -> Play:
    """Gateways played under the loads of a state."""
    came = flows.arrivals(state.network, state.flow)
    return simulation.play(
        state.network,
        came.load,
        came.container_share,
        state.facts,
        state.scenario.played,
        gateways=sorted(gateways),
        expected=came.wait_hours,
    )


# Of a settled state alone; what is counted on tables of a whole run is left out.
COUNTED = tuple(name for name, q in QUANTITIES.items() if q.gateway is None and name != "altynkol_poti_days")


def measure(state: State) -> dict[str, float | None]:
    """Headline numbers and quantities of a state by ``figure`` and ``quantities:NAME``: the two crossings are played,
    boxes by rail followed along their paths, the rest read from the state.

    Of what is played the headline reads the hours away from China, and all `PAIRS` lead there.
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
    amount = amounts(Measured(state, waits=waits), COUNTED)
    found = values(readings(state, waits, quantiles, amount))
    return found | {f"quantities:{name}": value if value == value else None for name, value in amount.items()}


def measure_observed(state: State) -> dict[str, float | None]:
    """`measure`, and the hours of the year in which crossings were timed: what worlds are weighed by."""
    return measure(state) | hours_of_2022(state.facts, state.scenario.seed)


def reasons(state: State, central: Mapping[str, float | None]) -> dict[str, str]:
    """Why the scenario does not have a headline number, in words, by figure; of those that it does not have."""
    open_now = set(state.network.gateways["gateway_id"])
    found: dict[str, str] = {}
    for item in ITEMS:
        if central[item.figure] is not None:
            continue
        if item.box is not None:
            found[item.figure] = why_none(state, item.box[0])
        elif item.wait is not None:
            found[item.figure] = mark("nothing passes") if item.wait[0] in open_now else mark("closed")
    return found


def targets_of(state: State, amount: Mapping[str, float]) -> pd.DataFrame:
    """appraisal.targets, with what the run gives."""
    known = {name: (value, QUANTITIES[name].what) for name, value in amount.items() if value == value}
    return appraisal.measure(state.facts.targets, known)
