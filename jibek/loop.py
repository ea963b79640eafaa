"""Where queues, choice of corridor and trade find each other. Read second."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jibek import demand, flows, network, record, routes, simulation, trade
from jibek.demand.trips import Trips
from jibek.ground.arrays import Array
from jibek.ground.certificate import Certificate
from jibek.ground.errors import CertificateError
from jibek.ground.fixed_point import Relaxation
from jibek.network.classes import by_value
from jibek.network.loaded import by_facility_id
from jibek.scenario import Scenario

TONNES_SETTLED = 1e-5
LIMIT = 60

# Parts of it: where a base stops, and where the solver of a scenario may, in corridors (it counts a moved tonne once,
# not both where it leaves and where it arrives) and in trade. The base lies nearer, so that a scenario of no change
# stays where the base is.
_BASE, _CORRIDORS, _TRADE = 0.1, 0.1, 0.3

# The solver aims a little below, since the check here adds up in another order.
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class State:
    """Where a scenario settles: everything that later stages and other scenarios measure from.

    cost: (pair, corridor) USD per tonne that freight pays on the loaded network, its mean over doors.
    """

    scenario: Scenario
    facts: record.Facts
    network: network.Network
    curves: simulation.Curves
    background: pd.DataFrame
    total: demand.Total
    trips: Trips
    constants: demand.Constants
    need: demand.Need
    cost: Array
    flow: flows.Assignment
    world: trade.World
    iterations: int
    certificates: tuple[Certificate, ...]

    @property
    def checks(self) -> tuple[Certificate, ...]:
        """What must hold before any number of this state is an answer."""
        reason = "as the scenario asks, by the solver; worked out again from the tables where they are kept"
        gap = Certificate("flows", "relative_gap", self.flow.gap, self.scenario.flows.gap, reason)
        return (*self.certificates, gap, self.constants.certificate, *self.world.certificates)

    @property
    def usual_delay_hours(self) -> Array:
        """Delay at each facility of ``network.usual`` on the days on which nothing is shut."""
        return self.flow.delay_hours[: len(self.network.usual.capacity_per_day)]

    @property
    def settled(self) -> bool:
        """Whether queues, corridors and trade have found each other, each to its tolerance."""
        return all(c.ok for c in self.checks)


def accepted(state: State) -> State:
    """The state, if it is an answer.

    Raises
    ------
    CertificateError
        ``loop.not_settled``: each check that does not hold, each assumption that is not at its centre.
    """
    if state.settled:
        return state
    name, fix = state.scenario.name, "Change less at once, or close what cannot carry its freight."
    message = f"{name} of {state.scenario.year} does not settle after {state.iterations} rounds"
    problems = [c.problem(name, fix) for c in state.checks if not c.ok] + record.set_apart(state.facts)
    raise CertificateError("loop.not_settled", f"{message}; no number of it is an answer", problems)


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
        `TONNES_SETTLED` of the tonnes.
    """
    part = scenario.network
    net = facts.remembered(("network", repr(part)), lambda record: network.build(record, part))
    usual = None
    if net.layers is not None:
        # What queues left by a closure drain beside is the load of a year without one.
        usual = base or settle(facts, _without_dates(scenario), None, warm=warm)
    here = _prepare(facts, scenario, net, usual)
    return _fitted(here, warm) if base is None else _answered(here, base, warm or base)


