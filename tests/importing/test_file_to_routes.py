"""From a file to routes in one command: waits that need no flows, ends by name or by position."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from import_cases import put

from jibek import cli, network, record, simulation, sources, verbs
from jibek.ground.errors import InputError
from jibek.scenario import Scenario

LEGS = "from,to,mode,km,hours,gauge,to_lon,to_lat\nAlmaty,Mine,rail,150,5,1520,78.0,42.6\n"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> verbs.Import:
    folder = tmp_path_factory.mktemp("routes")
    legs = put(folder / "legs.csv", LEGS)
    return verbs.import_network(
        "csv", [legs], folder / "mine", country="KZ", source="a mine", route=("Xi'an", "78.01,42.61")
    )


def test_an_import_ends_with_routes(imported: verbs.Import) -> None:
    assert imported.exit_code == 0
    routes = imported.to_json()["routes"]
    assert (routes["origin"], routes["destination"]) == ("CNCHN", "KZ_MINE")
    last = [leg for leg in routes["itineraries"][0]["legs"] if leg["what"] == "haul"][-1]
    assert "a mine" in last["sources"]
    told = {w["code"]: w["message"] for w in routes["warnings"]}
    # 0.01 degrees north and east of 78, 42.6: 1.11 km and 0.82 km, 1.4 km together.
    assert told["place.nearest"].endswith("KZ_MINE, 1.4 km away")
    assert "waits without congestion" in told["route.free_flow"]
    assert "waits without congestion" in " ".join(imported.to_text().split())


def test_without_a_run_an_imported_network_is_routed_at_once(imported: verbs.Import, tmp_path: Path) -> None:
    """No run stands in an empty home: `obtain` would make one, which takes minutes."""
    found = verbs.route("baseline", "CNCHN", "Mine", data=imported.folder, home=tmp_path)
    told = next(w["message"] for w in found.warnings if w["code"] == "route.free_flow")
    assert told.startswith("no run was made on this imported network")
    assert found.itineraries == imported.routes.itineraries  # type: ignore[union-attr]


def test_a_folder_with_more_than_a_network_is_not_taken_for_one(
    imported: verbs.Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in ("nodes.csv", "links.csv", "import_report.json"):
        other.joinpath(name).write_bytes((imported.folder / name).read_bytes())
    asked: list[Any] = []

    def obtain(*_: Any, **given: Any) -> None:
        asked.append(given["data"])
        raise InputError("test.run", "a run is wanted")

    monkeypatch.setattr("jibek.verbs.obtaining.obtain", obtain)
    for options, wanted in (({}, False), ({"free_flow": False}, True)):
        if wanted:
            with pytest.raises(InputError, match="a run is wanted"):
                verbs.route("baseline", "CNCHN", "Mine", data=other, home=tmp_path, **options)
        else:
            verbs.route("baseline", "CNCHN", "Mine", data=other, home=tmp_path, **options)
    other.joinpath("assumptions.csv").write_text("")
    from jibek.importing.writing import is_network_alone

    assert not is_network_alone(other)
    assert asked == [other]


def test_routes_that_cannot_be_found_leave_the_import(tmp_path: Path) -> None:
    legs = put(tmp_path / "legs.csv", LEGS)
    done = verbs.import_network(
        "csv", [legs], tmp_path / "mine", country="KZ", route=("Xi'an", "Nowhere at all")
    )
    assert done.exit_code == 1
    assert (done.folder / "links.csv").is_file()
    assert done.to_json()["routes"] is None
    assert "place.unknown" in {w["code"] for w in done.to_json()["warnings"]}
    assert "no place is called" in done.to_text()


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("43.24,76.95", "place.nothing_near", "Write the longitude first: KZALA"),
        ("10,-70", "place.nothing_near", "The nearest is"),
        ("43,190", "place.bad_position", "Correct it"),
        ("43,120", "place.bad_position", "Write the longitude first"),
    ],
)
def test_positions_that_mean_no_place(text: str, code: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        verbs.route("baseline", "KZALA", text, free_flow=True)
    assert caught.value.code == code
    assert told in caught.value.problems[0].fix


def test_waits_without_flows_are_those_of_the_curves_at_rest() -> None:
    """The curves of a run are fitted through whole simulations; at no load both know no queue."""
    scenario = Scenario.example("baseline")
    facts = record.establish(sources.read(), scenario.year, scenario.assumption)
    net = network.build(facts, scenario.network).usual
    found = simulation.unloaded(net, facts, scenario.played)
    curves = simulation.curves(net, facts, scenario.played).at_rest()
    counted = np.array([f.partition(":")[0] in found.published for f in net.facilities["facility_id"]])
    # A curve through waits at loads from a tenth of capacity on is off by minutes at none.
    np.testing.assert_allclose(found.hours[~counted], curves[~counted], atol=0.1)
    assert set(found.published) == {"CN_ALASHANKOU-KZ_DOSTYK", "CN_KHORGOS-KZ_ALTYNKOL"}
    played = simulation.simulate(
        facts, net, ["CN_KHORGOS-KZ_ALTYNKOL"], year=found.published["CN_KHORGOS-KZ_ALTYNKOL"]
    )
    where = list(net.facilities["facility_id"]).index("CN_KHORGOS-KZ_ALTYNKOL:out")
    assert found.hours[where] == played.crossings[0]["wait_hours_mean"]


def test_an_extract_goes_from_file_to_routes_in_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Almaty-1, 5.6 km north of where the package has Almaty, and a mine 55 km north of it on a line of its own."""
    osmium: Any = pytest.importorskip("osmium", reason="the extra osm is not installed")
    from osmium.osm.mutable import Node, Way

    path = tmp_path / "small.osm.pbf"
    with osmium.SimpleWriter(str(path)) as out:
        out.add_node(Node(id=1, location=(76.913, 43.377), tags={"railway": "station", "name": "Алматы-1"}))
        out.add_node(Node(id=2, location=(76.913, 43.6)))
        out.add_node(Node(id=3, location=(76.913, 43.877), tags={"railway": "station", "name": "Шахта"}))
        out.add_way(Way(id=1, nodes=[1, 2, 3], tags={"railway": "rail", "gauge": "1520"}))
    words = ["import", "osm", str(path), "--into", str(tmp_path / "mine"), "--country", "KZ", "--near", "10"]
    assert cli.main([*words, "--route", "Xi'an", "Шахта", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [a["by"] for a in said["anchors"]] == ["near"]
    last = [leg for leg in said["routes"]["itineraries"][0]["legs"] if leg["what"] == "haul"][-1]
    assert "OpenStreetMap contributors" in last["sources"]
    assert said["attribution"].startswith("© OpenStreetMap contributors")
