"""The loop of queues, corridors and trade on the real data: laws that any answer must obey, signs first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jibek import demand, routes, simulation, trade
from jibek.answers.counts import Measured
from jibek.answers.headline import ITEMS
from jibek.answers.measured import measure
from jibek.answers.quantities import ALASHANKOU, KHORGOS, amounts
from jibek.ground.vocabulary import CORRIDORS
from jibek.loop import TONNES_SETTLED, settle
from jibek.scenario import Scenario

pytestmark = pytest.mark.slow
NORTHERN, CASPIAN = CORRIDORS.index("northern"), CORRIDORS.index("transcaspian")


def scenario(**changes) -> Scenario:
    return Scenario.from_dict({"name": "changed", "base": "baseline", **changes})


def settled(facts, base, **changes):
    return settle(facts, scenario(**changes), base, warm=base)


def amount(state, name: str) -> float:
    """One quantity of a state."""
    return amounts(Measured(state, pd.DataFrame(), {}), (name,))[name]


def played(state):
    waits = simulation.play(
        state.network, state.flow.load, state.flow.container_share, state.facts, state.scenario.played,
        gateways=[KHORGOS, ALASHANKOU],
    ).waits  # fmt: skip
    return waits.set_index("gateway_id")


def test_the_base_meets_its_pivots_and_leaves_trade_as_published(base_state):
    pivots = demand.pivots_table(base_state.total, base_state.constants)
    # the constants are found to 1e-10 at the cost that the split then uses
    assert pivots["model_tonnes_per_year"].to_numpy() == pytest.approx(
        pivots["target_tonnes_per_year"].to_numpy(), rel=1e-6
    )
    assert (base_state.world.trade_ratio == 1).all()
    assert (base_state.world.countries["welfare_percent"] == 0).all()


def test_a_scenario_that_changes_nothing_is_its_base(shipped_facts, base_state):
    same = settled(shipped_facts, base_state)
    # it starts where the base stopped, which is nearer than it must come itself: nothing is left to shift. The search
    # for costs of trade is all that remains, to the base's own distance from rest
    assert np.abs(same.flow.load - base_state.flow.load).max() < 1e-9
    assert np.abs(same.need.tonnes - base_state.need.tonnes).sum() < 1e-12 * base_state.need.tonnes.sum()
    assert np.abs(same.world.trade_ratio - 1).max() < TONNES_SETTLED


def test_less_capacity_at_khorgos_raises_waits_and_moves_trains(shipped_facts, base_state):
    """Capacity times 0.7: the mean rises, the tail more, and trains go to the other crossing."""
    less = settled(shipped_facts, base_state, gateway={KHORGOS: {"capacity_factor": 0.7}})
    before, after = played(base_state), played(less)
    hours = ["hours_mean", "hours_p90", "hours_p99"]
    rise = after.loc[KHORGOS, hours].astype(float) - before.loc[KHORGOS, hours].astype(float)
    assert rise["hours_mean"] > 1
    assert rise["hours_p90"] > rise["hours_mean"]
    assert rise["hours_p99"] > rise["hours_p90"]
    # All trains: in the emptier direction boxes may change to either crossing without a train more or less.
    for crossing, sign in ((KHORGOS, -1), (ALASHANKOU, 1)):
        at = [s.network.facility_index[f"{crossing}:out"] for s in (less, base_state)]
        assert sign * (less.flow.load[at[0]] - base_state.flow.load[at[1]]) > 0


def test_faster_clearance_shortens_the_crossing_and_the_queue_takes_a_part_back(shipped_facts, base_state):
    """Six hours of clearance saved; the trains that come for it wait longer for acceptance, but never six hours."""
    fast = settled(shipped_facts, base_state, gateway={KHORGOS: {"clearance_hours": 6.0}})
    saved = played(base_state).loc[KHORGOS, "hours_mean"] - played(fast).loc[KHORGOS, "hours_mean"]
    assert 2.0 < saved <= 6.2  # 6 h less the queue's answer; 0.2 h is the noise of twenty paired years
    at = [s.network.facility_index[f"{KHORGOS}:out"] for s in (fast, base_state)]
    assert fast.flow.load[at[0]] > base_state.flow.load[at[1]]


def test_six_hours_less_at_the_same_traffic_are_six_hours(base_state, shipped_facts):
    """With the traffic held, clearance is a plain sum: six hours less of it are six hours less to cross."""
    from jibek import network

    net = network.build(shipped_facts, scenario(gateway={KHORGOS: {"clearance_hours": 6.0}}).network)
    fast = simulation.play(
        net, base_state.flow.load, base_state.flow.container_share, shipped_facts,
        scenario(gateway={KHORGOS: {"clearance_hours": 6.0}}).played, gateways=[KHORGOS],
    ).waits.set_index("gateway_id")  # fmt: skip
    saved = played(base_state).loc[KHORGOS, "hours_mean"] - fast.loc[KHORGOS, "hours_mean"]
    # clearance is lognormal about its mean with common draws; tracks rarely bind
    assert saved == pytest.approx(6.0, abs=0.3)


def test_easier_borders_raise_trade_and_the_queue_takes_part_of_it_back(shipped_facts, base_state):
    """Without an answer of the queues the same saving would raise trade more; at crossings that are nearly full."""
    full = {"khorgos_acceptance_trains_per_day": 13.0, "dostyk_acceptance_trains_per_day": 14.0}
    facts = shipped_facts.assuming(full)
    base = settle(facts, Scenario.example("baseline"), None, warm=base_state)
    easier = {g: {"clearance_hours": 2.0} for g in (KHORGOS, ALASHANKOU)}
    state = settled(facts, base, gateway=easier)
    cost = routes.skim(state.network, base.flow.delay_hours, *_trips(base)[0]).generalised_usd_per_tonne
    trips = _trips(base)[1]
    unmoved = demand.split(base.total, trips, cost[trips.trip], base.constants)
    free = trade.respond(
        base.total.matrix, base.total.pairs, base.need.cost, unmoved.cost, facts,
        state.scenario.trade, level=trade.mean_cost(base.need.tonnes, base.cost),
    )  # fmt: skip
    with_queues = amount(state, "kaz_chn_trade_busd_CHN")
    assert with_queues > amount(base, "kaz_chn_trade_busd_CHN")
    pair = base.total.matrix.countries.index("KAZ"), base.total.matrix.countries.index("CHN")
    assert 1 < state.world.trade_ratio[pair] < free.trade_ratio[pair]


def _trips(state):
    from jibek.demand.trips import Trips

    trips = Trips.of(state.total.pairs)
    return (trips.origin, trips.destination, trips.cls, trips.group), trips


def test_closing_the_northern_route_raises_the_caspian(shipped_facts, base_state):
    closed = settled(shipped_facts, base_state, transit={"RU": {"allowed": False}})
    assert amount(closed, "caspian_mt") > 1.3 * amount(base_state, "caspian_mt")
    europe = [i for i, m in enumerate(closed.total.markets) if m.market_id == "chn-europe-container"]
    rows = np.isin(closed.total.pairs.market, europe)
    assert closed.need.tonnes[rows, NORTHERN].sum() == 0
    assert closed.need.tonnes[rows, CASPIAN].sum() > base_state.need.tonnes[rows, CASPIAN].sum()
    to_russia = [i for i, m in enumerate(closed.total.markets) if m.market_id == "kaz-rus-dry-bulk"]
    assert closed.need.tonnes[np.isin(closed.total.pairs.market, to_russia)].sum() > 0  # what ends there goes


def test_a_third_railway_carries_freight_and_relieves_the_other_two(shipped_facts, base_state):
    third = settled(shipped_facts, base_state, open={"links": ["L075", "L076"]})
    tonnes = third.flow.flow.sum(axis=(0, 1))
    new = third.network.arcs["link_id"].isin(["L075", "L076"]).to_numpy()
    assert tonnes[new].sum() > 1e6
    # Trains, not boxes: in the emptier direction a box takes a wagon that runs anyway, and may change to the crossing
    # that is quicker now.
    for crossing in (KHORGOS, ALASHANKOU):
        for way in ("out", "in"):
            (new_at, old_at) = (s.network.facility_index[f"{crossing}:{way}"] for s in (third, base_state))
            assert third.flow.load[new_at] < base_state.flow.load[old_at]
            assert third.flow.delay_hours[new_at] < base_state.flow.delay_hours[old_at]


def test_dearer_rail_carries_less(shipped_facts, base_state):
    dear = settled(shipped_facts, base_state, cost={"rail_factor": 1.1})
    assert amount(dear, "europe_land_teu") < amount(base_state, "europe_land_teu")
    assert amount(dear, "kaz_chn_road_mt") > amount(base_state, "kaz_chn_road_mt")
    assert amount(dear, "kaz_chn_trade_busd_CHN") < amount(base_state, "kaz_chn_trade_busd_CHN")


def test_shut_ports_lose_freight(shipped_facts, base_state):
    shut = settled(shipped_facts, base_state, gateway={p: {"capacity_factor": 0} for p in ("KZAAU", "KZKUR")})
    assert amount(shut, "caspian_mt") == 0
    assert amount(base_state, "caspian_mt") > 1


def test_the_start_does_not_decide(shipped_facts, base_state):
    """Settled from nothing and from the base, a scenario ends in the same place within the loop's tolerance."""
    change = {"gateway": {KHORGOS: {"clearance_hours": 6.0}}}
    warm = settled(shipped_facts, base_state, **change)
    cold = settle(shipped_facts, scenario(**change), base_state)
    moved = np.abs(warm.need.tonnes - cold.need.tonnes).sum() / warm.need.tonnes.sum()
    assert moved < 2 * TONNES_SETTLED


def test_every_headline_number_has_a_value_in_the_base(base_state):
    values = measure(base_state)
    headline = [item.figure for item in ITEMS]
    assert set(headline) == {figure for figure in values if figure.startswith("headline:")}
    assert all(np.isfinite(values[figure]) for figure in headline)
