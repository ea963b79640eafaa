"""GeoJSON, GMNS and TNTP: what is drawn meets where it meets, units and directions are those of the format."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from import_cases import codes, geojson, line, point, put, refused, table

from jibek import verbs
from jibek.ground.sphere import great_circle_km


def km(a: list[float], b: list[float]) -> float:
    return float(great_circle_km(*(np.array([v]) for v in (a[1], a[0], b[1], b[0])))[0])


A, B, C, D = [70.0, 50.0], [70.5, 50.1], [71.0, 50.0], [70.5, 51.0]


def test_lines_meet_where_they_end_cross_a_station_or_another_line(tmp_path: Path) -> None:
    r"""
          D
          |
    A --- B --- C     B is the inside of A - C; a station S stands on B - C
    """
    s = [(B[0] + C[0]) / 2, (B[1] + C[1]) / 2]
    drawn = geojson(
        tmp_path / "n.geojson",
        line([A, B, C], mode="rail"),
        line([D, [B[0] + 1e-4, B[1]]], mode="rail"),
        point(s, name="Station S", country="KZ"),
    )
    done = verbs.import_network("geojson", [drawn], tmp_path / "mine", country="KZ")
    links = table(done.folder, "links")
    assert len(links) == 4
    lengths = sorted(float(r["distance_km"]) for r in links)
    expected = sorted([km(A, B), km(B, D), km(B, s), km(s, C)])
    assert lengths == pytest.approx(
        expected, abs=0.02
    )  # ends are snapped by 7 m; the chord leaves the circle by less
    assert "KZ_STATION_S" in {r["id"] for r in table(done.folder, "nodes")}
    assert [c["places"] for c in done.report["components"]] == [5]


def test_a_chain_is_contracted_and_keeps_its_kilometres(tmp_path: Path) -> None:
    drawn = geojson(
        tmp_path / "n.geojson",
        *(line([p, q], mode="rail", km=40 + i, hours=1) for i, (p, q) in enumerate([(A, B), (B, C)])),
        point(A, name="West"),
        point(C, name="East"),
    )
    done = verbs.import_network("geojson", [drawn], tmp_path / "mine", country="KZ")
    (one,) = table(done.folder, "links")
    assert float(one["distance_km"]) == 81
    assert float(one["typical_speed_kmh"]) == pytest.approx(40.5)
    assert done.report["places_before_contraction"] == 3
    kept = verbs.import_network("geojson", [drawn], tmp_path / "all", country="KZ", keep_all=True)
    assert len(table(kept.folder, "links")) == 2


def test_gaps_are_proposed_and_built_only_on_request(tmp_path: Path) -> None:
    near = [C[0] + 0.01, C[1]]  # 0.7 km on
    drawn = geojson(tmp_path / "n.geojson", line([A, C], mode="rail"), line([near, D], mode="rail"))
    done = verbs.import_network("geojson", [drawn], tmp_path / "mine", country="KZ")
    (gap,) = done.report["bridges"]
    assert (gap["built"], gap["km"]) == (False, pytest.approx(km(C, near), abs=1e-3))
    assert len(done.report["components"]) == 2
    built = verbs.import_network("geojson", [drawn], tmp_path / "built", country="KZ", bridge=True)
    assert len(built.report["components"]) == 1
    (row,) = [r for r in table(built.folder, "links") if "gap" in r["basis"]]
    assert (row["confidence"], row["source"]) == ("low", "")


def test_between_two_gauges_the_line_carries_both(tmp_path: Path) -> None:
    drawn = geojson(
        tmp_path / "n.geojson",
        line([[82.0, 45.0], [82.9, 45.1]], mode="rail"),
        point([82.0, 45.0], name="Here", country="KZ"),
        point([82.9, 45.1], name="There", country="CN"),
    )
    done = verbs.import_network("geojson", [drawn], tmp_path / "mine")
    assert table(done.folder, "links")[0]["gauge_mm"] == "1520/1435"
    assert done.report["gauges"]["breaks"] == ["KZ_HERE - CN_THERE: 1520/1435"]
    assert not verbs.inspect(done.folder).failed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "import.not_json"),
        ("[" * 100_000, "import.not_json"),
        ("[]", "import.not_geojson"),
        ('{"type": "FeatureCollection", "features": [1, {"geometry": null}]}', "import.bad_geometry"),
        ('{"type": "FeatureCollection", "features": []}', "import.no_usable_link"),
    ],
)
def test_what_is_no_geojson_of_lines(tmp_path: Path, text: str, code: str) -> None:
    assert code in codes(refused("geojson", [put(tmp_path / "n.geojson", text)], tmp_path / "mine"))


def test_another_reference_system_is_named(tmp_path: Path) -> None:
    metres = line([[8_500_000.0, 5_300_000.0], [8_600_000.0, 5_300_000.0]], mode="rail")
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    for name, more in (("a", {}), ("b", {"crs": crs})):
        file = geojson(tmp_path / f"{name}.geojson", metres, **more)
        assert codes(refused("geojson", [file], tmp_path / "mine")) == {"import.not_degrees"}


def test_longitudes_past_180_are_the_same_places(tmp_path: Path) -> None:
    file = geojson(tmp_path / "n.geojson", line([[179.0, 60.0], [181.0, 60.0]], mode="sea"))
    done = verbs.import_network("geojson", [file], tmp_path / "mine", country="RU")
    assert sorted(float(r["lon"]) for r in table(done.folder, "nodes")) == [-179.0, 179.0]
    assert float(table(done.folder, "links")[0]["distance_km"]) == pytest.approx(
        km([179, 60], [181, 60]), abs=1e-3
    )


NODE = "node_id,name,x_coord,y_coord\n1,West,70,50\n2,,70.5,50.1\n3,East,71,50\n"
LINK = "link_id,from_node_id,to_node_id,directed,length,free_speed,allowed_uses\n"


def gmns(folder: Path, links: str, node: str = NODE, config: str = "") -> Path:
    folder.mkdir()
    put(folder / "node.csv", node)
    put(folder / "link.csv", LINK + links)
    if config:
        put(folder / "config.csv", config)
    return folder


def test_gmns_in_its_units_both_directions_once(tmp_path: Path) -> None:
    rows = "a,1,2,true,30,60,road\nb,2,1,true,30,60,road\nc,2,3,true,30,60,road\nd,3,2,true,30,60,road\n"
    net = gmns(tmp_path / "g", rows, config="long_length,speed\nmile,mph\n")
    done = verbs.import_network("gmns", [net], tmp_path / "mine", country="KZ")
    (one,) = table(done.folder, "links")
    assert float(one["distance_km"]) == pytest.approx(60 * 1.609344, abs=1e-3)
    assert float(one["typical_speed_kmh"]) == pytest.approx(60 * 1.609344, abs=0.005)
    assert "import.one_way" not in {w["code"] for w in done.report["warnings"]}


def test_gmns_with_cut_headers_and_a_mark(tmp_path: Path) -> None:
    folder = gmns(tmp_path / "g", "a,1,3,0,90,60,road\n")
    cut = "\ufefflink_id,from_node_,to_node_id,directed,length,free_speed,allowed_us\na,1,3,0,90,60,road\n"
    put(folder / "link.csv", cut)
    done = verbs.import_network("gmns", [folder], tmp_path / "mine", country="KZ", mode="road")
    assert table(done.folder, "links")[0]["id"] == "a"


def test_gmns_faults_at_once(tmp_path: Path) -> None:
    rows = "a,1,9,maybe,30,60,road\na,1,3,0,x,60,plane\n"
    error = refused("gmns", [gmns(tmp_path / "g", rows)], tmp_path / "mine")
    wanted = "unknown_node not_a_boolean repeated_id not_a_number unknown_mode"
    assert codes(error) == {f"import.{c}" for c in wanted.split()}


TNTP = (
    "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 4\n<END OF METADATA>\n~ head\n"
    "1 3 100 50 6 0.15 4 0 0 1 ;\n3 1 100 50 6 0.15 4 0 0 1 ;\n"
    "3 2 100 50 6 0.15 4 0 0 1 ;\n2 3 100 50 6 0.15 4 0 0 1 ;\n"
)


def test_tntp_with_positions(tmp_path: Path) -> None:
    net = put(tmp_path / "x_net.tntp", TNTP)
    nodes = put(tmp_path / "x_node.tntp", "Node\tX\tY ;\n1\t70\t50\t;\n2\t71\t50\t;\n3\t70.5\t50.1\t;\n")
    done = verbs.import_network("tntp", [net, nodes], tmp_path / "mine", country="KZ")
    (one,) = table(done.folder, "links")
    assert (one["mode"], one["distance_km"]) == ("road", "100")
    assert codes(refused("tntp", [net], tmp_path / "no")) == {"import.no_position"}
    put(tmp_path / "x_node.tntp", "Node X Y\n1 700000 4900000 ;\n2 710000 4900000\n3 705000 4900100\n")
    assert codes(refused("tntp", [net, nodes], tmp_path / "no")) == {"import.not_degrees"}


def test_words_of_other_programs_for_a_mode_and_axes_that_may_be_swapped(tmp_path: Path) -> None:
    net = gmns(tmp_path / "g", 'a,1,3,0,90,60,"auto;truck"\n')
    done = verbs.import_network("gmns", [net], tmp_path / "mine", country="KZ")
    assert table(done.folder, "links")[0]["mode"] == "road"
    error = refused("gmns", [gmns(tmp_path / "h", "a,1,3,0,90,60,auto;train\n")], tmp_path / "no")
    assert codes(error) == {"import.unknown_mode"}
    file = geojson(tmp_path / "n.geojson", line([[50.0, 75.0], [50.2, 76.0]], mode="rail"))
    told = verbs.import_network("geojson", [file], tmp_path / "odd", country="KZ").report["warnings"]
    assert "import.perhaps_swapped" in {w["code"] for w in told}


@pytest.mark.parametrize("form", ["csv", "gmns"])
def test_many_faults_are_told_in_little_time(form: str, tmp_path: Path) -> None:
    """20,000 bad rows: looking for near names, or at each earlier fault, would take minutes."""
    began = process_time()
    if form == "csv":
        rows = "\n".join(f"Q{i},Z{i},rail," for i in range(20_000))
        error = refused("csv", [put(tmp_path / "l.csv", "from,to,mode,km\n" + rows)], tmp_path / "mine")
    else:
        rows = "\n".join(f"L{i},X{i},Y{i},0,5,60,road" for i in range(20_000))
        error = refused("gmns", [gmns(tmp_path / "g", rows)], tmp_path / "mine")
    assert len(error.problems) >= 20_000
    assert process_time() - began < 20  # seconds; a few on a machine of 2026


def test_every_code_stands_in_the_documents() -> None:
    import jibek

    room = Path(jibek.__file__).parent / "importing"
    used = {c for p in room.glob("*.py") for c in re.findall(r'"(import\.[a-z_0-9]+)"', p.read_text("utf-8"))}
    page = Path(__file__).parents[2] / "docs" / "networks.md"
    assert used == set(re.findall(r"`(import\.[a-z_0-9]+)`", page.read_text("utf-8")))
