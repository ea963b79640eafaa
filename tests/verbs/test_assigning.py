"""``jibek assign``: the object of the contract, the written flows, and every fault of the input at once."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jibek import cli, verbs
from jibek.ground.errors import InputError
from jibek.sources.formats.tntp import read_net, read_trips
from jibek.verbs.assigning import METHODS

FOLDER = Path(os.environ.get("JIBEK_REFERENCE", "")) / "tntp"
published = pytest.mark.skipif(
    not os.environ.get("JIBEK_REFERENCE"),
    reason="JIBEK_REFERENCE is not set: Braess, Sioux Falls and Barcelona of the collection are not assigned",
)

HEAD = "<NUMBER OF ZONES> {zones}\n<NUMBER OF NODES> {nodes}\n<FIRST THRU NODE> {thru}\n<END OF METADATA>\n"
BRAESS = """1 3 1 0 1e-8 1e9 1 0 0 1 ;
1 4 1 0 50 0.02 1 0 0 1 ;
3 2 1 0 50 0.02 1 0 0 1 ;
4 2 1 0 1e-8 1e9 1 0 0 1 ;
"""
BRIDGE = "3 4 1 0 10 0.1 1 0 0 1 ;\n"
SIX = "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 6.0\n<END OF METADATA>\nOrigin 1\n 1 : 0.0; 2 : 6.0;\n"
# Three zones in a row and a node that may be passed; zones 2 and 3 lead nowhere.
PLAIN = ["1 2 10 1 1 0.15 4 0 0 1 ;", "1 4 10 1 1 0.15 4 0 0 1 ;", "4 3 10 1 1 0.15 4 0 0 1 ;"]


def files(
    folder: Path, links: str, trips: str, *, zones: int = 2, nodes: int = 4, thru: int = 1
) -> tuple[Path, Path]:
    (folder / "net.tntp").write_text(HEAD.format(zones=zones, nodes=nodes, thru=thru) + links)
    (folder / "trips.tntp").write_text(trips)
    return folder / "net.tntp", folder / "trips.tntp"


def three(
    folder: Path, *more: str, trips: str = "Origin 1\n2 : 1; 3 : 5;\n", **sizes: int
) -> tuple[Path, Path]:
    table = f"<NUMBER OF ZONES> 3\n<END OF METADATA>\n{trips}"
    return files(
        folder, "\n".join([*PLAIN, *more]) + "\n", table, **{"zones": 3, "nodes": 4, "thru": 4} | sizes
    )


def refused(net: Path, trips: Path, **options: Any) -> list[tuple[str, str, int | None, str | None]]:
    with pytest.raises(InputError) as caught:
        verbs.assign(net, trips, **options)
    assert caught.value.code == "assign.bad_input"
    assert all(p.expected and p.fix for p in caught.value.problems)
    return [(p.code, p.where, p.row, p.column) for p in caught.value.problems]


def rows_of(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_object_of_the_contract_and_the_written_flows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    net, trips = files(tmp_path, BRAESS + BRIDGE, SIX)
    out = tmp_path / "flows.csv"
    assert cli.main(["assign", str(net), str(trips), "--gap", "1e-10", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    fields = (
        "method zones nodes links demand gap balance_error objective iterations converged cpu_s wall_s flows"
    )
    assert {*fields.split(), "jibek", "warnings"} <= set(said)
    assert said["method"] == "algorithm-b"
    assert (said["zones"], said["nodes"], said["links"], said["demand"]) == (2, 4, 5, 6.0)
    assert said["converged"]
    assert said["gap"] <= 1e-10
    assert said["balance_error"] <= 6e-9
    assert said["flows"] == str(out)
    written = rows_of(out)
    assert [(r["tail"], r["head"]) for r in written] == [
        ("1", "3"),
        ("1", "4"),
        ("3", "2"),
        ("4", "2"),
        ("3", "4"),
    ]
    # Braess' answer with the bridge; a gap of 1e-10 of costs of about 100 moves trips by less than 1e-6.
    np.testing.assert_allclose([float(r["flow"]) for r in written], [4, 2, 2, 4, 2], atol=1e-6)
    np.testing.assert_allclose([float(r["cost"]) for r in written], [40, 52, 52, 40, 12], atol=1e-4)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize(("bridge", "cost"), [("", 83.0), (BRIDGE, 92.0)])
def test_braess_by_every_method_with_times_that_are_nearly_zero(
    tmp_path: Path, method: str, bridge: str, cost: float
) -> None:
    """A free-flow time of 1e-8 stands: with 1e-6 in its place the slope of two links would be 100 times ours."""
    net, trips = files(tmp_path, BRAESS + bridge, SIX)
    gap = {"msa": 1e-4, "frank-wolfe": 1e-8}.get(method, 1e-11)
    found = verbs.assign(net, trips, gap, method=method, out=tmp_path / "flows.csv")
    assert found.exit_code == 0
    written = rows_of(tmp_path / "flows.csv")
    paid = sum(float(r["flow"]) * float(r["cost"]) for r in written) / 6
    # A gap g leaves trips misplaced by the square root of g times cost over slope, 3 sqrt(g); slopes are 22 at most.
    assert paid == pytest.approx(cost, abs=70 * gap**0.5)


def test_a_free_flow_time_of_zero_counts_as_a_millionth(tmp_path: Path) -> None:
    net, trips = files(tmp_path, "1 2 1 0 0 1 1 0 0 1 ;\n", SIX, nodes=2)
    verbs.assign(net, trips, out=tmp_path / "flows.csv")
    assert float(rows_of(tmp_path / "flows.csv")[0]["cost"]) == pytest.approx(7e-6)


def test_zones_are_not_passed_through_and_trips_within_them_left_out(tmp_path: Path) -> None:
    net, trips = three(tmp_path, "2 3 10 1 .1 0.15 4 0 0 1 ;", trips="Origin 1\n1 : 7; 2 : 1; 3 : 5;\n")
    found = verbs.assign(net, trips, out=tmp_path / "flows.csv")
    assert [float(r["flow"]) for r in rows_of(tmp_path / "flows.csv")] == [1, 5, 5, 0]
    assert found.to_json()["demand"] == 6
    assert "assign.within_zone" in {w["code"] for w in found.warnings}


def test_factors_of_toll_and_distance(tmp_path: Path) -> None:
    links = "1 2 10 100 1 0 0 0 4 1 ;\n1 2 10 300 1 0 0 0 0 1 ;\n"
    net, trips = files(tmp_path, links, SIX, nodes=2)
    out = tmp_path / "flows.csv"
    found = verbs.assign(net, trips, toll_factor=0.5, out=out)
    assert [(float(r["flow"]), float(r["cost"])) for r in rows_of(out)] == [(0, 3), (6, 1)]
    assert "assign.parallel_links" in {w["code"] for w in found.warnings}
    verbs.assign(net, trips, distance_factor=0.01, out=out)
    assert [(float(r["flow"]), float(r["cost"])) for r in rows_of(out)] == [(6, 2), (0, 4)]


def test_what_does_not_converge_gives_the_residual_and_no_flows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    net, trips = files(tmp_path, BRAESS + BRIDGE, SIX)
    out = tmp_path / "flows.csv"
    words = ["--gap", "1e-9", "--method", "msa", "--iterations", "2", "--out", str(out), "--json"]
    assert cli.main(["assign", str(net), str(trips), *words]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["converged"] is False
    assert said["flows"] is None
    assert said["gap"] > 1e-9
    assert "assign.not_converged" in {w["code"] for w in said["warnings"]}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net.tntp", "trips.tntp"]


def test_saturated_links_are_named_the_fullest_first(tmp_path: Path) -> None:
    net, trips = three(tmp_path, trips="Origin 1\n2 : 50; 3 : 20;\n")
    said = {w["code"]: w for w in verbs.assign(net, trips).warnings}
    assert said["assign.saturated"]["rows"] == ["1 -> 2", "1 -> 4", "4 -> 3"]


@pytest.mark.parametrize(
    ("link", "code", "column"),
    [
        ("1 2 0 1 1 0.15 4 0 0 1 ;", "tntp.no_capacity", "capacity"),
        ("1 2 -5 1 1 0 4 0 0 1 ;", "tntp.no_capacity", "capacity"),
        ("1 2 10 1 -1 0.15 4 0 0 1 ;", "tntp.negative_cost", "free-flow time"),
        ("1 2 10 1 1 -0.1 4 0 0 1 ;", "tntp.negative_cost", "b"),
        ("1 2 10 1 1 0.15 0.5 0 0 1 ;", "tntp.power_below_one", "power"),
        ("1 2 nan 1 1 0.15 4 0 0 1 ;", "tntp.not_a_number", "capacity"),
        ("1 2 10 1 inf 0.15 4 0 0 1 ;", "tntp.not_a_number", "free-flow time"),
        ("1 9 10 1 1 0.15 4 0 0 1 ;", "tntp.unknown_node", "to"),
        ("1 2 1e-9 1 1 0.15 40 0 0 1 ;", "assign.saturated", "capacity"),
    ],
)
def test_a_bad_link(tmp_path: Path, link: str, code: str, column: str) -> None:
    assert refused(*three(tmp_path, link)) == [(code, "net.tntp", 8, column)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("9 : 1;", "tntp.unknown_zone"),
        ("4 : 1;", "tntp.unknown_zone"),
        ("2 : -1;", "tntp.invalid_line"),
        ("2 : nan;", "tntp.invalid_line"),
        ("2 : inf;", "tntp.invalid_line"),
    ],
)
def test_a_bad_cell_of_the_trip_table(tmp_path: Path, cell: str, code: str) -> None:
    assert refused(*three(tmp_path, trips=f"Origin 1\n{cell}\n")) == [(code, "trips.tntp", 4, None)]


def test_trips_from_and_to_zones_that_the_network_lacks(tmp_path: Path) -> None:
    """The table may know more zones than the network."""
    links = "1 2 10 1 1 0.15 4 0 0 1 ;\n"
    table = "<NUMBER OF ZONES> 4\n<END OF METADATA>\nOrigin 1\n2 : 1; 3 : 5;\nOrigin 4\n2 : 1;\n"
    found = refused(*files(tmp_path, links, table))
    assert found == [
        ("tntp.unknown_zone", "trips.tntp", 4, None),
        ("tntp.unknown_zone", "trips.tntp", 5, None),
    ]


def test_a_total_that_the_table_does_not_reach(tmp_path: Path) -> None:
    net, trips = files(tmp_path, BRAESS, SIX.replace("6.0\n", "60\n", 1))
    assert refused(net, trips) == [("tntp.total", "trips.tntp", None, "TOTAL OD FLOW")]


@pytest.mark.parametrize("thru", [0, 7])
def test_a_first_thru_node_that_no_zone_count_allows(tmp_path: Path, thru: int) -> None:
    assert refused(*three(tmp_path, thru=thru)) == [
        ("tntp.first_thru_node", "net.tntp", None, "FIRST THRU NODE")
    ]


def test_numbers_of_nodes_with_gaps(tmp_path: Path) -> None:
    """Beyond the header's count they are refused; a number that no link uses is no fault, and said."""
    assert ("tntp.unknown_node", "net.tntp", 8, "to") in refused(
        *three(tmp_path, "4 40 10 1 1 0.15 4 0 0 1 ;")
    )
    net, trips = three(tmp_path, "4 40 10 1 1 0.15 4 0 0 1 ;", nodes=40)
    said = {w["code"]: w for w in verbs.assign(net, trips).warnings}
    assert len(said["assign.nodes_without_links"]["rows"]) == 35


