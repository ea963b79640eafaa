"""What one hour, one train a day and one dollar are worth at every gateway and section: slopes of headline figures.

Reads   a settled state, its curves of delay
Writes  flows.values

    facility                      per                   quantity              value
    CN_KHORGOS-KZ_ALTYNKOL:out    hour of clearance     shippers_usd          72 000 000
    CN_KHORGOS-KZ_ALTYNKOL:out    unit a day            khorgos_rail_hours    -1.9

Congestion, other routes, other corridors and trade are inside: the equilibrium is made linear (`linear`). Each figure
costs one solution, whatever the number of places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, diags, hstack

from jibek import simulation
from jibek.answers.counts import Counts, Measured
from jibek.answers.linear import MILLION, Linear, figures_of, linear
from jibek.answers.quantities import ALASHANKOU, KHORGOS, QUANTITIES
from jibek.answers.tables import VALUES
from jibek.flows.projection.memory import Paths
from jibek.ground.arrays import Array
from jibek.ground.vocabulary import BASE_REPORTER, PER
from jibek.trade.carriers import collecting
from jibek.trade.slopes import slopes

if TYPE_CHECKING:
    from jibek.loop import State
    from jibek.network import Network

# Curves are drawn again at this part more and less capacity: near enough for a slope, far enough for whole trains.
_PART = 0.01

_HOURS = 0.1  # and with so much more and less clearance

Weights = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its quantity_id, unit and weights over the unknowns; own: the facility whose own hour adds to it."""

    quantity_id: str
    unit: str
    weights: Callable[[State, Linear], Weights]
    own: str = ""


def _shippers_usd(state: State, system: Linear) -> Weights:
    return {"trips": system.choice.T @ system.shipped}


def _hours(facility: str) -> Callable[[State, Linear], Weights]:
    def weights(state: State, system: Linear) -> Weights:
        out = np.zeros(len(state.network.capacity_per_day))
        if facility in state.network.facility_index:
            out[state.network.facility_index[facility]] = 1.0
        return {"queues": out}

    return weights


def _trains(gateway: str) -> Callable[[State, Linear], Weights]:
    def weights(state: State, system: Linear) -> Weights:
        index = state.network.facility_index
        at = [index[f"{gateway}:{way}"] for way in ("out", "in") if f"{gateway}:{way}" in index]
        return {"paths": np.asarray(system.load[at].sum(axis=0)).ravel()}

    return weights


def _tonnes(quantity: str) -> Callable[[State, Linear], Weights]:
    def weights(state: State, system: Linear) -> Weights:
        item = QUANTITIES[quantity]
        assert item.arcs is not None
        over = item.arcs(Counts(Measured(state, pd.DataFrame(), {})))
        counted = np.asarray(item.classes)[state.network.commodity[system.cls]]
        return {"paths": (system.arcs @ np.asarray(over, float)) * counted}

    return weights


def _trade(reporter: str) -> Callable[[State, Linear], Weights]:
    def weights(state: State, system: Linear) -> Weights:
        world, at = state.world.solutions[reporter], {n: i for i, n in enumerate(state.world.names)}
        moved = slopes(world, state.world.theta, system.exporter, system.importer).flow
        pair, value = ((at["CHN"], at["KAZ"]), (at["KAZ"], at["CHN"])), state.world.value_usd(reporter)
        return _of_trade(system, np.asarray(sum(value[a, b] * moved[a, b] for a, b in pair)))

    return weights


def _welfare(country: str) -> Callable[[State, Linear], Weights]:
    def weights(state: State, system: Linear) -> Weights:
        world, at = state.world.solutions[BASE_REPORTER], state.world.names.index(country)
        moved = slopes(world, state.world.theta, system.exporter, system.importer).welfare
        return _of_trade(system, 100.0 * world.welfare[at] * moved[at])

    return weights


def _of_trade(system: Linear, slope: Array) -> Weights:
    """Weights of a figure of trade, from its slopes by prices and by what carriers take."""
    costs = len(system.exporter)
    return {"prices": slope[:costs], "takings": MILLION * slope[costs:]}


FIGURES = (
    Figure("shippers_usd", "USD/yr", _shippers_usd),
    Figure("khorgos_rail_hours_mean", "h", _hours(f"{KHORGOS}:out"), f"{KHORGOS}:out"),
    Figure("alashankou_rail_hours_mean", "h", _hours(f"{ALASHANKOU}:out"), f"{ALASHANKOU}:out"),
    Figure("khorgos_rail_trains_per_day", "trains/day", _trains(KHORGOS)),
    Figure("alashankou_rail_trains_per_day", "trains/day", _trains(ALASHANKOU)),
    Figure("kaz_chn_rail_tonnes", "t/yr", _tonnes("kaz_chn_rail_mt")),
    Figure("caspian_tonnes", "t/yr", _tonnes("caspian_mt")),
    Figure("kaz_chn_trade_usd_CHN", "USD/yr", _trade("CHN")),
    Figure("kaz_chn_trade_usd_KAZ", "USD/yr", _trade("KAZ")),
    Figure("kaz_welfare_percent", "%", _welfare("KAZ")),
    Figure("chn_welfare_percent", "%", _welfare("CHN")),
)


