"""Workbooks written by two libraries that know nothing of the reader: XlsxWriter and openpyxl."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from import_cases import codes, put, refused, table

from jibek import verbs

PLACES = [
    ["id", "name", "lon", "lat", "country"],
    ["KZ_QA", "Қа", 70.0, 45, "KZ"],
    ["KZ_QB", "Qb", 70.5, 45, "KZ"],
]
LEGS = [
    ["from", "to", "mode", "km", "hours", "one_way", "capacity_since"],
    ["KZ_QA", "KZ_QB", "rail", 50.25, 1.5, True, date(2024, 3, 1)],
]


def by_writer(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": 'yyyy\\-mm\\-dd "UTC"'})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(i + 2, j, cell, day)
                    else:
                        sheet.write(i + 2, j, cell)  # two empty lines above
    return path


def by_openpyxl(path: Path, **sheets: list[list[Any]]) -> Path:
    openpyxl: Any = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in [[], [], *rows]:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("write", [by_writer, by_openpyxl])
def test_places_and_legs_of_worksheets(write: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "net.xlsx", Notes=[["drawn by hand"]], Legs=LEGS, Places=PLACES)
    done = verbs.import_network("xlsx", [path], tmp_path / "mine")
    (link,) = table(done.folder, "links")
    assert (link["from"], link["to"], link["distance_km"]) == ("KZ_QA", "KZ_QB", "50.25")
    assert link["typical_speed_kmh"] == "33.5"  # 50.25 km in 1.5 hours
    assert link["capacity_since"] == "2024-03-01"
    assert link["basis"] == "length as stated, net.xlsx sheet Legs row 4"
    assert [r["name"] for r in table(done.folder, "nodes")] == ["Қа", "Qb"]
    assert len(table(done.folder, "link_attributes")) == 1
    assert "import.idle_sheet" in {w["code"] for w in done.report["warnings"]}


def test_every_fault_of_a_workbook_at_once(tmp_path: Path) -> None:
    legs = [
        LEGS[0],
        ["KZ_QA", "KZ_QB", "rail", "far", 1.5, True, None, "beyond"],
        ["KZ_QA", "KZ_QB", "rail", "#N/A"],
    ]
    path = tmp_path / "net.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Legs")
        for i, row in enumerate(legs):
            sheet.write_row(i, 0, row)
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
        sheet.write_row(3, 0, ["KZ_QA", "KZ_QB", "rail", "far"])
        for i, row in enumerate(PLACES):
            book.get_worksheet_by_name("Places") or book.add_worksheet("Places")
            book.get_worksheet_by_name("Places").write_row(i, 0, row)
    wrong = refused("csv", [path], tmp_path / "mine")
    assert {"import.ragged_row", "import.bad_cell", "import.not_a_number"} <= codes(wrong)
    assert {(p.row, p.code) for p in wrong.problems if p.code != "import.no_length"} == {
        (2, "import.ragged_row"),
        (3, "import.bad_cell"),
        (4, "import.not_a_number"),
    }


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_workbook_is_named(content: bytes, tmp_path: Path) -> None:
    wrong = refused("xlsx", [put(tmp_path / "net.xlsx", content)], tmp_path / "mine")
    assert "import.not_workbook" in codes(wrong)
