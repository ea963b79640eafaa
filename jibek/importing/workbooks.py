"""Worksheets of .xlsx workbooks (ECMA-376) as tables of text, with the standard library alone.

Values as stored: of a formula the result that was saved with it; days as ISO texts, whole numbers without a point.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from jibek.ground.errors import InputError, Problem
from jibek.ground.text import stripped
from jibek.importing.cells import Sheet, repeated
from jibek.importing.columns import plain_text

MARK = b"PK\x03\x04"
MOST_BYTES = 1_000_000_000  # unpacked; a larger one is no table of legs

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATE_FORMATS = {*range(14, 18), 22}
_DAY_OR_YEAR = re.compile(r"[dy]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def worksheets(path: Path, content: bytes) -> list[Sheet]:
    """Worksheets that hold anything, in the order of the workbook; faults of cells stand in their problems.

    Raises
    ------
    InputError
        ``import.not_workbook``.
    """
    try:
        with ZipFile(io.BytesIO(content)) as file:
            if sum(i.file_size for i in file.infolist()) > MOST_BYTES:
                raise ValueError(f"over {MOST_BYTES:,} bytes unpacked")
            return [s for s in _worksheets(path.name, file) if s.header]
    except (
        BadZipFile,
        KeyError,
        IndexError,
        ValueError,
        ET.ParseError,
        NotImplementedError,
        RuntimeError,
    ) as fault:
        expected, fix = "a workbook (.xlsx)", "Save it again as .xlsx or .csv, without a password."
        problem = Problem("import.not_workbook", path.name, str(fault)[:120], expected=expected, fix=fix)
        raise InputError("import.not_workbook", f"cannot read {path.name}", [problem]) from fault


def _worksheets(name: str, file: ZipFile) -> Iterator[Sheet]:
    book = _tree(file, "xl/workbook.xml")
    related = {r.get("Id"): r.get("Target", "") for r in _tree(file, "xl/_rels/workbook.xml.rels")}
    settings = book.find(f"{_MAIN}workbookPr")
    late = settings is not None and settings.get("date1904") in ("1", "true")
    epoch = datetime(1904, 1, 1) if late else datetime(1899, 12, 30)
    shared = _shared(file)
    days = _day_styles(file)
    for entry in book.iter(f"{_MAIN}sheet"):
        part = posixpath.normpath(posixpath.join("/xl", related[entry.get(_RELATED)])).lstrip("/")
        if entry.get("state", "visible") == "visible":
            yield _worksheet(f"{name} sheet {entry.get('name')}", _tree(file, part), shared, days, epoch)


def _tree(file: ZipFile, part: str) -> ET.Element:
    content = file.read(part)
    if b"<!DOCTYPE" in content[:2000]:
        raise ValueError("a document type, which no workbook has")
    return ET.fromstring(content)


def _shared(file: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in file.namelist():
        return []
    return [_words(item) for item in _tree(file, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _words(item: ET.Element) -> str:
    """Runs of a text, without the sounds that are written beside Chinese and Japanese."""
    runs = [item.find(f"{_MAIN}t"), *(r.find(f"{_MAIN}t") for r in item.findall(f"{_MAIN}r"))]
    return "".join(r.text or "" for r in runs if r is not None)


def _day_styles(file: ZipFile) -> set[int]:
    """Positions of the styles of cells that show a number as a day."""
    if "xl/styles.xml" not in file.namelist():
        return set()
    tree = _tree(file, "xl/styles.xml")
    own = {
        int(f.get("numFmtId", 0))
        for f in tree.iter(f"{_MAIN}numFmt")
        if _DAY_OR_YEAR.search(_LITERAL.sub("", f.get("formatCode", "")))
    }
    styles = tree.find(f"{_MAIN}cellXfs")
    formats = [] if styles is None else [int(x.get("numFmtId", 0)) for x in styles]
    return {i for i, f in enumerate(formats) if f in own | _DATE_FORMATS}


def _worksheet(name: str, tree: ET.Element, shared: Sequence[str], days: set[int], epoch: datetime) -> Sheet:
    sheet = Sheet(name, [], [], [], "\t")
    line = 0
    for row in tree.iter(f"{_MAIN}row"):
        line = int(row.get("r", line + 1))
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            at = _column(cell.get("r", "")) if cell.get("r") else max(cells, default=-1) + 1
            cells[at] = stripped(_value(cell, shared, days, epoch, sheet, line))
        if not any(cells.values()):
            continue
        if not sheet.header:
            sheet.header = [cells.get(i, "") for i in range(max(i for i, c in cells.items() if c) + 1)]
            continue
        width = len(sheet.header)
        beyond = [c for i, c in cells.items() if i >= width and c]
        if beyond:
            expected, fix = f"{width} cells, as in the header", "Name the column, or clear the cell."
            sheet.problems.append(
                Problem("import.ragged_row", name, row=line, value=beyond[0][:80], expected=expected, fix=fix)
            )
            continue
        sheet.rows.append([cells.get(i, "") for i in range(width)])
        sheet.lines.append(line)
    sheet.problems += repeated(sheet)
    return sheet


def _column(reference: str) -> int:
    """A1 is 0, AA7 is 26."""
    at = 0
    for letter in reference.rstrip("0123456789"):
        at = at * 26 + ord(letter.upper()) - ord("A") + 1
    return at - 1


def _value(
    cell: ET.Element, shared: Sequence[str], days: set[int], epoch: datetime, sheet: Sheet, line: int
) -> str:
    kind, stored = cell.get("t", "n"), cell.findtext(f"{_MAIN}v")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _words(inline)
    if stored is None:
        if cell.find(f"{_MAIN}f") is not None:
            _wrong(
                sheet, line, "a formula without its result", "Open and save the workbook, or write the value."
            )
        return ""
    if kind == "s":
        return shared[int(stored)]
    if kind == "b":
        return plain_text(stored == "1")
    if kind == "e":
        _wrong(sheet, line, stored, "Correct the formula, or write the value.")
        return ""
    if kind != "n":
        return stored
    if int(cell.get("s", 0)) in days:
        moment = epoch + timedelta(days=float(stored))
        return moment.date().isoformat()
    return plain_text(float(stored))


def _wrong(sheet: Sheet, line: int, told: str, fix: str) -> None:
    problem = Problem("import.bad_cell", sheet.name, told, row=line, expected="a value", fix=fix)
    sheet.problems.append(problem)
