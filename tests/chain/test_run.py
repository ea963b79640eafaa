"""A kept run, read back from its files alone: what the contract promises, what conservation demands."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

sys.path.insert(0, str(Path(__file__).parents[1]))
import pseudo

from jibek import verbs
from jibek.answers.headline import ITEMS
from jibek.ground.language import speaking
from jibek.report import render
from jibek.report.gather import Steps, from_run
from jibek.report.htmlpage import toml
from jibek.report.wording.names import Names
from jibek.report.wording.retold import Teller
from jibek.report.wording.steps import published_by
from jibek.scenario import Scenario
from jibek.verbs import Run, run

pytestmark = pytest.mark.slow


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


def test_whose_freight_passes_adds_up_to_what_arcs_and_gateways_carry(base_run, tmp_path):
    """From the files alone, each rail gateway: markets are the crossing's tonnes, by plain sums over cells."""
    paths, flows, arcs = (parquet(base_run, n) for n in ("flows.paths", "flows.arc_flows", "network.arcs"))
    by_arc = flows.groupby("arc_id")["tonnes_per_year"].sum()
    gates = arcs[(arcs["kind"] == "border") & (arcs["mode"] == "rail")]
    for gateway, mine in gates.groupby("gateway_id"):
        found = verbs.flows(base_run, gateway=gateway).to_json()
        crossing = set(mine["arc_id"])
        passing = paths[[not crossing.isdisjoint(cell.split(";")) for cell in paths["arcs"]]]
        total = passing["tonnes_per_year"].sum()
        # No path crosses a border twice; sums of a few thousand paths round at 1e-12.
        assert total == pytest.approx(by_arc.reindex(list(crossing)).sum(), rel=1e-9, abs=1e-3)
        assert sum(r["tonnes_per_year"] for r in found["by_market"]) == pytest.approx(total, rel=1e-9)
        assert found["firm_tonnes_per_year"] <= total * (1 + 1e-12)
        for way in found["directions"]:
            assert way["others_usd_per_unit"] >= 0
            assert way["slot_usd_per_day"] == pytest.approx(
                way["others_usd_per_unit"] * way["load"] / way["capacity"]
            )
    khorgos = verbs.flows(base_run, gateway="CN_KHORGOS-KZ_ALTYNKOL", out=tmp_path / "khorgos.csv")
    assert len(pd.read_csv(tmp_path / "khorgos.csv")) == len(arcs)
    # it is a border of China: what has no end there passes in transit, if at all
    for row in khorgos.to_json()["by_country"][:3]:
        assert "CN" in (row["origin_country"], row["destination_country"])


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


def test_figures_of_the_year_test_the_model_and_say_what_they_count(base_run):
    beside = base_run.table("beside_published")
    tests = beside[beside["role"] == "test"]
    assert len(tests) >= 3
    assert set(beside["year"]) <= {
        2022,
        2023,
    }  # of the run's year, or of a quantity that is played in its own
    assert beside["counts"].str.len().gt(5).all()
    assert (beside["ratio"] - beside["modelled"] / beside["published"]).abs().max() < 1e-12  # one division
    far = tests[(tests["ratio"] > 2) | (tests["ratio"] < 0.5)]
    said = {row for w in base_run.to_json()["warnings"] if w["code"] == "beside.far_off" for row in w["rows"]}
    assert said == set(far["volume_id"])


def hashes(done) -> dict[str, str]:
    return {name: table["sha256"] for name, table in done.manifest["tables"].items()}


@pytest.fixture(scope="module")
def own() -> Scenario:
    """A scenario without worlds, so that it is quick to run."""
    changes = {"assumption": {"tonnes_per_teu_rail": 10.1}, "ensemble": {"draws": 0}}
    return Scenario.from_dict({"name": "own", "base": "baseline", **changes})


def test_two_runs_in_two_threads_give_what_each_gives_alone(own, tmp_path):
    """Nothing is kept between runs in the process; a run of the same inputs has the same bytes and id."""
    alone, base = run(own, out=tmp_path / "alone"), run("baseline", out=tmp_path / "base", draws=4)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(run, "baseline", out=tmp_path / "first", draws=4)
        second = pool.submit(run, own, out=tmp_path / "second")
        again, beside = first.result(), second.result()
    assert hashes(again) == hashes(base)
    assert again.id == base.id
    assert hashes(beside) == hashes(alone)
    assert len(alone.table("rests_on")) == 0
    assert alone.headline["low"].isna().all()
    assert (alone.headline["value"] == alone.headline["central"])[alone.headline["value"].notna()].all()


