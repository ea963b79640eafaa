"""Many pairs at once, and the shapes that routes are given in; on the shipped network without queues."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import numpy as np
import pytest

from jibek import cli, network, record, sources, verbs
from jibek.ground.errors import InputError
from jibek.routes.roadbed import Roadbed
from jibek.scenario import Scenario
from jibek.verbs.loading import Loading, Where


@pytest.fixture(autouse=True)
def loading(monkeypatch):
    """In the place of a kept run; nothing else of a run is read."""
    scenario = Scenario.example("baseline")
    facts = record.establish(sources.read(), 2023, {})
    net = network.build(facts, scenario.network).usual
    bed = Roadbed.of(net, np.zeros(len(net.facilities)), None, facts, scenario.seed, mixed=True)
    made = Loading.of(scenario, facts, bed)
    monkeypatch.setattr(Where, "recalled", lambda self: None)
    monkeypatch.setattr(Where, "meant", lambda *_, **__: made)
    return made


@pytest.fixture
def pairs(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "pairs.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_pairs_are_answered_in_order_as_one_by_one(pairs):
    """With a byte-order mark, capitals in the header, a blank line, names in any language, boxes or none."""
    told = []
    path = pairs("\ufeffOrigin,Destination,Boxes\nXi'an,Ташкент,3\n\nLianyungang,KZALA,\n")
    batch = verbs.route_pairs("baseline", path, progress=told.append)
    assert [(r.origin, r.destination, r.cargo.feu) for r in batch.answers] == [
        ("CNCHN", "UZTAS", 3.0),
        ("CNLYG", "KZALA", 1.0),
    ]
    assert told == ["pair 1 of 2: CNCHN - UZTAS", "pair 2 of 2: CNLYG - KZALA"]
    alone = verbs.route("baseline", "CNCHN", "UZTAS", feu=3)
    assert batch.answers[0].itineraries == alone.itineraries
    assert batch.exit_code == 0
    assert max(len(line) for line in batch.to_text().splitlines()) <= 100


def test_every_bad_row_is_told_at_once_with_its_number(pairs):
    path = pairs(
        "origin,destination,boxes\nAlmaty,Nowhere,2.5\nAlmaty,KZALA,1\nAlmaty,Poti,0\nMoscow,Poti,1\n"
    )
    with pytest.raises(InputError) as fault:
        verbs.route_pairs("baseline", path, avoid=["RU"])
    assert fault.value.exit_code == 2
    assert [(p.code, p.row, p.column) for p in fault.value.problems] == [
        ("place.unknown", 2, "destination"),
        ("route.bad_pairs", 2, "boxes"),
        ("routes.same_place", 3, None),
        ("route.bad_pairs", 4, "boxes"),
        ("route.contradiction", 5, None),
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("", "utf-8"), ("from,to\na,b\n", "utf-8"), ("origin,destination\n", "utf-8"), ("Алматы", "cp1251")],
)
def test_a_file_that_is_no_table_of_pairs_is_refused(pairs, text, encoding):
    with pytest.raises(InputError) as fault:
        verbs.route_pairs("baseline", pairs(text, encoding))
    assert fault.value.code == "route.bad_pairs"


def test_a_pair_that_nothing_joins_is_told_beside_the_others(pairs):
    batch = verbs.route_pairs(
        "baseline", pairs("origin,destination\nAlmaty,Tashkent\nXi'an,Duisburg\n"), modes="road", avoid=["RU"]
    )
    assert [r.destination for r in batch.answers] == ["UZTAS"]
    assert [(w["row"], w["code"]) for w in batch.without_way] == [(3, "routes.no_path")]
    assert batch.exit_code == 1


def test_csv_has_a_row_an_itinerary_and_json_is_the_object(capsys):
    assert cli.main(["route", "CNCHN", "UZTAS", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert cli.main(["route", "CNCHN", "UZTAS", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [r["itinerary_id"] for r in rows] == [i["itinerary_id"] for i in told["itineraries"]]
    assert [float(r["cost_usd"]) for r in rows] == [i["cost_usd"] for i in told["itineraries"]]
    assert "fastest" in rows[0]["choice"]
    assert any("Khorgos – Altynkol" in r["gateway_names"] for r in rows)


def test_a_workbook_has_itineraries_and_legs(tmp_path, capsys):
    out = tmp_path / "ways.xlsx"
    assert cli.main(["route", "CNCHN", "UZTAS", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["out"] == str(out.resolve())
    with zipfile.ZipFile(out) as file:
        legs = file.read("xl/worksheets/sheet2.xml").decode()
    assert legs.count("<row ") == 1 + sum(len(i["legs"]) for i in told["itineraries"])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("--format", "pdf"), ["route.bad_format"]),
        (("--format", "xlsx"), ["route.bad_format"]),
        (("--out", "ways.pdf"), ["route.bad_format"]),
        (("--out", "no/such/ways.csv", "--format", "tabel"), ["route.bad_out", "route.bad_format"]),
    ],
)
def test_a_shape_that_is_none_is_refused_before_anything_is_computed(monkeypatch, capsys, words, codes):
    monkeypatch.setattr("jibek.verbs.loading.on", None)
    assert cli.main(["route", "CNCHN", "UZTAS", *words, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert [p["code"] for p in told["problems"]] == codes


@pytest.mark.parametrize(
    "words", [("CNCHN", "UZTAS", "--pairs", "x.csv"), ("--pairs", "x.csv", "--feu", "2"), ("CNCHN",)]
)
def test_two_places_or_a_file(words):
    assert cli.main(["route", *words]) == 2


def test_a_day_of_departure_and_one_of_arrival(pairs, capsys):
    """Xi'an to Duisburg by the timetable of 2023: the text says when to send and when it is there."""
    going = verbs.route("baseline", "CNCHN", "DEDUI", date="2023-11-07", service=["express"])
    assert all(i.services and str(i.dates.ready) == "2023-11-07" for i in going.itineraries)
    assert {o.service.service_id for i in going.itineraries for o in i.services} >= {"XIAN-DUISBURG-2"}
    there = verbs.route("baseline", "CNCHN", "DEDUI", arrive_by="2023-11-30", service=["XIAN-DUISBURG-2"])
    for i in there.itineraries:
        assert i.dates.p90 <= i.dates.p90.fromisoformat("2023-11-30")
    assert cli.main(["route", "CNCHN", "DEDUI", "--depart", "2023-11-07"]) == 0
    out = capsys.readouterr().out
    assert "ready 7 Nov 2023, there by" in out
    assert "with a fixed timetable" in out
    batch = verbs.route_pairs("baseline", pairs("origin,destination\nCNCHN,DEDUI\n"), date="2023-11-07")
    assert (
        batch.answers[0].itineraries
        == verbs.route("baseline", "CNCHN", "DEDUI", date="2023-11-07").itineraries
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--depart", "2023-11-07", "--arrive-by", "2023-11-30"], "route.two_days"),
        (["--arrive-by", "30.11.2023"], "route.not_a_date"),
        (["--arrive-by", "2024-11-30"], "route.other_year"),
        (["--service", "expres"], "route.unknown_service"),
        (["--service", "liner"], "routes.no_service"),
    ],
)
def test_days_and_services_that_cannot_be(words, code, capsys):
    assert cli.main(["route", "CNCHN", "UZTAS", *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code