def test_unreachable_pairs_are_named_one_by_one_or_left_out(tmp_path: Path) -> None:
    net, trips = three(tmp_path, trips="Origin 1\n3 : 5;\nOrigin 2\n1 : 2; 3 : 4;\n")
    with pytest.raises(InputError) as caught:
        verbs.assign(net, trips)
    assert [(p.code, p.row, p.value) for p in caught.value.problems] == [
        ("flows.no_path", 6, "2 -> 1"),
        ("flows.no_path", 6, "2 -> 3"),
    ]
    found = verbs.assign(net, trips, drop_unreachable=True)
    assert found.exit_code == 0
    assert found.to_json()["demand"] == 5
    said = {w["code"]: w for w in found.warnings}
    assert said["assign.dropped"]["rows"] == ["2 -> 1", "2 -> 3"]


def test_a_way_that_leads_only_through_a_zone_is_none(tmp_path: Path) -> None:
    net, trips = files(
        tmp_path,
        "1 2 10 1 1 0.15 4 0 0 1 ;\n2 3 10 1 1 0.15 4 0 0 1 ;\n",
        "<NUMBER OF ZONES> 3\n<END OF METADATA>\nOrigin 1\n3 : 5;\n",
        zones=3,
        nodes=3,
        thru=4,
    )
    assert refused(net, trips) == [("flows.no_path", "trips.tntp", 4, None)]


