"""One record and one baseline network for all tests; a slow path search that knows only the public frames."""

from __future__ import annotations

import heapq
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

import jibek.record
import jibek.sources
from jibek.network import Network, build
from jibek.scenario import Scenario


@pytest.fixture(scope="session")
def facts():
    return jibek.record.establish(jibek.sources.read(), year=2023)


@pytest.fixture(scope="session")
def baseline():
    return Scenario.example("baseline")


@pytest.fixture(scope="session")
def network(facts, baseline):
    return build(facts, baseline.network)


def best_path(
    network: Network, origin: str, destination: str, group: str, cls: int = 0, avoid: tuple[str, ...] = ()
) -> pd.DataFrame | None:
    """Arcs of the cheapest path by generalised cost without queues, from the frames and the open mask alone."""
    group_row = network.open[network.groups.index(group)]
    cost = network.usd_per_tonne[cls] + network.class_hour_usd[cls] * network.fixed_hours
    out = defaultdict(list)
    arcs = network.arcs
    for a in np.flatnonzero(group_row):
        if arcs["gateway_id"].iat[a] not in avoid:
            out[arcs["tail"].iat[a]].append((arcs["head"].iat[a], cost[a], int(a)))
    queue, before = [(0.0, f"{origin}|gate", -1, "")], {}
    while queue:
        total, state, arc, came = heapq.heappop(queue)
        if state in before:
            continue
        before[state] = (arc, came)
        if state == f"{destination}|arrival":
            steps = []
            while before[state][0] >= 0:
                steps.append(before[state][0])
                state = before[state][1]
            return arcs.iloc[steps[::-1]]
        for head, step, b in out[state]:
            heapq.heappush(queue, (total + step, head, b, state))
    return None


@pytest.fixture(scope="session")
def path():
    return best_path
