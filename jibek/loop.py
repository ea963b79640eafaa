"""Where queues, choice of corridor and trade find each other. Read second."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jibek import demand, flows, network, record, routes, simulation, trade
from jibek.demand.trips import Trips
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.ground.fixed_point import Relaxation
from jibek.ground.vocabulary import COMMODITIES
from jibek.scenario import Scenario

TONNES_SETTLED = 1e-3

LIMIT = 60


@dataclass(frozen=True, slots=True)
class State:
    """Where a scenario settles: everything that later stages and other scenarios measure from."""

    scenario: Scenario
    facts: record.Facts
    network: network.Network
    curves: simulation.Curves
    background: pd.DataFrame
    total: demand.Total
    constants: demand.Constants
    need: demand.Need
    cost: Array
    flow: flows.Assignment
    world: trade.World
    iterations: int
    certificates: tuple[Certificate, ...]


def settle(facts: record.Facts, scenario: Scenario, base: State | None, warm: State | None = None) -> State:
    """Let queues, choice of corridor and trade find each other.

    Parameters
    ----------
    base
        Where the base settled; None when the scenario is its own base.
    warm
        A state to start from, for speed only: the result does not depend on it beyond the tolerances.

    Returns
    -------
    State
        With the certificate that the split, computed again at the cost of the loaded network, moves no more than
        a thousandth of the tonnes.
    """
    here = _prepare(facts, scenario)
    net, total = here.network, here.total
    delay = Relaxation(_start(net, warm))
    constants = None if warm is None else warm.constants
    flow = None if warm is None else warm.flow
    world = trade.unchanged(total.matrix, facts, scenario.trade)
    for iteration in range(1, LIMIT + 1):
        cost = _cost(here, delay.value)
        constants = base.constants if base else demand.pivot(total, cost, constants)
        need = demand.split(total, cost, constants)
        flow = _assign(here, need, flow)
        loaded = _cost(here, flow.delay_hours)
        answer = demand.split(total, loaded, constants)
        shipped = total
        if base:
            world = _respond(here, base, answer)
            total = demand.scale(total, here.total, world.trade_ratio)  # trade moves demand
        moved = demand.split(total, loaded, constants).tonnes - need.tonnes
        unrest = float(np.abs(moved).sum() / shipped.pairs.tonnes.sum())
        if unrest <= TONNES_SETTLED / 2 or iteration == LIMIT:
            break
        delay.step(flow.delay_hours)
    certificate = Certificate(
        "loop",
        "tonnes_moved_by_one_more_round",
        unrest,
        TONNES_SETTLED,
        "share of all tonnes; far below the uncertainty of any published split",
    )
    assert constants is not None  # at least one round was made
    assert flow is not None
    settled = replace(need, cost=answer.cost)
    return State(
        scenario, facts, net, here.curves, here.background, shipped, constants, settled, loaded, flow, world,
        iteration, (certificate,),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Here:
    """What stays as it is while a scenario settles; domestic: trains a day on each facility that do not choose."""

    scenario: Scenario
    facts: record.Facts
    network: network.Network
    curves: simulation.Curves
    total: demand.Total
    trips: Trips
    background: pd.DataFrame
    domestic: Array


def _prepare(facts: record.Facts, scenario: Scenario) -> _Here:
    net = network.build(facts, scenario.network)
    total = demand.spread(facts, net)
    background = demand.background(facts, net)
    domestic = np.zeros(len(net.capacity_per_day))
    domestic[[net.facility_index[i] for i in background["link_id"]]] = background["trains_per_day"]
    curves = simulation.curves(net, facts, scenario.played)
    return _Here(scenario, facts, net, curves, total, Trips.of(total.pairs), background, domestic)


def _assign(here: _Here, need: demand.Need, flow: flows.Assignment | None) -> flows.Assignment:
    """Flows of the tonnes by corridor, started from earlier ones; the certificate is worked out once, at the end."""
    trips = here.trips
    wanted = flows.FlowDemand(
        trips.origin, trips.destination, trips.cls, trips.group, trips.total(need.tonnes)
    )
    return flows.assign(
        here.network,
        here.curves,
        wanted,
        background=here.domestic,
        gap=here.scenario.flows.gap,
        method=here.scenario.flows.method,
        warm=flow,
        certify=False,
    )


def _respond(here: _Here, base: State, answer: demand.Need) -> trade.World:
    """The world's trade at the new cost of the choice against the base's, both on loaded networks.

    Freight that the scenario cuts off goes round the network at an assumed price: trade cannot answer to an infinite
    cost, and goods find ways that are not drawn. How many tonnes it is, the run says.
    """
    facts, pairs = here.facts, here.total.pairs
    lost = ~np.isfinite(answer.cost) & np.isfinite(base.need.cost)
    price = np.array([facts.assume(c.usd_per_tonne) for c in COMMODITIES])[pairs.cls]
    round_about = base.need.cost + (facts.assume("cut_off_delivered_cost_factor") - 1.0) * price
    return trade.respond(
        here.total.matrix,
        pairs,
        base.need.cost,
        np.where(lost, round_about, answer.cost),
        facts,
        here.scenario.trade,
        level=trade.mean_cost(base.need.tonnes, base.cost),
    )


def _start(net: network.Network, warm: State | None) -> Array:
    """Delays to start from: those of another state where a facility has the same id, none elsewhere."""
    delay = np.zeros(len(net.capacity_per_day))
    if warm is not None:
        for name, position in net.facility_index.items():
            if name in warm.network.facility_index:
                delay[position] = warm.flow.delay_hours[warm.network.facility_index[name]]
    return delay


def _cost(here: _Here, delay_hours: Array) -> Array:
    """Generalised cost by (pair, corridor), USD per tonne; ``inf`` where no path is open."""
    trips = here.trips
    skim = routes.skim(here.network, delay_hours, trips.origin, trips.destination, trips.cls, trips.group)
    return trips.spread(skim.generalised_usd_per_tonne)
