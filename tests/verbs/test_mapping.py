"""Ways drawn on a map; on the shipped network without queues."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import numpy as np
import pytest

from jibek import cli, network, record, sources, verbs
from jibek.ground.errors import InputError
from jibek.routes.roadbed import Roadbed
from jibek.scenario import Scenario
from jibek.verbs.loading import Loading, Where


@pytest.fixture(autouse=True, scope="module")
def loading():
    """In the place of a kept run; nothing else of a run is read."""
    facts = record.establish(sources.read(), 2023, {})
    net = network.build(facts, Scenario.example("baseline").network).usual
    bed = Roadbed.of(net, np.zeros(len(net.facilities)), None, facts, 1, mixed=True)
    made = Loading.of(Scenario.example("baseline"), facts, bed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Where, "recalled", lambda self: made)
        yield


def test_features_are_the_legs_in_order_from_end_to_end(tmp_path):
    out = tmp_path / "map.geojson"
    routes = verbs.route("baseline", "CNCHN", "DEDUI", map_to=out)
    told = json.loads(out.read_text(encoding="utf-8"))
    first = {x["properties"]["itinerary_id"]: x for x in reversed(told["features"])}
    chosen = {c["itinerary_id"] for c in routes.to_json()["choices"]}
    assert set(first) == chosen
    nodes = sources.read().tables["nodes"].set_index("id")
    start, end = ([nodes.at[p, "lon"], nodes.at[p, "lat"]] for p in ("CNCHN", "DEDUI"))
    for ident in chosen:
        legs = [x for x in told["features"] if x["properties"]["itinerary_id"] == ident]
        itinerary = next(i for i in routes.itineraries if i.itinerary_id == ident)
        assert [x["properties"]["what"] for x in legs] == [leg.what for leg in itinerary.legs]
        assert [x["properties"]["leg"] for x in legs] == list(range(1, len(legs) + 1))
        ends = []
        for x in legs:
            line = x["geometry"]["coordinates"]
            ends.append((line, line) if x["geometry"]["type"] == "Point" else (line[0], line[-1]))
        assert ends[0][0] == pytest.approx(start, abs=1e-5)  # rounded to five digits
        assert ends[-1][1] == pytest.approx(end, abs=1e-5)
        assert all(a[1] == b[0] for a, b in pairwise(ends))
        cost = sum(x["properties"]["cost_usd"] for x in legs)
        assert cost == pytest.approx(itinerary.cost_usd, abs=0.01 * len(legs))  # legs are rounded to cents


def test_the_page_asks_for_nothing_and_names_gateways_and_modes(tmp_path):
    out = tmp_path / "map.html"
    routes = verbs.route("baseline", "KZ_ALTYNKOL", "GEPTI", map_to=out)
    page = out.read_text(encoding="utf-8")
    assert set(re.findall(r'https?://[^"\s<]*', page)) == {
        "http://www.w3.org/2000/svg"
    }  # a name, not an address
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", page)
    assert page.count('class="card ') == len(routes.to_json()["choices"])
    for words in ("Altynkol to Poti", "Alat", ">rail<", ">ferry<", "Natural Earth"):
        assert words in page


def test_all_ways_are_drawn_where_all_are_shown(tmp_path):
    out = tmp_path / "map.geojson"
    routes = verbs.route("baseline", "CNCHN", "DEDUI", map_to=out, everything=True)
    told = json.loads(out.read_text(encoding="utf-8"))
    assert {x["properties"]["itinerary_id"] for x in told["features"]} == {
        i.itinerary_id for i in routes.itineraries
    }


@pytest.mark.parametrize("name", ["map.pdf", "map", "nowhere/map.html"])
def test_a_map_that_cannot_be_is_refused_before_anything_is_computed(monkeypatch, capsys, tmp_path, name):
    monkeypatch.setattr("jibek.verbs.loading.on", None)
    assert cli.main(["route", "CNCHN", "DEDUI", "--map", str(tmp_path / name), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "route.bad_map"


def test_a_picture_without_its_library_names_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError) as fault:
        verbs.route("baseline", "CNCHN", "DEDUI", map_to=tmp_path / "map.png")
    assert "jibek[png]" in (fault.value.problems[0].fix or "")


def test_a_picture(tmp_path):
    pytest.importorskip("resvg_py")
    out = tmp_path / "map.png"
    verbs.route("baseline", "CNCHN", "DEDUI", map_to=out)
    assert out.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_many_pairs_are_on_no_map(tmp_path):
    assert cli.main(["route", "--pairs", "x.csv", "--map", str(tmp_path / "map.html")]) == 2
