"""A user's tables over the shipped ones: what they change, and what is refused with which words."""

from __future__ import annotations

import pytest
from tables_on_disk import row_of, write

from jibek.ground.errors import InputError
from jibek.sources import read
from jibek.sources.tables import TABLES


@pytest.fixture(scope="module")
def shipped():
    return read()


def refused(folder):
    with pytest.raises(InputError) as caught:
        read(folder)
    return caught.value


def codes(error):
    return {p.code for p in error.problems}


def test_one_row_replaces_one_row_and_is_reported(tmp_path, shipped):
    write(tmp_path, "links", row_of(shipped, "links", id="L071") | {"distance_km": 321.5})
    mine = read(tmp_path)
    assert mine.replaced.to_dict("records") == [
        {"table": "links", "key": "L071", "kind": "replaced", "row": 2}
    ]
    before, after = shipped.tables["links"], mine.tables["links"]
    assert (before.dtypes == after.dtypes).all()
    differences = before.drop(columns=["_row", "_overlay"]).compare(after.drop(columns=["_row", "_overlay"]))
    assert differences.shape == (1, 2)  # one cell of one row, all rows in their old order
    assert after.set_index("id").loc["L071", "distance_km"] == 321.5
    assert after["_overlay"].sum() == 1
    for stem in TABLES:
        if stem != "links":
            assert mine.tables[stem].equals(shipped.tables[stem])
    assert mine.digest != shipped.digest


def test_a_row_that_says_the_same_changes_nothing(tmp_path, shipped):
    write(tmp_path, "volumes", row_of(shipped, "volumes", id="V029"))
    mine = read(tmp_path)
    assert mine.replaced.empty
    assert mine.digest == shipped.digest


def test_a_whole_shipped_file_laid_over_itself_changes_nothing(tmp_path, shipped):
    """Also where rows share a key: they may be as many as the package has."""
    for stem in ("borders", "systems/people", "demand_evidence"):
        columns = list(TABLES[stem].columns)
        frame = shipped.tables[stem][columns].to_dict("records")
        write(tmp_path, stem, *({k: "" if v is None or v != v else v for k, v in r.items()} for r in frame))
    mine = read(tmp_path)
    assert mine.replaced.empty
    assert mine.digest == shipped.digest


def test_a_new_key_is_added_at_the_end(tmp_path, shipped):
    new = row_of(shipped, "links", id="L071") | {
        "id": "X001",
        "from": "KZALA",
        "to": "KZAST",
        "distance_km": 1300,
    }
    write(tmp_path, "links", new)
    mine = read(tmp_path)
    assert mine.replaced["kind"].tolist() == ["added"]
    assert mine.tables["links"]["id"].iloc[-1] == "X001"


def test_one_row_takes_the_place_of_all_documents_with_its_key(tmp_path, shipped):
    """Two documents speak of dwell at Brest in 2018 (60 and 120 h); the user's word stands for both."""
    where = {"node_a": "BYBQT", "metric": "dwell", "year": 2018}
    write(tmp_path, "borders", row_of(shipped, "borders", **where) | {"value": 80})
    mine = read(tmp_path).tables["borders"]
    found = mine[(mine["node_a"] == "BYBQT") & (mine["metric"] == "dwell") & (mine["year"] == 2018)]
    assert found["value"].tolist() == [80]


def test_a_node_of_the_user_may_be_used_by_his_links(tmp_path, shipped):
    place = row_of(shipped, "nodes", id="KZALA") | {"id": "KZ_NEW", "name": "New", "lat": 43.5, "lon": 77.5}
    link = row_of(shipped, "links", id="L071") | {
        "id": "X002",
        "from": "KZALA",
        "to": "KZ_NEW",
        "distance_km": 70,
    }
    write(tmp_path, "nodes", place)
    write(tmp_path, "links", link)
    assert len(read(tmp_path).replaced) == 2


def test_the_proposed_assumptions_are_another_name_of_the_table(tmp_path, shipped):
    path = write(
        tmp_path,
        "assumptions",
        row_of(shipped, "assumptions", assumption_id="teu_per_train") | {"central": 100},
    )
    path.rename(tmp_path / "assumptions_proposed.csv")
    mine = read(tmp_path)
    assert mine.replaced["table"].tolist() == ["assumptions"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path, shipped):
    write(tmp_path, "volumes", row_of(shipped, "volumes", id="V029") | {"value": 7000}, encoding="utf-8-sig")
    assert len(read(tmp_path).replaced) == 1


