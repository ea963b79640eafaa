"""Both directions of the settled baseline: loads, empties and printed capacities, worked out again from its tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jibek import record
from jibek.answers.warnings import beyond_printed
from jibek.flows import empties
from jibek.ground.vocabulary import CLASSES

CROSSINGS = ("CN_KHORGOS-KZ_ALTYNKOL", "CN_ALASHANKOU-KZ_DOSTYK")

# tonnes of a train, by class, from the rows of assumptions: 104 TEU of 10 t, 3,000 t of bulk, 1,800 t of others
TRAIN = {"container": 1040.0, "dry_bulk": 3000.0, "liquid_bulk": 3000.0, "general": 1800.0}


def laden(state, gateway, way):
    """Laden trains a day by class, from the flows over the arcs of one direction."""
    arcs = state.network.arcs
    over = (
        (arcs["gateway_id"] == gateway)
        & (arcs["kind"] == "border")
        & arcs["facility_id"].eq(f"{gateway}:{way}")
    )
    tonnes = state.flow.flow.sum(axis=1)[:, over.to_numpy()].sum(axis=1)
    trains = dict.fromkeys(CLASSES, 0.0)
    for name, t in zip(commodities(state), tonnes, strict=True):
        trains[name] += t / TRAIN[name] / 365
    return trains


def commodities(state):
    """Commodity of each class of freight, as its name begins with it."""
    return [name.partition("/")[0] for name in state.network.classes]


@pytest.mark.parametrize("gateway", CROSSINGS)
def test_trains_of_a_direction_are_the_larger_of_both_by_kind(base_state, gateway):
    out, back = laden(base_state, gateway, "out"), laden(base_state, gateway, "in")
    expected = sum(max(out[c], back[c]) for c in CLASSES)
    at = base_state.network.facility_index
    for way, own in (("out", out), ("in", back)):
        f = at[f"{gateway}:{way}"]
        assert base_state.flow.load[f] == pytest.approx(expected, rel=1e-9)  # sums in another order
        assert base_state.flow.laden[f] == pytest.approx(sum(own.values()), rel=1e-9)
    # Boxes leave China and ore comes in, so neither direction is the larger one for all, nor is the mean of both.
    assert out["container"] > back["container"]
    assert expected > 0.5 * (sum(out.values()) + sum(back.values())) + 1.0


def test_a_line_carries_the_trains_of_both_directions(base_state):
    """No line branches off behind Altynkol: what crosses the border runs here, and domestic trains."""
    flow, at = base_state.flow, base_state.network.facility_index
    line = at["L045"]
    border = flow.load[at[f"{CROSSINGS[0]}:out"]] + flow.load[at[f"{CROSSINGS[0]}:in"]]
    assert flow.load[line] - flow.background[line] >= border - 1e-6
    assert flow.load[line] >= flow.laden[line] + flow.background[line]


def test_empty_trains_make_both_directions_even(base_state, shipped, shipped_facts):
    """With a share of 1 what a link lacks one way is what it has more the other way: laden and empty train-km of a kind
    are twice the larger direction's. Worked out link by link in plain Python."""
    found = empties(base_state.network, base_state.flow, shipped_facts).set_index(["country", "class"])
    arcs, tonnes = base_state.network.arcs, base_state.flow.flow.sum(axis=1)
    one_way: dict[tuple[str, str, str], float] = {}
    for a in np.flatnonzero((arcs["mode"] == "rail") & (arcs["country"] == "KZ") & arcs["link_id"].notna()):
        for k, name in enumerate(commodities(base_state)):
            ends = arcs["tail"].iat[a].partition("|")[0] < arcs["head"].iat[a].partition("|")[0]
            key = (arcs["link_id"].iat[a], name, str(ends))
            one_way[key] = one_way.get(key, 0.0) + tonnes[k, a] / TRAIN[name] * arcs["distance_km"].iat[a]
    for name in CLASSES:
        links = {link for link, c, _ in one_way if c == name}
        both = [(one_way.get((x, name, "True"), 0.0), one_way.get((x, name, "False"), 0.0)) for x in links]
        row = found.loc[("KZ", name)]
        assert row["laden_train_km_per_year"] == pytest.approx(sum(a + b for a, b in both), rel=1e-9)
        assert row["empty_train_km_per_year"] == pytest.approx(sum(abs(a - b) for a, b in both), rel=1e-9)
    # An empty train pays and emits less than a laden one.
    assert (found["empty_usd_per_year"] >= 0).all()
    half = record.establish(shipped, 2023, {"empty_train_cost_share": 0.2})  # of 0.4
    cheap = empties(base_state.network, base_state.flow, half)["empty_usd_per_year"].sum()
    assert cheap == pytest.approx(0.5 * found["empty_usd_per_year"].sum(), rel=1e-12)


def test_freight_beyond_a_printed_capacity_is_said(base_state):
    (said,) = beyond_printed(base_state)
    assert said["code"] == "flows.beyond_printed_capacity"
    assert "28 Mt printed" in said["message"]
    assert said["rows"] == ["borders:KZ_CN_rail_all||rail|capacity|2023:value"]
    half = replace(base_state.flow, flow=0.5 * base_state.flow.flow)
    assert beyond_printed(replace(base_state, flow=half)) == []
    # Twenty Mt are printed for Alashankou: twice its freight is beyond that too, and beyond Saryagash's 27.
    double = replace(base_state.flow, flow=2.0 * base_state.flow.flow)
    assert len(beyond_printed(replace(base_state, flow=double))) >= 2
