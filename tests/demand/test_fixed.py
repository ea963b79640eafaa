"""Domestic rail freight: by origin and destination where rows have them, the assumed turnover in all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from jibek import demand, network
from jibek.demand.fixed import _routed, _way
from jibek.record.working import work_out
from jibek.scenario import Scenario


@pytest.fixture(scope="module")
def found(shipped_facts):
    net = network.build(shipped_facts, Scenario.example("baseline").network)
    arcs = net.arcs[net.arcs["kind"] == "haul"].drop_duplicates("link_id").set_index("link_id")
    table = demand.background(shipped_facts, net)
    places = arcs.loc[table["link_id"], ["tail", "head"]].map(lambda state: state.partition("|")[0])
    return table, places.reset_index(drop=True)


def test_turnover_is_the_assumed_one_whatever_is_routed(shipped_facts, found):
    table, _ = found
    whole = shipped_facts.assume("domestic_rail_background_gtkm") * 1e9
    assert (table["tonnes_per_year"] * table["distance_km"]).sum() == pytest.approx(whole, rel=1e-12)
    assert (table["tonnes_per_year"] > table["routed_tonnes_per_year"]).all()


def test_what_is_routed_leaves_its_origins_reaches_its_ends_and_goes_the_shortest_way(shipped_facts, found):
    """Against another program's shortest paths over the same sections."""
    table, places = found
    names = sorted({*places["tail"], *places["head"]})
    a, b = (np.array([names.index(p) for p in places[side]]) for side in ("tail", "head"))
    km = table["distance_km"].to_numpy()
    order = np.argsort(-km)  # of two sections between the same places the shorter one stands
    matrix = np.full((len(names), len(names)), np.inf)
    matrix[a[order], b[order]] = matrix[b[order], a[order]] = km[order]
    graph = coo_matrix(np.where(np.isfinite(matrix), matrix, 0.0))
    turnover, ends = 0.0, np.zeros(len(names))
    for row in shipped_facts.table("domestic_rail").to_dict("records"):
        tonnes = work_out(row["tonnes_working"], shipped_facts, "").value
        i, j = names.index(row["origin"]), names.index(row["destination"])
        turnover += tonnes * dijkstra(graph, indices=i)[j]
        ends[[i, j]] += tonnes
    routed = table["routed_tonnes_per_year"].to_numpy()
    assert turnover > 0
    assert routed @ km == pytest.approx(turnover, rel=1e-12)
    touched = np.bincount(a, routed, len(names)) + np.bincount(b, routed, len(names))
    through = touched - ends  # what passes a place touches two of its sections
    assert (through >= -1e-6).all()
    assert touched[names.index("KZKSN")] == pytest.approx(ends[names.index("KZKSN")], rel=1e-12)


def test_freight_that_no_line_joins_is_not_routed(shipped_facts):
    near = {
        "A": [("B", 5.0, 0), ("C", 1.0, 1)],
        "B": [("A", 5.0, 0), ("C", 2.0, 2)],
        "C": [("A", 1.0, 1), ("B", 2.0, 2)],
    }
    assert _way(near, "A", "B") == [1, 2]
    assert _way(near, "A", "Z") == []
    lone = pd.DataFrame({"tail": ["KZKUR|rail-1520"], "head": ["KZAAU|rail-1520"], "distance_km": [75.0]})
    assert _routed(shipped_facts, lone).tolist() == [0.0]
