"""Legs and places of spreadsheets: what they become, and each fault with its row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from import_cases import codes, put, refused, table

from jibek import cli, sources, verbs

LEGS = "from,to,mode,km,hours,gauge,name,from_lon,from_lat,to_lon,to_lat\n"


def test_legs_become_rows_that_inspect_and_data_take(tmp_path: Path) -> None:
    legs = put(
        tmp_path / "legs.csv",
        LEGS
        + "Almaty,Shu West,rail,322.5,8,1520,Turksib,,,73.5,43.6\nShu West,Ridge,rail,80,,,,,,72.6,43.9\n",
    )
    done = verbs.import_network(
        "csv", [legs], tmp_path / "mine", source="A railway", licence="CC BY 4.0", redistribute="yes"
    )
    first, second = table(done.folder, "links")
    assert (first["from"], first["to"], first["distance_km"]) == ("KZALA", "KZ_SHU_WEST", "322.5")
    assert float(first["typical_speed_kmh"]) == pytest.approx(322.5 / 8, abs=0.005)  # two decimals are kept
    assert "Turksib" in first["basis"]
    assert second["gauge_mm"] == "1520"  # of the country; the row says nothing
    assert done.report["gauges"] == {"stated": 1, "by_country": 1, "unknown": 0, "breaks": []}
    mine = sources.read(done.folder)
    assert set(mine.replaced["kind"]) == {"added"}
    assert {r["licence"] for r in table(done.folder, "licences")} == {"CC BY 4.0"}
    found = verbs.inspect(done.folder)
    assert not found.failed, [c for c in found.checks if not c.ok and c.severity == "error"]
    assert [c["joined"] for c in done.report["components"]] == [True]
    assert done.report["dead_ends"] == ["KZ_RIDGE"]
    assert json.loads((done.folder / "import_report.json").read_text()) == done.report


def test_what_stands_far_from_a_name_of_the_package_is_another_place(tmp_path: Path) -> None:
    legs = put(tmp_path / "l.csv", "from,to,mode,km,from_lon,from_lat\nAlmaty,Shu,rail,800,82.0,47.0\n")
    done = verbs.import_network("csv", [legs], tmp_path / "mine", country="KZ")
    (link,) = table(done.folder, "links")
    assert (link["from"], link["to"]) == ("KZ_ALMATY", "KZ_SHU")
    assert "import.far_names" in {w["code"] for w in done.report["warnings"]}


def test_semicolons_decimal_commas_and_a_mark_are_read(tmp_path: Path) -> None:
    plain = put(tmp_path / "a.csv", LEGS + "Almaty,Here,rail,1234.5,,,,,,73.25,43.6\n")
    text = (LEGS + "Almaty,Here,rail,1 234@5,,,,,,73@25,43@6\n").replace(",", ";").replace("@", ",")
    local = put(tmp_path / "b.csv", b"\xef\xbb\xbf" + text.encode())
    one = verbs.import_network("csv", [plain], tmp_path / "one", source="s")
    two = verbs.import_network("csv", [local], tmp_path / "two", source="s")
    a, b = (table(d.folder, "links")[0] for d in (one, two))
    assert a["distance_km"] == b["distance_km"] == "1234.5"
    assert table(one.folder, "nodes")[0]["lon"] == table(two.folder, "nodes")[0]["lon"] == "73.25"


def test_places_of_a_second_file_are_named_by_id_or_name(tmp_path: Path) -> None:
    places = put(
        tmp_path / "p.csv", "id,name,lon,lat,country,kind\nX1,One,70,50,KZ,city\nX2,Two,71,50,KZ,city\n"
    )
    legs = put(tmp_path / "l.csv", "from,to,mode,km\nX1,Two,road,80\n")
    done = verbs.import_network("csv", [legs, places], tmp_path / "mine")
    assert [(r["from"], r["to"]) for r in table(done.folder, "links")] == [("X1", "X2")]
    assert [r["kind"] for r in table(done.folder, "nodes")] == ["city", "city"]


BAD = [
    ("Almaty,Shu,rial,300,,,,,,,\n", "import.unknown_mode", "mode"),
    ("Almaty,Shu,rail,-3,,,,,,,\n", "import.out_of_range", "km"),
    ("Almaty,Shu,rail,far,,,,,,,\n", "import.not_a_number", "km"),
    ("Almaty,Shu,rail,,,,,,,,\n", "import.no_length", "km"),
    ("Almaty,Almaty,rail,5,,,,,,,\n", "import.loop", "to"),
    ("Almaty,Nowhereville,rail,5,,,,,,,\n", "import.no_position", None),
    ("Almaty,Shu,rail,20,,,,,,,\n", "import.below_great_circle", "km"),
    ("Almaty,Shu,rail,300,0.1,,,,,,\n", "import.too_fast", "hours"),
    ("Almaty,Shu,rail,300,,1067,,,,,\n", "import.unknown_gauge", "gauge"),
    ("Almaty,Shu,rail,300\n", "import.ragged_row", None),
    ("Torugart,Here,rail,300,,,,,,75,41\n", "import.ambiguous_place", None),
    ("Almaty,Here,rail,300,,,,,,73,\n", "import.half_position", None),
    ("A,Here,rail,300,,,,500000,4800000,510000,4800000\n", "import.not_degrees", None),
    ("A,Here,rail,300,,,,43.2,100,43.6,101\n", "import.swapped", None),
    ("A,Almaty,rail,300,,,,,,43.24,76.95\n", "import.swapped", None),
]


@pytest.mark.parametrize(("row", "code", "column"), BAD)
def test_each_fault_has_its_code_and_row(tmp_path: Path, row: str, code: str, column: str | None) -> None:
    good = "KZALA,KZ_SHU,rail,322,,,,,,,\n"
    error = refused("csv", [put(tmp_path / "legs.csv", LEGS + good + row)], tmp_path / "mine")
    (problem,) = [p for p in error.problems if p.code == code]
    assert (problem.where, problem.row) == ("legs.csv", 3)
    assert problem.fix
    assert problem.expected
    assert column is None or problem.column == column


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    rows = "Almaty,Shu,rial,300,,,,,,,\nAlmaty,Shu,rail,far,,,,,,,\nAlmaty,Nowhereville,rail,5,,,,,,,\n"
    other = put(tmp_path / "places.csv", "id,name,lon,lat\nX1,A,70,50\nX1,B,71,50\n")
    error = refused("csv", [put(tmp_path / "legs.csv", LEGS + rows), other], tmp_path / "mine")
    assert codes(error) == {
        "import.unknown_mode",
        "import.not_a_number",
        "import.no_position",
        "import.repeated_place",
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("from,to,km\nАлматы,Шу,1\n".encode("cp1251"), "import.not_utf8"),
        ("from,to,mode,km\nAlmaty,Shu,rail,300\n".encode("utf-16"), "import.not_utf8"),
        (b"from,to,mode,km\nAlmaty,Shu,rail,3\0\n", "import.not_utf8"),
        (b'from,to,mode,km\nAlmaty,"' + b"x" * 200_000 + b'",rail,3\n', "import.bad_cell"),
        (b"from,mode,km\nAlmaty,rail,3\n", "import.no_column"),
        (b"one,two\n1,2\n", "import.no_column"),
        (b"", "import.no_column"),
        (b"from,to,mode,km\n", "import.no_usable_link"),
        (b'from,to,mode,km\nAlmaty,Shu,rail,"1,234"\n', "import.unclear_number"),
        (b"from;to;mode;km\nAlmaty;Shu;rail;300,5\nShu;Almaty;rail;300.55\n", "import.mixed_decimals"),
        (b"from,to,to,mode,km\nAlmaty,Shu,Shu,rail,300\n", "import.repeated_column"),
    ],
)
def test_files_that_are_no_table_of_legs(tmp_path: Path, content: bytes, code: str) -> None:
    error = refused("csv", [put(tmp_path / "legs.csv", content)], tmp_path / "mine")
    assert code in codes(error)
    assert all(p.where == "legs.csv" for p in error.problems)


def test_no_wanted_mode_is_said_with_what_there_is(tmp_path: Path) -> None:
    legs = put(tmp_path / "legs.csv", "from,to,mode,km\nAlmaty,Shu,rail,322\n")
    error = refused("csv", [legs], tmp_path / "mine", modes="road")
    assert codes(error) == {"import.no_usable_link"}
    assert "1 of mode rail" in str(error)


def test_doubles_are_left_out_and_named(tmp_path: Path) -> None:
    legs = put(
        tmp_path / "l.csv", "from,to,mode,km\nAlmaty,Shu,rail,322\nShu,Almaty,rail,322\nAlmaty,Shu,rail,340\n"
    )
    done = verbs.import_network("csv", [legs], tmp_path / "mine")
    assert [r["distance_km"] for r in table(done.folder, "links")] == ["322", "340"]
    assert done.report["duplicates"] == [{"file": "l.csv", "row": 3, "like": 2, "km": 322.0}]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    legs = put(tmp_path / "legs.csv", "from,to,mode,km\nAlmaty,Shu,rail,322\n")
    error = refused("csv", [legs], tmp_path, snap_km=9.0, mode="rial")
    assert codes(error) == {"import.bad_folder", "import.bad_option"}
    assert len(error.problems) == 3


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    legs = put(tmp_path / "legs.csv", "from,to,mode,km\nAlmaty,Shu,rail,322\n")
    into = tmp_path / "mine"
    assert cli.main(["import", "csv", str(legs), "--into", str(into), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["folder"] == str(into)
    assert said["warnings"][0]["code"] == "import.no_licence"
    assert cli.main(["import", "cvs", str(legs), "--into", str(tmp_path / "x"), "--json"]) == 2
    assert "csv" in json.loads(capsys.readouterr().out)["error"]["problems"][0]["fix"]
    assert cli.main(["import", "csv", str(legs), "--into", str(tmp_path / "y")]) == 0
    assert "rail: 2 places, 322 km, joined to the package" in capsys.readouterr().out
