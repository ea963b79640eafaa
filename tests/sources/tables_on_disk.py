"""Write a user's tables for the tests of this folder."""

from __future__ import annotations

import csv

from jibek.sources.tables import TABLES


def write(folder, stem, *rows, encoding="utf-8"):
    """A file with the declared columns; a row is a dict, its missing cells blank."""
    path = folder / f"{stem}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(TABLES[stem].columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def row_of(sources, stem, **where):
    """The first shipped row that fits, as cells of a CSV."""
    frame = sources.tables[stem]
    for column, value in where.items():
        frame = frame[frame[column] == value]
    cells = frame.iloc[0][list(TABLES[stem].columns)].to_dict()
    return {k: "" if v is None or v != v else v for k, v in cells.items()}
