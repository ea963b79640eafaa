"""Large shocks: crossings and ports closed, halved and doubled, alone and in pairs: all settle, signs are right."""

from __future__ import annotations

import numpy as np
import pytest
from shock_cases import assert_settled, settled, times

from jibek import chain, loop
from jibek.answers.quantities import ALASHANKOU, KHORGOS
from jibek.ground.errors import CertificateError
from jibek.ground.vocabulary import CORRIDORS
from jibek.scenario import Scenario

pytestmark = pytest.mark.slow
CASPIAN = ("KZAAU", "KZKUR", "AZALA", "TMKRW")


def at(state, gateway):
    """Trains a day out and hours of delay out; 0 trains where the gateway is shut."""
    index = state.network.facility_index
    name = next((n for n in index if n.startswith(gateway) and n.endswith(":out")), None)
    return (
        (0.0, np.inf) if name is None else (state.flow.load[index[name]], state.flow.delay_hours[index[name]])
    )


@pytest.mark.parametrize(("shut", "other"), [(ALASHANKOU, KHORGOS), (KHORGOS, ALASHANKOU)])
def test_a_closed_crossing_loads_and_slows_its_neighbour(shipped_facts, base_state, shut, other):
    """What serves the same markets takes freight over until its queue holds the rest off; cold and warm agree."""
    closed = settled(shipped_facts, base_state, times(0, shut))
    assert_settled(closed)
    (trains, hours), (before, waited) = at(closed, other), at(base_state, other)
    assert trains > 1.05 * before
    assert hours > 2 * waited  # half of the railway's freight knocks at the crossing that is left
    half = settled(shipped_facts, base_state, times(0.5, shut))
    assert before < at(half, other)[0] < trains
    again = settled(shipped_facts, base_state, times(0, shut), warm=half)
    # both lie within the tolerance of rest; at this load an hour of delay is a thousandth of a train
    assert at(again, other)[0] == pytest.approx(trains, rel=1e-4)
    assert at(again, other)[1] == pytest.approx(hours, rel=1e-2)


def test_twice_the_capacity_never_lengthens_the_own_wait(shipped_facts, base_state):
    for gateway in (KHORGOS, ALASHANKOU):
        wide = settled(shipped_facts, base_state, times(2, gateway))
        assert_settled(wide)
        assert at(wide, gateway)[1] < at(base_state, gateway)[1]
        assert at(wide, gateway)[0] > at(base_state, gateway)[0]


def test_both_crossings_halved_or_shut_settle(shipped_facts, base_state):
    half = settled(shipped_facts, base_state, times(0.5, KHORGOS, ALASHANKOU))
    assert_settled(half)
    for gateway in (KHORGOS, ALASHANKOU):
        assert at(half, gateway)[0] < at(base_state, gateway)[0]
        assert at(base_state, gateway)[1] + 24 < at(half, gateway)[1] < 24 * 365
    shut = settled(shipped_facts, base_state, times(0, KHORGOS, ALASHANKOU))
    assert_settled(shut)
    northern = CORRIDORS.index("northern")
    assert shut.need.tonnes[:, northern].sum() < half.need.tonnes[:, northern].sum()


@pytest.mark.parametrize("port", CASPIAN)
def test_every_port_of_the_caspian_can_be_shut(shipped_facts, base_state, port):
    shut = settled(shipped_facts, base_state, times(0, port))
    assert_settled(shut)
    assert at(shut, port)[0] == 0


def test_dearer_ships_lose_freight_by_degrees(shipped_facts, base_state):
    """Freight into Iran by the Caspian beside two railways: at twice and three times the price some of it stays, each
    line on its own too; the railways gain what the ships lose."""
    ships, rails = ("L253", "L254"), ("TM_SARAKHS-IR_SARAKHS", "TM_AKYAYLA-IR_INCHEBORUN")

    def carried(state, column, ids):
        own = state.network.arcs["link_id"].notna() & state.network.arcs[column].isin(ids)
        return float(state.flow.flow.sum(axis=(0, 1))[own.to_numpy()].sum())

    seen = []
    for factor in (1.0, 2.0, 3.0):
        dear = Scenario.from_dict({"name": "x", "base": "baseline", "cost": {"ferry_factor": factor}})
        state = loop.settle(shipped_facts, dear, base_state, warm=base_state)
        assert_settled(state)
        seen.append([*(carried(state, "link_id", [s]) for s in ships), carried(state, "gateway_id", rails)])
    one, two, three = np.array(seen)
    for line in range(len(ships)):
        assert 0.3 * one[line] < three[line] < two[line] < one[line]
    assert one[-1] < two[-1] < three[-1]


def test_random_shocks_settle(shipped_facts, base_state):
    """Closures and factors from 0.3 to 3 of one or two gateways of any mode; drawn once and kept by the seed."""
    rng = np.random.default_rng(20231)
    gateways = sorted(set(base_state.network.facilities["gateway_id"].dropna()))
    for _ in range(24):
        chosen = rng.choice(gateways, rng.integers(1, 3), replace=False)
        factors = [0.0 if rng.random() < 0.4 else np.exp(rng.uniform(np.log(0.3), np.log(3))) for _ in chosen]
        shock = {g: {"capacity_factor": float(f)} for g, f in zip(chosen, factors, strict=True)}
        state = settled(shipped_facts, base_state, shock)
        assert state.settled, (shock, [c for c in state.checks if not c.ok])


def test_what_does_not_settle_is_no_answer(shipped_facts, base_state, monkeypatch):
    """With one round allowed a closure does not settle: the chain refuses it."""
    monkeypatch.setattr(loop, "LIMIT", 1)
    monkeypatch.setattr(chain, "settle", lambda *_, **__: unsettled)
    unsettled = settled(shipped_facts, base_state, times(0, KHORGOS))
    assert not unsettled.settled
    with pytest.raises(CertificateError) as caught:
        chain.compute(Scenario.example("baseline"))
    assert (caught.value.code, caught.value.exit_code) == ("loop.not_settled", 1)
    assert caught.value.problems
    assert all(p.value > 0 for p in caught.value.problems)
