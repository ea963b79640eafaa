"""The shipped package: valid as a Frictionless Data Package, under its licences, true to itself."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import numpy as np
import pytest

import jibek
from jibek.sources import read, shipped_files
from jibek.sources.overlay import problems_of
from jibek.sources.tables import SEVERAL, TABLES

PACKAGE = Path(jibek.__file__).parent / "data" / "eurasia"


@pytest.fixture(scope="module")
def tables():
    return read().tables


def rows(stem):
    with open(PACKAGE / f"{stem}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_frictionless_finds_the_package_valid():
    """Evidence from outside: another project's validator, with types, limits, keys and references."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(PACKAGE / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
    described = {r.path for r in frictionless.Package(str(PACKAGE / "datapackage.json")).resources}
    assert described == {f"{stem}.csv" for stem in TABLES}


def test_files_of_the_folder_are_those_declared():
    found = {p.relative_to(PACKAGE).with_suffix("").as_posix() for p in PACKAGE.rglob("*.csv")}
    assert found == set(TABLES)


def test_every_file_keeps_its_own_declaration(tables):
    problems = [
        p for stem, raw in shipped_files().items() for p in problems_of(raw, tables[stem], dict(tables))
    ]
    assert problems == []


def test_read_gives_every_cell_as_it_stands(tables):
    """A slow second reading with the csv module: number by number, blank by blank."""
    for stem, table in TABLES.items():
        told = rows(stem)
        assert len(told) == len(tables[stem])
        for name, column in table.columns.items():
            mine = tables[stem][name].tolist()
            for cell, value in zip((r[name] for r in told), mine, strict=True):
                if not cell.strip():
                    assert value is None or np.isnan(value), (stem, name)
                elif column.kind == "text":
                    assert value == cell.strip()
                else:
                    assert value == float(cell)


def test_nothing_ships_that_licences_forbid(tables):
    """GLEC is quoted, not tabled; WITS products stay behind; indices are quotes, one per item; no ODbL."""
    assert "no" not in set(tables["licences"]["redistribute"])
    assert "no" not in set(tables["sources"]["redistribute"])
    borders = tables["systems/borders_institutions"]
    assert not borders["source"].str.contains("WITS").any()
    evidence = tables["demand_evidence"]
    comtrade = evidence[evidence["source"].str.contains("WITS|Comtrade")]
    assert not comtrade["key"].str.match(r"(ex|im)ports HS\d\d ").any()
    emissions = tables["emissions"]
    assert emissions["framework"].str.contains("GLEC").sum() <= 8
    quotes = tables["tariffs"][tables["tariffs"]["item"].str.contains("SCFI|ERAI")]
    assert quotes["item"].is_unique
    assert not tables["nodes"]["source"].astype(str).str.contains("improved-un-locodes|OpenStreetMap").any()


def test_every_row_with_a_document_has_its_terms(tables):
    known = set(
        zip(tables["sources"]["table"], tables["sources"]["source"], tables["sources"]["url"], strict=True)
    )
    for stem, frame in tables.items():
        if stem in ("sources", "licences", "aggregates") or "source" not in frame:
            continue
        urls = frame["url"] if "url" in frame else [None] * len(frame)
        missing = {(f"{stem}.csv", s, u) for s, u in zip(frame["source"], urls, strict=True)} - known
        assert not missing, stem


def test_held_out_figures_stay_masked(tables):
    """Where a text speaks of a figure kept for blind tests an ellipsis stands in its place, and nothing says why."""
    for stem in tables:
        for cell in tables[stem].select_dtypes("object").to_numpy().ravel():
            assert not (isinstance(cell, str) and "held out" in cell), (stem, cell)
    first = tables["transit_times"].set_index("id").loc["TT010", "note"]
    assert first == "DHL; first train took … days"
    volumes = tables["volumes"]
    titr = volumes[(volumes["object"] == "TITR") & (volumes["measure"] == "Freight")]
    assert not titr["year"].isin([2021, 2023]).any()


