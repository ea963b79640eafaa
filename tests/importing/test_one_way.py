"""Links of one direction stay so from the file to the arcs of the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from import_cases import codes, geojson, line, point, put, refused, table

from jibek import network, record, sources, verbs
from jibek.scenario import Scenario

PLACES = "id,name,lon,lat,country\nKZ_QA,Qa,70.0,45.0,KZ\nKZ_QB,Qb,70.5,45.0,KZ\nKZ_QC,Qc,71.0,45.0,KZ\n"


def arcs(folder: Path) -> set[str]:
    scenario = Scenario.example("baseline")
    facts = record.establish(sources.read(folder), scenario.year, scenario.assumption)
    return set(network.build(facts, scenario.network).usual.arcs["arc_id"])


def test_the_way_back_is_absent(tmp_path: Path) -> None:
    places = put(tmp_path / "places.csv", PLACES)
    legs = put(
        tmp_path / "legs.csv",
        "id,from,to,mode,km,one_way\nQ1,KZ_QA,KZ_QB,rail,50,yes\nQ2,KZ_QB,KZ_QC,rail,45,no\nQ3,KZ_QC,KZ_QA,road,99,\n",
    )
    done = verbs.import_network("csv", [legs, places], tmp_path / "mine", source="by hand", licence="CC0")
    told = table(done.folder, "link_attributes")
    assert [(r["link_id"], r["attribute"], r["value"], r["source"]) for r in told] == [
        ("Q1", "one_way", "yes", "by hand")
    ]
    assert {r["table"] for r in table(done.folder, "licences")} == {
        "nodes.csv",
        "links.csv",
        "link_attributes.csv",
    }
    mine = {a for a in arcs(done.folder) if a.startswith("Q")}
    assert mine == {"Q1+", "Q2+", "Q2-", "Q3+", "Q3-"}


def test_a_pair_of_directions_is_one_link_and_a_lone_one_stays(tmp_path: Path) -> None:
    places = put(tmp_path / "places.csv", PLACES)
    legs = put(
        tmp_path / "legs.csv",
        "from,to,mode,km,one_way\nKZ_QA,KZ_QB,rail,50,1\nKZ_QB,KZ_QA,rail,50,1\nKZ_QB,KZ_QC,rail,45,1\n"
        "KZ_QB,KZ_QC,rail,45,1\n",
    )
    done = verbs.import_network("csv", [legs, places], tmp_path / "mine")
    assert [(r["from"], r["to"]) for r in table(done.folder, "links")] == [
        ("KZ_QA", "KZ_QB"),
        ("KZ_QB", "KZ_QC"),
    ]
    assert [r["link_id"] for r in table(done.folder, "link_attributes")] == ["I00002"]
    assert [d["row"] for d in done.report["duplicates"]] == [5]
    assert next(w for w in done.report["warnings"] if w["code"] == "import.one_way")["message"].startswith(
        "1 "
    )


def test_a_property_says_it_and_a_strange_word_is_refused(tmp_path: Path) -> None:
    """Words of OpenStreetMap too: -1 leads against the line."""
    ends = (point([70.0, 45.0], name="Qa"), point([70.5, 45.0], name="Qb"))
    drawn = line([[70.0, 45.0], [70.5, 45.0]], mode="road", oneway="yes")
    done = verbs.import_network("geojson", [geojson(tmp_path / "a.geojson", *ends, drawn)], tmp_path / "mine")
    assert len(table(done.folder, "link_attributes")) == 1
    for word, ends_ in (("-1", ("KZ_QB", "KZ_QA")), ("reversible", None)):
        drawn["properties"]["oneway"] = word
        done = verbs.import_network(
            "geojson", [geojson(tmp_path / "a.geojson", *ends, drawn)], tmp_path / word
        )
        (link,) = table(done.folder, "links")
        assert ((done.folder / "link_attributes.csv").exists()) is (ends_ is not None)
        assert ends_ in (None, (link["from"], link["to"]))
    drawn["properties"]["oneway"] = "perhaps"
    wrong = refused("geojson", [geojson(tmp_path / "b.geojson", *ends, drawn)], tmp_path / "other")
    assert codes(wrong) == {"import.not_a_boolean"}


def test_roads_of_openstreetmap_lead_as_they_say(tmp_path: Path) -> None:
    osmium: Any = pytest.importorskip("osmium", reason="the extra osm is not installed")
    from osmium.osm.mutable import Node, Way

    path = tmp_path / "roads.osm.pbf"
    with osmium.SimpleWriter(str(path)) as out:
        for n in range(1, 7):
            out.add_node(Node(id=n, location=(69.0 + n / 10, 45.0 + n % 2 / 10)))
        for n, (refs, tags) in enumerate(
            (
                ([1, 2], {"highway": "primary"}),
                ([2, 3, 4], {"highway": "trunk", "oneway": "-1"}),
                ([4, 5], {"highway": "motorway"}),
                ([5, 6], {"highway": "motorway", "oneway": "no"}),
            ),
            start=1,
        ):
            out.add_way(Way(id=n, nodes=refs, tags=tags))
    done = verbs.import_network("osm", [path], tmp_path / "mine", country="KZ", modes="road")
    lon = {r["id"]: round(float(r["lon"]), 3) for r in table(done.folder, "nodes")}
    one_way = {r["link_id"] for r in table(done.folder, "link_attributes")}
    ends = {(lon[r["from"]], lon[r["to"]]): r["id"] in one_way for r in table(done.folder, "links")}
    # 4 - 2 leads against its nodes and 4 - 5 along them: they meet tail on, and are not joined.
    assert ends == {(69.1, 69.2): False, (69.4, 69.2): True, (69.4, 69.5): True, (69.5, 69.6): False}