def _fitted(here: _Here, warm: State | None) -> State:
    """The base: constants are found anew at each cost, which pins the tonnes of corridors and so the loads."""
    total, trips = here.total, here.trips
    inside = flows.chooses(here.scenario.flows.method)
    delay = Relaxation(_start(here.network, warm))
    constants = None if warm is None else warm.constants
    flow = None if warm is None else warm.flow
    kept, searches = None if warm is None or not inside else _kept(here, warm), 0
    for iteration in range(1, LIMIT + 1):
        cost = _cost(here, delay.value)
        constants = demand.pivot(total, trips, cost, constants)
        need = demand.split(total, trips, cost, constants)
        ways = need.ways if kept is None else trips.rescaled(kept, need.tonnes, need.ways)
        choice = _pinned(here, constants, np.isfinite(cost), ways) if inside else None
        # Pivots that cannot all be met are no matter of the cost: there is no answer to look for.
        met = constants.certificate.ok
        flow = _assign(here, ways, flow, None, choice, LIMIT if met else 1)
        searches += flow.iterations
        kept = None if flow.chosen is None else flow.chosen
        loaded = _cost(here, flow.delay_hours)
        constants = demand.pivot(total, trips, loaded, constants)
        answer = demand.split(total, trips, loaded, constants)
        shipped = ways if kept is None else kept
        unrest = _moved(answer.ways, shipped)
        if unrest <= _BASE * TONNES_SETTLED or iteration == LIMIT or not met:
            break
        delay.step(flow.delay_hours)
    assert constants is not None  # at least one round was made
    assert flow is not None
    settled = demand.Need(trips.by_corridor(shipped), shipped, answer.cost)
    world = trade.unchanged(
        total.matrix,
        here.facts,
        here.scenario.trade,
        freight=total.pairs,
        level=trade.mean_cost(settled.tonnes, _paid(here, settled, loaded)),
        carriers=trade.accounts(_rates(here, flow), trips, shipped, total),
    )
    return _state(here, total, constants, settled, loaded, flow, world, searches, unrest)


def _pinned(here: _Here, constants: demand.Constants, is_open: Array, ways: Array) -> flows.Corridors:
    """Shippers of the base, whose constants keep what the pivots count."""
    total = here.total
    pins = flows.Pins(
        total.carries, total.counts, total.door_carries, total.door_counts, constants.target, constants.value
    )
    close = _CORRIDORS * TONNES_SETTLED
    choice = flows.of_corridors(total, here.trips, constants, is_open, np.where(is_open, ways, 0.0), close)
    return replace(
        choice,
        settled=_SURE * 0.5 * _BASE * TONNES_SETTLED,
        pins=pins,
    )


def _answered(here: _Here, base: State, warm: State) -> State:
    """A scenario: constants stand; corridors, doors, paths and trade are one problem."""
    constants = base.constants
    cost = _cost(here, np.zeros(len(here.network.capacity_per_day)))
    ways, flow, searches = _begin(here, cost, constants, warm), warm.flow, 0
    traded = _Traded(here, base, warm)
    for iteration in range(1, LIMIT + 1):
        ways = here.trips.of_totals(ways, traded.total.pairs.tonnes)
        traded.settled = _TRADE * TONNES_SETTLED / iteration
        close = _CORRIDORS * TONNES_SETTLED / iteration
        choice = flows.of_corridors(traded.total, here.trips, constants, np.isfinite(cost), ways, close)
        flow = _assign(here, ways, flow, traded, choice)
        searches += flow.iterations
        assert flow.chosen is not None
        ways, traded.rates = flow.chosen, _rates(here, flow)
        loaded = _cost(here, flow.delay_hours)
        answer = demand.split(traded.total, here.trips, loaded, constants)
        world = _respond(here, base, answer, traded.accounts(ways))
        asked = demand.scale(here.total, here.total, world.ratio_of_period)
        unrest = _moved(demand.split(asked, here.trips, loaded, constants).ways, ways)
        if (unrest <= TONNES_SETTLED / 2 and flow.gap <= here.scenario.flows.gap) or iteration == LIMIT:
            break
    settled = replace(answer, tonnes=here.trips.by_corridor(ways), ways=ways)
    return _state(here, traded.total, constants, settled, loaded, flow, world, searches, unrest)


