"""What shippers save against the base, and how much of it is lower cost.

Reads   two settled states
Writes  shippers_saving

    part     usd_per_year
    cost      143 000 000     queues, prices and shorter ways, each corridor's freight on its cheapest new way
    choice  1 250 000 000     one way more to choose from within a corridor

The choice of a door is a logit: freight goes by several, each of which some shippers prefer for what the model does not
know. A further way that is no cheaper than the others therefore brings a gain too, ln(ways) over the scale, and that
scale is an assumption without a published value. It is told apart here: what opened ways bring beyond what they would
if each corridor's freight took the cheapest way (the limit in which ways are alike), and what lost ways take away.

Method  change of the inclusive value with and without the new alternatives: Small and Rosen (1981), Applied welfare
        economics with discrete choice models, Econometrica 49: 105-130; gains by further alternatives that are alike:
        Ben-Akiva and Lerman (1985), Discrete Choice Analysis, ch. 9. Tonnes: half those of the base, half of the run
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jibek import demand, routes
from jibek.answers.tables import SHIPPERS_SAVING
from jibek.demand.corridors import door_usd
from jibek.ground.arrays import Array

if TYPE_CHECKING:
    from jibek.loop import State


def saving(state: State, base: State | None) -> pd.DataFrame:
    """shippers_saving: million of USD a year by part; empty for a run that is its own base, and for years with dated
    closures, whose pairs are others than the base's.

    Parameters
    ----------
    base
        What change is measured from.
    """
    if base is None or state.trips.shape != base.trips.shape:
        return SHIPPERS_SAVING.empty()
    tonnes = (state.total.pairs.tonnes + base.total.pairs.tonnes) / 2
    whole = _usd(base.need.cost - state.need.cost, tonnes)
    here, there = _cost(state), _cost(base)
    kept, had = _both(state, np.isfinite(here), base, np.isfinite(there))
    choice = _worth(state, here, kept, tonnes) - _worth(base, there, had, tonnes)
    rows = [("cost", whole - choice), ("choice", choice)]
    return SHIPPERS_SAVING.check(pd.DataFrame(rows, columns=list(SHIPPERS_SAVING.columns)))


def _cost(state: State) -> Array:
    """USD per tonne of each way on the loaded network, (way,); ``inf``: shut."""
    trips = state.trips
    skim = routes.skim(
        state.network, state.flow.delay_hours, trips.origin, trips.destination, trips.cls, trips.group
    )
    return np.asarray(skim.generalised_usd_per_tonne[trips.trip])


def _both(state: State, is_open: Array, base: State, was_open: Array) -> tuple[Array, Array]:
    """Which ways of each state are open in both."""
    a, b = state.network.groups, base.network.groups
    in_base = state.trips.taken(a, was_open.astype(float), base.trips, b)
    in_run = base.trips.taken(b, is_open.astype(float), state.trips, a)
    assert in_base is not None
    assert in_run is not None
    return is_open & (in_base > 0), was_open & (in_run > 0)


def _worth(state: State, cost: Array, common: Array, tonnes: Array) -> float:
    """USD a year that ways which the other state lacks bring in corridors that it has, beyond their being cheaper."""
    total, trips = state.total, state.trips
    beside = trips.of_ways(trips.by_corridor(common.astype(float))) > 0  # of a corridor that is open in both
    only = np.isfinite(cost) & ~common & beside
    if not only.any():
        return 0.0
    without = demand.split(total, trips, np.where(only, np.inf, cost), state.constants)
    gain = _usd(without.cost - state.need.cost, tonnes)
    net = cost - door_usd(total, trips, state.constants.value)
    cheapest = [np.full(trips.shape[0] * trips.shape[1], np.inf) for _ in range(2)]
    for least, ways in zip(cheapest, (common, only), strict=True):
        np.minimum.at(least, trips.cell[ways], net[ways])
    with np.errstate(invalid="ignore"):
        cheaper = np.nan_to_num(np.maximum(cheapest[0] - cheapest[1], 0.0), nan=0.0, posinf=0.0)
    share = state.need.tonnes / np.maximum(state.total.pairs.tonnes, 1e-300)[:, None]
    return gain - float((cheaper.reshape(trips.shape) * share * tonnes[:, None]).sum())


def _usd(per_tonne: Array, tonnes: Array) -> float:
    told = np.isfinite(per_tonne) & (tonnes > 0)
    return float((per_tonne[told] * tonnes[told]).sum())
