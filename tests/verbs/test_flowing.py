"""``jibek flows``: the object of the contract, whose freight passes, two runs, files for others, bad questions."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows"))
import hand_run
from hand_run import ONE, TWO

from jibek import cli, verbs
from jibek.ground.errors import InputError
from jibek.ground.reply import Reply
from jibek.sources.formats.gmns import scan_network, scan_volumes


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hand")


@pytest.fixture(scope="module")
def whole(home: Path) -> Path:
    return hand_run.keep(home / "whole", hand_run.tables(hand_run.network()))


@pytest.fixture(scope="module")
def shut(home: Path) -> Path:
    return hand_run.keep(home / "shut", hand_run.tables(hand_run.network(closed=("L5",))), "one-crossing")


def said(capsys: pytest.CaptureFixture[str], *words: Any) -> tuple[int, Any]:
    code = cli.main(["flows", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_object_of_the_contract(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = said(capsys, whole, "--gateway", ONE, "--direction", "out")
    assert code == 0
    fields = {"facility", "load", "capacity", "hours", "by_market", "values", "jibek", "warnings"}
    assert fields <= set(found)
    assert found["facility"] == ONE
    frames = hand_run.tables(hand_run.network())
    jam = frames["flows.facilities"].set_index("facility_id").loc[f"{ONE}:out"]
    assert found["load"] == pytest.approx(jam["load_per_day"])
    assert found["capacity"] == 10.0
    # Four hours to cross and the wait.
    assert found["hours"] == pytest.approx(4.0 + jam["delay_hours"])
    market = {"origin", "destination", "class", "corridor", "tonnes_per_year", "share"}
    assert all(market <= set(row) for row in found["by_market"])
    assert found["by_market"][0]["origin"] == "CNSGH"
    assert found["by_market"][0]["origin_name"] == "Shanghai"
    assert sum(r["share"] for r in found["by_market"]) == pytest.approx(1.0)
    total = frames["flows.arc_flows"].groupby("arc_id")["tonnes_per_year"].sum()["L2+"]
    assert sum(r["tonnes_per_year"] for r in found["by_market"]) == pytest.approx(total)
    for key in ("by_class", "by_corridor", "by_country"):
        assert sum(r["tonnes_per_year"] for r in found[key]) == pytest.approx(total)
    assert 0 <= found["firm_tonnes_per_year"] <= found["tonnes_per_year"]
    assert found["values"] == []
    assert found["warnings"] == []


def test_both_directions_are_told_apart_and_added_up(whole: Path) -> None:
    both = verbs.flows(whole, gateway=TWO).to_json()
    ways = {d["direction"]: d for d in both["directions"]}
    assert list(ways) == ["out", "in"]
    for way in ("out", "in"):
        alone = verbs.flows(whole, gateway=TWO, direction=way).to_json()
        assert [d["direction"] for d in alone["directions"]] == [way]
        assert alone["load"] == ways[way]["load"]
        assert alone["tonnes_per_year"] == pytest.approx(ways[way]["tonnes_per_year"])
    assert both["load"] == pytest.approx(ways["out"]["load"] + ways["in"]["load"])
    assert both["capacity"] == 20.0
    tonnes = [ways[w]["tonnes_per_year"] for w in ("out", "in")]
    assert both["tonnes_per_year"] == pytest.approx(sum(tonnes))
    assert both["hours"] == pytest.approx(
        np.average([ways[w]["hours"] for w in ("out", "in")], weights=tonnes)
    )


def test_a_link_that_crosses_a_gateway_has_its_load_and_another_has_none(whole: Path) -> None:
    border = verbs.flows(whole, link="L2", direction="out").to_json()
    gate = verbs.flows(whole, gateway=ONE, direction="out").to_json()
    assert {k: border[k] for k in ("load", "capacity", "hours", "by_market")} == {
        k: gate[k] for k in ("load", "capacity", "hours", "by_market")
    }
    plain = verbs.flows(whole, link="L8")
    assert plain.to_json()["load"] is None
    assert plain.to_json()["capacity"] is None
    assert plain.to_json()["hours"] == pytest.approx(25.0)
    assert plain.to_json()["tonnes_per_year"] == pytest.approx(1.2e6)
    assert "Almaty – Astana" in plain.to_text()


def test_values_of_the_run_are_given_where_it_has_them(home: Path) -> None:
    frames = hand_run.tables(hand_run.network())
    values = pd.DataFrame(
        [
            (f"{ONE}:out", "out", "kaz_chn_rail_tonnes", "hour of clearance", -12.5),
            (f"{ONE}:in", "in", "kaz_chn_rail_tonnes", "hour of clearance", -2.5),
            (f"{TWO}:out", "out", "kaz_chn_rail_tonnes", "hour of clearance", -7.5),
        ],
        columns=["facility_id", "direction", "quantity_id", "per", "value"],
    )
    path = home / "valued"
    # The table is another stage's: here it stands as any table of a run.
    folder = hand_run.keep(path, {**frames, "values": values})
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["flows.values"] = manifest["tables"].pop("values")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "tables/values.parquet").rename(folder / "tables/flows.values.parquet")
    found = verbs.flows(folder, gateway=ONE, direction="out").to_json()["values"]
    assert [(v["quantity"], v["per"], v["value"]) for v in found] == [
        ("kaz_chn_rail_tonnes", "hour of clearance", -12.5)
    ]
    assert [v["value"] for v in verbs.flows(folder, gateway=ONE).to_json()["values"]] == [-12.5, -2.5]


def test_closed_and_empty_are_said_and_no_error(shut: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jibek.scenario import Ids
    from jibek.verbs import flowing

    ids = Ids(frozenset({ONE, TWO}), frozenset({"L2", "L5"}), frozenset(), frozenset(), frozenset())
    monkeypatch.setattr(flowing.network, "known_ids", lambda facts: ids)
    for asked in ({"gateway": TWO}, {"link": "L5"}):
        found = verbs.flows(shut, **asked)
        assert found.exit_code == 0
        answer = found.to_json()
        assert [w["code"] for w in answer["warnings"]] == ["flows.closed"]
        assert (answer["load"], answer["tonnes_per_year"], answer["by_market"]) == (None, None, [])
        assert "not open in one-crossing" in found.to_text()
    idle = verbs.flows(shut, link="L6")
    assert [w["code"] for w in idle.to_json()["warnings"]] == ["flows.nothing_passes"]
    assert idle.to_json()["tonnes_per_year"] == 0.0


def test_without_a_question_the_dearest_comes_first(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = said(capsys, whole)
    assert code == 0
    rows = found["facilities"]
    assert {r["facility_id"] for r in rows} == {f"{g}:{w}" for g in (ONE, TWO) for w in ("out", "in")}
    costs = [r["others_usd_per_unit"] for r in rows]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > 0
    assert cli.main(["flows", str(whole)]) == 0
    assert rows[0]["facility_id"] in capsys.readouterr().out


def test_two_runs_side_by_side(whole: Path, shut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = said(capsys, whole, shut)
    assert code == 0
    assert [r["scenario"] for r in found["runs"]] == ["hand", "one-crossing"]
    rows = {(r["id"], r["direction"]): r for r in found["totals"] if r["kind"] == "gateway"}
    lost = rows[TWO, "out"]
    assert lost["second"] is None
    assert lost["difference"] is None
    gained = rows[ONE, "out"]
    assert gained["difference"] == pytest.approx(gained["second"] - gained["first"])
    assert gained["difference"] == pytest.approx(lost["first"])
    assert found["warnings"][0]["code"] == "flows.one_run_alone"
    assert set(found["warnings"][0]["rows"]) == {TWO, "L5"}
    assert {r["class"] for r in found["by_class"]} == set(hand_run.CLASSES)
    assert cli.main(["flows", str(whole), str(shut)]) == 0
    text = capsys.readouterr().out
    assert "hand → one-crossing" in text
    assert text.startswith("! 2 gateway(s) and link(s)")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--gateway", ONE, "--link", "L2"], {"flows.two_questions"}),
        (["--direction", "out"], {"flows.idle_direction"}),
        (
            ["--gateway", ONE, "--direction", "outt", "--out", "x.shp"],
            {"flows.unknown_direction", "flows.bad_out"},
        ),
        (["--out", "nowhere/x.csv"], {"flows.bad_out"}),
    ],
)
def test_all_that_is_wrong_in_a_question_at_once(
    whole: Path, capsys: pytest.CaptureFixture[str], words: list[str], codes: set[str]
) -> None:
    code, found = said(capsys, whole, *words)
    assert code == 2
    assert found["error"]["code"] == "flows.bad_option"
    assert {p["code"] for p in found["error"]["problems"]} == codes
    assert all(p["expected"] and p["fix"] for p in found["error"]["problems"])


def test_two_runs_with_a_gateway_or_three_runs_are_refused(
    whole: Path, shut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = said(capsys, whole, shut, "--gateway", ONE, "--out", tmp_path / "folder")
    assert code == 2
    assert {p["code"] for p in found["error"]["problems"]} == {"flows.two_runs", "flows.bad_out"}
    code, found = said(capsys, whole, shut, whole)
    assert {p["code"] for p in found["error"]["problems"]} == {"flows.bad_runs"}


@pytest.mark.parametrize(
    ("asked", "code", "near"),
    [
        ({"gateway": "CN_KHORGOS-KZ_ALTINKOL"}, "flows.unknown_gateway", "CN_KHORGOS-KZ_ALTYNKOL"),
        ({"link": "l071"}, "flows.unknown_link", "L071"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(
    whole: Path, asked: dict[str, str], code: str, near: str
) -> None:
    with pytest.raises(InputError) as fault:
        verbs.flows(whole, **asked)
    assert fault.value.code == code
    assert near in fault.value.problems[0].fix


def test_a_section_has_no_side_nearer_to_china(whole: Path) -> None:
    with pytest.raises(InputError) as fault:
        verbs.flows(whole, link="L8", direction="out")
    assert fault.value.code == "flows.no_direction"


def test_a_run_without_paths_says_what_to_do(home: Path) -> None:
    run = hand_run.keep(home / "bushes", hand_run.tables(hand_run.network(), method="algorithm-b"))
    with pytest.raises(InputError) as fault:
        verbs.flows(run, gateway=ONE)
    assert fault.value.code == "flows.no_paths"
    assert "projection" in fault.value.problems[0].fix
    assert verbs.flows(run).to_json()["facilities"]


def test_a_csv_has_every_arc_and_what_the_selected_freight_brings(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "net.csv"
    found = verbs.flows(whole, gateway=ONE, direction="out", out=out)
    assert found.to_json()["out"] == str(out)
    table = pd.read_csv(out).set_index("arc_id")
    assert len(table) == len(hand_run.network().arcs)
    assert table.loc["L2+", "selected_tonnes_per_year"] == pytest.approx(table.loc["L2+", "tonnes_per_year"])
    assert table.loc["L5+", "selected_tonnes_per_year"] == 0.0
    assert (table["selected_tonnes_per_year"] <= table["tonnes_per_year"] * (1 + 1e-9)).all()
    assert table.loc["L1+", ["load_per_day", "capacity_per_day"]].isna().all()
    assert [p.name for p in tmp_path.iterdir()] == ["net.csv"]


def test_a_geopackage_holds_links_gateways_and_places(whole: Path, shut: Path, tmp_path: Path) -> None:
    verbs.flows(whole, out=tmp_path / "net.gpkg")
    with sqlite3.connect(tmp_path / "net.gpkg") as file:
        layers = {r[0] for r in file.execute("SELECT table_name FROM gpkg_contents")}
        tonnes = dict(file.execute("SELECT arc_id, tonnes_per_year FROM links"))
        gates = file.execute(
            "SELECT gateway_id, out_load_per_day, in_capacity_per_day FROM gateways"
        ).fetchall()
        ends = dict(file.execute("SELECT place_id, starting_tonnes_per_year FROM places"))
    assert layers == {"links", "gateways", "places"}
    assert set(tonnes) == {f"{x[0]}{sign}" for x in hand_run.LINKS for sign in "+-"}
    assert tonnes["L8+"] == pytest.approx(7e5)
    assert [g[0] for g in gates] == [ONE, TWO]
    assert all(g[2] == 10.0 for g in gates)
    assert ends["CNSGH"] == pytest.approx(1.2e6)
    verbs.flows(whole, shut, out=tmp_path / "changes.gpkg")
    with sqlite3.connect(tmp_path / "changes.gpkg") as file:
        columns = ", ".join(f"{x}_tonnes_per_year" for x in ("first", "second", "difference"))
        rows = {r[0]: r[1:] for r in file.execute(f"SELECT arc_id, {columns} FROM differences")}
    assert rows["L5+"][1:] == (None, None)
    assert rows["L2+"][2] == pytest.approx(rows["L5+"][0])


def test_a_gmns_folder_is_read_again_and_assigned(whole: Path, tmp_path: Path) -> None:
    """Quickest ways at the loaded hours: links take the minutes that the run says, and all tonnes arrive."""
    out = tmp_path / "gmns"
    verbs.flows(whole, out=out)
    scanned, named = scan_network(out)
    assert scanned.problems == []
    assert scanned.net is not None
    arcs = hand_run.network().arcs
    assert len(scanned.net.tail) == len(arcs)
    assert named.names[scanned.net.tail].tolist() == arcs["tail"].tolist()
    frames = hand_run.tables(hand_run.network())
    delay = (
        arcs["facility_id"]
        .map(frames["flows.facilities"].set_index("facility_id")["delay_hours"])
        .fillna(0.0)
    )
    np.testing.assert_allclose(scanned.net.free_time, 60.0 * (arcs["hours_mean"] + delay), rtol=1e-12)
    volumes = scan_volumes(out / "trips.csv", named.zones.tolist())
    assert volumes.problems == []
    assert volumes.trips.trips.sum() == pytest.approx(2.7e6)
    found = verbs.assign(out, out / "trips.csv", out=tmp_path / "flows.csv")
    assert found.converged
    flows = pd.read_csv(tmp_path / "flows.csv").set_index(["tail", "head"])["flow"]
    assert flows["KZALA|rail-1435", "KZTSE|rail-1435"] == pytest.approx(7e5)
    with pytest.raises(InputError):
        verbs.flows(whole, out=out)


def test_replies_are_for_programs_people_and_notebooks(whole: Path, shut: Path) -> None:
    for reply in (verbs.flows(whole, gateway=ONE), verbs.flows(whole), verbs.flows(whole, shut)):
        assert isinstance(reply, Reply)
        assert len(reply.to_text().splitlines()) > 3
        assert max(len(line) for line in reply.to_text().splitlines()) <= 110
        assert reply._repr_html_().startswith("<")
