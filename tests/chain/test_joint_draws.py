"""Worlds in which all assumptions move at once: the base settles there as surely as where one moves."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from jibek import record
from jibek.loop import TONNES_SETTLED, settle
from jibek.scenario import Scenario

pytestmark = pytest.mark.slow


def world(facts, seed):
    """A record whose assumptions each lie somewhere between their ends: all of them, each by its own name."""
    rows = facts.assumptions.set_index("assumption_id")[["low", "central", "high"]]
    values = {}
    for name, (low, central, high) in rows.iterrows():
        drawn = np.random.default_rng([seed, zlib.crc32(name.encode())]).normal(0.0, 0.6)
        z = float(np.clip(drawn, -1.0, 1.0))
        values[name] = central + z * (high - central if z > 0 else central - low)
    return facts.assuming(values)


@pytest.fixture(scope="module")
def worlds(shipped_facts, base_state):
    """Three of them, settled from the middle."""
    return [
        settle(world(shipped_facts, seed), base_state.scenario, None, warm=base_state) for seed in (0, 1, 2)
    ]


def test_the_base_settles_where_all_assumptions_move(worlds):
    for state in worlds:
        assert state.settled, [c for c in state.checks if not c.ok]


def test_where_it_starts_does_not_decide(shipped_facts, base_state, worlds):
    """From another such world instead of from the middle: the same within what either may leave to move."""
    facts = world(shipped_facts, 0)
    again = settle(facts, base_state.scenario, None, warm=worlds[1])
    tonnes = worlds[0].need.tonnes
    assert again.settled
    assert np.abs(again.need.tonnes - tonnes).sum() < TONNES_SETTLED * tonnes.sum()


def test_a_world_whose_freight_is_less_than_was_counted_is_refused_at_once(shipped_facts, base_state):
    """Its markets have fewer tonnes than its pivots count on the Caspian: no cost of any path would mend that."""
    state = settle(world(shipped_facts, 7), base_state.scenario, None, warm=base_state)
    assert not state.settled
    assert not state.constants.certificate.ok
    assert state.iterations == 1


def test_a_forecast_count_is_held_below_the_freight_that_there_is(shipped, base_state):
    """The Caspian's count grows as fast as it may until 2030, its markets do not: they give the part that they may."""
    facts = record.establish(shipped, 2030).assuming(
        {"path_transcaspian_mt": 1.0, "forecast_pivot_most_share": 0.9}
    )
    state = settle(facts, Scenario.example("baseline").at(2030), None, warm=base_state)
    assert state.settled, [c for c in state.checks if not c.ok]
    total = state.total
    at = next(i for i, p in enumerate(total.pivots) if p.pivot_id == "transcaspian-other")
    left = 0.0
    for tonnes, counts in zip(total.pairs.tonnes.tolist(), total.counts.tolist(), strict=True):
        if at in counts:
            taken = sum(p.value for c in counts if c >= 0 and (p := total.pivots[c]).unit == "share")
            left += tonnes * (1.0 - taken)
    assert total.pivots[at].target_tonnes > 0.9 * left
    assert state.constants.target[at] == pytest.approx(0.9 * left)
    assert all(p.most_share == 1.0 for p in base_state.total.pivots)
