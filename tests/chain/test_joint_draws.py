"""Worlds in which all assumptions move at once: the base settles there as surely as where one moves."""

from __future__ import annotations

import numpy as np
import pytest

from jibek.loop import TONNES_SETTLED, settle

pytestmark = pytest.mark.slow


def world(facts, seed):
    """A record whose assumptions each lie somewhere between their ends: all of them, whoever has asked by now."""
    rng = np.random.default_rng(seed)
    rows = facts.assumptions.set_index("assumption_id")[["low", "central", "high"]]
    values = {}
    for name in sorted(rows.index):
        low, central, high = rows.loc[name]
        z = float(np.clip(rng.normal(0.0, 0.6), -1.0, 1.0))
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
