"""Text tables as users have them: any of three separators, decimal points or commas, with or without a byte-order mark.

Nothing is guessed silently. A file whose numbers are written in two ways, or in one that can be read as two, is refused
with every such cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jibek.ground.encoding import utf8
from jibek.ground.errors import InputError, Problem, nearest
from jibek.ground.text import stripped

MOST_CHARACTERS = 131_072  # of a cell; longer ones are no table of legs

MOST_NEAREST = 20  # problems of a file for which the nearest known names are looked for

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_ONE_COMMA = re.compile(r"[+-]?\d+,\d+")
_ONE_DOT = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.IGNORECASE)
_THREE = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}")


@dataclass(slots=True)
class Sheet:
    """A table as text: header, rows and the line that each stands on, and what is wrong with its form."""

    name: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    separator: str
    problems: list[Problem] = field(default_factory=list)

    def column(self, names: Sequence[str], *, cut: bool = False) -> int:
        """Position of the first column that bears one of the names, in any case; -1 where there is none.

        With ``cut`` a header of ten characters stands for the name that it begins, as shapefiles leave them.
        """
        folded = [h.casefold().replace(" ", "_") for h in self.header]
        for name in names:
            if name in folded:
                return folded.index(name)
            if cut and len(name) > 10 and name[:10] in folded:
                return folded.index(name[:10])
        return -1


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises
    ------
    InputError
        ``import.no_file``.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        problem = Problem(
            "import.no_file", str(path), str(fault.strerror), expected="a file", fix="Check the path."
        )
        raise InputError("import.no_file", f"cannot read {path}", [problem]) from fault


def text_of_file(path: Path) -> str:
    """The text of a file in UTF-8.

    Raises
    ------
    InputError
        ``import.no_file``; ``import.not_utf8`` with the first line that is not and the encoding it seems to be in.
    """
    return utf8(content_of(path), path.name, "import.not_utf8")


def sheet_of(path: Path) -> Sheet:
    """A text table, separated by commas, semicolons or tabs, whichever its first line has most of.

    Raises
    ------
    InputError
        As `text_of_file`.
    """
    text = text_of_file(path)
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    separator = max(",;\t", key=first.count)
    sheet = Sheet(path.name, [], [], [], separator)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            # The limit of the csv module is one for the whole process, and others may have raised it.
            if max(map(len, cells), default=0) > MOST_CHARACTERS:
                raise csv.Error(f"field larger than field limit ({MOST_CHARACTERS})")
            if not sheet.header:
                sheet.header = [stripped(c) for c in cells]
            elif len(cells) == len(sheet.header):
                if any(c.strip() for c in cells):
                    sheet.rows.append([stripped(c) for c in cells])
                    sheet.lines.append(line)
            elif cells:
                expected = f"{len(sheet.header)} cells, as in the header"
                fix = "Complete the row, and quote cells that hold the separator."
                sheet.problems.append(
                    Problem(
                        "import.ragged_row", path.name, row=line, value=len(cells), expected=expected, fix=fix
                    )
                )
            line = reader.line_num + 1
    except csv.Error as fault:
        expected = f"a table with cells of at most {MOST_CHARACTERS:,} characters"
        fix = "Close the quotation marks, or delete what is no table."
        sheet.problems.append(
            Problem("import.bad_cell", path.name, str(fault), row=line, expected=expected, fix=fix)
        )
    sheet.problems += repeated(sheet)
    return sheet


def repeated(sheet: Sheet) -> list[Problem]:
    """Columns that bear one name."""
    seen = [h for h in sheet.header if h]
    return [
        Problem(
            "import.repeated_column", sheet.name, row=1, column=c, expected="each once", fix="Rename one."
        )
        for c in sorted({c for c in seen if seen.count(c) > 1})
    ]


def comma_decides(sheet: Sheet, columns: Iterable[int]) -> bool:
    """Whether the numbers of some columns have decimal commas; faults go to the sheet's problems.

    Faults: ``import.mixed_decimals`` for each cell of the rarer way where both occur; ``import.unclear_number`` where a
    comma may mark thousands or decimals (``1,234``) and no other cell nor a semicolon as separator tells.
    """
    commas: list[tuple[int, int]] = []
    dots: list[tuple[int, int]] = []
    unclear: list[tuple[int, int]] = []
    for column in columns:
        for i, cells in enumerate(sheet.rows):
            told = _SPACES.sub("", cells[column])
            if "," in told and "." in told:
                (commas if told.rfind(",") > told.rfind(".") else dots).append((i, column))
            elif _THREE.fullmatch(told):
                unclear.append((i, column))
            elif _ONE_COMMA.fullmatch(told):
                commas.append((i, column))
            elif _ONE_DOT.fullmatch(told) or _THOUSANDS.fullmatch(told):
                dots.append((i, column))
    if commas and dots:
        rarer = commas if len(commas) < len(dots) else dots
        _blame(sheet, rarer, "import.mixed_decimals", "one decimal mark in all of the file")
    if unclear and not commas and not dots and sheet.separator == ",":
        _blame(sheet, unclear, "import.unclear_number", "no comma in a number: thousands or decimals?")
    return len(commas) > len(dots) or bool(unclear and not dots and sheet.separator != ",")


def _blame(sheet: Sheet, cells: list[tuple[int, int]], code: str, expected: str) -> None:
    fix = "Write numbers with a decimal point and no thousands separator."
    sheet.problems += [
        Problem(
            code,
            sheet.name,
            row=sheet.lines[i],
            column=sheet.header[c],
            value=sheet.rows[i][c],
            expected=expected,
            fix=fix,
        )
        for i, c in cells
    ]


def number(text: str, comma: bool) -> float | None:
    """A finite number, or None; blanks between digits do not count."""
    told = _SPACES.sub("", text)
    told = told.replace(".", "").replace(",", ".") if comma and "," in told else told
    grouped = _THOUSANDS.fullmatch(told.partition(".")[0]) or _THREE.fullmatch(told) or "." in told
    if not comma and grouped:
        told = told.replace(",", "")
    try:
        value = float(told)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def missing(sheet: Sheet, name: str, known: Sequence[str]) -> Problem:
    """A column that must be there and is not."""
    return Problem(
        "import.no_column",
        sheet.name,
        row=1,
        column=name,
        expected=f"a column {' or '.join(known)}",
        fix=nearest(name, [h for h in sheet.header if h]) or "Add it.",
    )
