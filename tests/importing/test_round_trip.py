"""What is exported comes back by import, cell by cell: the package itself, and networks drawn at random."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_cases import codes, put, refused, table

from jibek import cli, sources, verbs
from jibek.ground.sphere import great_circle_km
from jibek.ground.vocabulary import GAUGES, MODES, PLACE_KINDS
from jibek.sources.formats.network_files import write_form
from jibek.sources.tables import TABLES

FORMS = ("csv", "geojson", "gmns", "gpkg")


@pytest.mark.parametrize("form", FORMS)
def test_the_package_comes_back_whole(form: str, tmp_path: Path, shipped: Any) -> None:
    out = verbs.export_network(form, tmp_path / "out")
    assert "licences.csv" in out.files
    done = verbs.import_network(form, [tmp_path / "out"], tmp_path / "back")
    back = sources.read(done.folder)
    assert back.replaced.empty  # each row says what the shipped one says
    assert back.digest == shipped.digest
    assert len(table(done.folder, "nodes")) == len(shipped.tables["nodes"])
    assert len(table(done.folder, "links")) == len(shipped.tables["links"])
    assert "import.no_licence" not in {w["code"] for w in done.report["warnings"]}


words = st.text("abcdeшңé中 -", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def networks(draw: Any) -> tuple[list[dict[str, str]], ...]:
    count = draw(st.integers(2, 6))
    degrees = st.floats(-170, 170, allow_nan=False).map(lambda v: round(v, 6))
    nodes = []
    for n in range(count):
        row = dict.fromkeys(TABLES["nodes"].columns, "") | {
            "id": f"KZ_Z{n}",
            "name": f"zz{n} {draw(words)}",
            "country": draw(st.sampled_from(["KZ", "CN", "DE"])),
            "kind": draw(st.sampled_from(PLACE_KINDS)),
            "lat": repr(draw(st.floats(-80, 80, allow_nan=False).map(lambda v: round(v, 6)))),
            "lon": repr(draw(degrees)),
            "gauge_mm": draw(st.sampled_from(["", *GAUGES])),
            "id_is_unlocode": "no",
            "basis": draw(words),
            "source": draw(st.one_of(st.just(""), words)),
            "confidence": draw(st.sampled_from(["high", "medium", "low"])),
            "name_ru": draw(st.one_of(st.just(""), words)),
        }
        nodes.append(row)
    at = {r["id"]: (float(r["lat"]), float(r["lon"])) for r in nodes}
    links = []
    for n in range(draw(st.integers(1, 6))):
        a, b = draw(st.permutations(sorted(at)))[:2]
        circle = float(great_circle_km(*(np.array([v]) for v in (*at[a], *at[b])))[0])
        mode = draw(st.sampled_from(MODES))
        links.append(
            dict.fromkeys(TABLES["links"].columns, "")
            | {
                "id": f"ZZ{n}",
                "from": a,
                "to": b,
                "mode": mode,
                "distance_km": repr(min(round(circle * draw(st.floats(1, 3)) + 0.1, 4), 40_000.0)),
                "great_circle_km": repr(round(circle, 1)),
                "gauge_mm": draw(st.sampled_from(["", *GAUGES])) if mode == "rail" else "",
                "tracks": draw(st.sampled_from(["", "1.0", "1.5", "2.0"])),
                "typical_speed_kmh": draw(st.one_of(st.just(""), st.floats(5, 120).map(repr))),
                "status": draw(st.sampled_from(["operating", "planned", "suspended since 2022"])),
                "basis": draw(words),
                "source": draw(st.one_of(st.just(""), words)),
                "confidence": draw(st.sampled_from(["high", "medium", "low"])),
                "mt_per_year": draw(st.one_of(st.just(""), st.floats(0.1, 99).map(repr))),
            }
        )
    used = {r[e] for r in links for e in ("from", "to")}
    attributes = [
        dict.fromkeys(TABLES["link_attributes"].columns, "")
        | {
            "link_id": link["id"],
            "attribute": attribute,
            "value": value,
            "since": since,
            "source": draw(words),
            "confidence": draw(st.sampled_from(["high", "medium", "low"])),
        }
        for link in links
        for attribute, value, since in draw(st.lists(st.sampled_from(TOLD), unique_by=lambda t: t[0]))
    ]
    return [r for r in nodes if r["id"] in used], links, attributes


TOLD = (("tracks", "2", "2025-09"), ("one_way", "yes", ""), ("one_way", "yes", "2027"), ("lanes", "2-4", ""))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(net=networks())
def test_no_cell_of_a_network_is_lost(form: str, net: Any, shipped: Any) -> None:
    from jibek.sources.files import typed

    stems = ("nodes", "links", "link_attributes")
    nodes, links, attributes = (
        typed(TABLES[stem], pd.DataFrame(rows, columns=list(TABLES[stem].columns), dtype=object))
        for stem, rows in zip(stems, net, strict=True)
    )
    where = dict(zip(nodes["id"], zip(nodes["lon"], nodes["lat"], strict=True), strict=True))
    shapes = [np.array([where[a], where[b]]) for a, b in zip(links["from"], links["to"], strict=True)]
    with TemporaryDirectory() as name:
        base = Path(name)
        (base / "out").mkdir()
        write_form(form, base / "out", nodes, links, attributes, shapes, "2026-01-01T00:00:00.000Z")
        done = verbs.import_network(form, [base / "out"], base / "back")
        for stem, frame in (("nodes", nodes), ("links", links)):
            back = typed(TABLES[stem], pd.DataFrame(table(done.folder, stem), dtype=object))
            left, right = (f.sort_values("id", ignore_index=True) for f in (frame, back))
            pd.testing.assert_frame_equal(left, right, check_exact=True)
        told = table(done.folder, "link_attributes") if net[2] else []
        assert told == net[2]


def test_an_export_says_what_may_be_passed_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "--network", "geojson", str(tmp_path / "out"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == ["licences.csv", "link_attributes.csv", "network.geojson"]
    assert {x["table"] for x in said["licences"]} == {"nodes.csv", "links.csv", "link_attributes.csv"}
    assert cli.main(["export", "--network", "shp", str(tmp_path), "--json"]) == 2
    wrong = json.loads(capsys.readouterr().out)["error"]["problems"]
    assert {p["code"] for p in wrong} == {"export.unknown_format", "export.bad_folder"}


def test_a_geopackage_of_another_system_or_none_is_named(tmp_path: Path) -> None:
    verbs.export_network("gpkg", tmp_path / "out")
    file = tmp_path / "out" / "network.gpkg"
    with sqlite3.connect(file) as db:
        db.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('Web', 3857, 'EPSG', 3857, '', '')")
        db.execute("UPDATE gpkg_geometry_columns SET srs_id = 3857")
    db.close()
    error = refused("gpkg", [file], tmp_path / "mine")
    assert codes(error) == {"import.not_degrees"}
    assert error.problems[0].value == "Web (3857)"
    for n, content in enumerate((b"", b"PK zip", b"SQLite format 3\0" + b"x" * 200)):
        wrong = put(tmp_path / f"{n}.gpkg", content)
        assert codes(refused("gpkg", [wrong], tmp_path / "mine")) == {"import.not_geopackage"}
