"""Scenarios that shake the network, and the certificate that one has settled."""

from __future__ import annotations

import numpy as np

from jibek import demand, flows, routes
from jibek.demand.trips import Trips
from jibek.loop import TONNES_SETTLED, settle
from jibek.scenario import Scenario


def settled(facts, base, gateway, warm=None):
    scenario = Scenario.from_dict({"name": "shock", "base": "baseline", "gateway": gateway})
    return settle(facts, scenario, base, warm=warm)


def times(factor, *gateways):
    return {g: {"capacity_factor": float(factor)} for g in gateways}


def assert_settled(state):
    """The certificate again by other code: paths from the tables, shares by skims on the loaded network."""
    net, trips = state.network, Trips.of(state.total.pairs)
    assert state.settled, [c for c in state.checks if not c.ok]
    skim = routes.skim(net, state.flow.delay_hours, trips.origin, trips.destination, trips.cls, trips.group)
    answer = demand.split(state.total, trips, skim.generalised_usd_per_tonne[trips.trip], state.constants)
    moved = np.abs(answer.ways - state.need.ways).sum() / state.need.tonnes.sum()
    assert moved <= TONNES_SETTLED
    arcs = flows.tables_of(net, state.curves, state.flow)["flows.arc_flows"]
    tonnes = demand.tonnes_table(state.total, trips, state.need, net)
    checks = flows.certify(net.arcs, arcs, tonnes, gap=state.scenario.flows.gap)
    assert all(c.ok for c in checks), [c for c in checks if not c.ok]