def values(state: State, base: State | None) -> pd.DataFrame:
    """flows.values: the slope of each figure by hour, by unit of capacity and by USD per tonne at each facility.

    Facilities that nothing passes are left out: what they are worth is not a slope but an opening. There is none in a
    year with dated closures, whose days are unlike, so that an hour is worth another sum on each, nor from a solver
    that keeps no paths.

    Parameters
    ----------
    base
        Where the state's trade answers from; None: it is its own base.
    """
    net = state.network
    if net.layers is not None or not isinstance(state.flow.start, Paths):
        return VALUES.empty()
    system = linear(state, base)
    weights = np.stack([figures_of(system, f.weights(state, system)) for f in FIGURES], axis=1)
    found = system.adjoint(weights)
    on_paths, on_queues = found[system.part("paths")], found[system.part("queues")]
    per_hour = net.class_hour_usd[system.cls]
    hour = system.visits.T @ (per_hour[:, None] * on_paths)
    names, ways = list(net.facilities["facility_id"]), list(net.facilities["direction"])
    for i, figure in enumerate(FIGURES):
        if figure.own in net.facility_index:
            hour[net.facility_index[figure.own], i] += 1.0
    hour += by_clearance(state)[:, None] * on_queues
    slope = {
        PER[0]: hour,
        PER[1]: by_capacity(state)[:, None] * on_queues,
        # A dollar more is a toll: those who collect on the arcs of the place have it.
        PER[2]: system.visits.T @ on_paths + tolled(state, system) @ found[system.part("takings")],
    }
    passed = np.flatnonzero(state.flow.laden > 0)
    frame = pd.DataFrame(
        [
            (
                names[f],
                ways[f],
                figure.quantity_id,
                per,
                slope[per][f, i],
                figure.unit,
            )
            for f in passed
            for per in PER
            for i, figure in enumerate(FIGURES)
        ],
        columns=list(VALUES.columns),
    )
    return VALUES.check(frame)


def tolled(state: State, system: Linear) -> csr_matrix:
    """Million USD a year that a dollar a tonne at each facility brings: collected by each country, then charged on the
    goods of each, (facility, 2 x country)."""
    net, n = state.network, len(state.world.names)
    if state.world.carriers is None:
        return csr_matrix((len(net.capacity_per_day), 2 * n))
    jams = np.flatnonzero(net.facility >= 0)
    shape = (len(net.capacity_per_day), len(net.tail))
    at = csr_matrix((np.ones(len(jams)), (net.facility[jams], jams)), shape)
    passed = system.arcs.multiply(system.tonnes[:, None]).tocsr()  # (path, arc) tonnes a year
    collected = at @ diags(np.asarray(passed.sum(axis=0)).ravel()) @ collecting(net, state.world.names)
    return hstack([collected, at @ passed.T @ system.sold.T], format="csr") / MILLION


def by_capacity(state: State) -> Array:
    """Hours by which one more unit of capacity a day changes the delay of each facility at its load, (facility,)."""
    net, capacity = state.network, np.asarray(state.network.capacity_per_day, float)
    hours = []
    for part in (1.0 + _PART, 1.0 - _PART):
        table = net.facilities.assign(capacity_per_day=part * capacity)
        hours.append(_hours_at(state, replace(net, capacity_per_day=part * capacity, facilities=table)))
    return (hours[0] - hours[1]) / (2.0 * _PART * capacity)


def by_clearance(state: State) -> Array:
    """Hours by which an hour more of clearance lengthens the queue at each facility, (facility,): where trains stand on
    few tracks meanwhile, as at the crossings that are played train by train."""
    net = state.network
    hours = []
    for step in (_HOURS, -_HOURS):
        table = net.gateways.assign(clearance_hours=np.maximum(net.gateways["clearance_hours"] + step, 0.0))
        hours.append(_hours_at(state, replace(net, gateways=table)))
    return (hours[0] - hours[1]) / (2.0 * _HOURS)


def _hours_at(state: State, changed: Network) -> Array:
    """Delay at the loads of the state on a network that differs: the curves drawn anew."""
    curves = simulation.curves(changed, state.facts, state.scenario.played)
    return np.asarray(curves.evaluate(state.flow.load / changed.capacity_per_day)[0])