def test_a_toll_that_makes_a_link_pay(tmp_path: Path) -> None:
    net, trips = three(tmp_path, "1 2 10 1 1 0.15 4 0 -3 1 ;")
    assert verbs.assign(net, trips).exit_code == 0
    assert refused(net, trips, toll_factor=1.0) == [("assign.negative_cost", "net.tntp", 8, None)]


def test_everything_that_is_wrong_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    net, trips = three(
        tmp_path,
        "1 2 0 1 1 0.15 4 0 0 1 ;",
        "1 2 10 1 -1 0.15 0.5 0 0 1 ;",
        "1 2 nan 1 inf 0.15 4 0 0 1 ;",
        trips="Origin 1\n3 : 5; 8 : 1;\nOrigin 2\n3 : 4;\n",
    )
    assert cli.main(["assign", str(net), str(trips), "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert {(p["code"], p["row"]) for p in said["error"]["problems"]} == {
        ("tntp.no_capacity", 8),
        ("tntp.negative_cost", 9),
        ("tntp.power_below_one", 9),
        ("tntp.not_a_number", 10),
        ("tntp.unknown_zone", 4),
        ("flows.no_path", 6),
    }


def test_files_that_are_not_there_and_options_that_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [c for c, *_ in refused(tmp_path / "a", tmp_path / "b")] == ["tntp.no_file", "tntp.no_file"]
    net, trips = three(tmp_path)
    words = ["--gap", "-1", "--method", "algoritm-b", "--out", str(tmp_path / "none" / "f.csv"), "--json"]
    assert cli.main(["assign", str(net), str(trips), *words]) == 2
    said = json.loads(capsys.readouterr().out)
    assert [p["where"] for p in said["error"]["problems"]] == ["--gap", "--method", "--out"]
    assert "algorithm-b" in said["error"]["problems"][1]["fix"]


@published
def test_braess_of_the_collection(tmp_path: Path) -> None:
    verbs.assign(FOLDER / "Braess_net.tntp", FOLDER / "Braess_trips.tntp", 1e-10, out=tmp_path / "f.csv")
    written = rows_of(tmp_path / "f.csv")
    assert sum(float(r["flow"]) * float(r["cost"]) for r in written) / 6 == pytest.approx(92, abs=1e-6)


@published
@pytest.mark.parametrize("method", ["algorithm-b", "gradient-projection"])
def test_sioux_falls_has_the_published_objective(method: str) -> None:
    found = verbs.assign(
        FOLDER / "SiouxFalls_net.tntp", FOLDER / "SiouxFalls_trips.tntp", 1e-10, method=method
    )
    # Published to ten digits; above it by less than the gap times the total cost of 7.5e6.
    assert found.to_json()["objective"] == pytest.approx(42.31335287e5, abs=2e-3)
    assert found.exit_code == 0


@published
def test_nothing_leaves_the_sink_of_barcelona(tmp_path: Path) -> None:
    """Two links lead to node 1008 and none away: flows that cross one of them backwards have a fine gap."""
    net = read_net(FOLDER / "Barcelona_net.tntp")
    trips = read_trips(FOLDER / "Barcelona_trips.tntp")
    found = verbs.assign(
        FOLDER / "Barcelona_net.tntp", FOLDER / "Barcelona_trips.tntp", 1e-12, out=tmp_path / "f.csv"
    )
    flow = np.array([float(r["flow"]) for r in rows_of(tmp_path / "f.csv")])
    assert found.exit_code == 0
    assert (flow >= 0).all()
    sink = 1008 - 1
    assert not (net.tail == sink).any()
    # The node is no zone: nothing may arrive.
    assert sink >= trips.zones
    assert flow[net.head == sink].tolist() == [0.0, 0.0]
    assert found.to_json()["objective"] == pytest.approx(1265654.922, abs=1e-2)


def test_threads_change_no_bit(tmp_path: Path) -> None:
    """A grid of 40 nodes with 12 zones, assigned by processes with one and two threads."""
    rng = np.random.default_rng(8)
    ends = [(i, j) for i in range(40) for j in (i + 1, i + 8, i - 1, i - 8) if 0 <= j < 40]
    links = "".join(
        f"{i + 1} {j + 1} {rng.uniform(5, 50)} 1 {rng.uniform(1, 9)} 0.15 4 0 0 1 ;\n" for i, j in ends
    )
    trips = "<NUMBER OF ZONES> 12\n<END OF METADATA>\n" + "".join(
        f"Origin {o}\n" + "".join(f"{d} : {rng.uniform(0, 9)};" for d in range(1, 13)) + "\n"
        for o in range(1, 13)
    )
    net, table = files(tmp_path, links, trips, zones=12, nodes=40)
    for method in METHODS:
        made = []
        for threads in ("1", "2"):
            out = tmp_path / f"{method}-{threads}.csv"
            words = ["assign", str(net), str(table), "--gap", "1e-3", "--method", method, "--out", str(out)]
            done = subprocess.run(
                [sys.executable, "-m", "jibek", *words],
                env={**os.environ, "NUMBA_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            made.append(out.read_bytes())
        assert made[0] == made[1]


NODES = (
    "node_id,x_coord,y_coord,zone_id,node_type\na,0,0,west,centroid\nm,1,0,,\nn,1,1,,\nb,2,0,east,centroid\n"
)
LINKS = (
    "link_id,from_node_id,to_node_id,directed,length,free_speed,capacity,lanes,toll,vdf_alpha,vdf_beta\n"
    "1,a,m,1,60,60,100,1,0,0,\n2,m,b,true,60,60,10,1,0,1,1\n3,a,n,true,120,60,100,1,0,0,\n4,n,b,false,60,60,10,2,0,1,1\n"
)


def gmns(
    folder: Path, nodes: str = NODES, links: str = LINKS, trips: str = "west,east,30"
) -> tuple[Path, Path]:
    folder.joinpath("node.csv").write_text("\ufeff" + nodes)
    folder.joinpath("link.csv").write_text(links)
    folder.joinpath("trips.csv").write_text(f"origin,destination,volume\n{trips}\n")
    return folder, folder / "trips.csv"


def test_a_gmns_network(tmp_path: Path) -> None:
    """120 + 6 x minutes over m, 180 + 3 (30 - x) over n, which has two lanes: x = 150 / 9."""
    found = verbs.assign(*gmns(tmp_path), 1e-12, out=tmp_path / "flows.csv")
    assert found.exit_code == 0
    assert {k: found.to_json()[k] for k in ("zones", "nodes", "links", "demand")} == {
        "zones": 2,
        "nodes": 4,
        "links": 5,
        "demand": 30,
    }
    written = rows_of(tmp_path / "flows.csv")
    assert [(r["tail"], r["head"]) for r in written] == [
        ("a", "m"),
        ("m", "b"),
        ("a", "n"),
        ("n", "b"),
        ("b", "n"),
    ]
    x = 150 / 9
    np.testing.assert_allclose([float(r["flow"]) for r in written], [x, x, 30 - x, 30 - x, 0], atol=1e-6)


def test_faults_of_a_gmns_network_at_once(tmp_path: Path) -> None:
    links = LINKS.replace("1,a,m,1,60,60", "1,a,q,1,60,0").replace(
        "2,m,b,true,60,60,10,1,0,1,1", "2,m,b,,60,60,0,1,0,1,.5"
    )
    nodes = NODES + "a,5,5,,\n"
    found = refused(*gmns(tmp_path, nodes, links, "west,eest,30\nwest,east,NaN\nwest,east,-1"))
    assert found == [
        ("gmns.node_twice", "node.csv", 6, "node_id"),
        ("gmns.unknown_node", "link.csv", 2, "to_node_id"),
        ("gmns.out_of_range", "link.csv", 2, "free_speed"),
        ("gmns.not_a_boolean", "link.csv", 3, "directed"),
        ("gmns.power_below_one", "link.csv", 3, "vdf_beta"),
        ("gmns.no_capacity", "link.csv", 3, "capacity"),
        ("gmns.unknown_node", "trips.csv", 2, "destination"),
        ("gmns.not_a_number", "trips.csv", 3, "volume"),
        ("gmns.out_of_range", "trips.csv", 4, "volume"),
    ]


def test_the_optimum_of_braess_beside_its_equilibrium(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bridge stays empty: 498 in all against 552; written costs are those that a trip pays itself."""
    net, trips = files(tmp_path, BRAESS + BRIDGE, SIX)
    out = tmp_path / "flows.csv"
    words = ["assign", str(net), str(trips), "--gap", "1e-10", "--optimum", "--out", str(out)]
    assert cli.main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["optimum"]
    assert said["total_cost"] == pytest.approx(498.0, abs=1e-5)
    assert said["objective"] == pytest.approx(498.0, abs=1e-5)
    assert said["equilibrium_total_cost"] == pytest.approx(552.0, abs=1e-4)
    assert said["price_of_anarchy"] == pytest.approx(552 / 498, abs=1e-6)
    assert said["gap"] <= 1e-10
    assert {(r["tail"], r["head"]) for r in said["most_changed"][:1]} == {("3", "4")}
    written = rows_of(out)
    np.testing.assert_allclose([float(r["flow"]) for r in written], [3, 3, 3, 3, 0], atol=1e-6)
    np.testing.assert_allclose([float(r["cost"]) for r in written], [30, 53, 53, 30, 10], atol=1e-5)
    assert cli.main(words) == 0
    assert "1.10843 times" in capsys.readouterr().out


def test_without_asking_there_is_no_optimum(tmp_path: Path) -> None:
    net, trips = files(tmp_path, BRAESS + BRIDGE, SIX)
    said = verbs.assign(net, trips, 1e-10).to_json()
    assert not said["optimum"]
    assert said["total_cost"] == pytest.approx(552.0, abs=1e-4)
    assert (said["price_of_anarchy"], said["equilibrium_total_cost"], said["most_changed"]) == (
        None,
        None,
        [],
    )


def test_an_optimum_that_misses_its_gap_gives_no_number(tmp_path: Path) -> None:
    net, trips = files(tmp_path, BRAESS + BRIDGE, SIX)
    found = verbs.assign(net, trips, 1e-14, method="msa", iterations=3, optimum=True, out=tmp_path / "f.csv")
    assert found.exit_code == 1
    said = found.to_json()
    assert (said["total_cost"], said["objective"], said["price_of_anarchy"]) == (None, None, None)
    assert not (tmp_path / "f.csv").exists()
