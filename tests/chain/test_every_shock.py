"""Random scenarios and every rail gateway: all settle or are refused, and the signs are right."""

from __future__ import annotations

import re

import numpy as np
import pytest
from shock_cases import assert_settled, settled, times

pytestmark = pytest.mark.slow
SCENARIOS = 200  # of which a test without --exhaustive tries some

# What may move the wrong way between two answers that both lie within the tolerance of rest: at a steep queue a
# thousandth of a train is an hour.
TRAINS, HOURS = 2e-3, 0.5


def rail_gateways(state):
    frame = state.network.gateways
    return sorted(frame.loc[frame["mode"] == "rail", "gateway_id"])


def lanes(state, gateway):
    """Facility of each direction of a gateway, by ``out`` and ``in``."""
    return {
        name.rpartition(":")[2]: i
        for name, i in state.network.facility_index.items()
        if name.rpartition(":")[0] == gateway
    }


def drawn(gateways):
    """Closures and factors from 0.3 to 3 of one or two gateways of any mode; drawn once and kept by the seed."""
    rng = np.random.default_rng(20268)
    for number in range(SCENARIOS):
        chosen = rng.choice(gateways, rng.integers(1, 3), replace=False)
        factors = [0.0 if rng.random() < 0.4 else np.exp(rng.uniform(np.log(0.3), np.log(3))) for _ in chosen]
        yield number, {g: {"capacity_factor": float(f)} for g, f in zip(chosen, factors, strict=True)}


def test_random_scenarios_settle(shipped_facts, base_state, tried):
    gateways = sorted(set(base_state.network.facilities["gateway_id"].dropna()))
    for number, shock in tried(drawn(gateways)):
        state = settled(shipped_facts, base_state, shock)
        assert state.settled, (number, shock, [c for c in state.checks if not c.ok])
        assert_settled(state)


def countries(gateway):
    """The two countries that a rail gateway joins, by the ids of its ends."""
    return tuple(sorted(re.match(r"[A-Z]{2}", end).group() for end in gateway.split("-", 1)))


def behind_one_another(state, gateways):
    """Pairs of countries where a path of the base crosses twice: their gateways complete one another too."""
    name = {i: n.rpartition(":")[0] for n, i in state.network.facility_index.items()}
    number = {g: i for i, g in enumerate(gateways)}
    of_arc = np.array([number.get(name.get(f, ""), -1) for f in state.network.facility])
    paths = state.flow.start
    of_path = np.repeat(np.arange(len(paths.flow)), np.diff(paths.arc_at))
    crossed = of_arc[paths.arcs]
    kept = (crossed >= 0) & (paths.flow[of_path] > 0)
    used = np.zeros((len(paths.flow), len(gateways)))
    used[of_path[kept], crossed[kept]] = 1.0
    together = used.T @ used
    return {
        countries(g) for g in gateways for h in gateways
        if g != h and countries(g) == countries(h) and together[number[g], number[h]] > 0
    }  # fmt: skip


def test_closing_a_rail_gateway_never_relieves_one_that_serves_the_same_markets(shipped_facts, base_state):
    """The same markets: joining the same two countries, whose border no path crosses twice. What dearer ways cost the
    trade of some pair of countries, freight at the other gateway may lose too; more it may not."""
    gateways = rail_gateways(base_state)
    winding = behind_one_another(base_state, gateways)
    seen = set()
    for shut in gateways:
        beside = [g for g in gateways if g != shut and countries(g) == countries(shut)]
        if not beside or countries(shut) in winding:
            continue
        state = settled(shipped_facts, base_state, times(0, shut))
        assert state.settled, shut
        seen.add(countries(shut))
        for other in beside:
            before, after = lanes(base_state, other), lanes(state, other)
            for way, was in before.items():
                now = after[way]
                left = state.world.trade_ratio.min() * base_state.flow.load[was]
                assert state.flow.load[now] >= left - TRAINS, (shut, other, way)
                hours, waited = state.flow.delay_hours[now], base_state.flow.delay_hours[was]
                assert hours >= waited - HOURS, (shut, other, way)
    assert {("CN", "KZ"), ("CN", "RU"), ("KZ", "UZ")} <= seen


def test_twice_the_capacity_of_a_rail_gateway_never_lengthens_its_own_wait(shipped_facts, base_state, tried):
    for gateway in tried(rail_gateways(base_state)):
        state = settled(shipped_facts, base_state, times(2, gateway))
        assert state.settled, gateway
        before, after = lanes(base_state, gateway), lanes(state, gateway)
        for way, was in before.items():
            assert state.flow.delay_hours[after[way]] <= base_state.flow.delay_hours[was] + HOURS, (
                gateway,
                way,
            )
