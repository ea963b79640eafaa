"""Files of rows to validate: their columns must be those of the table, a cell may be anything.

A file of the wrong form is refused with every fault at once. What a single cell holds is a matter of its row.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jibek.ground.errors import Problem, nearest, refuse
from jibek.sources.files import parse
from jibek.sources.tables import TABLES


def faults(stem: str, path: Path) -> list[Problem]:
    """All that is wrong with the form of a file."""
    return _looked_at(stem, path)[1]


def rows(stem: str, path: Path) -> list[dict[str, str]]:
    """Rows of a file as text, blanks around cells taken off.

    Raises
    ------
    InputError
        ``validate.bad_file``.
    """
    found, problems = _looked_at(stem, path)
    refuse_all(problems)
    return found


def refuse_all(problems: Iterable[Problem]) -> None:
    """Raise one error for the faults of all files, or return when there are none.

    Raises
    ------
    InputError
        ``validate.bad_file``.
    """
    refuse("validate.bad_file", "files that cannot be read as tables of rows", problems)


def _looked_at(stem: str, path: Path) -> tuple[list[dict[str, str]], list[Problem]]:
    try:
        content = path.read_bytes()
    except OSError as fault:
        fix = "Give the path of a CSV file."
        return [], [Problem("validate.no_file", str(path), fault.strerror or str(fault), fix=fix)]
    raw = parse(stem, str(path), content)
    problems = list(raw.problems)
    header = set(raw.frame.columns)
    if not any(p.code == "sources.not_commas" for p in problems):
        problems += [
            Problem(
                "sources.missing_column",
                str(path),
                row=1,
                column=column,
                expected=f"the columns {', '.join(c for c, s in TABLES[stem].columns.items() if not s.added)}",
                fix=nearest(column, header - set(TABLES[stem].columns))
                or "Add the column; its cells may be blank.",
            )
            for column, spec in TABLES[stem].columns.items()
            if column not in header and not spec.added
        ]
    if problems:
        return [], problems
    records: list[dict[Any, Any]] = raw.frame.to_dict("records")
    return [{str(c): str(v) for c, v in row.items()} for row in records], []


def number(cell: str) -> float | None:
    """A cell as a finite number; None where it is none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