def test_all_problems_of_all_files_are_told_at_once(tmp_path, shipped):
    good = row_of(shipped, "links", id="L071")
    write(
        tmp_path,
        "links",
        good | {"distance_km": "far"},
        good | {"id": "X1", "to": "Almaty", "distance_km": 900},
        good | {"id": "X2", "tracks": -1},
        good | {"id": "X3", "distance_km": ""},
    )
    write(tmp_path, "volumes", row_of(shipped, "volumes", id="V029") | {"value": -3})
    error = refused(tmp_path)
    assert error.code == "sources.invalid"
    assert error.exit_code == 2
    told = {(p.where, p.row, p.column, p.code) for p in error.problems}
    assert told == {
        ("links.csv", 2, "distance_km", "table.not_a_number"),
        ("links.csv", 3, "to", "sources.unknown_place"),
        ("links.csv", 4, "tracks", "table.out_of_range"),
        ("links.csv", 5, "distance_km", "table.blank"),
        ("volumes.csv", 2, "value", "table.out_of_range"),
    }
    assert all(p.expected and p.fix for p in error.problems if p.code != "table.unknown_choice")


@pytest.mark.parametrize(
    ("stem", "where", "change", "code"),
    [
        ("nodes", {"id": "KZALA"}, {"lat": 143.0}, "table.out_of_range"),
        ("links", {"id": "L071"}, {"distance_km": 12}, "sources.below_great_circle"),
        ("links", {"id": "L071"}, {"mode": "railway"}, "table.unknown_choice"),
        ("links", {"id": "L071"}, {"to": "KZ_DOSTYK"}, "sources.loop"),
        ("links", {"id": "L071"}, {"capacity": "-5 trains/day"}, "table.out_of_range"),
        ("borders", {"metric": "capacity"}, {"value": -1}, "table.out_of_range"),
        ("borders", {"metric": "crossing_time_outbound"}, {"unit": "days"}, "sources.wrong_unit"),
        ("borders", {"metric": "capacity"}, {"confidence": ""}, "table.blank"),
        ("link_attributes", {"link_id": "L071"}, {"link_id": "L9999"}, "table.unknown_reference"),
        ("capitals", {"iso3": "CHN"}, {"iso3": "CHI"}, "table.unknown_reference"),
        ("assumptions", {"assumption_id": "teu_per_train"}, {"low": 200}, "sources.range_order"),
        ("assumptions", {"assumption_id": "teu_per_train"}, {"unit": "TEU"}, "sources.wrong_unit"),
        ("transit_times", {"id": "TT001"}, {"days_min": 30}, "sources.range_order"),
        ("distances", {"distance_id": "D001"}, {"via_ids": "KZ_AKTOGAY;KZ_BALKASH"}, "sources.unknown_place"),
        ("kaz_chn_trade_by_reporter", {"year": 2023}, {"year": "2023.5"}, "table.out_of_range"),
        ("country_base", {"iso3": "KAZ"}, {"gdp_2023_busd": 0}, "table.out_of_range"),
        ("volumes", {"id": "V029"}, {"unit": "convoys"}, "table.unknown_choice"),
    ],
)
def test_a_bad_cell_is_refused_by_its_code(tmp_path, shipped, stem, where, change, code):
    write(tmp_path, stem, row_of(shipped, stem, **where) | change)
    error = refused(tmp_path)
    assert code in codes(error)
    assert {p.where for p in error.problems} == {f"{stem}.csv"}
    assert {p.row for p in error.problems} == {2}


@pytest.mark.parametrize(
    ("told", "id_"), [("Almaty", "KZALA"), ("Xi'an", "CNCHN"), ("Хоргос", "KHORGOS"), ("KZALQ", "KZALA")]
)
def test_an_unknown_place_is_answered_with_the_nearest(tmp_path, shipped, told, id_):
    write(tmp_path, "ports", row_of(shipped, "ports", port="KZAAU") | {"port": told})
    (problem,) = refused(tmp_path).problems
    assert problem.code == "sources.unknown_place"
    assert id_ in problem.fix


