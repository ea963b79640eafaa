"""The report of an import: each thing to look at once, on a narrow terminal too, and terms that stay with the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from import_cases import codes, geojson, line, point, put, refused, table

from jibek import verbs

# The line Almaty - Shu twice, a dead end with a detour (78 E 42.6 N is 120 km from Almaty), and a part on its own with
# a gap of 1.4 km (0.02 degrees at 50 N).
LEGS = """from,to,mode,km,gauge,from_lon,from_lat,to_lon,to_lat
Almaty,Shu,rail,322,1520,,,73.76,43.6
Almaty,Shu,rail,322,1520,,,73.76,43.6
Almaty,Mine,rail,350,1520,,,78.0,42.6
Almaty,Zhetygen,rail,60,1520,,,,
Lone,Wolf,rail,90,,60.0,50.0,61.0,50.0
Near,Pack,rail,80,,61.02,50.0,62.0,50.0
"""


@pytest.fixture
def done(tmp_path: Path) -> verbs.Import:
    return verbs.import_network(
        "csv",
        [put(tmp_path / "legs.csv", LEGS)],
        tmp_path / "mine",
        country="KZ",
        source="me",
        licence="ODbL 1.0",
    )


def test_the_report_has_all_to_look_at(done: verbs.Import) -> None:
    told = json.loads((done.folder / "import_report.json").read_text("utf-8"))
    assert [(c["places"], c["joined"]) for c in told["components"]] == [(4, True), (2, False), (2, False)]
    assert set(told["dead_ends"]) == {"KZ_MINE", "KZ_LONE", "KZ_WOLF", "KZ_NEAR", "KZ_PACK"}
    far = {(d["from"], d["to"]): d["km"] for d in told["detours"]}
    assert far["KZALA", "KZ_MINE"] == 350.0
    assert far["KZ_SHU", "KZ_MINE"] == 672.0  # 322 and 350
    assert all(d["km"] > 1.5 * d["great_circle_km"] for d in told["detours"])
    assert [(d["row"], d["like"]) for d in told["duplicates"]] == [(3, 2)]
    assert [(b["from"], b["to"], b["built"]) for b in told["bridges"]] == [("KZ_WOLF", "KZ_NEAR", False)]
    assert {(a["place_id"], a["taken"]) for a in told["anchors"]} == {
        ("KZALA", True),
        ("KZ_SHU", True),
        ("KZ_ZHETYGEN", True),
    }
    # The package has 50 km between the two.
    (beside,) = told["anchor_distances"]
    assert (beside["id"], beside["package_km"], beside["import_km"], beside["ratio"]) == (
        "L046",
        50.0,
        60.0,
        1.2,
    )
    assert (told["licence"], told["source"], told["attribution"]) == ("ODbL 1.0", "me", "me")


def test_the_summary_fits_a_narrow_terminal(done: verbs.Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = done.to_text().split("\n")
    commands = [x for x in lines if x.startswith("jibek ")]
    assert len(commands) == 2
    # A word longer than the terminal, such as the path of the folder, is broken.
    assert max(len(x) for x in lines if x not in commands) <= 40
    titles = {"Parts", "Gaps proposed", "Dead ends", "Detours over 1.5", "Doubles left out", "To know"}
    assert titles <= set(lines)
    assert "licence: ODbL 1.0; source: me" in " ".join(done.to_text().split())


@pytest.mark.parametrize("form", ["csv", "geojson", "gmns", "gpkg"])
def test_terms_stay_with_what_is_exported_and_imported_again(
    form: str, done: verbs.Import, tmp_path: Path
) -> None:
    out = verbs.export_network(form, tmp_path / "out", data=done.folder)
    assert "to be named wherever it goes: me" in out.to_text()
    again = verbs.import_network(form, [tmp_path / "out"], tmp_path / "again")
    kept: list[dict[str, Any]] = [r for r in table(again.folder, "licences") if r["licence"] == "ODbL 1.0"]
    assert kept == table(done.folder, "licences")


def test_a_short_link_at_a_place_that_stands_elsewhere_is_no_fault(tmp_path: Path) -> None:
    """The package has Almaty at 76.913 E 43.327 N, the file 12 km north of it and a station 2 km further on."""
    station = point([76.95, 43.45], name="Next")
    lines = [
        line([[76.95, 43.43], [76.95, 43.45]], mode="rail"),
        line([[76.95, 43.45], [77.95, 43.45]], mode="rail"),
    ]
    for cells, moved in (({"name": "Almaty"}, False), ({"name": "Almaty", "id": "KZALA"}, True)):
        file = geojson(tmp_path / f"{moved}.geojson", point([76.95, 43.43], **cells), station, *lines)
        done = verbs.import_network("geojson", [file], tmp_path / f"mine {moved}", country="KZ")
        km = {r["to"]: float(r["distance_km"]) for r in table(done.folder, "links") if r["from"] == "KZALA"}
        told = {w["code"] for w in done.report["warnings"]}
        # 0.123 degrees north and 0.037 east at 43.4 N: 13.7 and 3.0 km, 14.0 km; 0.02 degrees are 2.2 km.
        assert km["KZ_NEXT"] == pytest.approx(2.2 if moved else 14.0, abs=0.05)
        assert ("import.lengthened" in told) is not moved


def test_stations_near_a_place_are_it_where_that_is_asked_for(tmp_path: Path) -> None:
    """Almaty-1 stands 5.6 km north of Almaty, Almaty-2 nearer still but on a pipeline alone."""
    file = geojson(
        tmp_path / "a.geojson",
        point([76.913, 43.377], name="Almaty-1"),
        point([76.913, 43.300], name="Almaty-2"),
        point([77.5, 43.5], name="Far"),
        line([[76.913, 43.377], [77.5, 43.5]], mode="rail"),
        line([[76.913, 43.300], [77.5, 43.5]], mode="pipeline"),
    )
    alone = verbs.import_network("geojson", [file], tmp_path / "alone", country="KZ")
    assert not any(c["joined"] for c in alone.report["components"])
    done = verbs.import_network("geojson", [file], tmp_path / "mine", country="KZ", near_km=10)
    assert [(a["name"], a["place_id"], a["by"]) for a in done.report["anchors"]] == [
        ("Almaty-1", "KZALA", "near")
    ]
    assert done.report["anchors"][0]["offset_km"] == pytest.approx(5.6, abs=0.05)  # 0.05 degrees
    assert {(r["from"], r["to"]) for r in table(done.folder, "links")} == {
        ("KZALA", "KZ_FAR"),
        ("KZ_ALMATY_2", "KZ_FAR"),
    }
    wrong = refused("geojson", [file], tmp_path / "far", near_km=31)
    assert codes(wrong) == {"import.bad_option"}