def test_keys_are_unique_unless_several_documents_speak(tables):
    for stem, table in TABLES.items():
        if stem not in SEVERAL:
            assert not tables[stem].duplicated(list(table.key)).any(), stem


def test_a_cited_distance_replaces_the_estimate_and_says_what_it_covers(tables):
    links = tables["links"].set_index("id")
    # D030: Zhetygen - Altynkol, published section length 293 km, one link.
    assert links.loc["L045", "distance_km"] == 293
    assert links.loc["L045", "basis"].startswith(
        "cited distance D030 (covers: line length Zhetygen - Altynkol)"
    )
    assert links.loc["L045", "url"].startswith("http")
    # D065: Iletsk-1 - Aktobe is 195 km as published; the estimate was 235.
    assert links.loc["L064", "distance_km"] == 195
    # D008 runs by Yaroslavl: not the link's line, so the estimate stays and says why.
    assert links.loc["L113", "distance_km"] == 1670
    assert "D008 (1816 km) not used" in links.loc["L113", "basis"]


@pytest.mark.parametrize(
    ("cited", "chain"),
    [
        ("D001", ["L071", "L072", "L073"]),
        ("D018", ["L005", "L006"]),
        ("D031", ["L106", "L085", "L084", "L083", "L050"]),
        ("D055", ["L125", "L126", "L127"]),
        ("D076", ["L269", "L273", "L274", "L275", "L276", "L277"]),
    ],
)
def test_links_of_a_cited_chain_add_up_to_it(tables, cited, chain):
    total = tables["distances"].set_index("distance_id").loc[cited, "distance_km"]
    links = tables["links"].set_index("id")
    # Shares are rounded to a tenth of a kilometre.
    assert links.loc[chain, "distance_km"].sum() == pytest.approx(total, abs=0.05 * len(chain) + 1e-9)


def test_links_are_the_state_of_2023(tables):
    """The second track Dostyk - Moyynty opened in September 2025: it stands among attributes only."""
    links = tables["links"].set_index("id")
    assert set(links.loc[["L071", "L072", "L073"], "tracks"]) == {1}
    later = tables["link_attributes"]
    since = later[(later["link_id"] == "L072") & (later["attribute"] == "tracks")]
    assert re.match(r"since 2025", since["period"].iloc[0])
    assert since["value"].iloc[0] == "2"


def test_assumptions_are_in_order_with_a_reason(tables):
    frame = tables["assumptions"]
    assert (frame["low"] <= frame["central"]).all()
    assert (frame["central"] <= frame["high"]).all()
    assert frame["reason"].notna().all()


@pytest.fixture
def origin():
    folder = os.environ.get("JIBEK_FACTS")
    if not folder:
        pytest.skip("JIBEK_FACTS names no folder of facts: the package is not compared with its origin")
    return Path(folder)


def test_the_package_says_the_same_as_the_facts_it_was_authored_from(origin):
    """Rows differ in links alone (cited distances); what is missing is what licences keep back."""
    laid = read(origin)
    touched = set(laid.replaced.loc[laid.replaced["kind"] == "replaced", "table"])
    assert touched <= {"links", "licences", "assumptions"}
    added = set(laid.replaced.loc[laid.replaced["kind"] == "added", "table"])
    # Assumptions that nothing reads were proposed and do not ship.
    kept_back = {"demand_evidence", "emissions", "tariffs", "licences", "systems/borders_institutions"}
    assert added <= kept_back | {"assumptions"}


def test_authoring_again_gives_the_same_bytes(origin, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(jibek.__file__).parent.parent / "tools"))
    import author_data

    author_data.main(origin, tmp_path)
    written = [p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()]
    assert len(written) == len(TABLES) - len(author_data.BY_HAND) + 1
    for path in written:
        assert (tmp_path / path).read_bytes() == (PACKAGE / path).read_bytes(), path
