"""OpenStreetMap extracts, Shapefiles and KML, each written by the test; skipped where the extra is not installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from import_cases import codes, put, refused, table

from jibek import verbs
from jibek.ground.errors import MissingExtra
from jibek.ground.sphere import great_circle_km

NODES = {
    1: (82.00, 45.0, {"railway": "station", "name": "Батыс", "name:en": "Batys"}),
    2: (82.10, 45.0, {}),
    3: (82.20, 45.0, {}),
    4: (82.30, 45.0, {}),
    5: (82.40, 45.0, {"railway": "border"}),
    6: (82.50, 45.0, {}),
    7: (82.20, 45.2, {}),
    8: (82.301, 45.001, {"railway": "station", "name": "Beside"}),  # 140 m from node 4
    9: (80.0, 40.0, {"railway": "station", "name": "Far off"}),
}
RAIL = {"railway": "rail", "gauge": "1520"}
WAYS: list[tuple[list[int], dict[str, str]]] = [
    ([1, 2, 3], RAIL),
    ([3, 4, 5], RAIL),
    ([5, 6, 99], {"railway": "rail", "gauge": "1520;1435"}),  # 99 is not in the extract
    ([3, 7], RAIL | {"electrified": "contact_line"}),
    ([2, 7], RAIL | {"service": "siding"}),
    ([2, 6], {"railway": "rail", "gauge": "750"}),
    ([1, 7], {"railway": "rail", "highspeed": "yes"}),
    ([1, 6], {"railway": "subway"}),
    ([1, 6], {"highway": "trunk"}),
    ([1, 6], {"highway": "residential"}),
]


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    osmium: Any = pytest.importorskip("osmium", reason="the extra osm is not installed")
    from osmium.osm.mutable import Node, Way

    path = tmp_path / "small.osm.pbf"
    with osmium.SimpleWriter(str(path)) as out:
        for i, (lon, lat, tags) in NODES.items():
            out.add_node(Node(id=i, location=(lon, lat), tags=tags))
        for i, (refs, tags) in enumerate(WAYS, start=1):
            out.add_way(Way(id=i, nodes=refs, tags=tags))
    return path


def km(*ids: int) -> float:
    at = np.array([NODES[i][:2] for i in ids], float)
    return float(great_circle_km(at[:-1, 1], at[:-1, 0], at[1:, 1], at[1:, 0]).sum())


def test_railways_are_cut_at_junctions_stations_and_borders(extract: Path, tmp_path: Path) -> None:
    done = verbs.import_network("osm", [extract], tmp_path / "mine", country="KZ")
    links = {frozenset((r["from"], r["to"])): r for r in table(done.folder, "links")}
    ids = {(float(r["lon"]), float(r["lat"])): r["id"] for r in table(done.folder, "nodes")}
    at = {i: ids.get((lon, lat), "") for i, (lon, lat, _) in NODES.items()}
    expected = {(1, 3): km(1, 2, 3), (3, 4): km(3, 4), (4, 5): km(4, 5), (5, 6): km(5, 6), (3, 7): km(3, 7)}
    assert set(links) == {frozenset((at[a], at[b])) for a, b in expected}
    for (a, b), length in expected.items():
        assert float(links[frozenset((at[a], at[b]))]["distance_km"]) == pytest.approx(length, abs=1e-3)
    assert links[frozenset((at[3], at[7]))]["electrified"] == "yes"
    assert links[frozenset((at[5], at[6]))]["gauge_mm"] == "1520/1435"
    named = {r["name"]: r for r in table(done.folder, "nodes")}
    assert named["Batys"]["id"] == "KZ_BATYS"
    assert named["Beside"]["id"] == at[4]
    assert {r["kind"] for r in named.values()} == {"rail station", "border crossing"}
    told = {w["code"] for w in done.report["warnings"]}
    assert {"import.other_gauges", "import.stations_apart", "import.cut_off"} <= told
    assert (done.report["licence"], done.report["redistribute"]) == ("ODbL 1.0", "yes")
    assert {r["licence"] for r in table(done.folder, "licences")} == {"ODbL 1.0"}
    assert not verbs.inspect(done.folder).failed


def test_roads_on_request(extract: Path, tmp_path: Path) -> None:
    done = verbs.import_network("osm", [extract], tmp_path / "mine", country="KZ", modes="road")
    (one,) = table(done.folder, "links")
    assert (one["mode"], one["from"]) == ("road", "KZ_BATYS")


def test_what_is_no_extract(tmp_path: Path) -> None:
    pytest.importorskip("osmium", reason="the extra osm is not installed")
    for name, content in (("a.osm.pbf", b"\0" * 50), ("b.osm.pbf", b""), ("c.bin", b"x")):
        error = refused("osm", [put(tmp_path / name, content)], tmp_path / "mine")
        assert codes(error) <= {"import.not_osm", "import.no_usable_link"}
    assert codes(refused("osm", [tmp_path / "not.osm.pbf"], tmp_path / "mine")) == {"import.no_file"}


@pytest.mark.parametrize(("form", "module"), [("osm", "osmium"), ("shp", "pyogrio")])
def test_without_its_extra_a_form_names_it(
    form: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra) as caught:
        verbs.import_network(form, [put(tmp_path / "x", b"")], tmp_path / "mine")
    assert "pip install 'jibek[" in str(caught.value)
    assert caught.value.exit_code == 2


def wkb(points: list[tuple[float, float]]) -> bytes:
    return b"\1" + np.array([2, len(points)], "<u4").tobytes() + np.array(points, "<f8").tobytes()


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_a_shapefile(crs: str, tmp_path: Path) -> None:
    pyogrio: Any = pytest.importorskip("pyogrio", reason="the extra geo is not installed")
    path = tmp_path / "legs.shp"
    lines = np.array([wkb([(70, 50), (71, 50)]), wkb([(71, 50), (71, 51)])], dtype=object)
    fields = ["mode", "distance_k", "name"]
    data = [
        np.array(c, dtype=t)
        for c, t in ((["rail", "rail"], object), ([80.0, 120.0], float), (["A", "B"], object))
    ]
    pyogrio.raw.write(path, lines, data, fields, geometry_type="LineString", crs=crs, driver="ESRI Shapefile")
    if crs != "EPSG:4326":
        assert codes(refused("shp", [path], tmp_path / "mine")) == {"import.not_degrees"}
        return
    done = verbs.import_network("shp", [path], tmp_path / "mine", country="KZ")
    assert [r["distance_km"] for r in table(done.folder, "links")] == ["200"]  # one chain of two
    kept = verbs.import_network("shp", [path], tmp_path / "all", country="KZ", keep_all=True)
    assert [r["distance_km"] for r in table(kept.folder, "links")] == ["80", "120"]


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>Line</name><LineString><coordinates>70,50,0 71,50,0</coordinates></LineString></Placemark>
</Document></kml>"""


def test_kml_and_what_is_none(tmp_path: Path) -> None:
    pytest.importorskip("pyogrio", reason="the extra geo is not installed")
    file = put(tmp_path / "line.kml", KML)
    done = verbs.import_network("kml", [file], tmp_path / "mine", country="KZ", mode="rail")
    length = float(great_circle_km(*(np.array([v]) for v in (50, 70, 50, 71)))[0])
    assert float(table(done.folder, "links")[0]["distance_km"]) == pytest.approx(length, abs=1e-3)
    assert codes(refused("kml", [put(tmp_path / "x.kml", b"<kml>")], tmp_path / "no")) & {
        "import.not_geo",
        "import.no_usable_link",
    }
    assert codes(refused("shp", [put(tmp_path / "x.shp", b"junk")], tmp_path / "no")) == {"import.not_geo"}
