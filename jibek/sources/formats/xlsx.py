"""A workbook of plain sheets (Office Open XML, ECMA-376), as bytes; the first row of a sheet stands still, in bold.

    workbook({"itineraries": [["id", "days"], ["it-1", 15.1]]})

No library is needed for cells of text and numbers; the same sheets have the same bytes. Text is always text: a cell
that begins with an equals sign is no formula.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATED = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can tell
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_XF = '<xf numFmtId="0" fontId="{}" fillId="0" borderId="0"{}/>'
_FONT = '<sz val="11"/><name val="Calibri"/>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_XF.format(0, "")}</cellStyleXfs>'
    f'<cellXfs count="2">{_XF.format(0, """ xfId="0" """)}{_XF.format(1, """ xfId="0" applyFont="1" """)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """The file of a workbook.

    Parameters
    ----------
    sheets
        Rows by the name of the sheet, the first of them the header; None and not-a-number are empty cells.
    """
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
            for i in range(1, len(names) + 1)
        )
        + "</Types>",
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        + "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
    }
    for i, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = _sheet(sheets[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for path, xml in parts.items():
            file.writestr(zipfile.ZipInfo(path, _DATED), _HEAD + xml, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    rows = (
        f'<Relationship Id="rId{i}" Type="{_REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _sheet(rows: Iterable[Sequence[Any]]) -> str:
    lines = [
        f'<row r="{r}">{"".join(_cell(c, r, value) for c, value in enumerate(row))}</row>'
        for r, row in enumerate(rows, 1)
    ]
    still = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{still}</sheetView></sheetViews>'
    return f'<worksheet xmlns="{_MAIN}">{view}<sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(column: int, row: int, value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    at = f'r="{_letters(column)}{row}"' + (' s="1"' if row == 1 else "")
    if isinstance(value, bool):
        return f'<c {at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c {at}><v>{value!r}</v></c>"
    text = escape(_NOT_XML.sub("", str(value)))
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(column: int) -> str:
    """A of 0, Z of 25, AA of 26."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out
