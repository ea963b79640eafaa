"""Read CSV files as published: every cell as text first, then numbers, with the line each row stands on.

Blanks around a cell, and around the elements of a cell that lists several, do not count; blanks that do not break a
line and marks of no width are blanks too. A byte-order mark is no part of the text. Nothing else is repaired silently:
bytes that are not UTF-8, rows of the wrong length and columns that are not declared are problems, collected and
reported together by the caller. Files are bounded, and so is what is said of one: the first rows of a kind are
named, the rest are counted.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from jibek.ground.encoding import utf8
from jibek.ground.errors import InputError, Problem, first_of, nearest
from jibek.ground.table import Table
from jibek.ground.text import stripped
from jibek.sources.tables import TABLES

# The largest shipped file has some 1 MB and 5,000 rows; a cell of 100,000 letters is a quotation mark left open.
MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 64 * 2**20, 100_000, 200, 100_000

# Faults that make the cells of a file mean nothing: the only ones told of it.
UNREADABLE = frozenset(
    {"sources.not_utf8", "sources.repeated_column", "sources.not_commas", "sources.too_large"}
)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One CSV file: cells as text, the file line of each row, and what is wrong with its form.

    ``left_out`` are added columns that the header does not have; their cells are blank in ``frame``.
    """

    stem: str
    name: str
    frame: pd.DataFrame
    lines: list[int]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


def parse(stem: str, name: str, content: bytes) -> RawFile:
    """The text cells of a CSV file; ``stem`` is its key in ``TABLES``.

    Blank lines are skipped. A row counts as broken if it has more or fewer cells than the header. Of a file that
    cannot be read, or is larger than any that is, there are no rows, only the problem.
    """
    try:
        if len(content) > MOST_BYTES:
            raise _too_large(name, f"{len(content):,} bytes", f"at most {MOST_BYTES:,} bytes")
        header, rows, lines, problems = _rows(name, utf8(content, name, "sources.not_utf8"))
    except InputError as fault:
        nothing = pd.DataFrame(columns=list(TABLES[stem].columns))
        return RawFile(stem, name, nothing, [], tuple(fault.problems))
    for n, column in enumerate(header):
        between = TABLES[stem].columns[column].list_of if column in TABLES[stem].columns else ""
        for cells in rows if between else ():
            cells[n] = between.join(stripped(part) for part in cells[n].split(between))
    frame = pd.DataFrame(rows, columns=header, dtype=object)
    problems += _header_problems(name, header, TABLES[stem])
    left_out = tuple(c for c, spec in TABLES[stem].columns.items() if spec.added and c not in header)
    frame = frame.assign(**dict.fromkeys(left_out, ""))
    return RawFile(stem, name, frame, lines, tuple(problems), left_out)


def _too_large(name: str, has: str, expected: str, row: int | None = None, fix: str = "") -> InputError:
    fix = fix or "Split it, or leave out what the run does not need."
    problem = Problem("sources.too_large", name, row=row, value=has, expected=expected, fix=fix)
    return InputError("sources.too_large", f"{name} has {has}, {expected} are read", [problem])


def _rows(name: str, text: str) -> tuple[list[str], list[list[str]], list[int], list[Problem]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    csv.field_size_limit(MOST_LETTERS)
    rows: list[list[str]] = []
    lines: list[int] = []
    ragged: list[tuple[int, int]] = []
    line = 1
    try:
        header = [stripped(cell) for cell in next(reader, [])]
        if len(header) > MOST_COLUMNS:
            raise _too_large(name, f"{len(header):,} columns", f"at most {MOST_COLUMNS} columns", 1)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                rows.append([stripped(cell) for cell in cells])
                lines.append(line)
            elif cells:
                ragged.append((line, len(cells)))
            if len(rows) + len(ragged) > MOST_ROWS:
                raise _too_large(name, f"more than {MOST_ROWS:,} rows", f"at most {MOST_ROWS:,} rows")
            line = reader.line_num + 1
    except csv.Error as fault:
        fix = (
            "Close the quotation mark of this row."
            if "limit" in str(fault)
            else "Save the file as CSV again."
        )
        raise _too_large(name, str(fault), f"cells of at most {MOST_LETTERS:,} letters", line, fix) from fault

    def broken(row: int, count: int) -> Problem:
        return Problem(
            "sources.ragged_row",
            name,
            row=row,
            value=count,
            expected=f"{len(header)} cells, as in the header",
            fix="Quote cells that hold commas.",
        )

    return header, rows, lines, first_of([partial(broken, *r) for r in ragged])


def _header_problems(name: str, header: list[str], table: Table) -> list[Problem]:
    known = set(table.columns)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        fix = "Separate the cells by commas."
        return [Problem("sources.not_commas", name, row=1, value=header[0][:60], expected="commas", fix=fix)]
    found = [
        Problem(
            "sources.unknown_column",
            name,
            row=1,
            column=column,
            expected="the columns " + ", ".join(table.columns),
            fix=nearest(column, known - set(header)) or nearest(column, known) or "Delete the column.",
        )
        for column in header
        if column not in known
    ]
    found += [
        Problem(
            "sources.repeated_column", name, row=1, column=c, expected="each column once", fix="Delete one."
        )
        for c in sorted({c for c in header if header.count(c) > 1})
    ]
    return found


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as float (required whole numbers as int), blanks as NaN or None, text as it stands."""
    out: dict[str, object] = {}
    for name, column in table.columns.items():
        cells = frame[name]
        if column.kind in ("number", "integer"):
            values = _numbers(cells)
            # A figure beyond whole numbers stays as it is, for the check that refuses it.
            held = bool((np.abs(values) < 2**62).all())
            whole = column.kind == "integer" and not column.optional and held
            out[name] = values.astype(np.int64) if whole else values
        else:
            words = [c if c.strip() else None for c in cells.tolist()]
            out[name] = pd.Series(words, dtype=object)
    return pd.DataFrame(out, columns=list(table.columns))


def _numbers(cells: pd.Series) -> np.ndarray:
    try:
        return np.array([float(c) if c else np.nan for c in cells.tolist()], dtype=np.float64)
    except ValueError:
        return pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)


def at_lines(problems: list[Problem], raw: RawFile) -> list[Problem]:
    """Problems found in a frame, with the name of the file and the line in it."""
    return [
        replace(p, where=raw.name, row=raw.lines[p.row - 2] if p.row is not None else None) for p in problems
    ]
