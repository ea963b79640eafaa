"""Columns that authoring adds: each stands in the list of readings, each loss is told, each slip refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tables_on_disk import row_of, write

import jibek
from jibek.dataset.inspection import inspect
from jibek.ground.errors import InputError
from jibek.sources import read
from jibek.sources.overlay import keys_of
from jibek.sources.tables import TABLES

READINGS = Path(jibek.__file__).parent.parent / "tools" / "readings.csv"
DOCUMENTS = ("tracks_source", "tracks_url", "speed_source", "speed_url")  # by rule, from the bases of links
BY_HAND = ("varies_with",)  # in a table that is kept by hand


@pytest.fixture(scope="module")
def shipped():
    return read()


def contract_columns(stem):
    """The columns of the facts, without those added."""
    return [name for name, column in TABLES[stem].columns.items() if not column.added]


def write_as_in_the_facts(folder, stem, *rows):
    """A file as users have it: only the columns of the facts."""
    path = folder / f"{stem}.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, contract_columns(stem), extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)


def test_every_added_cell_is_a_reading_and_its_words_stand_in_the_row(shipped):
    """Walked from the other side: no cell of an added column that the reviewed list does not hold, and none missing."""
    with open(READINGS, encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    told = {(r["table"], r["key"], r["column"]): r for r in listed}
    assert len(told) == len(listed)
    seen = set()
    for stem, table in TABLES.items():
        frame = shipped.tables[stem]
        added = [n for n, c in table.columns.items() if c.added and n not in (*DOCUMENTS, *BY_HAND)]
        for key, row in zip(keys_of(table, frame), frame.to_dict("records"), strict=True):
            for column in added:
                if row[column] is None or row[column] != row[column]:
                    continue
                reading = told[stem, key, column]
                seen.add((stem, key, column))
                kind = table.columns[column].kind
                assert row[column] == (reading["value"] if kind == "text" else float(reading["value"]))
                assert reading["told"] in str(row[reading["told_in"]])
    assert seen == set(told)


def test_added_columns_may_be_blank():
    for table in TABLES.values():
        for column in table.columns.values():
            assert column.optional or not column.added


def test_a_file_with_the_columns_of_the_facts_is_accepted_and_changes_what_it_says(tmp_path, shipped):
    row = row_of(shipped, "volumes", id="V067") | {"value": 260.0}
    write_as_in_the_facts(tmp_path, "volumes", row)
    mine = read(tmp_path)
    assert mine.replaced["key"].tolist() == ["V067"]
    assert mine.warnings == ()  # that row held nothing in added columns


def test_a_copy_of_a_facts_table_changes_nothing(tmp_path, shipped):
    """Also rows that hold readings: they say the same in every column that the file has."""
    for stem in ("borders", "ports", "volumes", "official_targets", "country_base"):
        frame = shipped.tables[stem][contract_columns(stem)].to_dict("records")
        rows = [{k: "" if v is None or v != v else v for k, v in row.items()} for row in frame]
        write_as_in_the_facts(tmp_path, stem, *rows)
    mine = read(tmp_path)
    assert mine.replaced.empty
    assert mine.warnings == ()
    assert mine.digest == shipped.digest


def test_a_dropped_reading_is_said_by_table_row_and_column(tmp_path, shipped):
    where = {"port": "KZAAU", "metric": "capacity", "year": 2023}
    write_as_in_the_facts(tmp_path, "ports", row_of(shipped, "ports", **where) | {"value": 13.0})
    mine = read(tmp_path)
    (warning,) = mine.warnings
    assert warning["code"] == "sources.reading_lost"
    assert warning["rows"] == ["ports.csv row 2, KZAAU|capacity|2023: oil_mt was 7.5"]
    ports = mine.tables["ports"]
    row = ports[(ports["port"] == "KZAAU") & (ports["metric"] == "capacity") & (ports["year"] == 2023)]
    assert row["oil_mt"].isna().all()  # the row is the user's, whole


def test_a_reading_that_is_given_is_not_lost(tmp_path, shipped):
    where = {"port": "KZAAU", "metric": "capacity", "year": 2023}
    write(tmp_path, "ports", row_of(shipped, "ports", **where) | {"value": 13.0, "oil_mt": 8.0})
    assert read(tmp_path).warnings == ()


def test_inspect_shows_the_loss_as_weak(tmp_path, shipped):
    write_as_in_the_facts(tmp_path, "volumes", row_of(shipped, "volumes", id="V050") | {"value": 17000})
    found = {c.code: c for c in inspect(tmp_path).checks}["sources.reading_lost"]
    assert (found.ok, found.severity) == (False, "warning")
    assert found.rows == (
        "volumes.csv row 2, V050: all_trains was yes",
        "volumes.csv row 2, V050: growth_percent was 14",
    )
    assert {c.code: c.ok for c in inspect("eurasia").checks}["sources.reading_lost"]


@pytest.mark.parametrize(
    ("stem", "where", "cells", "code", "column"),
    [
        ("links", {"id": "L158"}, {"capacity_since": "May 2024"}, "sources.not_a_date", "capacity_since"),
        ("links", {"id": "L158"}, {"capacity_since": ""}, "sources.incomplete", "capacity_since"),
        ("volumes", {"id": "V039"}, {"part_to": "2022-06"}, "sources.not_a_date", "part_to"),
        ("volumes", {"id": "V039"}, {"part_to": ""}, "sources.incomplete", "part_to"),
        ("volumes", {"id": "V039"}, {"all_trains": "true"}, "table.unknown_choice", "all_trains"),
        (
            "ports",
            {"port": "KZAAU", "metric": "capacity"},
            {"oil_mt": "much"},
            "table.not_a_number",
            "oil_mt",
        ),
        ("crossings", {}, {"acceptance": "khorgos_acceptance"}, "table.unknown_reference", "acceptance"),
        ("inland_seas", {}, {"port": "KZAUU"}, "sources.unknown_place", "port"),
    ],
)
def test_slips_in_added_columns_and_tables_are_refused(tmp_path, shipped, stem, where, cells, code, column):
    write(tmp_path, stem, row_of(shipped, stem, **where) | cells)
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert [(p.code, p.column, p.row) for p in caught.value.problems] == [(code, column, 2)]


def test_no_text_of_the_package_points_at_another_row(shipped):
    """Rows of the tables made by hand can be read alone."""
    for stem in ("observations", "pivots", "markets", "assumptions", "crossings", "country_groups"):
        for cell in shipped.tables[stem].select_dtypes("object").to_numpy().ravel():
            text = str(cell).lower()
            for phrase in (
                "as above",
                "the same in",
                "the same at",
                "the same route",
                "note of the row",
                "held out",
            ):
                assert phrase not in text, (stem, cell)
            assert not text.startswith(("as chn-", "as to ", "as outward", "as at ")), (stem, cell)