def test_the_report_shows_the_names_of_the_users_tables(own, tmp_path, monkeypatch):
    """Almaty and Kazakhstan by other names: the page speaks of them by these, from whichever folder it is made."""
    shipped = resources.files("jibek") / "data" / "eurasia"
    for table, key, wanted, name in (
        ("nodes", "id", "KZALA", "Verny"),
        ("country_base", "iso3", "KAZ", "Land of the steppe"),
    ):
        rows = list(csv.DictReader((shipped / f"{table}.csv").read_text(encoding="utf-8").splitlines()))
        row = {**next(r for r in rows if r[key] == wanted), "name": name}
        with open(tmp_path / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerow(row)
    done = run(own, data=tmp_path, home=tmp_path / "runs")
    monkeypatch.chdir(tmp_path.parent)
    page = (done.folder / "report.html").read_text(encoding="utf-8")
    assert done.folder.parent == tmp_path / "runs"
    assert page == render(done)
    assert "Verny" in page
    assert "Land of the steppe" in page
    assert {r["key"] for r in done.to_json()["replaced"]} == {"KZALA", "KAZ"}


def test_a_folder_copied_elsewhere_opens_its_report_and_explains_its_numbers(base_run, tmp_path, monkeypatch):
    copy = Path(shutil.copytree(base_run.folder, tmp_path / "other" / "machine"))
    monkeypatch.chdir(tmp_path / "other")
    moved = Run(copy)
    # The report says nothing of where it was made.
    assert render(moved) == (copy / "report.html").read_text(encoding="utf-8")
    for item in ITEMS:
        key = f"{item.id}|{item.reporter}"
        assert moved.explain("headline", key).to_json() == base_run.explain("headline", key).to_json()


def test_a_scenario_keeps_what_its_base_carries_and_draws_the_change_from_its_folder_alone(
    base_run, fast_run, tmp_path
):
    """Row by row what the run of the base has in its own files: the base within a scenario is settled to equal bits."""
    assert base_run.table("flows.change").empty
    kept = fast_run.table("flows.change")
    for run_, column in ((base_run, "base_tonnes_per_year"), (fast_run, "tonnes_per_year")):
        arcs, flows = parquet(run_, "network.arcs").set_index("arc_id"), parquet(run_, "flows.arc_flows")
        tail, head = (flows["arc_id"].map(arcs[end]).str.split("|").str[0] for end in ("tail", "head"))
        kind, mode = (flows["arc_id"].map(arcs[c]) for c in ("kind", "mode"))
        moved = flows[(tail != head) & (kind != "connector") & (flows["tonnes_per_year"] > 0)]
        ends = [tail[moved.index], head[moved.index], mode[moved.index], moved["commodity"]]
        expected = moved["tonnes_per_year"].groupby([e.to_numpy() for e in ends]).sum()
        found = kept[kept[column] > 0].set_index(["from_place", "to_place", "mode", "commodity"])[column]
        assert found.to_dict() == pytest.approx(expected.to_dict(), rel=1e-12)  # sums in another order
    assert kept["base_tonnes_per_year"].sum() != kept["tonnes_per_year"].sum()
    alone = Path(shutil.copytree(fast_run.folder, tmp_path / "alone"))
    assert 'id="map-change"' in render(Run(alone))


def test_modelled_figures_are_never_made_from_what_they_are_tested_against(base_run):
    for row in base_run.rows("beside_published"):
        key = f"{row['quantity']}|{row['volume_id']}|{row['year']}"
        published = {n.id for n in base_run.explain("beside_published", key, "published").leaves()}
        modelled = {n.id for n in base_run.explain("beside_published", key, "modelled").leaves()}
        facts = {n for n in published & modelled if n.startswith("fact:")}
        # Trade of the base is the published figure itself, and the hours of 2022 are played with that year's trains.
        same = row["quantity"].startswith("kaz_chn_trade_busd") or row["quantity"].endswith("_hours_2022")
        assert same or not facts, (key, facts)


def test_published_trade_is_its_own_facts_and_nothing_else(base_run):
    for reporter, total in (("CHN", 41.0e9), ("KAZ", 31.5e9)):
        found = base_run.explain("headline", f"kaz_chn_trade_usd|{reporter}")
        leaves = found.leaves()
        assert {n.kind for n in leaves} <= {"fact", "input"}
        facts = [n for n in leaves if n.kind == "fact"]
        assert {n.reporter for n in facts} == {reporter}
        unit = {"bn USD": 1e9, "USD": 1.0}
        # 41.0 and 31.5 are printed to a tenth of a billion.
        assert sum(n.value * unit[n.unit] for n in facts) == pytest.approx(total, abs=0.05e9)


def test_headline_numbers_open_with_the_few_rows_that_set_them(base_run):
    """Crossings with load, capacity and clearance; routes with their longest legs; tonnes with their largest flows."""
    opens = {}
    for item in ITEMS:
        found = base_run.explain("headline", f"{item.id}|{item.reporter}", "central")
        step = found.nodes[found.root]
        while len(step.parents) == 1 and found.nodes[step.parents[0]].kind == "result":
            step = found.nodes[step.parents[0]]
        opens[item.id, item.reporter] = [p for p in step.parents if p.startswith(("result:", "fact:"))]
    assert all(2 <= len(rows) <= 5 for key, rows in opens.items() if not key[0].endswith("_percent")), opens
    waits = opens["khorgos_rail_hours_mean", ""]
    assert [row.rpartition(":")[2] for row in waits] == [
        "load_per_day",
        "capacity_per_day",
        "clearance_hours",
    ]
    flows = opens["caspian_tonnes", ""]
    tonnes = [base_run.lineage.node(row).value for row in flows]
    assert tonnes == sorted(tonnes, reverse=True)
    assert all(row.startswith("result:flows.arc_flows:") for row in flows)


def test_the_citation_begins_with_who_published(base_run):
    steps = Steps(base_run.lineage)
    china = published_by("result:headline:kaz_chn_trade_usd|CHN", steps)
    assert china.startswith("China’s customs: GACC via ")
    kazakhstan = published_by("result:headline:kaz_chn_trade_usd|KAZ", steps)
    assert kazakhstan.startswith("Kazakhstan’s statistics: UN Comtrade (KAZ reporter")
    assert published_by("result:headline:caspian_tonnes|", steps) == ""


def test_every_recorded_step_has_words_in_other_languages(base_run, monkeypatch):
    """Of labels and formulas of results ids and code alone stay: a new kind of step needs a message."""
    pseudo.speak(monkeypatch)
    teller = Teller(Names(from_run(base_run)))
    nodes = parquet(base_run, "lineage.nodes").query("kind == 'result'")
    stay = re.compile(r"\S+|[\d× (]*[a-z]+\(.*")  # an id, a call
    assert len(nodes) > 300
    with speaking("ru"):
        for field in ("label", "formula"):
            said = [teller.say(field, text) for text in nodes[field].dropna()]
            parts = [[s] if isinstance(s, str) else s for s in said]
            assert [p for one in parts for p in one[1::2] if not stay.fullmatch(p)] == []
            assert [left for one in parts for left in pseudo.untold("".join(one[::2]))] == []


def test_the_command_line_prints_one_object(own, tmp_path):
    """The shipped scenario, written as a user's file: without the moved assumptions' variants it takes seconds."""
    gateway = Scenario.example("khorgos-fast-customs").to_dict()["gateway"]
    (tmp_path / "fast.toml").write_text(toml({**own.to_dict(), "gateway": gateway}), encoding="utf-8")
    out = tmp_path / "fast"
    command = [sys.executable, "-m", "jibek", "run", str(tmp_path / "fast.toml"), "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["folder"] == str(out)
    assert said["base"] == "baseline"
    hours = next(h for h in said["headline"] if h["id"] == "khorgos_rail_hours_mean")
    assert hours["difference"] < -2  # six hours less to clear; the queue takes a part back
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (again.returncode, json.loads(again.stdout)["reused"]) == (0, True)
    refused = subprocess.run([*command, "--seed", "7"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["code"] == "store.not_empty"