class _Traded:
    """Totals of shippers as trade has them at the cost of the choice: what the freight of a scenario answers.

    rates: what a tonne of each trip brings to carriers, from the last flows; None before there are any.
    """

    def __init__(self, here: _Here, base: State, warm: State) -> None:
        self._here, self._base = here, base
        self._shape = (len(here.shares), *warm.world.trade_ratio.shape)
        self._ratio = Relaxation(_ratio_to_start(warm.world, self._shape).ravel(), step=1.0)
        self.settled = _TRADE * TONNES_SETTLED
        self.rates: trade.Rates | None = None
        self.total = self._scaled(self._ratio.value.reshape(self._shape))

    def __call__(self, cost: Array, settled: float) -> tuple[Array, float]:
        """As `flows.Answer`."""
        trips = self._here.trips
        answer = demand.split(self.total, trips, cost[trips.trip], self._base.constants)
        ratio = _respond(self._here, self._base, answer, self.accounts(answer.ways)).ratio_of_period
        moved = _moved(self._scaled(ratio).pairs.tonnes, self.total.pairs.tonnes)
        if moved > settled:
            self._ratio.step(ratio.ravel())
            self.total = self._scaled(self._ratio.value.reshape(self._shape))
        return self.total.pairs.tonnes, moved

    def accounts(self, ways: Array) -> trade.Accounts | None:
        """What carriers get for tonnes by way; None as long as it is not known, and taken to be the base's."""
        return None if self.rates is None else trade.accounts(self.rates, self._here.trips, ways, self.total)

    def _scaled(self, ratio: Array) -> demand.Total:
        return demand.scale(self._here.total, self._here.total, ratio)


def _moved(answer: Array, tonnes: Array) -> float:
    """Tonnes that one more round would move, over all tonnes."""
    return float(np.abs(answer - tonnes).sum() / tonnes.sum())


def _state(
    here: _Here,
    total: demand.Total,
    constants: demand.Constants,
    need: demand.Need,
    loaded: Array,
    flow: flows.Assignment,
    world: trade.World,
    iteration: int,
    unrest: float,
) -> State:
    certificate = Certificate(
        "loop",
        "tonnes_moved_by_one_more_round",
        unrest,
        TONNES_SETTLED,
        "share of all tonnes; a hundredth of what six hours less at Khorgos move",
    )
    return State(
        here.scenario, here.facts, here.network, here.curves, here.background, total, here.trips, constants, need,
        _paid(here, need, loaded), flow, world, iteration, (certificate,),
    )  # fmt: skip


def _paid(here: _Here, need: demand.Need, loaded: Array) -> Array:
    """USD per tonne by pair and corridor: the mean of what freight pays, of unused corridors what they cost."""
    of_corridor, _ = here.trips.choose(loaded, here.total.steep)
    return np.where(need.tonnes > 0, here.trips.mean(loaded, need.ways), of_corridor)


def _rates(here: _Here, flow: flows.Assignment) -> trade.Rates:
    """What a tonne of each trip brings to carriers on its paths."""
    return trade.rates_of(here.network, flow, here.trips, here.total, here.facts)


def _begin(here: _Here, free: Array, constants: demand.Constants, warm: State) -> Array:
    """Tonnes by way to start from: another state's where the pairs are the same, else the free split."""
    split = demand.split(here.total, here.trips, free, constants)
    other = _kept(here, warm)
    if other is None:
        return split.ways
    kept = np.where(split.ways > 0, other, 0.0)
    pair = here.trips.pair
    used = np.bincount(pair, kept, here.trips.shape[0]) > 0
    return np.where(used[pair], kept, split.ways)


def _kept(here: _Here, other: State) -> Array | None:
    """Another state's tonnes by way, (way,); None where pairs differ."""
    return here.trips.taken(here.network.groups, other.need.ways, other.trips, other.network.groups)


def _ratio_to_start(world: trade.World, shape: tuple[int, ...]) -> Array:
    """Another state's answer of trade by period, or its year's where it has other periods."""
    of_period = world.ratio_of_period
    return of_period if of_period.shape == shape else np.broadcast_to(world.trade_ratio, shape)


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

    @property
    def shares(self) -> tuple[float, ...]:
        """Parts of the year whose days are alike."""
        layers = self.network.layers
        return (1.0,) if layers is None else layers.calendar.shares


