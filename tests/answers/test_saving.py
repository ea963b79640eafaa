"""What shippers save, told apart by cost and choice, against closed forms of a logit of doors that are alike."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from jibek import demand
from jibek.answers import saving as module
from jibek.answers.saving import saving
from jibek.demand.trips import Trips
from jibek.ground.vocabulary import CORRIDORS

STEEP, TONNES = 0.05, 2e6  # by USD per tonne; a year
NORTHERN = CORRIDORS.index("northern")


def settled(costs, tonnes=TONNES):
    """One shipper, one corridor, a door for each cost (name: USD a tonne; ``inf``: shut): as a state."""
    doors, corridors = len(costs), len(CORRIDORS)
    group = np.full((1, corridors, doors), -1)
    group[0, NORTHERN] = np.arange(doors)
    pairs = SimpleNamespace(
        tonnes=np.array([tonnes]), group=group, access_usd=np.zeros((1, corridors)), market=np.zeros(1, int)
    )
    total = SimpleNamespace(
        pairs=pairs, carries=np.full((1, corridors), -1), door_carries=np.full(doors, -1), per_usd=np.array([STEEP]),
        dissimilarity=1.0, doors=1.0, steep=np.array([STEEP]),
    )  # fmt: skip
    none = np.arange(doors, dtype=np.int32)
    trips = Trips(
        none, none, none, none, np.full(doors, NORTHERN, np.int64), np.arange(doors, dtype=np.int64), (1, corridors)
    )  # fmt: skip
    constants = SimpleNamespace(value=np.zeros(0))
    cost = np.array(list(costs.values()), float)
    need = demand.split(total, trips, cost, constants)
    network = SimpleNamespace(groups=tuple(costs))
    return SimpleNamespace(
        network=network, trips=trips, total=total, constants=constants, need=need, cost_of_ways=cost
    )


@pytest.fixture(autouse=True)
def ways(monkeypatch):
    monkeypatch.setattr(module, "_cost", lambda state: state.cost_of_ways)


def parts(state, base):
    return dict(zip(*(saving(state, base)[c] for c in ("part", "usd_per_year")), strict=True))


def test_a_third_door_like_the_two_is_worth_choice_alone():
    found = parts(settled({"a": 80, "b": 80, "c": 80}), settled({"a": 80, "b": 80}))
    assert found["choice"] == pytest.approx(TONNES * np.log(3 / 2) / STEEP, rel=1e-12)
    assert found["cost"] == pytest.approx(0.0, abs=1e-3)  # of 1.6e7: rounding


def test_a_third_door_that_is_cheaper_saves_by_cost_what_it_is_cheaper_by():
    found = parts(settled({"a": 80, "b": 80, "c": 70}), settled({"a": 80, "b": 80}))
    whole = (
        TONNES
        * (np.log(2 * np.exp(-STEEP * 80) + np.exp(-STEEP * 70)) - np.log(2 * np.exp(-STEEP * 80)))
        / STEEP
    )
    assert found["cost"] == pytest.approx(TONNES * 10, rel=1e-9)
    assert found["cost"] + found["choice"] == pytest.approx(whole, rel=1e-12)


def test_what_the_old_doors_get_cheaper_by_is_cost():
    found = parts(settled({"a": 75, "b": 75, "c": 75}), settled({"a": 80, "b": 80}))
    assert found["cost"] == pytest.approx(TONNES * 5, rel=1e-9)
    assert found["choice"] == pytest.approx(TONNES * np.log(3 / 2) / STEEP, rel=1e-9)


def test_a_door_that_shuts_takes_away_what_its_opening_brings():
    two, three = {"a": 80, "b": 80}, {"a": 80, "b": 80, "c": 72}
    opened, shut = parts(settled(three), settled(two)), parts(settled(two), settled(three))
    assert shut == pytest.approx({part: -usd for part, usd in opened.items()}, rel=1e-9)
    # A door that stands and costs without end is shut too.
    walled = parts(settled({**two, "c": np.inf}), settled(three))
    assert walled == pytest.approx(shut, rel=1e-9)


def test_the_same_doors_leave_no_choice_and_tonnes_are_the_mean_of_both():
    found = parts(settled({"a": 70, "b": 90}, 3e6), settled({"a": 80, "b": 100}, 1e6))
    assert found == pytest.approx({"cost": 2e6 * 10, "choice": 0.0}, rel=1e-9)


def test_a_run_that_is_its_own_base_saves_nothing():
    assert saving(settled({"a": 80}), None).empty
