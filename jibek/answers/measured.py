"""What is measured on a settled state: the crossings played, itineraries, targets."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pandas as pd

from jibek import appraisal, network, routes, simulation
from jibek.answers.headline import TARGET_USD_BN, Key, values
from jibek.answers.quantities import ALASHANKOU, KHORGOS, Quantities
from jibek.ground.errors import InputError
from jibek.record.groups import members
from jibek.scenario import Scenario

if TYPE_CHECKING:
    from jibek.loop import State
    from jibek.routes import Itinerary

CPMM_YEAR = 2022


def hours_of_the_measured_year(state: State) -> dict[str, float]:
    """Mean hours of the crossings with the year set to that of the CPMM report, whose means fix the acceptance."""
    then = Scenario.from_dict({"name": "cpmm", "year": CPMM_YEAR, "seed": state.scenario.seed})
    net = network.build(state.facts, then)
    played = simulation.simulate(
        state.facts, net, (KHORGOS, ALASHANKOU), year=CPMM_YEAR, seed=state.scenario.seed
    )
    hours = {row["gateway_id"]: float(row["hours_mean"]) for row in played.crossings}
    return {"khorgos_hours_2022": hours[KHORGOS], "alashankou_hours_2022": hours[ALASHANKOU]}


def measure(state: State) -> dict[Key, float | None]:
    """Headline values of a state: the two crossings are played, the routes searched, the rest read from the state."""
    open_now = set(state.network.gateways["gateway_id"])
    played = simulation.play(
        state.network,
        state.flow.load,
        state.flow.container_share,
        state.facts,
        state.scenario,
        gateways=[g for g in (KHORGOS, ALASHANKOU) if g in open_now],
    )
    return values(
        state, played.waits, itineraries(state, played.quantiles), state.facts.fact(TARGET_USD_BN) * 1e9
    )


def itineraries(state: State, quantiles: pd.DataFrame) -> dict[str, Itinerary]:
    """The quickest land itineraries of the headline; a destination without one is absent."""
    found = {}
    for destination in ("DEDUI", "KZALA"):
        with contextlib.suppress(InputError):
            found[destination] = routes.fastest_land(
                state.network,
                state.flow.delay_hours,
                quantiles,
                state.facts,
                "CNCHN",
                destination,
                seed=state.scenario.seed,
            )
    return found


def targets_of(state: State, shown: pd.DataFrame) -> pd.DataFrame:
    """appraisal.targets, with what the run gives for targets that are not of trade."""
    amount = Quantities(state)
    modelled: dict[str, tuple[float, str]] = {
        "transcaspian_mt": (
            amount["transcaspian_mt"],
            "tonnes without oil between Aktau or Kuryk and Alat, both ways",
        ),
        "kaz_transit_china_mt": (
            amount["kaz_transit_china_mt"],
            "tonnes with one end in China and none in Kazakhstan on corridors over Kazakhstan, by rail and road",
        ),
    }
    poti = shown[
        (shown["origin"] == "KZ_ALTYNKOL")
        & (shown["destination"] == "GEPTI")
        & (shown["corridor"] == "transcaspian")
    ]
    if len(poti):
        modelled["altynkol_poti_days"] = (
            float(poti["days_p50"].min()),
            "median days from Altynkol to Poti by the Trans-Caspian corridor",
        )
    five = members("CENTRAL_ASIA_FIVE", state.facts)
    return appraisal.measure(state.facts.targets, state.world.flows, modelled, five)