def _without_dates(scenario: Scenario) -> Scenario:
    """The scenario with nothing shut on some days only."""
    raw = scenario.to_dict()
    for change in raw.get("gateway", {}).values():
        change.pop("closed", None)
        change["ban"] = [ban for ban in change.pop("ban", ()) if not ban.get("days")]
    return Scenario.from_dict(raw)


def _prepare(
    facts: record.Facts, scenario: Scenario, by_commodity: network.Network, usual: State | None
) -> _Here:
    total = demand.spread(facts, by_commodity)
    net = by_value(by_commodity, total.classes)
    background = demand.background(facts, net)
    domestic = np.zeros(len(net.usual.capacity_per_day))
    domestic[[net.facility_index[i] for i in background["link_id"]]] = background["trains_per_day"]
    loads = None if usual is None else by_facility_id(net.usual, usual.network, usual.flow.load)
    curves = simulation.curves(net, facts, scenario.played, loads)
    if net.layers is not None:
        domestic = np.where(net.layers.held, 0.0, domestic[net.layers.like])
    # They follow from where pairs may go, which hardly an assumption moves.
    trips = facts.remembered("trips", lambda _: Trips.of(total.pairs), total.pairs.ways)
    return _Here(scenario, facts, net, curves, total, trips, background, domestic)


def _assign(
    here: _Here,
    ways: Array,
    flow: flows.Assignment | None,
    answer: flows.Answer | None,
    corridors: flows.Corridors | None,
    most: int = LIMIT,
) -> flows.Assignment:
    """Flows, from earlier ones and the tonnes by way on; the certificate is worked out once, at the end."""
    trips = here.trips
    wanted = flows.FlowDemand(trips.origin, trips.destination, trips.cls, trips.group, trips.total(ways))
    return flows.assign(
        here.network,
        here.curves,
        wanted,
        background=here.domestic,
        gap=here.scenario.flows.gap,
        method=here.scenario.flows.method,
        warm=flow,
        max_iterations=most,
        certify=False,
        corridors=corridors,
        answer=answer,
    )


def _respond(here: _Here, base: State, answer: demand.Need, carriers: trade.Accounts | None) -> trade.World:
    """The world's trade at the new cost of the choice against the base's, both on loaded networks.

    Freight that the scenario cuts off goes round the network at an assumed price: trade cannot answer to an infinite
    cost, and goods find ways that are not drawn. How many tonnes it is, the run says.
    """
    facts, pairs = here.facts, here.total.pairs
    before, tonnes, cost = (
        demand.as_in(v, base.network, here.network) for v in (base.need.cost, base.need.tonnes, base.cost)
    )
    lost = ~np.isfinite(answer.cost) & np.isfinite(before)
    further = (facts.assume("cut_off_delivered_cost_factor") - 1.0) * pairs.usd_per_tonne
    round_about, of_base = before + further, base.world.carriers
    return trade.respond(
        here.total.matrix,
        pairs,
        before,
        np.where(lost, round_about, answer.cost),
        facts,
        here.scenario.trade,
        level=trade.mean_cost(tonnes, cost),
        shares=here.shares,
        carriers=None if of_base is None else (of_base[1], carriers or of_base[1]),
    )


def _start(net: network.Network, warm: State | None) -> Array:
    """Delays to start from: those of another state where a facility has the same id, none elsewhere."""
    none = np.zeros(len(net.capacity_per_day))
    return none if warm is None else by_facility_id(net, warm.network, warm.flow.delay_hours)


def _cost(here: _Here, delay_hours: Array) -> Array:
    """Generalised cost by way, USD per tonne; ``inf`` where no path is open."""
    trips = here.trips
    skim = routes.skim(here.network, delay_hours, trips.origin, trips.destination, trips.cls, trips.group)
    return skim.generalised_usd_per_tonne[trips.trip]