def test_a_moved_place_may_not_make_shipped_links_too_short(tmp_path, shipped):
    write(tmp_path, "nodes", row_of(shipped, "nodes", id="KZ_DOSTYK") | {"lat": 20.0})
    error = refused(tmp_path)
    assert codes(error) == {"sources.below_great_circle"}
    assert {p.where for p in error.problems} == {"nodes.csv"}


def test_a_missing_column_is_refused_and_an_unknown_one_named(tmp_path):
    (tmp_path / "aggregates.csv").write_text(
        "id,meening,source,source_date,url,confidence\nA,b,c,2023,,high\n"
    )
    error = refused(tmp_path)
    assert codes(error) == {"table.missing_column", "sources.unknown_column"}
    unknown = next(p for p in error.problems if p.code == "sources.unknown_column")
    assert "meaning" in unknown.fix


def test_repeated_keys_are_refused(tmp_path, shipped):
    row = row_of(shipped, "nodes", id="KZALA")
    write(tmp_path, "nodes", row, row | {"lat": 43.0})
    (problem,) = refused(tmp_path).problems
    assert (problem.code, problem.row, problem.value) == ("sources.repeated_key", 3, "KZALA")


def test_one_document_may_not_say_two_things_with_one_key(tmp_path, shipped):
    row = row_of(shipped, "borders", metric="capacity")
    write(tmp_path, "borders", row, row | {"value": 5})
    assert codes(refused(tmp_path)) == {"sources.repeated_key"}


def test_a_ragged_row_is_told_with_its_line(tmp_path, shipped):
    path = write(tmp_path, "aggregates", row_of(shipped, "aggregates"))
    path.write_text(path.read_text() + "too,few\n")
    (problem,) = refused(tmp_path).problems
    assert (problem.code, problem.row) == ("sources.ragged_row", 3)


def test_a_file_that_is_not_utf8(tmp_path):
    header = ",".join(TABLES["aggregates"].columns)
    (tmp_path / "aggregates.csv").write_bytes(f"{header}\nA,Қазақстан,x,2023,,high\n".encode("utf-16"))
    assert codes(refused(tmp_path)) == {"sources.not_utf8"}


def test_an_unknown_file_is_answered_with_the_nearest_name(tmp_path, shipped):
    write(tmp_path, "links", row_of(shipped, "links", id="L071")).rename(tmp_path / "link.csv")
    (problem,) = refused(tmp_path).problems
    assert problem.code == "sources.unknown_file"
    assert "links.csv" in problem.fix


@pytest.mark.parametrize("make", ["missing", "file", "empty"])
def test_no_folder_of_tables(tmp_path, make):
    folder = tmp_path / "data"
    if make == "file":
        folder.write_text("x")
    if make == "empty":
        folder.mkdir()
        (folder / "README.md").write_text("nothing here")
    error = refused(folder)
    assert error.code == "sources.no_folder"
    assert error.exit_code == 2


def test_two_files_for_one_table_are_refused(tmp_path, shipped):
    row = row_of(shipped, "assumptions")
    write(tmp_path, "assumptions", row)
    (tmp_path / "assumptions_proposed.csv").write_text((tmp_path / "assumptions.csv").read_text())
    assert codes(refused(tmp_path)) == {"sources.unknown_file"}


def test_cells_separated_by_semicolons_are_one_problem_not_twenty(tmp_path, shipped):
    path = write(tmp_path, "aggregates", row_of(shipped, "aggregates"))
    path.write_text(path.read_text().replace(",", ";"))
    assert [p.code for p in refused(tmp_path).problems] == ["sources.not_commas"]


def test_blanks_around_a_key_do_not_make_a_new_row(tmp_path, shipped):
    row = row_of(shipped, "volumes", id="V029") | {"id": " V029 ", "value": " 7000 "}
    write(tmp_path, "volumes", row)
    mine = read(tmp_path)
    assert mine.replaced["kind"].tolist() == ["replaced"]
    assert mine.tables["volumes"].set_index("id").loc["V029", "value"] == 7000
