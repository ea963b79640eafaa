"""A workbook is read back by another library."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from jibek.sources.formats.xlsx import workbook

ROWS: list[list[Any]] = [
    ["id", "days", "way"],
    ["it-1", 15.25, "Достык – 阿拉山口 & <Khorgos>"],
    ["=1+1", None, True],
    [float("nan"), 7, ""],
]


def read(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_cells_come_back_as_text_and_numbers() -> None:
    assert read(workbook({"a": ROWS, "b & c": [["x"]]})) == {
        "a": [ROWS[0], ROWS[1], ["=1+1", None, 1], [None, 7, None]],
        "b & c": [["x"]],
    }


def test_a_cell_that_begins_with_an_equals_sign_is_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"a": ROWS})))
    assert book["a"]["A3"].data_type == "s"


def test_the_header_stands_still_and_bytes_do_not_change() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"a": ROWS})))
    assert book["a"].freeze_panes == "A2"
    assert book["a"]["A1"].font.bold
    assert not book["a"]["A2"].font.bold
    assert workbook({"a": ROWS}) == workbook({"a": ROWS})


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    assert read(workbook({"a": [["a\x00b\x0bc"]]})) == {"a": [["abc"]]}
