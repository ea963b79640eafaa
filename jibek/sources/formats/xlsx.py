"""A workbook of plain sheets, as bytes; the first row of a sheet stands still, in bold.

    workbook({"itineraries": [["id", "days"], ["it-1", 15.1]]})

Text is always text: a cell that begins with an equals sign is no formula. The same sheets have the same bytes.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MADE = datetime(2000, 1, 1)  # a file tells nothing of when it was written
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """The file of a workbook.

    Parameters
    ----------
    sheets
        Rows by the name of the sheet, the first of them the header; None and not-a-number are empty cells.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    cell = _cell(value)
                    if cell is not None:
                        sheet.write(line, column, cell, None if line else bold)
    return out.getvalue()


def _cell(value: Any) -> float | str | None:
    """What a cell holds: a number, or text without the signs that XML does not know; None for nothing."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    return float(value)
