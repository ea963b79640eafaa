"""Constants of doors: tonnes by one crossing meet its own row, and the other doors of its corridor follow from cost."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from jibek import demand, network, record, routes, sources
from jibek.demand.trips import Trips
from jibek.ground.errors import InputError
from jibek.ground.vocabulary import CORRIDORS
from jibek.network.classes import by_value
from jibek.network.names import doors_of
from jibek.scenario import Scenario

MANZHOULI = "CNMLX-RU_ZABAIKALSK"


@pytest.fixture(scope="module")
def fitted(shipped_facts):
    """The installed markets on the empty network, and their constants."""
    net = network.build(shipped_facts, Scenario.example("baseline").network)
    total = demand.spread(shipped_facts, net)
    net = by_value(net, total.classes)
    trips = Trips.of(total.pairs)
    skim = routes.skim(net, None, trips.origin, trips.destination, trips.cls, trips.group)
    cost = skim.generalised_usd_per_tonne[trips.trip]
    door = np.array([doors_of(name)[:1] == (MANZHOULI,) for name in net.groups])[trips.group[trips.trip]]
    return total, trips, cost, door & (trips.corridor == CORRIDORS.index("transsib"))


def test_tonnes_by_the_door_meet_its_row_and_all_other_rows_stand(fitted):
    total, trips, cost, by_it = fitted
    constants = demand.pivot(total, trips, cost)
    need = demand.split(total, trips, cost, constants)
    at = [p.pivot_id for p in total.pivots].index("manzhouli-container")
    # constants are found to 1e-10 in logs
    assert need.ways[by_it].sum() == pytest.approx(total.pivots[at].target_tonnes, rel=1e-8)
    assert constants.model == pytest.approx(constants.target, rel=1e-8)
    assert constants.certificate.ok


def test_other_doors_of_the_corridor_share_by_cost_alone(fitted):
    """The log of the ratio of two ways without a constant is that of their cost; the third is off by its constant."""
    total, trips, cost, by_it = fitted
    constants = demand.pivot(total, trips, cost)
    ways = demand.split(total, trips, cost, constants).ways
    at = [p.pivot_id for p in total.pivots].index("manzhouli-container")
    three = [c for c in np.unique(trips.cell[by_it & (ways > 0)]) if (trips.cell == c).sum() == 3][:50]
    assert three
    for cell in three:
        a, b, c = sorted(np.flatnonzero(trips.cell == cell), key=lambda w: not by_it[w])
        steep = total.steep[trips.pair[a]]
        # logs of shares round at 1e-12
        assert np.log(ways[b] / ways[c]) == pytest.approx(-steep * (cost[b] - cost[c]), abs=1e-9)
        own = np.log(ways[a] / ways[b]) + steep * (cost[a] - cost[b])
        assert own == pytest.approx(constants.value[at] / total.doors, abs=1e-9)


def test_without_its_row_the_door_has_no_constant(fitted):
    """The row lifts Manzhouli above what cost alone gives it, and takes that from the other two."""
    total, trips, cost, by_it = fitted
    free = replace(total, door_carries=np.full_like(total.door_carries, -1))
    constants = demand.pivot(total, trips, cost)
    ways = demand.split(total, trips, cost, constants).ways
    plain = demand.split(free, trips, cost, constants).ways
    corridor = (trips.corridor == CORRIDORS.index("transsib")) & ~by_it
    assert ways[by_it].sum() > 1.2 * plain[by_it].sum()
    assert ways[corridor].sum() < plain[corridor].sum()


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("manzhouli-container", {"door": "CNMLX-RU_ZABAIKALS"}),
        ("manzhouli-container", {"door": ""}),
        ("transsib-container", {"door": MANZHOULI}),
    ],
)
def test_a_door_that_is_none_is_told(tmp_path, row, cells):
    path = resources.files("jibek") / "data" / "eurasia" / "pivots.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    with open(tmp_path / "pivots.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerow({**next(r for r in rows if r["pivot_id"] == row), **cells})
    facts = record.establish(sources.read(tmp_path), 2023)
    net = network.build(facts, Scenario.example("baseline").network)
    with pytest.raises(InputError) as caught:
        demand.spread(facts, net)
    assert [p.code for p in caught.value.problems] == ["demand.unknown_door"]
    assert caught.value.problems[0].fix
