"""A workbook is read back by the standard alone: a zip of XML (ECMA-376)."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest

from jibek.sources.formats.xlsx import workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROWS = [
    ["id", "days", "way"],
    ["it-1", 15.25, "Достык – 阿拉山口 & <Khorgos>"],
    ["=1+1", None, True],
    [float("nan"), 7, ""],
]


def cells(content: bytes, sheet: int) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        root = ElementTree.fromstring(file.read(f"xl/worksheets/sheet{sheet}.xml"))
    found: dict[str, object] = {}
    for cell in root.iter(f"{MAIN}c"):
        value, text = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}is/{MAIN}t")
        found[cell.attrib["r"]] = text.text if text is not None else float(value.text)  # type: ignore
    return found


def test_cells_come_back_as_text_and_numbers():
    assert cells(workbook({"a": ROWS, "b & c": [["x"]]}), 1) == {
        "A1": "id", "B1": "days", "C1": "way",
        "A2": "it-1", "B2": 15.25, "C2": "Достык – 阿拉山口 & <Khorgos>",
        "A3": "=1+1", "C3": 1.0,
        "B4": 7.0, "C4": None,
    }  # fmt: skip
    assert cells(workbook({"a": ROWS, "b & c": [["x"]]}), 2) == {"A1": "x"}


def test_columns_past_z_and_bytes_that_do_not_change():
    wide = workbook({"a": [list(range(28))]})
    assert list(cells(wide, 1))[25:] == ["Z1", "AA1", "AB1"]
    assert wide == workbook({"a": [list(range(28))]})


def test_signs_that_xml_does_not_know_are_left_out():
    assert cells(workbook({"a": [["a\x00b\x0bc"]]}), 1) == {"A1": "abc"}


def test_another_program_reads_it():
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.load_workbook(io.BytesIO(workbook({"a": ROWS, "b & c": [["x"]]})))
    assert book.sheetnames == ["a", "b & c"]
    assert [c.value for c in book["a"][2]] == ROWS[1]
