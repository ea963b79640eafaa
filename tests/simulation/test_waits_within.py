"""A published time of the whole crossing holds the wait: no second queue is added to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek import network
from jibek.scenario import Scenario
from jibek.simulation import curves
from jibek.simulation.crossing import Line, by_events, by_recursion, luck, play_year
from jibek.simulation.queues import KNOTS, alike

TIMED = Line("A:out", 12.0, 40.0, clearance_cv=0.3, waits_within_hours=40.0, daily_cv=0.3)
PLAIN = replace(TIMED, waits_within_hours=0.0)


def year(line, load, solve=by_recursion):
    chance = luck(line, (18.0, 0.0), seed=1, replication=0)
    return play_year(line, chance, (load, 0.0), solve=solve)


@pytest.mark.parametrize("solve", [by_events, by_recursion])
def test_of_a_wait_only_what_is_longer_than_the_published_time_is_added(solve):
    timed, plain = (year(line, 11.5, solve) for line in (TIMED, PLAIN))
    waits = plain.wait_hours()
    assert waits.min() < 40.0 < waits.max()
    assert (timed.wait_hours() == np.maximum(waits - 40.0, 0.0)).all()
    service = plain.service.sum(axis=0)[plain.counted]
    # the same sum in another order
    assert timed.crossing_hours() == pytest.approx(service + timed.wait_hours(), rel=1e-12)
    assert (timed.crossing_hours() <= plain.crossing_hours() + 1e-9).all()


@pytest.mark.parametrize("capacity", [12.0, 200.0])
def test_the_curve_is_flat_until_the_queue_alone_is_longer(capacity):
    """Simulated for few vehicles a day, in closed form for many: 0 at usual loads, as steep as ever beyond capacity."""
    line = replace(TIMED, facility_id="", capacity_per_day=capacity, clearance_hours=0.0, clearance_cv=0.0)
    timed, plain = (alike(one, 1, 5).hours(KNOTS) for one in (line, replace(line, waits_within_hours=0.0)))
    assert (
        timed[KNOTS <= 0.7].max() < 0.1
    )  # hardly anybody waits 40 hours, where the published time holds them
    assert (timed <= plain).all()
    # 40 hours less at most; of single vehicles the early ones of the year wait less than that
    assert timed[-1] == pytest.approx(plain[-1] - 40.0, rel=0.02)


def test_posts_with_a_published_time_add_no_queue_in_the_shipped_network(shipped_facts):
    scenario = Scenario.example("baseline")
    net = network.build(shipped_facts, scenario.network)
    of = net.gateways.set_index("gateway_id")
    assert of.loc[
        ["CNERC-MN_ZAMYNUUD", "CNMLX-RU_ZABAIKALSK", "CN_ALASHANKOU-KZ_ALAKOL"], "clearance_waits"
    ].all()
    assert not of.loc[["CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK"], "clearance_waits"].any()
    timed = net.facilities["gateway_id"].isin(of.index[of["clearance_waits"]]).to_numpy()
    assert timed.any()
    hours = curves(net, shipped_facts, scenario.played).evaluate(np.full(len(timed), 0.8))[0]
    # at four fifths of the capacity nobody waits on average as long as the published time
    assert (
        hours[timed] < 0.05 * of["clearance_hours"].reindex(net.facilities["gateway_id"][timed]).to_numpy()
    ).all()
