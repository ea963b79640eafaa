"""A kept run, read back from its files alone: what the contract promises, what conservation demands."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from jibek.answers.headline import ITEMS
from jibek.verbs import run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chain")]


def parquet(run, name: str) -> pd.DataFrame:
    return pd.read_parquet(run.folder / "tables" / f"{name}.parquet")


def test_what_the_contract_promises_is_there(base_run):
    said = base_run.to_json()
    assert {"run_id", "scenario", "base", "year", "folder", "report", "converged", "certificates", "headline",
            "rests_on", "beside_published", "replaced", "seconds", "jibek", "warnings"} <= set(said)  # fmt: skip
    assert said["converged"], [c for c in said["certificates"] if not c["ok"]]
    for row in said["headline"]:
        assert {
            "id",
            "name",
            "value",
            "low",
            "high",
            "interval_method",
            "unit",
            "year",
            "reporter",
            "explain",
        } <= set(row)
        assert row["low"] <= row["value"] <= row["high"]
    promised = {
        "network.arcs": "arc_id tail head mode kind distance_km",
        "demand.tonnes": "origin destination class group tonnes_per_year",
        "flows.arc_flows": "arc_id class group tonnes_per_year generalised_cost_usd",
        "simulation.waits": "gateway_id mode hours_mean hours_p50 hours_p90 hours_p99 trains_per_day",
        "trade.flows": "exporter importer reporter value_usd base_value_usd known",
        "trade.countries": "country reporter income_usd deficit_usd welfare_percent wage_change",
        "record.facts": "fact_id value unit source url",
        "record.assumptions": "assumption_id low central high value unit reason",
    }
    for name, columns in promised.items():
        assert set(columns.split()) <= set(parquet(base_run, name).columns), name


def test_gap_and_balance_from_the_files_alone(base_run):
    """Relative gap (TSTT - SPTT) / TSTT by class and group, and what enters each state equals what leaves it."""
    arcs = parquet(base_run, "network.arcs").set_index("arc_id")
    flows, demand = parquet(base_run, "flows.arc_flows"), parquet(base_run, "demand.tonnes")
    names = {s: i for i, s in enumerate(sorted(set(arcs["tail"]) | set(arcs["head"])))}
    assert set(demand["origin"]) | set(demand["destination"]) <= set(names)
    for key, rows in flows.groupby(["class", "group"]):
        wanted = demand[(demand["class"] == key[0]) & (demand["group"] == key[1])]
        tail = rows["arc_id"].map(arcs["tail"]).map(names).to_numpy()
        head = rows["arc_id"].map(arcs["head"]).map(names).to_numpy()
        flow, cost = rows["tonnes_per_year"].to_numpy(), rows["generalised_cost_usd"].to_numpy()
        if wanted.empty:
            assert (flow == 0).all(), key
            continue
        balance = np.zeros(len(names))
        np.add.at(balance, head, flow)
        np.add.at(balance, tail, -flow)
        np.add.at(balance, wanted["origin"].map(names).to_numpy(), wanted["tonnes_per_year"].to_numpy())
        np.add.at(balance, wanted["destination"].map(names).to_numpy(), -wanted["tonnes_per_year"].to_numpy())
        assert np.abs(balance).max() <= 1e-9 * max(wanted["tonnes_per_year"].sum(), 1.0)  # rounding of sums
        order = np.lexsort((cost, head, tail))
        first = np.ones(len(order), bool)
        first[1:] = (tail[order][1:] != tail[order][:-1]) | (head[order][1:] != head[order][:-1])
        kept = order[first]
        graph = csr_matrix((cost[kept] + 1e-12, (tail[kept], head[kept])), shape=(len(names),) * 2)
        origins, at = np.unique(wanted["origin"].map(names).to_numpy(), return_inverse=True)
        least = dijkstra(graph, indices=origins)[at, wanted["destination"].map(names).to_numpy()]
        spent, shortest = flow @ cost, wanted["tonnes_per_year"].to_numpy() @ least
        assert (spent - shortest) / spent <= 1e-4, key  # the gap that the run asks for


def test_spending_is_income_and_deficit(base_run):
    flows, countries = parquet(base_run, "trade.flows"), parquet(base_run, "trade.countries")
    for reporter in ("CHN", "KAZ"):
        bought = flows[flows["reporter"] == reporter].groupby("importer")["value_usd"].sum()
        own = countries[countries["reporter"] == reporter].set_index("country")
        spent = own["income_usd"] + own["deficit_usd"]
        assert len(own) == 55
        assert bought[own.index].to_numpy() == pytest.approx(spent.to_numpy(), rel=1e-9)  # sums of 55 cells
    both = flows[
        (flows["reporter"] == "CHN")
        & flows["exporter"].isin(["KAZ", "CHN"])
        & flows["importer"].isin(["KAZ", "CHN"])
    ]
    foreign = both[both["exporter"] != both["importer"]]["value_usd"].sum()
    assert foreign == pytest.approx(41.0e9, rel=1e-9)  # 24.7 + 16.3 as China's customs print them


def test_every_headline_number_ends_in_facts_whose_values_are_the_tables(base_run):
    facts = parquet(base_run, "record.facts").set_index("fact_id")["value"]
    assumed = parquet(base_run, "record.assumptions").set_index("assumption_id")["value"]
    for item in ITEMS:
        nodes = base_run.explain("headline", f"{item.id}|{item.reporter}", "value").nodes
        leaves = [n for n in nodes.values() if not n.parents]
        assert leaves, item
        for node in leaves:
            kind, _, name = node.id.partition(":")
            assert kind in ("fact", "assumption", "input", "claim"), node.id
            if kind == "fact":
                assert node.value == facts[name] or (pd.isna(node.value) and pd.isna(facts[name]))
            if kind == "assumption":
                assert node.value == assumed[name]
    kinds = {n.kind for n in base_run.explain("headline", "target_40bn_gap_usd|KAZ", "value").nodes.values()}
    assert {"result", "fact"} <= kinds


def test_at_least_six_figures_test_the_model_and_say_what_they_count(base_run):
    beside = base_run.table("beside_published")
    tests = beside[beside["role"] == "test"]
    assert len(tests) >= 6
    assert beside["counts"].str.len().gt(5).all()
    assert (beside["ratio"] - beside["modelled"] / beside["published"]).abs().max() < 1e-12  # one division
    far = tests[(tests["ratio"] > 2) | (tests["ratio"] < 0.5)]
    said = {row for w in base_run.to_json()["warnings"] if w["code"] == "beside.far_off" for row in w["rows"]}
    assert said == set(far["volume_id"])


def test_the_same_inputs_give_the_same_bytes(base_run, tmp_path):
    again = run("baseline", out=tmp_path / "again")
    first = {n: t["sha256"] for n, t in base_run.manifest["tables"].items()}
    second = {n: t["sha256"] for n, t in again.manifest["tables"].items()}
    assert first == second
    assert again.id == base_run.id


def test_the_command_line_prints_one_object(tmp_path):
    out = tmp_path / "fast"
    command = [sys.executable, "-m", "jibek", "run", "khorgos-fast-customs", "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["folder"] == str(out)
    assert said["base"] == "baseline"
    welfare = next(h for h in said["headline"] if h["id"] == "kaz_welfare_percent")
    assert welfare["value"] > 0
    command = [sys.executable, "-m", "jibek", "run", "khorgos-fast-customs", "--out", str(out), "--json"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["code"] == "store.not_empty"
