"""The report of an import: each thing to look at once, on a narrow terminal too, and terms that stay with the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from import_cases import put, table

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
