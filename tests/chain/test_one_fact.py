"""One fact changed through ``--data`` moves every number that depends on it and no other."""

from __future__ import annotations

import csv
from importlib import resources

import numpy as np
import pandas as pd
import pytest

from jibek import network, record, sources
from jibek.answers.counts import Measured
from jibek.answers.quantities import amounts
from jibek.ground.vocabulary import CLASSES
from jibek.loop import settle
from jibek.scenario import Scenario

pytestmark = pytest.mark.slow
BASE = Scenario.example("baseline")


def overlay(folder, table: str, key: dict[str, str], **changes: str):
    """A folder with one whole row of a shipped table, some cells of it changed."""
    path = resources.files("jibek") / "data" / "eurasia" / f"{table}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    row = next(r for r in rows if all(r[k] == v for k, v in key.items()))
    with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerow({**row, **changes})
    return sources.read(folder)


def amount(state) -> float:
    """Container trains over Khorgos."""
    name = "khorgos_container_trains"
    return amounts(Measured(state, pd.DataFrame(), {}), (name,))[name]


def changed_facts(before: record.Facts, after: record.Facts) -> set[str]:
    a, b = (f.facts.set_index("fact_id")["value"] for f in (before, after))
    both = pd.concat([a, b], axis=1, keys=["a", "b"])
    differs = ~((both["a"] == both["b"]) | (both["a"].isna() & both["b"].isna()))
    return set(both.index[differs])


def test_a_distance_moves_its_own_arcs_and_the_routes_over_them(tmp_path, shipped_facts, base_state):
    """Altynkol - Zhetygen 100 km longer: 293 of it become 393."""
    old = shipped_facts.fact("links:L045:distance_km")
    source = overlay(tmp_path, "links", {"id": "L045"}, distance_km=str(old + 100))
    facts = record.establish(source, 2023)
    assert changed_facts(shipped_facts, facts) == {"links:L045:distance_km"}
    assert source.replaced["key"].tolist() == ["L045"]
    before, after = base_state.network, network.build(facts, BASE.network)
    moved = (before.arcs["distance_km"] != after.arcs["distance_km"]).to_numpy()
    assert set(before.arcs["link_id"][moved]) == {"L045"}
    same = before.arcs["link_id"].ne("L045").to_numpy()
    assert (before.fixed_hours[same] == after.fixed_hours[same]).all()
    assert (before.usd_per_tonne[: len(CLASSES), same] == after.usd_per_tonne[:, same]).all()
    state = settle(facts, BASE, None, warm=base_state)
    assert amount(state) < amount(base_state)
    assert (state.total.matrix.value_usd == base_state.total.matrix.value_usd).all()
    assert (state.total.pairs.tonnes == base_state.total.pairs.tonnes).all()


def test_a_clearance_moves_the_hours_of_its_crossing(tmp_path, shipped_facts, base_state):
    key = {"node_a": "CN_KHORGOS", "metric": "train_clearance_time", "year": "2023"}
    source = overlay(tmp_path, "borders", key, value="20")
    facts = record.establish(source, 2023)
    assert len(changed_facts(shipped_facts, facts)) == 1
    before, after = base_state.network, network.build(facts, BASE.network)
    moved = before.fixed_hours != after.fixed_hours
    assert set(before.arcs["gateway_id"][moved]) == {"CN_KHORGOS-KZ_ALTYNKOL"}
    assert after.fixed_hours[moved] - before.fixed_hours[moved] == pytest.approx(8.0)  # 20 h less 12


def test_a_trade_figure_moves_trade_and_its_tonnes_alone(tmp_path, shipped_facts, base_state):
    """Chinese exports to Uzbekistan a tenth higher: the cell, the balance of both countries, no price, no time."""
    old = shipped_facts.fact("country_base:UZB:imports_from_CHN_2023_busd")
    source = overlay(tmp_path, "country_base", {"iso3": "UZB"}, imports_from_CHN_2023_busd=str(old * 1.1))
    facts = record.establish(source, 2023)
    assert changed_facts(shipped_facts, facts) == {"country_base:UZB:imports_from_CHN_2023_busd"}
    state = settle(facts, BASE, None, warm=base_state)
    cell = tuple(state.total.matrix.countries.index(c) for c in ("CHN", "UZB"))
    ratio = state.total.matrix.value_usd / base_state.total.matrix.value_usd
    assert ratio[cell] == pytest.approx(1.1)
    assert (state.network.usd_per_tonne == base_state.network.usd_per_tonne).all()
    assert (state.network.fixed_hours == base_state.network.fixed_hours).all()
    tonnes = state.total.pairs.tonnes / base_state.total.pairs.tonnes
    pair = (state.total.pairs.exporter == cell[0]) & (state.total.pairs.importer == cell[1])
    assert tonnes[pair].min() == pytest.approx(1.1)


def test_a_published_volume_moves_its_pivot(tmp_path, shipped_facts, base_state):
    """Boxes of 2024, on which 2023 between two counts rests."""
    source = overlay(tmp_path, "series", {"series_id": "titr_teu", "year": "2024"}, value="80000")
    facts = record.establish(source, 2023)
    assert changed_facts(shipped_facts, facts) == {"series:titr_teu|2024|operators:value"}
    state = settle(facts, BASE, None, warm=base_state)
    pivots = {p.pivot_id: p.value for p in state.total.pivots}
    before = {p.pivot_id: p.value for p in base_state.total.pivots}
    moved = {k for k in pivots if not np.isclose(pivots[k], before[k], rtol=1e-12)}
    # the boxes themselves, at Aktau too, and what is left of the route's freight without them
    assert moved == {"transcaspian-container", "transcaspian-aktau", "transcaspian-other"}


def test_a_fact_that_nothing_rests_on_moves_nothing(tmp_path, shipped_facts, base_state):
    """A mark of another model is shown to readers, never an input."""
    source = overlay(tmp_path, "marks", {"mark_id": "F01"}, value="99")
    facts = record.establish(source, 2023)
    state = settle(facts, BASE, None)
    assert (state.flow.flow == base_state.flow.flow).all()
    assert (state.cost == base_state.cost).all()
